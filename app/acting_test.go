package main

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// acting is the demo with everybody who can log in.
type acting struct {
	*Kaoji
	t      *testing.T
	day    *roster.Snapshot
	people []evaluation.Actor
	logins map[string]string // names of their accounts, by id
}

// filledActing is a demo as it was filled at a moment.
func filledActing(t *testing.T, now time.Time, size demo.Size) *acting {
	t.Helper()
	cfg := settings(t)
	if kept := os.Getenv("KAOJI_TEST_DEMO"); kept != "" { // a folder that is filled at the first run
		cfg.Data = kept
	}
	clock := demo.At(now)
	if err := fillDemo(t.Context(), cfg, &clock, size); err != nil {
		t.Fatal(err)
	}
	k, err := build(t.Context(), cfg, slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Store.Close() })
	a := &acting{Kaoji: k, t: t, logins: map[string]string{}}
	for after := ""; ; {
		list, next, err := k.Auth.ListAccounts(t.Context(), auth.Operator(k.Office), auth.Filter{}, after, evaluation.MaxLimit)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			a.logins[c.ID] = c.Name
			a.people = append(a.people, evaluation.Actor{Office: c.Office, Account: c.ID, Person: c.Person, Name: c.Display, Roles: c.Roles})
		}
		if after = next; after == "" {
			break
		}
	}
	return a
}

// turn reads the roster as of a moment.
func (a *acting) turn(now time.Time) {
	a.t.Helper()
	book, err := a.Roster.Book(a.t.Context(), a.Office)
	if err != nil {
		a.t.Fatal(err)
	}
	a.day = book.On(evaluation.DateOf(now))
}
