package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Wherever something waits for somebody who is away the pages say so to people of the
// office, and what falls due meanwhile stands on the page of the substitute.
func TestPagesSayUntilWhenSomebodyIsAwayAndTheSubstituteLearnsWhatFallsDue(t *testing.T) {
	p := newPraise(t)
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	day := book.On(evaluation.DateOf(time.Now()))
	unit := day.In(p.member.Department)
	head, colleague := unit[0], unit[2]
	bulletin, _ := p.released() // waits for the heads of all departments, with a deadline
	member, other := p.login("member", p.member.ID, evaluation.RoleCadre), p.login("colleague", colleague.ID, evaluation.RoleCadre)
	today := evaluation.DateOf(time.Now())
	form := url.Values{"from": {today.String()}, "until": {today.AddDays(20).String()}, "why": {"sick"}, "substitute": {p.member.ID}}
	if page := p.head.get("/new/absence.period/enter"); !strings.Contains(page, `value="`+p.member.ID+`"`) || !strings.Contains(page, "代办人应为同类人员") {
		t.Errorf("the form does not say who can be the substitute:\n%s", page)
	}
	if said := p.head.post("/new/absence.period/enter", url.Values{"from": form["from"], "until": form["until"], "why": form["why"], "substitute": {elsewhere(day, p.member.Department)}}); p.head.status != http.StatusUnprocessableEntity || !strings.Contains(said, "代办人应为同类人员") {
		t.Errorf("somebody of another department: %d", p.head.status)
	}
	if said := p.head.post("/new/absence.period/enter", form); !strings.Contains(said, "已登记，各处会显示您外出到哪天") {
		t.Fatalf("not entered: %d\n%s", p.head.status, said)
	}
	record := p.head.at
	if home := p.head.get("/"); !strings.Contains(home, "您外出至") || !strings.Contains(home, record+"/acts/end") {
		t.Errorf("who is away does not read it:\n%s", home)
	}
	home := member.get("/")
	if !strings.Contains(home, "替"+head.Name+"留意的事") || !strings.Contains(home, ">签收") {
		t.Errorf("the substitute does not learn what falls due:\n%s", home)
	}
	if home := other.get("/"); strings.Contains(home, `id="meanwhile"`) {
		t.Errorf("somebody else is told:\n%s", home)
	}
	if home := p.personnel.get("/"); !strings.Contains(home, head.Name+"（外出至") || !strings.Contains(home, "代办："+p.member.Name) {
		t.Errorf("the section does not learn it:\n%s", home)
	}
	if page := p.personnel.get(bulletin); !strings.Contains(page, head.DepartmentName+"负责人（外出至") {
		t.Errorf("the page of the bulletin does not say that the head is away:\n%s", page)
	}
	if page := other.get(record); other.status != http.StatusOK || !strings.Contains(page, p.member.Name) || strings.Contains(page, "病假") {
		t.Errorf("a colleague reads: %d\n%s", other.status, page)
	}
	if page := p.personnel.get(record); !strings.Contains(page, "病假") {
		t.Errorf("the section does not read why:\n%s", page)
	}
	if p.supervisor.get(record); p.supervisor.status != http.StatusNotFound {
		t.Errorf("a supervisor reads the absence: %d", p.supervisor.status)
	}
	if page := p.personnel.get("/"); strings.Contains(page, "/new/absence.period/enter") {
		t.Error("an account of nobody is offered to enter its absence")
	}
	p.submit(p.head, record, "end", "已返岗", url.Values{})
	if home := member.get("/"); strings.Contains(home, "留意的事") {
		t.Errorf("after the return:\n%s", home)
	}
}

// elsewhere is somebody of another department.
func elsewhere(day *roster.Snapshot, department string) string {
	for _, m := range day.Members() {
		if m.Department != department && !roster.Leads(m.Level) {
			return m.ID
		}
	}
	return ""
}
