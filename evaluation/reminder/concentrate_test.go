package reminder_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/stats"
)

var usual = reminder.Limits{Within: 30, Floor: 3, Alert: 500, Hint: 1000}

var first = evaluation.NewDate(2026, 1, 1)

// items are n concerns of n reporters about somebody.
func items(subject string, n, from int) []reminder.Item {
	var list []reminder.Item
	for i := range n {
		list = append(list, reminder.Item{
			Record: fmt.Sprint(subject, "-", from+i), Subject: subject, Reporter: from + i, Matter: 1, On: first.AddDays(i),
		})
	}
	return list
}

func lineOf(f reminder.Family, id string) reminder.Line {
	i := slices.IndexFunc(f.Lines, func(l reminder.Line) bool { return l.ID == id })
	return f.Lines[i]
}

// Worked by hand: 20 concerns over exposures 100, 200, 300 and 400 make 2, 4, 6
// and 8 expected. The thresholds are those of the table in the rules: at μ = 2
// the tail falls to 0.001 at 9.
func TestAWorkedAnalysisFindsWhomExposureDoesNotExplain(t *testing.T) {
	exposed := []reminder.Exposed{{ID: "a", Count: 10000}, {ID: "b", Count: 20000}, {ID: "c", Count: 30000}, {ID: "d", Count: 40000}}
	by := map[string][]reminder.Item{"a": items("a", 9, 1), "b": items("b", 3, 20), "c": items("c", 4, 40), "d": items("d", 4, 60)}
	f := reminder.Concentrate(exposed, by, usual)
	if f.Total != 20 || f.Exposure != 100000 || f.Lines[0].ID != "a" {
		t.Fatalf("%+v", f)
	}
	for id, mu := range map[string]float64{"a": 2, "b": 4, "c": 6, "d": 8} {
		if got := lineOf(f, id).Expected; math.Abs(got-mu) > 1e-12 {
			t.Errorf("%s: expected %g, not %g", id, got, mu)
		}
	}
	a := f.Lines[0]
	// P(X ≥ 9 | 2) = 1 - e^-2 Σ_{k<9} 2^k/k! = 0.000237447...
	if math.Abs(a.P-0.00023744732826) > 1e-10 || math.Abs(a.Adjusted-4*a.P) > 1e-12 || a.Level != reminder.LevelAlert {
		t.Errorf("%+v", a)
	}
	for _, id := range []string{"b", "c", "d"} {
		if l := lineOf(f, id); l.Flagged() {
			t.Errorf("%+v", l)
		}
	}
}

func TestHintAndAlertAreTheRatesOfTheRules(t *testing.T) {
	// One line of a family with the expectation given: the adjusted p is the p.
	for x, want := range map[int]string{5: reminder.LevelNone, 6: reminder.LevelAlert} { // P(X ≥ 6 | 2) = 0.0166, P(X ≥ 5 | 2) = 0.0527
		l := reminder.Grade([]reminder.Line{{Testable: true, Count: x, Reporters: x, Expected: 2}}, reminder.Limits{Floor: 3, Alert: 500, Hint: 510})
		if l[0].Level != want {
			t.Errorf("%d: %+v", x, l[0])
		}
	}
	l := reminder.Grade([]reminder.Line{{Testable: true, Count: 5, Reporters: 5, Expected: 2}}, usual)
	if l[0].Level != reminder.LevelHint {
		t.Errorf("%+v", l[0])
	}
}

func TestTooFewReportersRaiseNothingButAreSaid(t *testing.T) {
	l := reminder.Grade([]reminder.Line{{Testable: true, Count: 9, Reporters: 2, Expected: 1}}, usual)
	if l[0].Level != reminder.LevelNone || !l[0].BelowFloor || l[0].Flagged() {
		t.Errorf("%+v", l[0])
	}
}

func TestAWideMatterRaisesAnAlarmByItselfEvenWithoutExposure(t *testing.T) {
	wide := items("a", 1, 1)
	wide[0].Wide = true
	f := reminder.Concentrate([]reminder.Exposed{{ID: "a"}, {ID: "b", Count: 100}}, map[string][]reminder.Item{"a": wide}, usual)
	if l := lineOf(f, "a"); !l.Flagged() || !l.Wide || l.Testable || l.Level != reminder.LevelNone {
		t.Errorf("%+v", l)
	}
}

func TestWhoHasNoExposureIsListedUntestedAndEntersNoFigure(t *testing.T) {
	exposed := []reminder.Exposed{{ID: "a", Count: 10000}, {ID: "b", Count: 10000}}
	by := map[string][]reminder.Item{"a": items("a", 4, 1), "b": items("b", 2, 10)}
	plain := reminder.Concentrate(exposed, by, usual)
	by["x"] = items("x", 30, 50)
	with := reminder.Concentrate(append(exposed, reminder.Exposed{ID: "x"}), by, usual)
	if x := lineOf(with, "x"); x.Testable || x.Count != 30 || x.P != 1 || x.Flagged() {
		t.Errorf("%+v", x)
	}
	with.Lines = slices.DeleteFunc(with.Lines, func(l reminder.Line) bool { return l.ID == "x" })
	if !reflect.DeepEqual(plain, with) {
		t.Errorf("%+v\n%+v", plain, with)
	}
}

func TestOneReporterOnOneMatterCountsOnceWithinTheDays(t *testing.T) {
	at := func(record string, reporter, matter, day int) reminder.Item {
		return reminder.Item{Record: record, Reporter: reporter, Matter: matter, On: first.AddDays(day)}
	}
	counted, repeated := reminder.Once([]reminder.Item{
		at("a", 1, 1, 0), at("b", 1, 1, 30), at("c", 1, 1, 31), at("d", 1, 2, 5), at("e", 2, 1, 5),
	}, 30)
	var names []string
	for _, it := range counted {
		names = append(names, it.Record)
	}
	if !slices.Equal(names, []string{"a", "c", "d", "e"}) || len(repeated) != 1 || repeated[0].Record != "b" {
		t.Errorf("%v %v", names, repeated)
	}
}

// world draws a family with its evidence.
func world(t *rapid.T) ([]reminder.Exposed, []reminder.Item) {
	n := rapid.IntRange(1, 8).Draw(t, "subjects")
	var exposed []reminder.Exposed
	for i := range n {
		exposed = append(exposed, reminder.Exposed{ID: fmt.Sprint("s", i), Count: rapid.Int64Range(0, 100000).Draw(t, "exposure")})
	}
	var list []reminder.Item
	for i := range rapid.IntRange(0, 60).Draw(t, "concerns") {
		list = append(list, reminder.Item{
			Record: fmt.Sprint("r", i), Subject: fmt.Sprint("s", rapid.IntRange(0, n-1).Draw(t, "about")),
			Reporter: rapid.IntRange(1, 20).Draw(t, "reporter"), Matter: rapid.IntRange(1, 4).Draw(t, "matter"),
			On: first.AddDays(rapid.IntRange(0, 180).Draw(t, "day")), Wide: rapid.IntRange(0, 30).Draw(t, "wide") == 0,
		})
	}
	return exposed, list
}

func bySubject(list []reminder.Item) map[string][]reminder.Item {
	by := map[string][]reminder.Item{}
	for _, it := range list {
		by[it.Subject] = append(by[it.Subject], it)
	}
	return by
}

func TestNeitherOrderNorDuplicatesMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exposed, list := world(t)
		want := reminder.Concentrate(exposed, bySubject(list), usual)
		mixed := slices.Concat(list, list[:rapid.IntRange(0, len(list)).Draw(t, "twice")])
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := reminder.Concentrate(exposed, bySubject(mixed), usual); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\n%+v", got, want)
		}
	})
}

func rankOf(l reminder.Line) int {
	return slices.Index([]string{reminder.LevelNone, reminder.LevelHint, reminder.LevelAlert}, l.Level)
}

// With the expectations as they stand, another reporter never lowers the level
// of the subject.
func TestMoreReportersNeverLowerTheLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exposed, list := world(t)
		f := reminder.Concentrate(exposed, bySubject(list), usual)
		i := rapid.IntRange(0, len(f.Lines)-1).Draw(t, "whose")
		more := slices.Clone(f.Lines)
		n := rapid.IntRange(1, 5).Draw(t, "more")
		more[i].Count += n
		more[i].Reporters += n
		graded := reminder.Grade(more, usual)
		if rankOf(graded[i]) < rankOf(f.Lines[i]) || graded[i].Adjusted > f.Lines[i].Adjusted {
			t.Fatalf("%+v became %+v", f.Lines[i], graded[i])
		}
	})
}

// Also where the new concern raises everybody's expectation, the subject's own
// chance never grows; and what counts never shrinks.
func TestAnotherReporterNeverMakesTheSubjectLookMoreUsual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exposed, list := world(t)
		who := exposed[rapid.IntRange(0, len(exposed)-1).Draw(t, "whose")].ID
		before := lineOf(reminder.Concentrate(exposed, bySubject(list), usual), who)
		list = append(list, reminder.Item{Record: "new", Subject: who, Reporter: 99, Matter: 1, On: first})
		after := lineOf(reminder.Concentrate(exposed, bySubject(list), usual), who)
		if after.Count != before.Count+1 || after.Reporters != before.Reporters+1 || after.P > before.P+1e-12 || before.Wide && !after.Wide {
			t.Fatalf("%+v became %+v", before, after)
		}
	})
}

func TestAFamilyOfOneIsThePlainTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, mu := rapid.IntRange(0, 50).Draw(t, "x"), rapid.Float64Range(0.01, 30).Draw(t, "mu")
		l := reminder.Grade([]reminder.Line{{Testable: true, Count: x, Reporters: x, Expected: mu}}, usual)[0]
		if p := stats.PoissonUpper(x, mu); l.P != p || l.Adjusted != p {
			t.Fatalf("%+v, plain %g", l, p)
		}
	})
}

func TestLimitsOfTheFunnelContainWhatIsExpected(t *testing.T) {
	f := reminder.Family{Lines: []reminder.Line{{Expected: 20}}}
	narrow, wide := reminder.Funnel(f, 9500), reminder.Funnel(f, 9980)
	for i, x := range narrow.X {
		if narrow.Low[i] > x || narrow.High[i] < math.Floor(x) || wide.Low[i] > narrow.Low[i] || wide.High[i] < narrow.High[i] {
			t.Errorf("at %g: %g..%g within %g..%g", x, narrow.Low[i], narrow.High[i], wide.Low[i], wide.High[i])
		}
	}
}

// Worked by hand: b has 1830 cases over the window of 183 days, a entered 300
// for 30 days of it alone. Taken as recorded, a's six concerns meet
// an expectation of 12 × 300 ÷ 2130 = 1.69 (P(X ≥ 6) = 0.0078, an alert); over
// the whole window both had about the same and six each are expected.
func TestExposureOfAPartOfTheWindowIsBroughtToTheWholeBeforeTheTest(t *testing.T) {
	exposed := []reminder.Exposed{{ID: "a", Count: 30000, Days: 30}, {ID: "b", Count: 183000, Days: 183}}
	by := map[string][]reminder.Item{"a": items("a", 6, 1), "b": items("b", 6, 20)}
	half := usual
	half.Window = 183
	f := reminder.Concentrate(exposed, by, half)
	for id, want := range map[string]reminder.Line{"a": {Exposure: 30000, Days: 30, Scaled: 183000}, "b": {Exposure: 183000, Days: 183, Scaled: 183000}} {
		l := lineOf(f, id)
		if l.Exposure != want.Exposure || l.Days != want.Days || l.Scaled != want.Scaled || l.Expected != 6 || l.Flagged() {
			t.Errorf("%s: %+v", id, l)
		}
	}
	if f.Exposure != 366000 {
		t.Errorf("together %d", f.Exposure)
	}
	// An analysis that took exposure as recorded is worked out again as it was.
	old := lineOf(reminder.Concentrate(exposed, by, usual), "a")
	if old.Scaled != 0 || math.Abs(old.Expected-12*300.0/2130) > 1e-12 || old.Level != reminder.LevelAlert {
		t.Errorf("%+v", old)
	}
}
