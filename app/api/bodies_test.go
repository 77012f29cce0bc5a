package api_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestABodyIsTakenAsItIsMeantOrRefused(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	for name, c := range map[string]struct {
		body, rule string
		status     int
	}{
		"not JSON":               {`{"input":`, "", 422},
		"two values":             {opening + "{}", "", 422},
		"not UTF-8":              {"{\"input\":{\"name\":\"\xff\"}}", "", 422},
		"a list":                 {`[]`, "", 422},
		"an unknown field":       {`{"input":{"name":"甲科","order":1,"state":"closed"}}`, "api.body.unknown", 422},
		"an unknown field above": {`{"input":{"name":"甲科","order":1},"office":"x"}`, "api.body.unknown", 422},
		"a reason not asked for": {`{"input":{"name":"甲科","order":1},"reason":"x"}`, "api.body.unknown", 422},
		"another case":           {`{"input":{"Name":"甲科","order":1}}`, "api.body.unknown", 422},
		"a key twice":            {`{"input":{"name":"甲科","name":"乙科","order":1}}`, "", 422},
		"text for a number":      {`{"input":{"name":"甲科","order":"1"}}`, "error.field.integer", 422},
		"half a number":          {`{"input":{"name":"甲科","order":1.5}}`, "error.field.integer", 422},
		"a number beyond 64 bit": {`{"input":{"name":"甲科","order":99999999999999999999}}`, "error.field.integer", 422},
		"a number for a text":    {`{"input":{"name":7,"order":1}}`, "api.body.text", 422},
		"a day that is none":     {`{"input":{"name":"甲科","order":1,"opened":"2026-02-30"}}`, "error.date", 422},
		"a list for the input":   {`{"input":[]}`, "api.body.object", 422},
		"seventeen levels":       {`{"input":` + strings.Repeat("[", 17) + strings.Repeat("]", 17) + `}`, "", 422},
		"more than a megabyte":   {`{"input":{"name":"` + strings.Repeat("a", 1<<20) + `"}}`, "", 413},
		"a control character":    {`{"input":{"name":"a\u0001","order":1}}`, "error.field.characters", 422},
		"null is nothing given":  {`{"input":{"name":null,"order":1}}`, "error.field.required", 422},
	} {
		s := scene{name: name, method: "POST", path: "/api/v1/roster/departments/acts/open", token: token, body: c.body, status: c.status}
		if c.rule != "" {
			s.has = []string{`"rule":"` + c.rule + `"`}
		}
		w.send(s)
	}
	if n := w.count("roster.department"); n != 0 {
		t.Errorf("%d departments were made", n)
	}
}

func TestEveryMistakeIsNamedAtOnceInTheLanguageAskedFor(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	s := scene{method: "POST", path: "/api/v1/workday/years/acts/enter", token: token, status: 422,
		body: `{"input":{"year":1900,"source":"","holidays":[{"name":"元旦","from":"2027-01-01"}]}}`,
		has:  []string{`"field":"year"`, `"field":"source"`, `"field":"holidays.0.to"`, "请更正标出的内容"}}
	w.send(s)
	s.head, s.has, s.lacks = map[string]string{"Accept-Language": "en-GB,en;q=0.9"}, []string{`"title":"`}, []string{"请"}
	w.send(s)
	s.head, s.path = nil, s.path+"?lang=en"
	w.send(s)
}

func TestOnlyPlainJSONIsTaken(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	s := scene{method: "POST", path: "/api/v1/roster/departments/acts/open", token: token, body: opening, status: 415}
	s.name, s.head = "a form", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	w.send(s)
	s.name, s.head = "text", map[string]string{"Content-Type": "text/plain"}
	w.send(s)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(opening)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s.name, s.head, s.body = "compressed", map[string]string{"Content-Encoding": "gzip"}, packed.String()
	w.send(s)
	if n := w.count("roster.department"); n != 0 {
		t.Errorf("%d departments were made", n)
	}
	w.send(scene{name: "a body where none belongs", method: "POST", path: "/api/v1/trail/verify", token: w.role(evaluation.RoleAuditor), body: "{}", status: 422})
}

func TestWhoIsNotLoggedInLearnsNothing(t *testing.T) {
	w := newWorld(t)
	for _, r := range w.api.Routes() {
		if r.Open {
			continue
		}
		path := "/api/v1" + strings.NewReplacer("{id}", newID(), "{file}", newID(), "{key}", "x", "{year}", "2026").Replace(r.Path)
		for _, token := range []string{"", "nonsense", "eyJhbGciOiJub25lIn0.e30."} {
			got := w.send(scene{name: "token " + token, method: r.Method, path: path, token: token, status: 401, lacks: []string{"errors"}})
			if got.Header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s %s does not say how to log in", r.Method, r.Path)
			}
		}
	}
	// A cookie is no token: the API cannot be driven by another site's form.
	req := httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/me", nil)
	req.Header.Set("Cookie", "kaoji_access="+w.role(evaluation.RoleAdmin))
	res, err := w.app.Test(req, -1)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a cookie alone: %d %v", res.StatusCode, err)
	}
}

func TestAnUnknownAddressBelowTheAPIIsAProblemDocument(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/api/v1/nothing", "/api/", "/api/v2/me"} {
		r := w.send(scene{method: "GET", path: path, status: 404, has: []string{`"code":"not_found"`}})
		if r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s is %s", path, r.Header.Get("Content-Type"))
		}
	}
}

func TestThePageOfTheDescriptionLoadsNothingFromElsewhere(t *testing.T) {
	w := newWorld(t)
	page := w.send(scene{method: "GET", path: "/api/docs", status: 200, has: []string{"/static/vendor/swagger-ui-bundle.js", "/api/docs/show.js"}, lacks: []string{"http://", "https://", "<script>", "style="}})
	if csp := page.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'self'") {
		t.Errorf("policy %q", csp)
	}
	w.send(scene{method: "GET", path: "/api/docs/show.js", status: 200, has: []string{"/api/v1/openapi.json"}, lacks: []string{"http"}})
}
