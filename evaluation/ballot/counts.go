package ballot

import (
	"context"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
)

// Voted reports whether the voter has voted; show it only to the voter.
func (s *Service) Voted(ctx context.Context, office, box, voter string) (bool, error) {
	voted, err := s.VotedIn(ctx, office, voter, box)
	if err != nil {
		return false, err
	}
	has, opened := voted[box]
	if !opened {
		return false, closed()
	}
	return has, nil
}

// VotedIn is Voted for several boxes, with two queries for all of them. A box that
// does not exist is missing in the answer.
func (s *Service) VotedIn(ctx context.Context, office, who string, boxes ...string) (map[string]bool, error) {
	bodies, err := s.loadAll(ctx, office, boxes)
	if err != nil {
		return nil, err
	}
	out := make(map[string]bool, len(bodies))
	at := map[string]string{} // the box of a mark
	for box, b := range bodies {
		if out[box] = false; b.Run == "" {
			out[box] = b.voted(s.mark(box, who))
			continue
		}
		at[s.mark(b.Run, who)] = box
	}
	q := evaluation.CellQuery{Class: classVoter, Office: office}
	for mark := range at {
		q.IDs = append(q.IDs, mark)
	}
	return out, s.voters(ctx, q, func(c evaluation.Cell, v voter) { out[at[c.ID]] = v.counts() })
}

// Count returns numbers, never voters. A box that does not exist has counts of 0.
func (s *Service) Count(ctx context.Context, office, box string) (Count, error) {
	counts, err := s.Counts(ctx, office, box)
	return counts[box], err
}

// Counts is Count for several boxes, with two queries for all of them.
func (s *Service) Counts(ctx context.Context, office string, boxes ...string) (map[string]Count, error) {
	bodies, err := s.loadAll(ctx, office, boxes)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Count, len(bodies))
	running := map[string]*Count{} // by the run of the box
	for box, b := range bodies {
		n := Count{Open: b.Open, Eligible: b.Eligible, Cast: b.Cast, Ways: b.Ways, Spoilt: b.Wasted}
		if b.Run != "" && !b.Done {
			n.Cast, n.Spoilt, n.Ways = 0, 0, map[string]int{}
			running[b.Run] = &n
			continue
		}
		out[box] = n
	}
	q := evaluation.CellQuery{Class: classVoter, Office: office}
	for run := range running {
		q.Refs = append(q.Refs, run)
	}
	if err := s.voters(ctx, q, func(c evaluation.Cell, v voter) { running[c.Ref].add(v) }); err != nil {
		return nil, err
	}
	for box, b := range bodies {
		if n := running[b.Run]; n != nil {
			out[box] = *n
		}
	}
	return out, nil
}

func (n *Count) add(v voter) {
	switch {
	case v.State == voterSpoilt:
		n.Spoilt++
	case v.counts():
		n.Cast++
		if v.Way != "" {
			n.Ways[v.Way]++
		}
	}
}

// loadAll reads boxes; those that do not exist are left out.
func (s *Service) loadAll(ctx context.Context, office string, boxes []string) (map[string]body, error) {
	out := make(map[string]body, len(boxes))
	if len(boxes) == 0 {
		return out, nil
	}
	for c, err := range evaluation.AllCells(ctx, s.cells, evaluation.CellQuery{Class: classBox, Office: office, IDs: slices.Clone(boxes)}) {
		if err != nil {
			return nil, err
		}
		var b body
		if err := json.Unmarshal(c.Body, &b); err != nil {
			return nil, err
		}
		out[c.ID] = b
	}
	return out, nil
}

// voters calls f for the voters of a query. A query without ids and refs finds
// nobody.
func (s *Service) voters(ctx context.Context, q evaluation.CellQuery, f func(evaluation.Cell, voter)) error {
	if len(q.IDs)+len(q.Refs) == 0 {
		return nil
	}
	for c, err := range evaluation.AllCells(ctx, s.cells, q) {
		if err != nil {
			return err
		}
		var v voter
		if err := json.Unmarshal(c.Body, &v); err != nil {
			return err
		}
		f(c, v)
	}
	return nil
}
