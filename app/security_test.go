package main

import (
	"slices"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

func TestAnOverrideOfASecurityNumberHoldsAtOnce(t *testing.T) {
	k := opened(t, settings(t))
	admin := auth.Session{Actor: evaluation.Actor{Office: k.Office, Account: "a", Name: "管理员", Roles: []evaluation.Role{evaluation.RoleAdmin}}}
	if _, _, err := k.Auth.CreateAccount(t.Context(), admin, auth.NewAccount{
		Name: "section", Display: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel},
	}); err != nil {
		t.Fatal(err)
	}
	wrong := func(times int) {
		for range times {
			_, err := k.Auth.Login(t.Context(), auth.LoginInput{Name: "section", Password: "not-the-password", Address: "127.0.0.1"})
			if evaluation.CodeOf(err) == "" {
				t.Fatal("a wrong password opened")
			}
		}
	}
	locked := func() bool {
		list, _, err := k.Auth.ListAccounts(t.Context(), admin, auth.Filter{}, "", 100)
		i := slices.IndexFunc(list, func(a auth.Account) bool { return a.Name == "section" })
		if err != nil || i < 0 {
			t.Fatal("no account", err)
		}
		return !list[i].LockedUntil.IsZero()
	}
	wrong(2)
	if locked() {
		t.Fatal("two wrong passwords lock before the override")
	}
	who := evaluation.Actor{Office: k.Office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	if _, err := k.Service.Create(t.Context(), who, rulepack.KindOverride, "set", evaluation.Creation{
		Input: &rulepack.SetInput{
			Key: "security.lockout.failures", Value: "3", Source: "塘街办〔2026〕9号", Reason: "本街道规定", ValidFrom: evaluation.DateOf(time.Now()),
		},
	}); err != nil {
		t.Fatal(err)
	}
	wrong(1)
	if !locked() {
		t.Error("the third wrong password does not lock after the override")
	}
}
