package page_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
)

// whatIs stands in a declaration, and nowhere else.
const whatIs = "只有申报人和查阅人知道的住房"

// declared is an office in which a cadre has declared under a cited rule.
type declared struct {
	*praise
	own, reader *visitor
	readerID    string
	ids         []string // of the reports of the cadre
}

// newDeclared puts a basis in force on the pages, and lets the cadre declare.
func newDeclared(t *testing.T) *declared {
	t.Helper()
	d := &declared{praise: newPraise(t)}
	d.readerID = d.otherThan(d.member.ID)
	d.own, d.reader = d.login("member", d.member.ID, evaluation.RoleCadre), d.login("keeper", d.readerID, evaluation.RolePersonnel, evaluation.RoleCadre)
	if page := d.personnel.get("/declarations"); !strings.Contains(page, "申报没有启用") || !strings.Contains(page, "/new/declaration.basis/propose") {
		t.Fatalf("the section does not learn how to begin: %d\n%s", d.personnel.status, page)
	}
	if page := d.own.get("/declarations"); !strings.Contains(page, "您不在申报人和查阅人之列") {
		t.Errorf("without a basis the cadre reads: %d\n%s", d.own.status, page)
	}
	d.personnel.get("/new/declaration.basis/propose")
	d.personnel.post("/new/declaration.basis/propose", url.Values{
		"rule": {"浦委办〔2026〕8号《科级干部个人事项申报办法》"}, "matters": {"income", "estate"}, "changes": {"estate"}, "sample": {"10"}, "people": {d.member.ID}, "circle": {d.readerID},
	})
	basis := d.personnel.at
	if d.personnel.status != 200 || !strings.HasPrefix(basis, "/records/") {
		t.Fatalf("%d %s\n%s", d.personnel.status, basis, d.personnel.body)
	}
	if home := d.principal.get("/declarations"); !strings.Contains(home, "批准申报依据") {
		t.Errorf("the principal leader is not asked:\n%s", home)
	}
	d.submit(d.principal, basis, "approve", "已启用", url.Values{})
	d.find(t)
	return d
}

func (d *declared) find(t *testing.T) {
	t.Helper()
	found, err := d.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{declaration.KindReport}})
	if err != nil {
		t.Fatal(err)
	}
	d.ids = nil
	for _, r := range found.Records {
		d.ids = append(d.ids, r.ID)
	}
}

// handsIn declares a home.
func (d *declared) handsIn(t *testing.T) (at string) {
	t.Helper()
	at = "/records/" + d.ids[0]
	page := d.own.get("/declarations")
	if !strings.Contains(page, at+"/acts/submit") {
		t.Fatalf("the cadre is not asked to declare:\n%s", page)
	}
	form := d.own.get(at + "/acts/submit")
	pagetest.Check(t, []byte(form))
	if strings.Contains(form, `value="passport"`) || !strings.Contains(form, `value="estate"`) {
		t.Errorf("the form does not offer what the rule asks for:\n%s", form)
	}
	if strings.Contains(form, `value="no_change"`) || !strings.Contains(form, `value="nothing"`) {
		t.Errorf("who has never declared can say that nothing has changed:\n%s", form)
	}
	d.submit(d.own, at, "submit", "已申报", url.Values{"answer": {"items"}, "items.0.matter": {"estate"}, "items.0.what": {whatIs}, "items.0.amount": {"89平方米"}})
	return at
}

// A rule is cited and put in force, a cadre declares, a reader reads with a reason and checks,
// and the cadre sees who read it and why.
func TestDeclarationsRunUnderACitedRuleWithAReadersLog(t *testing.T) {
	d := newDeclared(t)
	at := d.handsIn(t)
	register := d.reader.get("/declarations")
	pagetest.Check(t, []byte(register))
	if !strings.Contains(register, at) || strings.Contains(register, whatIs) {
		t.Fatalf("the reader's list:\n%s", register)
	}
	if page := d.reader.get(at); strings.Contains(page, whatIs) || !strings.Contains(page, at+"/acts/look") || strings.Contains(page, at+"/acts/check") {
		t.Errorf("before a reason is given the reader sees: %d\n%s", d.reader.status, page)
	}
	d.submit(d.reader, at, "look", "已打开", url.Values{"reason": {"年度抽查"}})
	if page := d.reader.get(at); !strings.Contains(page, whatIs) {
		t.Errorf("the reader does not read:\n%s", page)
	}
	d.submit(d.reader, at, "ask", "已请本人说明", url.Values{"question": {"登记为两套"}, "until": {evaluation.DateOf(time.Now()).AddDays(7).String()}})
	if home := d.own.get("/"); !strings.Contains(home, "说明您的申报核查中的问题") {
		t.Errorf("the cadre is not asked:\n%s", home)
	}
	if form := d.own.get(at + "/acts/explain"); !strings.Contains(form, "登记为两套") || strings.Index(form, "登记为两套") > strings.Index(form, whatIs) {
		t.Errorf("what is asked does not stand first beside the form:\n%s", form)
	}
	d.submit(d.own, at, "explain", "已说明", url.Values{"text": {"另一套已出售"}})
	d.submit(d.reader, at, "check", "已登记", url.Values{"result": {"explained"}, "check_words": {"与不动产登记一致"}})
	if form := d.own.get("/new/declaration.report/report_leaving"); !strings.Contains(form, `value="no_change"`) {
		t.Errorf("who has declared cannot say that nothing has changed:\n%s", form)
	}
	page := d.own.get("/declarations")
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "年度抽查") || !strings.Contains(page, "keeper") {
		t.Errorf("the cadre does not see who read it and why:\n%s", page)
	}
	if record := d.own.get(at); !strings.Contains(record, "年度抽查") || !strings.Contains(record, "与不动产登记一致") || !strings.Contains(record, whatIs) {
		t.Errorf("the record:\n%s", record)
	}
	if news := d.own.get("/notices"); !strings.Contains(news, "您的申报被查阅") {
		t.Errorf("the cadre is not told:\n%s", news)
	}
}

// The summary for the committee has numbers of all reports, also of the reader's own, and
// nobody; others than readers do not find it, and the way to declarations stands in the menu
// of those alone who have a part in them.
func TestTheSummaryOfDeclarationsHasNumbersAndIsForReaders(t *testing.T) {
	d := newDeclared(t)
	d.handsIn(t)
	year := evaluation.DateOf(time.Now()).String()[:4]
	home := d.reader.get("/declarations")
	at := "/declarations/summary?year=" + year
	if !strings.Contains(home, at) {
		t.Fatalf("the reader does not find the summary:\n%s", home)
	}
	paper := d.reader.get(at)
	pagetest.Check(t, []byte(paper))
	if !strings.Contains(paper, year+"年个人事项申报汇总") || strings.Contains(paper, d.member.Name) || strings.Contains(paper, whatIs) || !strings.Contains(paper, "<td>1</td><td>1</td><td>0</td>") {
		t.Errorf("the summary:\n%s", paper)
	}
	for name, v := range map[string]*visitor{"the cadre": d.own, "a principal leader": d.principal, "the section": d.personnel} {
		if v.get(at); v.status != 404 {
			t.Errorf("%s gets %d", name, v.status)
		}
	}
	if d.reader.get("/declarations/summary?year=alle"); d.reader.status != 404 {
		t.Errorf("no year: %d", d.reader.status)
	}
	for name, c := range map[string]struct {
		v     *visitor
		shown bool
	}{"the cadre": {d.own, true}, "the reader": {d.reader, true}, "a principal leader": {d.principal, true}, "a colleague": {d.login("other", d.colleague(t), evaluation.RoleCadre), false}} {
		if page := c.v.get("/"); strings.Contains(page, `href="/declarations"`) != c.shown {
			t.Errorf("%s: the way to declarations stands in the menu: %t", name, !c.shown)
		}
	}
}

// colleague is somebody who neither declares nor reads.
func (d *declared) colleague(t *testing.T) string {
	t.Helper()
	book, err := d.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range book.On(evaluation.DateOf(time.Now())).Members() {
		if m.ID != d.member.ID && m.ID != d.readerID && !m.Heads {
			return m.ID
		}
	}
	t.Fatal("nobody else")
	return ""
}

// crawl opens what a visitor can reach by links, and what nobody links, and says what betrays
// that there is a declaration, or what is declared.
func (d *declared) crawl(v *visitor) (pages int, found []string) {
	queue := []string{
		"/", "/todo", "/me", "/overview", "/calendar", "/declarations", "/lists/declaration.report", "/lists/declaration.report?export=xlsx", "/lists/declaration.report?person=" + d.member.ID,
		"/search?q=" + url.QueryEscape(d.member.Name), "/search?q=" + url.QueryEscape(whatIs), "/search?q=" + url.QueryEscape("申报"), "/search/suggestions?q=" + url.QueryEscape("申报"),
		"/roster", "/roster/people/" + d.member.ID, "/records/" + d.member.ID, "/roster/export", "/audit", "/audit?action=list", "/audit?kind=secret", "/audit?kind=declaration.report", "/me/looks", "/notices",
	}
	for _, id := range d.ids {
		queue = append(queue, "/records/"+id, "/records/"+id+"/acts/look", "/records/"+id+"/acts/check", "/records/"+id+"/progress", "/audit?record="+id)
	}
	seen := map[string]bool{}
	const most = 80
	for len(queue) > 0 && pages < most {
		at := queue[0]
		queue = queue[1:]
		if seen[at] || strings.HasPrefix(at, "/rules") || strings.HasPrefix(at, "/static") || strings.HasPrefix(at, "/lang") || strings.HasPrefix(at, "/logout") {
			continue
		}
		seen[at] = true
		body := v.get(at)
		pages++
		for _, w := range append([]string{whatIs, "89平方米"}, d.ids...) {
			if strings.Contains(body, w) && !strings.Contains(at, w) && !strings.Contains(at, url.QueryEscape(w)) {
				found = append(found, fmt.Sprintf("%s (%d) says %q", at, v.status, w))
			}
		}
		if strings.Contains(at, "/records/"+d.ids[0]) && v.status != 404 && v.status != 303 && v.status != 200 {
			found = append(found, fmt.Sprintf("%s answers %d, not as if there were none", at, v.status))
		}
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			queue = append(queue, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
	return pages, found
}

// Whatever the role, who is neither declarant nor named reader finds nothing of a declaration
// on any page, search, list, count or export.
func TestNobodyButDeclarantAndReadersFindsADeclaration(t *testing.T) {
	d := newDeclared(t)
	at := d.handsIn(t)
	d.submit(d.reader, at, "look", "已打开", url.Values{"reason": {"年度抽查"}})
	d.submit(d.reader, at, "ask", "已请本人说明", url.Values{"question": {"登记为两套"}, "until": {evaluation.DateOf(time.Now()).AddDays(7).String()}})
	d.find(t)
	visitors := map[string]*visitor{
		"the section": d.personnel, "a principal leader": d.principal, "the head": d.head, "a leader": d.login("leader", "", evaluation.RoleLeader),
		"discipline": d.login("discipline", "", evaluation.RoleDiscipline), "admin": d.login("admin", "", evaluation.RoleAdmin), "auditor": d.login("auditor", "", evaluation.RoleAuditor),
		"supervisor": d.supervisor, "committee": d.login("committee", "", evaluation.RoleCommittee), "a colleague": d.login("colleague", d.colleague(t), evaluation.RoleCadre), "nobody": d.visitor(),
	}
	for name, v := range visitors {
		_, found := d.crawl(v)
		for _, f := range found {
			t.Errorf("%s: %s", name, f)
		}
	}
	// An auditor reads that secret records were read or listed, and not that they were declarations.
	d.reader.get("/declarations")
	for _, action := range []string{"read", "list"} {
		page := visitors["auditor"].get("/audit?action=" + action)
		if _, entries, _ := strings.Cut(page, "<tbody"); strings.Contains(entries, "个人事项申报") || !strings.Contains(entries, "keeper") {
			t.Errorf("the trail of %s:\n%s", action, page)
		}
	}
	if page := d.own.get("/me/looks"); !strings.Contains(page, "保密事项") {
		t.Errorf("the cadre is not told that there was a list:\n%s", page)
	}
	// The control: the same walk finds it where it may be found, and not in file, search and export.
	for name, v := range map[string]*visitor{"the cadre": d.own, "the reader": d.reader} {
		_, found := d.crawl(v)
		if len(found) < 3 {
			t.Errorf("%s is led to %v", name, found)
		}
		for _, f := range found {
			if strings.HasPrefix(f, "/me ") || strings.Contains(f, "/roster/") || strings.Contains(f, "/search") || strings.Contains(f, "export") || strings.HasPrefix(f, "/overview") {
				t.Errorf("%s: %s", name, f)
			}
		}
	}
	if log := d.log.String(); strings.Contains(log, "declaration.report") || slices.ContainsFunc(d.ids, func(id string) bool { return strings.Contains(log, id) }) {
		t.Errorf("the log names it:\n%s", log)
	}
}

// A list of several kinds, a count and a list of people know nothing of a declaration, also of
// the reader's; the reader cannot export the list, nor download it with the own data.
func TestADeclarationIsInNoListOfSeveralKindsAndInNoExport(t *testing.T) {
	d := newDeclared(t)
	d.handsIn(t)
	for name, person := range map[string]string{"the cadre": d.member.ID, "the reader": d.readerID} {
		actor := evaluation.Actor{Office: office, Account: name, Person: person, Roles: []evaluation.Role{evaluation.RoleCadre}}
		views, err := evaluation.Gather(evaluation.AllViews(t.Context(), d.service.Index, actor, evaluation.Query{}))
		if err != nil || slices.ContainsFunc(views, func(v evaluation.View) bool { return v.Kind == declaration.KindReport }) {
			t.Errorf("%s: a list of all kinds contains it (%v)", name, err)
		}
		counts, err := d.service.Group(context.Background(), actor, evaluation.Query{}, "kind")
		if err != nil || slices.ContainsFunc(counts, func(n evaluation.Count) bool { return n.Keys[0] == declaration.KindReport }) {
			t.Errorf("%s: it is counted (%v)", name, err)
		}
	}
	if d.reader.get("/lists/declaration.report?export=xlsx"); d.reader.status != 403 {
		t.Errorf("a reader of the section exports the list: %d", d.reader.status)
	}
	if page := d.reader.get("/lists/declaration.report"); d.reader.status != 200 || strings.Contains(page, "export=xlsx") || !strings.Contains(page, d.ids[0]) {
		t.Errorf("a reader of the section is offered to export, or finds nothing: %d", d.reader.status)
	}
	if raw := d.own.get("/me/download"); strings.Contains(raw, whatIs) || strings.Contains(raw, "declaration.report") {
		t.Error("the download of one's own data contains it")
	}
}
