package auth_test

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestLoginGivesASessionOfTheAccountsPersonAndRoles(t *testing.T) {
	w := newWorld(t)
	a, once, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{
		Name: "ＺhangSan", Person: "p1", Display: "张三", Roles: []evaluation.Role{evaluation.RoleCadre, evaluation.RoleHead},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := w.session(w.login(" zhangＳＡＮ", once).Access)
	if s.Actor.Office != office || s.Actor.Account != a.ID || s.Actor.Person != "p1" || s.Actor.Name != "张三" ||
		len(s.Actor.Roles) != 2 || !s.Actor.Has(evaluation.RoleHead) || !s.Actor.Has(evaluation.RoleCadre) {
		t.Errorf("actor %+v", s.Actor)
	}
	if !s.MustChange || s.MustTOTP {
		t.Errorf("must change %v, must second factor %v", s.MustChange, s.MustTOTP)
	}
}

func TestEveryRefusalAnswersAlikeAfterOneHash(t *testing.T) {
	w := newWorld(t)
	w.enter("zhangsan", evaluation.RoleCadre)
	w.enter("lisi", evaluation.RoleCadre)
	disabled, _ := w.enter("wangwu", evaluation.RoleCadre)
	if _, err := w.Disable(t.Context(), auth.Operator(office), disabled.Account.ID, 1); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		_, err := w.Login(t.Context(), auth.LoginInput{Name: "lisi", Password: "wrong", Address: here})
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	_, once := w.make("zhaoliu", evaluation.RoleCadre)
	w.pass(29 * time.Minute)
	var first string
	for _, c := range []struct{ name, login, password, detail string }{
		{"wrong password", "zhangsan", "wrong", "password"},
		{"unknown name", "nobody", good, "unknown"},
		{"name too long to be one", strings.Repeat("long", 100), good, "unknown"},
		{"no name", "", good, "unknown"},
		{"no password", "zhangsan", "", "password"},
		{"password too long to be one", "zhangsan", strings.Repeat("x", 2000), "password"},
		{"disabled", "wangwu", good, "disabled"},
		{"locked, right password", "lisi", good, "locked"},
		{"locked, wrong password", "lisi", "wrong", "locked"},
	} {
		before, _ := w.HashStats()
		tk, err := w.Login(t.Context(), auth.LoginInput{Name: c.login, Password: c.password, Address: here})
		after, _ := w.HashStats()
		if after-before != 1 {
			t.Errorf("%s: %d hashes", c.name, after-before)
		}
		if err == nil || tk.Access != "" || tk.Refresh != "" || tk.Account.ID != "" {
			t.Fatalf("%s: got in", c.name)
		}
		if first == "" {
			first = err.Error()
		}
		if err.Error() != first {
			t.Errorf("%s: answers %q, others %q", c.name, err, first)
		}
		if got := w.lastDetail("login", evaluation.OutcomeRefused); got != c.detail {
			t.Errorf("%s: trail says %q, want %q", c.name, got, c.detail)
		}
	}
	w.pass(7 * 24 * time.Hour)
	_, err := w.Login(t.Context(), auth.LoginInput{Name: "zhaoliu", Password: once})
	if err == nil || err.Error() != first || w.lastDetail("login", evaluation.OutcomeRefused) != "expired" {
		t.Errorf("one-time password after seven days: %v", err)
	}
}

// counting counts what is asked of the storage.
type counting struct {
	evaluation.Cells
	reads, writes *atomic.Int64
}

func (c counting) Cell(ctx context.Context, class, office, id string) (evaluation.Cell, error) {
	c.reads.Add(1)
	return c.Cells.Cell(ctx, class, office, id)
}

func (c counting) CellByUnique(ctx context.Context, class, office, unique string) (evaluation.Cell, error) {
	c.reads.Add(1)
	return c.Cells.CellByUnique(ctx, class, office, unique)
}

func (c counting) PutCell(ctx context.Context, cell evaluation.Cell) (evaluation.Cell, error) {
	c.writes.Add(1)
	return c.Cells.PutCell(ctx, cell)
}

func TestAnUnknownNameCostsTheStorageWhatAWrongPasswordCosts(t *testing.T) {
	c := counting{reads: &atomic.Int64{}, writes: &atomic.Int64{}}
	w := newWorld(t, func(p *auth.Parts) { c.Cells = p.Cells; p.Cells = c })
	w.enter("zhangsan", evaluation.RoleCadre)
	cost := func(name string) (reads, writes int64, events int) {
		r, wr, ev := c.reads.Load(), c.writes.Load(), len(w.trail(evaluation.TrailFilter{}))
		_, err := w.Login(t.Context(), auth.LoginInput{Name: name, Password: "wrong"})
		wantCode(t, err, evaluation.CodeUnauthorized)
		return c.reads.Load() - r, c.writes.Load() - wr, len(w.trail(evaluation.TrailFilter{})) - ev
	}
	for i := range 7 { // through the lock and beyond
		r1, w1, e1 := cost("zhangsan")
		r2, w2, e2 := cost("nobody")
		if r1 != r2 || w1 != w2 || e1 != e2 {
			t.Errorf("try %d: known %d reads %d writes %d events, unknown %d, %d, %d", i+1, r1, w1, e1, r2, w2, e2)
		}
	}
}

func TestFiveFailuresLockForThirtyMinutes(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	wrong := func() {
		t.Helper()
		_, err := w.Login(t.Context(), auth.LoginInput{Name: "ZhangSan", Password: "wrong", Address: here})
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	for range 4 {
		wrong()
	}
	w.login("zhangsan", good) // a right one starts the count anew
	for range 5 {
		wrong()
	}
	if got := w.lastDetail("login", evaluation.OutcomeRefused); got != "password lock" {
		t.Errorf("trail says %q", got)
	}
	a, err := w.GetAccount(t.Context(), auth.Operator(office), s.Account.ID)
	if err != nil || !a.LockedUntil.Equal(w.now().Add(30*time.Minute)) {
		t.Errorf("the administrator sees %v, %v", a.LockedUntil, err)
	}
	list, _, err := w.ListAccounts(t.Context(), auth.Operator(office), auth.Filter{Locked: true}, "", 10)
	if err != nil || len(list) != 1 {
		t.Errorf("locked ones: %v, %v", list, err)
	}
	w.pass(20 * time.Minute)
	wrong() // does not prolong it
	w.pass(10*time.Minute - time.Millisecond)
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good, Address: here}); err == nil {
		t.Error("got in before the lock ended")
	}
	w.pass(time.Millisecond)
	w.login("zhangsan", good)
	if a, err := w.GetAccount(t.Context(), auth.Operator(office), s.Account.ID); err != nil || !a.LockedUntil.IsZero() {
		t.Errorf("still locked: %v, %v", a.LockedUntil, err)
	}
}

func TestAnAdministratorUnlocks(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	for range 5 {
		_, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: "wrong"})
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	if a, err := w.Unlock(t.Context(), auth.Operator(office), s.Account.ID); err != nil || !a.LockedUntil.IsZero() {
		t.Fatalf("%+v, %v", a, err)
	}
	w.login("zhangsan", good)
}

func TestOfManyGuessesAtOnceNoneWinsAfterTheLock(t *testing.T) {
	w := newWorld(t)
	w.enter("zhangsan", evaluation.RoleCadre)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			_, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: "wrong"})
			wantCode(t, err, evaluation.CodeUnauthorized)
		})
	}
	wg.Wait()
	counted := 0
	for _, e := range w.trail(evaluation.TrailFilter{Action: "login", Outcome: evaluation.OutcomeRefused}) {
		if strings.HasPrefix(e.Detail, "password") {
			counted++
		}
	}
	if counted != 5 {
		t.Errorf("%d guesses were judged by their password", counted)
	}
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err == nil {
		t.Error("not locked")
	}
}

func TestOfThirtyTwoLoginsAtOnceTwoHashAndMemoryIsBounded(t *testing.T) {
	w := newWorld(t)
	w.enter("zhangsan", evaluation.RoleCadre)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var done atomic.Bool
	var peak uint64
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for !done.Load() {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			runtime.Gosched()
		}
	}()
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	done.Store(true)
	<-watched
	if _, most := w.HashStats(); most > 2 {
		t.Errorf("%d hashes at once", most)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 150<<20 {
		t.Errorf("32 logins held %d MiB", grown>>20)
	}
}

func TestTheTrailAndTheStorageHoldNoPasswordAndNoTypedName(t *testing.T) {
	w := newWorld(t)
	_, once := w.make("zhangsan", evaluation.RoleCadre)
	tk := w.login("zhangsan", once)
	if err := w.ChangePassword(t.Context(), w.session(tk.Access), once, good); err != nil {
		t.Fatal(err)
	}
	_, err := w.Login(t.Context(), auth.LoginInput{Name: "MyPassw0rdInTheNameField", Password: "OtherSecret-1", Address: here})
	wantCode(t, err, evaluation.CodeUnauthorized)
	_, refresh, _ := strings.Cut(tk.Refresh, ".")
	all := strings.ToLower(w.everything())
	if !strings.Contains(all, "zhangsan") {
		t.Fatal("nothing was searched")
	}
	for _, hidden := range []string{once, good, "MyPassw0rdInTheNameField", "OtherSecret-1", refresh, tk.Access} {
		if strings.Contains(all, strings.ToLower(hidden)) {
			t.Errorf("%q is kept readable", hidden)
		}
	}
}

func TestAForcedChangeIsAllThatIsAllowed(t *testing.T) {
	w := newWorld(t)
	target, _ := w.make("zhangsan", evaluation.RoleCadre)
	_, once := w.make("boss", evaluation.RoleAdmin)
	tk := w.login("boss", once)
	s := w.session(tk.Access)
	if !tk.MustChange || !s.MustChange {
		t.Fatal("no change is forced")
	}
	_, _, err := w.CreateAccount(t.Context(), s, auth.NewAccount{Name: "lisi", Display: "李四", Roles: []evaluation.Role{evaluation.RoleCadre}})
	wantCode(t, err, evaluation.CodeForbidden)
	_, err = w.Disable(t.Context(), s, target.ID, target.Version)
	wantCode(t, err, evaluation.CodeForbidden)
	_, _, err = w.ListAccounts(t.Context(), s, auth.Filter{}, "", 10)
	wantCode(t, err, evaluation.CodeForbidden)
	wantCode(t, s.Ready(), evaluation.CodeForbidden)
	if err := w.ChangePassword(t.Context(), s, once, good); err != nil {
		t.Fatal(err)
	}
	s = w.session(tk.Access) // the same token: the change counts at once
	if s.MustChange || s.Ready() != nil {
		t.Error("still forced")
	}
	if _, err := w.Disable(t.Context(), s, target.ID, target.Version); err != nil {
		t.Error(err)
	}
}

// hooked calls back before an account is written.
type hooked struct {
	evaluation.Cells
	before *func()
}

func (h hooked) PutCell(ctx context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	if f := *h.before; f != nil && c.Class == "account" {
		*h.before = nil
		f()
	}
	return h.Cells.PutCell(ctx, c)
}

func TestARightGuessThatFinishesAfterTheLockIsRefused(t *testing.T) {
	var before func()
	w := newWorld(t, func(p *auth.Parts) { p.Cells = hooked{p.Cells, &before} })
	w.enter("zhangsan", evaluation.RoleCadre)
	before = func() { // the password is found right already
		for range 5 {
			_, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: "wrong"})
			wantCode(t, err, evaluation.CodeUnauthorized)
		}
	}
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err == nil {
		t.Error("got in")
	}
	if before != nil || w.lastDetail("login", evaluation.OutcomeRefused) != "locked" {
		t.Error("the lock did not come in between")
	}
}

func TestAPasswordChangedWhileALoginIsCheckedNoLongerLetsIn(t *testing.T) {
	var before func()
	w := newWorld(t, func(p *auth.Parts) { p.Cells = hooked{p.Cells, &before} })
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	before = func() {
		if err := w.ChangePassword(t.Context(), s, good, "Brave-Otter-58"); err != nil {
			t.Error(err)
		}
	}
	if _, err := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err == nil {
		t.Error("got in with the old password")
	}
	w.login("zhangsan", "Brave-Otter-58")
}
