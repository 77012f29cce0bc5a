package ballot_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/storage/mongo"
	"kaoji/storage/mongo/mongotest"
)

// What is proven here: who reads every state of the storage in the order in
// which they were written, and has the keys of the server, pairs voters with
// ballots no better than by chance. The control is a box of the old kind, where
// the same reader pairs all of them.

const attacked = 60 // voters

// journal is a storage whose owner keeps every write, as an oplog or a
// write-ahead log does.
type journal struct {
	evaluation.Cells
	writes []evaluation.Cell // a deleted cell has no body
	after  func()            // looks at the file of the database
}

func (j *journal) PutCell(ctx context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	c, err := j.Cells.PutCell(ctx, c)
	if err == nil {
		j.writes = append(j.writes, c)
		j.after()
	}
	return c, err
}

func (j *journal) DeleteCell(ctx context.Context, class, office, id string) error {
	j.writes = append(j.writes, evaluation.Cell{Class: class, Office: office, ID: id})
	return j.Cells.DeleteCell(ctx, class, office, id)
}

// election is a round of voters each of whom casts a ballot unlike all others.
type election struct {
	*journal
	voters []string
	cast   map[string]string // what each voter cast: the truth
	opened []string          // ballots as they lie there after the count
}

// hold lets everybody vote in a random order; in an old box if old.
func hold(t *testing.T, cells evaluation.Cells, old bool, after func()) *election {
	t.Helper()
	e := &election{journal: &journal{Cells: cells, after: after}, cast: map[string]string{}}
	r := over(t, e.journal)
	ctx := t.Context()
	if old {
		oldBox(t, e.journal)
	} else {
		r.box(attacked)
	}
	marks := rand.Perm(attacked)
	for i, n := range rand.Perm(attacked) {
		voter := fmt.Sprintf("voter-%02d", n)
		grade := fmt.Sprintf("%02d", marks[i]) + strings.Repeat("x", marks[i]) // of another length too
		e.voters, e.cast[voter] = append(e.voters, voter), grade
		r.must(r.Cast(ctx, "o", "b", voter, vote{grade}))
	}
	key, err := r.Unlock(&r.keeping, passphrases[0])
	r.must(err)
	e.nowhere(t, key)
	if old {
		key = nil
	}
	r.must(r.Close(ctx, "o", "b", key))
	list, err := r.Ballots(ctx, "o", "b")
	r.must(err)
	for _, raw := range list {
		var v vote
		r.must(json.Unmarshal(raw, &v))
		e.opened = append(e.opened, v.Grade)
	}
	if len(e.opened) != attacked {
		t.Fatalf("%d ballots of %d", len(e.opened), attacked)
	}
	return e
}

// oldBox is a box as the program before this scheme opened it.
func oldBox(t *testing.T, cells evaluation.Cells) {
	t.Helper()
	body := json.RawMessage(`{"open":true,"eligible":60,"cast":0,"marks":[],"ballots":[]}`)
	if _, err := cells.PutCell(t.Context(), evaluation.Cell{Class: "box", Office: "o", ID: "b", Body: body}); err != nil {
		t.Fatal(err)
	}
}

// nowhere looks for the private key of the round in everything that was written.
func (e *election) nowhere(t *testing.T, key *ballot.Key) {
	t.Helper()
	raw, err := key.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range e.writes {
		for _, form := range []string{string(raw), hex.EncodeToString(raw), base64.StdEncoding.EncodeToString(raw)} {
			if strings.Contains(string(c.Body), form) {
				t.Fatalf("the private key is stored in a cell of class %s", c.Class)
			}
		}
	}
}

// chance is more hits than 60 blind guesses have once in a million attacks: the
// number of hits is nearly Poisson with mean 1.
const chance = 9

func attack(t *testing.T, open func(t *testing.T) (evaluation.Cells, func(*testing.T) func())) {
	cells, watch := open(t)
	e := hold(t, cells, false, watch(t))
	if n := len(e.texts()); n != attacked {
		t.Fatalf("the attacker sees %d ciphertexts", n)
	}
	for _, c := range e.texts() {
		if c.voter == "" || len(c.text) != len(e.texts()[0].text) {
			t.Fatalf("a ciphertext of %d bytes of %q", len(c.text), c.voter)
		}
	}
	for how, guess := range e.attacks() {
		if n := e.hits(guess); n > chance {
			t.Errorf("%s: %d of %d voters are paired with their ballots", how, n, attacked)
		}
	}
	for _, class := range []string{"box.voter", "box.ballot"} {
		left, err := cells.FindCells(t.Context(), evaluation.CellQuery{Class: class, Office: "o"})
		if err != nil || len(left) != 0 {
			t.Errorf("%d cells of class %s are left after the count, %v", len(left), class, err)
		}
	}
	control, _ := open(t)
	if n := hold(t, control, true, func() {}).hitsOfNeighbours(); n != attacked {
		t.Errorf("control: %d of %d voters of an old box are paired", n, attacked)
	}
}

func (e *election) hitsOfNeighbours() int { return e.hits(e.neighbours()) }

func TestWhoReadsEveryStateAndHasTheServersKeysPairsNobodySQLite(t *testing.T) {
	attack(t, func(t *testing.T) (evaluation.Cells, func(*testing.T) func()) {
		cells, path := store(t)
		return cells, func(t *testing.T) func() {
			return func() { // the file and its write-ahead log after every write
				for _, name := range []string{path, path + "-wal"} {
					raw, err := os.ReadFile(name) //nolint:gosec // of this test
					if err != nil {
						t.Fatal(err)
					}
					if bytes.Contains(raw, []byte(`"grade"`)) || bytes.Contains(raw, []byte("xxxx")) || bytes.Contains(raw, []byte("voter-")) {
						t.Fatal("a ballot or a voter can be read in the file")
					}
				}
			}
		}
	})
}

func TestWhoReadsEveryStateAndHasTheServersKeysPairsNobodyMongoDB(t *testing.T) {
	uri, stop, err := mongotest.StartServer(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	n := 0
	attack(t, func(t *testing.T) (evaluation.Cells, func(*testing.T) func()) {
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		n++
		u.Path = fmt.Sprintf("/kaoji_ballot_%d_%d", os.Getpid(), n)
		s, err := mongo.Open(t.Context(), u.String(), mongo.Options{ReadPatience: time.Minute, WritePatience: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s, func(*testing.T) func() { return func() {} }
	})
}
