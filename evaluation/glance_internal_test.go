package evaluation

import (
	"reflect"
	"testing"
)

func look(key string, span Span, of ...State) Indicator {
	return Indicator{Key: key, Kind: "a.sheet", States: States("done"), Of: of, Span: span}
}

func TestAFigureIsOfItsStatesPeriodAndDepartments(t *testing.T) {
	count := func(n int64, keys ...string) Count { return Count{Keys: keys, N: n} }
	s := sighting{
		today: NewDate(2026, 3, 1),
		present: []Count{
			count(1, "a.sheet", "done", "u1"), count(2, "a.sheet", "done", "u2"), count(4, "a.sheet", "open", "u1"), count(8, "a.talk", "done", "u1"),
		},
		periods: []Count{
			count(5, "a.sheet", "done", "u1", "2025H1"), count(1, "a.sheet", "done", "u1", "2025H2"), count(3, "a.sheet", "open", "u2", "2025H2"),
			count(9, "a.sheet", "done", "u1", "2025-11"), count(7, "a.sheet", "dropped", "u1", "2026H1"),
		},
		late: []Count{count(6, "a.sheet", "done", "")},
		year: []Count{count(2, "a.sheet", "done", "u1", "2026-02")}, lastYear: []Count{count(3, "a.sheet", "done", "u1", "2025-02"), count(1, "a.sheet", "open", "u1", "2025-02")},
		rest: []Count{count(10, "a.sheet", "done", "u1", "2025-12")}, trend: true,
		dues: map[dueOf]Date{{"a.cycle", "2025H2"}: NewDate(2026, 4, 1)},
	}
	fill := func(l Indicator) Figure {
		f := Figure{Indicator: l}
		s.fill(&f)
		return f
	}
	if f := fill(look("present", Present)); !reflect.DeepEqual(f.Now, Amount{N: Split{"u1": 1, "u2": 2}}) || f.Before != nil {
		t.Errorf("present: %+v", f)
	}
	late := look("late", Present)
	late.Late = true
	if f := fill(late); f.Now.N.Sum() != 6 || f.Query(s.today).DueTo != NewDate(2026, 2, 28) {
		t.Errorf("late: %+v", f)
	}
	// A period that is written otherwise is no period before, one without a record that
	// counts is none at all.
	share := look("share", Latest, "done", "open")
	share.Until = "a.cycle"
	f := fill(share)
	if f.Period != "2025H2" || f.BeforePeriod != "2025H1" || f.Due != NewDate(2026, 4, 1) || !reflect.DeepEqual(f.Now, Amount{Split{"u1": 1}, Split{"u1": 1, "u2": 3}}) {
		t.Errorf("share: %+v", f)
	}
	if n, of := f.Before.Sum(); n != 5 || of != 5 {
		t.Errorf("share before: %d of %d", n, of)
	}
	if want := []Point{{"2025H1", 5, 5}, {"2025H2", 1, 4}}; !reflect.DeepEqual(f.Trend, want) {
		t.Errorf("share by period: %v", f.Trend)
	}
	f = fill(look("year", ThisYear))
	if f.Now.N.Sum() != 2 || f.Before.N.Sum() != 3 || len(f.Trend) != 15 || f.Trend[1].N != 3 || f.Trend[11].N != 10 || f.Trend[13].N != 2 {
		t.Errorf("year: %+v", f)
	}
}

func TestTheMainFigureIsTheFirstStepThatIsNotComplete(t *testing.T) {
	number := func(key string, n int64) Figure {
		return Figure{Indicator: look(key, Present), Now: Amount{N: Split{"u": n}}}
	}
	step := func(key string, n, of int64) Figure {
		return Figure{Indicator: look(key, Latest, "done", "open"), Now: Amount{Split{"u": n}, Split{"u": of}}}
	}
	late := number("late", 3)
	late.Late = true
	for want, figures := range map[string][]Figure{
		"first":  {number("first", 0), number("second", 2), late},
		"graded": {step("reported", 5, 5), step("graded", 4, 5), step("talked", 0, 5), late},
		"talked": {step("reported", 5, 5), step("graded", 5, 5), step("talked", 5, 5), number("appeals", 1)},
		"begun":  {step("none", 0, 0), step("begun", 1, 2)},
	} {
		if got := (&Glance{Figures: figures}).Main(); got.Key != want {
			t.Errorf("%s means most, want %s", got.Key, want)
		}
	}
	g := Glance{Figures: []Figure{number("first", 1), late}}
	if f := g.Late("u"); f == nil || f.Key != "late" || g.Late("other") != nil {
		t.Errorf("late: %v", f)
	}
}

func TestAWrongFigureIsRefusedAtStart(t *testing.T) {
	kind := Kind{Name: "a.sheet", States: States("open", "done")}
	s := Service{kinds: map[string]*Kind{"a.sheet": &kind}}
	late := look("late", ThisYear)
	late.Late = true
	other := look("kind", Present)
	other.Kind = "a.none"
	for _, l := range []Indicator{
		other, {Key: "nothing", Kind: "a.sheet"}, {Key: "state", Kind: "a.sheet", States: States("gone")},
		look("whole", Latest, "open"), late,
	} {
		if s.checkGlance(&Measure{Name: "a", Glance: []Indicator{l}}) == nil {
			t.Errorf("%s passes", l.Key)
		}
	}
	good := look("good", Latest, "done", "open")
	if err := s.checkGlance(&Measure{Name: "a", Glance: []Indicator{good}}); err != nil {
		t.Error(err)
	}
	if s.checkGlance(&Measure{Name: "a", Glance: []Indicator{good, good}}) == nil {
		t.Error("a figure twice passes")
	}
}
