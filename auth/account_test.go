package auth_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestTheFirstAdministratorIsMadeOnce(t *testing.T) {
	w := newWorld(t)
	name, once, created, err := w.First(t.Context(), office)
	if err != nil || name != "admin" || once == "" || !created {
		t.Fatal(name, created, err)
	}
	name, again, created, err := w.First(t.Context(), office)
	if err != nil || name != "admin" || again != "" || created {
		t.Errorf("a second time: %s %q %v %v", name, again, created, err)
	}
	tk := w.login("admin", once)
	if s := w.session(tk.Access); !s.MustChange || !slices.Equal(s.Actor.Roles, []evaluation.Role{evaluation.RoleAdmin}) || s.Actor.Office != office {
		t.Errorf("%+v", s)
	}
	name, once, created, err = w.First(t.Context(), "weifang")
	if err != nil || name != "admin" || !created || once == "" {
		t.Errorf("in another office: %s %v %v", name, created, err)
	}
}

func TestTheThreeOfficersExcludeEachOtherAndBusiness(t *testing.T) {
	w := newWorld(t)
	a, _ := w.make("zhangsan", evaluation.RoleCadre)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		roles := rapid.SliceOfNDistinct(rapid.SampledFrom(evaluation.Roles()), 1, 4, rapid.ID).Draw(r, "roles")
		officer := slices.Contains(roles, evaluation.RoleAdmin) || slices.Contains(roles, evaluation.RoleAuditor)
		refused := officer && len(roles) > 1
		got, err := w.SetRoles(t.Context(), auth.Operator(office), a.ID, a.Version, roles)
		if refused {
			if fieldsOf(err)["roles"] != "auth.account.officers" {
				r.Fatalf("%v: %v", roles, err)
			}
			n++
			_, _, err = w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{Name: "lisi", Display: "李四", Roles: roles})
			if fieldsOf(err)["roles"] != "auth.account.officers" {
				r.Fatalf("%v: %v", roles, err)
			}
			return
		}
		if slices.Contains(a.Roles, evaluation.RoleAdmin) && !slices.Contains(roles, evaluation.RoleAdmin) {
			if evaluation.CodeOf(err) != evaluation.CodeState { // the only administrator
				r.Fatalf("%v: %v", roles, err)
			}
			return
		}
		if err != nil {
			r.Fatalf("%v: %v", roles, err)
		}
		a = got
	})
	if n == 0 {
		t.Error("no forbidden pair was tried")
	}
}

func TestRolesThatNobodyCanHoldAreRefused(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		roles []evaluation.Role
		key   string
	}{
		{nil, "error.field.required"},
		{[]evaluation.Role{"boss"}, "error.field.choice"},
		{[]evaluation.Role{evaluation.RoleSystem}, "error.field.choice"},
		{[]evaluation.Role{evaluation.RoleCadre, evaluation.RoleSystem}, "error.field.choice"},
	} {
		_, _, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{Name: "zhangsan", Display: "张三", Roles: c.roles})
		wantField(t, err, "roles", c.key)
	}
}

func TestAllMistakesOfANewAccountComeAtOnce(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"x", "a b\x00", "-x", "x@y", strings.Repeat("x", 65), "a..b"} {
		_, _, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{Name: name, Display: "x\x01"})
		got := fieldsOf(err)
		if name == "a b\x00" { // folds to ab, which is a name
			if got["name"] != "" {
				t.Errorf("%q: %v", name, got)
			}
			continue
		}
		if got["name"] != "auth.account.name" || got["display"] != "error.field.characters" || got["roles"] == "" {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestOfManyAccountsMadeAtOnceForANameOrAPersonOneStays(t *testing.T) {
	for _, c := range []struct{ name, field, key string }{
		{"name", "name", "auth.account.name_taken"},
		{"person", "person", "auth.account.person_taken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			var made atomic.Int64
			var wg sync.WaitGroup
			for i := range 8 {
				n := auth.NewAccount{Name: "same", Display: "张三", Roles: []evaluation.Role{evaluation.RoleCadre}}
				if c.name == "person" {
					n.Name, n.Person = fmt.Sprintf("user%d", i), "p1"
				}
				wg.Go(func() {
					_, _, err := w.CreateAccount(t.Context(), auth.Operator(office), n)
					if err == nil {
						made.Add(1)
					} else if c.name == "name" {
						wantField(t, err, c.field, c.key)
					}
				})
			}
			wg.Wait()
			list, _, err := w.ListAccounts(t.Context(), auth.Operator(office), auth.Filter{}, "", 0)
			if err != nil || len(list) != 1 || made.Load() != 1 {
				t.Fatalf("%d made, there are %v, %v", made.Load(), names(list), err)
			}
			if c.name == "person" {
				if a, err := w.AccountOfPerson(t.Context(), office, "p1"); err != nil || a.ID != list[0].ID {
					t.Errorf("%+v, %v", a, err)
				}
			}
		})
	}
}

func TestAnAccountThatLosesItsPersonWhileBeingMadeIsNotMade(t *testing.T) {
	var before func()
	w := newWorld(t, func(p *auth.Parts) { p.Cells = hooked{p.Cells, &before} })
	n := auth.NewAccount{Name: "slow", Person: "p1", Display: "张三", Roles: []evaluation.Role{evaluation.RoleCadre}}
	before = func() {
		w.pass(2 * time.Minute) // longer than an account can take: it looks like what a crash left
		n := n
		n.Name = "fast"
		if _, _, err := w.CreateAccount(t.Context(), auth.Operator(office), n); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := w.CreateAccount(t.Context(), auth.Operator(office), n); err == nil {
		t.Error("made")
	}
	list, _, err := w.ListAccounts(t.Context(), auth.Operator(office), auth.Filter{}, "", 0)
	if err != nil || !slices.Equal(names(list), []string{"fast"}) {
		t.Errorf("%v, %v", names(list), err)
	}
	if a, err := w.AccountOfPerson(t.Context(), office, "p1"); err != nil || a.Name != "fast" {
		t.Errorf("%+v, %v", a, err)
	}
}
