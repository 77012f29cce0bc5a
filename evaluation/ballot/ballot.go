// Package ballot keeps anonymous ballots (无记名投票). A box holds who has
// voted and what was voted, with nothing that leads from one to the other: no
// author, no time, no order of arrival.
//
// Who has voted is kept as HMAC-SHA256 of box and voter under a key outside
// the storage, sorted; ballots are sorted by their own bytes. Mark and ballot
// are put in by one compare-and-swap write of the box, so that a crash cannot
// count one without the other. When the box closes the marks are dropped and
// only their number stays.
package ballot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"kaoji/evaluation"
)

const class = "box"

// Service keeps boxes.
type Service struct {
	cells evaluation.Cells
	key   []byte
}

// New makes a Service; key (32 bytes) is kept outside the storage.
func New(cells evaluation.Cells, key []byte) *Service { return &Service{cells: cells, key: key} }

type body struct {
	Open     bool              `json:"open"`
	Eligible int               `json:"eligible"`
	Cast     int               `json:"cast"`
	Marks    []string          `json:"marks"`
	Ballots  []json.RawMessage `json:"ballots"`
}

// Count is how many may vote in a box and how many have.
type Count struct {
	Open     bool
	Eligible int
	Cast     int
}

// Open makes a box for so many voters; a box that is there already stays as it
// is, so that it can be called again.
func (s *Service) Open(ctx context.Context, office, box string, eligible int) error {
	raw, err := json.Marshal(body{Open: true, Eligible: eligible, Marks: []string{}, Ballots: []json.RawMessage{}})
	if err != nil {
		return err
	}
	_, err = s.cells.PutCell(ctx, evaluation.Cell{Class: class, Office: office, ID: box, Body: raw})
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return nil
	}
	return err
}

// Cast puts a ballot in. A second one of the same voter is CodeConflict, a box
// that is closed or not there CodeState.
func (s *Service) Cast(ctx context.Context, office, box, voter string, ballot any) error {
	raw, err := json.Marshal(ballot)
	if err != nil {
		return err
	}
	if raw, err = evaluation.Canonical(raw); err != nil {
		return err
	}
	mark := s.mark(box, voter)
	return s.change(ctx, office, box, func(b *body) error {
		at, voted := slices.BinarySearch(b.Marks, mark)
		switch {
		case !b.Open:
			return evaluation.Fail(evaluation.CodeState, "ballot.closed")
		case voted:
			return evaluation.Fail(evaluation.CodeConflict, "ballot.twice")
		}
		b.Marks = slices.Insert(b.Marks, at, mark)
		b.Ballots = append(b.Ballots, raw)
		slices.SortFunc(b.Ballots, func(x, y json.RawMessage) int { return bytes.Compare(x, y) })
		b.Cast++
		return nil
	})
}

// Voted is for the voter's own page alone.
func (s *Service) Voted(ctx context.Context, office, box, voter string) (bool, error) {
	_, b, err := s.load(ctx, office, box)
	if err != nil {
		return false, err
	}
	_, voted := slices.BinarySearch(b.Marks, s.mark(box, voter))
	return voted, nil
}

// Count says how many, never who. A box that is not there counts nothing.
func (s *Service) Count(ctx context.Context, office, box string) (Count, error) {
	_, b, err := s.load(ctx, office, box)
	if evaluation.CodeOf(err) == evaluation.CodeState {
		return Count{}, nil
	}
	return Count{Open: b.Open, Eligible: b.Eligible, Cast: b.Cast}, err
}

// Close ends the voting and forgets who took part. It can be called again.
func (s *Service) Close(ctx context.Context, office, box string) error {
	return s.change(ctx, office, box, func(b *body) error {
		b.Open, b.Marks = false, []string{}
		return nil
	})
}

// Ballots are what was cast, in an order that says nothing, once the box is
// closed; before that CodeState.
func (s *Service) Ballots(ctx context.Context, office, box string) ([]json.RawMessage, error) {
	_, b, err := s.load(ctx, office, box)
	if err != nil {
		return nil, err
	}
	if b.Open {
		return nil, evaluation.Fail(evaluation.CodeState, "ballot.open")
	}
	return b.Ballots, nil
}

func (s *Service) load(ctx context.Context, office, box string) (evaluation.Cell, body, error) {
	var b body
	c, err := s.cells.Cell(ctx, class, office, box)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return c, b, evaluation.Fail(evaluation.CodeState, "ballot.closed")
	}
	if err != nil {
		return c, b, err
	}
	return c, b, json.Unmarshal(c.Body, &b)
}

// tries is how often a lost race is run again: nobody's edit is at stake, the
// ballot only has to get into the box.
const tries = 100

func (s *Service) change(ctx context.Context, office, box string, f func(*body) error) error {
	for range tries {
		c, b, err := s.load(ctx, office, box)
		if err != nil {
			return err
		}
		if err := f(&b); err != nil {
			return err
		}
		if c.Body, err = json.Marshal(b); err != nil {
			return err
		}
		if _, err = s.cells.PutCell(ctx, c); evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}

func (s *Service) mark(box, voter string) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(box))
	m.Write([]byte{0})
	m.Write([]byte(voter))
	return hex.EncodeToString(m.Sum(nil))
}
