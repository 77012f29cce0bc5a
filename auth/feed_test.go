package auth_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

// feed makes a feed for somebody who is logged in.
func (w *world) feed(s auth.Session) string {
	w.t.Helper()
	secret, err := w.MakeFeed(w.t.Context(), s)
	if err != nil {
		w.t.Fatal(err)
	}
	return secret
}

func (w *world) reads(secret string) error {
	_, err := w.Feed(w.t.Context(), secret, here)
	return err
}

func TestTheSecretOfAFeedReadsTheCalendarOfItsAccountAndIsStoredNowhere(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	if since, err := w.FeedSince(t.Context(), s); err != nil || !since.IsZero() {
		t.Errorf("an account without a feed has one since %v, %v", since, err)
	}
	secret := w.feed(s)
	if who, err := w.Feed(t.Context(), secret, here); err != nil || who.Account != s.Account.ID || who.Office != office {
		t.Errorf("the secret reads for %+v, %v", who, err)
	}
	if since, err := w.FeedSince(t.Context(), s); err != nil || !since.Equal(w.now()) {
		t.Errorf("made at %v, %v", since, err)
	}
	if len(secret) < 22 { // 128 bits
		t.Errorf("%q is short", secret)
	}
	cells, err := w.store.FindCells(t.Context(), evaluation.CellQuery{Class: "feed", Limit: evaluation.MaxLimit})
	if err != nil || len(cells) != 1 {
		t.Fatal(cells, err)
	}
	stored := w.everything() + cells[0].ID + cells[0].Unique + string(cells[0].Body)
	if strings.Contains(stored, secret) {
		t.Error("the secret is stored")
	}
}

func TestANewFeedAndAWithdrawalEndTheOneBefore(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	other, _ := w.enter("lisi", evaluation.RoleCadre)
	kept, first := w.feed(other), w.feed(s)
	second := w.feed(s)
	wantCode(t, w.reads(first), evaluation.CodeNotFound)
	wantCode(t, w.reads(second), "")
	if err := w.WithdrawFeed(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.reads(second), evaluation.CodeNotFound)
	wantCode(t, w.reads(kept), "")
	if got := w.lastDetail("feed", evaluation.OutcomeOK); got != "withdrawn" {
		t.Errorf("the trail says %q", got)
	}
}

func TestAFeedEndsWithTheAccountAndTheReset(t *testing.T) {
	gone := map[string]bool{}
	w := newWorld(t, func(p *auth.Parts) {
		p.Left = func(_ context.Context, _, person string) (bool, error) { return gone[person], nil }
	})
	_, once, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{
		Name: "zhangsan", Display: "张三", Person: "person-1", Roles: []evaluation.Role{evaluation.RoleCadre},
	})
	if err != nil {
		t.Fatal(err)
	}
	fresh := w.session(w.login("zhangsan", once).Access)
	if _, err := w.MakeFeed(t.Context(), fresh); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("a feed before the one-time password is changed: %v", err)
	}
	if err := w.ChangePassword(t.Context(), fresh, once, good); err != nil {
		t.Fatal(err)
	}
	s := w.session(w.login("zhangsan", good).Access)
	secret := w.feed(s)
	gone["person-1"] = true
	wantCode(t, w.reads(secret), evaluation.CodeNotFound)
	gone["person-1"] = false
	wantCode(t, w.reads(secret), "")

	a, err := w.Disable(t.Context(), auth.Operator(office), s.Account.ID, s.Account.Version)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.reads(secret), evaluation.CodeNotFound)
	if _, err := w.Enable(t.Context(), auth.Operator(office), a.ID, a.Version); err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.reads(secret), evaluation.CodeNotFound)

	secret = w.feed(w.session(w.login("zhangsan", good).Access))
	wantCode(t, w.reads(secret), "")
	if _, err := w.ResetPassword(t.Context(), auth.Operator(office), s.Account.ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.reads(secret), evaluation.CodeNotFound)
}

func TestAFeedIsNotReadWithoutEnd(t *testing.T) {
	w := newWorld(t, func(p *auth.Parts) { p.Settings.AddressFailures = 3 })
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	secret := w.feed(s)
	for range 30 {
		wantCode(t, w.reads(secret), "")
	}
	wantCode(t, w.reads(secret), evaluation.CodeTooMany)
	w.pass(15 * time.Minute)
	wantCode(t, w.reads(secret), "")
	for range 3 {
		wantCode(t, w.reads("guess"), evaluation.CodeNotFound)
	}
	wantCode(t, w.reads("guess"), evaluation.CodeTooMany)
	// Phones whose feeds have ended keep nobody else in the office from anything.
	wantCode(t, w.reads(secret), "")
	wantCode(t, w.MayGuess(here), "")
}
