package site

import (
	"testing"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

func column(name string, texts ...string) shown {
	return shown{name: name, cell: func(i int) view.ListedCell { return view.ListedCell{Text: texts[i]} }}
}

func TestAColumnThatAnotherOneRepeatsIsNoticed(t *testing.T) {
	period := column("period", "2026年", "2025年")
	period.bare = func(i int) string { return []string{"2026", "2025"}[i] }
	for name, c := range map[string]struct {
		other shown
		want  bool
	}{
		"the year":         {column("year", "2026", "2025"), true},
		"the same words":   {column("span", "2026年", "2025年"), true},
		"another year":     {column("year", "2026", "2024"), false},
		"the column again": {column("period", "2026年", "2025年"), false},
	} {
		if got := repeated(period, []shown{c.other}, 2); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if repeated(period, []shown{column("year")}, 0) {
		t.Error("nothing is repeated in no rows")
	}
}

// What a column says does not stand below the subject too, and what the subject says has
// no column.
func TestARowSaysNothingTwice(t *testing.T) {
	rows := []view.Row{{Subject: "〔2026〕第4期", Brief: "关于第三季度的通报 · 来访"}, {Subject: "〔2025〕第4期", Brief: "来信"}}
	table := view.Listed{}
	for _, r := range rows {
		table.Rows = append(table.Rows, view.ListedRow{Row: r})
	}
	add(&table, column("channel", "来访", "来信"))
	if a, b := table.Rows[0].Brief, table.Rows[1].Brief; a != "关于第三季度的通报" || b != "" {
		t.Errorf("below the subjects stand %q and %q", a, b)
	}
	p := &Speaker{}
	if !p.saidBySubject(column("number", "〔2026〕第4期", "〔2025〕第4期"), rows) || p.saidBySubject(column("number", "〔2026〕第4期", ""), rows) {
		t.Error("a column that the subjects say is kept, or one that they do not say is dropped")
	}
}

// A list of the reader's own records does not repeat the reader's name.
func TestOwnRecordsAreCalledByWhatTheyAre(t *testing.T) {
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	book, err := roster.NewBook("o", []evaluation.Record{{Office: "o", ID: "me", Kind: roster.KindPerson, State: roster.StatePresent, Payload: []byte(`{"name":"丁嘉"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	p := &Speaker{
		Lang: "zh", Text: catalog, Book: book, Day: book.On(evaluation.NewDate(2026, 12, 1)), actor: evaluation.Actor{Person: "me"},
		Kind: func(string) (*evaluation.Kind, bool) { return nil, false },
	}
	of := func(subject string) evaluation.View {
		return evaluation.View{Record: evaluation.Record{ID: "r" + subject, Unique: "u", Kind: "education.part", Subject: subject, Period: "2026"}}
	}
	if rows := p.rowsOf([]evaluation.View{of("me"), of("me")}); rows[0].Subject != "参学档案 2026年" {
		t.Errorf("an own record is called %q", rows[0].Subject)
	}
	if rows := p.rowsOf([]evaluation.View{of("me"), of("other")}); rows[0].Subject != "丁嘉" {
		t.Error("among those of others it is called by what it is")
	}
}

// A record about a department as such is called by its name.
func TestARecordAboutADepartmentIsCalledByItsName(t *testing.T) {
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	const unit = "0198c2f0-0000-7000-8000-000000000001"
	book, err := roster.NewBook("o", []evaluation.Record{{
		Office: "o", ID: unit, Kind: roster.KindDepartment, State: roster.StateOpen, Payload: []byte(`{"name":"宣传科","opened":"2000-01-01"}`),
	}})
	if err != nil {
		t.Fatal(err)
	}
	p := &Speaker{Lang: "zh", Text: catalog, Book: book, Day: book.On(evaluation.NewDate(2026, 12, 1))}
	if got := p.Title(&evaluation.Record{ID: "r", Unique: "r", Kind: "commendation.proposal", Unit: unit, Sort: "宣传科", Period: "2026"}); got != "宣传科" {
		t.Errorf("it is called %q", got)
	}
	if got := p.Title(&evaluation.Record{ID: "r", Unique: "r", Kind: "commendation.proposal", Unit: unit, Period: "2026"}); got != "奖励申报 2026年" {
		t.Errorf("another one is called %q", got)
	}
}
