package results_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

func rules(t interface{ Fatal(...any) }) rulepack.Numbers {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return pack.On(officetest.Date("2026-12-31"))
}

// grades reads "2023 excellent, 2024 basic".
func grades(s string) map[int]string {
	out := map[int]string{}
	for one := range strings.SplitSeq(s, ", ") {
		var year int
		var grade string
		if n, _ := fmt.Sscan(one, &year, &grade); n == 2 {
			out[year] = grade
		}
	}
	return out
}

// say writes lines as "step 2024 2025 without 2023".
func say(lines []results.Line) string {
	var list []string
	for _, l := range lines {
		words := fmt.Sprint(l.What, " ", strings.Trim(fmt.Sprint(l.Years), "[]"))
		if len(l.Broken) > 0 {
			words += " without " + strings.Trim(fmt.Sprint(l.Broken), "[]")
		}
		list = append(list, words)
	}
	return strings.Join(list, "; ")
}

// Each case is one row of rules, worked out by hand.
func TestWhatFollowsFromGrades(t *testing.T) {
	merit := results.Used{What: results.Merit, Year: 2024, Years: []int{2022, 2023, 2024}}
	step := results.Used{What: results.Step, Year: 2024, Years: []int{2023, 2024}}
	for _, c := range []struct {
		name, grades, want string
		uses               []results.Used
	}{
		{"excellent once (A-40)", "2025 excellent", "commend 2025; rank 2025", nil},
		{"excellent twice is no merit", "2024 excellent, 2025 excellent", "commend 2025; rank 2025; step 2024 2025", nil},
		{"excellent three years running (A-41)", "2023 excellent, 2024 excellent, 2025 excellent", "commend 2025; merit 2023 2024 2025; rank 2025; step 2024 2025", nil},
		{"a year without grade breaks the three", "2022 excellent, 2023 excellent, 2024 none, 2025 excellent", "commend 2025; rank 2025; step 2023 2025 without 2024", nil},
		{"years are used up by a merit", "2022 excellent, 2023 excellent, 2024 excellent, 2025 excellent", "commend 2025; rank 2025; step 2024 2025", []results.Used{merit}},
		{"competent two years cumulated (A-42)", "2023 competent, 2024 basic, 2025 competent", "step 2023 2025 without 2024", nil},
		{"after a step it begins anew", "2023 competent, 2024 competent, 2025 competent", "", []results.Used{step}},
		{"a step that was not noted is still due", "2021 competent, 2022 competent, 2023 competent, 2024 competent, 2025 competent", "step 2023 2024; level 2021 2022 2023 2024 2025", []results.Used{{What: results.Step, Year: 2022, Years: []int{2021, 2022}}}},
		{"five years are a level (A-43)", "2021 competent, 2022 competent, 2023 competent, 2024 excellent, 2025 competent", "step 2024 2025; level 2021 2022 2023 2024 2025", nil},
		{"basically competent (A-45, A-51)", "2025 basic", "admonish 2025; barred 2025", nil},
		{"basically competent twice (A-46)", "2024 basic, 2025 basic", "admonish 2025; adjust 2024 2025; barred 2025", nil},
		{"incompetent (A-47, A-49)", "2024 competent, 2025 incompetent", "demote 2025; barred 2025", nil},
		{"incompetent twice (A-50)", "2024 incompetent, 2025 incompetent", "demote 2025; dismiss 2024 2025; barred 2025", nil},
		{"nothing follows from no grade", "2023 competent, 2024 competent, 2025 none", "", nil},
		{"nothing is known", "", "", nil},
	} {
		h := results.History{Person: "x", Grades: grades(c.grades), Uses: c.uses}
		lines, err := h.Lines(2025, rules(t))
		if err != nil || say(lines) != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, say(lines), err, c.want)
		}
	}
}

// The months of A-40 and the years of A-45 on a line are those of the rules.
func TestALineHasTheNumberOfItsRule(t *testing.T) {
	for grade, want := range map[string]int{results.Excellent: 6, results.Basic: 1} {
		h := results.History{Person: "x", Grades: map[int]string{2025: grade}}
		lines, err := h.Lines(2025, rules(t))
		n := 0
		for _, l := range lines {
			n += l.N
		}
		if err != nil || n != want {
			t.Errorf("%s: %d, want %d; %v", grade, n, want, err)
		}
	}
}

// What is a promotion says until when a penalty or an admonition excludes it (C-18, C-22,
// C-23), while that runs; every line says which of its years another office assessed.
func TestALineSaysWhatStandsAgainstIt(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-02")
	for _, year := range []int{2018, 2019, 2020} { // the office of the world was joined in 2020
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a3"], Year: year, GradeInput: results.GradeInput{Grade: results.Excellent}})
	}
	w.Do(w.Personnel(), w.People["a3"], "absence", &roster.Away{Kind: roster.Warning, Source: "浦监〔2026〕1号", From: officetest.Date("2026-12-02")})
	said := func(today string) string {
		of, err := w.Results.Lists(t.Context(), officetest.Office, 2020, officetest.Date(today), w.People["a3"])
		w.Must(err)
		var list []string
		for _, l := range of.Lines {
			words := l.What
			for _, b := range l.Bars {
				words += fmt.Sprint(" ", b.Kind, " ", b.Until)
			}
			if len(l.Elsewhere) > 0 {
				words += " " + strings.Trim(fmt.Sprint(l.Elsewhere), "[]")
			}
			list = append(list, words)
		}
		return strings.Join(list, "; ")
	}
	if got := said("2026-12-02"); got != "commend; merit 2018 2019; rank warning 2027-06-02; step warning 2027-06-02 2019; bonus" {
		t.Errorf("on the day of the decision: %s", got)
	}
	if got := said("2027-06-03"); got != "commend; merit 2018 2019; rank; step 2019; bonus" {
		t.Errorf("when it is over: %s", got)
	}
}

// Of random histories whose steps are noted whenever they are due, a slow count by year
// says the same: one step for every two years that count.
func TestStepsAreAsManyAsTheYearsThatCount(t *testing.T) {
	numbers := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		h := results.History{Grades: map[int]string{}}
		steps, counted := 0, 0
		for year := 2000; year < 2000+rapid.IntRange(1, 25).Draw(t, "years"); year++ {
			grade := rapid.SampledFrom([]string{results.Excellent, results.Competent, results.Basic, results.Incompetent, results.None}).Draw(t, "grade")
			h.Grades[year] = grade
			if grade == results.Excellent || grade == results.Competent {
				counted++
			}
			lines, err := h.Lines(year, numbers)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(lines, func(l results.Line) bool { return l.What == results.Step })
			if i >= 0 {
				steps++
				h.Uses = append(h.Uses, results.Used{What: results.Step, Year: year, Years: lines[i].Years})
			}
			if steps != counted/2 {
				t.Fatalf("%d steps of %d years by %d: %v", steps, counted, year, h.Grades)
			}
		}
	})
}

// Of random histories whose lists are noted in any order, and sometimes not, no year is in
// two steps or two merits, whichever list is looked at, and the steps noted in the order of
// years are as many as a slow count says.
func TestNoYearIsUsedTwice(t *testing.T) {
	numbers := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		h := results.History{Grades: map[int]string{}}
		last := 2000 + rapid.IntRange(1, 12).Draw(t, "years")
		for year := 2000; year <= last; year++ {
			h.Grades[year] = rapid.SampledFrom([]string{results.Excellent, results.Excellent, results.Competent, results.Basic, results.None}).Draw(t, "grade")
		}
		used := map[string]map[int]bool{results.Step: {}, results.Level: {}, results.Merit: {}}
		for range rapid.IntRange(1, 20).Draw(t, "looks") {
			year := rapid.IntRange(2000, last).Draw(t, "list")
			lines, err := h.Lines(year, numbers)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lines {
				taken := used[l.What]
				if taken == nil || l.Done != nil {
					continue
				}
				for _, y := range l.Years {
					if taken[y] {
						t.Fatalf("the list of %d rests %s on %v, and %d is used: %+v", year, l.What, l.Years, y, h.Uses)
					}
				}
				if rapid.Bool().Draw(t, "noted") {
					h.Uses = append(h.Uses, results.Used{What: l.What, Year: year, Years: l.Years})
					for _, y := range l.Years {
						taken[y] = true
					}
				}
			}
		}
		for _, u := range h.Uses { // what is noted stands on its list with its own years
			lines, err := h.Lines(u.Year, numbers)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(lines, func(l results.Line) bool { return l.What == u.What && l.Done != nil && slices.Equal(l.Years, u.Years) }) {
				t.Fatalf("the list of %d does not have %+v: %s", u.Year, u, say(lines))
			}
		}
	})
}

// Years on which something noted rests are no longer offered on any list, and cannot be
// noted again; the refusal says on what they were used.
func TestYearsThatAreUsedCannotBeNotedAgain(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	person := w.People["a3"]
	for year := 2021; year <= 2025; year++ {
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: person, Year: year, GradeInput: results.GradeInput{Grade: results.Excellent}})
	}
	note := func(what string, year int) error {
		_, err := w.Create(t.Context(), w.Personnel(), results.KindUse, "note", evaluation.Creation{Input: &results.NoteInput{Person: person, What: what, Year: year, On: officetest.Date("2026-03-15"), Document: "浦人社〔2026〕8号"}})
		return err
	}
	w.Must(note(results.Step, 2025))
	w.Must(note(results.Merit, 2025))
	of, err := w.Results.Lists(t.Context(), officetest.Office, 2024, officetest.Date("2026-12-01"), person)
	w.Must(err)
	if got := say(of.Lines); strings.Contains(got, "step") || strings.Contains(got, "merit") {
		t.Errorf("2024: %s", got)
	}
	for what, year := range map[string]int{results.Step: 2024, results.Merit: 2023} {
		err := note(what, year)
		w.Refused("results.year_used", err)
		if said := fmt.Sprintf("%+v", officetest.Said(err)); !strings.Contains(said, "浦人社〔2026〕8号") {
			t.Errorf("%s: the refusal does not name what was noted: %s", what, said)
		}
	}
	w.Must(note(results.Step, 2023)) // 2022 and 2023 are free
}

func TestWhatWasDoneIsKnownToTheListsOfTheNextYear(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	for year, grade := range map[int]string{2023: results.Excellent, 2024: results.Excellent, 2025: results.Excellent} {
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a3"], Year: year, GradeInput: results.GradeInput{Grade: grade, Source: "登记表"}})
	}
	lists := func(year int) string {
		of, err := w.Results.Lists(t.Context(), officetest.Office, year, officetest.Date("2026-12-01"), w.People["a3"])
		w.Must(err)
		return say(of.Lines)
	}
	if got := lists(2025); got != "commend 2025; merit 2023 2024 2025; rank 2025; step 2024 2025; bonus 2025" {
		t.Errorf("2025: %s", got)
	}
	form := w.Make(w.Personnel(), roster.KindParticulars, "enter", &roster.EnterParticulars{Person: w.People["a4"]})
	w.Do(w.Personnel(), form.ID, "results", &roster.ResultsInput{Grades: "2023年度基本称职；2024、2025年度称职"})
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a4"], Year: 2023, GradeInput: results.GradeInput{Grade: results.Competent, Source: "复核决定"}})
	of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), w.People["a4"])
	w.Must(err)
	if say(of.Lines) != "step 2024 2025; bonus 2025" || fmt.Sprint(of.Lines[0].Formed) != "[2024 2025]" {
		t.Errorf("from the form, but for the year that was entered: %s, %v", say(of.Lines), of.Lines)
	}
	use := w.Make(w.Personnel(), results.KindUse, "note", &results.NoteInput{Person: w.People["a3"], What: results.Merit, Year: 2025, On: officetest.Date("2026-03-01"), Document: "浦委〔2026〕3号"})
	if p := officetest.Payload[results.Use](w, use.ID); fmt.Sprint(p.Years) != "[2023 2024 2025]" {
		t.Errorf("it used up %v", p.Years)
	}
	again := func(in any, kind, act string) error {
		_, err := w.Create(t.Context(), w.Personnel(), kind, act, evaluation.Creation{Input: in})
		return err
	}
	w.Refused("results.noted_already", again(&results.NoteInput{Person: w.People["a3"], What: results.Merit, Year: 2025, On: officetest.Date("2026-03-01")}, results.KindUse, "note"))
	w.Refused("results.entered_already", again(&results.EnterInput{Person: w.People["a3"], Year: 2025, GradeInput: results.GradeInput{Grade: results.Basic}}, results.KindGrade, "enter"))
	w.Refused("results.year_runs", again(&results.EnterInput{Person: w.People["a3"], Year: 2026, GradeInput: results.GradeInput{Grade: results.Basic}}, results.KindGrade, "enter"))
	w.Turn("2027-02-01")
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a3"], Year: 2026, GradeInput: results.GradeInput{Grade: results.Excellent}})
	if got := lists(2026); strings.Contains(got, "merit") || !strings.Contains(got, "commend 2026") {
		t.Errorf("2026: %s", got)
	}
	v, err := w.Get(t.Context(), w.Who("a3"), use.ID)
	if err != nil || !v.Shows("years") || v.Shows("note") {
		t.Errorf("the person reads %v, %v", v.Fields, err)
	}
	_, err = w.Get(t.Context(), w.Who("a1", evaluation.RoleHead), use.ID)
	w.Refused("not_found", err)
}

// When a grade changes after something was noted, the list says of which years it does not
// rest on the grades any more; the record stays, and its years stay used.
func TestWhatWasNotedIsOnTheListWhenTheGradeIsGone(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	person, id := w.People["a3"], ""
	for year := 2024; year <= 2025; year++ {
		id = w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: person, Year: year, GradeInput: results.GradeInput{Grade: results.Excellent}}).ID
	}
	for _, what := range []string{results.Commend, results.Step} {
		w.Make(w.Personnel(), results.KindUse, "note", &results.NoteInput{Person: person, What: what, Year: 2025, On: officetest.Date("2026-03-15")})
	}
	said := func() string {
		of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), person)
		w.Must(err)
		var list []string
		for _, l := range of.Lines {
			if l.Done != nil {
				list = append(list, fmt.Sprint(l.What, " ", l.Years, " ", l.Lapsed))
			}
		}
		return strings.Join(list, "; ")
	}
	if got := said(); got != "commend [2025] []; step [2024 2025] []" {
		t.Errorf("before: %s", got)
	}
	w.Do(w.Personnel(), id, "correct", &results.GradeInput{Grade: results.Competent})
	if got := said(); got != "commend [2025] [2025]; step [2024 2025] []" {
		t.Errorf("excellent no more: %s", got)
	}
	w.Do(w.Personnel(), id, "correct", &results.GradeInput{Grade: results.None})
	if got := said(); got != "commend [2025] [2025]; step [2024 2025] [2025]" {
		t.Errorf("without a grade: %s", got)
	}
}

// What stands on no list is noted only with the reason why it was done all the same, and
// nothing is noted for a year to come.
func TestWhatStandsOnNoListIsNotedWithAReason(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	person := w.People["a3"]
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: person, Year: 2025, GradeInput: results.GradeInput{Grade: results.Competent}})
	note := func(what string, year int, why string) error {
		_, err := w.Create(t.Context(), w.Personnel(), results.KindUse, "note", evaluation.Creation{Input: &results.NoteInput{Person: person, What: what, Year: year, On: officetest.Date("2026-03-15"), Document: "1号", Note: why}})
		return err
	}
	w.Refused("results.on_no_list", note(results.Dismiss, 2025, ""))
	w.Refused("results.on_no_list", note(results.Merit, 2026, "")) // the year that runs has no grade
	w.Refused("results.year_to_come", note(results.Commend, 2027, "区里表彰"))
	w.Refused("results.on_no_list", note(results.Merit, 2015, ""))
	w.Must(note(results.Merit, 2015, "按当年文件")) // before the rules that the lists follow
	w.Must(note(results.Commend, 2025, "区里表彰"))
	of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), "")
	w.Must(err)
	i := slices.IndexFunc(of.Lines, func(l results.Line) bool { return l.What == results.Commend })
	if i < 0 || !slices.Equal(of.Lines[i].Lapsed, []int{2025}) || of.Lines[i].Done.Note != "区里表彰" {
		t.Errorf("%+v", of.Lines)
	}
}

// A year without a grade that interrupts a line says why, as the sheet does; one with a
// grade does not.
func TestAnInterruptedLineSaysWhy(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	for year, grade := range map[int]string{2022: results.Competent, 2023: results.None, 2024: results.Basic, 2025: results.Competent} {
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a3"], Year: year, GradeInput: results.GradeInput{Grade: grade}})
	}
	var asked []string
	w.Results.Ungraded = func(_ context.Context, _ string, people []string, _, _ int) (map[string]map[int][]evaluation.Problem, error) {
		asked = append(asked, people...)
		return map[string]map[int][]evaluation.Problem{w.People["a3"]: {2023: {evaluation.Say("assessment.finding.leave", "detail", "病假")}}}, nil
	}
	of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), "")
	w.Must(err)
	i := slices.IndexFunc(of.Lines, func(l results.Line) bool { return l.What == results.Step })
	if i < 0 || !slices.Equal(of.Lines[i].Broken, []int{2023, 2024}) || len(of.Lines[i].Why[2023]) != 1 || !slices.Equal(asked, []string{w.People["a3"]}) {
		t.Errorf("asked of %v: %+v", asked, of.Lines)
	}
}

// After an admonition the improvement waits for the section until it was looked at; the
// list of the year and that of the next one say how it stands, and the person reads it.
func TestAnImprovementIsLookedAtAgain(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-03-01")
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a3"], Year: 2025, GradeInput: results.GradeInput{Grade: results.Basic, Source: "登记表"}})
	try := func(in *results.NoteInput) error {
		_, err := w.Create(t.Context(), w.Personnel(), results.KindUse, "note", evaluation.Creation{Input: in})
		return err
	}
	on := officetest.Date("2026-03-01")
	w.Refused("error.day.from", try(&results.NoteInput{Person: w.People["a3"], What: results.Admonish, Year: 2025, On: on, ImproveBy: on.AddDays(-1)}))
	w.Refused("results.no_improvement", try(&results.NoteInput{Person: w.People["a3"], What: results.Commend, Year: 2025, On: on, ImproveBy: on}))
	use := w.Make(w.Personnel(), results.KindUse, "note", &results.NoteInput{Person: w.People["a3"], What: results.Admonish, Year: 2025, On: on})
	p := officetest.Payload[results.Use](w, use.ID)
	if p.ImproveBy.String() != "2026-09-01" || use.State != results.Improving || use.Due != p.ReviewOn || p.ReviewOn.String() != "2026-09-16" || use.Rules == "" || !slices.Equal(use.Waiting, []string{evaluation.WaitRole(evaluation.RolePersonnel)}) {
		t.Errorf("%+v until %s, state %s, waits for %v", p, use.Due, use.State, use.Waiting)
	}
	line := func(year int, what string) *results.Used {
		t.Helper()
		of, err := w.Results.Lists(t.Context(), officetest.Office, year, officetest.Date("2027-02-01"), w.People["a3"])
		w.Must(err)
		i := slices.IndexFunc(of.Lines, func(l results.Line) bool { return l.What == what })
		if i < 0 || of.Lines[i].Done == nil {
			t.Fatalf("%d: %s", year, say(of.Lines))
		}
		return of.Lines[i].Done
	}
	if one, next := line(2025, results.Admonish), line(2026, results.Improve); !one.Waits() || !next.Waits() || one.Outcome != "" {
		t.Errorf("before the review: %+v, %+v", one, next)
	}
	w.Turn("2026-09-10")
	review := func(in results.ReviewInput) evaluation.Record {
		w.Do(w.Personnel(), use.ID, "review", &in)
		return w.Stored(use.ID)
	}
	if r := review(results.ReviewInput{Outcome: "partly", On: officetest.Date("2026-09-10"), Findings: "一项未完成", Extended: officetest.Date("2026-12-01")}); r.State != results.Improving || r.Due.String() != "2026-12-16" {
		t.Errorf("extended: %s until %s", r.State, r.Due)
	}
	w.Turn("2026-12-05")
	w.Refused("error.day.to", w.Try(w.Personnel(), use.ID, "review", &results.ReviewInput{Outcome: "improved", On: officetest.Date("2026-12-06"), Findings: "已完成"}))
	if r := review(results.ReviewInput{Outcome: "improved", On: officetest.Date("2026-12-05"), Findings: "已完成"}); r.State != results.Entered || len(r.Waiting) > 0 {
		t.Errorf("reviewed: %s waits for %v", r.State, r.Waiting)
	}
	if one, next := line(2025, results.Admonish), line(2026, results.Improve); one.Waits() || next.Outcome != "improved" || next.Reviewed.String() != "2026-12-05" {
		t.Errorf("after the review: %+v, %+v", one, next)
	}
	v, err := w.Get(t.Context(), w.Who("a3"), use.ID)
	if err != nil || !v.Shows("reviews") {
		t.Errorf("the person reads %v, %v", v.Fields, err)
	}
}

// Lists are about civil servants whom the office assesses; who is in the office at the end
// of the year stands on one of the two lists of the bonus, with the rule.
func TestListsAreAboutCivilServantsAndSayWhoGetsTheBonus(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	lists := func() (results.Year, string) {
		of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), "")
		w.Must(err)
		var got []string
		for _, l := range of.Lines {
			if l.What == results.Bonus || l.What == results.NoBonus {
				got = append(got, l.What+" "+strings.TrimPrefix(l.Rule, "assessment."))
			}
		}
		return of, strings.Join(slices.Compact(got), "; ")
	}
	before, said := lists()
	if said != "no_bonus competent.bonus" || before.People == 0 {
		t.Fatalf("nobody has a grade: %s, %d people", said, before.People)
	}
	for who, grade := range map[string]string{"a3": results.Competent, "a4": results.Basic, "a5": results.Incompetent} {
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People[who], Year: 2025, GradeInput: results.GradeInput{Grade: grade}})
	}
	if _, said = lists(); !strings.HasPrefix(said, "bonus competent.bonus; no_bonus") || !strings.Contains(said, "basic.consequences") || !strings.Contains(said, "incompetent.bonus") {
		t.Errorf("with grades: %s", said)
	}
	w.Do(w.Personnel(), w.People["a3"], "amend", &roster.Amend{Establishment: "事业编"})
	after, said := lists()
	if strings.HasPrefix(said, "bonus") || after.People != before.People-1 || after.Others != before.Others+1 {
		t.Errorf("staff of a public institution: %s, %d and %d people, %d and %d before", said, after.People, after.Others, before.People, before.Others)
	}
	w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People["a6"], Year: 2025, GradeInput: results.GradeInput{Grade: results.Excellent}})
	w.Do(w.Personnel(), w.People["a6"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-01-31")})
	of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), w.People["a6"])
	w.Must(err)
	if said := say(of.Lines); said != "bonus 2025" {
		t.Errorf("who has left since: %s", said)
	}
}

// Whoever is under other rules, or assessed above, stands on no list, whatever the grades.
func TestNobodyUnderOtherRulesStandsOnAList(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	others := map[string]bool{}
	for no, establishment := range map[string]string{"b4": "事业编", "c4": "聘用", "c5": "社区工作者", "a4": "行政编"} {
		w.Do(w.Personnel(), w.People[no], "amend", &roster.Amend{Establishment: establishment})
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People[no], Year: 2024, GradeInput: results.GradeInput{Grade: results.Basic}})
		w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: w.People[no], Year: 2025, GradeInput: results.GradeInput{Grade: results.Excellent}})
		others[w.People[no]] = no != "a4"
	}
	for _, no := range []string{"l1", "l2", "l3", "l4", "l5"} {
		others[w.People[no]] = true
	}
	of, err := w.Results.Lists(t.Context(), officetest.Office, 2025, officetest.Date("2026-12-01"), "")
	w.Must(err)
	lists := map[string]int{}
	for _, l := range of.Lines {
		if lists[l.What]++; others[l.Person] {
			t.Errorf("%s stands on the list %s", l.Person, l.What)
		}
	}
	if of.Others != 8 || of.People != 25 || lists[results.Commend] != 1 || lists[results.Bonus] != 1 || lists[results.NoBonus] != 24 {
		t.Errorf("%d others, %d people, lists %v", of.Others, of.People, lists)
	}
}

// Of two notes that rest on the same grades and are made at the same moment, for different
// years, one is refused: together they would use a year twice.
func TestNotesOfTheSameMomentDoNotUseAYearTwice(t *testing.T) {
	for range 8 {
		w := officetest.New(t)
		w.Turn("2026-12-01")
		person := w.People["a3"]
		for year := 2021; year <= 2025; year++ {
			w.Make(w.Personnel(), results.KindGrade, "enter", &results.EnterInput{Person: person, Year: year, GradeInput: results.GradeInput{Grade: results.Excellent}})
		}
		var wait sync.WaitGroup
		for _, year := range []int{2024, 2025} {
			wait.Go(func() {
				_, err := w.Create(t.Context(), w.Personnel(), results.KindUse, "note", evaluation.Creation{Input: &results.NoteInput{Person: person, What: results.Step, Year: year, On: officetest.Date("2026-03-15")}})
				if code := evaluation.CodeOf(err); err != nil && code != evaluation.CodeConflict && code != evaluation.CodeInvalid {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		used := map[int]int{}
		found, err := w.Store.Find(t.Context(), evaluation.Query{Office: officetest.Office, Kinds: []string{results.KindUse}})
		w.Must(err)
		for _, r := range found.Records {
			of, err := evaluation.PayloadOf[results.Use](r)
			w.Must(err)
			for _, y := range of.Years {
				if used[y]++; used[y] > 1 {
					t.Fatalf("%d is used by two notes", y)
				}
			}
		}
		if len(found.Records) != 1 {
			t.Fatalf("%d notes of years that overlap", len(found.Records))
		}
	}
}
