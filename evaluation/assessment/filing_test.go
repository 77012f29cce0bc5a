package assessment_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// filed is the year of everybody with the results out: a1 and d4 are excellent, a6 and b4
// have the third grade, c4 was away for most of the year, d7 is assessed elsewhere, and d2
// refused.
func filed(t *testing.T) (*world, string) {
	t.Helper()
	w, cycle := year(t)
	w.Do(w.Personnel(), w.People["c4"], "absence", &roster.Away{Kind: roster.Leave, Detail: "病假", Source: "诊断证明", From: officetest.Date("2026-02-01"), To: officetest.Date("2026-10-31")})
	w.Do(w.Personnel(), w.sheet(cycle, "d7"), "exempt", &assessment.ExemptInput{Ground: assessment.ExemptElsewhere})
	people := slices.DeleteFunc(append(sectionLevel(), others()...), func(no string) bool { return no == "d7" || no == "d2" })
	for _, no := range people {
		switch sheet := w.sheet(cycle, no); {
		case no == "c5":
			w.Do(w.Personnel(), sheet, "enter_summary", &assessment.PaperInput{SummaryInput: assessment.SummaryInput{Summary: "总结"}, Signed: officetest.Date("2026-11-30")})
			w.Do(w.principal(), sheet, "check_summary", nil)
		case slices.Contains(sectionLevel(), no):
			w.Do(w.Who(no), sheet, "submit_report", report())
		default:
			w.Do(w.Who(no), sheet, "submit_summary", &assessment.SummaryInput{Summary: "总结"})
		}
	}
	for _, day := range []string{"2026-12-01", "2026-12-02"} {
		w.Turn(day)
		w.Do(w.Personnel(), w.sheet(cycle, "d2"), "note_refusal", &assessment.RefusalInput{On: officetest.Date(day), Talker: w.People["l1"], Said: "教育", Answer: "不参加"})
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{Anyway: true})
	w.rated(cycle)
	for _, no := range people {
		if slices.Contains(sectionLevel(), no) {
			w.Do(w.Personnel(), w.sheet(cycle, no), "verify", &assessment.NotesInput{Notes: "情况属实"})
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(filedGrade(no)))
	}
	w.Do(w.principal(), w.sheet(cycle, "d2"), "grade_refusal", &assessment.RefusalGradeInput{Evidence: "两次谈话均有记录"})
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range people {
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: filedGrade(no)})
	}
	w.noticed(cycle)
	return w, cycle
}

func filedGrade(no string) string {
	switch {
	case no == "a1" || no == "d4":
		return assessment.Excellent
	case no == "a6":
		return assessment.Basic
	case no == "b4":
		return assessment.BasicQualified
	case no == "c4":
		return assessment.None
	case strings.Contains("b5 b6 b7 c5 c6 c7", no):
		return assessment.Qualified
	}
	return assessment.Competent
}

// filedLists says who stands on which list, by staff number.
func (w *world) filedLists(cycle string) map[string]string {
	w.T.Helper()
	filing, err := w.Assessment.Filing(w.T.Context(), w.view(cycle))
	w.Must(err)
	said := map[string]string{}
	for _, f := range filing {
		said[f.Category] = fmt.Sprintf("%d should, %d did, %d excellent", f.Due, f.Taken, f.Excellent)
		for _, l := range f.Lists {
			var who []string
			for _, line := range l.Lines {
				who = append(who, strings.TrimPrefix(line.Person.Name, "干部"))
			}
			slices.Sort(who)
			said[f.Category+" "+l.Name] = strings.Join(who, " ")
		}
	}
	return said
}

// Who has no grade of the year has the reason of the sheet: leave, exemption; a refusal has
// a grade.
func TestTheSheetSaysWhyThereIsNoGrade(t *testing.T) {
	w, _ := filed(t)
	why, err := w.Assessment.Ungraded(t.Context(), "o", nil, 2026, 2026)
	w.Must(err)
	said := map[string]string{}
	for id, years := range why {
		for _, one := range years[2026] {
			said[id] += one.Key + " "
		}
	}
	if want := map[string]string{w.People["c4"]: "assessment.finding.leave ", w.People["d7"]: "paper.assessment.exempt_ground "}; !maps.Equal(said, want) {
		t.Errorf("%v, want %v", said, want)
	}
}

func TestFilingListsSayWhoHasWhichGradeAndCountEachCategory(t *testing.T) {
	w, cycle := filed(t)
	// Counted by hand: 12 of section level and a4 to a7, d4 to d6 are civil servants; d7 is
	// assessed elsewhere, d2 refused.
	want := map[string]string{
		"civil":                 "19 should, 18 did, 2 excellent",
		"civil excellent":       "a1 d4",
		"civil others":          "a2 a3 a4 a5 a6 a7 b1 b2 b3 c1 c2 c3 d1 d2 d3 d5 d6",
		"civil ungraded":        "d7",
		"institution":           "4 should, 4 did, 0 excellent",
		"institution excellent": "",
		"institution others":    "b4 b5 b6 b7",
		"institution ungraded":  "",
		"contract":              "4 should, 4 did, 0 excellent",
		"contract excellent":    "",
		"contract others":       "c5 c6 c7",
		"contract ungraded":     "c4",
	}
	got := w.filedLists(cycle)
	for list, who := range want {
		if got[list] != who {
			t.Errorf("%s: %q, want %q", list, got[list], who)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%v", got)
	}
	filing, err := w.Assessment.Filing(t.Context(), w.view(cycle))
	w.Must(err)
	others := filing[0].Lists[1].Lines
	if last := others[len(others)-1]; !last.Refused || last.Grade != assessment.Incompetent || others[len(others)-2].Grade != assessment.Basic {
		t.Errorf("the list is not in the order of grades: %+v", last)
	}
	if away := filing[2].Lists[2].Lines[0]; len(away.Findings) != 1 || away.Findings[0].Kind != roster.Leave || away.Grade != assessment.None {
		t.Errorf("the ground of no grade: %+v", away.Findings)
	}
	if elsewhere := filing[0].Lists[2].Lines[0]; elsewhere.Exempt == "" || elsewhere.Grade != "" {
		t.Errorf("the ground of not taking part: %+v", elsewhere)
	}
}

func TestThereAreFilingListsWhenTheResultsOfAYearAreOut(t *testing.T) {
	w, cycle := year(t)
	if _, err := w.Assessment.Filing(t.Context(), w.view(cycle)); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("while people report: %v", err)
	}
	half := &assessment.Cycle{Half: assessment.FirstHalf}
	closing := &assessment.Cycle{Half: assessment.SecondHalf}
	for state, has := range map[evaluation.State]bool{assessment.CycleNotice: false, assessment.CycleFeedback: true, assessment.CycleClosed: true} {
		if half.HasFiling(state) || closing.HasFiling(state) != has {
			t.Errorf("%s: %t, %t", state, half.HasFiling(state), closing.HasFiling(state))
		}
	}
	cadre, err := w.Get(t.Context(), w.Who("a1"), cycle)
	w.Must(err)
	if _, err := w.Assessment.Filing(t.Context(), cadre); err == nil {
		t.Error("a cadre reads the grades of all")
	}
}
