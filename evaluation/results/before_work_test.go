package results_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// There is no grade of a year that was over when somebody began to work, wherever it would
// come in, and nothing was done because of it. The year itself may have one.
func TestNoGradeIsOfAYearBeforeSomebodyWorked(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-02")
	person := w.People["a3"] // works since July 2002
	enter := func(year int) error {
		_, err := w.Create(t.Context(), w.Personnel(), results.KindGrade, "enter", evaluation.Creation{Input: &results.EnterInput{
			Person: person, Year: year, GradeInput: results.GradeInput{Grade: results.Excellent},
		}})
		return err
	}
	w.Refused("results.before_work", enter(2001))
	w.Must(enter(2002))
	_, err := w.Create(t.Context(), w.Personnel(), results.KindUse, "note", evaluation.Creation{Input: &results.NoteInput{
		Person: person, What: results.Commend, Year: 2001, On: officetest.Date("2002-01-10"), Note: "存档资料",
	}})
	w.Refused("results.before_work", err)
	r := w.Make(w.Personnel(), roster.KindParticulars, "enter", &roster.EnterParticulars{Person: person})
	w.Refused("roster.grades_before", w.Try(w.Personnel(), r.ID, "results", &roster.ResultsInput{Grades: "2000-2002年度称职"}))
	w.Do(w.Personnel(), r.ID, "results", &roster.ResultsInput{Grades: "2002年度称职"})
}
