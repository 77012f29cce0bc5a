package ballot_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/storage/sqlite"
)

type vote struct {
	Grade string `json:"grade"`
}

func boxes(t *testing.T) (*ballot.Service, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kaoji.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return ballot.New(store, []byte("0123456789abcdef0123456789abcdef")), path
}

func TestEachVoterCastsOneBallotEver(t *testing.T) {
	s, _ := boxes(t)
	ctx := t.Context()
	if err := s.Cast(ctx, "o", "b", "p1", vote{"excellent"}); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Fatalf("a box that is not there took a ballot: %v", err)
	}
	if err := s.Open(ctx, "o", "b", 3); err != nil {
		t.Fatal(err)
	}
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
	if err := s.Open(ctx, "o", "b", 2); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := s.Cast(ctx, "o", "b", strconv.Itoa(i), vote{strconv.Itoa(19 - i)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Ballots(ctx, "o", "b"); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("ballots of an open box: %v", err)
	}
	if err := s.Close(ctx, "o", "b"); err != nil {
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
	if err := s.Open(t.Context(), "o", "b", 1); err != nil {
		t.Fatal(err)
	}
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
