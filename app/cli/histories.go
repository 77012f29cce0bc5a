package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"kaoji/evaluation"
)

// histories verifies the histories of all records. Records with parts are verified
// afterwards, because reading their parts during the walk would need a second
// connection.
type histories struct {
	*verifying
	parts map[owner]bool // records with parts that were not seen yet
	long  []evaluation.Record
}

type owner struct{ office, record string }

// histories finds the records with parts.
func (v *verifying) histories(ctx context.Context, offices []string) (*histories, error) {
	h := &histories{verifying: v, parts: map[owner]bool{}}
	for _, office := range offices {
		for c, err := range evaluation.AllCells(ctx, v.Store, evaluation.CellQuery{Class: evaluation.ClassHistory, Office: office}) {
			if err != nil {
				return nil, err
			}
			h.parts[owner{office, c.Ref}] = true
		}
	}
	return h, nil
}

// record verifies a history, or postpones it.
func (h *histories) record(r *evaluation.Record) error {
	h.records[r.Office]++
	at := owner{r.Office, r.ID}
	if !h.parts[at] && !evaluation.Parted(r) {
		return h.faults(r, evaluation.VerifyHistory(h.Key, r))
	}
	delete(h.parts, at)
	h.long = append(h.long, *r)
	return nil
}

// finish verifies the postponed histories. A part without its record is a finding.
func (h *histories) finish(ctx context.Context) error {
	for i := range h.long {
		faults, err := evaluation.VerifyParts(ctx, h.Store, h.Key, h.long[i])
		if err != nil {
			return err
		}
		if err := h.faults(&h.long[i], faults); err != nil {
			return err
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(h.parts), func(a, b owner) int { return cmp.Compare(a.record, b.record) }) {
		if err := h.finding(at.office, "history of "+at.record, "the record is missing"); err != nil {
			return err
		}
	}
	return nil
}

func (h *histories) faults(r *evaluation.Record, faults []string) error {
	for _, fault := range faults {
		if err := h.finding(r.Office, r.Kind+" "+r.ID, fault); err != nil {
			return err
		}
	}
	return nil
}
