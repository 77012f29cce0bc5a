package assessment_test

import (
	"fmt"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// stage is a point from which several tests begin, with the id of the cycle.
type stage struct{ officetest.Prepared[string] }

func stageOf(fill func(testing.TB) (*world, string)) *stage {
	return &stage{officetest.Prepared[string]{Fill: func(t testing.TB) (*officetest.World, string) {
		t.Helper()
		w, cycle := fill(t)
		return w.World, cycle
	}}}
}

// then is the stage after this one.
func (s *stage) then(goOn func(w *world, cycle string)) *stage {
	return stageOf(func(t testing.TB) (*world, string) {
		t.Helper()
		w, cycle := s.copied(t)
		goOn(w, cycle)
		return w, cycle
	})
}

func (s *stage) copied(t testing.TB) (*world, string) {
	t.Helper()
	w, cycle := s.Begin(t)
	return &world{w}, cycle
}

// begin begins a test beside others.
func (s *stage) begin(t *testing.T) (*world, string) {
	t.Helper()
	t.Parallel()
	return s.copied(t)
}

// The stages of a cycle: without one, when the ballots are counted, the sheets are
// verified, the grades are decided and the results are told.
var (
	begins = stageOf(special)
	rated  = stageOf(func(t testing.TB) (*world, string) {
		t.Helper()
		w, _ := begins.copied(t)
		cycle := w.opened()
		w.reported(cycle)
		w.rated(cycle)
		return w, cycle
	})
	verified = rated.then((*world).verified)
	decided  = rated.then((*world).decided)
	told     = decided.then((*world).noticed)
)

func plan() *assessment.PlanInput {
	return &assessment.PlanInput{
		Year: 2026, Half: assessment.SecondHalf, AsOf: officetest.Date("2026-11-30"), ReportBy: officetest.Date("2026-12-04"), RateBy: officetest.Date("2026-12-09"), DecideBy: officetest.Date("2026-12-15"),
	}
}

// opened plans and opens the second half of 2026.
func (w *world) opened() string {
	w.T.Helper()
	r, err := w.Create(w.T.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.Must(err)
	w.Do(w.Personnel(), r.ID, "open", nil)
	return r.ID
}

func report() *assessment.ReportInput {
	return &assessment.ReportInput{Virtue: "德", Ability: "能", Diligence: "勤", Results: "绩", Integrity: "廉", Summary: "总结"}
}

// reported has everybody report and begins the rating.
func (w *world) reported(cycle string) {
	w.T.Helper()
	for _, no := range assessedHere() {
		w.Do(w.Who(no), w.sheet(cycle, no), "submit_report", report())
	}
	w.Keep(cycle)
	w.Do(w.Personnel(), cycle, "start_rating", &assessment.AnywayInput{})
}

// rated has everybody vote on everybody they may, and closes the boxes.
func (w *world) rated(cycle string) {
	w.T.Helper()
	for no := range w.People {
		tasks, err := w.Assessment.Tasks(w.T.Context(), w.Who(no))
		w.Must(err)
		for i, task := range tasks {
			mark := 80 + (len(no)+i)%15
			w.Must(w.Assessment.Cast(w.T.Context(), w.Who(no), task.Sheet, assessment.Ballot{
				Virtue: mark, Ability: mark, Diligence: mark, Results: mark, Integrity: mark, Grade: assessment.Competent,
			}))
		}
	}
	w.Do(w.Personnel(), cycle, "close_rating", &assessment.CountInput{Passphrase: officetest.Passphrase})
}

func everything() []string {
	return []string{"political", "ability", "responsibility", "results", "integrity"}
}

func propose(grade string) *assessment.ProposeInput {
	in := &assessment.ProposeInput{Comment: "评语", Strengths: "优点", Improvements: "改进", Grade: grade}
	switch grade {
	case assessment.Excellent:
		in.Conditions = everything()
	case assessment.Incompetent:
		in.Ground, in.Evidence = "results", "证据"
	}
	return in
}

// leader is who proposes for somebody: the one in charge, or a principal where
// nobody is or where it is a relative.
func (w *world) leader(no string) evaluation.Actor {
	switch {
	case no == "a2" || strings.HasPrefix(no, "d"):
		return w.principal()
	case strings.HasPrefix(no, "c"):
		return w.Who("l4", evaluation.RoleLeader)
	}
	return w.Who("l3", evaluation.RoleLeader)
}

// verified has every sheet verified.
func (w *world) verified(cycle string) {
	w.T.Helper()
	for _, no := range assessedHere() {
		w.Do(w.Personnel(), w.sheet(cycle, no), "verify", &assessment.NotesInput{Notes: "情况属实"})
	}
}

// decided grades everybody: a1 and c1 excellent, b2 without a grade.
func (w *world) decided(cycle string) {
	w.T.Helper()
	w.verified(cycle)
	for _, no := range assessedHere() {
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(gradeOf(no)))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range assessedHere() {
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: gradeOf(no)})
	}
}

func gradeOf(no string) string {
	switch no {
	case "a1", "c1":
		return assessment.Excellent
	case "b2":
		return assessment.None
	case "a3":
		return assessment.Incompetent
	}
	return assessment.Competent
}

// noticed publishes and closes the notice.
func (w *world) noticed(cycle string) {
	w.T.Helper()
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	w.Turn("2026-12-23")
	w.Do(w.Personnel(), cycle, "close_notice", nil)
}

func held() *assessment.TalkInput {
	return &assessment.TalkInput{
		HeldOn: officetest.Date("2026-12-24"), Achievements: []assessment.Point{{Text: "成绩"}}, Shortcomings: []assessment.Point{{Text: "不足"}},
		Improvements: []assessment.Improvement{{What: "每月走访两次", Due: officetest.Date("2027-03-31")}}, Explanation: "接受", PrivateNote: "内部",
	}
}

// talked brings somebody's talk to its release.
func (w *world) talked(cycle, no string) string {
	w.T.Helper()
	w.Turn("2026-12-24")
	talk := w.participant(cycle, no).Talk
	w.Do(w.principal(), talk, "schedule", &assessment.ScheduleInput{On: officetest.Date("2026-12-24"), Time: "09:30", Place: "小会议室"})
	w.Do(w.principal(), talk, "record", held())
	w.Do(w.principal(), talk, "release", nil)
	return talk
}

// rerun carries out a record's effects once more and expects nothing of it.
func (w *world) rerun(id string) {
	w.T.Helper()
	r := w.Stored(id)
	for i := range r.Effects {
		r.Effects[i].Done = false
	}
	r.Pending = true
	_, err := w.Store.Put(w.T.Context(), r)
	w.Must(err)
	before := w.everything()
	w.Must(w.Resume(w.T.Context(), "o", 0))
	after := w.everything()
	for other, now := range after {
		if other != id && before[other] != now {
			w.T.Errorf("%s: %s, then %s", other, before[other], now)
		}
	}
	if len(before) != len(after) || w.Stored(id).Pending {
		w.T.Errorf("%d records, then %d", len(before), len(after))
	}
}

// everything is each record of the measure with its state and version.
func (w *world) everything() map[string]string {
	w.T.Helper()
	found, err := w.Find(w.T.Context(), evaluation.Query{Office: "o", Kinds: []string{
		assessment.KindCycle, assessment.KindSheet, assessment.KindTalk,
	}, Limit: evaluation.MaxLimit})
	w.Must(err)
	out := map[string]string{}
	for _, r := range found.Records {
		out[r.ID] = fmt.Sprint(r.Kind, " ", r.State, " ", r.Version)
	}
	return out
}
