package bonus

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// raise creates a person's entry, prefilled from the records of the year. It waits
// for the head of the department, or for personnel if there is none.
func (s *Service) raise(step *evaluation.Step, e *Entry, in *EntryOpening) (evaluation.State, error) {
	r, p, err := periodOf(step, in.Period)
	if err != nil {
		return "", err
	}
	i, ok := p.line(in.Person)
	if !ok {
		return "", desk.Mistake("person", "bonus.no_line")
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	l := &p.Lines[i]
	*e = Entry{
		PersonName: l.Name, UnitName: p.UnitName(l.Unit), Rules: p.Rules,
		Work: make([]Number, len(p.Plan.Workload)), Goals: make([]Goal, len(p.Plan.Results)), Contests: []Contest{}, Earlier: []Values{},
		Facts: Facts{Cases: Number(in.Cases), Residents: Number(in.Residents), Deeds: int64(in.Deeds), Appraisal: Number(in.Mark).Hundredths()},
	}
	e.fill(&p.Plan)
	env := step.Record
	env.Parent, env.Subject, env.Unit, env.Period, env.On = r.ID, l.Person, l.Unit, r.Period, p.To
	env.Unique = r.ID + " " + l.Person
	if who, here := book.Person(l.Person); here {
		env.Sort = who.Pinyin
	}
	return EntryOpen, s.waitToEnter(step, p.EntriesBy)
}

// fill proposes figures from other records; the person who enters decides.
func (e *Entry) fill(plan *Plan) {
	for i, w := range plan.Workload {
		switch w.Source {
		case SourceCases:
			e.Work[i] = e.Facts.Cases
		case SourceResidents:
			e.Work[i] = e.Facts.Residents
		case SourceDeeds:
			e.Work[i] = NumberOf(e.Facts.Deeds * 100)
		}
	}
	e.Quality = NumberOf(min(mostQuality, e.Facts.Appraisal))
}

// headEnters excludes personnel from entering if there is a head who can enter. So
// the person who verifies usually has not entered. It refuses first if entries are
// closed.
func (s *Service) headEnters(step *evaluation.Step, _ *Entry) (bool, error) {
	if err := stillEntering(step); err != nil {
		return false, err
	}
	day, err := s.Today(step)
	if err != nil {
		return false, err
	}
	heads, charges := day.Units(step.Actor.Person)
	unit := step.Record.Unit
	return !slices.Contains(heads, unit) && !slices.Contains(charges, unit) && !withoutHead(day, unit, step.Record.Subject), nil
}

// stillEntering refuses if entries are closed. It is called for every row of a
// list, so it does not read the whole period.
func stillEntering(step *evaluation.Step) error {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, step.Record.Parent)
	if err != nil {
		return err
	}
	return takesEntries(r)
}

func (s *Service) enter(step *evaluation.Step, e *Entry, in *EntryInput) (evaluation.State, error) {
	_, p, err := periodOf(step, step.Record.Parent)
	if err != nil {
		return "", err
	}
	f, err := in.Figures(&p.Plan)
	if err != nil {
		return "", err
	}
	if e.EnteredBy != "" {
		e.Earlier = append(e.Earlier, Values{On: e.EnteredOn, By: e.EnteredName, Work: e.Work, Goals: e.Goals, Quality: e.Quality})
	}
	e.Work, e.Goals, e.Quality, e.Note = f.Work, f.Goals, f.Quality, in.Note
	e.EnteredBy, e.EnteredName, e.EnteredOn = step.Actor.Account, step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return EntryEntered, nil
}

// Figures are the figures of an input in the order of a plan.
type Figures struct {
	Work    []Number
	Goals   []Goal
	Quality Number
}

// Figures reads an input. Missing workload and quality count as zero; a target must
// be named.
func (in *EntryInput) Figures(plan *Plan) (Figures, error) {
	m := evaluation.Mistakes{}
	f := Figures{Work: make([]Number, len(plan.Workload)), Goals: make([]Goal, len(plan.Results))}
	read := func(at, text string, most int64) Number {
		n, ok := parseNumber(text, most)
		if !ok {
			m.Add(at, "bonus.number", "most", most/100)
		}
		return n
	}
	for i := range f.Work {
		f.Work[i] = NumberOf(0)
	}
	seen := map[int]bool{}
	for i, q := range in.Workload {
		at := "workload." + strconv.Itoa(i) + "."
		if q.Item < 1 || q.Item > len(f.Work) || seen[q.Item] {
			m.Add(at+"item", "bonus.item", "have", len(f.Work))
			continue
		}
		seen[q.Item], f.Work[q.Item-1] = true, read(at+"quantity", q.Quantity, mostQuantity)
	}
	for i, r := range in.Results {
		at := "results." + strconv.Itoa(i) + "."
		if r.Item < 1 || r.Item > len(f.Goals) || f.Goals[r.Item-1].Target != "" {
			m.Add(at+"item", "bonus.item", "have", len(f.Goals))
			continue
		}
		g := Goal{Target: read(at+"target", r.Target, mostTarget), Actual: read(at+"actual", r.Actual, mostQuantity)}
		if g.Target.Hundredths() < 1 {
			m.Add(at+"target", "bonus.target")
		}
		f.Goals[r.Item-1] = g
	}
	for i, g := range f.Goals {
		if g.Target == "" {
			m.Add("results", "bonus.no_target", "name", plan.Results[i].Name)
		}
	}
	f.Quality = read("quality", in.Quality, mostQuality)
	return f, m.Err()
}

// verify is done by personnel, a second person; then the cadre has some days to
// object.
func (s *Service) verify(step *evaluation.Step, e *Entry) (evaluation.State, error) {
	by, err := s.Due(step.Ctx, step.Record.Office, e.Rules, "bonus.contest", step.Today)
	if err != nil {
		return "", err
	}
	e.VerifiedBy, e.VerifiedName, e.ContestBy = step.Actor.Account, step.Actor.Name, by
	desk.Wait(step.Record, by, evaluation.WaitPerson(step.Record.Subject))
	return EntryVerified, nil
}

func (s *Service) returnEntry(step *evaluation.Step, e *Entry) (evaluation.State, error) {
	p, err := entering(step)
	if err != nil {
		return "", err
	}
	e.ContestBy = evaluation.Date{}
	return EntryOpen, s.waitToEnter(step, p.EntriesBy)
}

func accept(step *evaluation.Step, _ *Entry) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return EntryAccepted, nil
}

// contest is possible until the last day and while entries are open.
func contest(step *evaluation.Step, e *Entry, in *ContestInput) (evaluation.State, error) {
	if _, err := entering(step); err != nil {
		return "", err
	}
	if step.Today.After(e.ContestBy) {
		return "", desk.WrongState("bonus.contest_over", "until", e.ContestBy.String())
	}
	e.Contests = append(e.Contests, Contest{Text: in.Text, On: step.Today})
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return EntryContested, nil
}

// answerContest is done by a person who neither entered nor verified.
func (s *Service) answerContest(step *evaluation.Step, e *Entry, in *ContestAnswer) (evaluation.State, error) {
	if len(e.Contests) == 0 {
		return "", evaluation.Fail(evaluation.CodeState, "error.state")
	}
	c := &e.Contests[len(e.Contests)-1]
	c.Outcome, c.Answer, c.AnsweredBy, c.AnsweredOn = in.Outcome, in.Answer, step.Actor.Name, step.Today
	if in.Outcome == OutcomeChanged {
		return EntryOpen, s.waitToEnter(step, evaluation.Date{})
	}
	desk.Wait(step.Record, evaluation.Date{})
	return EntryAnswered, nil
}

func dropEntry(step *evaluation.Step, _ *Entry) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	return EntryDropped, nil
}

// unsettled are the states of an entry in which somebody has to act.
func unsettled() []evaluation.State {
	return evaluation.States(EntryOpen, EntryEntered, EntryVerified, EntryContested)
}

// settleEntry ends an entry of an approved period. Entries that were not verified
// belong to people who do not take part.
func settleEntry(step *evaluation.Step, _ *Entry) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{})
	if step.Record.State != EntryVerified {
		return EntryDropped, nil
	}
	return EntrySettled, nil
}

// settleEntries ends the entries of an approved period.
func settleEntries(ctx context.Context, do evaluation.Doer, r evaluation.Record, _ json.RawMessage) error {
	entries, err := desk.All(ctx, do, evaluation.Query{Office: r.Office, Kinds: []string{KindEntry}, Parents: []string{r.ID}, States: unsettled()})
	if err != nil {
		return err
	}
	return evaluation.Together(ctx, len(entries), func(i int) error {
		return desk.ActIfStillInState(ctx, do, r.Office, entries[i].ID, "settle", nil)
	})
}

// own refuses everybody but the person that the record is about.
