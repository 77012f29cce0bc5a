package survey

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
)

// openBoxes opens a box for each group.
func (s *Service) openBoxes(ctx context.Context, _ evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	w, err := evaluation.PayloadOf[Wave](rec)
	if err != nil {
		return err
	}
	for _, g := range w.Groups {
		v := ballot.Voting{Eligible: g.Issued, Key: w.Stored.Public, Size: w.size(g.Code)}
		if err := s.Boxes.Open(ctx, rec.Office, box(rec.ID, g.Code), v); err != nil {
			return err
		}
	}
	return nil
}

// dropBoxes deletes the answers and codes of a cancelled wave.
func (s *Service) dropBoxes(ctx context.Context, _ evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	w, err := evaluation.PayloadOf[Wave](rec)
	if err != nil {
		return err
	}
	for _, g := range w.Groups {
		if err := s.Boxes.Discard(ctx, rec.Office, box(rec.ID, g.Code)); err != nil {
			return err
		}
	}
	return s.Cells.DeleteCells(ctx, classSlip, rec.Office, rec.ID)
}
