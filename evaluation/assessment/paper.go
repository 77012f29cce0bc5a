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

// enterSummary enters the report of a person without an account.
func (s *Service) enterSummary(step *evaluation.Step, sh *Sheet, in *PaperInput) (evaluation.State, error) {
	if _, err := within(step, CycleReporting, CycleRating, CycleVerifying, CycleDeciding); err != nil {
		return "", err
	}
	sh.Report = Report{
		Summary: in.Summary, Training: in.Training, Files: in.Files, On: in.Signed, Paper: signoff.Entered(step),
	}
	step.Record.Waiting = []string{evaluation.WaitRole(evaluation.RolePersonnel), evaluation.WaitRole(evaluation.RolePrincipal)}
	return SheetEntered, nil
}

// paperDays: a paper of the half-year that was entered later.
func paperDays(step *evaluation.Step, _ *Sheet) (map[string]evaluation.Days, error) {
	c, _, err := parent(step)
	if err != nil {
		return nil, err
	}
	return map[string]evaluation.Days{"signed": {From: c.From, To: step.Today}}, nil
}

// checkSummary confirms that what was entered is what stands on the paper.
func (s *Service) checkSummary(step *evaluation.Step, sh *Sheet) (evaluation.State, error) {
	sh.Report.Paper.Checked = step.Actor.Name
	return s.reported(step, sh)
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
