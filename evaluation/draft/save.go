package draft

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Saving is what became of a draft that was saved.
type Saving struct {
	Draft
	Beside  bool   // another window had saved the same draft, so this is one of its own
	Dropped *Draft // the oldest draft, which had to go; nil for none
}

// Save stores what was typed. The draft's Edition is the one that the person has seen:
// if another window has saved the draft meanwhile, this one is stored beside it under
// an id of its own, so that no window overwrites what was typed in another one. A draft
// that was sent or thrown away meanwhile is CodeNotFound. Too much text is CodeTooLarge.
func (s *Service) Save(ctx context.Context, who evaluation.Actor, d Draft) (Saving, error) {
	if !strings.HasPrefix(d.ID, s.prefix(who, d.Form)) || len(d.ID) > maxID {
		return Saving{}, evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	d.Saved = s.Now()
	out := Saving{Draft: d}
	if d.Edition == 0 {
		return s.begin(ctx, who, out)
	}
	err := s.put(ctx, who, &out.Draft)
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return s.beside(ctx, who, out)
	}
	return out, err
}

// maxID bounds the id that a browser sends.
const maxID = 100

// beside stores a draft under an id of its own.
func (s *Service) beside(ctx context.Context, who evaluation.Actor, out Saving) (Saving, error) {
	out.ID, out.Edition, out.Beside = s.New(who, out.Form), 0, true
	return s.begin(ctx, who, out)
}

// begin stores a new draft, and makes room for it.
func (s *Service) begin(ctx context.Context, who evaluation.Actor, out Saving) (Saving, error) {
	cells, err := s.cells(ctx, who)
	if err != nil {
		return out, err
	}
	if err := s.put(ctx, who, &out.Draft); err != nil {
		if evaluation.CodeOf(err) == evaluation.CodeConflict && !out.Beside {
			return s.beside(ctx, who, out)
		}
		return out, err
	}
	slices.SortFunc(cells, func(a, b evaluation.Cell) int { return a.Expires.Compare(b.Expires) })
	for i := range cells[:max(0, len(cells)+1-Most)] {
		old, err := s.open(who, &cells[i])
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return out, err
		}
		if err := s.Cells.DeleteCell(ctx, evaluation.ClassDraft, who.Office, cells[i].ID); err != nil {
			return out, err
		}
		if err == nil {
			out.Dropped = &old
		}
	}
	return out, nil
}

// put writes the cell of a draft and counts its edition.
func (s *Service) put(ctx context.Context, who evaluation.Actor, d *Draft) error {
	if size(d) > MaxSize {
		return evaluation.Fail(evaluation.CodeTooLarge, "draft.too_large", "max", MaxSize>>10)
	}
	plain, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	text, err := s.Vault.Seal(string(plain), owner(who, d.ID))
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	body, err := json.Marshal(sealed{text})
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	cell, err := s.Cells.PutCell(ctx, evaluation.Cell{
		Class: evaluation.ClassDraft, Office: who.Office, ID: d.ID, Ref: who.Account, Version: d.Edition, Expires: d.Until(), Body: body,
	})
	if err == nil {
		d.Edition = cell.Version
	}
	return err
}

func size(d *Draft) int {
	n := len(d.Place)
	for name, list := range d.Values {
		for _, v := range list {
			n += len(name) + len(v)
		}
	}
	return n
}

// Ends deletes the drafts of accounts that nobody can use any more.
func (s *Service) Ends(ctx context.Context, office string, accounts []string) error {
	const atOnce = 200 // in one query
	for some := range slices.Chunk(accounts, atOnce) {
		owners := map[string]bool{}
		for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: evaluation.ClassDraft, Office: office, Refs: some}) {
			if err != nil {
				return err
			}
			owners[c.Ref] = true
		}
		for account := range owners {
			if err := s.Cells.DeleteCells(ctx, evaluation.ClassDraft, office, account); err != nil {
				return err
			}
		}
	}
	return nil
}
