package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// openSheet creates the sheet of a participant from the roster of the cycle's day:
// the person, the special cases and the raters. Somebody who is added when the rating has
// begun is not rated.
func (s *Service) openSheet(step *evaluation.Step, sh *Sheet, in *SheetOpening) (evaluation.State, error) {
	cycle, c, err := evaluation.ReadShared[Cycle](step, in.Cycle)
	if err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	p := c.participant(in.Person)
	from := c.rosterDay(in.Person)
	day := book.On(from)
	found, ok := day.Member(in.Person)
	if !ok {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	place, err := placing(c.Rules)
	if err != nil {
		return "", err
	}
	m := place(found)
	if sh.Scale, err = c.scaleOf(m.category); err != nil {
		return "", err
	}
	sh.Category, sh.Population = m.category, m.population
	sh.Person = Person{
		ID: m.ID, No: m.No, Name: m.Name, Sex: m.Sex, Born: m.Born, Politics: m.Politics, DepartmentName: m.DepartmentName,
		Post: m.Post, Level: m.Level, PostSince: m.PostSince, LevelSince: m.LevelSince, Duties: m.Duties, Heads: m.Heads,
	}
	if sh.Findings, err = s.eligibleOne(step.Ctx, step.Record.Office, m.Member, On(from), c.Rules); err != nil {
		return "", err
	}
	sh.Asked, sh.Added, sh.Changes = from, p.Added, []Change{}
	sh.Raters, sh.Groups = []Raters{}, []Group{}
	if c.rates(m.population, c.Rules) && (p.Added.IsZero() || cycle.State == CycleReporting) {
		sh.Raters = ratersOf(day, m.ID)
		if sh.Groups, err = groupsOf(sh.Raters, c.Rules); err != nil {
			return "", err
		}
	}
	sh.Talk, sh.DecideBy, sh.Rules = p.Talk, c.DecideBy, c.Rules
	sh.Corrections, sh.Refusals, sh.Supplements = []Correction{}, []Refusal{}, []Supplement{}
	r := step.Record
	r.Unique, r.Parent, r.Subject, r.Unit = in.Cycle+" "+m.ID, in.Cycle, m.ID, m.Department
	r.Period, r.Sort, r.On, r.Rules = cycle.Period, m.Sort, c.To, c.Rules.Version
	if _, away := follows(sh.Findings, AssessedElsewhere); away {
		return SheetExempt, nil
	}
	who, err := s.writer(step.Ctx, r.Office, m.ID)
	desk.Wait(r, c.reportBy(step.Today, &p), who)
	return SheetReporting, err
}

// writer is who writes for a person: the person, or the personnel section for one without
// an account, who takes part on paper.
func (s *Service) writer(ctx context.Context, office, person string) (string, error) {
	has, err := s.Holders.HaveAccount(ctx, office, person)
	if has || err != nil {
		return evaluation.WaitPerson(person), err
	}
	return evaluation.WaitRole(evaluation.RolePersonnel), nil
}

// submitReport stores the self-report.
func (s *Service) submitReport(step *evaluation.Step, sh *Sheet, in *ReportInput) (evaluation.State, error) {
	// While grades are decided a report is accepted only from a person whose
	// refusal was taken back.
	if err := cycleIn(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Report = Report{
		Virtue: in.Virtue, Ability: in.Ability, Diligence: in.Diligence, Results: in.Results, Integrity: in.Integrity,
		Summary: in.Summary, Training: in.Training, Files: in.Files, On: step.Today,
	}
	return s.reported(step, sh)
}

// submitSummary stores the self-report of a person who is not rated.
func (s *Service) submitSummary(step *evaluation.Step, sh *Sheet, in *SummaryInput) (evaluation.State, error) {
	if err := cycleIn(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Report = Report{Summary: in.Summary, Training: in.Training, Files: in.Files, On: step.Today}
	return s.reported(step, sh)
}

// returnReport returns the report to be written again: before the rating, and before the
// comment where nobody rates.
func (s *Service) returnReport(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	states := evaluation.States(CycleReporting, CycleRating)
	if !sh.isRated() {
		states = append(states, CycleVerifying, CycleDeciding)
	}
	c, err := within(step, states...)
	if err != nil {
		return "", err
	}
	sh.Returned, sh.Report.Paper = step.Reason, nil
	who, err := s.writer(step.Ctx, step.Record.Office, step.Record.Subject)
	p := c.participant(step.Record.Subject)
	desk.Wait(step.Record, c.reportBy(step.Today, &p), who)
	return SheetReporting, err
}

// verifiedAlready reports whether personnel have verified the report.
func verifiedAlready(step *evaluation.Step, sh *Sheet) bool {
	return step.Record.State == SheetVerified && sh.isRated()
}

// waiveReport continues without a report, for example for a person in hospital.
func (s *Service) waiveReport(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	if err := cycleIn(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	state, err := s.reported(step, sh)
	sh.Waived = step.Reason
	return state, err
}

// reported waits for the rating, or for personnel if the rating is over; where nobody
// rates, for the leader in charge.
func (s *Service) reported(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Waived = ""
	if !sh.isRated() {
		return SheetVerified, s.waitForProposal(step, sh)
	}
	desk.Wait(step.Record, evaluation.Date{})
	if sh.Result != nil {
		desk.Wait(step.Record, sh.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	}
	return SheetReported, nil
}

// tally stores the results of the closed boxes.
func (s *Service) tally(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	cast, err := s.ballots(step.Ctx, step.Record.Office, step.Record.ID, sh.Groups)
	if err != nil {
		return "", err
	}
	result, err := Compute(cast, sh.Rules)
	if err != nil {
		return "", err
	}
	sh.Result = &result
	desk.Wait(step.Record, sh.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	if step.Record.State == SheetReporting {
		return SheetReporting, s.waitForReport(step, sh)
	}
	return step.Record.State, nil
}

// verify records the result of the check by personnel, and asks for the special cases.
func (s *Service) verify(step *evaluation.Step, sh *Sheet, in *NotesInput) (evaluation.State, error) {
	c, err := within(step, CycleVerifying, CycleDeciding)
	if err != nil {
		return "", err
	}
	if err := s.ask(step, sh, c); err != nil {
		return "", err
	}
	sh.Verification = Verification{Notes: in.Notes, By: step.Actor.Person, Name: step.Actor.Name, On: step.Today}
	return SheetVerified, s.waitForProposal(step, sh)
}

// waitForProposal waits for the leaders in charge who may act, or for the principal
// leaders if there is none.
func (s *Service) waitForProposal(step *evaluation.Step, sh *Sheet) error {
	who, err := s.inCharge(step)
	desk.Wait(step.Record, sh.DecideBy, who...)
	return err
}

// publish shows the result to the person.
func publish(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Published = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return SheetPublished, nil
}

func closeSheet(_ *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	return SheetClosed, nil
}

func reopenSheet(_ *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	return SheetPublished, nil
}
