package page_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
	"kaoji/evaluation/commendation"
)

const deeds = "/lists/commendation.deed"

// filedDeeds are the records of deeds that are filed and not counted, the newest first.
func (p *praise) filedDeeds(n int) []string {
	p.t.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, strings.TrimPrefix(p.report(fmt.Sprint("护送老人", i), fmt.Sprint("深夜护送走失老人回家，受到居民称赞。", i)), "/records/"))
	}
	slices.Reverse(ids)
	return ids
}

var (
	rowBox  = regexp.MustCompile(`name="row" value="([^"]+)"`)
	leading = regexp.MustCompile(`<td class="lead"><a href="([^"]+)"`)
)

func matches(re *regexp.Regexp, body string) (list []string) {
	for _, m := range re.FindAllStringSubmatch(body, -1) {
		list = append(list, html.UnescapeString(m[1]))
	}
	return list
}

// has reports texts that a page lacks, or has although it should not (with "!" before).
func (v *visitor) has(t *testing.T, texts ...string) {
	t.Helper()
	body := html.UnescapeString(string(v.body))
	for _, text := range texts {
		absent, not := strings.CutPrefix(text, "!")
		if strings.Contains(body, absent) == not {
			t.Errorf("%s (%d): %q", v.at, v.status, text)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
}

func TestRowsOfAListAreDealtWithTogetherAndTakenBack(t *testing.T) {
	p := newPraise(t)
	ids, v := p.filedDeeds(3), p.personnel
	p.do(t, commendation.KindDeed, ids[1], "count", nil) // cannot be counted again
	v.get(deeds + "?state=filed")
	v.has(t, `name="id" value="`+ids[0]+`"`, "共 3 条", `name="act" value="count"`, `name="act" value="uncount"`)

	v.post(deeds+"/many?state=filed", url.Values{"act": {"count"}})
	v.has(t, "请先勾选要一起办理的事项", ids[0])
	v.post(deeds+"/many?state=filed", url.Values{"act": {"verify"}, "id": ids})
	v.has(t, "此事项只能逐件办理")

	v.post(deeds+"/many?state=filed", url.Values{"act": {"count"}, "all": {"1"}})
	rows := matches(rowBox, string(v.body))
	if len(rows) != 2 || slices.ContainsFunc(rows, func(r string) bool { return strings.HasPrefix(r, ids[1]) }) {
		t.Fatalf("%s asks to confirm %v", v.at, rows)
	}
	v.has(t, "其中 1 件现在不能办理", p.T("commendation.counted.true"), `name="reason"`)
	run := v.at
	v.post(run, url.Values{"row": rows})
	v.has(t, "请更正标出的内容", `aria-invalid="true"`)
	p.do(t, commendation.KindDeed, ids[2], "count", nil) // somebody else, after it was seen
	v.post(run, url.Values{"row": rows, "reason": {"年度表扬"}})
	v.has(t, "办成 1 件", "已有改动 1 件", "重新办理未办成的 1 件", deeds+"?state=filed")
	before := v.at
	v.post(run, url.Values{"row": rows, "reason": {"年度表扬"}}) // sent twice
	if v.at != before {
		t.Errorf("sent again: %s", v.at)
	}
	v.has(t, "办成 1 件")

	v.post(run+"/undo", url.Values{})
	back := v.at
	v.post(back, url.Values{"row": matches(rowBox, string(v.body)), "reason": {"录入有误"}})
	v.has(t, "办成 1 件")
	v.get(run)
	v.has(t, "已另行办理", back, "!"+run+"/undo")
	v.post(run+"/again", url.Values{})
	v.has(t, p.T("commendation.counted.true"), "所选的都不能办理")
	v.get("/runs")
	v.has(t, run, back, "!cursor=")
	account, err := p.auth.AccountByName(t.Context(), auth.Operator(office), "personnel")
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if _, err := p.pages.Runs().Choose(t.Context(), evaluation.Actor{Office: office, Account: account.ID}, batch.Run{
			Kind: commendation.KindDeed, Act: "count", Rows: batch.Rows(ids), Begun: time.Now().Add(time.Hour),
		}); err != nil {
			t.Fatal(err)
		}
	}
	v.get("/runs")
	v.has(t, "/runs?cursor=", "!"+run)
	v.get(html.UnescapeString(regexp.MustCompile(`/runs\?cursor=[^"]+`).FindString(string(v.body))))
	v.has(t, run, "!cursor=")

	other := p.login("another", "", evaluation.RolePersonnel)
	if other.get(run); other.status != 404 {
		t.Errorf("the run of another account: %d", other.status)
	}
	if other.post(run+"/undo", url.Values{}); other.status != 404 {
		t.Errorf("the run of another account is taken back: %d", other.status)
	}
	p.supervisor.get("/")
	p.supervisor.post(deeds+"/many", url.Values{"act": {"count"}, "id": ids})
	if p.supervisor.status != 403 {
		t.Errorf("somebody who may not: %d", p.supervisor.status)
	}
}

func TestAfterAnActOneGoesOnToTheNextOfTheSameList(t *testing.T) {
	p := newPraise(t)
	ids, v := p.filedDeeds(3), p.personnel
	list := deeds + "?sort=-on&state=filed"
	rows := matches(leading, v.get(list))
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	of := func(address string) string {
		return strings.SplitN(strings.TrimPrefix(address, "/records/"), "?", 2)[0]
	}
	v.get(rows[0])
	v.has(t, "第 1 件，共 3 件", list)
	act := "/records/" + of(rows[0]) + "/acts/count?" + strings.SplitN(rows[0], "?", 2)[1]
	v.get(act)
	v.has(t, "第 1 件，共 3 件")
	v.post(act, url.Values{"version": {version(v.body)}, "reason": {"年度表扬"}})
	if of(v.at) != of(rows[1]) {
		t.Errorf("after the first comes %s, want %s", v.at, rows[1])
	}
	v.has(t, "第 2 件，共 3 件", list, p.T("commendation.deed.count.done"))
	// The second leaves the list by the act; the place of the third stays.
	v.get("/next?" + strings.SplitN(v.at, "?", 2)[1])
	if of(v.at) != of(rows[2]) {
		t.Errorf("after the second comes %s, want %s", v.at, rows[2])
	}
	v.get("/next?" + strings.SplitN(v.at, "?", 2)[1])
	if v.at != list {
		t.Errorf("after the last comes %s", v.at)
	}
	v.has(t, "列表中没有下一件了")
	for _, bad := range []string{"", "?list=//evil.example", "?list=x.y%3Fat%3D1", "?list=commendation.deed", "?list=" + strings.Repeat("a", 3000)} {
		if v.get("/next" + bad); v.status != 404 {
			t.Errorf("%.40s: %d at %s", bad, v.status, v.at)
		}
	}
	v.get("/next?list=commendation.deed%3Fat%3Dforged")
	if v.at != deeds {
		t.Errorf("a place that is none leads to %s", v.at)
	}
	if v.get("/records/" + ids[0] + "?list=//evil.example"); strings.Contains(string(v.body), "evil") {
		t.Error("an address from outside stands on the page")
	}
}

func TestAListIsSavedAsAViewAndShownAsAskedFor(t *testing.T) {
	p := newPraise(t)
	p.filedDeeds(2)
	v := p.personnel
	v.get(deeds + "?state=reported")
	v.has(t, "没有符合条件的记录", "清除条件", deeds+"?view=none")
	v.get(deeds + "?group=unit&col=state")
	v.has(t, p.member.DepartmentName+` <span class="count">2</span>`, "!>期间</th>")
	// Days are counted by year, and a group leads to its records.
	got := v.get(deeds + "?group=filed_on")
	group := regexp.MustCompile(`<a class="btn btn-sm" href="([^"]+filed_on_[^"]+)">[^<]*年[^<]* <span class="count">(\d+)<`).FindStringSubmatch(got)
	if group == nil {
		t.Fatalf("no group of a year in\n%s", got)
	}
	shown := v.get(html.UnescapeString(group[1]))
	if n := len(matches(leading, shown)); fmt.Sprint(n) != group[2] || !strings.Contains(shown, `aria-current="true">`) {
		t.Errorf("a group of %s shows %d", group[2], n)
	}
	v.post(deeds+"/views", url.Values{"query": {"state=filed&col=on&cursor=x"}, "name": {"已备案"}, "default": {"1"}})
	v.has(t, "视图已保存", "已备案")
	if v.get(deeds); v.at != deeds+"?col=on&state=filed" {
		t.Errorf("the list opens with %s", v.at)
	}
	if v.get(deeds + "?view=none"); v.at != deeds+"?view=none" {
		t.Errorf("without the view %s", v.at)
	}
	v.post(deeds+"/views", url.Values{"query": {"sort=nonsense"}, "name": {"x"}})
	v.has(t, "!视图已保存")
	v.get(deeds + "?view=none")
	v.post(deeds+"/views", url.Values{"query": {""}, "name": {strings.Repeat("长", 41)}})
	v.has(t, "!视图已保存")
	p.principal.get(deeds)
	p.principal.has(t, "!已备案</a>")
	v.get(deeds + "?view=none")
	v.post(deeds+"/views/drop", url.Values{"name": {"已备案"}})
	if v.get(deeds); v.at != deeds {
		t.Errorf("a deleted view is still used: %s", v.at)
	}
}

func TestPeopleOfTheRosterAreChosenTogether(t *testing.T) {
	p := newPraise(t)
	v := p.personnel
	v.get("/roster")
	v.has(t, `name="act" value="liaise"`, "选择符合条件的全部")
	v.post("/roster/many?q=", url.Values{"act": {"liaise"}})
	v.has(t, "请先勾选要一起办理的事项")
	v.post("/roster/many?unit="+url.QueryEscape(p.member.Department), url.Values{"act": {"liaise"}, "all": {"1"}})
	v.has(t, p.member.Name, `name="committee"`, "/roster?unit=")
	v.get("/roster?q=没有这个人")
	v.has(t, "没有符合条件的记录", "清除条件")
	p.head.get("/roster")
	p.head.has(t, "!value=\"liaise\"")
}

func TestARosterIsSavedAsAView(t *testing.T) {
	p := newPraise(t)
	v := p.personnel
	asked := "unit=" + url.QueryEscape(p.member.Department)
	v.get("/roster?" + asked)
	v.has(t, `name="query" value="`+asked+`"`)
	v.post("/roster/views", url.Values{"query": {asked + "&on=2021-01-01&from=50&other=1"}, "name": {"我的科室"}, "default": {"1"}})
	v.has(t, "视图已保存", "我的科室")
	if v.get("/roster"); v.at != "/roster?on=2021-01-01&"+asked {
		t.Errorf("the roster opens with %s", v.at)
	}
	v.get("/lists/roster.person?view=none")
	v.has(t, "!我的科室")
	p.principal.get("/roster")
	p.principal.has(t, "!我的科室")
	v.post("/roster/views", url.Values{"query": {asked}, "name": {strings.Repeat("长", 41)}})
	v.has(t, "!视图已保存")
	v.post("/roster/views/drop", url.Values{"name": {"我的科室"}})
	if v.get("/roster"); v.at != "/roster" {
		t.Errorf("a deleted view is still used: %s", v.at)
	}
}

// T is a text in Chinese.
func (p *praise) T(key string) string { return p.pages.Text.T("zh", key) }
