package page_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
)

// Grades of three years that were entered lead to the lists, whose lines open the act of
// the measure concerned, prefilled, and to noting what was done; the file knows both.
func TestListsSayWhatFollowsAndKnowWhatWasDone(t *testing.T) {
	p := newPraise(t)
	last := time.Now().Year() - 1
	for y := last - 2; y <= last; y++ {
		said := p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(y)}, "grade": {results.Excellent}, "source": {"年度考核登记表"}})
		if !strings.Contains(said, "已录入") {
			t.Fatalf("%d: %s", p.personnel.status, said)
		}
	}
	page := p.personnel.get("/results")
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"嘉奖", "记三等功", "年度连续优秀，记三等功", "/new/commendation.proposal/propose?grounds=", "/new/results.use/note?person=" + p.member.ID} {
		if !strings.Contains(page, want) {
			t.Errorf("the lists do not say %q:\n%s", want, page)
		}
	}
	if form := p.personnel.get("/new/commendation.proposal/propose?kind=third&person=" + p.member.ID + "&grounds=连续优秀"); !strings.Contains(form, "连续优秀") {
		t.Errorf("the proposal is not prefilled: %d", p.personnel.status)
	}
	p.personnel.post("/new/results.use/note", url.Values{
		"person": {p.member.ID}, "what": {results.Merit}, "year": {strconv.Itoa(last)}, "on": {evaluation.DateOf(time.Now()).String()}, "document": {"浦委〔2026〕3号"},
	})
	if page = p.personnel.get("/results"); !strings.Contains(page, "浦委〔2026〕3号") || !strings.Contains(page, "已办理") {
		t.Errorf("what was done is not known:\n%s", page)
	}
	steps := "/results/step/" + strconv.Itoa(last)
	if form := p.personnel.get(steps); !strings.Contains(form, `value="`+p.member.ID+`" checked`) {
		t.Errorf("the list is not chosen:\n%s", form)
	}
	if said := p.personnel.post(steps, url.Values{"person": {p.member.ID}, "on": {""}}); p.personnel.status != http.StatusUnprocessableEntity {
		t.Errorf("without a day: %d %s", p.personnel.status, said)
	}
	p.personnel.post(steps, url.Values{"person": {p.member.ID}, "on": {evaluation.DateOf(time.Now()).String()}, "document": {"浦人社〔2026〕8号"}})
	if page = p.personnel.get("/results"); strings.Count(page, "浦人社〔2026〕8号") != 1 {
		t.Errorf("the list was not noted: %d", p.personnel.status)
	}
	if form := p.personnel.get(steps); !strings.Contains(form, "名单上的人都已经登记") {
		t.Errorf("who is noted can be noted again:\n%s", form)
	}
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	if member.get("/results"); member.status != http.StatusNotFound {
		t.Errorf("a cadre opens the lists: %d", member.status)
	}
	if file := member.get("/me?year=" + strconv.Itoa(last)); !strings.Contains(file, "考核等次（补录）：优秀") || strings.Contains(file, `href="/results"`) {
		t.Errorf("the file:\n%s", file)
	}
}
