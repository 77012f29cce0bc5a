package education_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
)

func study(w *officetest.World) *education.StudyInput {
	return &education.StudyInput{Kind: education.StudyQuarter, Span: "2026Q4", StudyContent: education.StudyContent{
		On: date("2026-12-01"), Chair: "书记", Participants: "党工委成员、各科室负责人", Situation: "总体良好。",
		Findings: []education.FindingRow{{Unit: w.Units["a"], Text: "窗口等候时间长。"}, {Text: "会议偏多。"}},
		Measures: []education.MeasureRow{
			{What: "增设窗口。", Person: w.People["a1"], Due: date("2026-12-20")}, {What: "精简会议。", Person: w.People["b1"], Due: date("2026-12-31")},
		},
	}}
}

func TestAStudyIsFollowedUpUntilEachMeasureIsDone(t *testing.T) {
	w := running(t)
	session := w.session("2")
	w.note(session, "present", "a4", "a5")
	w.Do(w.Personnel(), session, "hold", nil)
	id := w.Make(w.Personnel(), education.KindStudy, "draft", study(w.World)).ID
	_, err := w.Create(t.Context(), w.Personnel(), education.KindStudy, "draft", evaluation.Creation{Input: study(w.World)})
	w.Refused("education.study_twice", err)
	w.Do(w.Personnel(), id, "adopt", nil)
	y := officetest.Payload[education.Study](w.World, id)
	if f := y.Figures; f == nil || f.Sessions != 1 || f.Present != 2 || f.Owed != 5 || f.Parts != 7 || f.Complete != 0 {
		t.Errorf("figures are %+v", f)
	}
	waits := func(want ...string) {
		t.Helper()
		if got := w.Stored(id).Waiting; !slices.Equal(got, want) {
			t.Errorf("waits for %v, want %v", got, want)
		}
	}
	a1, b1 := evaluation.WaitPerson(w.People["a1"]), evaluation.WaitPerson(w.People["b1"])
	waits(a1, b1)
	done := func(no int) *education.ReportInput { return &education.ReportInput{No: no, Text: "已落实。"} }
	w.Refused("education.only_responsible", w.Try(w.Who("b1"), id, "report", done(1)))
	w.Do(w.Who("a1"), id, "report", done(1))
	waits(evaluation.WaitRole(evaluation.RolePersonnel), b1)
	w.Do(w.Personnel(), id, "send_back", &education.MeasureNo{No: 1})
	w.Refused("education.no_such_measure", w.Try(w.Personnel(), id, "confirm", &education.MeasureNo{No: 1}))
	w.Do(w.Who("a1"), id, "report", done(1))
	w.Refused("recused", w.Try(w.Who("a1", evaluation.RolePersonnel), id, "confirm", &education.MeasureNo{No: 1}))
	w.Do(w.Personnel(), id, "confirm", &education.MeasureNo{No: 1})
	w.Refused("education.no_such_measure", w.Try(w.Who("a1"), id, "report", done(1)))
	w.is(id, education.StudyFollowing)
	w.Do(w.Personnel(), id, "hand_over", &education.HandOverInput{No: 2, Person: w.People["c1"], Due: date("2026-12-31")})
	if err := w.Try(w.Who("b1"), id, "report", done(2)); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("who handed it over still answers: %v", err)
	}
	w.Do(w.Who("c1"), id, "report", done(2))
	w.Do(w.Personnel(), id, "confirm", &education.MeasureNo{No: 2})
	w.is(id, education.StudyClosed)
	waits()
}

func TestAHalfYearlyEvaluationGradesEachDepartmentItNames(t *testing.T) {
	w := officetest.New(t)
	refused := func(want string, change func(*education.StudyInput)) {
		t.Helper()
		in := study(w)
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), education.KindStudy, "draft", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
	refused("education.span.half", func(in *education.StudyInput) { in.Kind = education.StudyHalf })
	refused("education.grade_half", func(in *education.StudyInput) { in.Kind, in.Span = education.StudyHalf, "2026H2" })
	refused("education.future_span", func(in *education.StudyInput) { in.Span = "2027Q1" })
	refused("education.before_meeting", func(in *education.StudyInput) { in.Measures[0].Due = date("2026-11-01") })
	in := study(w)
	in.Kind, in.Span, in.Review, in.Findings[0].Grade = education.StudyHalf, "2026H2", "工作考评总体良好。", "fair"
	in.On = date("2026-12-10")
	id := w.Make(w.Personnel(), education.KindStudy, "draft", in).ID
	w.Refused("education.not_met", w.Try(w.Personnel(), id, "adopt", nil))
	if _, err := w.Get(t.Context(), w.Who("a1", evaluation.RoleHead), id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a head reads a draft: %v", err)
	}
	w.Turn("2026-12-10")
	w.Do(w.Personnel(), id, "adopt", nil)
	if _, err := w.Get(t.Context(), w.Who("a1", evaluation.RoleHead), id); err != nil {
		t.Errorf("a head does not read what was adopted: %v", err)
	}
	if _, err := w.Get(t.Context(), w.Who("a4"), id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a cadre who answers for nothing reads it: %v", err)
	}
}

func TestTheLastQuarterAndHalfYearWithoutAStudyAreNamed(t *testing.T) {
	w := running(t)
	lacks := func(today string) []string {
		t.Helper()
		list, err := education.Lacks(t.Context(), w.Service, w.Personnel(), date(today))
		w.Must(err)
		spans := []string{}
		for _, l := range list {
			spans = append(spans, l.Span)
		}
		return spans
	}
	for today, want := range map[string][]string{
		"2026-01-01": {"2025Q4", "2025H2"}, "2026-03-31": {"2025Q4", "2025H2"}, "2026-04-01": {"2026Q1", "2025H2"},
		"2026-07-01": {"2026Q2", "2026H1"}, "2026-12-31": {"2026Q3", "2026H1"}, "2027-01-01": {"2026Q4", "2026H2"},
	} {
		if got := lacks(today); !slices.Equal(got, want) {
			t.Errorf("on %s: %v, want %v", today, got, want)
		}
	}
	id := w.Make(w.Personnel(), education.KindStudy, "draft", study(w.World)).ID // of 2026Q4
	if got := lacks("2027-01-01"); !slices.Equal(got, []string{"2026H2"}) {
		t.Errorf("once it is begun: %v", got)
	}
	w.Do(w.Personnel(), id, "discard", nil)
	if got := lacks("2027-01-01"); !slices.Equal(got, []string{"2026Q4", "2026H2"}) {
		t.Errorf("once it is discarded: %v", got)
	}
}

func TestWhatWaitsForSomebodyWhoIsGoneGoesToPersonnel(t *testing.T) {
	w := running(t)
	watch := func() {
		t.Helper()
		w.Must(w.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
	}
	reflection := w.record(education.KindReflection, "a4").ID
	w.Do(w.Who("a4"), reflection, "submit", &education.SubmitInput{Text: long})
	id := w.Make(w.Personnel(), education.KindStudy, "draft", study(w.World)).ID
	w.Do(w.Personnel(), id, "adopt", nil)
	watch()
	w.is(reflection, education.ReflectionWithHead)
	section, version := evaluation.WaitRole(evaluation.RolePersonnel), w.Stored(id).Version
	if slices.Contains(w.Stored(id).Waiting, section) {
		t.Fatalf("waits for %v while everybody is here", w.Stored(id).Waiting)
	}
	w.Do(w.Personnel(), w.People["a1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-12-01")}) // the head, who answers for a measure
	w.Turn("2026-12-02")
	watch()
	watch()
	w.is(reflection, education.ReflectionSubmitted)
	if r := w.Stored(id); !slices.Contains(r.Waiting, section) || r.Version != version+1 || r.Due != date("2026-12-20") {
		t.Errorf("the study waits for %v until %s, version %d after %d", r.Waiting, r.Due, r.Version, version)
	}
	w.Do(w.Personnel(), reflection, "accept", &education.WordsInput{Words: "好"})
	w.Do(w.Personnel(), id, "hand_over", &education.HandOverInput{No: 1, Person: w.People["a2"], Due: date("2026-12-31")})
	watch()
	if got := w.Stored(id).Waiting; slices.Contains(got, section) {
		t.Errorf("handed over, it waits for %v", got)
	}
}

func TestWhoLeavesOwesNoCampaignAnyMore(t *testing.T) {
	w := running(t)
	reflection := w.record(education.KindReflection, "a4").ID
	part := w.record(education.KindPart, "a4").ID
	w.Do(w.Personnel(), w.People["a4"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-12-01")})
	for range 2 {
		w.Must(w.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
	}
	w.is(part, education.PartExcused)
	w.is(reflection, education.ReflectionWaived)
	if r := w.Stored(part); len(r.Waiting) > 0 || officetest.Payload[education.Part](w.World, part).ExcusedFor == "" {
		t.Errorf("it waits for %v", r.Waiting)
	}
	w.is(w.record(education.KindPart, "a5").ID, education.PartOpen)
}
