package assessment

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// RegradedInput is the input with which Kaoji asks a person about a changed grade.
type RegradedInput struct {
	Grade       string `json:"grade" maxLength:"64" doc:"The former grade"`
	Corrections int    `json:"corrections" minimum:"1" doc:"How many changes there were"`
}

// askAgain asks a person who answered about a grade to answer about the changed one.
func askAgain(ctx context.Context, do evaluation.Doer, r evaluation.Record, args json.RawMessage) error {
	in := new(RegradedInput)
	if err := json.Unmarshal(args, in); err != nil {
		return err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil || sh.Talk == "" {
		return err
	}
	_, t, err := talkOf(ctx, do.Load, r.Office, sh)
	if err != nil || !t.asks(in) {
		return err
	}
	return desk.ActIfStillInState(ctx, do, r.Office, sh.Talk, "ask_again", in)
}

// asks reports whether there is an answer that is to a former grade now.
func (t *Talk) asks(in *RegradedInput) bool {
	return in.Corrections > t.Regraded && t.Answer.Kind != ""
}

// regraded keeps the answer as that to the former grade, and waits for the one to the
// changed grade.
func (s *Service) regraded(step *evaluation.Step, t *Talk, in *RegradedInput) (evaluation.State, error) {
	if !t.asks(in) {
		return step.Record.State, nil
	}
	t.keep(step)
	t.Amendments[len(t.Amendments)-1].Grade = in.Grade
	t.Regraded = in.Corrections
	t.Answer, t.Reply, t.RepliedOn, t.LockedBy = Answer{}, "", evaluation.Date{}, ""
	due, err := s.Due(step.Ctx, step.Record.Office, t.Rules, "assessment.feedback.talk", step.Today)
	if err != nil {
		return "", err
	}
	who, err := s.writer(step.Ctx, step.Record.Office, step.Record.Subject)
	desk.Wait(step.Record, due, who)
	return TalkReleased, err
}
