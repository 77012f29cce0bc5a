// Package ballot keeps anonymous ballots (无记名投票). A box holds who has
// voted and what was voted, with nothing that leads from one to the other: no
// author, no time, no order of arrival.
//
// Who has voted is kept as HMAC-SHA256 of box and voter under a key outside
// the storage, sorted; ballots are sorted by their own bytes. Mark and ballot
// are put in by one compare-and-swap write of the box, so that a crash cannot
// count one without the other. When the box closes the marks are dropped and
// only their number stays.
//
// One voter may put several ballots in at once: nothing in the box joins them
// again. Whoever votes without a name, by a slip with a code, is a voter under
// the mark of the code; a spoilt slip is one whose mark can no longer vote.
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
	Ways     map[string]int    `json:"ways,omitempty"`
	Spoilt   []string          `json:"spoilt,omitempty"`
	Wasted   int               `json:"wasted,omitempty"`
}

// Count is how many may vote in a box and how many have, in all and by the way
// in which they did.
type Count struct {
	Open     bool
	Eligible int
	Cast     int
	Ways     map[string]int
	Spoilt   int
}

// Vote is what one voter puts in: any number of ballots, or none where only
// the vote counts. Way is counted and joined to nothing, "" is not counted.
type Vote struct {
	Voter   string
	Way     string
	Ballots []any
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

// Cast puts the ballots of one voter in. A second vote of the same voter is
// CodeConflict, a box that is closed or not there CodeState.
func (s *Service) Cast(ctx context.Context, office, box, voter string, ballots ...any) error {
	return s.Put(ctx, office, box, Vote{Voter: voter, Ballots: ballots})
}

// Put puts votes in, all of them or none. If one of the voters has voted the
// answer is CodeConflict, if the slip of one is spoilt CodeState.
func (s *Service) Put(ctx context.Context, office, box string, votes ...Vote) error {
	var ballots []json.RawMessage
	for _, v := range votes {
		for _, b := range v.Ballots {
			raw, err := json.Marshal(b)
			if err != nil {
				return err
			}
			if raw, err = evaluation.Canonical(raw); err != nil {
				return err
			}
			ballots = append(ballots, raw)
		}
	}
	return s.change(ctx, office, box, func(b *body) error {
		if !b.Open {
			return evaluation.Fail(evaluation.CodeState, "ballot.closed")
		}
		for _, v := range votes {
			if err := b.take(s.mark(box, v.Voter), v.Way); err != nil {
				return err
			}
		}
		b.Ballots = append(b.Ballots, ballots...)
		slices.SortFunc(b.Ballots, func(x, y json.RawMessage) int { return bytes.Compare(x, y) })
		return nil
	})
}

// take notes that a mark has voted.
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

// Spoil keeps a voter who has not voted, such as a slip that was torn, from
// voting. One who has is CodeConflict, one spoilt before CodeState.
func (s *Service) Spoil(ctx context.Context, office, box, voter string) error {
	mark := s.mark(box, voter)
	return s.change(ctx, office, box, func(b *body) error {
		_, voted := slices.BinarySearch(b.Marks, mark)
		switch {
		case !b.Open:
			return evaluation.Fail(evaluation.CodeState, "ballot.closed")
		case voted:
			return evaluation.Fail(evaluation.CodeConflict, "ballot.used")
		}
		at, spoilt := slices.BinarySearch(b.Spoilt, mark)
		if spoilt {
			return evaluation.Fail(evaluation.CodeState, "ballot.spoilt")
		}
		b.Spoilt = slices.Insert(b.Spoilt, at, mark)
		b.Wasted++
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
	return Count{Open: b.Open, Eligible: b.Eligible, Cast: b.Cast, Ways: b.Ways, Spoilt: b.Wasted}, err
}

// Close ends the voting and forgets who took part. It can be called again.
func (s *Service) Close(ctx context.Context, office, box string) error {
	return s.change(ctx, office, box, func(b *body) error {
		b.Open, b.Marks, b.Spoilt = false, []string{}, nil
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
