package auth_test

import (
	"context"
	"testing"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestWhoLeavesTheOfficeLosesTheLoginAtOnceUntilTheDepartureIsTakenBack(t *testing.T) {
	gone := map[string]bool{}
	w := newWorld(t, func(p *auth.Parts) {
		p.Left = func(_ context.Context, _, person string) (bool, error) { return gone[person], nil }
	})
	made, once, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{
		Name: "zhangsan", Display: "张三", Person: "person-1", Roles: []evaluation.Role{evaluation.RoleCadre},
	})
	if err != nil {
		t.Fatal(err)
	}
	tk := w.login("zhangsan", once)
	w.session(tk.Access)
	gone["person-1"] = true
	w.dead("left", tk)
	_, err = w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: once})
	wantCode(t, err, evaluation.CodeUnauthorized)
	if got := w.lastDetail("login", evaluation.OutcomeRefused); got != "left" {
		t.Errorf("the trail says %q", got)
	}
	gone["person-1"] = false
	if now := w.login("zhangsan", once); now.Account.ID != made.ID {
		t.Errorf("%+v", now.Account)
	}
}

func TestWhoCanNoLongerLogInHasNoUnsentForms(t *testing.T) {
	gone := map[string]bool{}
	w := newWorld(t, func(p *auth.Parts) {
		p.Left = func(_ context.Context, _, person string) (bool, error) { return gone[person], nil }
	})
	boss, _ := w.enter("boss", evaluation.RoleAdmin)
	disabled, _ := w.make("disabled", evaluation.RoleCadre)
	left, _, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{
		Name: "zhangsan", Display: "张三", Person: "person-1", Roles: []evaluation.Role{evaluation.RoleCadre},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range []string{disabled.ID, left.ID} {
		if _, err := w.store.PutCell(t.Context(), evaluation.Cell{Class: evaluation.ClassDraft, Office: office, ID: account + "-1", Ref: account, Body: []byte(`{}`)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Disable(t.Context(), boss, disabled.ID, disabled.Version); err != nil {
		t.Fatal(err)
	}
	gone["person-1"] = true
	list, err := w.Unusable(t.Context(), office)
	if err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
	if cells, err := w.store.FindCells(t.Context(), evaluation.CellQuery{Class: evaluation.ClassDraft, Office: office}); err != nil || len(cells) != 1 || cells[0].Ref != left.ID {
		t.Errorf("%+v, %v", cells, err) // the hourly task deletes the other one
	}
}

// An account that is given to another person keeps nothing of the one who had it: not the
// address of a calendar, which would read the new holder's, not what was typed or begun,
// and above all neither sessions nor a password with which the former one is the new one.
func TestAnAccountThatIsGivenToAnotherPersonKeepsNothingOfTheFormerOne(t *testing.T) {
	w := newWorld(t)
	boss, _ := w.enter("boss", evaluation.RoleAdmin)
	s, tk := w.enter("zhangsan", evaluation.RoleCadre)
	secret := w.feed(s)
	held := append(evaluation.HeldClasses(), evaluation.ClassDraft)
	for _, class := range held {
		if _, err := w.store.PutCell(t.Context(), evaluation.Cell{Class: class, Office: office, ID: "d-1", Ref: s.Account.ID, Body: []byte(`{}`)}); err != nil {
			t.Fatal(err)
		}
	}
	edit := auth.Edit{Name: "zhangsan", Person: s.Account.Person, Display: "张三丰"}
	a, err := w.EditAccount(t.Context(), boss, s.Account.ID, s.Account.Version, edit)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.reads(secret), "") // the same person under another name
	w.session(tk.Access)
	edit.Person = "person-2"
	if _, err := w.EditAccount(t.Context(), boss, a.ID, a.Version, edit); err != nil {
		t.Fatal(err)
	}
	wantCode(t, w.reads(secret), evaluation.CodeNotFound)
	for _, class := range held {
		if _, err := w.store.Cell(t.Context(), class, office, "d-1"); evaluation.CodeOf(err) != evaluation.CodeNotFound {
			t.Errorf("what the former holder has in %s is there: %v", class, err)
		}
	}
	w.dead("given away", tk)
	_, err = w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good})
	wantCode(t, err, evaluation.CodeUnauthorized)
	slips, err := w.KeptSlips(t.Context(), boss)
	if err != nil || len(slips) != 1 || slips[0].Account.ID != a.ID {
		t.Fatalf("the new holder has no password: %+v, %v", slips, err)
	}
	if now := w.login("zhangsan", slips[0].Password); !now.MustChange || now.Account.Person != "person-2" {
		t.Errorf("%+v", now)
	}
}

// Who had an account from which its person was taken does not go on in it.
func TestAnAccountWhosePersonIsTakenAwayHasNoSession(t *testing.T) {
	w := newWorld(t)
	boss, _ := w.enter("boss", evaluation.RoleAdmin)
	a, once, err := w.CreateAccount(t.Context(), boss, auth.NewAccount{Name: "zhangsan", Display: "张三", Person: "person-1", Roles: []evaluation.Role{evaluation.RoleCadre}})
	if err != nil {
		t.Fatal(err)
	}
	tk := w.login("zhangsan", once)
	w.session(tk.Access)
	if a, err = w.EditAccount(t.Context(), boss, a.ID, a.Version, auth.Edit{Name: "zhangsan", Display: "张三"}); err != nil || a.Person != "" {
		t.Fatalf("%+v, %v", a, err)
	}
	w.dead("taken away", tk)
}
