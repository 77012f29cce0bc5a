package ballot

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"

	"kaoji/evaluation"
)

// The classes of cells. The last three have the run of the box as their Ref.
const (
	classBox    = "box"
	classVoter  = "box.voter"  // who has voted, under a mark
	classBallot = "box.ballot" // an encrypted ballot, under a random id
	classOpened = "box.opened" // many ballots, decrypted, sealed with the key of the server
)

// Stretch derives 32 bytes from a passphrase. way contains the parameters; pass it
// as how to repeat the derivation, or "" for new parameters.
type Stretch func(passphrase, how string) (key []byte, way string, err error)

// Service stores ballot boxes.
type Service struct {
	cells   evaluation.Cells
	key     []byte
	stretch Stretch
}

// New makes a Service; key (32 bytes) is kept outside the storage.
func New(cells evaluation.Cells, key []byte, stretch Stretch) *Service {
	return &Service{cells: cells, key: key, stretch: stretch}
}

// body is the content of a box's cell.
type body struct {
	Open     bool           `json:"open"`
	Eligible int            `json:"eligible"`
	Cast     int            `json:"cast"` // final when Done
	Ways     map[string]int `json:"ways,omitempty"`
	Wasted   int            `json:"wasted,omitempty"`

	Run  string `json:"run,omitempty"`  // random; "" in an old box
	Key  string `json:"key,omitempty"`  // key to which ballots are encrypted; "" if only votes are counted
	Size int    `json:"size,omitempty"` // bytes to which ballots are padded
	Done bool   `json:"done,omitempty"` // counted or discarded
	Part string `json:"part,omitempty"` // prefix of the ids of the opened ballots
	Gone bool   `json:"gone,omitempty"` // discarded: can be opened again

	// Fields of old boxes.
	Marks   []string          `json:"marks,omitempty"`
	Ballots []json.RawMessage `json:"ballots,omitempty"`
	Spoilt  []string          `json:"spoilt,omitempty"`
}

// Voting is the setting with which a box is opened.
type Voting struct {
	Eligible int
	Key      string // Stored.Public; "" if only votes are counted and no ballots are stored
	Size     int    // maximum size of a ballot as JSON, in bytes
}

// Count is how many people may vote in a box and how many have voted, in total and
// by the way of voting.
type Count struct {
	Open     bool
	Eligible int
	Cast     int
	Ways     map[string]int
	Spoilt   int
}

// Vote is what one voter casts: any number of ballots, or none if only the vote
// counts. Way is counted but not stored with the voter; "" is not counted.
type Vote struct {
	Voter   string
	Way     string
	Ballots []any
}

// Open creates a box. An existing one is not changed, so Open can be called again;
// a discarded one is opened again, empty.
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
		return nil // another process has just opened it
	}
	return err
}

// OpenAndClose closes a box. One that was never opened is opened first, so that a
// count finds it empty.
func (s *Service) OpenAndClose(ctx context.Context, office, box string, eligible int, key *Key) error {
	if err := s.Open(ctx, office, box, Voting{Eligible: eligible}); err != nil {
		return err
	}
	return s.Close(ctx, office, box, key)
}

// Ballots returns the ballots in an order that reveals nothing, when the box is
// counted; before that it returns CodeState.
func (s *Service) Ballots(ctx context.Context, office, box string) ([]json.RawMessage, error) {
	return evaluation.Gather(s.Each(ctx, office, box))
}

// Each is Ballots one after the other; only some of them are in memory.
func (s *Service) Each(ctx context.Context, office, box string) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		_, b, err := s.load(ctx, office, box)
		switch {
		case err != nil:
			yield(nil, err)
			return
		case b.Open || b.Run != "" && !b.Done:
			yield(nil, evaluation.Fail(evaluation.CodeState, "ballot.open"))
			return
		case b.Run != "":
			s.opened(ctx, office, &b, yield)
			return
		}
		for _, one := range b.Ballots {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// load reads a box; a missing one is CodeState.
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

// each calls f for the cells of a run in the order of their ids.
func (s *Service) each(ctx context.Context, class, office, run string, f func(evaluation.Cell) error) error {
	for c, err := range evaluation.AllCells(ctx, s.cells, evaluation.CellQuery{Class: class, Office: office, Refs: []string{run}}) {
		if err != nil {
			return err
		}
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

// mark is the keyed hash that identifies a voter in a run, or in an old box.
func (s *Service) mark(run, voter string) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(run))
	m.Write([]byte{0})
	m.Write([]byte(voter))
	return hex.EncodeToString(m.Sum(nil))
}

// randomID returns a random id of 128 bits.
func randomID() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails
	return hex.EncodeToString(raw)
}
