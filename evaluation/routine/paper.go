package routine

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// ObjectionPaper is an objection that a person without an account handed in in writing.
// The days for objections are counted to the day on which that was.
type ObjectionPaper struct {
	ObjectInput
	HandedIn evaluation.Date `json:"handed_in" begin:"today" rules:"assessment.routine.objection" doc:"Day on which the paper was handed in" example:"2027-01-08"`
	Files    []string        `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Scan of the paper"`
}

// enterObjection enters the paper of the person.
func enterObjection(step *evaluation.Step, sh *Sheet, in *ObjectionPaper) (evaluation.State, error) {
	if err := sh.objectsBy(in.HandedIn); err != nil {
		return "", err
	}
	sh.Objection = &Objection{Text: in.Text, On: in.HandedIn, Files: in.Files, Paper: signoff.Entered(step)}
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal))
	return SheetEntered, nil
}

// handedIn: a paper follows the result and is not of a day to come.
func handedIn(step *evaluation.Step, sh *Sheet) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"handed_in": {From: sh.FixedOn, To: step.Today}}, nil
}

// checkObjection confirms that what was entered is what stands on the paper.
func checkObjection(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Objection.Paper.Checked = step.Actor.Name
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return SheetObjected, nil
}

// dropObjection takes back what was entered, so that it can be entered again.
func dropObjection(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Objection = nil
	desk.Wait(step.Record, evaluation.Date{})
	return SheetFixed, nil
}

func (s *Service) hasAccount(step *evaluation.Step, _ *Sheet) (bool, error) {
	return s.Holders.HaveAccount(step.Ctx, step.Record.Office, step.Record.Subject)
}

// toldOnPaper is how a person without an account is told the answer to an objection.
func (s *Service) toldOnPaper() signoff.Outcome[Sheet] {
	return signoff.Outcome[Sheet]{
		HasAccount: s.hasAccount,
		Since: func(sh *Sheet) evaluation.Date {
			if sh.Objection == nil {
				return evaluation.Date{}
			}
			return sh.Objection.AnsweredOn
		},
		Receipt: func(sh *Sheet) **signoff.Receipt {
			if sh.Objection == nil || sh.Objection.AnsweredOn.IsZero() {
				return nil
			}
			return &sh.Objection.Receipt
		},
	}
}

// waitForReceipt waits for the section to show the answer to a person without an account.
func (s *Service) waitForReceipt(step *evaluation.Step) error {
	has, err := s.hasAccount(step, nil)
	if err == nil && !has {
		desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	}
	return err
}
