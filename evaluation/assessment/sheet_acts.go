package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// openSheet creates the sheet of a participant from the roster of the cycle's day:
// the person, the special cases and the raters.
func (s *Service) openSheet(step *evaluation.Step, sh *Sheet, in *SheetOpening) (evaluation.State, error) {
	cycle, err := step.Read.Get(step.Ctx, step.Record.Office, in.Cycle)
	if err != nil {
		return "", err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle)
	if err != nil {
		return "", err
	}
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	m, ok := book.On(c.AsOf).Member(in.Person)
	if !ok {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	sh.Person = Person{
		ID: m.ID, No: m.No, Name: m.Name, Sex: m.Sex, Born: m.Born, Politics: m.Politics, DepartmentName: m.DepartmentName,
		Post: m.Post, Level: m.Level, PostSince: m.PostSince, LevelSince: m.LevelSince, Duties: m.Duties, Heads: m.Heads,
	}
	if sh.Findings, err = s.eligibleOne(step.Ctx, step.Record.Office, m, On(c.AsOf), c.Rules); err != nil {
		return "", err
	}
	sh.Asked, sh.Changes = c.AsOf, []Change{}
	sh.Raters = ratersOf(book.On(c.AsOf), m.ID)
	if sh.Groups, err = groupsOf(sh.Raters, c.Rules); err != nil {
		return "", err
	}
	p := c.participant(m.ID)
	sh.Talk, sh.DecideBy, sh.Rules = p.Talk, c.DecideBy, c.Rules
	sh.Corrections, sh.Refusals, sh.Supplements = []Correction{}, []Refusal{}, []Supplement{}
	r := step.Record
	r.Unique, r.Parent, r.Subject, r.Unit = in.Cycle+" "+m.ID, in.Cycle, m.ID, m.Department
	r.Period, r.Sort, r.On, r.Rules = cycle.Period, m.Sort, c.To, c.Rules.Version
	if _, away := follows(sh.Findings, AssessedElsewhere); away {
		return SheetExempt, nil
	}
	desk.Wait(r, c.ReportBy, evaluation.WaitPerson(m.ID))
	return SheetReporting, nil
}

// submitReport stores the self-report.
func (s *Service) submitReport(step *evaluation.Step, sh *Sheet, in *ReportInput) (evaluation.State, error) {
	// While grades are decided a report is accepted only from a person whose
	// refusal was taken back.
	if _, err := within(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Report = Report{
		Virtue: in.Virtue, Ability: in.Ability, Diligence: in.Diligence, Results: in.Results, Integrity: in.Integrity,
		Summary: in.Summary, Training: in.Training, Files: in.Files, On: step.Today,
	}
	sh.Waived = ""
	return reported(step, sh), nil
}

// returnReport returns the report to be written again.
func returnReport(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	c, err := within(step, CycleReporting, CycleRating)
	if err != nil {
		return "", err
	}
	sh.Returned = step.Reason
	desk.Wait(step.Record, c.ReportBy, evaluation.WaitPerson(step.Record.Subject))
	return SheetReporting, nil
}

// waiveReport continues without a report, for example for a person in hospital.
func waiveReport(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	if _, err := within(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Waived = step.Reason
	return reported(step, sh), nil
}

// reported waits for the rating, or for personnel if the rating is over.
func reported(step *evaluation.Step, sh *Sheet) evaluation.State {
	desk.Wait(step.Record, evaluation.Date{})
	if sh.Result != nil {
		desk.Wait(step.Record, sh.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	}
	return SheetReported
}

// exempt removes a person who is assessed elsewhere, which the roster did not say.
func exempt(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	if _, err := within(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Exemption = step.Reason
	desk.Wait(step.Record, evaluation.Date{})
	return SheetExempt, nil
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
		return SheetReporting, sh.waitForReport(step)
	}
	return step.Record.State, nil
}

// verify records the result of the check by personnel.
func (s *Service) verify(step *evaluation.Step, sh *Sheet, in *NotesInput) (evaluation.State, error) {
	if _, err := within(step, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Verification = Verification{Notes: in.Notes, By: step.Actor.Person, Name: step.Actor.Name, On: step.Today}
	return SheetVerified, s.waitForProposal(step, sh)
}

// waitForProposal waits for the leaders in charge who may act, or for the principal
// leaders if there is none.
func (s *Service) waitForProposal(step *evaluation.Step, sh *Sheet) error {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	var who []string
	for _, p := range book.On(step.Today).InCharge(step.Record.Unit) {
		if _, related := book.Related(p, step.Record.Subject); !related && p != step.Record.Subject {
			who = append(who, evaluation.WaitPerson(p))
		}
	}
	if len(who) == 0 {
		who = []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	}
	desk.Wait(step.Record, sh.DecideBy, who...)
	return nil
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
