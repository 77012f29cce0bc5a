package evaluation_test

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
)

type row struct {
	What string          `json:"what" maxLength:"5"`
	Due  evaluation.Date `json:"due"`
}

type form struct {
	Title   string          `json:"title" minLength:"2" maxLength:"10" doc:"the title" example:"谈话"`
	Long    string          `json:"long,omitempty" form:"long"`
	Day     evaluation.Date `json:"day"`
	Later   evaluation.Date `json:"later,omitzero"`
	Points  int             `json:"points" minimum:"1" maximum:"10" rules:"A-1,A-2"`
	Extra   int64           `json:"extra,omitempty" minimum:"-5"`
	Yes     bool            `json:"yes"`
	At      string          `json:"at,omitempty" form:"time" maxLength:"5"`
	Grade   string          `json:"grade,omitempty" enum:"优秀,称职"`
	Marks   []string        `json:"marks,omitempty" enum:"德,能,勤"`
	People  []string        `json:"people,omitempty" form:"people" maxLength:"3"`
	Rows    []row           `json:"rows" minLength:"2"`
	Ignored func()          `json:"-"`
	hidden  string
}

func TestFieldsAreReadOffTheTags(t *testing.T) {
	one, ten, minus := int64(1), int64(10), int64(-5)
	want := []evaluation.Field{
		{Name: "title", Form: evaluation.FormText, MinLength: 2, MaxLength: 10, Doc: "the title", Example: "谈话"},
		{Name: "long", Form: evaluation.FormLong, Optional: true, MaxLength: 5000},
		{Name: "day", Form: evaluation.FormDate, MaxLength: 200},
		{Name: "later", Form: evaluation.FormDate, Optional: true, MaxLength: 200},
		{Name: "points", Form: evaluation.FormInteger, MaxLength: 200, Min: &one, Max: &ten, Rules: []string{"A-1", "A-2"}},
		{Name: "extra", Form: evaluation.FormInteger, Optional: true, MaxLength: 200, Min: &minus},
		{Name: "yes", Form: evaluation.FormTick, MaxLength: 200},
		{Name: "at", Form: evaluation.FormTime, Optional: true, MaxLength: 5},
		{Name: "grade", Form: evaluation.FormChoice, Optional: true, MaxLength: 200, Choices: []string{"优秀", "称职"}},
		{Name: "marks", Form: evaluation.FormChoices, Optional: true, MaxLength: 200, Choices: []string{"德", "能", "勤"}},
		{Name: "people", Form: evaluation.FormPeople, Optional: true, MaxLength: 3},
		{Name: "rows", Form: evaluation.FormRows, MinLength: 2, MaxLength: 200, Rows: []evaluation.Field{
			{Name: "what", Form: evaluation.FormText, MaxLength: 5}, {Name: "due", Form: evaluation.FormDate, MaxLength: 200},
		}},
	}
	for _, input := range []any{form{}, &form{hidden: "x"}} {
		got := evaluation.FieldsOf(input)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("field %d: got %+v, want %+v", i, got[i:], want[i:])
				break
			}
		}
	}
	if evaluation.FieldsOf(nil) != nil {
		t.Error("no input has fields")
	}
}

func TestATypeThatNoFormAsksForIsAMistakeInTheProgram(t *testing.T) {
	for _, input := range []any{&struct{ F float64 }{}, &struct{ F map[string]string }{}, &struct{ F *int }{}, &struct{ F []int }{}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was accepted", input)
				}
			}()
			evaluation.FieldsOf(input)
		}()
	}
}

func filled() *form {
	return &form{
		Title: "谈话", Day: evaluation.NewDate(2026, 3, 1), Points: 5,
		Rows: []row{{"一", evaluation.NewDate(2026, 3, 1)}, {"二", evaluation.NewDate(2026, 3, 2)}},
	}
}

func TestAnInputIsHeldAgainstItsTags(t *testing.T) {
	const required, short, long, few, much, span, choice, characters = "error.field.required", "error.field.too_short", "error.field.too_long",
		"error.field.too_few", "error.field.too_many", "error.field.range", "error.field.choice", "error.field.characters"
	for _, c := range []struct {
		name   string
		change func(f *form)
		want   string // field=key, in order
	}{
		{"all well", func(*form) {}, ""},
		{"rare characters count once each", func(f *form) { f.Title = strings.Repeat("𠮷", 10) }, ""},
		{"line breaks and tabs are text", func(f *form) { f.Long = "a\r\n\tb" }, ""},
		{"a title of spaces", func(f *form) { f.Title = " 　\n" }, "title=" + required},
		{"too short", func(f *form) { f.Title = " 谈 " }, "title=" + short},
		{"too long", func(f *form) { f.Title = strings.Repeat("长", 11) }, "title=" + long},
		{"too long with spaces", func(f *form) { f.Title = "谈话" + strings.Repeat(" ", 100) }, "title=" + long},
		{"spaces alone, too many of them, though optional", func(f *form) { f.Long = strings.Repeat(" ", 5001) }, "long=" + long},
		{"U+0000", func(f *form) { f.Title = "a\x00b" }, "title=" + characters},
		{"not UTF-8", func(f *form) { f.Long = "\xff" }, "long=" + characters},
		{"an escape character", func(f *form) { f.Long = "\x1b[31m" }, "long=" + characters},
		{"a time of day", func(f *form) { f.At = "23:59" }, ""},
		{"an hour too late", func(f *form) { f.At = "24:00" }, "at=error.field.time"},
		{"a minute too late", func(f *form) { f.At = "09:60" }, "at=error.field.time"},
		{"a time in words", func(f *form) { f.At = "half" }, "at=error.field.time"},
		{"an hour of one digit", func(f *form) { f.At = "9:30" }, "at=error.field.time"},
		{"no day", func(f *form) { f.Day = evaluation.Date{} }, "day=" + required},
		{"below", func(f *form) { f.Points = 0 }, "points=" + span},
		{"above", func(f *form) { f.Points = 11 }, "points=" + span},
		{"at the ends", func(f *form) { f.Points = 10; f.Extra = -5 }, ""},
		{"optional zero", func(f *form) { f.Extra = 0 }, ""},
		{"optional and below", func(f *form) { f.Extra = -6 }, "extra=" + span},
		{"not a choice", func(f *form) { f.Grade = "良好" }, "grade=" + choice},
		{"a choice with a space", func(f *form) { f.Grade = "优秀 " }, "grade=" + choice},
		{"a choice", func(f *form) { f.Grade = "称职"; f.Marks = []string{"德", "勤"} }, ""},
		{"one of several is not a choice", func(f *form) { f.Marks = []string{"德", "廉"} }, "marks=" + choice},
		{"an empty choice among several", func(f *form) { f.Marks = []string{""} }, "marks=" + choice},
		{"too many people", func(f *form) { f.People = []string{"a", "b", "c", "d"} }, "people=" + much},
		{"a person without an id", func(f *form) { f.People = []string{"a", ""} }, "people.1=" + required},
		{"a person with a broken id", func(f *form) { f.People = []string{"a\x00"} }, "people.0=" + characters},
		{"a person with a long id", func(f *form) { f.People = []string{strings.Repeat("x", 201)} }, "people.0=" + long},
		{"no rows", func(f *form) { f.Rows = nil }, "rows=" + required},
		{"too few rows", func(f *form) { f.Rows = f.Rows[:1] }, "rows=" + few},
		{"too many rows", func(f *form) { f.Rows = make([]row, 201) }, "rows=" + much},
		{"inside rows", func(f *form) { f.Rows[0].What, f.Rows[1].Due = "一二三四五六", evaluation.Date{} }, "rows.0.what=" + long + " rows.1.due=" + required},
		{"all at once", func(f *form) { *f = form{Grade: "x"} }, "day=" + required + " grade=" + choice + " points=" + span + " rows=" + required + " title=" + required},
	} {
		f := filled()
		c.change(f)
		err := evaluation.CheckInput(f)
		var got []string
		if e, ok := errors.AsType[*evaluation.Error](err); ok {
			for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
				got = append(got, name+"="+e.Fields[name].Key)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
	if err := evaluation.CheckInput(nil); err != nil {
		t.Error(err)
	}
}

func TestAnErrorNamesCodeKeyFieldsAndCauseForTheLog(t *testing.T) {
	cause := errors.New("disk")
	e := evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable", "after", 3, "lost").Because(cause)
	e.Fields = map[string]evaluation.Problem{"b": evaluation.Say("k2"), "a": evaluation.Say("k1")}
	if got, want := e.Error(), "unavailable: error.unavailable: disk; a: k1; b: k2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if !errors.Is(e, cause) || e.Message.Args["after"] != 3 || len(e.Message.Args) != 1 {
		t.Errorf("%+v", e)
	}
	if evaluation.CodeOf(nil) != "" || evaluation.CodeOf(cause) != evaluation.CodeInternal || evaluation.CodeOf(errors.Join(cause, e)) != evaluation.CodeUnavailable {
		t.Error("codes")
	}
	codes := evaluation.Codes()
	slices.Sort(codes)
	if len(slices.Compact(codes)) != 13 {
		t.Errorf("%v", codes)
	}
	m := evaluation.Mistakes{}
	if m.Err() != nil {
		t.Error("no mistake is an error")
	}
	m.Add("f", "first")
	m.Add("f", "second")
	if e, ok := errors.AsType[*evaluation.Error](m.Err()); !ok || e.Fields["f"].Key != "first" {
		t.Errorf("%v", m)
	}
}

// What is typed around a text does not reach the act; the form of a long text does, and a
// passphrase as it is.
func TestBlanksAreTakenOffTheTextsOfAnInput(t *testing.T) {
	type line struct {
		What string `json:"what,omitempty"`
	}
	in := struct {
		Title  string   `json:"title"`
		Why    string   `json:"why,omitempty" form:"long"`
		Long   string   `json:"long" form:"long"`
		Secret string   `json:"secret" form:"password"`
		People []string `json:"people"`
		Lines  []line   `json:"lines"`
	}{"　谈话 ", " \n\u200b", "　　一、\n　　二、", " 茶杯 ", []string{" a "}, []line{{" b\t"}, {"　"}}}
	if err := evaluation.CheckInput(&in); err != nil {
		t.Fatal(err)
	}
	if in.Title != "谈话" || in.Why != "" || in.Long != "　　一、\n　　二、" || in.Secret != " 茶杯 " || in.People[0] != "a" || in.Lines[0].What != "b" || in.Lines[1].What != "" {
		t.Errorf("%+q", in)
	}
}
