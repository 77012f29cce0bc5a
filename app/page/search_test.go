package page_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/roster"
)

// searching is an office with departments and a concern, whose number it returns.
func searching(t *testing.T) (*site, string) {
	t.Helper()
	s, unit := newSite(t), ""
	who := evaluation.Actor{Office: office, Account: "a", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	for i, name := range []string{"社区发展办公室", "社区服务办公室", "财务科", "党政办公室<script>"} {
		d, err := s.service.Create(t.Context(), who, roster.KindDepartment, "open", evaluation.Creation{Input: &roster.OpenDepartment{Name: name, Order: i + 1}})
		if err != nil {
			t.Fatal(err)
		}
		unit = d.ID
	}
	today := evaluation.DateOf(time.Now())
	m, err := s.service.Create(t.Context(), who, concern.KindMatter, "register", evaluation.Creation{Input: &concern.RegisterInput{
		Channel: "visit", Received: today, About: concern.About{Unit: unit, Category: "attitude", Topic: "办事态度", Content: "窗口工作人员态度生硬，解释不清楚。", Happened: today},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s, m.Unique
}

func TestSearchFindsWhatTheReaderMaySeeInGroupsWithCounts(t *testing.T) {
	s, no := searching(t)
	personnel, cadre := s.login("personnel", "", evaluation.RolePersonnel), s.login("cadre", "", evaluation.RoleCadre)
	find := func(v *visitor, q string) string { return v.get("/search?q=" + url.QueryEscape(q)) }
	got := find(personnel, "社区 办公室")
	for _, want := range []string{"社区发展办公室", "社区服务办公室", `id="records">记录 <span class="muted num">2</span>`, `value="社区 办公室"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s among what is found:\n%s", want, got)
		}
	}
	if strings.Contains(got, "财务科") {
		t.Error("what has other words is found too")
	}
	d, err := s.store.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{roster.KindDepartment}, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	year, n := d.Records[0].Serial/10_000_000, d.Records[0].Serial%10_000_000
	for _, q := range []string{fmt.Sprintf("〔%d〕%d号", year, n), fmt.Sprintf("[%d] %d", year, n), fmt.Sprintf("%d-%d", year, n), fmt.Sprintf("%d号", n)} {
		if got := find(personnel, q); !strings.Contains(got, d.Records[0].ID) {
			t.Errorf("a record is not found by its number %q:\n%s", q, got)
		}
	}
	for _, q := range []string{no, strings.ToLower(no[len("〔2026〕"):]), "优秀 比例", "登记", "干部名册"} {
		if got := find(personnel, q); strings.Contains(got, "没有与") || !strings.Contains(got, `class="hit"`) {
			t.Errorf("nothing is found by %q", q)
		}
	}
	if got := find(cadre, no); strings.Contains(got, `class="hit"`) || !strings.Contains(got, "没有与") {
		t.Errorf("a cadre finds a concern by its number:\n%s", got)
	}
	if got := find(cadre, "登记"); strings.Contains(got, "/new/concern.matter/register") {
		t.Error("a cadre finds a form that is not for cadres")
	}
	if got := find(cadre, "社区发展"); !strings.Contains(got, "社区发展办公室") {
		t.Error("a cadre does not find a department, which everybody sees")
	}
	if got := find(personnel, "<script>党政"); strings.Contains(got, "办公室<script>") || !strings.Contains(got, "党政办公室") {
		t.Errorf("a name with markup:\n%s", got)
	}
	if got := find(personnel, strings.Repeat("社区", 400)); personnel.status != 200 || strings.Contains(got, strings.Repeat("社区", 31)) {
		t.Errorf("a long search is answered with %d and %d bytes", personnel.status, len(got))
	}
	if got := find(personnel, " "); !strings.Contains(got, "输入要找的内容") {
		t.Error("an empty search does not say what to type")
	}
	if got := personnel.get("/search?in=records&q=" + url.QueryEscape("办公室")); strings.Contains(got, `id="pages"`) || strings.Count(got, `class="hit"`) != 3 {
		t.Errorf("of one sort there are others too:\n%s", got)
	}
}

func TestWhileOneTypesAPartOfAPageComes(t *testing.T) {
	s, _ := searching(t)
	v := s.login("personnel", "", evaluation.RolePersonnel)
	got := v.get("/search/suggestions?q=" + url.QueryEscape("社区"))
	if strings.Contains(got, "<html") || strings.Count(got, `role="option"`) != 3 || !strings.Contains(got, `id="find-records-2"`) || !strings.Contains(got, "找到 2 条") {
		t.Errorf("the part is:\n%s", got)
	}
	pagetest.Check(t, []byte(`<html lang="zh"><head><title>x</title></head><body><main><h1>x</h1>`+got+`</main></body></html>`))
	if got := v.get("/search/suggestions?q=" + url.QueryEscape("没有的词")); !strings.Contains(got, "没有与“没有的词”相符") || strings.Contains(got, "option") {
		t.Errorf("nothing is found, and it says:\n%s", got)
	}
}

var begun = regexp.MustCompile(`href="/new/([^"]+)"`)

// The menu 新建 offers at most six forms, in the order of the measures, each of which
// opens.
func TestTheMenuOffersWhatTheReaderBeginsMost(t *testing.T) {
	s := newSite(t)
	for role, want := range map[evaluation.Role]string{
		evaluation.RolePersonnel:  "reminder.exposure/enter commendation.deed/report bonus.deduction/propose education.credit/register concern.matter/register roster.person/enter",
		evaluation.RoleHead:       "reminder.exposure/enter commendation.deed/report bonus.deduction/propose",
		evaluation.RoleSupervisor: "commendation.deed/report concern.matter/report",
		evaluation.RoleCadre:      "",
		evaluation.RoleAdmin:      "",
	} {
		v := s.login("new"+string(role), "", role)
		top, _, _ := strings.Cut(v.get("/account"), "<main")
		var got []string
		for _, m := range begun.FindAllStringSubmatch(top, -1) {
			got = append(got, m[1])
			if v.get("/new/" + m[1]); v.status != 200 {
				t.Errorf("%s is offered %s, which answers %d", role, m[1], v.status)
			}
		}
		if strings.Join(got, " ") != want || strings.Contains(top, "新建") != (want != "") {
			t.Errorf("%s is offered %v, want %s", role, got, want)
		}
	}
}
