package ballot

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
)

// Old boxes, opened by a program before this scheme, store voters and ballots in
// one cell that each vote replaces. Rounds that were running at the upgrade use
// them until they end.

func (b *body) voted(mark string) bool {
	_, voted := slices.BinarySearch(b.Marks, mark)
	return voted
}

func (s *Service) putOld(ctx context.Context, office, box string, v Vote) error {
	var ballots []json.RawMessage
	for _, x := range v.Ballots {
		raw, err := canonical(x)
		if err != nil {
			return err
		}
		ballots = append(ballots, raw)
	}
	return s.changeOld(ctx, office, box, func(b *body) error {
		if !b.Open {
			return closed()
		}
		if err := b.take(s.mark(box, v.Voter), v.Way); err != nil {
			return err
		}
		b.Ballots = append(b.Ballots, ballots...)
		slices.SortFunc(b.Ballots, func(x, y json.RawMessage) int { return bytes.Compare(x, y) })
		return nil
	})
}

// take records that a voter has voted.
func (b *body) take(mark, way string) error {
	at, voted := slices.BinarySearch(b.Marks, mark)
	if voted {
		return evaluation.Fail(evaluation.CodeConflict, "ballot.twice")
	}
	if slices.Contains(b.Spoilt, mark) {
		return evaluation.Fail(evaluation.CodeState, "ballot.spoilt")
	}
	b.Marks = slices.Insert(b.Marks, at, mark)
	b.Cast++
	if way != "" {
		if b.Ways == nil {
			b.Ways = map[string]int{}
		}
		b.Ways[way]++
	}
	return nil
}

func (s *Service) spoilOld(ctx context.Context, office, box, voter string) error {
	mark := s.mark(box, voter)
	return s.changeOld(ctx, office, box, func(b *body) error {
		if !b.Open {
			return closed()
		}
		if err := b.maySpoil(mark); err != nil {
			return err
		}
		at, _ := slices.BinarySearch(b.Spoilt, mark)
		b.Spoilt = slices.Insert(b.Spoilt, at, mark)
		b.Wasted++
		return nil
	})
}

func (b *body) maySpoil(mark string) error {
	_, spoilt := slices.BinarySearch(b.Spoilt, mark)
	switch {
	case b.voted(mark):
		return evaluation.Fail(evaluation.CodeConflict, "ballot.used")
	case spoilt:
		return evaluation.Fail(evaluation.CodeState, "ballot.spoilt")
	}
	return nil
}

func (s *Service) closeOld(ctx context.Context, office, box string) error {
	return s.changeOld(ctx, office, box, func(b *body) error {
		b.Open, b.Marks, b.Spoilt = false, nil, nil
		return nil
	})
}

func (s *Service) changeOld(ctx context.Context, office, box string, f func(*body) error) error {
	for range tries {
		c, b, err := s.load(ctx, office, box)
		if err != nil {
			return err
		}
		if err := f(&b); err != nil {
			return err
		}
		if err := s.store(ctx, c, b); evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}
