package text_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/app/text"
	"kaoji/evaluation"
)

func load(t *testing.T) *text.Catalog {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func placeholders(s string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		// A value that a rule brings in both languages: title_zh, title_en.
		names = append(names, strings.TrimSuffix(strings.TrimSuffix(m[1], "_zh"), "_en"))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestEveryTextStandsInBothLanguagesWithTheSamePlaceholders(t *testing.T) {
	c := load(t)
	zh, en := c.Keys(text.Chinese), c.Keys(text.English)
	for _, key := range slices.Sorted(maps.Keys(zh)) {
		other, ok := en[key]
		switch {
		case !ok:
			t.Errorf("%s has no English text", key)
		case strings.TrimSpace(zh[key]) == "" || strings.TrimSpace(other) == "":
			t.Errorf("%s is empty", key)
		case !slices.Equal(placeholders(zh[key]), placeholders(other)):
			t.Errorf("%s has placeholders %v in Chinese, %v in English", key, placeholders(zh[key]), placeholders(other))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(en)) {
		if _, ok := zh[key]; !ok {
			t.Errorf("%s has no Chinese text", key)
		}
	}
}

// Keys as they stand in sources: evaluation.Fail(code, "x.y"), Say("x.y"),
// m.Add(field, "x.y"), T("x.y") in Go and in templates.
var uses = []*regexp.Regexp{
	regexp.MustCompile(`\bFail\(\s*[\w.]+,\s*"([a-z][\w.-]*\.[\w.-]+)"`),
	regexp.MustCompile(`\bSay\("([a-z][\w.-]*\.[\w.-]+)"`),
	regexp.MustCompile(`\.Add\([^"\n]*(?:"[^"]*"[^",\n]*)?,\s*"([a-z][\w.-]*\.[\w.-]+)"`),
	regexp.MustCompile(`\.T\s+"([a-z][\w.-]*\.[\w.-]+)"`),
	regexp.MustCompile(`\.[tT]\((?:c, )?"([a-z][\w.-]*\.[\w.-]+)"[,)]`),
	regexp.MustCompile(`\.[dD]one\(c, [^\n]*, "([a-z][\w.-]*\.[\w.-]+)"`),
}

func TestEveryKeyThatASourceNamesExists(t *testing.T) {
	c := load(t)
	found := 0
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(p, "_test.go") || strings.Contains(p, "/testdata/") || strings.Contains(p, "/officetest/") ||
			filepath.Ext(p) != ".go" && filepath.Ext(p) != ".html" {
			return err
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, use := range uses {
			for _, m := range use.FindAllStringSubmatch(string(raw), -1) {
				if strings.HasSuffix(m[1], ".") {
					continue // the start of a key that is put together
				}
				found++
				if !c.Has(m[1]) {
					t.Errorf("%s says %q, which has no text", strings.TrimPrefix(p, "../../"), m[1])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 20 {
		t.Errorf("only %d uses found: the search is broken", found)
	}
}

func TestTextsAreFilledIn(t *testing.T) {
	c := load(t)
	if got := c.T(text.Chinese, "error.field.too_long", "max", 5, "have", 9); got != "最多填写 5 字，现为 9 字" {
		t.Errorf("got %q", got)
	}
	if got := c.T(text.English, "error.date", "value", evaluation.NewDate(2026, 3, 1)); !strings.Contains(got, "1 Mar 2026") {
		t.Errorf("got %q", got)
	}
	if got := c.T(text.Chinese, "no.such.key"); got != "no.such.key" {
		t.Errorf("a missing key came back as %q", got)
	}
}

// The words that texts do not use stand in the package comment of the domain; those
// behind it in the same line are words with it that they may use.
func TestTextsUseOneWordForOneThing(t *testing.T) {
	doc, err := os.ReadFile("../../evaluation/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(doc), "A test finds these others:")
	list, _, _ = strings.Cut(list, "// # ")
	lines := regexp.MustCompile(`//\t(\p{Han}+) +(.*)`).FindAllStringSubmatch(list, -1)
	if len(lines) < 5 {
		t.Fatalf("only %d words are listed: the search is broken", len(lines))
	}
	c := load(t)
	for _, line := range lines {
		word, may := line[1], regexp.MustCompile(`\p{Han}+`+line[1]).FindAllString(line[2], -1)
		for key, said := range c.Keys(text.Chinese) {
			for _, allowed := range may {
				said = strings.ReplaceAll(said, allowed, "")
			}
			if strings.Contains(said, word) {
				t.Errorf("%s: %q: %s", key, word, line[2])
			}
		}
	}
}

// Help is three sentences: what a page is for, whose turn it is, which rule holds.
func TestHelpIsThreeSentences(t *testing.T) {
	c := load(t)
	ends := map[string]*regexp.Regexp{text.Chinese: regexp.MustCompile(`。`), text.English: regexp.MustCompile(`\.( |$)`)}
	for lang, end := range ends {
		for key, said := range c.Keys(lang) {
			if n := len(end.FindAllString(said, -1)); strings.HasPrefix(key, "help.") && n != 3 {
				t.Errorf("%s in %s has %d sentences", key, lang, n)
			}
		}
	}
}

// Dates in a problem are written for people, also those of a stored problem, which are
// text.
// A date in a Chinese sentence stands without spaces, numbers and times keep theirs.
func TestADateIsPartOfItsSentence(t *testing.T) {
	c := load(t)
	said := c.T(text.Chinese, "assessment.finding.sanction", "from", "2026-05-05", "kind", "记过", "document", "", "until", "2026-12-31")
	if said != "2026年5月5日受记过，影响考核等次至2026年12月31日" {
		t.Errorf("it says %s", said)
	}
	if said = c.T(text.Chinese, "draft.line", "at", "2026年5月5日 09:00", "until", "2026-06-05"); said != "2026年5月5日 09:00 保存，保留到2026年6月5日" {
		t.Errorf("it says %s", said)
	}
	if said = c.T(text.Chinese, "assessment.finding.leave", "days", 200, "of", 365, "document", ""); said != "病、事假累计 200 天，全年 365 天" {
		t.Errorf("it says %s", said)
	}
}

func TestAProblemNamesDatesForPeople(t *testing.T) {
	c := load(t)
	for _, until := range []any{evaluation.NewDate(2026, 12, 3), "2026-12-03"} {
		said := c.Say(text.Chinese, evaluation.Say("notice.runs", "until", until))
		if !strings.Contains(said, "2026年12月3日") {
			t.Errorf("of %v it says %s", until, said)
		}
	}
}
