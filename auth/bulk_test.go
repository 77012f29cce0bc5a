package auth_test

import (
	"fmt"
	"testing"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestBulkNamesEveryMistakeAndMakesNothing(t *testing.T) {
	w := newWorld(t)
	by := auth.Operator(office)
	w.make("taken", evaluation.RoleCadre)
	roles := []evaluation.Role{evaluation.RoleCadre}
	_, err := w.BulkCreate(t.Context(), by, []auth.NewAccount{
		{Name: "fine", Person: "p1", Display: "张三", Roles: roles},
		{Name: "x", Person: "p2", Display: "", Roles: roles},
		{Name: "FINE", Person: "p1", Display: "李四", Roles: roles},
		{Name: "taken", Person: "p3", Display: "王五", Roles: roles},
		{Name: "officer", Person: "p4", Display: "赵六", Roles: []evaluation.Role{evaluation.RoleAdmin, evaluation.RoleCadre}},
	})
	got := fieldsOf(err)
	for field, key := range map[string]string{
		"1.name": "auth.account.name", "1.display": "error.field.required", "2.name": "auth.bulk.twice", "2.person": "auth.bulk.twice",
		"3.name": "auth.account.name_taken", "4.roles": "auth.account.officers",
	} {
		if got[field] != key {
			t.Errorf("%s: %q, want %q", field, got[field], key)
		}
	}
	if len(got) != 6 {
		t.Errorf("%v", got)
	}
	list, _, err := w.ListAccounts(t.Context(), by, auth.Filter{}, "", 0)
	if err != nil || len(list) != 1 {
		t.Errorf("made %v, %v", names(list), err)
	}
	_, err = w.BulkCreate(t.Context(), by, make([]auth.NewAccount, auth.MaxBulk+1))
	wantCode(t, err, evaluation.CodeTooLarge)
}

func TestBulkAgainReportsWhatExistsAndDoublesNothing(t *testing.T) {
	w := newWorld(t)
	by := auth.Operator(office)
	var list []auth.NewAccount
	for i := range 6 {
		list = append(list, auth.NewAccount{
			Name: fmt.Sprintf("cadre%d", i), Person: fmt.Sprintf("p%d", i), Display: "某某", Roles: []evaluation.Role{evaluation.RoleCadre},
		})
	}
	first, err := w.BulkCreate(t.Context(), by, list[:4])
	if err != nil {
		t.Fatal(err)
	}
	list[0].Name = "another" // the person counts, not the login proposed
	again, err := w.BulkCreate(t.Context(), by, list)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, s := range again {
		if s.Existing != (i < 4) || (s.Password == "") != s.Existing || i < 4 && s.Account.ID != first[i].Account.ID {
			t.Errorf("%d: %+v", i, s)
		}
		seen[s.Account.ID] = true
	}
	if len(seen) != 6 {
		t.Errorf("%d accounts", len(seen))
	}
	of, err := w.AccountsOfPersons(t.Context(), office, []string{"p1", "p5", "p9"})
	if err != nil || len(of) != 2 || of["p1"].Name != "cadre1" || of["p5"].Name != "cadre5" {
		t.Errorf("%v, %v", of, err)
	}
	// A tie that a crash has left leads to nobody else's account.
	tied, err := w.Cells.Cell(t.Context(), "account_person", office, "p5")
	if err != nil {
		t.Fatal(err)
	}
	tied.ID, tied.Unique, tied.Version = "p9", "p9", 0
	if _, err := w.Cells.PutCell(t.Context(), tied); err != nil {
		t.Fatal(err)
	}
	if of, err := w.AccountsOfPersons(t.Context(), office, []string{"p1", "p9"}); err != nil || len(of) != 1 || of["p1"].Name != "cadre1" {
		t.Errorf("%v, %v", of, err)
	}
	for i, s := range first {
		if tk := w.login(fmt.Sprintf("cadre%d", i), s.Password); !tk.MustChange {
			t.Error("no change is forced")
		}
	}
}
