package appraisal

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// effectArgs name the boxes of an effect, because a later act may have changed the
// round.
type effectArgs struct {
	Rehearsal  int      `json:"rehearsal"`
	Committees []string `json:"committees"`
}

func committees(r *Round) []string {
	out := make([]string, 0, len(r.Panels))
	for _, p := range r.Panels {
		out = append(out, p.Committee)
	}
	return out
}

// openBoxes opens a box for each committee that casts ballots.
func (s *Service) openBoxes(ctx context.Context, _ evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	r, err := evaluation.PayloadOf[Round](rec)
	if err != nil {
		return err
	}
	for i := range r.Panels {
		p := &r.Panels[i]
		if p.Named {
			continue
		}
		if err := s.Boxes.Open(ctx, rec.Office, s.boxOf(&rec, r, p.Committee), r.voting(&rec, p)); err != nil {
			return err
		}
	}
	return nil
}

// endTrial deletes the boxes of a rehearsal and its slips.
func (s *Service) endTrial(ctx context.Context, _ evaluation.Doer, rec evaluation.Record, raw json.RawMessage) error {
	var args effectArgs
	if err := json.Unmarshal(raw, &args); err != nil {
		return err
	}
	trial := &Round{Rehearsals: make([]Rehearsal, args.Rehearsal)}
	for _, k := range args.Committees {
		id := trial.rehearsal(rec.ID, k)
		if err := s.Boxes.Discard(ctx, rec.Office, id); err != nil {
			return err
		}
		if err := s.forgetSlips(ctx, rec.Office, id); err != nil {
			return err
		}
	}
	return nil
}

// makeSheets creates the sheet of each cadre and the opinions of the committees
// with the ids chosen when the round was published.
func makeSheets(ctx context.Context, do evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	r, err := evaluation.PayloadOf[Round](rec)
	if err != nil {
		return err
	}
	system := evaluation.System(rec.Office)
	return evaluation.Together(ctx, len(r.Cadres), func(i int) error {
		c := &r.Cadres[i]
		if _, err := do.Create(ctx, system, KindSheet, "open", evaluation.Creation{
			ID: c.Sheet, Input: &SheetOpening{Round: rec.ID, Person: c.Person},
		}); err != nil {
			return err
		}
		for _, t := range c.Committees {
			if _, err := do.Create(ctx, system, KindOpinion, "open", evaluation.Creation{
				ID: t.Opinion, Input: &OpinionOpening{Round: rec.ID, Person: c.Person, Committee: t.Committee},
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// tallySheets stores the results of the boxes on the sheets and deletes the codes.
func (s *Service) tallySheets(ctx context.Context, do evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	r, err := evaluation.PayloadOf[Round](rec)
	if err != nil {
		return err
	}
	for _, p := range r.Panels {
		if err := s.forgetSlips(ctx, rec.Office, box(rec.ID, p.Committee)); err != nil {
			return err
		}
	}
	counted, err := s.results(ctx, rec.Office, rec.ID, true)
	if err != nil {
		return err
	}
	return eachIn(context.WithValue(ctx, talliedKey{}, counted), do, rec, KindSheet, SheetWaiting, "tally")
}

// releaseAll shows sheets and signed opinions to the cadres; unsigned opinions are
// dropped.
func releaseAll(ctx context.Context, do evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	for _, step := range []struct {
		kind string
		in   evaluation.State
		act  string
	}{
		{KindOpinion, OpinionWaiting, "drop"}, {KindOpinion, OpinionWritten, "drop"}, {KindOpinion, OpinionSigned, "release"},
		{KindSheet, SheetTallied, "release"},
	} {
		if err := eachIn(ctx, do, rec, step.kind, step.in, step.act); err != nil {
			return err
		}
	}
	return nil
}

// cancelAll deletes the boxes and drops the records of the round.
func (s *Service) cancelAll(ctx context.Context, do evaluation.Doer, rec evaluation.Record, raw json.RawMessage) error {
	var args effectArgs
	if err := json.Unmarshal(raw, &args); err != nil {
		return err
	}
	for _, k := range args.Committees {
		id := box(rec.ID, k)
		if err := s.Boxes.Discard(ctx, rec.Office, id); err != nil {
			return err
		}
		if err := s.forgetSlips(ctx, rec.Office, id); err != nil {
			return err
		}
	}
	for _, in := range evaluation.States(OpinionWaiting, OpinionWritten, OpinionSigned) {
		if err := eachIn(ctx, do, rec, KindOpinion, in, "drop"); err != nil {
			return err
		}
	}
	for _, in := range evaluation.States(PaperEntered, PaperDiffering, PaperAgreed) {
		if err := eachIn(ctx, do, rec, KindPaper, in, "drop"); err != nil {
			return err
		}
	}
	return eachIn(ctx, do, rec, KindSheet, SheetWaiting, "drop")
}

// eachIn does an act on every record of the round with the kind and state.
func eachIn(ctx context.Context, do evaluation.Doer, rec evaluation.Record, kind string, in evaluation.State, act string) error {
	list, err := desk.All(ctx, do, evaluation.Query{
		Office: rec.Office, Kinds: []string{kind}, Parents: []string{rec.ID}, States: evaluation.States(in),
	})
	if err != nil {
		return err
	}
	return evaluation.Together(ctx, len(list), func(i int) error {
		return desk.ActRetrying(ctx, do, rec.Office, list[i].ID, act, nil)
	})
}
