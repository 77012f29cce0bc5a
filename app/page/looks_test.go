package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
)

// TestACadreReadsWhoLookedAndNothingThatBetraysWhatIsSecret lets each role look at
// the same person.
func TestACadreReadsWhoLookedAndNothingThatBetraysWhatIsSecret(t *testing.T) {
	p := newPraise(t)
	id := p.member.ID
	cadre := p.login("cadre", id, evaluation.RoleCadre)
	other := p.login("other", p.otherThan(id), evaluation.RoleCadre)
	cadre.get("/me") // what one sees oneself is not noted
	if page := cadre.get("/me/looks"); !strings.Contains(page, "还没有人看过") {
		t.Errorf("before anybody looks:\n%s", page)
	}
	before := p.entries(t)
	p.personnel.get("/roster/people/" + id)
	if n := p.entries(t) - before; n != 1 {
		t.Errorf("opening a file makes %d entries of the trail", n)
	}
	page := cadre.get("/me/looks")
	for _, want := range []string{"personnel", "组织科", "打开您的档案", time.Now().In(evaluation.Office).Format("2006年1月2日")} {
		if !strings.Contains(page, want) {
			t.Errorf("the list lacks %q:\n%s", want, page)
		}
	}
	before = p.entries(t)
	p.head.get("/roster")
	if n := p.entries(t) - before; n != 1 {
		t.Errorf("a list of many people makes %d entries of the trail", n)
	}
	if page = cadre.get("/me/looks"); !strings.Contains(page, "科室负责人") || !strings.Contains(page, "名单中有您") {
		t.Errorf("a list is not told of:\n%s", page)
	}
	for _, at := range []string{"/search/suggestions?q=", "/search?q="} { // also while somebody types
		told := p.entries(t)
		p.personnel.get(at + url.QueryEscape(p.member.Name))
		if now := p.taken(id, told); now != "<>" {
			t.Errorf("%s names the person, and is told as %s", at, now)
		}
	}
	if other.get("/roster/people/" + id); other.status != http.StatusNotFound {
		t.Errorf("a stranger opens the file: %d", other.status)
	}
	if page = other.get("/me/looks"); strings.Contains(page, "打开您的档案") {
		t.Errorf("another person reads the looks at this one:\n%s", page)
	}
	if p.personnel.get("/me/looks"); p.personnel.status != http.StatusNotFound {
		t.Errorf("an account without a person: %d", p.personnel.status)
	}
	p.silent(cadre, id)
}

// silent looks in ways of which the person must not be told.
func (p *praise) silent(cadre *visitor, id string) {
	p.t.Helper()
	seen := cadre.get("/me/looks")
	p.principal.get("/new/" + reserve.KindCandidate + "/nominate")
	p.personnel.get("/reserve")
	p.personnel.get("/lists/concern.matter")
	p.personnel.get("/lists/reminder.alarm")
	discipline := p.login("discipline", "", evaluation.RoleDiscipline)
	for _, at := range []string{"/roster/people/" + id, "/lists/roster.person", "/lists/commendation.proposal", "/lists/concern.matter"} {
		discipline.get(at)
		p.supervisor.get(at)
	}
	if now := cadre.get("/me/looks"); strings.Count(now, "<tr>") != strings.Count(seen, "<tr>") {
		p.t.Errorf("the person is told of a look that betrays what is secret:\n%s", now)
	}
}

// entries counts what the trail holds.
func (p *praise) entries(t *testing.T) int64 {
	t.Helper()
	last, err := p.store.LastTrail(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	return last.Seq
}
