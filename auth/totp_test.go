package auth_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kaoji/auth"
	"kaoji/evaluation"
)

func (w *world) code(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

// factor turns the second factor of a session's account on.
func (w *world) factor(s auth.Session) (secret string, recovery []string) {
	w.t.Helper()
	e, err := w.EnrollTOTP(w.t.Context(), s)
	if err != nil {
		w.t.Fatal(err)
	}
	if recovery, err = w.ConfirmTOTP(w.t.Context(), s, w.code(e.Secret)); err != nil {
		w.t.Fatal(err)
	}
	w.pass(time.Minute)
	return e.Secret, recovery
}

func (w *world) loginWith(code string) (auth.Tokens, error) {
	return w.Login(w.t.Context(), auth.LoginInput{Name: "zhangsan", Password: good, Code: code, Address: here})
}

func TestWithASecondFactorAPasswordAloneGivesNoTokens(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	secret, _ := w.factor(s)
	tk, err := w.loginWith("")
	if err != nil || !tk.NeedTOTP || tk.Access != "" || tk.Refresh != "" || tk.Account.ID != "" {
		t.Fatalf("%+v, %v", tk, err)
	}
	if tk, err = w.loginWith(w.code(secret)); err != nil || tk.NeedTOTP {
		t.Fatal(tk.NeedTOTP, err)
	}
	if s := w.session(tk.Access); !s.Account.TOTP {
		t.Error("not shown as on")
	}
}

func TestACodeWorksOnceAndOnlyNearItsTime(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	secret, _ := w.factor(s)
	early, now := w.code(secret), w.now()
	if _, err := w.loginWith(early); err != nil {
		t.Fatal(err)
	}
	_, replay := w.loginWith(early)
	wantCode(t, replay, evaluation.CodeUnauthorized)
	if got := w.lastDetail("login", evaluation.OutcomeRefused); got != "code" {
		t.Errorf("trail says %q", got)
	}
	_, wrong := w.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: "wrong"})
	if replay.Error() != wrong.Error() {
		t.Errorf("a replay answers %q, a wrong password %q", replay, wrong)
	}
	w.pass(30 * time.Second)
	late := w.code(secret)
	w.pass(30 * time.Second) // one period late is within clocks that differ
	if _, err := w.loginWith(late[:3] + " " + late[3:]); err != nil {
		t.Error(err)
	}
	old := w.code(secret)
	w.pass(time.Minute)
	_, err := w.loginWith(old)
	wantCode(t, err, evaluation.CodeUnauthorized)
	if w.now().Sub(now) != 2*time.Minute {
		t.Fatal("clock")
	}
}

func TestGuessingCodesLocks(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	secret, _ := w.factor(s)
	for range 5 {
		if _, err := w.loginWith(""); err != nil { // asking for the code does not start the count anew
			t.Fatal(err)
		}
		_, err := w.loginWith("00000x")
		wantCode(t, err, evaluation.CodeUnauthorized)
	}
	_, err := w.loginWith(w.code(secret))
	wantCode(t, err, evaluation.CodeUnauthorized)
	if tk, err := w.loginWith(""); err == nil || tk.NeedTOTP {
		t.Error("a locked account tells that the password is right")
	}
}

func TestARecoveryCodeWorksOnce(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	_, recovery := w.factor(s)
	if len(recovery) != 10 {
		t.Fatal(recovery)
	}
	if _, err := w.loginWith(strings.ToUpper(recovery[3])); err != nil {
		t.Fatal(err)
	}
	_, err := w.loginWith(recovery[3])
	wantCode(t, err, evaluation.CodeUnauthorized)
	if _, err := w.loginWith(strings.ReplaceAll(recovery[4], "-", "")); err != nil {
		t.Error(err)
	}
}

func TestAnAdministratorResetsALostSecondFactor(t *testing.T) {
	w := newWorld(t)
	s, tk := w.enter("zhangsan", evaluation.RoleCadre)
	w.factor(s)
	_, err := w.EnrollTOTP(t.Context(), s)
	wantCode(t, err, evaluation.CodeState) // a stolen session cannot replace it
	_, err = w.ConfirmTOTP(t.Context(), s, "123456")
	wantCode(t, err, evaluation.CodeState)
	if err := w.ResetTOTP(t.Context(), auth.Operator(office), s.Account.ID); err != nil {
		t.Fatal(err)
	}
	w.dead("reset", tk)
	w.login("zhangsan", good)
}

func TestAWrongFirstCodeTurnsNothingOn(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	_, err := w.ConfirmTOTP(t.Context(), s, "123456")
	wantCode(t, err, evaluation.CodeState) // nothing was begun
	e, err := w.EnrollTOTP(t.Context(), s)
	if err != nil || !strings.HasPrefix(e.URL, "otpauth://totp/Kaoji:zhangsan?") || !strings.Contains(e.URL, e.Secret) {
		t.Fatal(e.URL, err)
	}
	_, err = w.ConfirmTOTP(t.Context(), s, "00000x")
	wantField(t, err, "code", "auth.totp.code")
	w.login("zhangsan", good)
}

func TestRolesThatNeedASecondFactorMustSetItUpFirst(t *testing.T) {
	w := newWorld(t, func(p *auth.Parts) {
		p.Settings.TOTPRequired = []evaluation.Role{evaluation.RoleAdmin, evaluation.RoleAuditor, evaluation.RolePersonnel}
	})
	cadre, _ := w.enter("zhangsan", evaluation.RoleCadre)
	if cadre.MustTOTP || cadre.Ready() != nil {
		t.Error("a cadre must too")
	}
	s, tk := w.enter("boss", evaluation.RoleAdmin)
	if !s.MustTOTP {
		t.Fatal("an administrator need not")
	}
	wantCode(t, s.Ready(), evaluation.CodeForbidden)
	_, err := w.Disable(t.Context(), s, cadre.Account.ID, cadre.Account.Version)
	wantCode(t, err, evaluation.CodeForbidden)
	w.factor(s)
	s = w.session(tk.Access)
	if s.MustTOTP || s.Ready() != nil {
		t.Error("still must")
	}
	if _, err := w.Disable(t.Context(), s, cadre.Account.ID, cadre.Account.Version); err != nil {
		t.Error(err)
	}
}

func TestSecretsOfTheSecondFactorAreSealedAndBoundToTheirOwner(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	secret, recovery := w.factor(s)
	all := w.everything()
	for _, hidden := range append([]string{secret}, recovery...) {
		if strings.Contains(all, hidden) || strings.Contains(all, strings.ReplaceAll(hidden, "-", "")) {
			t.Errorf("%q is kept readable", hidden)
		}
	}
	w.parts.Secret = bytes.Repeat([]byte{8}, 32) // another key: not readable, and not taken for a wrong code
	other := w.again()
	_, err := other.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good, Code: w.code(secret)})
	wantCode(t, err, evaluation.CodeInternal)
}
