package api_test

import (
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestTheTrailCanBeReadAndVerified(t *testing.T) {
	w := newWorld(t)
	auditor := w.role(evaluation.RoleAuditor)
	w.send(scene{name: "refused", method: "GET", path: "/api/v1/trail", token: w.role(evaluation.RoleAdmin), status: 403})
	w.send(scene{name: "the refusal is in it", method: "GET", path: "/api/v1/trail?action=api&outcome=refused", token: auditor, status: 200, has: []string{`"detail":"trail read"`}})
	w.send(scene{name: "other days", method: "GET", path: "/api/v1/trail?to=2026-03-01", token: auditor, status: 200, has: []string{`"items":[]`}})
	w.send(scene{name: "this day", method: "GET", path: "/api/v1/trail?from=2026-03-02&to=2026-03-02&action=login", token: auditor, status: 200, has: []string{`"action":"login"`}})
	seen, cursor := map[float64]bool{}, ""
	for {
		var page struct {
			Items []struct{ Seq float64 }
			Next  string
		}
		w.send(scene{method: "GET", path: "/api/v1/trail?limit=2&cursor=" + cursor, token: auditor, status: 200}).into(t, &page)
		for _, e := range page.Items {
			if seen[e.Seq] {
				t.Errorf("entry %v twice", e.Seq)
			}
			seen[e.Seq] = true
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) < 4 {
		t.Errorf("only %d entries", len(seen))
	}
	w.send(scene{name: "a cursor that is none", method: "GET", path: "/api/v1/trail?cursor=abc", token: auditor, status: 422})
	w.send(scene{name: "verify", method: "POST", path: "/api/v1/trail/verify", token: auditor, status: 200, has: []string{`"whole":true`}})
}

func TestRulesAndCalendarAreShownWithTheirSource(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	key := "assessment.quota.excellent"
	w.send(scene{method: "GET", path: "/api/v1/rulepack", token: token, status: 200, has: []string{key, `"source_zh"`, `"verified"`}})
	w.send(scene{method: "GET", path: "/api/v1/rulepack/" + key, token: token, status: 200, has: []string{`"key":"` + key + `"`}})
	w.send(scene{name: "unknown", method: "GET", path: "/api/v1/rulepack/no.such.rule", token: token, status: 404})
	set := w.send(scene{
		name: "override", method: "POST", path: "/api/v1/rules/overrides/acts/set", token: token, status: 201,
		body: `{"input":{"key":"` + key + `","value":"15%","source":"浦委组〔2026〕12号","reason":"从严掌握","valid_from":"2026-01-01"}}`,
	})
	w.send(scene{name: "it counts", method: "GET", path: "/api/v1/rulepack/" + key + "?on=2026-03-01", token: token, status: 200, has: []string{"浦委组"}})
	w.send(scene{name: "not before", method: "GET", path: "/api/v1/rulepack/" + key + "?on=2025-12-31", token: token, status: 200, lacks: []string{"浦委组"}})
	at := set.Header.Get("Location")
	w.send(scene{name: "a second person verifies", method: "POST", path: at + "/acts/verify", token: token, head: map[string]string{"If-Match": `"1"`}, status: 403})
	w.send(scene{name: "who may", method: "POST", path: at + "/acts/verify", token: w.as("second", "", evaluation.RolePersonnel), head: map[string]string{"If-Match": `"1"`}, status: 200, has: []string{`"state":"verified"`}})
	w.send(scene{name: "a supervisor from outside", method: "GET", path: "/api/v1/rulepack", token: w.role(evaluation.RoleSupervisor), status: 403})

	w.send(scene{method: "GET", path: "/api/v1/calendar/2026", token: token, status: 200, has: []string{"春节", "workdays"}})
	w.send(scene{name: "a year nobody knows", method: "GET", path: "/api/v1/calendar/2031", token: token, status: 404})
}

func TestStorageAwayIs503AndNothingElseIsSaid(t *testing.T) {
	w := newWorld(t)
	token := w.role(evaluation.RolePersonnel)
	w.department("综合行政执法队")
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	r := w.send(scene{method: "GET", path: "/api/v1/roster/departments", token: token, status: 503, has: []string{`"unavailable"`}, lacks: []string{"sqlite", "kaoji.db", "closed"}})
	if r.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if !strings.Contains(w.log.String(), "request failed") {
		t.Error("nothing in the log")
	}
}
