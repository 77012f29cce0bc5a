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
