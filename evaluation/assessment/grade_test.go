package assessment_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// verifying is a cycle whose ratings are closed and whose sheets are verified.
func (w *world) verifying() string {
	w.T.Helper()
	cycle := w.opened()
	w.reported(cycle)
	w.rated(cycle)
	w.verified(cycle)
	return cycle
}

func TestAGradeNeedsItsConditionsGroundsAndARightToIt(t *testing.T) {
	w, cycle := verified.begin(t)
	l3 := w.Who("l3", evaluation.RoleLeader)
	try := func(no string, change func(*assessment.ProposeInput), grade string) error {
		in := propose(grade)
		change(in)
		return w.Try(l3, w.sheet(cycle, no), "propose", in)
	}
	e := w.refusal("assessment.conditions", try("a1", func(in *assessment.ProposeInput) { in.Conditions = everything()[:3] }, assessment.Excellent))
	if e.Fields["conditions"].Args["missing"] != 2 {
		t.Errorf("%v", e.Fields)
	}
	w.Refused("assessment.ground", try("a1", func(in *assessment.ProposeInput) { in.Ground = "" }, assessment.Incompetent))
	w.Refused("assessment.evidence", try("a1", func(in *assessment.ProposeInput) { in.Evidence = "" }, assessment.Incompetent))
	w.Refused("error.field.required", try("a1", func(in *assessment.ProposeInput) { in.Comment = "" }, assessment.Competent))
	w.Refused("assessment.grade_needed", try("a1", func(*assessment.ProposeInput) {}, assessment.None))
	e = w.refusal("assessment.no_grade.leave", try("b2", func(*assessment.ProposeInput) {}, assessment.Competent))
	if args := e.Fields["grade"].Args; args["days"] != 225 || args["of"] != 365 || args["document"] != "诊断证明" {
		t.Errorf("%v", args)
	}
	e = w.refusal("assessment.not_excellent.admonition", try("b3", func(*assessment.ProposeInput) {}, assessment.Excellent))
	if args := e.Fields["grade"].Args; args["document"] != "塘纪〔2026〕5号" || args["until"] != "2026-12-31" {
		t.Errorf("%v", args)
	}
	for who, code := range map[string]evaluation.Code{"a1": evaluation.CodeForbidden, "c2": evaluation.CodeNotFound, "a2": evaluation.CodeRecused} {
		actor := l3
		if who == "a1" {
			actor = w.Who("a1")
		}
		if err := w.Try(actor, w.sheet(cycle, who), "propose", propose(assessment.Competent)); evaluation.CodeOf(err) != code && (who != "a1" || evaluation.CodeOf(err) != evaluation.CodeRecused) {
			t.Errorf("%s: %v, want %s", who, err, code)
		}
	}
}

func TestTheQuotaHoldsAtEachDecisionAndAtTheNotice(t *testing.T) {
	w, cycle := verified.begin(t)
	for _, no := range assessedHere() {
		grade := gradeOf(no)
		if no == "a2" || no == "c2" {
			grade = assessment.Excellent
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(grade))
	}
	a1 := w.sheet(cycle, "a1")
	w.Refused("assessment.cycle_state.verifying", w.Try(w.principal(), a1, "decide", &assessment.DecideInput{Grade: assessment.Excellent}))
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	w.Do(w.principal(), a1, "decide", &assessment.DecideInput{Grade: assessment.Excellent})
	w.Do(w.principal(), w.sheet(cycle, "c1"), "decide", &assessment.DecideInput{Grade: assessment.Excellent})
	e := w.refusal("assessment.no_seat", w.Try(w.principal(), w.sheet(cycle, "c2"), "decide", &assessment.DecideInput{Grade: assessment.Excellent}))
	if e.Message.Args["have"] != 2 || e.Message.Args["allowed"] != 2 || e.Message.Args["eligible"] != 11 {
		t.Errorf("%v", e.Message.Args)
	}
	view, err := w.Get(t.Context(), w.Personnel(), cycle)
	w.Must(err)
	seats, err := w.Assessment.Seats(t.Context(), view)
	w.Must(err)
	if seats.All.Left != 0 || seats.All.Proposed != 4 || len(seats.Units) != 4 {
		t.Errorf("%+v", seats)
	}
	w.Refused("assessment.differs", w.Try(w.principal(), w.sheet(cycle, "c2"), "decide", &assessment.DecideInput{Grade: assessment.Competent}))
	w.Do(w.principal(), w.sheet(cycle, "c2"), "decide", &assessment.DecideInput{Grade: assessment.Competent, Differing: "名额所限"})
	e = w.refusal("assessment.grades_missing", w.Try(w.Personnel(), cycle, "publish_notice", nil))
	if e.Message.Args["count"] != 8 {
		t.Errorf("%v", e.Message.Args)
	}
	w.Do(w.principal(), a1, "undo_decision", nil)
	if sh := officetest.Payload[assessment.Sheet](w.World, a1); sh.Grade != "" || sh.Decision.By != "" || sh.Proposal.Grade != assessment.Excellent {
		t.Errorf("%+v", sh.Decision)
	}
	w.Do(w.principal(), a1, "withdraw_proposal", nil)
	if r := w.Stored(a1); r.State != assessment.SheetVerified || !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(w.People["l3"])}) {
		t.Errorf("%s waits for %v", r.State, r.Waiting)
	}
}

func TestTheQuotaFollowsWhoeverIsTakenOut(t *testing.T) {
	w, cycle := verified.begin(t)
	for _, no := range assessedHere() {
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(gradeOf(no)))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range assessedHere() {
		if no == "d2" || no == "d3" {
			w.Do(w.Personnel(), w.sheet(cycle, no), "exempt", &assessment.ExemptInput{Ground: assessment.ExemptElsewhere})
			continue
		}
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: gradeOf(no)})
	}
	e := w.refusal("assessment.quota_exceeded", w.Try(w.Personnel(), cycle, "publish_notice", nil))
	if e.Message.Args["have"] != 2 || e.Message.Args["allowed"] != 1 || e.Message.Args["eligible"] != 9 {
		t.Errorf("%v", e.Message.Args)
	}
}

func TestTheNoticeRunsFiveWorkingDaysAndListsTheExcellent(t *testing.T) {
	w, cycle := decided.begin(t)
	w.Turn("2026-12-15") // Tuesday
	w.Do(w.Personnel(), cycle, "publish_notice", nil)
	n := officetest.Payload[assessment.Cycle](w.World, cycle).Notice
	if n.Until != officetest.Date("2026-12-22") || n.Allowed != 2 || n.Eligible != 11 || len(n.Excellent) != 2 || n.Excellent[0].Name != "干部a1" {
		t.Errorf("%+v", n)
	}
	if r := w.Stored(cycle); r.Due != n.Until {
		t.Errorf("due %s", r.Due)
	}
	w.Turn("2026-12-22")
	w.Refused("assessment.notice_runs", w.Try(w.Personnel(), cycle, "close_notice", nil))
	w.Turn("2026-12-23")
	w.Do(w.Personnel(), cycle, "close_notice", nil)
	talk := w.Stored(w.participant(cycle, "a1").Talk)
	if talk.State != assessment.TalkWaiting || talk.Due != officetest.Date("2027-01-22") || !slices.Equal(talk.Waiting, []string{evaluation.WaitRole(evaluation.RolePrincipal)}) {
		t.Errorf("talk %s, due %s, waiting %v", talk.State, talk.Due, talk.Waiting)
	}
}

func TestADeferredGradeIsAddedAfterwards(t *testing.T) {
	w := newWorld(t)
	w.Do(w.Personnel(), w.People["d2"], "absence", &roster.Away{Kind: roster.Investigation, Source: "浦纪立〔2026〕1号", From: officetest.Date("2026-10-01")})
	cycle := w.verifying()
	d2 := w.sheet(cycle, "d2")
	for _, no := range assessedHere() {
		in := propose(gradeOf(no))
		if no == "d2" {
			in = &assessment.ProposeInput{Grade: assessment.None}
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", in)
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range assessedHere() {
		grade := gradeOf(no)
		if no == "d2" {
			grade = assessment.None
		}
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: grade})
	}
	w.noticed(cycle)
	w.Refused("assessment.not_deferred", w.Try(w.principal(), w.sheet(cycle, "b2"), "add_grade", &assessment.AddGradeInput{Grade: assessment.Basic, Source: "文号"}))
	w.Refused("assessment.no_grade.investigation", w.Try(w.principal(), d2, "add_grade", &assessment.AddGradeInput{Grade: assessment.Competent, Source: "文号"}))
	w.Do(w.Personnel(), w.People["d2"], "end_absence", &roster.EndAbsence{Kind: roster.Investigation, From: officetest.Date("2026-10-01"), To: officetest.Date("2026-12-20")})
	w.Refused("assessment.no_seat", w.Try(w.principal(), d2, "add_grade", &assessment.AddGradeInput{Grade: assessment.Excellent, Source: "文号"}))
	w.Do(w.principal(), d2, "add_grade", &assessment.AddGradeInput{Grade: assessment.Competent, Source: "浦纪结〔2026〕8号"})
	sh := officetest.Payload[assessment.Sheet](w.World, d2)
	if sh.Grade != assessment.Competent || len(sh.Corrections) != 1 || sh.Corrections[0].Old != assessment.None || sh.Corrections[0].Reason != "浦纪结〔2026〕8号" {
		t.Errorf("%+v", sh.Corrections)
	}
}
