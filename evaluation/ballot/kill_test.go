package ballot_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"kaoji/evaluation/ballot"
	"kaoji/storage/sqlite"
)

// What is proven here: a vote that was acknowledged is counted once, however the
// process died.

const (
	killRounds  = 6
	killVoters  = 8 // at once
	killFile    = "KAOJI_BALLOT_FILE"
	killStart   = "KAOJI_BALLOT_START"
	longestLife = 60 * time.Millisecond
)

func TestMain(m *testing.M) {
	if path := os.Getenv(killFile); path != "" {
		fmt.Fprintln(os.Stderr, keepCasting(path, os.Getenv(killStart)))
		os.Exit(1) // a child ends by being killed and in no other way
	}
	os.Exit(m.Run())
}

// keepCasting lets voters vote until it is killed and says who was acknowledged.
func keepCasting(path, start string) error {
	ctx := context.Background()
	cells, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	s := ballot.New(cells, serverKey, stretch)
	failed := make(chan error)
	for w := range killVoters {
		go func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%s-%d-%d", start, w, n)
				if err := s.Cast(ctx, "o", "b", name, vote{name}); err != nil {
					failed <- err
					return
				}
				fmt.Printf("%s\n", name)
			}
		}()
	}
	return <-failed
}

func TestAnAcknowledgedVoteOutlivesAKill(t *testing.T) {
	s, path := boxes(t)
	s.box(100_000)
	acknowledged := map[string]bool{}
	if control := os.Getenv("KAOJI_CONTROL"); control != "" { // of scripts/attack.sh: somebody who did not vote
		acknowledged[control] = true
	}
	for i := range killRounds {
		for _, name := range killed(t, path, i) {
			acknowledged[name] = true
		}
	}
	s.must(s.close())
	got := s.cast()
	for name := range acknowledged {
		if got[name] != 1 {
			t.Errorf("the vote of %s was acknowledged and is there %d times", name, got[name])
		}
	}
	n, err := s.Count(t.Context(), "o", "b")
	s.must(err)
	if n.Cast != len(got) || len(acknowledged) < killRounds || len(got) > len(acknowledged)+killRounds*killVoters {
		t.Errorf("%d acknowledged, %d counted, %d ballots", len(acknowledged), n.Cast, len(got))
	}
	t.Logf("%d kills, %d votes acknowledged, %d counted", killRounds, len(acknowledged), n.Cast)
}

// killed lets a process of its own take votes and kills it.
func killed(t *testing.T, path string, round int) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this test itself
	cmd.Env = append(os.Environ(), killFile+"="+path, fmt.Sprintf("%s=%d", killStart, round))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var names []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if names = append(names, lines.Text()); len(names) == 1 {
			time.AfterFunc(rand.N(longestLife), func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // killed
	return names
}
