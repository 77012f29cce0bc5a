package ballot

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"kaoji/evaluation"
)

// The classes of cells. Those of the last three have the run of the box as
// their Ref.
const (
	classBox    = "box"
	classVoter  = "box.voter"  // who has voted, under a mark
	classBallot = "box.ballot" // an encrypted ballot, under a random id
	classOpened = "box.opened" // many ballots, decrypted, sealed with the key of the server
)

// Stretch makes 32 bytes of a passphrase: in a new way, which is returned, or in
// the way that was returned before.
type Stretch func(passphrase, how string) (key []byte, way string, err error)

// Service keeps boxes.
type Service struct {
	cells   evaluation.Cells
	key     []byte
	stretch Stretch
}

// New makes a Service; key (32 bytes) is kept outside the storage.
func New(cells evaluation.Cells, key []byte, stretch Stretch) *Service {
	return &Service{cells: cells, key: key, stretch: stretch}
}

// body is the cell of a box.
type body struct {
	Open     bool           `json:"open"`
	Eligible int            `json:"eligible"`
	Cast     int            `json:"cast"` // final when Done
	Ways     map[string]int `json:"ways,omitempty"`
	Wasted   int            `json:"wasted,omitempty"`

	Run  string `json:"run,omitempty"`  // random; "" in a box of the old kind
	Key  string `json:"key,omitempty"`  // what ballots are encrypted to; "" if only votes are counted
	Size int    `json:"size,omitempty"` // bytes to which ballots are filled up
	Done bool   `json:"done,omitempty"` // counted, or thrown away
	Part string `json:"part,omitempty"` // prefix of the ids of the opened ballots
	Gone bool   `json:"gone,omitempty"` // thrown away: can be opened anew

	// Of the old kind.
	Marks   []string          `json:"marks,omitempty"`
	Ballots []json.RawMessage `json:"ballots,omitempty"`
	Spoilt  []string          `json:"spoilt,omitempty"`
}

// Voting is what a box is opened for.
type Voting struct {
	Eligible int
	Key      string // Stored.Public; "" where ballots are not kept and only votes are counted
	Size     int    // most bytes that a ballot has as JSON
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

// Open makes a box. One that is there already stays as it is, so that it can be
// called again; one that was thrown away is opened anew, empty.
func (s *Service) Open(ctx context.Context, office, box string, v Voting) error {
	b := body{Open: true, Eligible: v.Eligible, Run: randomID(), Key: v.Key, Size: v.Size}
	err := s.store(ctx, evaluation.Cell{Class: classBox, Office: office, ID: box}, b)
	if evaluation.CodeOf(err) != evaluation.CodeConflict {
		return err
	}
	c, old, err := s.load(ctx, office, box)
	if err != nil || !old.Gone {
		return err
	}
	if err = s.store(ctx, c, b); evaluation.CodeOf(err) == evaluation.CodeConflict {
		return nil // somebody else has just done it
	}
	return err
}

// Voted is for the voter's own page alone.
func (s *Service) Voted(ctx context.Context, office, box, voter string) (bool, error) {
	_, b, err := s.load(ctx, office, box)
	if err != nil {
		return false, err
	}
	if b.Run == "" {
		return b.voted(s.mark(box, voter)), nil
	}
	_, v, err := s.voter(ctx, office, s.mark(b.Run, voter))
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return false, nil
	}
	return v.counts(), err
}

// Count says how many, never who. A box that is not there counts nothing.
func (s *Service) Count(ctx context.Context, office, box string) (Count, error) {
	_, b, err := s.load(ctx, office, box)
	if evaluation.CodeOf(err) == evaluation.CodeState {
		return Count{}, nil
	}
	if err != nil {
		return Count{}, err
	}
	n := Count{Open: b.Open, Eligible: b.Eligible, Cast: b.Cast, Ways: b.Ways, Spoilt: b.Wasted}
	if b.Run == "" || b.Done {
		return n, nil
	}
	n.Cast, n.Spoilt, n.Ways = 0, 0, map[string]int{}
	err = s.each(ctx, classVoter, office, b.Run, func(c evaluation.Cell) error {
		var v voter
		if err := json.Unmarshal(c.Body, &v); err != nil {
			return err
		}
		n.add(v)
		return nil
	})
	return n, err
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

// Ballots are what was cast, in an order that says nothing, once the box is
// counted; before that CodeState.
func (s *Service) Ballots(ctx context.Context, office, box string) ([]json.RawMessage, error) {
	_, b, err := s.load(ctx, office, box)
	switch {
	case err != nil:
		return nil, err
	case b.Open || b.Run != "" && !b.Done:
		return nil, evaluation.Fail(evaluation.CodeState, "ballot.open")
	case b.Run == "":
		return b.Ballots, nil
	}
	return s.opened(ctx, office, &b)
}

// load reads a box; one that is not there is CodeState.
func (s *Service) load(ctx context.Context, office, box string) (evaluation.Cell, body, error) {
	var b body
	c, err := s.cells.Cell(ctx, classBox, office, box)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return c, b, evaluation.Fail(evaluation.CodeState, "ballot.closed")
	}
	if err != nil {
		return c, b, err
	}
	return c, b, json.Unmarshal(c.Body, &b)
}

// store writes a cell with a new body.
func (s *Service) store(ctx context.Context, c evaluation.Cell, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("ballot: %w", err)
	}
	c.Body = raw
	_, err = s.cells.PutCell(ctx, c)
	return err
}

// each calls f for the cells of a run, in the order of their ids.
func (s *Service) each(ctx context.Context, class, office, run string, f func(evaluation.Cell) error) error {
	for c, err := range evaluation.AllCells(ctx, s.cells, class, office, run, "") {
		if err != nil {
			return err
		}
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

// mark is under what a voter of a run, or of an old box, is known.
func (s *Service) mark(run, voter string) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(run))
	m.Write([]byte{0})
	m.Write([]byte(voter))
	return hex.EncodeToString(m.Sum(nil))
}

// randomID has 128 bits.
func randomID() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails
	return hex.EncodeToString(raw)
}
