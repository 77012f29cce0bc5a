package evaluation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestTheToDoListBeginsWithTheOverdueAndEndsWithWhatHasNoDeadline(t *testing.T) {
	w := newWorld(t)
	dues := []string{"", "2026-12-24", "2020-01-02", "", "2026-05-01", "", "2026-03-02", ""}
	for i, due := range dues {
		r := evaluation.Record{
			Office: "o1", ID: fmt.Sprintf("0198c2f0-0000-7000-8000-%012d", i), Kind: "note.sheet", State: draft, Subject: fmt.Sprint("p", i),
			Unique: fmt.Sprint(i), Waiting: []string{evaluation.WaitPerson(wang.Person)}, Payload: []byte(`{}`),
		}
		if due != "" {
			day, err := evaluation.ParseDate(due)
			if err != nil {
				t.Fatal(err)
			}
			r.Due = day
		}
		if _, err := w.Ledger.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"p2", "p6", "p4", "p1", "p0", "p3", "p5", "p7"}
	for limit := range len(dues) + 2 {
		var got []string
		for cursor, pages := "", 0; ; pages++ {
			page, err := w.Todo(t.Context(), wang, evaluation.Query{Limit: limit, Cursor: cursor})
			if err != nil || pages > len(dues) || limit > 0 && len(page.Views) > limit {
				t.Fatalf("limit %d, page %d: %d records, %v", limit, pages, len(page.Views), err)
			}
			for _, v := range page.Views {
				got = append(got, v.Subject)
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("in pages of %d: %v, want %v", limit, got, want)
		}
	}
}

// What others have to do is minded by whoever runs the measures, by the head of the
// department and the leader in charge of it, and by whoever has acted on it.
func TestWhatWaitsForOthersIsMindedByWhoAnswersForIt(t *testing.T) {
	w := newWorld(t)
	populate(t, w) // those about li and zhao wait for them, the drafts for personnel
	for _, c := range []struct {
		name string
		who  evaluation.Actor
		want string
	}{
		{"personnel", wang, "note.sheet shown 2 u1"},
		{"the head", chen, "note.sheet shown 2 u1"},
		{"the leader in charge", boss, "note.sheet shown 2 u1; note.sheet draft 1 u2"},
		{"the person who is waited for", li, ""},
	} {
		minded, err := w.Minded(t.Context(), c.who)
		if err != nil {
			t.Fatal(err)
		}
		got, n := []string{}, int64(0)
		for _, m := range minded.Lines {
			got, n = append(got, fmt.Sprint(m.Kind, " ", m.State, " ", m.N, " ", strings.Join(m.Units, " "))), n+m.N
			if m.Since.IsZero() || len(m.Views) == 0 || len(m.Views[0].Acts) > 0 {
				t.Errorf("%s: since %v, %d views", c.name, m.Since, len(m.Views))
			}
		}
		if strings.Join(got, "; ") != c.want || n != minded.N {
			t.Errorf("%s: %q, %d in all, want %q", c.name, got, minded.N, c.want)
		}
	}
}
