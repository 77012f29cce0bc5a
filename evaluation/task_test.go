package evaluation_test

import (
	"fmt"
	"slices"
	"testing"

	"kaoji/evaluation"
)

// waits stores records of one state that wait for wang, one for each deadline in
// days from today.
func (w *world) waits(t *testing.T, state evaluation.State, dues ...int) {
	t.Helper()
	for i, days := range dues {
		r := evaluation.Record{
			Office: "o1", ID: fmt.Sprintf("0198c2f0-0000-7000-8000-%s%07d", state, i), Kind: "note.sheet", State: state, Subject: fmt.Sprint("p", i),
			Unit: fmt.Sprint("u", i%2), Unique: fmt.Sprint(state, i), Waiting: []string{evaluation.WaitPerson(wang.Person)}, Payload: []byte(`{}`),
		}
		if days < 1000 {
			r.Due = evaluation.DateOf(w.Now()).AddDays(days)
		}
		if _, err := w.Ledger.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAlikeTasksAreOneLineAndTheMostUrgentComeFirst(t *testing.T) {
	w := newWorld(t)
	w.waits(t, draft, -3, 2, 5, 7, 8, 1000)
	w.waits(t, shown, 0, -9)
	w.waits(t, closed, -1) // as an earlier version left it: nobody has anything to do any more
	tasks, err := w.Tasks(t.Context(), wang)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, task := range tasks {
		got = append(got, fmt.Sprintf("%s %s %d of %d: %s", task.Urgency, task.State, task.N, len(task.Units), task.Views[0].Subject))
		if n := int64(len(task.Views)); task.Single() && n != task.N || n == 0 {
			t.Errorf("%s %s: %d of %d records", task.Urgency, task.State, n, task.N)
		}
		if v := task.Views[0]; task.Single() && v.Usual != map[evaluation.State]string{draft: "show", shown: "close"}[v.State] {
			t.Errorf("the usual act of %s is %q", v.State, v.Usual)
		}
	}
	want := []string{
		"overdue shown 1 of 1: p1", "overdue draft 1 of 1: p0", "today shown 1 of 1: p0",
		"week draft 3 of 2: p1", "later draft 1 of 1: p4", "undated draft 1 of 1: p5",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%v, want\n%v", got, want)
	}
}

// Whoever sees a record that waits for somebody else is expected to do nothing.
func TestNothingIsUsualForWhomARecordDoesNotWait(t *testing.T) {
	w := newWorld(t)
	w.waits(t, draft, 3)
	for _, c := range []struct {
		who  evaluation.Actor
		want string
	}{{wang, "show"}, {sun, ""}} {
		who, want := c.who, c.want
		v, err := w.Get(t.Context(), who, fmt.Sprintf("0198c2f0-0000-7000-8000-%s%07d", draft, 0))
		if err != nil || v.Usual != want || v.Awaited != (want != "") || !v.Offers("show") {
			t.Errorf("%s: usual %q, awaited %t, offered %v, %v", who.Person, v.Usual, v.Awaited, v.Acts, err)
		}
	}
}

func TestEveryDeadlineHasOneUrgency(t *testing.T) {
	today := evaluation.NewDate(2026, 11, 29)
	for days := -400; days < 400; days++ {
		due, n := today.AddDays(days), 0
		for _, u := range evaluation.Urgencies() {
			from, to := u.Days(today)
			in := u != evaluation.NoDue && !due.Before(from) && (to.IsZero() || !due.After(to))
			if in {
				n++
			}
			if in != (evaluation.UrgencyOf(due, today) == u) {
				t.Errorf("%d days: %s", days, u)
			}
		}
		if n != 1 {
			t.Errorf("%d days: %d urgencies", days, n)
		}
	}
	if got := evaluation.UrgencyOf(evaluation.Date{}, today); got != evaluation.NoDue {
		t.Errorf("no deadline is %s", got)
	}
}
