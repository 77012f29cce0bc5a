package results_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/results"
)

// graded enters a grade of a year before Kaoji.
func graded(w *officetest.World, no string, year int, grade string) {
	w.T.Helper()
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People[no], GradeInput: results.GradeInput{Grade: grade}, Year: year})
}

// done returns what was noted about a person.
func done(w *officetest.World, no string) (list []results.Use) {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{results.KindUse}, Subjects: []string{w.People[no]}, Sort: evaluation.SortID})
	w.Must(err)
	for _, r := range found.Records {
		list = append(list, *officetest.Payload[results.Use](w, r.ID))
	}
	return list
}

// what is granted because of a grade is noted with the year's results by itself, once.
func TestACommendationThatIsGrantedIsNotedWithTheYearItFollowsFrom(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-03-02")
	graded(w, "a2", 2025, results.Excellent)
	principal := w.Who("l1", evaluation.RolePrincipal)
	in := &commendation.ProposeInput{Kind: "second", Person: w.People["a2"], Grounds: "年度考核优秀", Assessed: 2025}
	_, err := w.Create(t.Context(), w.Personnel(), commendation.KindProposal, "propose", evaluation.Creation{Input: in})
	w.Refused("commendation.not_assessed", err)
	in.Kind, in.Assessed = "commendation", 2027
	_, err = w.Create(t.Context(), w.Personnel(), commendation.KindProposal, "propose", evaluation.Creation{Input: in})
	w.Refused("commendation.assessed_to_come", err)
	in.Assessed = 2025
	grant := func(document string) {
		t.Helper()
		id := w.Make(w.Personnel(), commendation.KindProposal, "propose", in).ID
		w.Do(principal, id, "announce", nil)
		w.Turn(evaluation.DateOf(w.Now()).AddDays(14).String())
		day := evaluation.DateOf(w.Now())
		w.Do(w.Personnel(), id, "close_notice", nil)
		w.Do(w.Personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: day})
		w.Do(w.Personnel(), id, "note_grant", &commendation.ResultInput{Document: document, On: day})
	}
	grant("浦人社〔2026〕88号")
	list := done(w, "a2")
	if len(list) != 1 || list[0].What != results.Commend || list[0].Year != 2025 || list[0].Document != "浦人社〔2026〕88号" || list[0].On != officetest.Date("2026-03-16") {
		t.Fatalf("%+v", list)
	}
	grant("浦人社〔2026〕99号") // the same year once more
	if list := done(w, "a2"); len(list) != 1 {
		t.Errorf("noted twice: %+v", list)
	}
}
