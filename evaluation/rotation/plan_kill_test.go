package rotation_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// A process is killed (SIGKILL) while a plan takes effect, started again, killed
// again, and started once more: a round.
const (
	killRounds = 6
	killFile   = "KAOJI_KILLED_FILE" // set: the test is the child
	killStart  = "KAOJI_KILLED_START"
)

var moving8 = []string{"a1", "b1", "c1", "d1", "a4", "b4", "c4", "d4"}

// telling says each write that was stored, so that whoever kills knows when.
type telling struct{ evaluation.Ledger }

func (l telling) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	r, err := l.Ledger.Put(ctx, r)
	fmt.Println("stored")
	return r, err
}

// takenOver is what a start does on the day: finish what was left, and look what
// is due.
func takenOver(w *officetest.World) {
	w.Turn("2026-12-15")
	w.Must(w.Resume(w.T.Context(), officetest.Office, 0))
	watch(w)
}

func TestTheRosterChangesOnceThoughTheProcessIsKilled(t *testing.T) {
	if path := os.Getenv(killFile); path != "" {
		start, err := strconv.ParseInt(os.Getenv(killStart), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		w := officetest.Over(t, path, start)
		w.Ledger = telling{w.Store}
		takenOver(w)
		return
	}
	ready, id := handedOver(t)
	before, want, writes := undisturbed(t, ready, id)
	if writes < 20 {
		t.Fatalf("only %d writes", writes)
	}
	partly := 0
	for round := range killRounds {
		path := filepath.Join(t.TempDir(), "kaoji.db")
		copied(t, ready, path)
		var seen []int
		for start := range int64(2) {
			seen = append(seen, killed(t, path, 2*start+1, 1+rand.IntN(writes))) //nolint:gosec // no secret
			w := officetest.Over(t, path, 2*start+2)
			if got := rosterOf(w); got != before && (got != want || len(entered(w, id)) < len(moving8)) {
				partly++
			}
			w.Must(w.Store.Close())
		}
		w := officetest.Over(t, path, 5)
		takenOver(w)
		if got := rosterOf(w); got != want {
			t.Fatalf("round %d, killed after %v writes:\n%swant\n%s", round, seen, got, want)
		}
		if n := len(entered(w, id)); n != len(moving8) {
			t.Fatalf("round %d: %d moves are effective", round, n)
		}
		verified(w)
		w.Must(w.Store.Close())
	}
	t.Logf("%d kills, %d of them with the moves half done", 2*killRounds, partly)
	if partly == 0 {
		t.Error("no kill came while the moves were half done")
	}
}

// handedOver is a file with a plan of eight moves whose handovers are signed.
func handedOver(t *testing.T) (path, id string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "ready.db")
	w := officetest.New(t)
	id = opened(w, moving8...)
	w.Do(w.Personnel(), id, "ask", moving(w, id, moving8...))
	w.Do(w.Personnel(), id, "compute", nil)
	w.Do(w.Personnel(), id, "submit", &rotation.SubmitInput{Chosen: rotation.ChosenBest, Checked: []string{"file", "matters"}})
	in := *meeting
	in.Present = people(w, "l1", "l2")
	w.Do(w.Personnel(), id, "deliberate", &in)
	for _, party := range planOf(w, id).Signoff.Current().Parties {
		who := w.Outside("party-"+party.Key, party.Role)
		if party.Person != "" {
			who.Person, who.Roles = party.Person, []evaluation.Role{evaluation.RoleLeader}
		}
		w.Do(who, id, "sign", &rotation.SignInput{})
	}
	w.Do(principal(w), id, "approve", &rotation.ApproveInput{Effective: date("2026-12-15")})
	handOver(w, id)
	w.Copy(path)
	return path, id
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from) //nolint:gosec // a file of the test
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// undisturbed is the roster before and after a plan that nobody disturbs, and how
// many writes that takes.
func undisturbed(t *testing.T, ready, id string) (before, after string, writes int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kaoji.db")
	copied(t, ready, path)
	w := officetest.Over(t, path, 1)
	before = rosterOf(w)
	count := &dying{Ledger: w.Store, left: 1 << 20}
	w.Ledger = count
	takenOver(w)
	after = rosterOf(w)
	if more := strings.Count(after, "\n") - strings.Count(before, "\n"); more != len(moving8) || len(entered(w, id)) != len(moving8) {
		t.Fatalf("%d appointments more:\n%s", more, after)
	}
	return before, after, 1<<20 - count.left
}

// killed starts the child and kills it after so many writes and a little more.
// It gives the writes that it was seen to store.
func killed(t *testing.T, path string, start int64, after int) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$") //nolint:gosec // this very program
	cmd.Env = append(os.Environ(), killFile+"="+path, fmt.Sprint(killStart, "=", start))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() != "stored" {
			if strings.Contains(lines.Text(), "FAIL") {
				t.Errorf("the child: %s", lines.Text())
			}
			continue
		}
		if seen++; seen == after {
			time.AfterFunc(time.Duration(rand.IntN(500))*time.Microsecond, func() { _ = cmd.Process.Kill() }) //nolint:gosec // no secret
		}
	}
	if err := cmd.Wait(); err != nil && cmd.ProcessState.Exited() {
		t.Errorf("the child failed: %v", err)
	}
	return seen
}

// rosterOf is every appointment of everybody in the office.
func rosterOf(w *officetest.World) string {
	said := ""
	for _, r := range all(w, roster.KindPerson) {
		p := officetest.Payload[roster.Person](w, r.ID)
		for _, a := range p.Appointments {
			said += fmt.Sprintln(p.No, a.Department, a.Post, a.Heads, a.From, a.To)
		}
	}
	return said
}

// entered are the moves that have taken effect.
func entered(w *officetest.World, plan string) []evaluation.Record {
	var list []evaluation.Record
	for _, r := range all(w, rotation.KindMove) {
		if r.State == rotation.MoveEffective && r.Parent == plan {
			list = append(list, r)
		}
	}
	return list
}

// verified checks every history, that no effect is left, and the trail.
func verified(w *officetest.World) {
	w.T.Helper()
	for _, kind := range []string{roster.KindPerson, roster.KindDepartment, rotation.KindPlan, rotation.KindMove} {
		for _, r := range all(w, kind) {
			r := w.Stored(r.ID)
			if bad := evaluation.VerifyHistory(nil, &r); len(bad) > 0 || r.Pending {
				w.T.Errorf("%s %s: %v, pending %t", kind, r.ID, bad, r.Pending)
			}
		}
	}
	if _, bad, err := w.Trail.Verify(w.T.Context(), officetest.Office, nil); err != nil || len(bad) > 0 {
		w.T.Errorf("trail: %v %v", bad, err)
	}
}
