package evaluation_test

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// sheet has a field of each type that a column can have, and some of others.
type sheet struct {
	No      string            `json:"no"`
	Level   string            `json:"level"`
	Points  int               `json:"points"`
	Fen     int64             `json:"fen"`
	Hours   string            `json:"hours" form:"decimal"`
	Signed  evaluation.Date   `json:"signed"`
	Wide    bool              `json:"wide"`
	Rows    []string          `json:"rows"`
	Nested  struct{ A int }   `json:"nested"`
	Contact evaluation.Sealed `json:"contact"`
	Unread  string            `json:"unread"`
	On      evaluation.Date   `json:"on"`
}

var levels = []string{"low", "high", "alarming"}

func sheetKind(columns ...evaluation.Column) evaluation.Kind {
	return evaluation.Kind{
		Name: "try.sheet", States: []evaluation.State{"open"}, Payload: evaluation.New[sheet], Columns: columns,
		Sight: evaluation.Sight{Readers: evaluation.Everybody.See("no", "level", "points", "fen", "hours", "signed", "wide", "rows", "nested", "contact", "on")},
	}
}

// byColumns is what an address with one parameter asks for.
func byColumns(k *evaluation.Kind, param, value string) (q evaluation.Query, err error) {
	err = k.ByColumns(&q, func(name string) []string {
		if name == param {
			return []string{value}
		}
		return nil
	})
	return q, err
}

// key is the key of a value.
func key(t rapid.TB, c evaluation.Column, value string) string {
	t.Helper()
	if value == "" {
		return ""
	}
	k := sheetKind(c)
	q, err := byColumns(&k, c.Name, value)
	if err != nil {
		t.Fatalf("%s %q: %v", c.Name, value, err)
	}
	return q.Keys[0].Values[0]
}

func TestKeysSortAsTheValuesDo(t *testing.T) {
	for _, c := range []struct {
		column evaluation.Column
		sorted []string
	}{
		{evaluation.Column{Name: "no"}, []string{"", "塘表备〔2025〕100号", "塘表备〔2026〕9号", "塘表备〔2026〕12号", "塘表备〔2026〕100号"}},
		{evaluation.Column{Name: "no"}, []string{"a", "b", "甲9丙", "甲10乙"}},
		{evaluation.Column{Name: "level", Choices: levels}, []string{"", "low", "high", "alarming"}},
		{evaluation.Column{Name: "hours"}, []string{"", "0.5", "1", "1.25", "1.5", "9", "10", "10.25", "10.3", "100"}},
		{evaluation.Column{Name: "signed"}, []string{"", "1999-12-31", "2026-01-02", "2026-01-10"}},
		{evaluation.Column{Name: "wide"}, []string{"false", "true"}},
	} {
		var keys []string
		for _, v := range c.sorted {
			keys = append(keys, key(t, c.column, v))
		}
		if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != len(keys) {
			t.Errorf("%s: %q have the keys %q", c.column.Name, c.sorted, keys)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		of := func(n int64) string { return key(t, evaluation.Column{Name: "fen"}, strconv.FormatInt(n, 10)) }
		if got, want := cmp.Compare(of(a), of(b)), cmp.Compare(a, b); got != want {
			t.Fatalf("%d and %d have the keys %q and %q", a, b, of(a), of(b))
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[a-c9.]{0,3}[0-9]{0,3}[甲乙]{0,2}`).Draw(t, "a"), rapid.StringMatching(`[a-c9.]{0,3}[0-9]{0,3}[甲乙]{0,2}`).Draw(t, "b")
		if no := (evaluation.Column{Name: "no"}); (key(t, no, a) == key(t, no, b)) != (a == b) {
			t.Fatalf("%q and %q have the keys %q and %q", a, b, key(t, no, a), key(t, no, b))
		}
	})
	long := key(t, evaluation.Column{Name: "no"}, strings.Repeat("长", 100))
	if len(long) > 64 || !strings.HasPrefix(strings.Repeat("长", 100), long) {
		t.Errorf("a long text has the key %q", long)
	}
}

func TestAColumnThatCannotBeOneIsRefusedAtStart(t *testing.T) {
	column := func(names ...string) (list []evaluation.Column) {
		for _, n := range names {
			list = append(list, evaluation.Column{Name: n})
		}
		return list
	}
	noted := sheetKind(column("no")...)
	noted.Sight.Noted, noted.Brief = true, []string{"level"}
	for want, k := range map[string]evaluation.Kind{
		"more than 4 columns":          sheetKind(column("no", "level", "points", "fen", "hours")...),
		"no payload field":             sheetKind(column("number")...),
		"the envelope has this name":   sheetKind(column("on")...),
		"stands twice":                 sheetKind(column("no", "points", "no")...),
		"type has no order":            sheetKind(column("rows")...),
		"nested of try.sheet: a value": sheetKind(column("nested")...),
		"it is encrypted":              sheetKind(column("contact")...),
		"nobody may read it":           sheetKind(column("unread")...),
		"reading it is recorded":       noted,
		"":                             sheetKind(column("no", "points", "signed", "wide")...),
	} {
		_, err := evaluation.NewService(evaluation.Parts{Measures: []evaluation.Measure{{Name: "try", Kinds: []evaluation.Kind{k}}}})
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}

func TestAValueThatIsNoneOfTheColumnIsNamed(t *testing.T) {
	k := sheetKind(evaluation.Column{Name: "level", Choices: levels}, evaluation.Column{Name: "points"}, evaluation.Column{Name: "signed"}, evaluation.Column{Name: "wide"})
	for _, c := range [][3]string{
		{"level", "loud", "error.field.choice"}, {"points", "many", "error.field.integer"}, {"signed_to", "2026-02-30", "error.field.date"},
		{"wide", "rather", "error.field.choice"}, {"points_from", "1.5", "error.field.integer"}, {"points_to", "12", ""}, {"fen", "x", ""}, {"level", "", ""},
	} {
		q, err := byColumns(&k, c[0], c[1])
		if e, _ := errors.AsType[*evaluation.Error](err); (c[2] == "") != (err == nil) || err != nil && e.Fields[c[0]].Key != c[2] {
			t.Errorf("%s=%s: %v", c[0], c[1], err)
		}
		if want := c[0] == "points_to"; err == nil && want != (len(q.Keys) == 1) {
			t.Errorf("%s=%s asks for %v", c[0], c[1], q.Keys)
		}
	}
	if k.Order("points") != evaluation.SortKey(1) || k.Order("fen") != "" {
		t.Errorf("orders %q %q", k.Order("points"), k.Order("fen"))
	}
}

type pointed struct {
	Points int `json:"points"`
}

func write(_ *evaluation.Step, p *sheet, in *pointed) (evaluation.State, error) {
	p.Points, p.Level, p.Signed = in.Points, "high", evaluation.NewDate(2026, 1, 2)
	return "open", nil
}

// Records that were written when the kind had other columns get their keys at the
// start, once.
func TestRecordsGetTheKeysOfNewColumns(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	whole := evaluation.Whole{Store: store}
	n := 0
	service := func(columns ...evaluation.Column) *evaluation.Service {
		k := sheetKind(columns...)
		k.Acts = []evaluation.Act{{Name: "write", To: k.States, Run: evaluation.Run(write)}}
		s, err := evaluation.NewService(evaluation.Parts{
			Ledger: whole, Trail: evaluation.NewTrail(store, trailKey, time.Now), Log: slog.New(slog.DiscardHandler), Now: time.Now,
			NewID:    func() string { n++; return fmt.Sprintf("%04d", n) },
			Measures: []evaluation.Measure{{Name: "try", Kinds: []evaluation.Kind{k}}},
		})
		if err == nil {
			err = s.Rekey(t.Context(), whole)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	stored := func() (keys [][]string, versions int64) {
		found, err := whole.Find(t.Context(), evaluation.Query{Office: "o1", Limit: evaluation.MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range found.Records {
			if bad := evaluation.VerifyHistory(nil, &r); len(bad) > 0 {
				t.Errorf("%s: %v", r.ID, bad)
			}
			keys, versions = append(keys, r.Keys), versions+r.Version
		}
		return keys, versions
	}
	old := service()
	for _, points := range []int{7, 12} {
		if _, err := old.Create(t.Context(), evaluation.System("o1"), "try.sheet", "write", evaluation.Creation{Input: &pointed{points}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		columns []evaluation.Column
		keys    [][]string
		written int64
	}{
		{nil, [][]string{nil, nil}, 2},
		{[]evaluation.Column{{Name: "points"}, {Name: "signed"}}, [][]string{{"A7", "2026-01-02"}, {"B12", "2026-01-02"}}, 4},
		{[]evaluation.Column{{Name: "points"}, {Name: "signed"}}, [][]string{{"A7", "2026-01-02"}, {"B12", "2026-01-02"}}, 4},
		{[]evaluation.Column{{Name: "level", Choices: levels}}, [][]string{{"Bhigh"}, {"Bhigh"}}, 6},
		{nil, [][]string{nil, nil}, 8},
	} {
		service(step.columns...)
		if keys, written := stored(); fmt.Sprint(keys) != fmt.Sprint(step.keys) || written != step.written {
			t.Errorf("columns %v: keys %q after %d writes, want %q after %d", step.columns, keys, written, step.keys, step.written)
		}
	}
}
