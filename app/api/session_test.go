package api_test

import (
	"strings"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestASessionFromLoginToLogout(t *testing.T) {
	w := newWorld(t)
	name, once, _, err := w.auth.First(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	login := func(password string) reply {
		return w.send(scene{method: "POST", path: "/api/v1/session", body: `{"name":"` + name + `","password":"` + password + `"}`})
	}
	var got struct {
		Access, Refresh string
		Must            bool `json:"must_change"`
	}
	login(once).into(t, &got)
	if got.Access == "" || !got.Must {
		t.Fatalf("the first login gave %+v", got)
	}
	w.send(scene{name: "before the change", method: "GET", path: "/api/v1/accounts", token: got.Access, status: 403, has: []string{"auth.must_change", "forbidden"}[1:]})
	w.send(scene{name: "change", method: "PUT", path: "/api/v1/me/password", token: got.Access, body: `{"old":"` + once + `","new":"` + password + `"}`, status: 204})
	w.send(scene{name: "after it", method: "GET", path: "/api/v1/accounts", token: got.Access, status: 200, has: []string{`"name":"admin"`}})
	refresh := scene{name: "refresh", method: "POST", path: "/api/v1/session/refresh", body: `{"refresh":"` + got.Refresh + `"}`, status: 200}
	w.send(refresh)
	w.pass(time.Minute)
	refresh.name, refresh.status = "an old refresh token", 401
	w.send(refresh)
	w.send(scene{name: "its family ended", method: "GET", path: "/api/v1/me", token: got.Access, status: 401})
	login(password).into(t, &got)
	w.send(scene{name: "me", method: "GET", path: "/api/v1/me", token: got.Access, status: 200, has: []string{`"roles":["admin"]`, office}})
	w.send(scene{name: "logout", method: "DELETE", path: "/api/v1/session", token: got.Access, status: 204})
	w.send(scene{name: "logged out", method: "GET", path: "/api/v1/me", token: got.Access, status: 401})
}

func TestARefusedLoginDoesNotTellWhy(t *testing.T) {
	w := newWorld(t)
	w.role(evaluation.RoleAuditor)
	body := func(name string) string { return `{"name":"` + name + `","password":"wrong-Password-1"}` }
	known := w.send(scene{method: "POST", path: "/api/v1/session", body: body("the-auditor"), status: 401})
	unknown := w.send(scene{method: "POST", path: "/api/v1/session", body: body("nobody"), status: 401})
	if known.body != unknown.body {
		t.Errorf("known %s, unknown %s", known.body, unknown.body)
	}
}

func TestADisabledAccountIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	admin, other := w.role(evaluation.RoleAdmin), w.role(evaluation.RolePersonnel)
	w.send(scene{method: "GET", path: "/api/v1/me", token: other, status: 200})
	acc, err := w.auth.AccountByName(t.Context(), auth.Operator(office), "the-personnel")
	if err != nil {
		t.Fatal(err)
	}
	one := w.send(scene{method: "GET", path: "/api/v1/accounts/" + acc.ID, token: admin, status: 200})
	path := "/api/v1/accounts/" + acc.ID + "/disable"
	w.send(scene{name: "no version", method: "POST", path: path, token: admin, status: 428})
	w.send(scene{name: "an old version", method: "POST", path: path, token: admin, head: map[string]string{"If-Match": `"99"`}, status: 409})
	w.send(scene{name: "disable", method: "POST", path: path, token: admin, head: map[string]string{"If-Match": one.Header.Get("ETag")}, status: 200, has: []string{`"disabled":true`}})
	w.send(scene{name: "out", method: "GET", path: "/api/v1/me", token: other, status: 401})
}

func TestAccountsThroughTheirLife(t *testing.T) {
	w := newWorld(t)
	admin := w.role(evaluation.RoleAdmin)
	made := w.send(scene{
		name: "create", method: "POST", path: "/api/v1/accounts", token: admin, status: 201,
		body: `{"name":"zhangwei","display":"张伟","roles":["cadre"]}`, has: []string{`"password":"`, `"roles":["cadre"]`},
	})
	var slip struct {
		Account struct {
			ID      string
			Version int
		}
	}
	made.into(t, &slip)
	at := "/api/v1/accounts/" + slip.Account.ID
	match := func(r reply) map[string]string { return map[string]string{"If-Match": r.Header.Get("ETag")} }
	w.send(scene{name: "officers stand alone", method: "PUT", path: at + "/roles", token: admin, head: match(made), body: `{"roles":["admin","cadre"]}`, status: 422, has: []string{"auth.account.officers"}})
	w.send(scene{name: "unknown role", method: "PUT", path: at + "/roles", token: admin, head: match(made), body: `{"roles":["root"]}`, status: 422, has: []string{"error.field.choice"}})
	next := w.send(scene{name: "roles", method: "PUT", path: at + "/roles", token: admin, head: match(made), body: `{"roles":["cadre","head"]}`, status: 200, has: []string{"head"}})
	next = w.send(scene{name: "edit", method: "PUT", path: at, token: admin, head: match(next), body: `{"name":"zhangwei","display":"张 伟"}`, status: 200, has: []string{"张 伟"}})
	w.send(scene{name: "reset", method: "POST", path: at + "/reset", token: admin, status: 200, has: []string{`"password":"`}})
	w.send(scene{name: "unlock", method: "POST", path: at + "/unlock", token: admin, status: 200})
	w.send(scene{name: "no second factor on", method: "POST", path: at + "/reset-totp", token: admin, status: 204})
	w.send(scene{name: "taken", method: "POST", path: "/api/v1/accounts", token: admin, body: `{"name":"ZhangWei","display":"x","roles":["cadre"]}`, status: 422, has: []string{"auth.account.name_taken"}})
	w.send(scene{name: "bulk, one wrong: none made", method: "POST", path: "/api/v1/accounts/bulk", token: admin, status: 422, has: []string{`"1.roles"`},
		body: `{"accounts":[{"name":"lina","display":"李娜","roles":["cadre"]},{"name":"wu","display":"吴","roles":["admin","cadre"]}]}`})
	w.send(scene{name: "bulk", method: "POST", path: "/api/v1/accounts/bulk", token: admin, status: 201, has: []string{`"existing":true`, "lina"},
		body: `{"accounts":[{"name":"lina","display":"李娜","roles":["cadre"]},{"name":"zhangwei","display":"张伟","roles":["cadre"]}]}`})
	w.send(scene{name: "kept for the maker", method: "GET", path: "/api/v1/accounts/slips", token: admin, status: 200, has: []string{`"password":"`, "lina", "zhangwei"}})
	w.send(scene{name: "and for nobody else", method: "GET", path: "/api/v1/accounts/slips", token: w.role(evaluation.RoleAuditor), status: 403})
	list := w.send(scene{name: "page", method: "GET", path: "/api/v1/accounts?limit=1&role=cadre", token: admin, status: 200, has: []string{`"next":"`}, lacks: []string{"lina", "password"}})
	var page struct{ Next string }
	list.into(t, &page)
	w.send(scene{name: "next page", method: "GET", path: "/api/v1/accounts?limit=1&role=cadre&cursor=" + page.Next, token: admin, status: 200, has: []string{"lina"}, lacks: []string{"zhangwei"}})
	_ = next
}

func TestASecondFactorIsSetUpOverTheAPI(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RoleAuditor)
	w.send(scene{name: "begin", method: "POST", path: "/api/v1/me/totp", token: token, status: 200, has: []string{"otpauth://totp/"}})
	w.send(scene{name: "a wrong code", method: "POST", path: "/api/v1/me/totp/confirm", token: token, body: `{"code":"000000"}`, status: 422, has: []string{`"field":"code"`}})
}

func TestNothingOfAPersonStandsInTheLog(t *testing.T) {
	w := newWorld(t)
	admin := w.role(evaluation.RoleAdmin)
	w.send(scene{method: "POST", path: "/api/v1/session", body: `{"name":"zhangwei","password":"Secret-Word-99"}`, status: 401})
	w.send(scene{method: "GET", path: "/api/v1/accounts?q=%E5%BC%A0%E4%BC%9F", token: admin, status: 200})
	w.send(scene{method: "GET", path: "/api/v1/accounts/0197a3c2-7d1e-7000-8000-0000000000ff", token: admin, status: 404})
	log := w.log.String()
	for _, never := range []string{"zhangwei", "Secret-Word-99", "张伟", "%E5", "0000000000ff", admin, "Bearer"} {
		if strings.Contains(log, never) {
			t.Errorf("%q stands in the log", never)
		}
	}
	if !strings.Contains(log, "route=/api/v1/accounts/:id status=404") {
		t.Errorf("no line for the last request in\n%s", log)
	}
}
