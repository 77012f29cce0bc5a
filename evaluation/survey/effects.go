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

// classTally is the class of the cells with the counts of waves, encrypted: they have the
// figures of small groups.
const classTally = "answer.tally"

// tallyCell is the body of such a cell.
type tallyCell struct {
	Sealed evaluation.Sealed `json:"sealed"`
}

// tally deletes the codes and counts the opened answers, one after the other.
func (s *Service) tally(ctx context.Context, _ evaluation.Doer, rec evaluation.Record, _ json.RawMessage) error {
	w, err := evaluation.PayloadOf[Wave](rec)
	if err != nil {
		return err
	}
	if err := s.Cells.DeleteCells(ctx, classSlip, rec.Office, rec.ID); err != nil {
		return err
	}
	tallies := make([]Tally, len(w.Groups))
	for i, g := range w.Groups {
		t := NewTally()
		if err := s.each(ctx, rec.Office, rec.ID, g.Code, func(a Answers) { t.Add(&w.Questionnaire, a) }); err != nil {
			return err
		}
		tallies[i] = *t
	}
	plain, err := json.Marshal(tallies)
	if err != nil {
		return err
	}
	sealed, err := s.Vault.Seal(string(plain), rec.ID)
	if err != nil {
		return err
	}
	body, err := json.Marshal(tallyCell{Sealed: sealed})
	if err != nil {
		return err
	}
	_, err = s.Cells.PutCell(ctx, evaluation.Cell{Class: classTally, Office: rec.Office, ID: rec.ID, Body: body})
	if evaluation.CodeOf(err) == evaluation.CodeConflict { // counted already
		return nil
	}
	return err
}

// each reads the answers of a group, one after the other, in an order that reveals nothing.
func (s *Service) each(ctx context.Context, office, wave, group string, f func(Answers)) error {
	for raw, err := range s.Boxes.Each(ctx, office, box(wave, group)) {
		if err != nil {
			return err
		}
		var a Answers
		if err := json.Unmarshal(raw, &a); err != nil {
			return err
		}
		f(a)
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
