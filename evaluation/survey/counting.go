package survey

import (
	"context"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Classes of the cells with what was counted in a wave, encrypted: the counts have the figures
// of small groups. A cell of classWords has the written answers to a question.
const (
	classTally = "answer.tally"
	classWords = "answer.words"
)

// sealedCell is the body of such a cell.
type sealedCell struct {
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
	tallies, words := make([]Tally, len(w.Groups)), map[string]*collected{}
	for i, g := range w.Groups {
		t := NewTally()
		if err := s.each(ctx, rec.Office, rec.ID, g.Code, func(a Answers) {
			t.Add(&w.Questionnaire, a)
			for id, one := range a {
				if one.Text != "" {
					if words[id] == nil {
						words[id] = &collected{}
					}
					words[id].add(rec.ID, written{Group: g.Code, Text: one.Text})
				}
			}
		}); err != nil {
			return err
		}
		tallies[i] = *t
	}
	for id, of := range words {
		if err := s.keepSealed(ctx, classWords, rec.Office, wordsID(rec.ID, id), of.all()); err != nil {
			return err
		}
	}
	return s.keepSealed(ctx, classTally, rec.Office, rec.ID, tallies)
}

// keepSealed stores what was counted; what is stored already stays.
func (s *Service) keepSealed(ctx context.Context, class, office, id string, v any) error {
	plain, err := json.Marshal(v)
	if err != nil {
		return err
	}
	sealed, err := s.Vault.Seal(string(plain), id)
	if err != nil {
		return err
	}
	body, err := json.Marshal(sealedCell{Sealed: sealed})
	if err != nil {
		return err
	}
	_, err = s.Cells.PutCell(ctx, evaluation.Cell{Class: class, Office: office, ID: id, Body: body})
	if evaluation.CodeOf(err) == evaluation.CodeConflict { // counted already
		return nil
	}
	return err
}

// readSealed reads what keepSealed stored; CodeNotFound if it stored nothing.
func (s *Service) readSealed(ctx context.Context, class, office, id string, v any) error {
	c, err := s.Cells.Cell(ctx, class, office, id)
	if err != nil {
		return err
	}
	var body sealedCell
	if err := json.Unmarshal(c.Body, &body); err != nil {
		return err
	}
	plain, err := s.Vault.Open(body.Sealed, id)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(plain), v)
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

// Counted is a wave with the counts of its groups, in their order.
type Counted struct {
	*Wave
	Tallies []Tally

	office, id string
}

// Counted returns a wave that is counted; CodeState before.
func (s *Service) Counted(ctx context.Context, office, wave string) (*Counted, error) {
	w, _, err := s.wave(ctx, office, wave)
	if err != nil {
		return nil, err
	}
	out := &Counted{Wave: w, office: office, id: wave}
	err = s.readSealed(ctx, classTally, office, wave, &out.Tallies)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		err = desk.WrongState("survey.not_counted")
	}
	return out, err
}
