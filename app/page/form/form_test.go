package form_test

import (
	"net/url"
	"reflect"
	"testing"

	"kaoji/app/page/form"
	"kaoji/evaluation"

	"pgregory.net/rapid"
)

type row struct {
	What string          `json:"what"`
	Due  evaluation.Date `json:"due"`
}

type input struct {
	Comment string          `json:"comment"`
	Score   int             `json:"score"`
	Agreed  bool            `json:"agreed"`
	On      evaluation.Date `json:"on"`
	Ticks   []string        `json:"ticks"`
	Rows    []row           `json:"rows"`
	Hidden  string          `json:"-"`
}

func TestDecodeReadsEveryKindOfField(t *testing.T) {
	got := input{}
	m := form.Decode(url.Values{
		"comment": {" 踏实\r\n肯干 "}, "score": {"９5"}, "agreed": {"1"}, "on": {"2026-07-01"},
		"ticks": {"a", "", "b", "a"}, "rows.0.what": {"学习"}, "rows.0.due": {"2026-08-01"},
		"rows.1.what": {""}, "rows.1.due": {""}, "rows.3.what": {"走访"}, "Hidden": {"x"}, "-": {"x"},
	}, &got)
	want := input{
		Comment: "踏实\n肯干", Score: 95, Agreed: true, On: evaluation.NewDate(2026, 7, 1), Ticks: []string{"a", "b"},
		Rows: []row{{"学习", evaluation.NewDate(2026, 8, 1)}, {What: "走访"}},
	}
	if len(m) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("Decode = %+v, %v; want %+v", got, m, want)
	}
}

func TestDecodeNamesWhatItCannotReadAndKeepsTheRest(t *testing.T) {
	got := input{}
	m := form.Decode(url.Values{
		"comment": {"好"}, "score": {"很多"}, "on": {"2026-02-30"}, "rows.4.what": {"学"}, "rows.4.due": {"明天"},
	}, &got)
	for _, f := range []string{"score", "on", "rows.0.due"} {
		if m[f].Key == "" {
			t.Errorf("no mistake for %s in %v", f, m)
		}
	}
	if got.Comment != "好" || len(got.Rows) != 1 || got.Rows[0].What != "学" {
		t.Errorf("the readable part was lost: %+v", got)
	}
}

func TestAHugeRowIndexIsNotBelieved(t *testing.T) {
	if n := form.Rows(url.Values{"rows.999999999.what": {"x"}, "rows.2.what": {"x"}}, "rows"); n != 3 {
		t.Errorf("Rows = %d, want 3", n)
	}
}

func TestEncodeAndDecodeAreInverse(t *testing.T) {
	word := rapid.StringMatching(`[\p{Han}a-z]{1,8}`)
	date := rapid.Custom(func(t *rapid.T) evaluation.Date {
		return evaluation.NewDate(2000, 1, 1).AddDays(rapid.IntRange(0, 20000).Draw(t, "day"))
	})
	rapid.Check(t, func(t *rapid.T) {
		in := input{
			Comment: word.Draw(t, "comment"), Score: rapid.IntRange(-5, 500).Draw(t, "score"), Agreed: rapid.Bool().Draw(t, "agreed"),
			On: date.Draw(t, "on"), Ticks: rapid.SliceOfNDistinct(word, 1, 4, rapid.ID).Draw(t, "ticks"),
			Rows: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row { return row{word.Draw(t, "what"), date.Draw(t, "due")} }), 1, 5).Draw(t, "rows"),
		}
		var out input
		if m := form.Decode(form.Encode(&in), &out); len(m) > 0 || !reflect.DeepEqual(in, out) {
			t.Errorf("%+v came back as %+v, %v", in, out, m)
		}
	})
}
