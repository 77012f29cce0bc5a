package appraisal

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/desk"
)

// keep makes somebody who runs rounds a keeper of the key.
func (s *Service) keep(st *evaluation.Step, r *Round, in *ballot.KeepInput) (evaluation.State, error) {
	if err := in.Check(); err != nil {
		return "", err
	}
	return st.Record.State, s.Boxes.Keep(&r.Keeping, st.Actor, st.Today, in.Passphrase)
}

// tally opens the ballots once every paper is in and the slips add up, and
// throws their key away.
func (s *Service) tally(st *evaluation.Step, r *Round, in *TallyInput) (evaluation.State, error) {
	batches, err := desk.All(st.Ctx, st.Read, evaluation.Query{
		Office: st.Record.Office, Kinds: []string{KindPaper}, Parents: []string{st.Record.ID},
		States: states(PaperEntered, PaperDiffering, PaperAgreed),
	})
	if err != nil {
		return "", err
	}
	if n := len(batches); n > 0 {
		return "", desk.WrongState("appraisal.papers_open", "count", n)
	}
	if err := s.balanced(st, r); err != nil {
		return "", err
	}
	key, err := s.Boxes.Unlock(&r.Keeping, in.Passphrase)
	if err != nil {
		return "", err
	}
	st.Before(func(ctx context.Context) error {
		for _, p := range r.Panels {
			if err := s.closeBox(ctx, st.Record.Office, box(st.Record.ID, p.Committee), len(p.voting()), key); err != nil {
				return err
			}
		}
		return s.balanced(st, r) // what came in at the last moment
	})
	r.ForgetKey()
	desk.Wait(st.Record, r.OpinionBy, evaluation.WaitRole(evaluation.RolePersonnel))
	return RoundTallied, st.Effect("tally", nil)
}
