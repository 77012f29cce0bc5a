package reminder

import (
	"cmp"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/stats"
)

// Item is one concern as stored in a scan. Reporters and matters have numbers
// within the scan, so that it names nobody.
type Item struct {
	Record   string          `json:"record"`
	Subject  string          `json:"subject"`
	Unit     string          `json:"unit"`
	Reporter int             `json:"reporter"` // from 1
	Matter   int             `json:"matter"`   // from 1
	On       evaluation.Date `json:"on"`
	Wide     bool            `json:"wide"`
}

// Exposed is the number of cases that one subject of a family handled in the
// window.
type Exposed struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int64  `json:"count" unit:"hundredths"` // hundredths of cases or residents; records partly in the window count by days
	Days  int    `json:"days"`                    // of the window that records cover, each day once
}

// over returns the exposure for a window of that many days, assuming that days
// without a record were like those with one (hundredths, rounded half up). For a
// window of 0 days it returns the recorded exposure.
func (e Exposed) over(window int) int64 {
	if window <= 0 || e.Days <= 0 || e.Days >= window {
		return e.Count
	}
	days := int64(e.Days)
	return (2*e.Count*int64(window) + days) / (2 * days)
}

// Limits are the numbers from the rules that a scan uses, and the length of its
// window.
type Limits struct {
	Window int   `json:"window,omitempty"`          // days; 0 if exposure is used as recorded
	Within int   `json:"within"`                    // days in which one reporter counts once on one matter (H-23)
	Floor  int   `json:"floor"`                     // distinct reporters (product rule)
	Alert  int64 `json:"alert" unit:"basis_points"` // false discovery rate in basis points (H-22)
	Hint   int64 `json:"hint" unit:"basis_points"`
}

// The levels of a line.
const (
	LevelNone  = "none"
	LevelHint  = "hint"
	LevelAlert = "alert"
)

// Line is one subject of a family with its computation.
type Line struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Evidence   []string `json:"evidence"`                           // records that count, by id
	Repeated   []string `json:"repeated"`                           // records that do not count: the same reporter on the same matter again
	Count      int      `json:"count" unit:"hundredths"`            // x
	Reporters  int      `json:"reporters"`                          // distinct
	Testable   bool     `json:"testable"`                           // exposure is on record
	Exposure   int64    `json:"exposure" unit:"hundredths"`         // as recorded, hundredths
	Days       int      `json:"days"`                               // of the window that the exposure covers
	Scaled     int64    `json:"scaled,omitempty" unit:"hundredths"` // extended from those days to the whole window, used by the test; absent in a scan that used it as recorded
	Expected   float64  `json:"expected"`                           // μ
	P          float64  `json:"p"`                                  // P(X ≥ x), Poisson of mean μ; 1 if not testable
	Adjusted   float64  `json:"adjusted"`                           // after Benjamini and Hochberg within the family
	Level      string   `json:"level"`                              //
	BelowFloor bool     `json:"below_floor"`                        // the test would flag it, but there are too few reporters
	Wide       bool     `json:"wide"`                               // raises an alarm independent of the test
	Alarm      string   `json:"alarm"`                              // the alarm it raised or belongs to, "" for none
	Known      bool     `json:"known"`                              // nothing new since that alarm
}

// Tested returns the exposure used by the test, in hundredths.
func (l Line) Tested() int64 {
	if l.Scaled > 0 {
		return l.Scaled
	}
	return l.Exposure
}

// Flagged reports whether people have to check the line.
func (l Line) Flagged() bool { return l.Wide || l.Level != LevelNone }

// Family is a group of subjects that are compared with each other.
type Family struct {
	Total    int    `json:"total"`                      // counted evidence of all testable lines
	Exposure int64  `json:"exposure" unit:"hundredths"` // of all testable lines, as the test uses it, hundredths
	Lines    []Line `json:"lines"`                      // the most urgent first
}

// Once splits the evidence of one subject into items that count and repetitions:
// one reporter counts once per matter within so many days of the first item (rule
// H-23). The result does not depend on the order of items or on duplicates.
func Once(items []Item, within int) (counted, repeated []Item) {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Reporter, b.Reporter), cmp.Compare(a.Matter, b.Matter), a.On.Compare(b.On), cmp.Compare(a.Record, b.Record))
	})
	items = slices.CompactFunc(items, func(a, b Item) bool { return a.Record == b.Record && a.Reporter == b.Reporter && a.Matter == b.Matter })
	for _, it := range items {
		n := len(counted)
		if n > 0 && counted[n-1].Reporter == it.Reporter && counted[n-1].Matter == it.Matter && counted[n-1].On.DaysUntil(it.On) <= within {
			repeated = append(repeated, it)
		} else {
			counted = append(counted, it)
		}
	}
	return counted, repeated
}

// Concentrate tests a family: for each subject it computes the probability of at
// least as many concerns if they depended on exposure only (SPEC, measure 1).
// Concerns come from the whole window, so exposure recorded for a part of it is
// extended to the whole. Evidence about subjects without exposure is listed without
// a test.
func Concentrate(exposed []Exposed, by map[string][]Item, l Limits) Family {
	f := Family{}
	for _, e := range exposed {
		f.Lines = append(f.Lines, count(e, by[e.ID], l))
	}
	for _, line := range f.Lines {
		if line.Testable {
			f.Total += line.Count
			f.Exposure += line.Tested()
		}
	}
	for i := range f.Lines {
		if line := &f.Lines[i]; line.Testable {
			line.Expected = float64(f.Total) * (float64(line.Tested()) / float64(f.Exposure))
		}
	}
	f.Lines = Grade(f.Lines, l)
	slices.SortFunc(f.Lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(a.P, b.P), cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return f
}

func count(e Exposed, items []Item, l Limits) Line {
	counted, repeated := Once(items, l.Within)
	line := Line{
		ID: e.ID, Name: e.Name, Exposure: e.Count, Days: e.Days, Testable: e.Count > 0, Count: len(counted),
		Evidence: []string{}, Repeated: []string{}, Level: LevelNone,
	}
	if l.Window > 0 {
		line.Scaled = e.over(l.Window)
	}
	reporters := map[int]bool{}
	for _, it := range counted {
		line.Evidence = append(line.Evidence, it.Record)
		reporters[it.Reporter] = true
		line.Wide = line.Wide || it.Wide
	}
	for _, it := range repeated {
		line.Repeated = append(line.Repeated, it.Record)
		line.Wide = line.Wide || it.Wide
	}
	slices.Sort(line.Evidence)
	slices.Sort(line.Repeated)
	line.Reporters = len(reporters)
	return line
}

// Grade computes the levels of lines with a known expectation: exact upper tails,
// adjusted within the family, and the minimum number of distinct reporters.
func Grade(lines []Line, l Limits) []Line {
	out := slices.Clone(lines)
	var at []int
	var p []float64
	for i := range out {
		out[i].P, out[i].Adjusted, out[i].Level, out[i].BelowFloor = 1, 1, LevelNone, false
		if out[i].Testable {
			out[i].P = stats.PoissonUpper(out[i].Count, out[i].Expected)
			at, p = append(at, i), append(p, out[i].P)
		}
	}
	for k, q := range stats.BenjaminiHochberg(p) {
		line := &out[at[k]]
		line.Adjusted = q
		switch {
		case q > float64(l.Hint)/10000:
		case line.Reporters < l.Floor:
			line.BelowFloor = true
		case q <= float64(l.Alert)/10000:
			line.Level = LevelAlert
		default:
			line.Level = LevelHint
		}
	}
	return out
}

// rank orders lines by urgency.
func rank(l Line) int {
	switch {
	case l.Level == LevelAlert:
		return 3
	case l.Wide:
		return 2
	case l.Level == LevelHint:
		return 1
	}
	return 0
}
