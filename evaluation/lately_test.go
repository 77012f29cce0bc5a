package evaluation_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/evaluation"
)

// What the start page asks is read once for a reader: until an act changes a record of
// the office, or for as long as a change by another process may stay unseen.
func TestATaskListIsReadAnewAfterAnActAndAfterAWhile(t *testing.T) {
	w := newWorld(t)
	populate(t, w)
	waiting := func() (n int64) {
		t.Helper()
		tasks, err := w.Tasks(t.Context(), wang)
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			n += task.N
		}
		return n
	}
	before := waiting()
	r := evaluation.Record{
		Office: "o1", ID: "0198c2f0-0000-7000-8000-000000000001", Unique: "another", Kind: "note.sheet", State: draft, Subject: "other",
		Waiting: []string{evaluation.WaitPerson(wang.Person)}, Payload: []byte(`{}`),
	}
	if _, err := w.Ledger.Put(t.Context(), r); err != nil { // as another process does
		t.Fatal(err)
	}
	if n := waiting(); n != before {
		t.Errorf("at once: %d tasks, want the %d that were read before", n, before)
	}
	w.now = w.now.Add(evaluation.Recheck)
	if n := waiting(); n != before+1 {
		t.Errorf("after a while: %d tasks, want %d", n, before+1)
	}
	if _, err := w.Create(t.Context(), wang, "note.sheet", "begin", evaluation.Creation{Input: &begin{Subject: "wu", Title: "谈话"}}); err != nil {
		t.Fatal(err)
	}
	if n := waiting(); n != before+2 {
		t.Errorf("after an act: %d tasks, want %d", n, before+2)
	}
}

// An answer that was kept shows the same records again: each time is a look.
func TestAKeptAnswerIsALookEachTime(t *testing.T) {
	w := newWorld(t)
	populate(t, w)
	reads := 0
	ask := func(ctx context.Context) {
		t.Helper()
		_, err := evaluation.Lately(ctx, w.Service, wang, "all", func(ctx context.Context) (evaluation.Views, error) {
			reads++
			return w.List(ctx, wang, evaluation.Query{})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		ask(t.Context())
		page := evaluation.Looking(t.Context())
		ask(page)
		if err := w.NoteLooks(page, wang); err != nil {
			t.Fatal(err)
		}
	}
	looks, err := w.store.FindTrail(t.Context(), "o1", evaluation.TrailFilter{Action: "list"}, 0, false, 100)
	if err != nil || len(looks) != 6 || reads != 1 {
		t.Fatalf("%d looks, %d reads, %v, want 6 of one read", len(looks), reads, err)
	}
	for _, l := range looks {
		if l.Detail != looks[0].Detail || l.Detail == "" {
			t.Errorf("a look of %q, the first was of %q", l.Detail, looks[0].Detail)
		}
	}
}

// Readers with other roles are other readers, what failed is not kept, and those who ask
// at the same time wait for one of them.
func TestAnAnswerIsOfOneReaderAndIsReadOnce(t *testing.T) {
	w := newWorld(t)
	var reads atomic.Int64
	read := func(context.Context) (int64, error) { return reads.Add(1), nil }
	ask := func(who evaluation.Actor, what string) int64 {
		n, err := evaluation.Lately(t.Context(), w.Service, who, what, read)
		if err != nil {
			t.Error(err)
		}
		return n
	}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if n := ask(wang, "a"); n != 1 {
				t.Errorf("read %d times", n)
			}
		})
	}
	all.Wait()
	for i, who := range []evaluation.Actor{sun, actor("wang", evaluation.RoleHead), {Office: "o2", Account: wang.Account, Person: wang.Person, Roles: wang.Roles}} {
		if n := ask(who, "a"); n != int64(i)+2 {
			t.Errorf("%v was given the answer of another", who)
		}
	}
	if ask(wang, "b") != 5 || ask(wang, "a") != 1 {
		t.Error("the question does not tell answers apart")
	}
	w.Forget("o1")
	if ask(wang, "a") != 6 {
		t.Error("forgotten and given again")
	}
	w.Forget("o1")
	wrong := errors.New("not now")
	if _, err := evaluation.Lately(t.Context(), w.Service, wang, "a", func(context.Context) (int64, error) { return 0, wrong }); !errors.Is(err, wrong) {
		t.Errorf("%v, want the mistake", err)
	}
	if ask(wang, "a") != 7 {
		t.Error("a mistake was kept")
	}
}
