package assessment

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

// Preflight checks a planned cycle before it is opened. Problems that prevent
// opening come first.
func (s *Service) Preflight(ctx context.Context, office string, c *Cycle) ([]desk.Check, error) {
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	checks, err := s.preflight(ctx, office, c, pack.On(c.AsOf))
	if have := len(c.Keepers); err == nil && have < ballot.Keepers { // the cycle can be opened, the rating cannot begin
		checks = append(checks, desk.Check{Level: desk.LevelWarn, Say: evaluation.Say("ballot.keepers_missing", "have", have, "want", ballot.Keepers)})
	}
	if err != nil {
		return nil, err
	}
	today := evaluation.DateOf(s.Now())
	if say, err := c.season(today, pack.On(today)); err != nil || say.Key != "" {
		return append(checks, desk.Check{Level: desk.LevelWarn, Say: say}), err
	}
	return checks, nil
}

// season warns of an assessment outside its months: of a year at its end or at the beginning of
// the next one, of a first half from its month on (K-7).
func (c *Cycle) season(today evaluation.Date, rules rulepack.Numbers) (evaluation.Problem, error) {
	var none evaluation.Problem
	month := int64(today.Month())
	if c.Half == FirstHalf {
		first, err := rules.Number("assessment.cycle.months", "first")
		if err != nil || today.Year() != c.Year || month >= first {
			return none, err
		}
		return evaluation.Say("assessment.check.early", "month", first), nil
	}
	const key = "assessment.annual.months"
	from, err := rules.Number(key, "from")
	if err != nil {
		return none, err
	}
	to, err := rules.Number(key, "to")
	if err != nil || today.Year() == c.Year && month >= from || today.Year() == c.Year+1 && month <= to {
		return none, err
	}
	return evaluation.Say("assessment.check.season", "from", from, "to", to), nil
}

// Starting checks a cycle that would be opened on a day, before one is planned: the
// facts that a new office has to bring.
func (s *Service) Starting(ctx context.Context, office string, day evaluation.Date) ([]desk.Check, error) {
	c := &Cycle{AsOf: day}
	pack, err := s.Pack(ctx, office)
	if err != nil {
		return nil, err
	}
	if c.Year, c.Half, err = Due(day, pack.On(day)); err != nil {
		return nil, err
	}
	c.From, c.To = Span(c.Year, c.Half)
	return s.preflight(ctx, office, c, pack.On(day))
}

// First returns the assessment of an office that is furthest: its record, "" if none is
// planned, and whether it has begun.
func (s *Service) First(ctx context.Context, office string) (record string, begun bool, err error) {
	counts, err := s.Ledger.Group(ctx, evaluation.Query{Office: office, Kinds: []string{KindCycle}}, "state")
	if err != nil || len(counts) == 0 {
		return "", false, err
	}
	q := evaluation.Query{Office: office, Kinds: []string{KindCycle}, Limit: 1, NoHistory: true}
	for _, c := range counts {
		if state := evaluation.State(c.Keys[0]); state != CycleDraft {
			begun, q.States = true, append(q.States, state)
		}
	}
	found, err := s.Ledger.Find(ctx, q)
	if err != nil || len(found.Records) == 0 {
		return "", false, err
	}
	return found.Records[0].ID, begun, nil
}

func (s *Service) preflight(ctx context.Context, office string, c *Cycle, rules rulepack.Numbers) ([]desk.Check, error) {
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	calendar, err := s.Calendar(ctx, office)
	if err != nil {
		return nil, err
	}
	day := book.On(c.AsOf)
	members, err := c.participants(day, rules)
	if err != nil {
		return nil, err
	}
	n, err := numbersOf(rules)
	if err != nil {
		return nil, err
	}
	f := &flight{day: day, c: c, rules: rules, floor: n.floor, charged: map[string]bool{}, categories: map[string]int{}, populations: map[string]int{}}
	f.years(calendar)
	if err := f.levels(); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		f.Stop(desk.Check{Step: desk.StepPeople, Say: evaluation.Say("assessment.check.nobody", "day", c.AsOf)})
		return f.Missing(), nil
	}
	findings, err := s.eligible(ctx, office, membersOf(members), On(c.AsOf), rules)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		f.member(m, findings[m.ID])
	}
	if err := f.leaders(members); err != nil {
		return nil, err
	}
	if err := s.talkers(ctx, office, f); err != nil {
		return nil, err
	}
	fine, err := f.fine(len(members))
	return f.All(fine...), err
}

// fine says how many take part, with how many seats, and how many of which population.
func (f *flight) fine(listed int) ([]evaluation.Problem, error) {
	list := []evaluation.Problem{evaluation.Say("assessment.check.fine_half", "count", listed, "assessed", f.assessed)}
	if !judges(f.c.Half, f.rules) {
		allowed := 0
		for category, n := range f.categories {
			k, err := f.c.Quota(n, category, f.rules)
			if err != nil {
				return nil, err
			}
			allowed += k
		}
		list[0] = evaluation.Say("assessment.check.fine", "count", listed, "assessed", f.assessed, "allowed", allowed)
	}
	for _, p := range []string{Section, Civil, Institution, Contract} {
		if n := f.populations[p]; n > 0 && n < f.assessed {
			key := "assessment.check.population"
			if f.c.rates(p, f.rules) {
				key += "_rated"
			}
			list = append(list, evaluation.Say(key, "population", evaluation.Say("assessment.population."+p), "n", n))
		}
	}
	return list, nil
}

func membersOf(list []assessee) []roster.Member {
	out := make([]roster.Member, len(list))
	for i := range list {
		out[i] = list[i].Member
	}
	return out
}

// flight collects the problems.
type flight struct {
	desk.Checks
	day      *roster.Snapshot
	c        *Cycle
	rules    rulepack.Numbers
	floor    int
	assessed int
	charged  map[string]bool // departments already checked
	// How many are assessed, by category and by population.
	categories, populations map[string]int
}

// years warns of years whose holidays nobody has entered. Those of the next year are
// published late in the year before, so that a new office need not wait for them.
func (f *flight) years(calendar workday.Calendar) {
	for _, y := range []int{f.c.To.Year(), f.c.To.Year() + 1} {
		step := ""
		if y == f.c.AsOf.Year() {
			step = desk.StepCalendar
		}
		if !calendar.Covers(y) {
			f.Warn(desk.Check{Step: step, Say: evaluation.Say("assessment.check.calendar", "year", y)})
		}
	}
}

// levels warns of civil servants without a level: they are taken for others than those of
// section level, and are missing where only these take part.
func (f *flight) levels() error {
	if !rulepack.Knows(f.rules, ruleYear) {
		return nil
	}
	place, err := placing(f.rules)
	if err != nil {
		return err
	}
	for _, m := range f.day.Members() {
		if m.Level == "" && place(m).category == Civil {
			f.Warn(desk.Check{Say: evaluation.Say("assessment.check.level", "name", m.Name), Name: m.Name, Person: m.ID})
		}
	}
	return nil
}

func (f *flight) member(m assessee, findings []Finding) {
	for _, x := range findings {
		f.Warn(desk.Check{Say: x.Say(), Then: x.Then(), Name: m.Name, Person: m.ID})
		if x.Document == "" && x.Kind != KindTransfer && x.Kind != roster.Leave && x.Kind != roster.Probation && x.Kind != KindRoutine {
			f.Warn(desk.Check{Say: evaluation.Say("assessment.check.document", "name", m.Name), Name: m.Name, Person: m.ID})
		}
	}
	if _, away := follows(findings, AssessedElsewhere); away {
		return
	}
	f.assessed++
	f.categories[m.category]++
	f.populations[m.population]++
	if m.Establishment == "" && m.category == Civil {
		f.Warn(desk.Check{Step: desk.StepPeople, Say: evaluation.Say("assessment.check.establishment", "name", m.Name), Name: m.Name, Person: m.ID})
	}
	if m.Establishment != "" && m.category == Civil && !roster.KnownEstablishment(m.Establishment, nil) {
		f.Warn(desk.Check{Step: desk.StepPeople, Say: evaluation.Say("assessment.check.establishment_unknown", "name", m.Name, "word", m.Establishment), Name: m.Name, Person: m.ID})
	}
	if m.ProbationUnrecorded(f.c.AsOf) {
		f.Warn(desk.Check{Say: evaluation.Say("assessment.check.probation", "name", m.Name), Name: m.Name, Person: m.ID})
	}
	if m.Department == "" {
		f.Stop(desk.Check{Step: desk.StepPeople, Say: evaluation.Say("assessment.check.unit", "name", m.Name), Name: m.Name, Person: m.ID})
		return
	}
	if f.c.rates(m.population, f.rules) {
		f.raters(m)
	} else {
		f.unratedHead(m)
	}
	if !f.charged[m.Department] {
		f.charged[m.Department] = true
		if len(f.day.InCharge(m.Department)) == 0 {
			f.Warn(desk.Check{Step: desk.StepLeaders, Say: evaluation.Say("assessment.check.charge", "unit", m.DepartmentName), Unit: m.Department})
		}
	}
}

// raters warns of a person with too few raters for the result to be shown.
func (f *flight) raters(m assessee) {
	total := 0
	for _, r := range ratersOf(f.day, m.ID) {
		total += len(r.People)
	}
	if total < f.floor {
		f.Warn(desk.Check{Say: evaluation.Say("assessment.check.raters", "name", m.Name, "have", total, "floor", f.floor), Name: m.Name, Person: m.ID})
	}
}

// unratedHead warns of a head of an internal unit who is not rated in the year, though A-14
// asks for it; staff under other rules are not meant.
func (f *flight) unratedHead(m assessee) {
	if !m.Heads || f.c.Half == FirstHalf || m.category != Civil {
		return
	}
	key := "assessment.check.head_unrated"
	if f.c.WithoutRating {
		key = "assessment.check.head_without"
	}
	f.Warn(desk.Check{Say: evaluation.Say(key, "name", m.Name), Name: m.Name, Person: m.ID})
}

// leaders refuses a round in which the group of leaders has a weight but fewer than
// two people: its mark would be that of one person, could be neither hidden nor
// shown, and the weight would be lost. A group below the floor is reported.
func (f *flight) leaders(members []assessee) error {
	rated := slices.ContainsFunc(members, func(m assessee) bool { return f.c.rates(m.population, f.rules) })
	weight, err := f.rules.Number("rating.weights", Leaders)
	if err != nil || weight == 0 || !rated {
		return err
	}
	n := 0
	for _, m := range f.day.Members() {
		if leads(f.day, m) {
			n++
		}
	}
	say := func(key string) desk.Check {
		return desk.Check{Say: evaluation.Say(key, "have", n, "weight", weight/100, "floor", f.floor)}
	}
	switch {
	case n < 2:
		few := say("assessment.check.leaders_too_few")
		few.Step = desk.StepLeaders
		f.Stop(few)
	case n < f.floor:
		f.Warn(say("assessment.check.leaders_few"))
	}
	return nil
}

// talkers refuses a round in which nobody can hold the talks because no principal
// leader has an account.
func (s *Service) talkers(ctx context.Context, office string, f *flight) error {
	var people []string
	for _, m := range f.day.Members() {
		people = append(people, m.ID)
	}
	found, err := s.Holders(ctx, office, people, evaluation.RolePrincipal)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		f.Stop(desk.Check{Step: desk.StepAccounts, Say: evaluation.Say("assessment.check.no_principal")})
	}
	return nil
}
