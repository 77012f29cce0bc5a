package assessment

import (
	"context"
	"errors"
	"maps"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Change is a task for personnel: the special cases have changed after a grade was
// decided, by a penalty in the roster or a low quarter, and the grade would not be
// allowed now, or a case was opened. The grade stays valid until somebody decides.
type Change struct {
	On       evaluation.Date `json:"on"`
	Grade    string          `json:"grade"`    // valid grade
	Findings []Finding       `json:"findings"` // at present
	Gone     []Finding       `json:"gone"`     // that the grade was decided with, and are no longer recorded
	Outcome  string          `json:"outcome"`  // ChangeKept or ChangeRevised, "" while it is open
	Reason   string          `json:"reason"`
	By       string          `json:"by"`
	Name     string          `json:"name"`
	Ended    evaluation.Date `json:"ended"`
}

// The outcomes of a change.
const (
	ChangeKept    = "kept"
	ChangeRevised = "revised"
)

// OpenChange returns the open change, nil if there is none.
func (sh *Sheet) OpenChange() *Change {
	if n := len(sh.Changes); n > 0 && sh.Changes[n-1].Outcome == "" {
		return &sh.Changes[n-1]
	}
	return nil
}

// settle closes an open change.
func (sh *Sheet) settle(step *evaluation.Step, outcome string) {
	if x := sh.OpenChange(); x != nil {
		x.Outcome, x.Reason, x.By, x.Name, x.Ended = outcome, step.Reason, step.Actor.Person, step.Actor.Name, step.Today
	}
}

// specials returns the special cases of people in a cycle, by person, from the roster of the
// cycle's day, or of the day on which they were added, which replaces when.Day. Who is not on
// it, and who has left before when.Until, has departed. The rules are those frozen in the
// cycle. A cycle opened before the pack had a row for each penalty uses the pack in force on
// the cycle's day.
func (s *Service) specials(ctx context.Context, office string, people []string, c *Cycle, when When) (map[string][]Finding, error) {
	var rules rulepack.Numbers = c.Rules
	if !rulepack.Knows(c.Rules, "assessment.special.serious_demerit") {
		pack, err := s.Pack(ctx, office)
		if err != nil {
			return nil, err
		}
		rules = pack.On(c.AsOf)
	}
	book, err := s.Book(ctx, office)
	if err != nil {
		return nil, err
	}
	days, out := map[evaluation.Date][]roster.Member{}, map[string][]Finding{}
	for _, id := range people {
		if m, day, ok := c.member(book, id, when.Known); ok {
			days[day] = append(days[day], m)
		}
	}
	for day, members := range days {
		when.Day = day
		found, err := s.eligible(ctx, office, members, when, rules)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, found)
	}
	for _, id := range people {
		if f, gone := c.departed(book, id, when); gone {
			out[id] = append(out[id], f)
		}
	}
	return out, nil
}

// special is specials for one person.
func (s *Service) special(ctx context.Context, office, person string, c *Cycle, when When) ([]Finding, error) {
	all, err := s.specials(ctx, office, []string{person}, c, when)
	return all[person], err
}

// today returns the special cases of a sheet from the current roster.
func (s *Service) today(step *evaluation.Step, person string, c *Cycle) ([]Finding, error) {
	return s.special(step.Ctx, step.Record.Office, person, c, now(step.Today))
}

// now asks for what is known today.
func now(today evaluation.Date) When {
	return When{Asked: today, Known: today}
}

// ask updates the special cases on the sheet from the current roster. It refuses to go on with
// a person who has left.
func (s *Service) ask(step *evaluation.Step, sh *Sheet, c *Cycle) error {
	findings, err := s.special(step.Ctx, step.Record.Office, step.Record.Subject, c, c.undecidedOn(step.Today))
	if err != nil {
		return err
	}
	sh.Findings, sh.Asked = findings, step.Today
	return notGone(findings)
}

// stillAllowed refuses to continue with grades that the current facts do not allow.
func (s *Service) stillAllowed(step *evaluation.Step, list []sheetOf, c *Cycle) error {
	list = assessed(list)
	people := make([]string, len(list))
	for i := range list {
		people[i] = list[i].Subject
	}
	all, err := s.specials(step.Ctx, step.Record.Office, people, c, c.undecidedOn(step.Today))
	if err != nil {
		return err
	}
	var no []string
	for _, sh := range list {
		findings := all[sh.Subject]
		if _, not := sh.barred(findings, sh.Grade); not && !sh.Decision.Refusal && !sh.settled(findings) {
			no = append(no, sh.Person.Name)
		}
	}
	if len(no) > 0 {
		return desk.WrongState("assessment.facts_changed", "names", names(no), "count", len(no))
	}
	return nil
}

// Watch opens a task if the special cases have changed after a grade was decided, and hands
// the undecided sheets of people who have left to personnel. It checks the sheets of this
// year and last year, of decided ones those that were decided since special cases are checked
// at each step.
func (s *Service) Watch(ctx context.Context, do evaluation.Doer, office string, today evaluation.Date) error {
	var periods []string
	for _, y := range []int{today.Year() - 1, today.Year()} {
		periods = append(periods, period(y, FirstHalf), period(y, SecondHalf))
	}
	sheets, err := desk.All(ctx, do, evaluation.Query{
		Office: office, Kinds: []string{KindSheet}, Periods: periods, States: append(evaluation.States(SheetGraded, SheetPublished, SheetClosed), undecided...),
	})
	if err != nil {
		return err
	}
	cycles := map[string]*Cycle{}
	var errs []error
	for _, r := range sheets {
		errs = append(errs, s.watchSheet(ctx, do, r, cycles, today))
	}
	return errors.Join(append(errs, s.redirectAll(ctx, do, office, periods, today))...)
}

func (s *Service) watchSheet(ctx context.Context, do evaluation.Doer, r evaluation.Record, cycles map[string]*Cycle, today evaluation.Date) error {
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return err
	}
	c := cycles[r.Parent]
	if c == nil {
		cycle, err := do.Load(ctx, r.Office, r.Parent)
		if err != nil {
			return err
		}
		if c, err = evaluation.PayloadOf[Cycle](cycle); err != nil {
			return err
		}
		cycles[r.Parent] = c
	}
	if Undecided(r.State) {
		return s.watchGone(ctx, do, r, c, today)
	}
	if _, changed, err := s.changed(ctx, &r, sh, c, today); err != nil || !changed {
		return err
	}
	return desk.ActIfStillInState(ctx, do, r.Office, r.ID, "facts_changed", nil)
}

// factsChanged opens the task.
func (s *Service) factsChanged(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	c, _, err := parent(step)
	if err != nil {
		return "", err
	}
	findings, changed, err := s.changed(step.Ctx, step.Record, sh, c, step.Today)
	if err != nil || !changed {
		return step.Record.State, err
	}
	sh.Changes = append(sh.Changes, Change{On: step.Today, Grade: sh.Grade, Findings: findings, Gone: without(sh.Findings, findings)})
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal))
	return step.Record.State, nil
}
