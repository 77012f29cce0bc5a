package page_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// praise is an office with its people and the visitors of the story.
type praise struct {
	*site
	personnel, supervisor, principal, head *visitor
	member                                 roster.Member // whom the deeds are about
}

const hostile = `=1+1 <&"'> ` + rare

// rare are characters of names that fonts and programs stumble over: of the basic
// plane, of the planes above it, and one of private use.
const rare = "𠮷䶮㛃𬱖\ue863"

func newPraise(t *testing.T) *praise {
	t.Helper()
	return praiseOffice.begin(t)
}

var praiseOffice = filled[*praise]{fill: fillPraise}

func (p *praise) over(s *site) *praise {
	c := *p
	c.site = s
	c.personnel, c.supervisor, c.principal, c.head = p.personnel.over(s), p.supervisor.over(s), p.principal.over(s), p.head.over(s)
	return &c
}

func fillPraise(t *testing.T) *praise {
	t.Helper()
	p := &praise{site: newSite(t)}
	p.personnel = p.login("personnel", "", evaluation.RolePersonnel)
	p.personnel.get("/roster/import")
	p.personnel.upload("/roster/import", "file", "花名册.xlsx", sample(t))
	record := strings.TrimPrefix(p.personnel.at, "/records/")
	p.personnel.get("/records/" + record + "/acts/apply")
	p.personnel.post("/records/"+record+"/acts/apply", url.Values{"version": {"1"}})
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	day := book.On(evaluation.DateOf(time.Now()))
	for _, d := range day.Departments() {
		if len(d.Heads) > 0 {
			p.member, p.head = day.In(d.ID)[1], p.login("head", d.Heads[0], evaluation.RoleHead)
			break
		}
	}
	p.supervisor = p.login("supervisor", "", evaluation.RoleSupervisor)
	p.principal = p.login("principal", "", evaluation.RolePrincipal)
	return p
}

// report sends a deed in and carries it to its number; it gives the record's
// address.
func (p *praise) report(title, text string) string {
	p.t.Helper()
	at := p.reported(title, text)
	p.submit(p.personnel, at, "verify", "核实情况已记录", url.Values{
		"facts": {"属实"}, "how": {"走访"}, "ground": {"exemplary"}, "title": {title}, "wording": {text}, "anyway": {"1"},
	})
	p.submit(p.personnel, at, "file", "已备案并编号", url.Values{})
	return at
}

// reported is the address of a deed that a supervisor reports.
func (p *praise) reported(title, text string) string {
	p.t.Helper()
	p.supervisor.get("/new/commendation.deed/report")
	got := p.supervisor.post("/new/commendation.deed/report", url.Values{
		"people": {p.member.ID}, "ground": {"exemplary"}, "title": {title}, "on": {evaluation.DateOf(time.Now()).AddDays(-3).String()},
		"text": {text}, "anyway": {"1"},
	})
	if !strings.Contains(got, "事迹已报送") {
		p.t.Fatalf("not reported: %s\n%s", p.supervisor.at, got)
	}
	return p.supervisor.at
}

// Deeds that wait are verified on one page, each with facts of its own; one that lacks
// something stops no other.
func TestDeedsAreVerifiedOnOnePage(t *testing.T) {
	p := newPraise(t)
	whole := strings.TrimPrefix(p.reported("护送走失老人回家", "深夜护送走失老人回家，受到居民称赞。"), "/records/")
	partly := strings.TrimPrefix(p.reported("清理楼道堆物", "利用休息日清理楼道堆物。"), "/records/")
	for i := range 3 {
		p.reported(fmt.Sprintf("好事之%d", i), "利用休息日帮助居民。")
	}
	const at = "/commendation/verify"
	if home := p.personnel.get("/"); !strings.Contains(home, at) {
		t.Errorf("five deeds to verify do not lead to the page:\n%s", home)
	}
	page := p.personnel.get(at)
	pagetest.Check(t, []byte(page))
	if row := rowOf(page, whole); !strings.Contains(row, "受到居民称赞") {
		t.Errorf("the row does not show what was reported:\n%s", row)
	}
	if p.supervisor.get(at); p.supervisor.status != http.StatusForbidden {
		t.Errorf("a supervisor opens the page: %d", p.supervisor.status)
	}
	row := func(id, facts string) url.Values {
		return url.Values{
			id + ".version": {"1"}, id + ".facts": {facts}, id + ".how": {"走访"}, id + ".ground": {"exemplary"}, id + ".title": {"好人好事"},
			id + ".wording": {"做了好人好事。"}, id + ".people": {p.member.ID}, id + ".anyway": {"1"},
		}
	}
	form := row(whole, "属实")
	maps.Copy(form, row(partly, ""))
	page = p.personnel.post(at, form)
	if !strings.Contains(page, "已办理 1 行") || strings.Contains(page, `id="row-`+whole) || !strings.Contains(rowOf(page, partly), "必填") {
		t.Errorf("%d:\n%s", p.personnel.status, page)
	}
	for id, want := range map[string]evaluation.State{whole: commendation.DeedVerified, partly: commendation.DeedReported} {
		if r, err := p.store.Get(t.Context(), office, id); err != nil || r.State != want {
			t.Errorf("%s: %s, %v", id, r.State, err)
		}
	}
}

// submit opens the form of an act and sends it.
func (p *praise) submit(v *visitor, at, act, says string, form url.Values) string {
	p.t.Helper()
	v.get(at + "/acts/" + act)
	form.Set("version", version(v.body))
	got := v.post(at+"/acts/"+act, form)
	if !strings.Contains(got, says) {
		p.t.Fatalf("%s: %d at %s\n%s", act, v.status, v.at, got)
	}
	return got
}

// released carries two deeds into a released bulletin and gives its address and
// that of its record.
func (p *praise) released() (page, record string) {
	p.t.Helper()
	p.report("护送走失老人回家", "深夜护送走失老人回家，受到居民称赞。")
	p.report(hostile, hostile+"，清理楼道堆物。")
	today := evaluation.DateOf(time.Now())
	p.personnel.get("/new/commendation.bulletin/draft")
	p.personnel.post("/new/commendation.bulletin/draft", url.Values{
		"title": {"关于好人好事的通报"}, "from": {today.AddMonths(-3).String()}, "to": {today.String()},
	})
	page = p.personnel.at
	record = "/records/" + strings.TrimPrefix(page, "/commendation/bulletins/")
	number := commendation.FileNumber("塘桥街道", today.Year(), 1)
	second := commendation.FileNumber("塘桥街道", today.Year(), 2)
	got := p.personnel.post(record+"/acts/edit", url.Values{
		"version": {version(p.personnel.body)}, "title": {"关于好人好事的通报"}, "intro": {"现将本季度好人好事通报如下："}, "closing": {"望再接再厉。"},
		"items.0.number": {number}, "items.0.order": {"2"}, "items.0.heading": {"护送老人"}, "items.0.text": {"深夜护送走失老人回家。"},
		"items.1.number": {second}, "items.1.order": {"1"}, "items.1.heading": {hostile}, "items.1.text": {hostile + "，清理楼道堆物。"},
	})
	if !strings.Contains(got, "文稿已保存") {
		p.t.Fatalf("not edited: %d %s\n%s", p.personnel.status, p.personnel.at, got)
	}
	p.submit(p.personnel, record, "submit", "已送主要领导审批", url.Values{})
	p.submit(p.principal, record, "approve", "通报已编号发布", url.Values{})
	return page, record
}

func TestADeedGoesFromASupervisorIntoAReleasedBulletinOnPages(t *testing.T) {
	p := newPraise(t)
	page, record := p.released()
	got := html.UnescapeString(p.supervisor.get(page))
	first, second := strings.Index(got, "一、=1+1"), strings.Index(got, "二、护送老人")
	if first < 0 || second < first || !strings.Contains(got, "第1期") || strings.Contains(got, "签收情况") {
		t.Errorf("what a supervisor sees of the bulletin:\n%s", got)
	}
	if got := p.head.get(page); !strings.Contains(got, "没有签收") {
		t.Errorf("the head does not see who has acknowledged:\n%s", got)
	}
	if got := p.personnel.get("/commendation"); !strings.Contains(got, "本年备案事迹（按月）") || !strings.Contains(got, "已通报 2") {
		t.Errorf("the measure's page:\n%s", got)
	}
	if got := p.supervisor.get("/commendation"); strings.Contains(got, "本年备案事迹") || !strings.Contains(got, "已通报") {
		t.Errorf("a supervisor's page:\n%s", got)
	}
	stored, err := p.store.Get(t.Context(), office, strings.TrimPrefix(record, "/records/"))
	if err != nil {
		t.Fatal(err)
	}
	due := fmt.Sprintf("%d年%d月%d日", stored.Due.Year(), stored.Due.Month(), stored.Due.Day())
	for who, owes := range map[*visitor]bool{p.head: true, p.personnel: true, p.supervisor: false} {
		if got := who.get("/commendation"); strings.Contains(got, due) != owes {
			t.Errorf("who owes a receipt, or oversees, sees by when (%s), and nobody else; owes: %v\n%s", due, owes, got)
		}
	}
	p.submit(p.head, record, "acknowledge", "已代表本科室签收", url.Values{})
	for _, path := range []string{record + "/print/bulletin", "/commendation", page} {
		if p.head.get(path); p.head.status != 200 {
			t.Errorf("%s: %d", path, p.head.status)
		}
	}
	if got := p.supervisor.get(record + "/print/bulletin"); !strings.Contains(got, "red-head") || !strings.Contains(got, "𠮷䶮㛃") {
		t.Errorf("the print:\n%s", got)
	}
}

// A name of rare characters comes out of an import whole on pages, in print and in
// the exported roster, and is found by it.
func TestANameOfRareCharactersStaysWholeFromTheWorkbookToPaper(t *testing.T) {
	p := newPraise(t)
	name := "龙" + rare
	sheets, err := xlsx.Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range sheets[0].Rows {
		if slices.ContainsFunc(row, func(c roster.Cell) bool { return c.Text == p.member.No }) {
			i := slices.IndexFunc(row, func(c roster.Cell) bool { return strings.ReplaceAll(c.Text, "　", "") == p.member.Name })
			row[i].Text = name
		}
	}
	file, err := xlsx.Bytes(sheets)
	if err != nil {
		t.Fatal(err)
	}
	p.personnel.get("/roster/import")
	dry := p.personnel.upload("/roster/import", "file", "花名册.xlsx", file)
	if !strings.Contains(dry, "有自造字") || !strings.Contains(dry, name) {
		t.Fatalf("the dry run does not name the character of private use:\n%s", dry)
	}
	record := strings.TrimPrefix(p.personnel.at, "/records/")
	p.personnel.get("/records/" + record + "/acts/apply")
	p.personnel.post("/records/"+record+"/acts/apply", url.Values{"version": {"1"}})
	for _, at := range []string{"/roster?q=" + url.QueryEscape(name), "/records/" + p.member.ID} {
		if got := p.personnel.get(at); !strings.Contains(got, name) {
			t.Errorf("%s lacks the name: %d\n%s", at, p.personnel.status, got)
		}
	}
	p.personnel.get("/roster/export")
	if back, err := xlsx.Read(p.personnel.body); err != nil || !strings.Contains(fmt.Sprint(back), name) {
		t.Errorf("the exported roster lacks the name: %v", err)
	}
	p.report("护送走失老人回家", name+"深夜护送走失老人回家。")
	p.personnel.get("/new/commendation.proposal/propose?person=" + p.member.ID)
	if got := string(p.personnel.body); !strings.Contains(got, name) {
		t.Errorf("who can be chosen lacks the name: %d", p.personnel.status)
	}
}

func TestABulletinIsExportedToWordAndExcelAsItStands(t *testing.T) {
	p := newPraise(t)
	page, record := p.released()
	if got := p.personnel.get(record + "/print/bulletin"); !strings.Contains(html.UnescapeString(got), hostile) {
		t.Errorf("the printed bulletin lacks %s:\n%s", hostile, got)
	}
	p.supervisor.get(page + "/word")
	z, err := zip.NewReader(bytes.NewReader(p.supervisor.body), int64(len(p.supervisor.body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil || !bytes.Contains(body, []byte(rare)) || !bytes.Contains(body, []byte("二、护送老人")) {
		t.Errorf("%v: %s", err, body)
	}
	p.supervisor.get(page + "/excel")
	sheets, err := xlsx.Read(p.supervisor.body)
	if err != nil {
		t.Fatal(err)
	}
	if len(sheets) != 1 || len(sheets[0].Rows) != 3 || sheets[0].Rows[1][4].Text != hostile {
		t.Errorf("%+v", sheets)
	}
	stranger := p.login("admin9", "", evaluation.RoleAdmin)
	for _, path := range []string{page, page + "/word", page + "/excel"} {
		if stranger.get(path); stranger.status == 200 {
			t.Errorf("an administrator reads %s", path)
		}
	}
}
