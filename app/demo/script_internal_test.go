package demo

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"text/template"
	"time"

	"kaoji/evaluation/assessment"
)

func scripts(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// Eight more half-years before four years of the past would be before there were rules for
// all that an assessment asks.
func TestEveryStateIsShownInYearsThatHaveRules(t *testing.T) {
	for size, want := range map[Size]int{{Years: 4, States: true}: 1, {Years: 4}: 4, {States: true}: 0} {
		if got := size.bounded().Years; got != want {
			t.Errorf("%+v has %d years, want %d", size, got, want)
		}
	}
}

func TestAScriptIsPlayedAfterThoseThatItNames(t *testing.T) {
	list, err := read(scripts(map[string]string{"a.json": `{"after": ["c"]}`, "b.json": `{}`, "c.json": `{"after": ["b"]}`}), scripts(map[string]string{"more.json": `{}`}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		got = append(got, s.Name)
	}
	if want := []string{"b", "c", "a", "more"}; !slices.Equal(got, want) {
		t.Errorf("played as %v, want %v", got, want)
	}
	for name, files := range map[string]map[string]string{
		"wait for one another":       {"a.json": `{"after": ["b"]}`, "b.json": `{"after": ["a"]}`},
		"wait for none":              {"a.json": `{"after": ["nobody"]}`},
		"a step that acts and plays": {"a.json": `{"parts": {"x": [{"act": "open", "kind": "k", "play": "x"}]}}`},
		"a loop over nothing":        {"a.json": `{"steps": [{"steps": [{"for": "x", "act": "open", "kind": "k"}]}]}`},
		"a step with a wrong key":    {"a.json": `{"steps": [{"act": "open", "inptu": {}}]}`},
	} {
		if _, err := read(scripts(files)); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

// newPlayer has variables and those functions that ask no service.
func newPlayer(t *testing.T) *player {
	t.Helper()
	clock := At(time.Date(2026, 11, 2, 4, 0, 0, 0, time.UTC))
	p := &player{Deps: Deps{Clock: &clock}, templates: map[string]*template.Template{}, vars: map[string]any{
		"plan": "id-1", "word": "早", "rows": []any{"x", "y", "z"}, "no": 5, "none": nil, "terms": map[string]any{"most": 6, "least": 1},
	}}
	p.funcs = p.functions(t.Context())
	return p
}

func TestValues(t *testing.T) {
	p := newPlayer(t)
	for given, want := range map[string]string{
		`"text"`:                               `"text"`,
		`7`:                                    `7`,
		`"=.no"`:                               `5`,
		`"{{.word}}上{{add .no 1}}"`:            `"早上6"`,
		`"@plan"`:                              `"id-1"`,
		`"=nth .rows 4"`:                       `"y"`,
		`"=nth .word -1"`:                      `"早"`,
		`"=vary 10 4 3 .no 1 2"`:               `11`,
		`"=sum (list .terms .terms) \"most\""`: `12`,
		`"=days today -1"`:                     `"2026-11-01"`,
		`"=months today 2"`:                    `"2027-01-02"`,
		`{"a": null, "b": "=.none", "c": "=eq .no 6", "d": "=eq .no 5"}`:                     `{"d":true}`,
		`{"...": "=.terms", "most": 2}`:                                                      `{"least":1,"most":2}`,
		`{"for": "r", "in": "=.rows", "when": "ne .r \"y\"", "give": {"r": "{{.r}}{{.i}}"}}`: `[{"r":"x0"},{"r":"z2"}]`,
		`{"for": "a b", "in": [[1, 2], [3, 4]], "give": "=add .a .b"}`:                       `[3,7]`,
		`{"for": "r", "in": [], "give": 1}`:                                                  `null`,
	} {
		var v any
		if err := strictly([]byte(given), &v); err != nil {
			t.Fatal(err)
		}
		got, err := p.value(v)
		raw, merr := json.Marshal(got)
		if err != nil || merr != nil || string(raw) != want {
			t.Errorf("%s is %s %v, want %s", given, raw, err, want)
		}
	}
	if len(p.vars) != 6 {
		t.Errorf("loops leave variables behind: %v", p.vars)
	}
	for _, wrong := range []string{"=.nobody", "=nth .no 1", "=mod .word 2", "{{.nobody}}"} {
		if v, err := p.value(wrong); err == nil {
			t.Errorf("%s is %v", wrong, v)
		}
	}
}

func TestAnInputTakesNoKeyThatIsNotIts(t *testing.T) {
	p := newPlayer(t)
	var in assessment.PlanInput
	if err := p.fill(map[string]any{"year": json.Number("2026"), "as_of": "=today"}, &in); err != nil || in.Year != 2026 || in.AsOf.String() != "2026-11-02" {
		t.Errorf("%+v %v", in, err)
	}
	if err := p.fill(map[string]any{"anno": json.Number("2026")}, &in); err == nil || !strings.Contains(err.Error(), "anno") {
		t.Errorf("anno: %v", err)
	}
}
