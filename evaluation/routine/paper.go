package routine

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// NotePaper is the note that a person without an account handed in on paper.
type NotePaper struct {
	NoteInput
	HandedIn evaluation.Date `json:"handed_in" begin:"today" doc:"Day on which the paper was handed in" example:"2026-12-24"`
}

// noteOnPaper is the note of a person without an account. Nobody has to hand in one: the
// superior comments without it.
func (s *Service) noteOnPaper() signoff.Entry[Sheet, NotePaper] {
	return signoff.Entry[Sheet, NotePaper]{
		Of: "note", From: evaluation.States(SheetNoting, SheetCommenting), In: SheetNoted, To: evaluation.States(SheetCommenting), Back: evaluation.States(SheetCommenting, SheetNoting),
		HasAccount: s.hasAccount, Ready: running,
		Days: func(step *evaluation.Step, _ *Sheet) (map[string]evaluation.Days, error) {
			r, err := step.Read.Get(step.Ctx, step.Record.Office, step.Record.Parent)
			if err != nil {
				return nil, err
			}
			round, err := evaluation.PartOf[Round](r, "from")
			if err != nil {
				return nil, err
			}
			return map[string]evaluation.Days{"handed_in": {From: round.From, To: step.Today}}, nil
		},
		Take: func(_ *evaluation.Step, sh *Sheet, in *NotePaper) error {
			sh.Note, sh.NotedOn = in.Note, in.HandedIn
			return nil
		},
		Paper: func(sh *Sheet) **signoff.Paper { return &sh.NotePaper },
		Checked: func(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
			return SheetCommenting, s.waitForProposal(step, sh)
		},
		Dropped: func(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
			sh.Note, sh.NotedOn, sh.NotePaper = "", evaluation.Date{}, nil
			return s.waitForNote(step, sh)
		},
	}
}

// ObjectionPaper is an objection that a person without an account handed in in writing.
// The days for objections are counted to the day on which that was.
type ObjectionPaper struct {
	ObjectInput
	HandedIn evaluation.Date `json:"handed_in" begin:"today" rules:"assessment.routine.objection" doc:"Day on which the paper was handed in" example:"2027-01-08"`
	Files    []string        `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Scan of the paper"`
}

// objectionOnPaper is the objection of a person without an account. It follows the result
// and is handed in in time.
func (s *Service) objectionOnPaper() signoff.Entry[Sheet, ObjectionPaper] {
	return signoff.Entry[Sheet, ObjectionPaper]{
		Of: "objection", From: evaluation.States(SheetFixed), In: SheetEntered, To: evaluation.States(SheetObjected), Back: evaluation.States(SheetFixed),
		HasAccount: s.hasAccount, Ready: compared,
		Days: func(step *evaluation.Step, sh *Sheet) (map[string]evaluation.Days, error) {
			days := evaluation.Days{From: sh.FixedOn, To: step.Today}
			if sh.ObjectBy.Before(days.To) {
				days.To = sh.ObjectBy
			}
			return map[string]evaluation.Days{"handed_in": days}, nil
		},
		Take: func(_ *evaluation.Step, sh *Sheet, in *ObjectionPaper) error {
			sh.Objection = &Objection{Text: in.Text, On: in.HandedIn, Files: in.Files}
			return nil
		},
		Paper:   func(sh *Sheet) **signoff.Paper { return &sh.Objection.Paper },
		Checked: s.objected,
		Dropped: func(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
			sh.Objection = nil
			desk.Wait(step.Record, evaluation.Date{})
			if sh.Receipt != nil {
				return SheetFixed, nil
			}
			return SheetFixed, s.waitForReceipt(step)
		},
	}
}

// compared refuses an objection on paper while the signature of the result is compared, and
// a second one.
func compared(step *evaluation.Step, sh *Sheet) error {
	if sh.Receipt != nil && sh.Receipt.Paper.Checked == "" {
		return desk.WrongState("routine.signature_first")
	}
	return once(step, sh)
}

func (s *Service) hasAccount(step *evaluation.Step, _ *Sheet) (bool, error) {
	return s.Holders.HaveAccount(step.Ctx, step.Record.Office, step.Record.Subject)
}

// toldOnPaper is how a person without an account is told the result, or the answer to an
// objection. Whoever objects has been told, and signs for the answer alone.
func (s *Service) toldOnPaper() signoff.Outcome[Sheet] {
	return signoff.Outcome[Sheet]{
		HasAccount: s.hasAccount,
		Since: func(sh *Sheet) evaluation.Date {
			if sh.Objection == nil {
				return sh.FixedOn
			}
			return sh.Objection.AnsweredOn
		},
		Receipt: func(sh *Sheet) **signoff.Receipt {
			switch {
			case sh.Objection == nil:
				return &sh.Receipt
			case sh.Objection.AnsweredOn.IsZero():
				return nil
			}
			return &sh.Objection.Receipt
		},
	}
}

// waitForReceipt waits for the section to show the result, or the answer, to a person
// without an account.
func (s *Service) waitForReceipt(step *evaluation.Step) error {
	has, err := s.hasAccount(step, nil)
	if err == nil && !has {
		desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	}
	return err
}
