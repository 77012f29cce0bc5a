package ballot_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/storage/sqlite"
)

type vote struct {
	Grade string `json:"grade"`
}

const size = 100 // bytes of a ballot

// stretch is as the program wires it, but cheap.
var stretch = auth.NewPassphrases(auth.Cost{Memory: 64, Time: 1}).Stretch

var serverKey = []byte("0123456789abcdef0123456789abcdef")

// round is a service with a round that two persons keep.
type round struct {
	*ballot.Service
	t       testing.TB
	keeping ballot.Keeping
}

func over(t testing.TB, cells evaluation.Cells) *round {
	t.Helper()
	r := &round{Service: ballot.New(cells, serverKey, stretch), t: t}
	for i, passphrase := range passphrases {
		who := evaluation.Actor{Account: strconv.Itoa(i), Name: "保管人" + strconv.Itoa(i)}
		r.must(r.Keep(&r.keeping, who, evaluation.NewDate(2026, 12, 1), passphrase))
	}
	r.must(r.Begin(&r.keeping))
	return r
}

var passphrases = []string{"第一位保管人的口令", "correct horse battery"}

func (r *round) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *round) box(eligible int) {
	r.t.Helper()
	r.must(r.Open(r.t.Context(), "o", "b", ballot.Voting{Eligible: eligible, Key: r.keeping.Stored.Public, Size: size}))
}

func (r *round) close() error {
	key, err := r.Unlock(&r.keeping, passphrases[1])
	r.must(err)
	return r.Close(r.t.Context(), "o", "b", key)
}

func store(t testing.TB) (*sqlite.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kaoji.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store, path
}

func boxes(t testing.TB) (*round, string) {
	t.Helper()
	cells, path := store(t)
	return over(t, cells), path
}

func TestEachVoterCastsOneBallotEver(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	if err := s.Cast(ctx, "o", "b", "p1", vote{"excellent"}); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Fatalf("a box that is not there took a ballot: %v", err)
	}
	s.box(3)
	var wg sync.WaitGroup
	var in atomic.Int32
	for range 8 {
		wg.Go(func() {
			if err := s.Cast(ctx, "o", "b", "p1", vote{"excellent"}); err == nil {
				in.Add(1)
			} else if evaluation.CodeOf(err) != evaluation.CodeConflict {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if in.Load() != 1 {
		t.Errorf("%d ballots of one voter are in the box", in.Load())
	}
	if voted, err := s.Voted(ctx, "o", "b", "p1"); err != nil || !voted {
		t.Errorf("Voted = %v, %v", voted, err)
	}
	if voted, err := s.Voted(ctx, "o", "b", "p2"); err != nil || voted {
		t.Errorf("Voted of who has not = %v, %v", voted, err)
	}
}

func TestResultsOpenOnlyAfterClosingAndThenNothingMoreGoesIn(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	s.box(2)
	for i := range 20 {
		if err := s.Cast(ctx, "o", "b", strconv.Itoa(i), vote{strconv.Itoa(19 - i)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Ballots(ctx, "o", "b"); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("ballots of an open box: %v", err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	list, err := s.Ballots(ctx, "o", "b")
	if err != nil || len(list) != 20 {
		t.Fatalf("%d ballots, %v", len(list), err)
	}
	for i := 1; i < len(list); i++ {
		if string(list[i-1]) > string(list[i]) {
			t.Error("the order of ballots is not their own")
		}
	}
	if err := s.Cast(ctx, "o", "b", "late", vote{"x"}); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("a closed box took a ballot: %v", err)
	}
	if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast != 20 || n.Open {
		t.Errorf("Count = %+v, %v", n, err)
	}
}

func TestTheDataFileDoesNotNameVoters(t *testing.T) {
	s, path := boxes(t)
	s.box(1)
	if err := s.Cast(t.Context(), "o", "b", "voter-with-a-name", vote{"excellent"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), "voter-with-a-name") {
			t.Errorf("%s names a voter", filepath.Base(name))
		}
	}
}

func TestSeveralBallotsOfOneVoterLieInTheBoxWithNothingThatJoinsThem(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	s.box(3)
	for _, v := range []ballot.Vote{
		{Voter: "p1", Way: "account", Ballots: []any{vote{"3"}, vote{"1"}}},
		{Voter: "p2", Way: "code", Ballots: []any{vote{"4"}, vote{"2"}}},
		{Voter: "p3", Way: "code"},
	} {
		if err := s.Put(ctx, "o", "b", v); err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.Count(ctx, "o", "b")
	if err != nil || n.Cast != 3 || n.Ways["account"] != 1 || n.Ways["code"] != 2 {
		t.Errorf("Count = %+v, %v", n, err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	list, err := s.Ballots(ctx, "o", "b")
	if err != nil || len(list) != 4 {
		t.Fatalf("%d ballots, %v", len(list), err)
	}
	for i := range list {
		if want := `{"grade":"` + strconv.Itoa(i+1) + `"}`; string(list[i]) != want {
			t.Errorf("ballot %d is %s, want %s", i, list[i], want)
		}
	}
}

func TestASlipIsUsedOrSpoiltAndNeverBoth(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	s.box(20)
	for i := range 20 {
		slip := strconv.Itoa(i)
		var cast, spoilt error
		var wg sync.WaitGroup
		wg.Go(func() { cast = s.Put(ctx, "o", "b", ballot.Vote{Voter: slip, Way: "code", Ballots: []any{vote{"x"}}}) })
		wg.Go(func() { spoilt = s.Spoil(ctx, "o", "b", slip) })
		wg.Wait()
		switch {
		case cast == nil && evaluation.CodeOf(spoilt) == evaluation.CodeConflict:
		case spoilt == nil && evaluation.CodeOf(cast) == evaluation.CodeState:
		default:
			t.Fatalf("slip %s: cast %v, spoilt %v", slip, cast, spoilt)
		}
	}
	if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast+n.Spoilt != 20 || n.Ways["code"] != n.Cast {
		t.Errorf("Count = %+v, %v", n, err)
	}
	if err := s.Spoil(ctx, "o", "b", "0"); err == nil {
		t.Error("a slip is spoilt twice")
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(ctx, "o", "b"); err != nil || n.Cast+n.Spoilt != 20 {
		t.Errorf("after closing: %+v, %v", n, err)
	}
	if err := s.Spoil(ctx, "o", "b", "new"); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("spoilt in a closed box: %v", err)
	}
}
