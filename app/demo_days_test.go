package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/bonus"
)

// TestTheDemoIsAliveAtTheTurnOfAYear: the half-year that has ended is still worked on.
// The nightly tests look at other days.
func TestTheDemoIsAliveAtTheTurnOfAYear(t *testing.T) {
	aliveOn(t, "2028-02-10", demo.Size{Years: 0})
}

// aliveOn fills the demo on a day: nothing that is over lies in the future, everybody
// has something to do and the section little that is late, and the charts of leaders
// have figures.
func aliveOn(t *testing.T, day string, size demo.Size) {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	a := filledActing(t, at.Add(10*time.Hour), size)
	a.past()
	for login, least := range map[string]int{
		"zuzhi": 20, "jigong": 3, "ld01": 6, "ld02": 6, "ld03": 1, "tq0001": 5, "tq0002": 2, "tq0004": 4, "xj03": 2, "jw0101": 3,
	} {
		lines, late, list := a.toDo(a.named(login))
		if lines < least || late > 8 || login == "zuzhi" && late < 2 {
			t.Errorf("%s has %d lines, %d records are late: %s", login, lines, late, list)
		}
	}
	for _, login := range []string{"jiandu1", "tq0002"} {
		if n, err := a.Service.Unread(t.Context(), a.named(login)); err != nil || n == 0 || n > 20 {
			t.Errorf("%s has %d unread notifications, %v", login, n, err)
		}
	}
	glances, err := a.Service.Glances(t.Context(), a.named("ld01"))
	if err != nil || len(glances) < 8 {
		t.Fatalf("%d measures, %v", len(glances), err)
	}
	for i := range glances {
		if !slices.ContainsFunc(glances[i].Figures, func(f evaluation.Figure) bool { return f.Now.N.Sum() > 0 }) {
			t.Errorf("%s has no figure", glances[i].Measure)
		}
	}
}

// past finds what is said to have happened later than now. A record that is not over
// can be a plan; the day of a bonus entry is the end of its period.
func (a *acting) past() {
	a.t.Helper()
	now := a.Now()
	for r, err := range evaluation.AllRecords(a.t.Context(), a.Store, evaluation.Query{Office: a.Office}) {
		if err != nil {
			a.t.Fatal(err)
		}
		k, _ := a.Service.Kind(r.Kind)
		if over := !slices.Contains(k.Open(), r.State); over && r.On.After(evaluation.DateOf(now)) && r.Kind != bonus.KindEntry {
			a.t.Errorf("%s %s is %s, on %s", r.Kind, r.ID, r.State, r.On)
		}
		for _, e := range r.History {
			if e.At.After(now) {
				a.t.Errorf("%s %s: %s at %s", r.Kind, r.ID, e.Act, e.At)
			}
		}
	}
}

// toDo counts the lines of somebody's start page, with one for all ballots, and the
// records that are late.
func (a *acting) toDo(who evaluation.Actor) (lines int, late int64, list string) {
	a.t.Helper()
	tasks, err := a.Service.Tasks(a.t.Context(), who)
	if err != nil {
		a.t.Fatal(err)
	}
	var said []string
	for i := range tasks {
		task := &tasks[i]
		if lines++; task.Single() {
			lines += int(task.N) - 1
		}
		if task.Urgency == evaluation.Overdue {
			late += task.N
		}
		said = append(said, fmt.Sprintf("%d %s %s.%s", task.N, task.Urgency, task.Kind, task.State))
	}
	ratings, err := a.Assessment.Tasks(a.t.Context(), who)
	if err != nil {
		a.t.Fatal(err)
	}
	votes, err := a.Appraisal.Tasks(a.t.Context(), who)
	if err != nil {
		a.t.Fatal(err)
	}
	ratings = slices.DeleteFunc(ratings, func(x assessment.Task) bool { return x.Voted })
	votes = slices.DeleteFunc(votes, func(x appraisal.Form) bool { return x.Voted })
	if n := len(ratings) + len(votes); n > 0 {
		lines, said = lines+1, append(said, fmt.Sprintf("%d ballots", n))
	}
	return lines, late, strings.Join(said, ", ")
}

// named is somebody by the name of the login.
func (a *acting) named(login string) evaluation.Actor {
	a.t.Helper()
	at := slices.IndexFunc(a.people, func(x evaluation.Actor) bool { return a.logins[x.Account] == login })
	if at < 0 {
		a.t.Fatalf("nobody logs in as %s", login)
	}
	return a.people[at]
}
