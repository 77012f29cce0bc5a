package ballot

import (
	"context"
	"crypto/hpke"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"kaoji/evaluation"
)

// voter is the cell of a person who has voted, or of a spoilt slip.
type voter struct {
	State   string   `json:"state"`
	Way     string   `json:"way,omitempty"`
	N       int      `json:"n,omitempty"`       // how many ballots
	Ballots []sealed `json:"ballots,omitempty"` // until they are in their own cells
}

// The states of a voter.
const (
	voterComing    = "coming"    // it is still to be asked whether the box is open
	voterTaken     = "taken"     // it was: the ballots are in this cell, and they count
	voterIn        = "in"        // the ballots are in cells of their own
	voterWithdrawn = "withdrawn" // came when the box had closed
	voterSpoilt    = "spoilt"    // cannot vote any more
)

// counts reports whether the vote is cast. A vote that is still coming was not
// confirmed to anybody: the voter may try again, and a count rejects it.
func (v voter) counts() bool { return v.State == voterTaken || v.State == voterIn }

// sealed is a ballot encrypted to the key of the round.
type sealed struct {
	ID     string `json:"id,omitempty"`
	Sealed []byte `json:"sealed"`
}

// Cast stores the ballots of one voter. A second vote of the same voter is
// CodeConflict; a box that is closed or does not exist is CodeState.
func (s *Service) Cast(ctx context.Context, office, box, voter string, ballots ...any) error {
	return s.Put(ctx, office, box, Vote{Voter: voter, Ballots: ballots})
}

// Put is Cast with the way of voting; a spoilt slip is CodeState.
func (s *Service) Put(ctx context.Context, office, box string, v Vote) error {
	_, b, err := s.load(ctx, office, box)
	switch {
	case err != nil:
		return err
	case b.Run == "":
		return s.putOld(ctx, office, box, v)
	case !b.Open:
		return closed()
	}
	mine := voter{State: voterTaken, Way: v.Way, N: len(v.Ballots)}
	if mine.Ballots, err = b.encrypt(v.Ballots); err != nil {
		return err
	}
	c := evaluation.Cell{Class: classVoter, Office: office, ID: s.mark(b.Run, v.Voter), Ref: b.Run}
	if c, err = s.claim(ctx, c, voter{State: voterComing}); err != nil {
		return err
	}
	if running, err := s.running(ctx, office, box, b.Run); err != nil {
		return err
	} else if !running {
		return s.withdraw(ctx, c)
	}
	// Every count begins after the box has closed, so it sees this cell. If the
	// next write has not been done, the count rejects the vote; otherwise it counts
	// the vote.
	if c.Body, err = json.Marshal(mine); err != nil {
		return fmt.Errorf("ballot: %w", err)
	}
	taken, err := s.cells.PutCell(ctx, c)
	switch evaluation.CodeOf(err) {
	case "":
		return s.settle(ctx, taken, mine)
	case evaluation.CodeConflict, evaluation.CodeNotFound:
		return s.outrun(ctx, c)
	}
	return err
}

// outrun returns the error for a vote whose cell somebody else has changed: the
// same voter in another window, the person who spoilt the slip, or a count.
func (s *Service) outrun(ctx context.Context, c evaluation.Cell) error {
	_, v, err := s.voter(ctx, c.Office, c.ID)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && v.State == voterWithdrawn:
		return closed()
	case err != nil:
		return err
	case v.State == voterSpoilt:
		return evaluation.Fail(evaluation.CodeState, "ballot.spoilt")
	}
	return evaluation.Fail(evaluation.CodeConflict, "ballot.twice")
}

// Spoil prevents a voter who has not voted from voting, for example when a slip was
// torn. If the voter has voted, the answer is CodeConflict; if it was spoilt
// before, CodeState.
func (s *Service) Spoil(ctx context.Context, office, box, name string) error {
	_, b, err := s.load(ctx, office, box)
	switch {
	case err != nil:
		return err
	case b.Run == "":
		return s.spoilOld(ctx, office, box, name)
	case !b.Open:
		return closed()
	}
	c := evaluation.Cell{Class: classVoter, Office: office, ID: s.mark(b.Run, name), Ref: b.Run}
	c, err = s.claim(ctx, c, voter{State: voterSpoilt})
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return evaluation.Fail(evaluation.CodeConflict, "ballot.used")
	}
	if err != nil {
		return err
	}
	if running, err := s.running(ctx, office, box, b.Run); err != nil || running {
		return err
	}
	return s.withdraw(ctx, c)
}

// MaySpoil returns the error that Spoil would return, and changes nothing.
func (s *Service) MaySpoil(ctx context.Context, office, box, name string) error {
	_, b, err := s.load(ctx, office, box)
	switch {
	case err != nil:
		return err
	case !b.Open:
		return closed()
	case b.Run == "":
		return b.maySpoil(s.mark(box, name))
	}
	_, v, err := s.voter(ctx, office, s.mark(b.Run, name))
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound:
		return nil
	case err != nil:
		return err
	case v.State == voterSpoilt:
		return evaluation.Fail(evaluation.CodeState, "ballot.spoilt")
	case v.counts():
		return evaluation.Fail(evaluation.CodeConflict, "ballot.used")
	}
	return nil
}

func closed() error { return evaluation.Fail(evaluation.CodeState, "ballot.closed") }

// claim writes the cell of a voter who has none, who came too late before, or whose
// vote was interrupted by a crash.
func (s *Service) claim(ctx context.Context, c evaluation.Cell, v voter) (evaluation.Cell, error) {
	var err error
	if c.Body, err = json.Marshal(v); err != nil {
		return c, fmt.Errorf("ballot: %w", err)
	}
	for {
		made, err := s.cells.PutCell(ctx, c)
		if evaluation.CodeOf(err) != evaluation.CodeConflict && evaluation.CodeOf(err) != evaluation.CodeNotFound {
			return made, err
		}
		there, known, err := s.voter(ctx, c.Office, c.ID)
		switch {
		case evaluation.CodeOf(err) == evaluation.CodeNotFound:
			c.Version = 0
		case err != nil:
			return c, err
		case known.State == voterSpoilt:
			return c, evaluation.Fail(evaluation.CodeState, "ballot.spoilt")
		case known.counts():
			return c, evaluation.Fail(evaluation.CodeConflict, "ballot.twice")
		default: // withdrawn or coming
			c.Version = there.Version
		}
	}
}

// running reports whether the box is still open for the same voting.
func (s *Service) running(ctx context.Context, office, box, run string) (bool, error) {
	_, b, err := s.load(ctx, office, box)
	return b.Open && b.Run == run, err
}

// withdraw takes back a vote that came after the box had closed. A count may
// already have rejected and deleted it.
func (s *Service) withdraw(ctx context.Context, c evaluation.Cell) error {
	err := s.store(ctx, c, voter{State: voterWithdrawn})
	if err == nil {
		err = s.cells.DeleteCell(ctx, c.Class, c.Office, c.ID)
	}
	switch evaluation.CodeOf(err) {
	case "", evaluation.CodeConflict, evaluation.CodeNotFound:
		return closed()
	}
	return err
}

// settle moves the ballots of a voter from the voter's cell into their own cells.
// It can be called again, and by several processes at once.
func (s *Service) settle(ctx context.Context, c evaluation.Cell, v voter) error {
	for _, b := range v.Ballots {
		err := s.store(ctx, evaluation.Cell{Class: classBallot, Office: c.Office, ID: b.ID, Ref: c.Ref}, sealed{Sealed: b.Sealed})
		if err != nil && evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	err := s.store(ctx, c, voter{State: voterIn, Way: v.Way, N: v.N})
	switch evaluation.CodeOf(err) {
	case evaluation.CodeConflict: // the count has settled it
		return nil
	case evaluation.CodeNotFound: // the count is finished, or the box was discarded
		for _, b := range v.Ballots {
			if err := s.cells.DeleteCell(ctx, classBallot, c.Office, b.ID); err != nil {
				return err
			}
		}
		return nil
	}
	return err
}

func (s *Service) voter(ctx context.Context, office, mark string) (evaluation.Cell, voter, error) {
	var v voter
	c, err := s.cells.Cell(ctx, classVoter, office, mark)
	if err != nil {
		return c, v, err
	}
	return c, v, json.Unmarshal(c.Body, &v)
}

// lengthBytes is the size of the length field before a padded ballot.
const lengthBytes = 4

// encrypt pads ballots to the size of the box and encrypts them to its key.
func (b *body) encrypt(ballots []any) ([]sealed, error) {
	if len(ballots) == 0 {
		return nil, nil
	}
	raw, err := base64.StdEncoding.DecodeString(b.Key)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	public, err := kem().NewPublicKey(raw)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	out := make([]sealed, 0, len(ballots))
	for _, x := range ballots {
		plain, err := canonical(x)
		if err != nil {
			return nil, err
		}
		if len(plain) > b.Size {
			return nil, evaluation.Fail(evaluation.CodeTooLarge, "error.too_large")
		}
		full := make([]byte, lengthBytes+b.Size)
		binary.BigEndian.PutUint32(full, uint32(len(plain))) //nolint:gosec // at most Size
		copy(full[lengthBytes:], plain)
		text, err := hpke.Seal(public, kdf(), aead(), []byte(b.Run), full)
		if err != nil {
			return nil, fmt.Errorf("ballot: %w", err)
		}
		out = append(out, sealed{ID: randomID(), Sealed: text})
	}
	return out, nil
}

// decrypt reverses encrypt for one ballot.
func (k *Key) decrypt(run string, text []byte) (json.RawMessage, error) {
	full, err := hpke.Open(k.private, kdf(), aead(), []byte(run), text)
	if err != nil {
		return nil, err
	}
	if len(full) < lengthBytes {
		return nil, errSealed
	}
	n := binary.BigEndian.Uint32(full)
	if int64(n) > int64(len(full)-lengthBytes) {
		return nil, errSealed
	}
	return full[lengthBytes : lengthBytes+int(n)], nil
}

func canonical(x any) (json.RawMessage, error) {
	raw, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	return evaluation.Canonical(raw)
}
