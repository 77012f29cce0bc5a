package page_test

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"testing"
	"time"

	"kaoji/evaluation"
)

var (
	auditRow  = regexp.MustCompile(`<tr><td[^>]*>(\d+)</td>`)
	auditNext = regexp.MustCompile(`href="(/audit\?[^"]*cursor=\d+[^"]*)"`)
)

// entries are the numbers of the entries that the audit page lists for a filter,
// on all its pages.
func (v *visitor) entries(filter url.Values) []int64 {
	v.site.t.Helper()
	var list []int64
	for path := "/audit?" + filter.Encode(); path != ""; {
		body := v.get(path)
		rows := auditRow.FindAllStringSubmatch(body, -1)
		if len(rows) == 0 && len(list) > 0 {
			v.site.t.Errorf("%s: an empty page at the end", path)
		}
		for _, m := range rows {
			n, _ := strconv.ParseInt(m[1], 10, 64)
			list = append(list, n)
		}
		path = ""
		for _, m := range auditNext.FindAllStringSubmatch(body, -1) {
			u, _ := url.Parse(html.UnescapeString(m[1]))
			if n, _ := strconv.ParseInt(u.Query().Get("cursor"), 10, 64); len(list) > 0 && n == list[len(list)-1] {
				path = u.RequestURI()
			}
		}
	}
	return list
}

// TestEachFilterOfTheAuditPageGivesWhatItNames chooses every value that a filter
// offers, and holds the list on all pages against the trail.
func TestEachFilterOfTheAuditPageGivesWhatItNames(t *testing.T) {
	s := newSite(t)
	auditor := s.login("auditor", "", evaluation.RoleAuditor)
	other := s.login("zuzhi", "", evaluation.RolePersonnel)
	other.get("/accounts") // refused, and noted
	other.get("/roster/export")
	actions := evaluation.TrailActions()
	for i := range 120 {
		err := s.trail.Note(t.Context(), evaluation.TrailEvent{
			Office: office, Account: "a" + strconv.Itoa(i%3), Name: "某某" + strconv.Itoa(i%3), Action: actions[i%len(actions)],
			Outcome: []string{evaluation.OutcomeOK, evaluation.OutcomeRefused, evaluation.OutcomeFailed}[i%3],
			Kind:    []string{"account", "roster.person", evaluation.KindSecret, ""}[i%4], Record: []string{"r1", "r2"}[i%2],
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	today := evaluation.DateOf(time.Now())
	cases := []url.Values{
		{"account": {"a1"}}, {"record": {"r2"}}, {"from": {today.String()}}, {"to": {today.AddDays(-1).String()}},
		{"from": {today.AddDays(1).String()}}, {"to": {today.String()}}, {"action": {"read"}, "outcome": {"ok"}, "kind": {"account"}},
	}
	page := auditor.get("/audit")
	for _, name := range []string{"action", "outcome", "kind"} {
		for _, value := range offered(page, name) {
			cases = append(cases, url.Values{name: {value}})
		}
	}
	if len(cases) < 30 {
		t.Fatalf("%d filters offered:\n%s", len(cases), page)
	}
	for _, c := range cases {
		got := auditor.entries(c)
		want := s.matching(c)
		if len(got) != len(want) {
			t.Errorf("%v: %d entries, the trail has %d", c, len(got), len(want))
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%v: entry %d is %d, want %d", c, i, got[i], want[i])
				break
			}
		}
	}
	if auditor.get("/audit?from=yesterday"); auditor.status != 422 {
		t.Errorf("a day that is none: %d", auditor.status)
	}
}

var choiceOf = regexp.MustCompile(`(?:name="(\w+)"[^>]*value="([^"]+)")|<select[^>]*name="(\w+)"|<option value="([^"]+)"`)

// offered are the values that a choice of the page has.
func offered(page, name string) []string {
	var list []string
	in := ""
	for _, m := range choiceOf.FindAllStringSubmatch(page, -1) {
		switch {
		case m[3] != "":
			in = m[3]
		case m[4] != "" && in == name:
			list = append(list, m[4])
		case m[1] == name && m[2] != "":
			list = append(list, m[2])
		}
	}
	return list
}

// matching are the numbers of the trail's entries that a filter names, newest
// first, found without the storage's own filters.
func (s *site) matching(filter url.Values) []int64 {
	s.t.Helper()
	var list []int64
	for e, err := range evaluation.AllEvents(s.t.Context(), s.store, office) {
		if err != nil {
			s.t.Fatal(err)
		}
		day := evaluation.DateOf(e.At).String()
		fits := true
		for name, of := range map[string]string{"account": e.Account, "action": e.Action, "outcome": e.Outcome, "kind": e.Kind, "record": e.Record} {
			fits = fits && (filter.Get(name) == "" || filter.Get(name) == of)
		}
		if fits && (filter.Get("from") == "" || day >= filter.Get("from")) && (filter.Get("to") == "" || day <= filter.Get("to")) {
			list = append([]int64{e.Seq}, list...)
		}
	}
	return list
}
