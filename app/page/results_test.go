package page_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
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
	for _, want := range []string{"嘉奖", "记三等功", "年度连续优秀，记三等功", "/new/commendation.proposal/propose?assessed=" + strconv.Itoa(last), "/new/results.use/note?person=" + p.member.ID} {
		if !strings.Contains(page, want) {
			t.Errorf("the lists do not say %q:\n%s", want, page)
		}
	}
	if form := p.personnel.get("/new/commendation.proposal/propose?kind=third&person=" + p.member.ID + "&grounds=连续优秀"); !strings.Contains(form, "连续优秀") {
		t.Errorf("the proposal is not prefilled: %d", p.personnel.status)
	}
	p.personnel.post("/new/commendation.proposal/propose", url.Values{"kind": {"third"}, "person": {p.member.ID}, "grounds": {"连续三年优秀"}})
	if page = p.personnel.get("/results"); !strings.Contains(page, "已提出：") || strings.Contains(page, "&amp;kind=third&amp;person="+p.member.ID) {
		t.Errorf("%d at %s: the list does not know of the proposal:\n%s", p.personnel.status, p.personnel.at, page)
	}
	if strings.Contains(page, "what="+results.Merit+"&amp;year="+strconv.Itoa(last)+`"`) {
		t.Error("what is being asked for can be noted as done")
	}
	if page = p.personnel.get("/results"); !strings.Contains(page, "?year="+strconv.Itoa(last-3)+`"`) {
		t.Error("nothing leads to earlier years")
	}
	if page = p.personnel.get("/results?year=2020"); !strings.Contains(page, "2020年度考核结果运用") || strings.Contains(page, "?year=2019") {
		t.Errorf("the first year has no lists: %d", p.personnel.status)
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
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{results.KindGrade}})
	i := slices.IndexFunc(found.Records, func(r evaluation.Record) bool { return r.Period == strconv.Itoa(last) })
	if err != nil || i < 0 {
		t.Fatal(len(found.Records), err)
	}
	grade := "/records/" + found.Records[i].ID
	p.submit(p.personnel, grade, "correct", "", url.Values{"grade": {results.Competent}, "reason": {"受处分后重新确定"}})
	if page = p.personnel.get("/results"); !strings.Contains(page, "浦委〔2026〕3号）与现在的等次不符（"+strconv.Itoa(last)+"年称职）") {
		t.Errorf("the list does not say that the merit rests on nothing:\n%s", page)
	}
	p.submit(p.personnel, grade, "correct", "", url.Values{"grade": {results.Excellent}, "reason": {"处分决定已撤销"}})
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	if member.get("/results"); member.status != http.StatusNotFound {
		t.Errorf("a cadre opens the lists: %d", member.status)
	}
	if file := member.get("/me?year=" + strconv.Itoa(last)); !strings.Contains(file, "考核等次（补录）：优秀") || strings.Contains(file, `href="/results"`) {
		t.Errorf("the file:\n%s", file)
	}
}

// Every list goes on paper and into a workbook, and an admonition is followed up from the
// list of the next year.
func TestListsGoOnPaperAndAnImprovementIsFollowedUp(t *testing.T) {
	p := newPraise(t)
	last := time.Now().Year() - 1
	for y, grade := range map[int]string{last - 1: results.Basic, last: results.Competent} {
		p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(y)}, "grade": {grade}})
	}
	today := evaluation.DateOf(time.Now())
	form := p.personnel.get("/new/results.use/note?what=admonish&year=" + strconv.Itoa(last-1) + "&person=" + p.member.ID)
	if !strings.Contains(form, `name="improve_by"`) || !strings.Contains(form, "改进期限") {
		t.Errorf("the form does not ask for the deadline: %d", p.personnel.status)
	}
	p.personnel.post("/new/results.use/note", url.Values{
		"person": {p.member.ID}, "what": {results.Admonish}, "year": {strconv.Itoa(last - 1)}, "on": {today.String()}, "improve_by": {""}, "review_on": {""},
	})
	page := p.personnel.get("/results?year=" + strconv.Itoa(last))
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"诫勉后的改进", "改进期限", "/acts/review", "发给年度考核奖金", "不发年度考核奖金", "名单按《公务员考核规定》列公务员", "/results/paper?year=", "/results/table?year="} {
		if !strings.Contains(page, want) {
			t.Errorf("the lists do not say %q:\n%s", want, page)
		}
	}
	found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{results.KindUse}})
	if err != nil || len(found.Records) != 1 {
		t.Fatal(len(found.Records), err)
	}
	if todo := p.personnel.get("/todo"); !strings.Contains(todo, "复查") {
		t.Errorf("the review waits for nobody:\n%s", todo)
	}
	review := "/records/" + found.Records[0].ID + "/acts/review"
	p.personnel.get(review)
	p.personnel.post(review, url.Values{"version": {strconv.FormatInt(found.Records[0].Version, 10)}, "outcome": {"improved"}, "on": {today.String()}, "findings": {"任务已完成。"}})
	if page = p.personnel.get("/results?year=" + strconv.Itoa(last)); !strings.Contains(page, "复查：已改进") {
		t.Errorf("the outcome is not on the list: %d\n%s", p.personnel.status, page)
	}
	paper := p.personnel.get("/results/paper?what=improve&year=" + strconv.Itoa(last))
	if !strings.Contains(paper, "复查：已改进") || !strings.Contains(paper, "watermark") || strings.Contains(paper, "年度考核奖金") {
		t.Errorf("the paper: %d\n%s", p.personnel.status, paper)
	}
	p.personnel.get("/results/table?year=" + strconv.Itoa(last))
	sheets, err := xlsx.Read(p.personnel.body)
	if err != nil || len(sheets) != 3 || sheets[0].Name != "诫勉后的改进" || len(sheets[0].Rows) != 2 {
		t.Errorf("the workbook: %+v %v", sheets, err)
	}
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	if file := member.get("/me?year=" + strconv.Itoa(today.Year())); !strings.Contains(file, "诫勉后的改进情况：已改进") {
		t.Errorf("the file:\n%s", file)
	}
	for _, at := range []string{"/results/paper", "/results/table"} {
		if member.get(at); member.status != http.StatusNotFound {
			t.Errorf("a cadre opens %s: %d", at, member.status)
		}
	}
}
