package page_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	pages "kaoji/app/page/site"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

var (
	inRoster  = regexp.MustCompile(`href="/roster/people/([^"]+)"`)
	otherPage = regexp.MustCompile(`href="(/roster\?[^"]*from=[^"]*)"`)
)

func TestTheRosterHasPagesAndPeopleAreFoundByPinyin(t *testing.T) {
	s := newSite(t)
	v := s.login("personnel", "", evaluation.RolePersonnel)
	v.get("/roster/import")
	v.upload("/roster/import", "file", "花名册.xlsx", sample(t))
	apply := v.at + "/acts/apply"
	v.get(apply)
	v.post(apply, url.Values{"version": {"1"}})

	seen := map[string]bool{}
	for at, n := "/roster", 1; ; n++ {
		got := v.get(at)
		people := inRoster.FindAllStringSubmatch(got, -1)
		if len(people) == 0 || len(people) > pages.PerPage {
			t.Errorf("%d people at %s", len(people), at)
		}
		for _, m := range people {
			if seen[m[1]] {
				t.Errorf("%s twice, again at %s", m[1], at)
			}
			seen[m[1]] = true
		}
		if !strings.Contains(got, "共 96 人") {
			t.Errorf("%s does not count all", at)
		}
		if first := n == 1; first != strings.Contains(got, "居民委员会") {
			t.Errorf("the committees stand at %s: %t", at, !first)
		}
		next := otherPage.FindStringSubmatch(got)
		if next == nil || n > 2 {
			break
		}
		at = strings.ReplaceAll(next[1], "&amp;", "&")
	}
	if len(seen) != 96 {
		t.Errorf("the pages show %d people", len(seen))
	}
	for _, q := range []string{"苏芳嘉", "su fang", "SuFangJia", "sfj", "TQ0001"} {
		if got := v.get("/roster?q=" + url.QueryEscape(q)); !strings.Contains(got, "苏芳嘉") || len(inRoster.FindAllString(got, -1)) > 5 {
			t.Errorf("by %q: %v", q, inRoster.FindAllString(got, -1))
		}
		if got := v.get("/search?q=" + url.QueryEscape(q)); !strings.Contains(got, "苏芳嘉") || len(inRoster.FindAllString(got, -1)) > 5 {
			t.Errorf("search finds by %q: %v", q, inRoster.FindAllString(got, -1))
		}
	}
	member := s.login("member", inRoster.FindStringSubmatch(v.get("/roster?q=sfj"))[1], evaluation.RoleCadre)
	for q, finds := range map[string]bool{"苏芳嘉": true, "TQ0001": true, "TQ0002": false, "su": true, "丁嘉": false, "dj": false} {
		if got := member.get("/search?q=" + url.QueryEscape(q)); strings.Contains(got, "/roster/people/") != finds || strings.Contains(got, "丁嘉</span>") {
			t.Errorf("a cadre finds people by %q: %t", q, !finds)
		}
	}
	if got := v.get("/roster?q=xyz"); inRoster.MatchString(got) {
		t.Error("somebody is found by what is in nobody's name")
	}
}

// Somebody without a department is in the roster, too, and whose penalties need no
// classification is not offered that.
// The words for establishments are offered while one types, and a word that nobody knows is
// named at its field.
func TestAnEstablishmentIsOfferedAndNamedWhenNobodyKnowsIt(t *testing.T) {
	p := newPraise(t)
	for _, at := range []string{"/new/roster.person/enter", "/records/" + p.member.ID + "/acts/amend"} {
		if form := p.personnel.get(at); !strings.Contains(form, `list="f-establishment-words"`) || !strings.Contains(form, `<datalist id="f-establishment-words"><option value="行政编">`) {
			t.Errorf("%s offers no words", at)
		}
		pagetest.Check(t, p.personnel.body)
	}
	at := "/records/" + p.member.ID + "/acts/amend"
	form := p.personnel.post(at, url.Values{"version": {version(p.personnel.body)}, "establishment": {"事也编"}, "reason": {"核对"}})
	if !regexp.MustCompile(`is-invalid" type="text" name="establishment"`).MatchString(form) || !strings.Contains(form, "编制“事也编”不认识") {
		t.Errorf("%d: not named at the field: %s", p.personnel.status, form)
	}
}

func TestTheRosterShowsWhoHasNoDepartment(t *testing.T) {
	p := newPraise(t)
	sheet := roster.Sheet{Name: "干部名册", Rows: [][]roster.Cell{
		{{Text: "姓名"}, {Text: "工号"}, {Text: "性别"}, {Text: "科室"}, {Text: "职务"}, {Text: "职级"}},
		{{Text: "庚无科"}, {Text: "TQ9901"}, {Text: "女"}, {}, {Text: "科员"}, {Text: "一级科员"}},
	}}
	content, err := xlsx.Bytes([]roster.Sheet{sheet})
	if err != nil {
		t.Fatal(err)
	}
	p.personnel.get("/roster/import")
	p.personnel.upload("/roster/import", "file", "新人.xlsx", content)
	p.submit(p.personnel, p.personnel.at, "apply", "", url.Values{})
	for _, path := range []string{"/roster?q=" + url.QueryEscape("庚无科")} {
		page := p.personnel.get(path)
		if !strings.Contains(page, "未定科室") || !strings.Contains(page, "庚无科") || !strings.Contains(page, "共 1 人") {
			t.Errorf("%s:\n%s", path, page)
		}
	}
	if page := p.personnel.get("/records/" + p.member.ID); p.personnel.status != 200 || strings.Contains(page, "核定处分种类") {
		t.Errorf("the act is offered to somebody without a penalty: %d\n%s", p.personnel.status, page)
	}
}
