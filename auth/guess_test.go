package auth_test

import (
	"strconv"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

const elsewhere = "203.0.113.77"

func TestStrangersLockNobodyOutOfTheAddressTheyKnow(t *testing.T) {
	w := newWorld(t)
	w.enter("admin", evaluation.RoleAdmin)
	login := func(address, password string) error {
		_, err := w.Login(t.Context(), auth.LoginInput{Name: "admin", Password: password, Address: address})
		return err
	}
	if err := login("198.51.100.1", good); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		wantCode(t, login("203.0.113."+strconv.Itoa(i), "wrong"), evaluation.CodeUnauthorized)
	}
	wantCode(t, login(elsewhere, good), evaluation.CodeUnauthorized) // locked for whoever is not known
	if err := login("198.51.100.1", good); err != nil {
		t.Errorf("from the address it knows: %v", err)
	}
	for range 5 {
		wantCode(t, login("198.51.100.1", "wrong"), evaluation.CodeUnauthorized)
	}
	wantCode(t, login("198.51.100.1", good), evaluation.CodeUnauthorized) // guesses count there, too
	w.pass(31 * time.Minute)
	if err := login(elsewhere, good); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

func TestGuessesFromOneAddressAreSlowedWhateverTheName(t *testing.T) {
	w := newWorld(t)
	w.enter("li", evaluation.RoleCadre)
	w.enter("zhang", evaluation.RoleCadre)
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "li", Password: good, Address: elsewhere}); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		_, err := w.Login(t.Context(), auth.LoginInput{Name: "guess" + strconv.Itoa(i), Password: "wrong", Address: elsewhere})
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	before, _ := w.HashStats()
	_, err := w.Login(t.Context(), auth.LoginInput{Name: "zhang", Password: good, Address: elsewhere})
	wantCode(t, err, evaluation.CodeTooMany)
	if after, _ := w.HashStats(); after != before {
		t.Error("a password is hashed for whoever has to wait")
	}
	wantCode(t, w.MayGuess(elsewhere), evaluation.CodeTooMany)
	if err := w.MayGuess("203.0.113.78"); err != nil {
		t.Errorf("the neighbour: %v", err)
	}
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "li", Password: good, Address: elsewhere}); err != nil {
		t.Errorf("who is known there: %v", err)
	}
	w.pass(31 * time.Minute)
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhang", Password: good, Address: elsewhere}); err != nil {
		t.Errorf("later: %v", err)
	}
}

func TestWholeNetworksOfIPv6CountAsOneAddress(t *testing.T) {
	w := newWorld(t)
	for i := range 100 {
		w.GuessedWrong("2001:db8:1:2::" + strconv.Itoa(i))
	}
	wantCode(t, w.MayGuess("2001:db8:1:2:ffff::1"), evaluation.CodeTooMany)
	if err := w.MayGuess("2001:db8:1:3::1"); err != nil {
		t.Error(err)
	}
}

func TestManyRefusalsOfANameLeaveFewLines(t *testing.T) {
	w := newWorld(t)
	w.enter("li", evaluation.RoleCadre)
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "li", Password: good, Address: elsewhere}); err != nil {
		t.Fatal(err)
	}
	before := len(w.trail(evaluation.TrailFilter{Action: "login", Outcome: evaluation.OutcomeRefused}))
	for range 200 {
		_, err := w.Login(t.Context(), auth.LoginInput{Name: "li", Password: "wrong", Address: elsewhere})
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	if lines := len(w.trail(evaluation.TrailFilter{Action: "login", Outcome: evaluation.OutcomeRefused})) - before; lines != 12 {
		t.Errorf("%d lines for 200 refusals, want 10 and one for each hundred", lines)
	}
	if got := w.lastDetail("login", evaluation.OutcomeRefused); got != "locked ×200" {
		t.Errorf("the last one says %q", got)
	}
}
