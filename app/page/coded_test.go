package page_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Known words of the roster, typed or imported in Chinese, are English on English pages;
// others stay as they were typed.
func TestKnownWordsOfTheRosterAreInTheLanguageOfThePage(t *testing.T) {
	p := newPraise(t)
	day := evaluation.DateOf(time.Now()).AddMonths(-24)
	section := evaluation.Actor{Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	if _, err := p.service.Create(t.Context(), section, roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
		No: "W1", Name: "甲一", Sex: roster.Female, Born: evaluation.NewDate(1985, 5, 1), Joined: day, Department: p.member.Department, Post: "科员", PostSince: day, Level: "四级主任科员", LevelSince: day,
		Politics: "中共党员", Education: "大学", Establishment: "行政编", Ethnicity: "满族", Duties: "信访接待",
	}}); err != nil {
		t.Fatal(err)
	}
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	list := "/roster/columns?" + url.Values{"column": {"name", "sex", "politics", "education", "level", "establishment", "ethnicity"}}.Encode()
	entry := "/roster/people/" + book.ByName("甲一")[0]
	known := map[string]string{
		"四级主任科员": "Principal staff member, fourth rank", "女": "female", "中共党员": "Member of the Communist Party", "大学": "University", "行政编": "Civil service", "满族": "Manchu",
	}
	for at, words := range map[string][]string{
		"/roster": {"四级主任科员"}, entry: {"四级主任科员", "女", "中共党员", "大学", "行政编", "满族"}, list: {"四级主任科员", "女", "中共党员", "大学", "行政编", "满族"},
	} {
		for _, word := range words {
			p.personnel.cookies["kaoji_lang"] = "en"
			if got := p.personnel.get(at); !strings.Contains(got, known[word]) || strings.Contains(got, ">"+word+"<") {
				t.Errorf("%s says %s in English", at, word)
			}
			p.personnel.cookies["kaoji_lang"] = "zh"
			if got := p.personnel.get(at); !strings.Contains(got, word) || strings.Contains(got, known[word]) {
				t.Errorf("%s does not say %s in Chinese", at, word)
			}
		}
	}
	p.personnel.cookies["kaoji_lang"] = "en"
	if got := p.personnel.get(entry); !strings.Contains(got, "信访接待") {
		t.Error("a word that nobody knows does not stay")
	}
}
