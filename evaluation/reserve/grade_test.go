package reserve_test

import (
	"encoding/json"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// whoever was graded below 称职 last year may not be named for promotion,
// for the whole of the year after and no longer.
func TestLastYearsGradeBelowCompetentBars(t *testing.T) {
	for name, c := range map[string]struct {
		period, grade string
		bars          bool
	}{
		"last year basically competent":  {"2025H2", assessment.Basic, true},
		"last year incompetent":          {"2025H2", assessment.Incompetent, true},
		"last year competent":            {"2025H2", assessment.Competent, false},
		"last year excellent":            {"2025H2", assessment.Excellent, false},
		"the year before last":           {"2024H2", assessment.Incompetent, false},
		"this year, which is not last's": {"2026H1", assessment.Incompetent, false},
	} {
		w := officetest.New(t)
		sheet := graded(w, "b4", c.period, c.grade)
		id := at(w, "b4", "b1", reserve.Nominated)
		w.Do(w.Personnel(), id, "check", checks)
		r, f := w.Stored(id), blocking(w, id)
		if !c.bars {
			if r.State != reserve.Checked || len(f) > 0 {
				t.Errorf("%s bars: %s %+v", name, r.State, f)
			}
			continue
		}
		if r.State != reserve.Nominated || len(f) != 1 || f[0].Says.Key != "reserve.finding.grade" || f[0].Rule != "assessment.promotion.bar" ||
			f[0].Says.Args["year"] != "2025" || f[0].Until != date("2026-12-31") || f[0].Record != sheet {
			t.Errorf("%s: %s %+v", name, r.State, f)
		}
		w.Turn("2026-12-31")
		w.Do(w.Personnel(), id, "check", checks)
		if got := w.Stored(id).State; got != reserve.Nominated {
			t.Errorf("%s, on its last day: %s", name, got)
		}
		w.Turn("2027-01-01")
		w.Do(w.Personnel(), id, "check", checks)
		if got := w.Stored(id).State; got != reserve.Checked {
			t.Errorf("%s, the year after: %s", name, got)
		}
	}
}

// A grade that Kaoji did not fix bars like one that it did, as /results says: entered by
// hand, or said by the appointment form. A grade fixed here comes before an entered one.
func TestAGradeOfLastYearThatWasEnteredBars(t *testing.T) {
	enter := func(w *officetest.World, year int, grade string) string {
		return w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{
			Person: w.People["b4"], Year: year, GradeInput: results.GradeInput{Grade: grade, Source: "2025年度考核登记表"},
		}).ID
	}
	for name, c := range map[string]struct {
		store func(w *officetest.World) (record string)
		says  string
	}{
		"entered 不称职":   {func(w *officetest.World) string { return enter(w, 2025, results.Incompetent) }, "reserve.finding.grade_entered"},
		"entered 基本称职":  {func(w *officetest.World) string { return enter(w, 2025, results.Basic) }, "reserve.finding.grade_entered"},
		"entered 称职":    {func(w *officetest.World) string { return enter(w, 2025, results.Competent) }, ""},
		"entered, 2024": {func(w *officetest.World) string { return enter(w, 2024, results.Incompetent) }, ""},
		"entered 称职, then fixed here as 不称职": {func(w *officetest.World) string {
			enter(w, 2025, results.Competent)
			return graded(w, "b4", "2025H2", assessment.Incompetent)
		}, "reserve.finding.grade"},
		"on the appointment form": {func(w *officetest.World) string {
			formed(w, "b4", "2025年年度考核结果为不称职")
			return w.People["b4"]
		}, "reserve.finding.grade_entered"},
	} {
		w := officetest.New(t)
		record := c.store(w)
		id := at(w, "b4", "b1", reserve.Nominated)
		w.Do(w.Personnel(), id, "check", checks)
		r, f := w.Stored(id), blocking(w, id)
		if c.says == "" {
			if r.State != reserve.Checked || len(f) > 0 {
				t.Errorf("%s bars: %s %+v", name, r.State, f)
			}
			continue
		}
		if r.State != reserve.Nominated || len(f) != 1 || f[0].Says.Key != c.says || f[0].Rule != "assessment.promotion.bar" || f[0].Until != date("2026-12-31") || f[0].Record != record {
			t.Errorf("%s: %s %+v", name, r.State, f)
		}
		year, err := w.Results.Lists(t.Context(), officetest.Office, 2025, date("2026-12-01"), w.People["b4"])
		w.Must(err)
		if !slices.ContainsFunc(year.Lines, func(l results.Line) bool { return l.What == results.Barred }) {
			t.Errorf("%s: the lists of results do not say so", name)
		}
	}
}

// formed stores what the appointment form of a person says of grades.
func formed(w *officetest.World, no, says string) {
	w.T.Helper()
	payload, err := json.Marshal(&roster.Particulars{Grades: says})
	w.Must(err)
	_, err = w.Store.Put(w.T.Context(), evaluation.Record{
		ID: "form-" + no, Office: officetest.Office, Kind: roster.KindParticulars, State: roster.StateKept, Subject: w.People[no], Unique: no,
		Payload: payload, Created: w.Now(), Changed: w.Now(),
	})
	w.Must(err)
}

// graded stores a published sheet as the assessment leaves it behind.
func graded(w *officetest.World, no, period, grade string) string {
	w.T.Helper()
	payload, err := json.Marshal(&assessment.Sheet{Grade: grade, Published: date(period[:4] + "-12-20")})
	w.Must(err)
	r, err := w.Store.Put(w.T.Context(), evaluation.Record{
		ID: "sheet-" + no + period, Office: officetest.Office, Kind: assessment.KindSheet, State: assessment.SheetPublished, Subject: w.People[no],
		Unique: no + period, Period: period, Payload: payload, Created: w.Now(), Changed: w.Now(),
	})
	w.Must(err)
	return r.ID
}

func blocking(w *officetest.World, id string) []reserve.Finding {
	w.T.Helper()
	return slices.DeleteFunc(officetest.Payload[reserve.Candidate](w, id).Findings, func(f reserve.Finding) bool { return !f.Blocks })
}
