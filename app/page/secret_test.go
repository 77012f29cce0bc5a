package page_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/training"
)

// mark stands in the grounds of every nomination, and nowhere else.
const mark = "只有组织上知道的理由"

// closed is an office with people on the list, who are trained or not yet, and
// with somebody who is trained and on no list.
type closed struct {
	*watch
	ids       []string // of candidates
	plan      string   // of the one who is trained
	listed    roster.Member
	answering roster.Member
	kin       roster.Member
}

func newClosed(t *testing.T) *closed {
	t.Helper()
	return closedOffice.begin(t)
}

var closedOffice = filled[*closed]{fill: fillClosed}

func (c *closed) over(s *site) *closed {
	at := *c
	at.watch = c.watch.over(s)
	return &at
}

func fillClosed(t *testing.T) *closed {
	t.Helper()
	c := &closed{watch: newWatch(t)}
	book, err := c.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	day := book.On(evaluation.DateOf(time.Now()))
	unit := day.In(c.member.Department)
	all := slices.DeleteFunc(day.Members(), func(m roster.Member) bool {
		return m.Department == c.member.Department || m.Heads || len(m.Absences) > 0 || roster.SectionLevel(m.Level)
	})
	c.listed, c.answering, c.kin = unit[len(unit)-1], unit[1], all[1]
	c.act(c.section, c.listed.ID, "relate", &roster.Relate{Person: c.kin.ID, Relation: "夫妻"})
	principals := []evaluation.Actor{
		{Office: office, Account: "p1", Name: "书记", Roles: []evaluation.Role{evaluation.RolePrincipal}},
		{Office: office, Account: "p2", Name: "主任", Roles: []evaluation.Role{evaluation.RolePrincipal}},
	}
	today := evaluation.DateOf(time.Now())
	for _, m := range []roster.Member{c.listed, all[0]} {
		id := c.make(reserve.KindCandidate, "nominate", &reserve.NominateInput{
			Person: m.ID, Target: reserve.TargetDeputy, Channel: "unit", Grounds: mark + "，不得外传", Responsible: c.answering.ID,
		})
		c.ids = append(c.ids, id)
		if m.ID != c.listed.ID {
			continue
		}
		c.act(c.section, id, "check", &reserve.CheckInput{File: "好", Matters: "好", Discipline: "好", Complaints: "好"})
		c.act(c.section, id, "vote", &reserve.VoteInput{On: today, Meeting: "党工委会议", Present: 3, For: 3})
		for _, p := range principals {
			c.act(p, id, "approve", &reserve.OpinionInput{})
		}
		c.plan = c.train(m)
		c.act(c.section, id, "start", nil)
	}
	c.train(all[2])
	return c
}

func (c *closed) train(m roster.Member) string {
	today := evaluation.DateOf(time.Now())
	return c.make(training.KindPlan, "open", &training.OpenInput{
		Person: m.ID, Responsible: c.answering.ID,
		AmendInput: training.AmendInput{Goals: "熟悉两个条线的工作。", From: today, Until: today.AddMonths(12), Hours: 40},
	})
}

var link = regexp.MustCompile(`(?:href|action)="(/[^"#]*)"`)

// betrays is what a page must not say to whom the list is closed.
func (c *closed) betrays(at, body string) []string {
	var found []string
	words := append([]string{"后备", "reserve", "Reserve", "candidate", mark}, c.ids...)
	for _, w := range words {
		if strings.Contains(body, w) && !strings.Contains(at, w) {
			found = append(found, w)
		}
	}
	return found
}

// crawl opens everything that a visitor can reach by links, and what nobody
// links, and gives what betrays the list.
func (c *closed) crawl(v *visitor, lang string) (pages int, found []string) {
	v.cookies["kaoji_lang"] = lang
	seen := map[string]bool{}
	queue := []string{
		"/", "/todo", "/me", "/overview", "/training", "/reserve", "/reserve/register", "/reserve/table", "/lists/training.plan", "/lists/reserve.candidate",
		"/lists/reserve.candidate?export=xlsx", "/lists/training.plan?export=xlsx", "/new/reserve.candidate/nominate", "/roster", "/audit", "/audit?action=list",
		"/roster/people/" + c.listed.ID, "/records/" + c.listed.ID, "/records/" + c.plan, "/records/" + c.plan + "/print/training_plan", "/roster/export",
	}
	for _, id := range c.ids {
		queue = append(queue, "/records/"+id, "/records/"+id+"/acts/check", "/records/"+id+"/print/reserve_form", "/audit?record="+id)
	}
	const most = 150
	for len(queue) > 0 && pages < most {
		at := queue[0]
		queue = queue[1:]
		if key := strings.SplitN(at, "&cursor", 2)[0]; seen[key] || strings.HasPrefix(at, "/rules") || strings.HasPrefix(at, "/static") ||
			strings.HasPrefix(at, "/lang") || strings.HasPrefix(at, "/logout") || strings.Contains(at, "/workday") {
			continue // the rules of the office are no secret: they say that there is a list, not who is on it
		}
		seen[at] = true
		body := v.get(at)
		pages++
		for _, w := range c.betrays(at, body) {
			found = append(found, fmt.Sprintf("%s (%d) says %q", at, v.status, w))
		}
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			queue = append(queue, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
	return pages, found
}

func TestNoPageBetraysTheListToWhomItIsClosed(t *testing.T) {
	c := newClosed(t)
	visitors := map[string]*visitor{
		"the person": c.login("listed", c.listed.ID, evaluation.RoleCadre), "the responsible": c.login("answering", c.answering.ID, evaluation.RoleCadre, evaluation.RoleHead),
		"a relative": c.login("kin", c.kin.ID, evaluation.RoleCadre), "a head": c.head, "a leader": c.login("leader", "", evaluation.RoleLeader),
		"discipline": c.login("discipline", "", evaluation.RoleDiscipline), "admin": c.login("admin", "", evaluation.RoleAdmin),
		"auditor": c.login("auditor", "", evaluation.RoleAuditor), "supervisor": c.supervisor, "committee": c.login("committee", "", evaluation.RoleCommittee),
		"nobody": c.visitor(),
	}
	// Something to find in the trail: those who may have looked and printed.
	for _, at := range []string{"/reserve", "/reserve/register", "/reserve/table", "/records/" + c.ids[0], "/lists/reserve.candidate?export=xlsx"} {
		if c.personnel.get(at); c.personnel.status != 200 {
			t.Errorf("the section gets %d at %s", c.personnel.status, at)
		}
	}
	for _, lang := range text.Languages() {
		for name, v := range visitors {
			pages, found := c.crawl(v, lang)
			for _, f := range found {
				t.Errorf("%s: %s", name, f)
			}
			if name != "nobody" && pages < 20 {
				t.Errorf("%s was led to %d pages", name, pages)
			}
		}
	}
	// The control: the same walk finds it all where it may be found.
	if _, found := c.crawl(c.personnel, "zh"); len(found) < 5 {
		t.Errorf("the section is led to %v", found)
	}
	if log := c.log.String(); strings.Contains(log, "candidate") || strings.Contains(log, "后备") || slices.ContainsFunc(c.ids, func(id string) bool { return strings.Contains(log, id) }) {
		t.Errorf("the log says:\n%s", log)
	} else if !strings.Contains(log, "/records/:id") {
		t.Error("the log was not kept")
	}
}

func TestThePersonOfTheSectionWhomItIsAboutAndARelativeSeeTheOthersAlone(t *testing.T) {
	c := newClosed(t)
	for name, id := range map[string]string{"the person": c.listed.ID, "a relative": c.kin.ID} {
		v := c.login("section-"+name[len(name)-4:], id, evaluation.RolePersonnel)
		page := v.get("/reserve")
		if strings.Contains(page, c.ids[0]) || strings.Contains(page, c.listed.Name) || !strings.Contains(page, c.ids[1]) {
			t.Errorf("%s sees:\n%s", name, page)
		}
		for _, at := range []string{"/lists/reserve.candidate", "/reserve/register", "/todo", "/", "/roster/people/" + c.listed.ID} {
			if got := v.get(at); strings.Contains(got, c.ids[0]) {
				t.Errorf("%s is led to the record from %s", name, at)
			}
		}
		for _, at := range []string{"/records/" + c.ids[0], "/records/" + c.ids[0] + "/acts/propose", "/records/" + c.ids[0] + "/print/reserve_form"} {
			if v.get(at); v.status != 404 {
				t.Errorf("%s gets %d at %s", name, v.status, at)
			}
		}
	}
}

func TestATrainingPlanIsReadByThoseItConcerns(t *testing.T) {
	c := newClosed(t)
	at := "/records/" + c.plan
	me := c.login("listed", c.listed.ID, evaluation.RoleCadre)
	if got := me.get("/training"); !strings.Contains(got, "我的培养计划") || !strings.Contains(got, at) {
		t.Errorf("the cadre sees:\n%s", got)
	}
	c.submit(me, at, "summarise", "已保存小结", map[string][]string{"text": {"学到了很多。"}})
	answering := c.login("answering", c.answering.ID, evaluation.RoleCadre)
	if got := answering.get("/training"); !strings.Contains(got, "我带培的干部") {
		t.Errorf("who answers for it sees:\n%s", got)
	}
	c.submit(answering, at, "report", "已提交报告", map[string][]string{"progress": {"进展顺利"}, "lacks": {"经验不足"}, "next": {"多锻炼"}})
	if got := answering.get("/training"); !strings.Contains(got, "我的报告") || !strings.Contains(got, "按时") || !strings.Contains(got, "提交日期") {
		t.Errorf("no reports on time:\n%s", got)
	}
	if got := me.get(at); strings.Contains(got, "经验不足") || !strings.Contains(got, "熟悉两个条线") {
		t.Errorf("the cadre reads:\n%s", got)
	}
	if got := c.personnel.get("/training"); !strings.Contains(got, "责任人报告情况") || !strings.Contains(got, "1 / 0 / 0") {
		t.Errorf("the section sees:\n%s", got)
	}
	if got := c.personnel.get(at + "/print/training_plan"); !strings.Contains(got, "干部培养计划表") || !strings.Contains(got, "进展顺利") {
		t.Errorf("the sheet:\n%s", got)
	}
}

func TestTheRegisterPrintsWithAMarkAndGoesIntoATableForTheSection(t *testing.T) {
	c := newClosed(t)
	if got := c.personnel.get("/reserve/register"); !strings.Contains(got, "watermark") || !strings.Contains(got, c.listed.Name) {
		t.Errorf("the sheet:\n%s", got)
	}
	if c.principal.get("/reserve/table"); c.principal.status != 403 {
		t.Errorf("a principal leader exports: %d", c.principal.status)
	}
	page := c.principal.get("/reserve")
	for _, want := range []string{c.listed.Name, "培养中", "旧比例", "年龄结构", "培养计划共2份，其中名单人员1份"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in:\n%s", want, page)
		}
	}
	if strings.Contains(page, "/new/reserve.candidate/nominate") {
		t.Error("a principal leader is asked to nominate")
	}
	got := c.personnel.get("/records/" + c.ids[0])
	for _, want := range []string{"资格审查结果", "依据和培养计划", mark, "党工委会议"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in:\n%s", want, got)
		}
	}
}

// From the list one click leads to the act: of the list before the training, of
// the plan in it. The plan still knows nothing of the list.
func TestWhoIsResponsibleIsHandedOverFromTheList(t *testing.T) {
	c := newClosed(t)
	page := c.personnel.get("/reserve")
	for _, id := range []string{c.ids[1], c.plan} {
		if at := "/records/" + id + "/acts/hand_over"; !strings.Contains(page, at) {
			t.Fatalf("no way to %s", at)
		}
	}
	if at := "/records/" + c.plan + "/acts/hand_over"; !strings.Contains(c.personnel.get("/records/"+c.ids[0]), at) {
		t.Error("nor from the page of the candidate")
	}
	if strings.Contains(c.principal.get("/reserve"), "hand_over") {
		t.Error("a principal leader is asked to hand over")
	}
	book, err := c.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	next := slices.DeleteFunc(book.On(evaluation.DateOf(time.Now())).Members(), func(m roster.Member) bool {
		return m.ID == c.answering.ID || m.ID == c.listed.ID || m.ID == c.kin.ID || m.ID == c.member.ID
	})[0]
	c.submit(c.personnel, "/records/"+c.plan, "hand_over", "", url.Values{"responsible": {next.ID}, "reason": {"原责任人调离"}})
	if page := c.personnel.get("/reserve"); !strings.Contains(page, next.Name) {
		t.Errorf("the list does not follow at once:\n%s", page)
	}
	for _, word := range []string{"后备", "reserve", "candidate"} {
		if r, err := c.service.Load(t.Context(), office, c.plan); err != nil || strings.Contains(string(r.Payload), word) {
			t.Errorf("the plan says %s (%v)", word, err)
		}
	}
}

func TestThePagesOfTheListAndOfPlansAreWellMade(t *testing.T) {
	c := newClosed(t)
	for _, lang := range text.Languages() {
		c.personnel.cookies["kaoji_lang"] = lang
		for _, at := range []string{
			"/reserve", "/reserve/register", "/training", "/records/" + c.ids[0], "/records/" + c.plan, "/records/" + c.ids[0] + "/print/reserve_form",
			"/records/" + c.plan + "/print/training_plan", "/new/reserve.candidate/nominate", "/new/training.plan/open", "/records/" + c.plan + "/acts/amend",
			"/records/" + c.ids[1] + "/acts/check", "/records/" + c.ids[0] + "/acts/propose",
		} {
			if c.personnel.get(at); c.personnel.status != 200 {
				t.Errorf("%s: %d", at, c.personnel.status)
			}
			for _, p := range pagetest.Problems(c.personnel.body) {
				t.Errorf("%s (%s): %s", at, lang, p)
			}
		}
	}
}
