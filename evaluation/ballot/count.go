package ballot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kaoji/evaluation"
)

const (
	// together is the minimum number of ballots that are sorted together, if there
	// are so many; at most twice as many are in memory. Nobody can tell which
	// ciphertext contained which of them.
	together = 20_000
	// partBytes is the approximate size of a cell of opened ballots.
	partBytes = 256 << 10
	// tries is how often a write is repeated after a conflict.
	tries = 100
)

// Close ends the voting of a box, opens its ballots with the key of the round and
// deletes who took part. A box with ballots needs the key; without it the answer is
// CodeState. Close can be called again, also after a crash at any point.
func (s *Service) Close(ctx context.Context, office, box string, key *Key) error {
	for range tries {
		c, b, err := s.load(ctx, office, box)
		switch {
		case err != nil:
			return err
		case b.Run == "":
			return s.closeOld(ctx, office, box)
		case b.Done:
			return s.erase(ctx, office, &b)
		case b.Key != "" && key == nil:
			return evaluation.Fail(evaluation.CodeState, "ballot.locked")
		}
		if b.Open { // from here on no vote is accepted: Put checks again
			b.Open = false
		} else if err := s.count(context.WithoutCancel(ctx), office, box, &b, key); err != nil { // continues when the request ends, because a repeated count is not faster
			return err
		}
		if err := s.store(ctx, c, b); err != nil && evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}

// Discard deletes a box with its content and keeps the number of people who had
// voted. It needs no key.
func (s *Service) Discard(ctx context.Context, office, box string) error {
	for range tries {
		c, b, err := s.load(ctx, office, box)
		switch {
		case evaluation.CodeOf(err) == evaluation.CodeState:
			return nil // never opened
		case err != nil:
			return err
		case b.Gone:
			return s.erase(ctx, office, &b)
		}
		if b.Open {
			b.Open = false
		} else {
			if b.Run != "" && !b.Done {
				if _, err := s.settleAll(ctx, office, &b); err != nil {
					return err
				}
			}
			b.Done, b.Gone, b.Part = true, true, ""
			b.Marks, b.Ballots, b.Spoilt = nil, nil, nil
		}
		if err := s.store(ctx, c, b); err != nil && evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}

// count writes the cast ballots into the body of a closed box.
func (s *Service) count(ctx context.Context, office, box string, b *body, key *Key) error {
	want, err := s.settleAll(ctx, office, b)
	if err != nil {
		return err
	}
	b.Done, b.Part = true, randomID()
	if b.Key == "" {
		return nil
	}
	have, err := s.open(ctx, office, b, want, key)
	if err == nil && have == want {
		return nil
	}
	// Another process may have counted and deleted the ballots meanwhile.
	if _, now, lerr := s.load(ctx, office, box); lerr == nil && now.Done {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("%d ballots are stored, %d were cast", have, want)
	}
	return evaluation.Fail(evaluation.CodeState, "ballot.damaged").Because(err)
}

// settleAll completes votes that a crash interrupted, counts the voters and returns
// the number of their ballots.
func (s *Service) settleAll(ctx context.Context, office string, b *body) (int, error) {
	n := Count{Ways: map[string]int{}}
	ballots := 0
	err := s.each(ctx, classVoter, office, b.Run, func(c evaluation.Cell) error {
		var v voter
		if err := json.Unmarshal(c.Body, &v); err != nil {
			return err
		}
		v, err := s.settleLate(ctx, c, v)
		if err != nil {
			return err
		}
		if n.add(v); v.counts() {
			ballots += v.N
		}
		return nil
	})
	b.Cast, b.Ways, b.Wasted = n.Cast, n.Ways, n.Spoilt
	return ballots, err
}

// settleLate rejects a vote that is still coming, which was not confirmed to
// anybody, and completes a vote that was accepted and interrupted. The first count
// that reaches a cell decides, so all counts give the same result.
func (s *Service) settleLate(ctx context.Context, c evaluation.Cell, v voter) (voter, error) {
	for v.State == voterComing {
		gone := voter{State: voterWithdrawn}
		err := s.store(ctx, c, gone)
		if err == nil {
			return gone, nil
		}
		if code := evaluation.CodeOf(err); code != evaluation.CodeConflict && code != evaluation.CodeNotFound {
			return v, err
		}
		var lerr error
		c, v, lerr = s.voter(ctx, c.Office, c.ID)
		if evaluation.CodeOf(lerr) == evaluation.CodeNotFound {
			return gone, nil
		}
		if lerr != nil {
			return v, lerr
		}
	}
	if v.State == voterTaken {
		return v, s.settle(ctx, c, v)
	}
	return v, nil
}

// open decrypts the ballots of a box and writes them again, sorted by their bytes,
// in portions of some ten thousand.
func (s *Service) open(ctx context.Context, office string, b *body, want int, key *Key) (int, error) {
	batches := max(1, want/together)
	most := (want + batches - 1) / batches
	have, part := 0, 0
	var batch []json.RawMessage
	flush := func() error {
		slices.SortFunc(batch, func(x, y json.RawMessage) int { return bytes.Compare(x, y) })
		var err error
		part, err = s.write(ctx, office, b, part, batch)
		batch = batch[:0]
		return err
	}
	err := s.each(ctx, classBallot, office, b.Run, func(c evaluation.Cell) error {
		var x sealed
		if err := json.Unmarshal(c.Body, &x); err != nil {
			return err
		}
		plain, err := key.decrypt(b.Run, x.Sealed)
		if err != nil {
			return err
		}
		have++
		if batch = append(batch, bytes.Clone(plain)); len(batch) < most {
			return nil
		}
		return flush()
	})
	if err != nil || len(batch) == 0 {
		return have, err
	}
	return have, flush()
}

// write stores opened ballots in parts, numbered from next, and returns the number
// after the last one.
func (s *Service) write(ctx context.Context, office string, b *body, next int, ballots []json.RawMessage) (int, error) {
	for len(ballots) > 0 {
		n, size := 0, 0
		for n < len(ballots) && (n == 0 || size < partBytes) {
			size += len(ballots[n])
			n++
		}
		raw, err := json.Marshal(ballots[:n])
		if err != nil {
			return next, fmt.Errorf("ballot: %w", err)
		}
		text, err := s.seal("opened", b.Run, raw)
		if err != nil {
			return next, err
		}
		id := fmt.Sprintf("%s-%08d", b.Part, next)
		if err := s.store(ctx, evaluation.Cell{Class: classOpened, Office: office, ID: id, Ref: b.Run}, openedPart{text}); err != nil {
			return next, err
		}
		next, ballots = next+1, ballots[n:]
	}
	return next, nil
}

// openedPart is the cell of some opened ballots.
type openedPart struct {
	Sealed string `json:"sealed"`
}

// opened yields the opened ballots of a box.
func (s *Service) opened(ctx context.Context, office string, b *body, yield func(json.RawMessage, error) bool) {
	for c, err := range evaluation.AllCells(ctx, s.cells, evaluation.CellQuery{Class: classOpened, Office: office, Refs: []string{b.Run}}) {
		if err == nil && !strings.HasPrefix(c.ID, b.Part) {
			continue // of an interrupted count
		}
		var list []json.RawMessage
		if err == nil {
			list, err = s.part(b, c)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// part decrypts a cell of opened ballots.
func (s *Service) part(b *body, c evaluation.Cell) (list []json.RawMessage, err error) {
	var p openedPart
	if err := json.Unmarshal(c.Body, &p); err != nil {
		return nil, err
	}
	raw, err := s.unseal("opened", b.Run, p.Sealed)
	if err != nil {
		return nil, err
	}
	return list, json.Unmarshal(raw, &list)
}

// erase deletes the voters, the encrypted ballots, and opened ballots of an
// interrupted count.
func (s *Service) erase(ctx context.Context, office string, b *body) error {
	if b.Run == "" {
		return nil
	}
	for _, class := range []string{classVoter, classBallot} {
		if err := s.cells.DeleteCells(ctx, class, office, b.Run); err != nil {
			return err
		}
	}
	var left []string
	if err := s.each(ctx, classOpened, office, b.Run, func(c evaluation.Cell) error {
		if b.Gone || !strings.HasPrefix(c.ID, b.Part) {
			left = append(left, c.ID)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, id := range left {
		if err := s.cells.DeleteCell(ctx, classOpened, office, id); err != nil {
			return err
		}
	}
	return nil
}
