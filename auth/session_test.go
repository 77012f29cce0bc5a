package auth_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

func (w *world) refresh(token string) auth.Tokens {
	w.t.Helper()
	tk, err := w.Refresh(w.t.Context(), token, here)
	if err != nil {
		w.t.Fatal(err)
	}
	return tk
}

func (w *world) dead(what string, tk auth.Tokens) {
	w.t.Helper()
	if _, err := w.Authenticate(w.t.Context(), tk.Access); evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
		w.t.Errorf("%s: access token: %v", what, err)
	}
	if _, err := w.Refresh(w.t.Context(), tk.Refresh, here); evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
		w.t.Errorf("%s: refresh token: %v", what, err)
	}
}

func TestReuseOfAnOldRefreshTokenEndsTheFamily(t *testing.T) {
	for _, c := range []struct {
		name    string
		wait    time.Duration
		address string
		between bool // another rotation lies between
	}{
		{"after the grace", 10 * time.Second, here, false},
		{"from another address within it", time.Second, "198.51.100.1", false},
		{"of the one before the last within it", time.Second, here, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			_, first := w.enter("zhangsan", evaluation.RoleCadre)
			apart := w.login("zhangsan", good)
			second := w.refresh(first.Refresh)
			if second.Refresh == first.Refresh || second.Refresh == "" {
				t.Fatal("not rotated")
			}
			if c.between {
				second = w.refresh(second.Refresh)
			}
			w.pass(c.wait)
			_, err := w.Refresh(t.Context(), first.Refresh, c.address)
			wantCode(t, err, evaluation.CodeUnauthorized)
			w.dead("the newest tokens of the family", second)
			if got := w.trail(evaluation.TrailFilter{Action: "refresh", Outcome: evaluation.OutcomeRefused}); len(got) == 0 ||
				got[0].Detail != "reuse" || got[0].Address != c.address || got[0].Account == "" {
				t.Errorf("trail: %+v", got)
			}
			w.session(apart.Access) // another login of the same account goes on
		})
	}
}

func TestADoubleClickKeepsTheSession(t *testing.T) {
	w := newWorld(t)
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	var given atomic.Int64
	var kept atomic.Value
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			got, err := w.Refresh(t.Context(), tk.Refresh, here)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := w.Authenticate(t.Context(), got.Access); err != nil {
				t.Error(err)
			}
			if got.Refresh != "" {
				given.Add(1)
				kept.Store(got.Refresh)
			}
		})
	}
	wg.Wait()
	if given.Load() != 1 {
		t.Fatalf("%d refresh tokens were given for one", given.Load())
	}
	w.pass(time.Minute)
	token, _ := kept.Load().(string)
	w.refresh(token)
}

func TestWhatIsNoRefreshTokenIsRefused(t *testing.T) {
	w := newWorld(t)
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	for _, s := range []string{"", ".", "x", "x.y", tk.Access, strings.Repeat("x", 300) + "." + strings.Repeat("y", 300)} {
		_, err := w.Refresh(t.Context(), s, here)
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	w.session(tk.Access)
}

func TestASessionEndsAfterFifteenIdleMinutes(t *testing.T) {
	w := newWorld(t)
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	start := w.now()
	for range 20 { // in use, though never idle for long: ten minutes apart, over three hours
		w.pass(10 * time.Minute)
		tk = w.refresh(tk.Refresh)
		w.pass(4 * time.Minute)
		w.session(tk.Access) // a request between two refreshes counts
	}
	if w.now().Sub(start) < 4*time.Hour {
		t.Fatal("too short to prove anything")
	}
	w.pass(14 * time.Minute)
	tk = w.refresh(tk.Refresh)
	w.pass(15 * time.Minute)
	w.dead("idle", tk)
}

func TestASessionEndsAfterTwelveHoursHoweverOftenRefreshed(t *testing.T) {
	w := newWorld(t)
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	ends := w.now().Add(12 * time.Hour)
	for w.now().Add(10 * time.Minute).Before(ends) {
		w.pass(10 * time.Minute)
		tk = w.refresh(tk.Refresh)
		if !tk.RefreshExpires.Equal(ends) {
			t.Fatalf("now ends %v", tk.RefreshExpires)
		}
	}
	w.pass(10 * time.Minute)
	w.dead("after twelve hours", tk)
}

func TestADisabledAccountIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	s, tk := w.enter("zhangsan", evaluation.RoleCadre)
	elsewhere := w.again()
	if _, err := elsewhere.Authenticate(t.Context(), tk.Access); err != nil {
		t.Fatal(err)
	}
	a, err := w.Disable(t.Context(), auth.Operator(office), s.Account.ID, s.Account.Version)
	if err != nil || !a.Disabled {
		t.Fatal(err)
	}
	w.dead("disabled", tk)
	w.pass(5 * time.Second)
	if _, err := elsewhere.Authenticate(t.Context(), tk.Access); evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
		t.Errorf("another process, five seconds later: %v", err)
	}
	if _, err := w.Enable(t.Context(), auth.Operator(office), a.ID, a.Version); err != nil {
		t.Fatal(err)
	}
	w.dead("enabled again: old sessions stay ended", tk)
	w.session(w.login("zhangsan", good).Access)
}

func TestNewRolesCountAtOnce(t *testing.T) {
	w := newWorld(t)
	s, tk := w.enter("zhangsan", evaluation.RoleCadre)
	elsewhere := w.again()
	if _, err := elsewhere.Authenticate(t.Context(), tk.Access); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SetRoles(t.Context(), auth.Operator(office), s.Account.ID, 1, []evaluation.Role{evaluation.RoleHead}); err != nil {
		t.Fatal(err)
	}
	_, err := w.Authenticate(t.Context(), tk.Access)
	wantCode(t, err, evaluation.CodeUnauthorized)
	tk = w.refresh(tk.Refresh)
	if s := w.session(tk.Access); s.Actor.Has(evaluation.RoleCadre) || !s.Actor.Has(evaluation.RoleHead) {
		t.Errorf("roles %v", s.Actor.Roles)
	}
	if _, err := elsewhere.Authenticate(t.Context(), tk.Access); err != nil {
		t.Errorf("another process refuses the new token: %v", err)
	}
}

func TestLogoutEndsThisSessionAndLogoutEverywhereAll(t *testing.T) {
	w := newWorld(t)
	s, one := w.enter("zhangsan", evaluation.RoleCadre)
	two, three := w.login("zhangsan", good), w.login("zhangsan", good)
	_, other := w.enter("lisi", evaluation.RoleCadre)
	if err := w.Logout(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	w.dead("logged out", one)
	if err := w.LogoutEverywhere(t.Context(), w.session(two.Access)); err != nil {
		t.Fatal(err)
	}
	w.dead("logged out everywhere", two)
	w.dead("logged out everywhere", three)
	w.session(other.Access)
}

func TestChangingThePasswordEndsEveryOtherSession(t *testing.T) {
	w := newWorld(t)
	s, one := w.enter("zhangsan", evaluation.RoleCadre)
	two := w.login("zhangsan", good)
	if err := w.ChangePassword(t.Context(), s, good, "Brave-Otter-58"); err != nil {
		t.Fatal(err)
	}
	w.dead("the other session", two)
	w.session(one.Access)
	w.refresh(one.Refresh)
	w.login("zhangsan", "Brave-Otter-58")
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err == nil {
		t.Error("the old password still works")
	}
}

func TestResettingThePasswordEndsEverySession(t *testing.T) {
	w := newWorld(t)
	s, tk := w.enter("zhangsan", evaluation.RoleCadre)
	once, err := w.ResetPassword(t.Context(), auth.Operator(office), s.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	w.dead("reset", tk)
	if tk := w.login("zhangsan", once); !tk.MustChange {
		t.Error("no change is forced")
	}
}

func TestRequestsWithinAMinuteWriteNothing(t *testing.T) {
	c := counting{reads: &atomic.Int64{}, writes: &atomic.Int64{}}
	w := newWorld(t, func(p *auth.Parts) { c.Cells = p.Cells; p.Cells = c })
	_, tk := w.enter("zhangsan", evaluation.RoleCadre)
	reads, writes := c.reads.Load(), c.writes.Load()
	for range 50 {
		w.session(tk.Access)
		w.pass(time.Second)
	}
	if c.writes.Load() != writes {
		t.Errorf("%d writes", c.writes.Load()-writes)
	}
	if n := c.reads.Load() - reads; n > 20 || n < 18 { // account and session, once in five seconds
		t.Errorf("%d reads", n)
	}
}

// blind cannot list sessions, as if the process had died before it did.
type blind struct{ evaluation.Cells }

func (b blind) FindCells(ctx context.Context, q evaluation.CellQuery) ([]evaluation.Cell, error) {
	if q.Class == "session" {
		return nil, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
	}
	return b.Cells.FindCells(ctx, q)
}

func TestADisabledAccountIsOutEvenIfItsSessionsCouldNotBeEnded(t *testing.T) {
	w := newWorld(t, func(p *auth.Parts) { p.Cells = blind{p.Cells} })
	_, once := w.make("zhangsan", evaluation.RoleCadre)
	tk := w.login("zhangsan", once)
	s := w.session(tk.Access)
	_, err := w.Disable(t.Context(), auth.Operator(office), s.Account.ID, s.Account.Version)
	wantCode(t, err, evaluation.CodeUnavailable)
	w.dead("disabled", tk)
}

func TestAnEndedSessionIsKnownByItsLastTokenAlone(t *testing.T) {
	w := newWorld(t)
	w.enter("zhangsan", evaluation.RoleCadre)
	tk := w.login("zhangsan", good)
	known := func(refresh string) string {
		t.Helper()
		e, ok, err := w.EndedSession(t.Context(), refresh)
		if err != nil || !ok {
			return ""
		}
		return e.Name
	}
	if got := known(tk.Refresh); got != "" {
		t.Errorf("while it lives: %s", got)
	}
	w.pass(16 * time.Minute) // idle
	if got := known(tk.Refresh); got != "zhangsan" {
		t.Errorf("after it ended: %q", got)
	}
	id, _, _ := strings.Cut(tk.Refresh, ".")
	for _, other := range []string{"", id, id + ".", id + ".guess", "none." + good, strings.Repeat("x", 300)} {
		if got := known(other); got != "" {
			t.Errorf("%q: %s", other, got)
		}
	}
	again := w.login("zhangsan", good)
	w.pass(time.Minute)
	fresh, err := w.Refresh(t.Context(), again.Refresh, here)
	if err != nil {
		t.Fatal(err)
	}
	w.pass(16 * time.Minute)
	if old, last := known(again.Refresh), known(fresh.Refresh); old != "" || last != "zhangsan" {
		t.Errorf("by the token before the last %q, by the last %q", old, last)
	}
}
