package page_test

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// rated is a half-year whose rating runs, with somebody of the leadership who rates
// everybody.
func rated(t *testing.T) (p *praise, cycle string, rater *visitor, sheets []string) {
	t.Helper()
	p = newPraise(t)
	who := p.openedYear(evaluation.DateOf(time.Now()).AddDays(-3))
	r, err := p.service.Load(t.Context(), office, who.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	cycle = r.Parent
	p.keep(t, assessment.KindCycle, cycle)
	p.do(t, assessment.KindCycle, cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	c, err := p.service.Load(t.Context(), office, cycle)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := evaluation.PayloadOf[assessment.Cycle](c)
	if err != nil {
		t.Fatal(err)
	}
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range book.On(evaluation.DateOf(time.Now())).Members() {
		if m.Name == "顾文莉" {
			rater = p.login("rater", m.ID, evaluation.RoleLeader)
		}
	}
	for _, one := range payload.Participants {
		if one.Population == assessment.Section { // who is rated
			sheets = append(sheets, one.Sheet)
		}
	}
	return p, cycle, rater, sheets
}

func ballotIn(values url.Values, sheet, grade string, marks ...string) {
	for i, name := range assessment.Contents() {
		if i < len(marks) {
			values.Set(sheet+"."+name, marks[i])
		}
	}
	values.Set(sheet+".grade", grade)
}

// rowOf is the row of a sheet in a page.
func rowOf(page, sheet string) string {
	_, rest, found := strings.Cut(page, `<tr id="row-`+sheet+`"`)
	if !found {
		return ""
	}
	row, _, _ := strings.Cut(rest, "</tr>")
	return row
}

func TestEverybodyIsRatedOnOnePage(t *testing.T) {
	p, cycle, rater, sheets := rated(t)
	home := rater.get("/")
	if task := "对 " + strconv.Itoa(len(sheets)) + " 人进行民主测评"; !strings.Contains(home, task) || !regexp.MustCompile(task+`</a>(?s:.)*?class="chip`).MatchString(home) {
		t.Errorf("the start page does not say %s until when:\n%s", task, home)
	}
	page := rater.get("/assessment/rate")
	pagetest.Check(t, []byte(page))
	if n := strings.Count(page, `<tr id="row-`); n != len(sheets) || n < 20 {
		t.Fatalf("%d rows of %d people", n, len(sheets))
	}
	values := url.Values{}
	ballotIn(values, sheets[0], assessment.Competent, "90", "88", "91", "87", "93")
	ballotIn(values, sheets[1], assessment.Competent, "90", "88", "91", "87") // 廉 is missing: no 0 points
	ballotIn(values, sheets[2], assessment.Competent, "90", "88", "91", "87", "930")
	values.Set(sheets[3]+".abstain", "1")
	page = rater.post("/assessment/rate", values)
	pagetest.Check(t, []byte(page))
	if rater.status != fiber.StatusOK || !strings.Contains(page, "已办理 2 行") || !strings.Contains(page, "2 行没有办理") {
		t.Errorf("%d %s", rater.status, page)
	}
	if rowOf(page, sheets[0]) != "" || rowOf(page, sheets[3]) != "" || rowOf(page, sheets[4]) == "" {
		t.Error("who is rated stands there again, or somebody else is gone")
	}
	if home = rater.get("/"); !strings.Contains(home, "对 "+strconv.Itoa(len(sheets)-2)+" 人进行民主测评") || !strings.Contains(home, "已评 2 人，共 "+strconv.Itoa(len(sheets))+" 人") {
		t.Errorf("the start page does not say how many are left:\n%s", home)
	}
	for i, want := range map[int]string{1: "请填写", 2: "0至100"} {
		row := rowOf(page, sheets[i])
		if !strings.Contains(strings.ReplaceAll(row, " ", ""), want) || !strings.Contains(row, `value="91"`) || strings.Count(row, `aria-invalid="true"`) != 1 {
			t.Errorf("row %d: %s", i, row)
		}
	}
	values = url.Values{}
	ballotIn(values, sheets[0], assessment.Excellent, "1", "1", "1", "1", "1") // a second ballot
	if page = rater.post("/assessment/rate", values); rater.status != fiber.StatusUnprocessableEntity || !strings.Contains(page, "还没有填写任何一行") {
		t.Errorf("a second ballot: %d", rater.status)
	}
	c, err := p.service.Get(t.Context(), evaluation.Actor{Office: office, Account: "s", Name: "书记", Roles: []evaluation.Role{evaluation.RolePrincipal}}, cycle)
	if err != nil {
		t.Fatal(err)
	}
	progress, err := p.pages.Assessment.Progress(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range progress.People {
		want := 0
		if one.Sheet == sheets[0] || one.Sheet == sheets[3] {
			want = 1
		}
		if one.Returned != want {
			t.Errorf("%s has %d ballots, want %d", one.Name, one.Returned, want)
		}
	}
	if p.personnel.get("/assessment/rate/" + sheets[0]); p.personnel.status != fiber.StatusNotFound {
		t.Errorf("who rates nobody reads a self-report: %d", p.personnel.status)
	}
	if page = rater.get("/assessment/rate/" + sheets[1]); rater.status != fiber.StatusOK || !strings.Contains(page, "没有提交述职") {
		t.Errorf("the self-report of whom one rates: %d", rater.status)
	}
}

// proposeOthers comments on those who are not rated, without a report.
func (p *praise) proposeOthers(t *testing.T, cycle string) {
	t.Helper()
	c, err := p.service.Load(t.Context(), office, cycle)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := evaluation.PayloadOf[assessment.Cycle](c)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range payload.Participants {
		if one.Population == assessment.Section {
			continue
		}
		p.do(t, assessment.KindSheet, one.Sheet, "waive_report", nil)
		r, err := p.service.Load(t.Context(), office, one.Sheet)
		if err != nil {
			t.Fatal(err)
		}
		sh, err := evaluation.PayloadOf[assessment.Sheet](r)
		if err != nil {
			t.Fatal(err)
		}
		grade := sh.Words()[1]
		if !slices.Contains(sh.Open(sh.Findings), grade) {
			grade = assessment.None // on probation
		}
		p.secretaryDoes(t, one.Sheet, "propose", &assessment.ProposeInput{Grade: grade, Comment: "工作踏实"})
	}
}

var hiddenWas = regexp.MustCompile(`name="([^"]+)\.(version|was|grade)"[^>]*value="([^"]*)"`)

// rowsOf are the hidden fields of the rows of a page.
func rowsOf(page string) url.Values {
	values := url.Values{}
	for _, m := range hiddenWas.FindAllStringSubmatch(page, -1) {
		values.Set(m[1]+"."+m[2], strings.ReplaceAll(m[3], "&amp;", "&"))
	}
	return values
}

func TestGradesAreDecidedOnOnePageWithAResultForEachRow(t *testing.T) {
	p, cycle, _, sheets := rated(t)
	p.do(t, assessment.KindCycle, cycle, "close_rating", &assessment.CountInput{Passphrase: passphrase, AnywayInput: assessment.AnywayInput{Anyway: true}})
	for _, sheet := range sheets {
		p.do(t, assessment.KindSheet, sheet, "waive_report", nil)
	}
	at := "/assessment/" + cycle + "/acts/"
	page := p.personnel.get(at + "verify")
	pagetest.Check(t, []byte(page))
	values := rowsOf(page)
	for _, sheet := range sheets {
		values.Set(sheet+".notes", "情况属实")
	}
	if page = p.personnel.post(at+"verify", values); !strings.Contains(page, "已办理 "+strconv.Itoa(len(sheets))+" 行") || strings.Contains(page, "没有办理，") {
		t.Fatalf("verified: %d %s", p.personnel.status, page)
	}
	p.personnel.get(at + "decide")
	if p.personnel.status != fiber.StatusNotFound {
		t.Errorf("personnel opens the page of an act that it may not do: %d", p.personnel.status)
	}

	// The principal proposes where no leader in charge does. What is typed is kept as one
	// draft of the page, with the rows that were touched.
	principal := p.principal
	page = principal.get(at + "propose")
	values = rowsOf(page)
	for name, list := range principal.hidden() {
		values[name] = list
	}
	values.Set(sheets[3]+".comment", "写了一半")
	page = principal.post("/drafts", values)
	if !strings.Contains(rowOf(page, sheets[3]), "写了一半") || !strings.Contains(page, "已恢复您") || strings.Contains(rowOf(page, sheets[4]), "写了一半") {
		t.Errorf("the draft of the page is not offered again: %d %s", principal.status, rowOf(page, sheets[3]))
	}
	values = rowsOf(page)
	for name, list := range principal.hidden() {
		values[name] = list
	}
	values.Set(sheets[0]+".grade", assessment.Competent)
	values.Set(sheets[0]+".comment", "工作踏实")
	values.Set(sheets[3]+".comment", "写了一半")
	values.Set("row", sheets[0])
	page = principal.post(at+"propose", values)
	if !strings.Contains(rowOf(page, sheets[0]), "已提出") && !strings.Contains(page, "已办理 1 行") {
		t.Fatalf("one row: %s", rowOf(page, sheets[0]))
	}
	p.secretaryDoes(t, sheets[0], "withdraw_proposal", nil)
	if page = principal.get("/drafts"); !strings.Contains(page, "继续填写") {
		t.Error("the rest of the page is not kept after one row was sent")
	}
	page = principal.get(at + "propose")
	values = rowsOf(page)
	for _, sheet := range sheets {
		values.Set(sheet+".grade", assessment.Competent)
		values.Set(sheet+".comment", "工作踏实")
	}
	values.Set(sheets[2]+".grade", assessment.Excellent) // without its conditions
	page = principal.post(at+"propose", values)
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "已办理 "+strconv.Itoa(len(sheets)-1)+" 行") || !strings.Contains(rowOf(page, sheets[2]), "aria-invalid") || !strings.Contains(rowOf(page, sheets[2]), " open") {
		t.Fatalf("proposed: %s", rowOf(page, sheets[2]))
	}

	p.secretaryDoes(t, sheets[2], "propose", &assessment.ProposeInput{Grade: assessment.Competent, Comment: "工作踏实"})
	p.proposeOthers(t, cycle)
	p.do(t, assessment.KindCycle, cycle, "start_deciding", nil)
	page = principal.get(at + "decide")
	pagetest.Check(t, []byte(page))
	if !strings.Contains(rowOf(page, sheets[0]), `<option value="competent" selected>`) || !strings.Contains(page, "还可定") {
		t.Errorf("the proposal is not preselected, or seats are not said: %s", rowOf(page, sheets[0]))
	}
	values = rowsOf(page)
	for _, sheet := range sheets[:2] {
		values.Set(sheet+".grade", assessment.Competent)
	}
	// Meanwhile another principal proposes something else for the second.
	p.secretaryDoes(t, sheets[1], "withdraw_proposal", nil)
	p.secretaryDoes(t, sheets[1], "propose", &assessment.ProposeInput{Grade: assessment.Basic, Comment: "有不足"})
	page = principal.post(at+"decide", values)
	pagetest.Check(t, []byte(page))
	if principal.status != fiber.StatusOK || !strings.Contains(rowOf(page, sheets[0]), "已定：称职") {
		t.Errorf("%d %s", principal.status, rowOf(page, sheets[0]))
	}
	row := rowOf(page, sheets[1])
	if !strings.Contains(row, "他人改动了这一行") || !strings.Contains(row, "他人已改为“基本称职”") || !strings.Contains(row, `<option value="competent" selected>`) {
		t.Errorf("the row that changed meanwhile: %s", row)
	}
	values = rowsOf(page)
	values.Set(sheets[1]+".grade", assessment.Competent)
	values.Set(sheets[1]+".differing", "综合考虑")
	values.Set("row", sheets[1])
	if page = principal.post(at+"decide", values); !strings.Contains(rowOf(page, sheets[1]), "已定：称职") {
		t.Errorf("sent again: %s", rowOf(page, sheets[1]))
	}
	// Without its version a row is not done.
	p.secretaryDoes(t, sheets[1], "undo_decision", nil)
	values.Del(sheets[1] + ".version")
	if principal.post(at+"decide", values); principal.status != fiber.StatusConflict {
		t.Errorf("without a version: %d", principal.status)
	}
}

func (s *site) secretaryDoes(t *testing.T, id, act string, in any) {
	t.Helper()
	r, err := s.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	secretary := evaluation.Actor{Office: office, Account: "s", Name: "书记", Roles: []evaluation.Role{evaluation.RolePrincipal}}
	if _, err := s.service.Act(t.Context(), secretary, id, r.Version, act, evaluation.Change{Input: in, Reason: "再议"}); err != nil {
		t.Fatalf("%s: %v", act, err)
	}
}
