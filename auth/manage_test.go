package auth_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestNobodyChangesTheOwnAccount(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("boss", evaluation.RoleAdmin)
	w.make("boss2", evaluation.RoleAdmin)
	id, v := s.Account.ID, s.Account.Version
	_, err := w.SetRoles(t.Context(), s, id, v, []evaluation.Role{evaluation.RoleAuditor})
	wantCode(t, err, evaluation.CodeForbidden)
	_, err = w.Disable(t.Context(), s, id, v)
	wantCode(t, err, evaluation.CodeForbidden)
	_, err = w.ResetPassword(t.Context(), s, id)
	wantCode(t, err, evaluation.CodeForbidden)
	wantCode(t, w.ResetTOTP(t.Context(), s, id), evaluation.CodeForbidden)
	if got := w.lastDetail("account", evaluation.OutcomeRefused); got != "totp_reset own" {
		t.Errorf("trail says %q", got)
	}
	a, err := w.GetAccount(t.Context(), s, id)
	if err != nil || a.Disabled || !slices.Equal(a.Roles, []evaluation.Role{evaluation.RoleAdmin}) {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestOnlyAdministratorsManageAccounts(t *testing.T) {
	w := newWorld(t)
	target, _ := w.make("target", evaluation.RoleCadre)
	for i, role := range evaluation.Roles() {
		s, _ := w.enter(fmt.Sprintf("user%d", i), role)
		want := evaluation.CodeForbidden
		if role == evaluation.RoleAdmin {
			want = ""
		}
		_, _, err := w.ListAccounts(t.Context(), s, auth.Filter{}, "", 10)
		wantCode(t, err, want)
		_, err = w.GetAccount(t.Context(), s, target.ID)
		wantCode(t, err, want)
		_, err = w.AccountByName(t.Context(), s, "TARGET")
		wantCode(t, err, want)
		_, err = w.Unlock(t.Context(), s, target.ID)
		wantCode(t, err, want)
		_, _, err = w.CreateAccount(t.Context(), s, auth.NewAccount{Name: fmt.Sprintf("new%d", i), Display: "新", Roles: target.Roles})
		wantCode(t, err, want)
		_, err = w.GetAccount(t.Context(), s, s.Account.ID)
		wantCode(t, err, "")
	}
	if got := w.trail(evaluation.TrailFilter{Action: "account", Outcome: evaluation.OutcomeRefused}); len(got) != 5*9 {
		t.Errorf("%d refusals in the trail", len(got))
	}
}

func TestAnotherOfficesAccountsAreNotThere(t *testing.T) {
	w := newWorld(t)
	theirs, _, err := w.CreateAccount(t.Context(), auth.Operator("weifang"), auth.NewAccount{
		Name: "zhangsan", Person: "p1", Display: "张三", Roles: []evaluation.Role{evaluation.RoleCadre},
	})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := w.enter("boss", evaluation.RoleAdmin)
	_, err = w.GetAccount(t.Context(), s, theirs.ID)
	wantCode(t, err, evaluation.CodeNotFound)
	_, err = w.AccountByName(t.Context(), s, "zhangsan")
	wantCode(t, err, evaluation.CodeNotFound)
	_, err = w.Disable(t.Context(), s, theirs.ID, 1)
	wantCode(t, err, evaluation.CodeNotFound)
	_, err = w.ResetPassword(t.Context(), s, theirs.ID)
	wantCode(t, err, evaluation.CodeNotFound)
	list, _, err := w.ListAccounts(t.Context(), s, auth.Filter{}, "", 0)
	if err != nil || !slices.Equal(names(list), []string{"boss"}) {
		t.Errorf("%v, %v", names(list), err)
	}
	_, err = w.AccountOfPerson(t.Context(), office, "p1")
	wantCode(t, err, evaluation.CodeNotFound)
	ours, once, err := w.CreateAccount(t.Context(), s, auth.NewAccount{Name: "ZHANGSAN", Display: "张三", Roles: theirs.Roles})
	if err != nil || ours.ID == theirs.ID {
		t.Fatalf("the login name of another office is taken here: %+v, %v", ours, err)
	}
	if tk := w.login("zhangsan", once); w.session(tk.Access).Account.ID != ours.ID {
		t.Error("without an office a name is one of the first office")
	}
}

func TestANameIsLookedUpInItsOffice(t *testing.T) {
	w := newWorld(t)
	w.OfficeByCode = func(_ context.Context, code string) (string, error) {
		if code != "wf" {
			return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		}
		return "weifang", nil
	}
	made := map[string]string{} // password by office
	for _, of := range []string{office, "weifang"} {
		_, password, err := w.CreateAccount(t.Context(), auth.Operator(of), auth.NewAccount{
			Name: "zhangsan", Display: "张三", Roles: []evaluation.Role{evaluation.RoleCadre},
		})
		if err != nil {
			t.Fatal(err)
		}
		made[of] = password
	}
	for _, one := range []struct {
		in   auth.LoginInput
		want string // office, "" if refused
	}{
		{auth.LoginInput{Name: "zhangsan", Password: made[office]}, office},
		{auth.LoginInput{Name: "zhangsan@wf", Password: made["weifang"]}, "weifang"},
		{auth.LoginInput{Office: "weifang", Name: "zhangsan", Password: made["weifang"]}, "weifang"},
		{auth.LoginInput{Office: "weifang", Name: "zhangsan", Password: made[office]}, ""},
		{auth.LoginInput{Name: "zhangsan", Password: made["weifang"]}, ""},
		{auth.LoginInput{Name: "zhangsan@elsewhere", Password: made[office]}, ""},
	} {
		tk, err := w.Login(t.Context(), one.in)
		if one.want == "" {
			wantCode(t, err, evaluation.CodeUnauthorized)
			continue
		}
		if err != nil {
			t.Errorf("%+v: %v", one.in, err)
			continue
		}
		if got := w.session(tk.Access).Actor.Office; got != one.want {
			t.Errorf("%+v is in %s", one.in, got)
		}
	}
}

func TestNobodyLogsInToAClosedOffice(t *testing.T) {
	w := newWorld(t)
	_, once := w.make("zhangsan", evaluation.RoleCadre)
	tk := w.login("zhangsan", once)
	closed := true
	w.Closed = func(context.Context, string) (bool, error) { return closed, nil }
	_, err := w.Authenticate(t.Context(), tk.Access)
	wantCode(t, err, evaluation.CodeUnauthorized)
	_, err = w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: once})
	wantCode(t, err, evaluation.CodeUnauthorized)
	closed = false
	if _, err := w.Authenticate(t.Context(), tk.Access); err != nil {
		t.Error(err)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	w := newWorld(t)
	one, _ := w.make("one", evaluation.RoleAdmin)
	by := auth.Operator(office)
	_, err := w.Disable(t.Context(), by, one.ID, one.Version)
	wantCode(t, err, evaluation.CodeState)
	_, err = w.SetRoles(t.Context(), by, one.ID, one.Version, []evaluation.Role{evaluation.RoleCadre})
	wantCode(t, err, evaluation.CodeState)
	two, _ := w.make("two", evaluation.RoleAdmin)
	if two, err = w.Disable(t.Context(), by, two.ID, two.Version); err != nil {
		t.Fatal(err)
	}
	_, err = w.Disable(t.Context(), by, one.ID, one.Version) // a disabled one does not count
	wantCode(t, err, evaluation.CodeState)
	if two, err = w.Enable(t.Context(), by, two.ID, two.Version); err != nil {
		t.Fatal(err)
	}
	for range 10 { // two who disable each other
		var wg sync.WaitGroup
		for _, a := range []auth.Account{one, two} {
			wg.Go(func() {
				if _, err := w.Disable(t.Context(), by, a.ID, a.Version); err != nil {
					wantCode(t, err, evaluation.CodeState)
				}
			})
		}
		wg.Wait()
		enabled := false
		list, _, err := w.ListAccounts(t.Context(), by, auth.Filter{Role: evaluation.RoleAdmin, Disabled: &enabled}, "", 0)
		if err != nil || len(list) == 0 {
			t.Fatalf("no administrator is left: %v", err)
		}
		for _, a := range []*auth.Account{&one, &two} {
			if *a, err = w.GetAccount(t.Context(), by, a.ID); err != nil {
				t.Fatal(err)
			}
			if a.Disabled {
				if *a, err = w.Enable(t.Context(), by, a.ID, a.Version); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestALostRaceBetweenAdministratorsIsAConflictAndALoginIsNone(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	by, seen := auth.Operator(office), s.Account.Version
	w.login("zhangsan", good)
	a, err := w.SetRoles(t.Context(), by, s.Account.ID, seen, []evaluation.Role{evaluation.RoleHead})
	if err != nil || a.Version != seen+1 {
		t.Fatal(a.Version, err)
	}
	_, err = w.SetRoles(t.Context(), by, s.Account.ID, seen, []evaluation.Role{evaluation.RoleLeader})
	wantCode(t, err, evaluation.CodeConflict)
	_, err = w.EditAccount(t.Context(), by, s.Account.ID, seen, auth.Edit{Name: "zhangsan", Display: "章三"})
	wantCode(t, err, evaluation.CodeConflict)
}

func TestAnAccountCanBeRenamedAndTiedToAnotherPerson(t *testing.T) {
	w := newWorld(t)
	by := auth.Operator(office)
	roles := []evaluation.Role{evaluation.RoleCadre}
	a, once, err := w.CreateAccount(t.Context(), by, auth.NewAccount{Name: "zhangsan", Person: "p1", Display: "张三", Roles: roles})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = w.CreateAccount(t.Context(), by, auth.NewAccount{Name: "lisi", Person: "p2", Display: "李四", Roles: roles}); err != nil {
		t.Fatal(err)
	}
	_, err = w.EditAccount(t.Context(), by, a.ID, a.Version, auth.Edit{Name: "lisi", Person: "p1", Display: "张三"})
	wantField(t, err, "name", "auth.account.name_taken")
	_, err = w.EditAccount(t.Context(), by, a.ID, a.Version, auth.Edit{Name: "zhangsan", Person: "p2", Display: "张三"})
	wantField(t, err, "person", "auth.account.person_taken")
	a, err = w.EditAccount(t.Context(), by, a.ID, a.Version, auth.Edit{Name: "Zhang.San", Person: "p3", Display: "章三"})
	if err != nil || a.Name != "zhang.san" || a.Person != "p3" || a.Display != "章三" {
		t.Fatalf("%+v, %v", a, err)
	}
	_, err = w.Login(t.Context(), auth.LoginInput{Name: "zhang.san", Password: once})
	wantCode(t, err, evaluation.CodeUnauthorized) // p1 does not become p3
	if got, err := w.AccountOfPerson(t.Context(), office, "p3"); err != nil || got.ID != a.ID {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = w.AccountOfPerson(t.Context(), office, "p1")
	wantCode(t, err, evaluation.CodeNotFound)
	if _, _, err = w.CreateAccount(t.Context(), by, auth.NewAccount{Name: "zhangsan", Person: "p1", Display: "张三", Roles: roles}); err != nil {
		t.Errorf("what was given up is not free: %v", err)
	}
}

func TestAccountsAreListedByPageAndFilter(t *testing.T) {
	w := newWorld(t)
	by := auth.Operator(office)
	for i := range 7 {
		role := evaluation.RoleCadre
		if i%2 == 0 {
			role = evaluation.RoleHead
		}
		w.make(fmt.Sprintf("user%d", i), role)
	}
	var all []auth.Account
	for after, pages := "", 0; ; pages++ {
		list, next, err := w.ListAccounts(t.Context(), by, auth.Filter{}, after, 3)
		if err != nil || len(list) > 3 || pages > 3 {
			t.Fatal(len(list), pages, err)
		}
		all = append(all, list...)
		if after = next; after == "" {
			break
		}
	}
	if got := names(all); len(got) != 7 || len(slices.Compact(got)) != 7 {
		t.Errorf("%v", got)
	}
	disabled := true
	for _, c := range []struct {
		f    auth.Filter
		want int
	}{
		{auth.Filter{Role: evaluation.RoleHead}, 4},
		{auth.Filter{Role: evaluation.RoleAdmin}, 0},
		{auth.Filter{Text: "USER3"}, 1},
		{auth.Filter{Text: "某某user"}, 7},
		{auth.Filter{Disabled: &disabled}, 0},
		{auth.Filter{Locked: true}, 0},
	} {
		list, _, err := w.ListAccounts(t.Context(), by, c.f, "", 0)
		if err != nil || len(list) != c.want {
			t.Errorf("%+v: %d, %v", c.f, len(list), err)
		}
	}
	for _, limit := range []int{-1, evaluation.MaxLimit + 1} {
		_, _, err := w.ListAccounts(t.Context(), by, auth.Filter{}, "", limit)
		wantCode(t, err, evaluation.CodeInvalid)
	}
}

func TestEveryChangeOfAnAccountStandsInTheTrail(t *testing.T) {
	w := newWorld(t)
	by, _ := w.enter("boss", evaluation.RoleAdmin)
	a, _, err := w.CreateAccount(t.Context(), by, auth.NewAccount{
		Name: "zhangsan", Display: "张三", Roles: []evaluation.Role{evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleHead},
	})
	steps := []func() error{
		func() (err error) {
			a, err = w.SetRoles(t.Context(), by, a.ID, a.Version, []evaluation.Role{evaluation.RoleLeader})
			return
		},
		func() (err error) {
			a, err = w.EditAccount(t.Context(), by, a.ID, a.Version, auth.Edit{Name: "zs", Display: "张三"})
			return
		},
		func() (err error) { a, err = w.Disable(t.Context(), by, a.ID, a.Version); return },
		func() (err error) { a, err = w.Enable(t.Context(), by, a.ID, a.Version); return },
		func() (err error) { a, err = w.Unlock(t.Context(), by, a.ID); return },
		func() error { _, err := w.ResetPassword(t.Context(), by, a.ID); return err },
		func() error { return w.ResetTOTP(t.Context(), by, a.ID) },
	}
	for i, step := range steps {
		if err != nil {
			t.Fatal(i, err)
		}
		err = step()
		w.pass(time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range w.trail(evaluation.TrailFilter{Record: a.ID, Action: "account"}) {
		if e.Account != by.Account.ID || e.Kind != "account" || e.Outcome != evaluation.OutcomeOK {
			t.Errorf("%+v", e)
		}
		got = append(got, e.Detail)
	}
	want := []string{"create head,cadre", "roles head,cadre to leader", "edit", "disable", "enable", "unlock", "reset", "totp_reset"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
