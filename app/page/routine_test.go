package page_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/routine"
)

// A quarter in the browser: the section opens it, a cadre writes the note, the head
// comments on the whole department on one page, a principal leader fixes it, and the
// cadre reads the result.
func TestAQuarterIsCommentedOnOnOnePage(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	period := routine.PeriodOf(today, 3)
	if form := p.personnel.get("/new/routine.round/open"); !strings.Contains(form, `value="`+period+`" checked`) {
		_, form, _ = strings.Cut(form, "<form method")
		t.Errorf("the form does not begin with the quarter that is running:\n%s", form)
	}
	period = routine.PeriodOf(today.AddMonths(-3), 3)              // one that is over can be handed in
	member := p.login("member", p.member.ID, evaluation.RoleCadre) // before it opens: who has no account is not waited for
	said := p.personnel.post("/new/routine.round/open", url.Values{"period": {period}, "note_by": {today.AddDays(7).String()}, "propose_by": {today.AddDays(14).String()}})
	if !strings.Contains(said, "已开展") {
		t.Fatalf("%d %s", p.personnel.status, said)
	}
	round := strings.TrimPrefix(p.personnel.at, "/records/")
	sheets, err := evaluation.Gather(evaluation.AllRecords(t.Context(), p.store, evaluation.Query{Office: office, Kinds: []string{routine.KindSheet}, Parents: []string{round}}))
	if err != nil {
		t.Fatal(err)
	}
	own, unit := "", []string{}
	for _, r := range sheets {
		if r.Unit == p.member.Department {
			unit = append(unit, r.ID)
		}
		if r.Subject == p.member.ID {
			own = r.ID
		}
	}
	if home := member.get("/"); !strings.Contains(home, "写平时考核工作小结") {
		t.Errorf("the cadre does not learn of it:\n%s", home)
	}
	p.submit(member, "/records/"+own, "note", "小结已提交", url.Values{"note": {"协调解决居民反映三件。"}})
	at := "/routine/" + round + "/propose"
	page := p.head.get(at)
	pagetest.Check(t, []byte(page))
	if n := strings.Count(page, `<tr id="row-`); n != len(unit) || !strings.Contains(rowOf(page, own), "协调解决居民反映三件") || !strings.Contains(page, "原则上不超过") {
		t.Fatalf("%d rows of %d people:\n%s", n, len(unit), page)
	}
	if member.get(at); member.status != http.StatusNotFound {
		t.Errorf("a cadre opens the page of the head: %d", member.status)
	}
	page = p.head.post(at, url.Values{own + ".grade": {routine.Ordinary}, own + ".version": {"2"}})
	if !strings.Contains(rowOf(page, own), "须写明评鉴意见") {
		t.Errorf("an ordinary grade without a comment: %d\n%s", p.head.status, rowOf(page, own))
	}
	page = p.head.post(at, url.Values{own + ".grade": {routine.Good}, own + ".comment": {"工作主动。"}, own + ".version": {"2"}})
	if p.head.status != http.StatusOK || !strings.Contains(page, "已办理 1 行") || !strings.Contains(page, "“好” 1 人") {
		t.Errorf("%d %s", p.head.status, page)
	}
	// What is typed in a row that is refused counts, beside the grades of other departments.
	for _, r := range sheets {
		if r.Unit != p.member.Department {
			p.pass(t, r.ID)
			p.secretaryDoes(t, r.ID, "propose", &routine.ProposeInput{Grade: routine.Good})
			break
		}
	}
	for _, id := range unit {
		if id != own {
			p.pass(t, id)
			page = p.head.post(at, url.Values{id + ".grade": {routine.Good}, id + ".version": {"9"}}) // not the one that is stored
			if p.head.status == http.StatusForbidden {
				continue // the head's own
			}
			if p.head.status != http.StatusConflict || !strings.Contains(page, "“好” 3 人") {
				t.Errorf("own, other department, typed: %d\n%s", p.head.status, page)
			}
			break
		}
	}
	if row := rowOf(p.principal.get(at), own); !strings.Contains(row, "提出“好”") {
		t.Errorf("whoever changes the proposal does not read it:\n%s", row)
	}
	if page := member.get("/records/" + own); strings.Contains(page, "工作主动") {
		t.Errorf("the cadre reads the comment before it is fixed:\n%s", page)
	}
	leader := p.login("fixer", "", evaluation.RolePrincipal)
	for _, r := range sheets {
		if r.ID != own {
			p.pass(t, r.ID)
			p.secretaryDoes(t, r.ID, "propose", &routine.ProposeInput{Grade: routine.Fair})
		}
	}
	p.submit(p.personnel, "/records/"+round, "hand_in", "已报审", url.Values{})
	p.proposedByName(t, leader, "/records/"+round, "拟定等次")
	p.submit(leader, "/records/"+round, "fix", "等次已确定", url.Values{})
	p.proposedByName(t, p.personnel, "/records/"+round, "审定结果")
	if page := member.get("/records/" + round); strings.Contains(page, "审定结果") {
		t.Errorf("a cadre reads the grades of all:\n%s", page)
	}
	if page := member.get("/records/" + own); !strings.Contains(page, "工作主动") || !strings.Contains(page, "提出异议") {
		t.Errorf("the cadre does not read the result:\n%s", page)
	}
	if file := member.get("/me?year=" + period[:4]); !strings.Contains(file, "平时考核等次：好") {
		t.Errorf("the file does not say it:\n%s", file)
	}
}

// proposedByName looks at the grades on the page of a round, and for the way to all sheets.
func (p *praise) proposedByName(t *testing.T, who *visitor, at, heading string) {
	t.Helper()
	page := who.get(at)
	row := regexp.MustCompile(`(?s)<tr>(?:<t[hd][^>]*>)?好</t.*?</tr>`).FindString(page)
	if !strings.Contains(page, heading) || !strings.Contains(row, p.member.Name) || !strings.Contains(page, `href="/lists/routine.sheet?period=`) {
		t.Errorf("%s: %s\n%s", heading, row, page)
	}
}

// Whoever says how it goes chooses a goal by its words and begins with what is written down of
// each; a goal that was agreed and replaced is shown with its words.
func TestGoalsAreChosenByTheirWordsAndKeptWithThem(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	goal := func(what, target string) url.Values {
		return url.Values{"year": {strconv.Itoa(today.Year())}, "items.0.what": {what}, "items.0.target": {target}, "items.0.by": {today.String()}}
	}
	member.post("/new/routine.goals/draft", goal("加装电梯", "完成6部"))
	at := member.at
	p.submit(member, at, "offer", "已提交", url.Values{})
	p.submit(p.head, at, "agree", "已同意", url.Values{})
	if form := member.get(at + "/acts/progress"); !strings.Contains(form, `<option value="1">1. 加装电梯</option>`) {
		t.Errorf("the goals cannot be chosen:\n%s", form)
	}
	pagetest.Check(t, member.body)
	p.submit(member, at, "progress", "已记录", url.Values{"word": {"顺利"}, "actual.0.goal": {"1"}, "actual.0.actual": {"完成4部"}})
	if form := member.get(at + "/acts/progress"); !strings.Contains(form, `<option value="1" selected>`) || !strings.Contains(form, `value="完成4部"`) {
		t.Errorf("the form does not begin with what is written down:\n%s", form)
	}
	p.submit(member, at, "rewrite", "已修改", goal("加装电梯", "完成8部"))
	page := member.get(at)
	if _, earlier, _ := strings.Cut(page, "原来的目标"); !strings.Contains(earlier, "完成6部") || !strings.Contains(earlier, "完成4部") {
		t.Errorf("the goal that was agreed: %s", earlier)
	}
	if strings.Contains(page, "同意人") {
		t.Errorf("somebody agreed to the new goal:\n%s", page)
	}
}

// The page of a round says how many people came later, and leads to the act with all of them
// chosen; a round that is cancelled leaves the files of everybody.
func TestARunningRoundTakesPeopleInAndACancelledOneLeavesTheFiles(t *testing.T) {
	p := newPraise(t)
	today := evaluation.DateOf(time.Now())
	member := p.login("member", p.member.ID, evaluation.RoleCadre)
	p.personnel.post("/new/routine.round/open", url.Values{"period": {routine.PeriodOf(today, 3)}, "note_by": {today.AddDays(7).String()}, "propose_by": {today.AddDays(14).String()}})
	round := strings.TrimPrefix(p.personnel.at, "/records/")
	page, at := "/records/"+round, "/records/"+round+"/acts/add_people"
	if got := p.personnel.get(page); p.personnel.status != http.StatusOK || strings.Contains(got, "add_people") {
		t.Errorf("%d: there is nobody to add, and the page offers it", p.personnel.status)
	}
	made, err := p.service.Create(t.Context(), evaluation.System(office), roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: "new1", Name: "新来的", Sex: roster.Male, Born: evaluation.NewDate(1998, 5, 1), WorkedSince: today, Joined: today, Establishment: "行政编",
		Department: p.member.Department, Post: "科员", PostSince: today, Level: "一级科员", LevelSince: today,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.personnel.get(page); !strings.Contains(got, "加入花名册中尚未参加的 1 人") || !strings.Contains(got, at) {
		t.Fatalf("the page does not say that somebody can be added:\n%s", got)
	}
	pagetest.Check(t, p.personnel.body)
	if form := p.personnel.get(at); !regexp.MustCompile(`value="` + made.ID + `"[^>]* checked`).MatchString(form) {
		t.Errorf("not preselected: %s", form)
	} else if !strings.Contains(form, "已经参加") {
		t.Errorf("it does not say why the others cannot be chosen: %s", form)
	}
	p.submit(p.personnel, page, "add_people", "已加入", url.Values{"people": {made.ID}})
	if got := p.personnel.get(page); !strings.Contains(got, "中途加入的人员") || !strings.Contains(got, "新来的") {
		t.Errorf("the page does not say who was added:\n%s", got)
	} else if strings.Contains(got, "add_people") {
		t.Error("added, and still offered")
	}
	file, printed := "/me", "/records/"+p.member.ID+"/print/person_file"
	for _, at := range []string{file, printed} {
		if got := member.get(at); !strings.Contains(got, "平时考核记录") {
			t.Errorf("%s does not have the round that is running:\n%s", at, got)
		}
	}
	p.submit(p.personnel, page, "cancel", "已撤销", url.Values{"reason": {"周期有误"}})
	for _, at := range []string{file, printed} {
		if got := member.get(at); member.status != http.StatusOK || strings.Contains(got, "平时考核记录") {
			t.Errorf("%s has a round that was cancelled:\n%s", at, got)
		}
	}
	sheets, err := evaluation.Gather(evaluation.AllRecords(t.Context(), p.store, evaluation.Query{Office: office, Kinds: []string{routine.KindSheet}, Parents: []string{round}, Subjects: []string{p.member.ID}}))
	if err != nil || len(sheets) != 1 {
		t.Fatalf("%d sheets, %v", len(sheets), err)
	}
	if got := member.get("/records/" + sheets[0].ID); !strings.Contains(got, "已撤销") || strings.Contains(got, "不参加") {
		t.Errorf("the sheet does not say that it was cancelled:\n%s", got)
	}
}

// pass lets the superior go on without a note, as when it is overdue.
func (s *site) pass(t *testing.T, id string) {
	t.Helper()
	r, err := s.service.Load(t.Context(), office, id)
	if err == nil && r.State == routine.SheetNoting {
		_, err = s.service.Act(t.Context(), evaluation.System(office), id, evaluation.AnyVersion, "pass", evaluation.Change{})
	}
	if err != nil {
		t.Fatal(err)
	}
}
