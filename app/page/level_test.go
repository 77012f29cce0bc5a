package page_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

var askedWord = regexp.MustCompile(`name="levels\.(\d+)\.word"[^>]*value="([^"]+)"`)

// wordsAsked are the words that the form asks about, in its order.
func wordsAsked(page string) []string {
	var words []string
	for _, m := range askedWord.FindAllStringSubmatch(page, -1) {
		words = append(words, m[2])
	}
	return words
}

// A level that no published table has is a question of the import. The clerk says
// which level it means, or keeps it as one of the office's own: then it can be
// chosen in forms, and the next import asks no more.
func TestAnUnknownLevelOfAnImportIsAQuestionAndCanBecomeTheOfficesOwn(t *testing.T) {
	s := newSite(t)
	section := s.login("section", "", evaluation.RolePersonnel)
	file, err := os.ReadFile("../xlsx/testdata/imports/15_levels.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	section.get("/roster/import")
	page := section.upload("/roster/import", "file", "花名册.xlsx", file)
	at := section.at
	if !strings.Contains(page, "相当于哪一级") || !strings.Contains(page, `href="`+at+`/acts/choose"`) {
		t.Fatalf("the dry run asks nothing:\n%s", page)
	}
	page = section.get(at + "/acts/choose")
	if got := fmt.Sprint(wordsAsked(page)); got != "[副主任科员 主任科员 工勤 八级]" {
		t.Fatalf("the form asks about %s:\n%s", got, page)
	}
	form := url.Values{
		"version": {version(section.body)}, "levels.0.word": {"副主任科员"}, "levels.0.own": {"1"}, "levels.0.level": {"二级主任科员"},
		"levels.1.word": {"主任科员"}, "levels.1.level": {"九品"}, "levels.2.word": {"工勤"}, "levels.3.word": {"八级"}, "levels.3.level": {"八级职员"},
	}
	page = section.post(at+"/acts/choose", form)
	if section.status != 422 || !strings.Contains(page, "只能选一样") || !strings.Contains(page, "没有这一职级") {
		t.Errorf("%d: two answers at once, or a level that is none, are taken:\n%s", section.status, page)
	}
	form.Set("levels.0.level", "")
	form.Set("levels.1.level", "二级主任科员")
	page = section.post(at+"/acts/choose", form)
	for _, want := range []string{"已按所选内容重新核对", "按职级对照记为“副主任科员”", "按职级对照记为“八级职员”", "按职级对照记为“二级主任科员”"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in:\n%s", want, page)
		}
	}
	section.get(at + "/acts/apply")
	if page = section.post(at+"/acts/apply", url.Values{"version": {version(section.body)}}); !strings.Contains(page, "已写入名册") {
		t.Fatalf("%d\n%s", section.status, page)
	}
	book, err := s.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	levels := map[string]int{}
	for _, m := range book.On(evaluation.DateOf(time.Now())).Members() {
		levels[m.Level]++
	}
	if levels["副主任科员"] != 1 || levels["二级主任科员"] != 1 || levels["八级职员"] != 4 || levels[""] != 2 {
		t.Errorf("%v", levels)
	}
	unit := book.On(evaluation.DateOf(time.Now())).Departments()[0].ID
	enter := func(no, level string) (evaluation.Record, error) {
		day := evaluation.NewDate(2020, 1, 1)
		return s.service.Create(t.Context(), evaluation.Actor{Office: office, Account: "p", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}, roster.KindPerson, "enter", evaluation.Creation{
			Input: &roster.Enter{No: no, Name: "甲一", Sex: roster.Male, Born: evaluation.NewDate(1985, 5, 1), Joined: day, Department: unit, Post: "科员", PostSince: day, Level: level, LevelSince: day},
		})
	}
	if page = section.get("/new/roster.person/enter"); !strings.Contains(page, `<option value="副主任科员"`) {
		t.Errorf("the form does not offer the office's own level:\n%s", page)
	}
	if _, err := enter("B1", "副主任科员"); err != nil {
		t.Errorf("the office's own level is refused: %v", err)
	}
	if _, err := enter("B2", "高级社工师"); evaluation.CodeOf(err) != evaluation.CodeInvalid {
		t.Errorf("a level that is none is taken: %v", err)
	}

	section.get("/roster/import")
	page = section.upload("/roster/import", "file", "花名册.xlsx", file)
	if got := fmt.Sprint(wordsAsked(section.get(section.at + "/acts/choose"))); !strings.HasPrefix(got, "[副主任科员 主任科员 八级 工勤") {
		t.Errorf("the next import does not go on with the answers: %s", got)
	}
	if !strings.Contains(page, "按职级对照记为“八级职员”") {
		t.Errorf("what was answered is asked again:\n%s", page)
	}

	s.do(t, rulepack.KindOverride, "", "set", &rulepack.SetInput{
		Key: "assessment.levels", Value: "正科级, 副科级, 高级社工师", Source: "浦委组〔2026〕12号", Reason: "社区工作者纳入考核", ValidFrom: evaluation.DateOf(time.Now()),
	})
	if page = section.get("/new/roster.person/enter"); !strings.Contains(page, `<option value="高级社工师"`) {
		t.Errorf("the form does not offer a level that the rules name:\n%s", page)
	}
	if _, err := enter("B3", "高级社工师"); err != nil {
		t.Errorf("a level that the rules name is refused: %v", err)
	}
}
