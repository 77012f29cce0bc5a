package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// amend changes the entry of a person in the roster.
func (w *world) amend(no string, in *roster.Amend) {
	w.T.Helper()
	_, err := w.Act(w.T.Context(), w.Personnel(), w.People[no], w.Stored(w.People[no]).Version, "amend", evaluation.Change{Input: in, Reason: "核对"})
	w.Must(err)
}

// judgedHalf brings the first half of 2026 of the people named to its talks.
func (w *world) judgedHalf(people []string) string {
	w.T.Helper()
	cycle := w.half(true)
	for _, no := range people {
		sheet := w.sheet(cycle, no)
		w.Do(w.Who(no), sheet, "submit_summary", &assessment.SummaryInput{Summary: "半年来……"})
		w.Do(w.leader(no), sheet, "comment", &assessment.JudgementInput{Comment: "走访扎实", Improvements: "台账不全", Judgement: "fair"})
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range people {
		w.Do(w.principal(), w.sheet(cycle, no), "judge", &assessment.JudgeInput{Judgement: "fair"})
	}
	return cycle
}

// An office takes staff of institutions into its first half: they are assessed like the
// section-level cadres, and a principal leader talks with each of them. The year goes by
// its own rule.
func TestInTheFirstHalfTheOfficeTakesOthersInAndAPrincipalLeaderTalksWithEverybody(t *testing.T) {
	t.Parallel()
	w := &world{officetest.New(t)}
	w.amend("b4", &roster.Amend{Establishment: "事业编"})
	w.Make(w.Personnel(), rulepack.KindOverride, "set", &rulepack.SetInput{
		Key: "assessment.populations.half", Value: "section, institution", Source: "塘街办〔2026〕2号", Reason: "上半年一并考核", ValidFrom: officetest.Date("2026-01-01"),
	})
	people := append(sectionLevel(), "b4")
	cycle := w.judgedHalf(people)
	if c := officetest.Payload[assessment.Cycle](w.World, cycle); len(c.Participants) != 13 || w.participant(cycle, "b4").Population != assessment.Institution {
		t.Fatalf("%d participants, b4 is %q", len(c.Participants), w.participant(cycle, "b4").Population)
	}
	w.Do(w.Personnel(), cycle, "conclude", nil)
	for _, no := range people {
		if sh := officetest.Payload[assessment.Sheet](w.World, w.sheet(cycle, no)); sh.Form() != "" || sh.Grade != "fair" {
			t.Errorf("%s: %q, on the official form of %q", no, sh.Grade, sh.Form())
		}
		r := w.Stored(w.participant(cycle, no).Talk)
		if !slices.Equal(r.Waiting, []string{evaluation.WaitRole(evaluation.RolePrincipal)}) {
			t.Errorf("the talk with %s waits for %v", no, r.Waiting)
		}
	}
	talk := w.participant(cycle, "b4").Talk
	w.Refused("assessment.held_by.charge", w.Try(w.leader("b4"), talk, "tell", &assessment.ToldInput{HeldOn: officetest.Date("2026-06-20"), Affirmed: "认真"}))
	w.Do(w.principal(), talk, "schedule", &assessment.ScheduleInput{On: officetest.Date("2026-06-22"), Time: "09:30", Place: "小会议室"})
}

// The first half is a basis of the year: what came of it stands where the year is proposed
// and decided, for whoever may see its records.
func TestTheFirstHalfStandsBesideTheYear(t *testing.T) {
	t.Parallel()
	w := &world{officetest.New(t)}
	half := w.judgedHalf(sectionLevel())
	w.Turn("2026-11-30")
	year := w.opened()
	sheet := w.sheet(year, "a1")
	material := func(who evaluation.Actor, id string) []desk.Fact {
		t.Helper()
		v, err := w.Get(t.Context(), who, id)
		w.Must(err)
		list, err := w.Assessment.Material(t.Context(), who, w.Index, v)
		w.Must(err)
		return list
	}
	if list := material(w.Who("a1"), sheet); len(list) != 0 {
		t.Errorf("a1 reads a judgement that was not told: %+v", list)
	}
	w.Do(w.Personnel(), half, "conclude", nil)
	talk := w.participant(half, "a1").Talk
	w.Do(w.principal(), talk, "schedule", &assessment.ScheduleInput{On: officetest.Date("2026-11-30"), Time: "09:30", Place: "小会议室"})
	w.Do(w.principal(), talk, "record", &assessment.TalkInput{
		HeldOn: officetest.Date("2026-11-30"), Achievements: []assessment.Point{{Text: "主动"}}, Shortcomings: []assessment.Point{{Text: "粗心"}}, Improvements: []assessment.Improvement{{What: "每周核对台账", Due: officetest.Date("2026-12-20")}}, PrivateNote: "只给自己看",
	})
	a1 := w.People["a1"]
	for name, who := range map[string]evaluation.Actor{"the leader in charge": w.leader("a1"), "personnel": w.Personnel(), "a1": w.Who("a1")} {
		if got := keysOf(material(who, sheet)); !slices.Equal(got, []string{"assessment.fact.half"}) {
			t.Errorf("%s reads of a talk that was not released: %v", name, got)
		}
	}
	w.Do(w.principal(), talk, "release", nil)
	for name, who := range map[string]evaluation.Actor{"the leader in charge": w.leader("a1"), "a principal leader": w.principal(), "personnel": w.Personnel(), "a1": w.Who("a1")} {
		list := material(who, sheet)
		if got := keysOf(list); !slices.Equal(got, []string{"assessment.fact.half", "assessment.fact.agreed"}) {
			t.Errorf("%s reads %v", name, got)
			continue
		}
		word, _ := list[0].Say.Args["word"].(evaluation.Problem)
		if a := list[0].Say.Args; a["comment"] != "走访扎实" || a["improvements"] != "台账不全" || word.Key != "assessment.grade.fair" || list[0].Record != w.sheet(half, "a1") {
			t.Errorf("%s reads of the sheet %v", name, a)
		}
		if a := list[1].Say.Args; a["improvements"] != "每周核对台账（2026-12-20）" || list[1].Record != talk {
			t.Errorf("%s reads of the talk %v", name, a)
		}
	}
	beside, err := w.Assessment.YearOf(t.Context(), w.leader("a1"), w.Index, w.view(year), []string{a1, w.People["d1"]})
	w.Must(err)
	if got := keysOf(beside[a1]); !slices.Equal(got, []string{"assessment.fact.half", "assessment.fact.agreed"}) {
		t.Errorf("the worksheet of the leader in charge of a has of a1 %v", got)
	}
	of := beside[w.People["d1"]]
	if _, err := w.Get(t.Context(), w.leader("a1"), w.sheet(half, "d1")); (err == nil) != (len(of) > 0) {
		t.Errorf("of d1 it has %v, seen: %v", keysOf(of), err)
	}
	if list := material(w.principal(), w.sheet(half, "a1")); len(list) != 0 {
		t.Errorf("the first half stands beside itself: %+v", list)
	}
}

func keysOf(list []desk.Fact) (keys []string) {
	for _, f := range list {
		keys = append(keys, f.Say.Key)
	}
	return keys
}

// heads of internal units are rated. A year that does not rate them names them before
// it is opened; whether it is opened stays with the office.
func TestThePreflightNamesHeadsWhomNobodyRates(t *testing.T) {
	w, cycle := year(t)
	named := func(half string, without bool) (list []string) {
		c := officetest.Payload[assessment.Cycle](w.World, cycle)
		c.Half, c.WithoutRating = half, without
		checks, err := w.Assessment.Preflight(t.Context(), "o", c)
		w.Must(err)
		for _, c := range checks {
			if strings.HasPrefix(c.Say.Key, "assessment.check.head_") {
				list = append(list, c.Say.Key[len("assessment.check."):]+" "+c.Name)
				if c.Level != desk.LevelWarn || c.Person == "" {
					t.Errorf("%+v", c)
				}
			}
		}
		slices.Sort(list)
		return list
	}
	if got := named(assessment.SecondHalf, false); got != nil {
		t.Fatalf("all heads are of section level, named: %v", got)
	}
	heads := []string{"head_without 干部a1", "head_without 干部b1", "head_without 干部c1", "head_without 干部d1"}
	if got := named(assessment.SecondHalf, true); !slices.Equal(got, heads) {
		t.Errorf("without rating: %v", got)
	}
	if got := named(assessment.FirstHalf, true); got != nil {
		t.Errorf("in a first half: %v", got)
	}
	since := officetest.Date("2020-01-01")
	_, err := w.Act(t.Context(), w.Personnel(), w.People["a1"], w.Stored(w.People["a1"]).Version, "correct_post", evaluation.Change{Reason: "核对", Input: &roster.CorrectPost{
		Department: w.Units["a"], Post: "负责人", PostSince: since, Level: "一级科员", LevelSince: since, Heads: true,
	}})
	w.Must(err)
	if got := named(assessment.SecondHalf, false); !slices.Equal(got, []string{"head_unrated 干部a1"}) {
		t.Errorf("a head below section level: %v", got)
	}
}
