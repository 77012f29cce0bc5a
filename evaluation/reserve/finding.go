package reserve

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Finding is one fact about a person and its consequence: the rule, the document,
// the last day of the effect, and the record that contains it.
type Finding struct {
	Says   evaluation.Problem `json:"says"`
	Blocks bool               `json:"blocks"` // excludes the person; otherwise it is only to be considered
	Rule   string             `json:"rule"`
	Until  evaluation.Date    `json:"until"`
	Record string             `json:"record"`
}

// findings returns the facts that exclude a person on the day of the act (A-51,
// C-18, C-19, C-22, C-23, C-25), and facts to consider (D-4, D-7).
func (s *Service) findings(step *evaluation.Step, day *roster.Snapshot, person string) ([]Finding, error) {
	m, here := day.Member(person)
	if !here {
		return []Finding{{Says: evaluation.Say("reserve.finding.gone"), Blocks: true, Rule: "reserve.responsible", Record: person}}, nil
	}
	pack, err := s.Pack(step.Ctx, step.Record.Office)
	if err != nil {
		return nil, err
	}
	f := &finder{rules: pack.On(step.Today), today: step.Today, list: []Finding{}}
	for _, a := range m.Absences {
		f.absence(m.ID, a)
	}
	last := step.Today.Year() - 1
	g, err := s.Grade(step.Ctx, step.Record.Office, person, last)
	if err != nil {
		return nil, err
	}
	if g.Below {
		says := evaluation.Say("reserve.finding.grade", "year", strconv.Itoa(last), "on", g.Told.String(), "until", yearEnd(step.Today).String())
		if g.Told.IsZero() {
			says = evaluation.Say("reserve.finding.grade_entered", "year", strconv.Itoa(last), "until", yearEnd(step.Today).String())
		}
		f.list = append(f.list, Finding{Says: says, Blocks: true, Rule: "assessment.promotion.bar", Until: yearEnd(step.Today), Record: g.Record})
	}
	f.career(&m)
	return f.list, f.err
}

func yearEnd(d evaluation.Date) evaluation.Date { return evaluation.NewDate(d.Year(), 12, 31) }

type finder struct {
	rules rulepack.Numbers
	today evaluation.Date
	list  []Finding
	err   error
}

// absence adds a finding for an absence that excludes a promotion while it lasts.
func (f *finder) absence(person string, a roster.Absence) {
	effect, bars, err := desk.EffectOf(a, f.rules)
	if err != nil {
		f.err = err
		return
	}
	if !bars || !effect.Running(a.From, f.today) {
		return
	}
	f.list = append(f.list, Finding{
		Says: evaluation.Say("reserve.finding."+a.Kind, "detail", a.Detail, "document", a.Source, "from", a.From.String(), "until", effect.Until.String()),
		Rule: effect.Rule, Blocks: true, Until: effect.Until, Record: person,
	})
}

// number returns the number of a rule, or of one of its members if code is set.
func (f *finder) number(key, code string) int64 {
	var n int64
	var err error
	if code == "" {
		n, err = f.rules.Int(key)
	} else {
		n, err = f.rules.Number(key, code)
	}
	if err != nil {
		f.err = err
	}
	return n
}

// career records how many posts a person has held, and whether they have worked at
// the grassroots; neither excludes at this level.
func (f *finder) career(m *roster.Member) {
	posts := map[string]bool{}
	for _, a := range slices.Concat(m.Person.Appointments, m.Person.Concurrent) {
		posts[a.Department+"/"+a.Post] = true
	}
	if need := f.number("promotion.posts", ""); int64(len(posts)) < need {
		f.list = append(f.list, Finding{
			Says: evaluation.Say("reserve.finding.posts", "n", strconv.Itoa(len(posts)), "need", strconv.FormatInt(need, 10)), Rule: "promotion.posts", Record: m.ID,
		})
	}
	seconded := slices.ContainsFunc(m.Absences, func(a roster.Absence) bool { return a.Kind == roster.Seconded })
	if !seconded && len(m.Person.Liaisons) == 0 {
		f.list = append(f.list, Finding{Says: evaluation.Say("reserve.finding.grassroots"), Rule: "rotation.grassroots", Record: m.ID})
	}
}

// first returns the first finding that excludes the person.
func first(list []Finding) (Finding, bool) {
	i := slices.IndexFunc(list, func(f Finding) bool { return f.Blocks })
	if i < 0 {
		return Finding{}, false
	}
	return list[i], true
}

// clear refuses a step while a finding excludes the person, and names it.
func (s *Service) clear(step *evaluation.Step, c *Candidate) error {
	day, err := s.guard(step, c)
	if err != nil {
		return err
	}
	list, err := s.findings(step, day, c.Person)
	if err != nil {
		return err
	}
	if f, blocks := first(list); blocks {
		return &evaluation.Error{Code: evaluation.CodeState, Message: f.Says}
	}
	return nil
}
