package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// People without an account take part on paper. What they hand in is entered by one
// official and compared by another.

// PaperInput is a summary that was handed in on paper.
type PaperInput struct {
	SummaryInput
	Signed evaluation.Date `json:"signed" begin:"today" doc:"Day on the paper" example:"2026-12-03"`
}

// summaryOnPaper is the report of a person without an account. It is sent back like any
// other report.
func (s *Service) summaryOnPaper(written []evaluation.State) signoff.Entry[Sheet, PaperInput] {
	return signoff.Entry[Sheet, PaperInput]{
		Of: "summary", From: evaluation.States(SheetReporting), In: SheetEntered, To: written,
		HasAccount: s.onPaper, Days: paperDays, Take: takeSummary, Checked: s.reported,
		Paper: func(sh *Sheet) **signoff.Paper { return &sh.Report.Paper },
	}
}

func takeSummary(step *evaluation.Step, sh *Sheet, in *PaperInput) error {
	err := cycleIn(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding)
	if err == nil {
		sh.Report = Report{Summary: in.Summary, Training: in.Training, Files: in.Files, On: in.Signed}
	}
	return err
}

// paperDays: a paper of the half-year that was entered later.
func paperDays(step *evaluation.Step, _ *Sheet) (map[string]evaluation.Days, error) {
	c, _, err := parent(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Days{"signed": {From: c.From, To: step.Today}}, nil
}

// onPaper bars acts with which somebody writes for a person who has an account.
func (s *Service) onPaper(step *evaluation.Step, _ *Sheet) (bool, error) {
	return s.Holders.HaveAccount(step.Ctx, step.Record.Office, step.Record.Subject)
}

// SignatureInput is what a person without an account wrote on the printed record of a
// talk.
type SignatureInput struct {
	Signed evaluation.Date `json:"signed" begin:"today" doc:"Day of the signature" example:"2027-01-14"`
	Object bool            `json:"object,omitempty" doc:"The person objects"`
	Text   string          `json:"text,omitempty" form:"long" maxLength:"3000" doc:"The person's own words" example:"同意。"`
}

// noteSignature enters how a person without an account answered on paper. Whoever locks
// the record compares it and is somebody else.
func noteSignature(step *evaluation.Step, t *Talk, in *SignatureInput) (evaluation.State, error) {
	state := TalkAcknowledged
	if in.Object {
		if in.Text == "" {
			return "", desk.Mistake("text", "error.field.required")
		}
		state = TalkObjected
	}
	t.Answer = Answer{Kind: string(state), Text: in.Text, On: in.Signed, Noted: step.Actor.Name, NotedBy: step.Actor.Account}
	waitForEnd(step, t)
	return state, nil
}

// talkOnPaper is onPaper for talks.
func (s *Service) talkOnPaper(step *evaluation.Step, _ *Talk) (bool, error) {
	return s.Holders.HaveAccount(step.Ctx, step.Record.Office, step.Record.Subject)
}

// signatureDays: a signature follows the talk, and the change of the grade that it is
// about.
func signatureDays(step *evaluation.Step, t *Talk) (map[string]evaluation.Days, error) {
	from := t.HeldOn
	for i := range t.Amendments {
		if a := &t.Amendments[i]; a.Grade != "" {
			from = evaluation.Last(from, a.On)
		}
	}
	return map[string]evaluation.Days{"signed": {From: from, To: step.Today}}, nil
}

// noted reports whether the actor entered the answer.
func noted(step *evaluation.Step, t *Talk) bool {
	return t.Answer.NotedBy != "" && t.Answer.NotedBy == step.Actor.Account
}
