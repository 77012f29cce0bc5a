package sqlite_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// What is proven here: a write that was acknowledged outlives the sudden death
// of the process, whole and with its history, whatever was going on. SIGKILL
// says nothing about a power cut, because the page cache of the operating
// system outlives it: for that see power_test.go.

const (
	crashRounds  = 100
	crashLanes   = 4 // rounds at once, each lane on a file of its own
	crashWriters = 8
	childMode    = "KAOJI_CRASH_CHILD"
	childFile    = "KAOJI_CRASH_FILE"
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		fmt.Fprintln(os.Stderr, child(mode, os.Getenv(childFile)))
		os.Exit(1) // a child ends by being killed and in no other way
	}
	os.Exit(m.Run())
}

// hasty is the control: it acknowledges before it commits.
type hasty struct{ *sqlite.Store }

func (h hasty) Put(_ context.Context, r evaluation.Record) (evaluation.Record, error) {
	go func(r evaluation.Record) { _, _ = h.Store.Put(context.Background(), r) }(r)
	r.Version++
	return r, nil
}

func child(mode, path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	switch mode {
	case "steady":
		return load(ctx, s, 5)
	case "hasty":
		return load(ctx, hasty{s}, 0)
	default:
		return dieInEffect(ctx, s, mode)
	}
}

// load writes until it is killed and reports every acknowledged write.
func load(ctx context.Context, ledger evaluation.Ledger, changes int) error {
	svc, err := counting(ledger, nil)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range crashWriters {
		go func() {
			for {
				r, err := svc.Create(ctx, system, "count.sheet", "begin", evaluation.Creation{})
				for i := 0; err == nil; i++ {
					fmt.Println(r.ID, r.Version) // unbuffered: one system call
					if i == changes {
						break
					}
					r, err = svc.Act(ctx, system, r.ID, r.Version, "add", evaluation.Change{Reason: strconv.Itoa(w)})
				}
				if err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	return <-failed
}

func TestEveryAcknowledgedWriteOutlivesAKill(t *testing.T) {
	var wg sync.WaitGroup
	var total, kills int
	var mu sync.Mutex
	mode := cmp.Or(os.Getenv("KAOJI_CONTROL"), "steady") // the control of scripts/attack.sh is hasty
	for lane := range crashLanes {
		path := filepath.Join(t.TempDir(), "kaoji.db")
		wg.Go(func() {
			all := map[string]int64{}
			for round := range crashRounds / crashLanes {
				acked := runAndKill(t, mode, path)
				if lost := inspect(t, path, acked); len(lost) > 0 {
					t.Errorf("lane %d round %d: %d acknowledged writes are lost or broken: %v", lane, round, len(lost), lost[0])
				}
				maps.Copy(all, acked)
				mu.Lock()
				kills++
				for _, v := range acked {
					total += int(v)
				}
				mu.Unlock()
			}
			if lost := inspect(t, path, all); len(lost) > 0 {
				t.Errorf("lane %d: %d writes of earlier rounds are lost: %v", lane, len(lost), lost[0])
			}
			if err := sqlite.CheckFile(t.Context(), path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	t.Logf("%d kills, %d acknowledged writes", kills, total)
	if kills != crashRounds || total < crashRounds {
		t.Errorf("%d kills and %d writes prove nothing", kills, total)
	}
}

func TestTheCrashTestSeesAWriterThatAnswersTooEarly(t *testing.T) {
	for range 10 {
		path := filepath.Join(t.TempDir(), "kaoji.db")
		if len(inspect(t, path, runAndKill(t, "hasty", path))) > 0 {
			return
		}
	}
	t.Error("ten kills of a writer that acknowledges before it commits, and nothing was missed")
}

// runAndKill starts a child, kills it at a random moment of its work and
// returns the newest acknowledged version of each record.
func runAndKill(t *testing.T, mode, path string) map[string]int64 {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), childMode+"="+mode, childFile+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Error(err)
		return nil
	}
	if err := cmd.Start(); err != nil {
		t.Error(err)
		return nil
	}
	acked := map[string]int64{}
	lines := bufio.NewScanner(out)
	// The moment is random twice: after so many writes, and then so much later.
	writes, later := rand.IntN(150), time.Duration(rand.IntN(10_000))*time.Microsecond //nolint:gosec // no secret
	for n := 0; lines.Scan(); n++ {
		id, v, _ := strings.Cut(lines.Text(), " ")
		version, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			continue // cut in the middle by the kill
		}
		acked[id] = max(acked[id], version)
		if n == writes {
			time.AfterFunc(later, func() { _ = cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
		t.Errorf("the child ended by itself: %v", err)
	}
	return acked
}

// inspect opens the file as the next start would and says what is lost of the
// acknowledged writes, or not whole.
func inspect(t *testing.T, path string, acked map[string]int64) []string {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		return []string{err.Error()}
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var lost []string
	for _, id := range slices.Sorted(maps.Keys(acked)) {
		r, err := s.Get(t.Context(), "o1", id)
		if err != nil {
			lost = append(lost, fmt.Sprintf("%s: %v", id, err))
			continue
		}
		p, err := evaluation.PayloadOf[count](r)
		switch bad := evaluation.VerifyHistory(nil, &r); {
		case err != nil || len(bad) > 0:
			lost = append(lost, fmt.Sprintf("%s: %v %v", id, bad, err))
		case r.Version < acked[id] || int64(p.N) != r.Version || int64(len(r.History)) != r.Version:
			lost = append(lost, fmt.Sprintf("%s: version %d, count %d, %d entries, acknowledged %d", id, r.Version, p.N, len(r.History), acked[id]))
		}
	}
	return lost
}

// count is the payload of the measure that the tests run: N is the number of
// acts so far.
type count struct {
	N    int    `json:"n"`
	Text string `json:"text"`
}

var system = evaluation.System("o1")

type silent struct{}

func (silent) Note(context.Context, evaluation.TrailEvent) error { return nil }

// counting is a service with one small measure over the ledger.
func counting(ledger evaluation.Ledger, effect evaluation.EffectHandler) (*evaluation.Service, error) {
	add := evaluation.Plain(func(s *evaluation.Step, p *count) (evaluation.State, error) {
		p.N++
		p.Text = strings.Repeat("考", 100*p.N)
		s.Record.Waiting = []string{evaluation.WaitPerson(strconv.Itoa(p.N))}
		return "open", nil
	})
	copies := evaluation.Plain(func(s *evaluation.Step, p *count) (evaluation.State, error) {
		p.N++
		return "open", s.Effect("copy", map[string]string{"id": "copy-of-" + s.Record.ID})
	})
	return evaluation.NewService(evaluation.Parts{
		Ledger: ledger, Trail: silent{}, Now: time.Now, NewID: newID, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Measures: []evaluation.Measure{{Name: "count", Kinds: []evaluation.Kind{{
			Name: "count.sheet", States: []evaluation.State{"open"}, Payload: evaluation.New[count], Usual: evaluation.Usual{"open": {"add"}},
			Effects: map[string]evaluation.EffectHandler{"copy": effect},
			Acts: []evaluation.Act{
				{Name: "begin", To: []evaluation.State{"open"}, Run: add},
				{Name: "add", From: []evaluation.State{"open"}, To: []evaluation.State{"open"}, Run: add},
				{Name: "copy", From: []evaluation.State{"open"}, To: []evaluation.State{"open"}, Run: copies},
			},
		}}}},
	})
}
