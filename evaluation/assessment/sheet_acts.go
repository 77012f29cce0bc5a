package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// openSheet makes the sheet of a participant from the roster of the cycle's
// day: who it is, the special cases, and who rates.
func (s *Service) openSheet(st *evaluation.Step, sh *Sheet, in *SheetOpening) (evaluation.State, error) {
	cycle, err := st.Read.Get(st.Ctx, st.Record.Office, in.Cycle)
	if err != nil {
		return "", err
	}
	c, err := evaluation.PayloadOf[Cycle](cycle)
	if err != nil {
		return "", err
	}
	book, err := s.Book(st.Ctx, st.Record.Office)
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
	if sh.Findings, err = Eligibility(m, On(c.AsOf), c.Rules); err != nil {
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
	r := st.Record
	r.Unique, r.Parent, r.Subject, r.Unit = in.Cycle+" "+m.ID, in.Cycle, m.ID, m.Department
	r.Period, r.Sort, r.On, r.Rules = cycle.Period, m.Sort, c.To, c.Rules.Version
	if _, away := follows(sh.Findings, AssessedElsewhere); away {
		return SheetExempt, nil
	}
	desk.Wait(r, c.ReportBy, evaluation.WaitPerson(m.ID))
	return SheetReporting, nil
}

// submitReport takes the self-report.
func (s *Service) submitReport(st *evaluation.Step, sh *Sheet, in *ReportInput) (evaluation.State, error) {
	// While grades are fixed it is late only for whose refusal was taken back.
	if _, err := within(st, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Report = Report{
		Virtue: in.Virtue, Ability: in.Ability, Diligence: in.Diligence, Results: in.Results, Integrity: in.Integrity,
		Summary: in.Summary, Training: in.Training, Files: in.Files, On: st.Today,
	}
	sh.Waived = ""
	return reported(st, sh), nil
}

// returnReport sends it back to be written anew.
func returnReport(st *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	c, err := within(st, CycleReporting, CycleRating)
	if err != nil {
		return "", err
	}
	sh.Returned = st.Reason
	desk.Wait(st.Record, c.ReportBy, evaluation.WaitPerson(st.Record.Subject))
	return SheetReporting, nil
}

// waiveReport goes on without a report, as for somebody in hospital.
func waiveReport(st *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	if _, err := within(st, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Waived = st.Reason
	return reported(st, sh), nil
}

// reported waits for the rating, or for personnel if that is over.
func reported(st *evaluation.Step, sh *Sheet) evaluation.State {
	desk.Wait(st.Record, evaluation.Date{})
	if sh.Result != nil {
		desk.Wait(st.Record, sh.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	}
	return SheetReported
}

// exempt takes somebody out whom the roster did not know to be assessed
// elsewhere.
func exempt(st *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	if _, err := within(st, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Exemption = st.Reason
	desk.Wait(st.Record, evaluation.Date{})
	return SheetExempt, nil
}

// tally stores what the closed boxes say.
func (s *Service) tally(st *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	cast, err := s.ballots(st.Ctx, st.Record.Office, st.Record.ID, sh.Groups)
	if err != nil {
		return "", err
	}
	result, err := Compute(cast, sh.Rules)
	if err != nil {
		return "", err
	}
	sh.Result = &result
	desk.Wait(st.Record, sh.DecideBy, evaluation.WaitRole(evaluation.RolePersonnel))
	if st.Record.State == SheetReporting {
		return SheetReporting, sh.waitForReport(st)
	}
	return st.Record.State, nil
}

// verify notes what personnel found.
func (s *Service) verify(st *evaluation.Step, sh *Sheet, in *NotesInput) (evaluation.State, error) {
	if _, err := within(st, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Verification = Verification{Notes: in.Notes, By: st.Actor.Person, Name: st.Actor.Name, On: st.Today}
	return SheetVerified, s.waitForProposal(st, sh)
}

// waitForProposal waits for the leaders in charge who may act, or for the
// principal leaders where there is none.
func (s *Service) waitForProposal(st *evaluation.Step, sh *Sheet) error {
	book, err := s.Book(st.Ctx, st.Record.Office)
	if err != nil {
		return err
	}
	var who []string
	for _, p := range book.On(st.Today).InCharge(st.Record.Unit) {
		if _, related := book.Related(p, st.Record.Subject); !related && p != st.Record.Subject {
			who = append(who, evaluation.WaitPerson(p))
		}
	}
	if len(who) == 0 {
		who = []string{evaluation.WaitRole(evaluation.RolePrincipal)}
	}
	desk.Wait(st.Record, sh.DecideBy, who...)
	return nil
}

// publish tells the person.
func publish(st *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Published = st.Today
	desk.Wait(st.Record, evaluation.Date{})
	return SheetPublished, nil
}

func closeSheet(_ *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	return SheetClosed, nil
}

func reopenSheet(_ *evaluation.Step, _ *Sheet) (evaluation.State, error) {
	return SheetPublished, nil
}
