package assessment

import (
	"slices"

	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// The populations of the year's assessment (rules.md, part M). They decide who takes part
// in which half, who is rated, and who holds the talk. The first is by level, the others
// by establishment.
const (
	Section     = "section"  // 科级干部
	Civil       = desk.Civil // other civil servants
	Institution = desk.Institution
	Contract    = desk.Contract
)

// The keys of the rules about populations.
const (
	ruleYear      = "assessment.populations"           // who takes part in the year
	ruleHalf      = "assessment.populations.half"      // who takes part in the first half
	ruleRated     = "assessment.populations.rated"     // who is rated
	rulePrincipal = "assessment.populations.principal" // with whom a principal leader talks
	ruleAbove     = "assessment.levels.above"          // levels that are assessed above
)

// populationKeys lists the rules about populations, their grades and quotas.
func populationKeys() []string {
	return append(desk.CategoryKeys(),
		ruleYear, ruleHalf, ruleRated, rulePrincipal, ruleAbove, ruleJudgement,
		"assessment.institution.grades", "assessment.contract.grades",
		"assessment.institution.quota.excellent", "assessment.institution.quota.excellent.ceiling", "assessment.contract.quota.excellent",
	)
}

// assessee is a person of the roster with what the rules say about the person.
type assessee struct {
	roster.Member
	category, population string
}

// placing returns what says to which category and population members belong; the
// population of who is assessed above is "". In a cycle that was opened before there were
// populations, everybody is a section-level civil servant.
func placing(rules rulepack.Numbers) (func(roster.Member) assessee, error) {
	if !rulepack.Knows(rules, ruleYear) {
		return func(m roster.Member) assessee { return assessee{m, Civil, Section} }, nil
	}
	category, err := desk.CategoriesBy(rules)
	if err != nil {
		return nil, err
	}
	above, err := rules.Codes(ruleAbove)
	if err != nil {
		return nil, err
	}
	section, err := rules.Codes("assessment.levels")
	return func(m roster.Member) assessee {
		out := assessee{Member: m, category: category(m.Establishment)}
		switch {
		case slices.Contains(above, m.Level):
		case slices.Contains(section, m.Level):
			out.population = Section
		default:
			out.population = out.category
		}
		return out
	}, err
}

// participants returns the members who are assessed in a cycle: in the first half and in
// the year the populations that the rules name; in a cycle of before there were
// populations, those with a level in the rule assessment.levels.
func (c *Cycle) participants(day *roster.Snapshot, rules rulepack.Numbers) ([]assessee, error) {
	key, of := "assessment.levels", func(m *assessee) string { return m.Level }
	if rulepack.Knows(rules, ruleYear) {
		key, of = ruleYear, func(m *assessee) string { return m.population }
		if c.Half == FirstHalf {
			key = ruleHalf
		}
	}
	codes, err := rules.Codes(key)
	if err != nil {
		return nil, err
	}
	place, err := placing(rules)
	if err != nil {
		return nil, err
	}
	var list []assessee
	for _, m := range day.Members() {
		one := place(m)
		if slices.Contains(codes, of(&one)) {
			list = append(list, one)
		}
	}
	return list, nil
}

// rates reports whether people of a population are rated in the cycle.
func (c *Cycle) rates(population string, rules rulepack.Numbers) bool {
	return !c.WithoutRating && includes(rules, ruleRated, population)
}

// includes reports whether a rule names a population. Cycles of before there were
// populations did for everybody what section-level cadres have now.
func includes(rules rulepack.Numbers, key, population string) bool {
	if !rulepack.Knows(rules, key) {
		return true
	}
	codes, err := rules.Codes(key)
	return err == nil && slices.Contains(codes, population)
}
