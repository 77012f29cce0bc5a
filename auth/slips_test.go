package auth_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

// passwords are the kept ones by login.
func (w *world) passwords(by auth.Session) map[string]string {
	w.t.Helper()
	slips, err := w.KeptSlips(w.t.Context(), by)
	if err != nil {
		w.t.Fatal(err)
	}
	list := map[string]string{}
	for _, s := range slips {
		if s.Until.IsZero() {
			w.t.Errorf("%s: no end", s.Account.Name)
		}
		list[s.Account.Name] = s.Password
	}
	return list
}

func TestOneTimePasswordsAreFoundAgainUntilTheyAreUsedOrExpire(t *testing.T) {
	w := newWorld(t)
	by, _ := w.enter("boss", evaluation.RoleAdmin)
	other, _ := w.enter("other", evaluation.RoleAdmin)
	var list []auth.NewAccount
	for i := range 3 {
		list = append(list, auth.NewAccount{Name: fmt.Sprintf("cadre%d", i), Display: "某某", Roles: []evaluation.Role{evaluation.RoleCadre}})
	}
	made, err := w.BulkCreate(t.Context(), by, list)
	if err != nil {
		t.Fatal(err)
	}
	one, single, err := w.CreateAccount(t.Context(), by, auth.NewAccount{Name: "single", Display: "某某", Roles: []evaluation.Role{evaluation.RoleCadre}})
	if err != nil {
		t.Fatal(err)
	}
	got := w.passwords(by)
	for _, s := range made {
		if got[s.Account.Name] != s.Password {
			t.Errorf("%s: %q, want %q", s.Account.Name, got[s.Account.Name], s.Password)
		}
	}
	if got["single"] != single || len(got) != 4 {
		t.Errorf("%v", got)
	}
	if theirs := w.passwords(other); len(theirs) != 0 {
		t.Errorf("another administrator sees %v", theirs)
	}

	w.login("cadre0", made[0].Password)
	w.pass(time.Minute)
	reset, err := w.ResetPassword(t.Context(), other, one.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.passwords(by); len(got) != 2 || got["cadre1"] == "" || got["cadre2"] == "" {
		t.Errorf("after a first login and a reset by another: %v", got)
	}
	if got := w.passwords(other); len(got) != 1 || got["single"] != reset {
		t.Errorf("who reset it has %v, want %s", got, reset)
	}
	w.pass(7*24*time.Hour - time.Minute)
	if got := w.passwords(by); len(got) != 0 {
		t.Errorf("after they expired: %v", got)
	}
}

func TestAKeptPasswordIsReadableNeitherInTheStorageNorByOtherRoles(t *testing.T) {
	w := newWorld(t)
	by, _ := w.enter("boss", evaluation.RoleAdmin)
	_, password, err := w.CreateAccount(t.Context(), by, auth.NewAccount{Name: "cadre", Display: "某某", Roles: []evaluation.Role{evaluation.RoleCadre}})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := w.store.FindCells(t.Context(), evaluation.CellQuery{Class: "one_time", Office: office})
	if err != nil || len(cells) != 1 {
		t.Fatalf("%d cells, %v", len(cells), err)
	}
	if strings.Contains(string(cells[0].Body), password) {
		t.Errorf("stored readable: %s", cells[0].Body)
	}
	clerk, _ := w.enter("clerk", evaluation.RolePersonnel)
	_, err = w.KeptSlips(t.Context(), clerk)
	wantCode(t, err, evaluation.CodeForbidden)
}
