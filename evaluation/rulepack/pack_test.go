package rulepack_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

var update = flag.Bool("update", false, "rewrite testdata/keys.golden")

func builtin(t testing.TB) *rulepack.Pack {
	t.Helper()
	p, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func day(t testing.TB, s string) evaluation.Date {
	t.Helper()
	d, err := evaluation.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// testdata/ids.txt lists the rules of the collection; ours are A-F (the form),
// K (the eight measures), M (the half-year and the year) and P (this product).
func TestNoRuleOfTheCollectionIsMissingAndNoneIsInvented(t *testing.T) {
	text, err := os.ReadFile("testdata/ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(text))
	if len(want) != 208 {
		t.Fatalf("the list has %d ids", len(want))
	}
	have := map[string]bool{}
	own := regexp.MustCompile(`^(A-F|M|[KP]-\d+)$`)
	for _, r := range builtin(t).Rules() {
		have[r.ID] = true
		if !slices.Contains(want, r.ID) && !own.MatchString(r.ID) {
			t.Errorf("%s (%s) is not in the collection", r.ID, r.Key)
		}
	}
	for _, id := range want {
		if !have[id] {
			t.Errorf("%s is missing", id)
		}
	}
}

func TestEveryRuleSaysWhatItIsWhereItComesFromAndHowSureWeAre(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$`)
	for _, r := range builtin(t).Rules() {
		if !name.MatchString(r.Key) {
			t.Errorf("%s: key %q is no dotted name", r.ID, r.Key)
		}
		if !chinese(r.TitleZh) || chinese(r.TitleEn) || r.TitleEn == "" {
			t.Errorf("%s: titles are %q and %q", r.Key, r.TitleZh, r.TitleEn)
		}
		if r.SourceZh == "" || r.SourceEn == "" || chinese(r.SourceEn) {
			t.Errorf("%s: sources are %q and %q", r.Key, r.SourceZh, r.SourceEn)
		}
		if (r.NoteZh == "") != (r.NoteEn == "") || chinese(r.NoteEn) {
			t.Errorf("%s: notes are %q and %q", r.Key, r.NoteZh, r.NoteEn)
		}
		if r.Status == rulepack.StatusOffice || r.VerifiedBy != "" || r.Reason != "" {
			t.Errorf("%s is shipped as if an office had set it", r.Key)
		}
		if r.Verified() != (r.Status == rulepack.StatusSeen) {
			t.Errorf("%s: status %s, verified %v", r.Key, r.Status, r.Verified())
		}
		for _, it := range r.Value.Items {
			if it.En == "" || chinese(it.En) || it.Code == "" {
				t.Errorf("%s: item %+v", r.Key, it)
			}
		}
	}
}

func TestANumberThatAnOfficeMayChangeHasBoundsAndAUnit(t *testing.T) {
	for _, r := range builtin(t).Rules() {
		switch r.Value.Kind {
		case rulepack.KindInteger, rulepack.KindNumbers, rulepack.KindPercent:
			if r.Unit == rulepack.NoUnit && r.Key != "security.level" {
				t.Errorf("%s counts nothing", r.Key)
			}
			if r.Overridable && (r.Bounds.Min == nil || r.Bounds.Max == nil) {
				t.Errorf("%s may be changed without bounds", r.Key)
			}
		case rulepack.KindPlain:
			if r.Overridable {
				t.Errorf("%s has no value to change", r.Key)
			}
		case rulepack.KindFraction, rulepack.KindText, rulepack.KindList:
		}
	}
}

// The golden file is what other packages may ask for: a key that disappears
// or changes its kind breaks stored overrides, a changed value is a change of
// the rules and needs a new version.
func TestKeysAndValuesAreThoseOfTheGoldenFile(t *testing.T) {
	p := builtin(t)
	var b strings.Builder
	fmt.Fprintln(&b, p.Version())
	for _, r := range p.Rules() {
		v := r.Value
		fmt.Fprintf(&b, "%s %s %s %s %d/%d %s", r.ID, r.Key, v.Kind, r.Unit, v.N, v.Of, v.Text)
		for _, it := range v.Items {
			fmt.Fprintf(&b, " %s=%d", it.Code, it.N)
		}
		fmt.Fprintf(&b, " %s\n", r.Status)
	}
	const file = "testdata/keys.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		have := strings.Split(b.String(), "\n")
		for i, line := range strings.Split(string(want), "\n") {
			if i >= len(have) || have[i] != line {
				t.Fatalf("line %d of %s: want %q; run with -update after raising the version", i+1, file, line)
			}
		}
		t.Fatalf("%s has fewer lines than the rules", file)
	}
}

func TestTheNumbersOfTheHalfYearlyAssessmentAreThere(t *testing.T) {
	f := builtin(t).On(day(t, "2026-07-01"))
	for key, want := range map[string]int64{
		"assessment.notice": 5, "assessment.review.apply": 30, "assessment.review.answer": 30,
		"assessment.appeal.apply": 15, "assessment.appeal.decision": 60, "assessment.feedback.talk": 30,
		"rating.floor": 5, "rating.floor.least": 3, "attachment.bytes": 10 << 20,
		"security.lockout.failures": 5, "security.lockout.minutes": 30, "security.idle.minutes": 15,
	} {
		if got, err := f.Int(key); err != nil || got != want {
			t.Errorf("%s = %d (%v), want %d", key, got, err, want)
		}
	}
	levels, err := f.Codes("assessment.levels")
	if err != nil || !slices.Equal(levels, []string{"正科级", "副科级", "一级主任科员", "二级主任科员", "三级主任科员", "四级主任科员"}) {
		t.Errorf("levels are %v (%v)", levels, err)
	}
	if n, err := f.Number("assessment.cycle.months", "second"); err != nil || n != 12 {
		t.Errorf("the second half opens in month %d (%v)", n, err)
	}
	sum := int64(0)
	weights, err := f.Items("rating.weights")
	for _, w := range weights {
		sum += w.N
	}
	if err != nil || sum != 10000 {
		t.Errorf("weights add up to %d (%v)", sum, err)
	}
}

func TestARuleHoldsOnlyFromAndUntilItsDates(t *testing.T) {
	p := builtin(t)
	const key = "assessment.quota.excellent" // issued 2020-12-28
	if _, err := p.On(day(t, "2020-12-27")).BasisPoints(key); evaluation.CodeOf(err) != evaluation.CodeInternal {
		t.Errorf("before its issue: %v", err)
	}
	if n, err := p.On(day(t, "2020-12-28")).BasisPoints(key); err != nil || n != 2000 {
		t.Errorf("on its first day: %d, %v", n, err)
	}
	old, err := rulepack.Parse([]byte(`{"version":"t","rules":[{"key":"a.b","id":"T-1","title_zh":"甲","title_en":"a",
		"value":{"kind":"integer","n":1},"unit":"days","status":"seen","valid_to":"2024-12-31"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(old.On(day(t, "2024-12-31")).Values) != 1 || len(old.On(day(t, "2025-01-01")).Values) != 0 {
		t.Error("valid_to is not the last day")
	}
}

func TestRulesWithMistakesAreNotRead(t *testing.T) {
	const sound = `{"version":"t","rules":[{"key":"a.b","id":"T-1","title_zh":"甲","title_en":"a",` +
		`"value":{"kind":"integer","n":1},"unit":"days","status":"seen"}]}`
	if _, err := rulepack.Parse([]byte(sound)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no version":    {`"version":"t"`, `"version":""`},
		"no rules":      {`"rules":[`, `"rules":[],"x":[`},
		"no title":      {`"甲"`, `""`},
		"status":        {`"seen"`, `"sure"`},
		"unit":          {`"days"`, `"moons"`},
		"kind":          {`"integer"`, `"real"`},
		"stray text":    {`"n":1`, `"n":1,"text":"x"`},
		"unknown field": {`"id"`, `"idea":"","id"`},
		"a float":       {`"n":1`, `"n":1.5`},
		"out of bounds": {`"status"`, `"bounds":{"min":2},"status"`},
		"a key twice":   {`"rules":[`, `"rules":[{"key":"a.b","id":"T-2","title_zh":"乙","title_en":"b","value":{"kind":"plain"},"status":"seen"},`},
	} {
		if _, err := rulepack.Parse([]byte(strings.Replace(sound, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: read without complaint", name)
		}
	}
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
