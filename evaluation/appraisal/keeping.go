package appraisal

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// keep makes a person who runs rounds a keeper of the key.
func (s *Service) keep(step *evaluation.Step, r *Round, in *ballot.KeepInput) (evaluation.State, error) {
	if err := in.Check(); err != nil {
		return "", err
	}
	return step.Record.State, s.Boxes.Keep(&r.Keeping, step.Actor, step.Today, in.Passphrase)
}

// tally opens the ballots when every paper is in the box and the slips add up, and
// deletes their key.
func (s *Service) tally(step *evaluation.Step, r *Round, in *TallyInput) (evaluation.State, error) {
	batches, err := desk.All(step.Ctx, step.Read, evaluation.Query{
		Office: step.Record.Office, Kinds: []string{KindPaper}, Parents: []string{step.Record.ID},
		States: evaluation.States(PaperEntered, PaperDiffering, PaperAgreed),
	})
	if err != nil {
		return "", err
	}
	if n := len(batches); n > 0 {
		return "", desk.WrongState("appraisal.papers_open", "count", n)
	}
	if err := s.balanced(step, r); err != nil {
		return "", err
	}
	key, err := s.Boxes.Unlock(&r.Keeping, in.Passphrase)
	if err != nil {
		return "", err
	}
	step.Before(func(ctx context.Context) error {
		for _, p := range r.Panels {
			if err := s.Boxes.OpenAndClose(ctx, step.Record.Office, box(step.Record.ID, p.Committee), len(p.voting()), key); err != nil {
				return err
			}
		}
		return s.balanced(step, r) // checks again, including votes of the last moment
	})
	r.ForgetKey()
	desk.Wait(step.Record, r.OpinionBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return RoundTallied, step.Effect("tally", nil)
}
