package unitreview_test

import (
	"context"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/unitreview"
)

var date = officetest.Date

// review opens the review of the half-year, of department a and the police station.
func review(w *officetest.World) (round evaluation.Record, sheets map[string]string) {
	w.T.Helper()
	round = w.Make(w.Personnel(), unitreview.KindRound, "open", &unitreview.OpenInput{
		Period: "2026H2", Units: []string{w.Units["a"]}, Agencies: []unitreview.Agency{{Name: "塘桥派出所", Head: "郭建新", Body: "区公安分局"}},
		ReportBy: date("2026-12-15"), DecideBy: date("2026-12-31"),
	})
	sheets = map[string]string{}
	for _, u := range officetest.Payload[unitreview.Round](w, round.ID).Units {
		sheets[u.Name] = u.Sheet
	}
	return round, sheets
}

func report() unitreview.ReportInput {
	return unitreview.ReportInput{Done: "办结居民事项312件，走访困难家庭40户。", Problems: "窗口等候偏长。", Plans: "增设预约窗口。"}
}

func TestADepartmentReportsIsRatedAndImproves(t *testing.T) {
	w := officetest.New(t)
	w.UnitReview.Figures = func(_ context.Context, _, unit string, from, to evaluation.Date) ([]unitreview.Figure, error) {
		if unit != w.Units["a"] || from != date("2026-07-01") || to != date("2026-12-01") { // until today
			t.Errorf("figures of %s from %s to %s", unit, from, to)
		}
		return []unitreview.Figure{{Key: "deeds", N: 3}, {Key: "concerns", N: 2, Of: 5, Quiet: true}}, nil
	}
	round, sheets := review(w)
	id := sheets["科室a"]
	head, l3, l1 := w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre), w.Who("l3", evaluation.RoleLeader), w.Who("l1", evaluation.RolePrincipal)
	if r := w.Stored(id); r.Due != date("2026-12-15") || !slices.Equal(r.Waiting, []string{evaluation.WaitHead(w.Units["a"])}) {
		t.Errorf("due %s, waits for %v", r.Due, r.Waiting)
	}
	in := report()
	w.Do(head, id, "submit_report", &in)
	w.Do(l1, id, "return_report", nil)
	w.Do(head, id, "submit_report", &in)
	w.Do(l3, id, "rate", &unitreview.RateInput{Score: 70})
	w.Do(l3, id, "rate", &unitreview.RateInput{Score: 80}) // instead of the first
	w.Do(w.Who("l4", evaluation.RoleLeader), id, "rate", &unitreview.RateInput{Score: 91})
	w.Do(l3, id, "comment", &unitreview.CommentInput{Text: "协同配合还要加强。"})
	w.Refused("forbidden", w.Try(w.Who("l4", evaluation.RoleLeader), id, "comment", &unitreview.CommentInput{Text: "不分管"}))
	if fields := read(w, l3, id); slices.Contains(fields, "ratings") {
		t.Error("a leader reads how others rate")
	}
	w.Refused("unitreview.open_sheets", w.Try(w.Personnel(), round.ID, "close", nil))
	w.Do(l1, id, "decide", &unitreview.DecideInput{Grade: "fair", Words: "完成任务。", Improvements: []unitreview.ImprovementInput{
		{What: "等候时间", Due: date("2027-03-31")}, {What: "档案", Due: date("2027-01-31")},
	}})
	sh := officetest.Payload[unitreview.Sheet](w, id)
	if r := w.Stored(id); sh.Score != 8550 || r.State != unitreview.SheetImproving || r.Due != date("2027-01-31") {
		t.Errorf("score %d, %s, due %s", sh.Score, r.State, r.Due)
	}
	if fields := read(w, head, id); !slices.Contains(fields, "score") || slices.Contains(fields, "ratings") || slices.Contains(fields, "quiet") {
		t.Errorf("the head reads %v", fields)
	}
	told, err := w.Notified(t.Context(), head, "", 10)
	w.Must(err)
	if len(told.List) != 2 { // returned, decided
		t.Errorf("the head is told %d times", len(told.List))
	}
	w.Turn("2027-02-01")
	w.Refused("unitreview.no_such", w.Try(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 3, On: date("2027-02-01"), Found: "已整理。"}))
	w.Do(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 2, On: date("2027-02-01"), Found: "已整理。", Done: true})
	w.Refused("unitreview.done_already", w.Try(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 2, On: date("2027-02-01"), Found: "再看。"}))
	w.Do(l3, id, "look_back", &unitreview.LookInput{Which: 1, On: date("2027-02-01"), Found: "还要25分钟。"})
	if r := w.Stored(id); r.State != unitreview.SheetImproving || r.Due != date("2027-03-31") {
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Do(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 1, On: date("2027-02-01"), Found: "18分钟。", Done: true})
	if r := w.Stored(id); r.State != unitreview.SheetClosed || len(r.Waiting) != 0 {
		t.Errorf("%s, waits for %v", r.State, r.Waiting)
	}
}

// read lists the fields of a sheet that a reader gets.
func read(w *officetest.World, who evaluation.Actor, id string) (fields []string) {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), who, id)
	w.Must(err)
	for _, name := range []string{"ratings", "quiet", "score", "marks"} {
		if v.Shows(name) {
			fields = append(fields, name)
		}
	}
	return fields
}

func TestAnAgencyIsReviewedByItsReportOnPaperAndWhatResidentsSay(t *testing.T) {
	w := officetest.New(t)
	w.UnitReview.Marks = func(_ context.Context, _, wave string) (map[string]unitreview.Mark, error) {
		if wave != "w1" {
			return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		}
		return map[string]unitreview.Mark{"塘桥派出所": {Wave: "w1", Title: "居民问卷", Question: "满意度", Mean: 8250, N: 120}}, nil
	}
	round, sheets := review(w)
	id := sheets["塘桥派出所"]
	w.Refused("unitreview.not_counted", w.Try(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w0"}))
	w.Do(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w1"})
	w.Do(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w1"}) // again changes nothing
	if p := officetest.Payload[unitreview.Round](w, round.ID); !slices.Equal(p.Unnamed, []string{"科室a"}) || len(p.Waves) != 1 {
		t.Errorf("%+v", p)
	}
	w.Do(w.Personnel(), id, "enter_report", &unitreview.EnterInput{On: date("2026-11-30"), ReportInput: report()})
	sh := officetest.Payload[unitreview.Sheet](w, id)
	if len(sh.Marks) != 1 || sh.Marks[0].Mean != 8250 || sh.Report.On != date("2026-11-30") || len(sh.Figures) != 0 {
		t.Errorf("%+v", sh)
	}
	w.Do(w.Who("l1", evaluation.RolePrincipal), id, "decide", &unitreview.DecideInput{Grade: "good", Words: "配合有力。"})
	if s := w.Stored(id).State; s != unitreview.SheetClosed {
		t.Error(s)
	}
	w.Do(w.Personnel(), sheets["科室a"], "enter_report", &unitreview.EnterInput{On: date("2026-11-30"), ReportInput: report()}) // a head who is away
	w.Do(w.Who("l1", evaluation.RolePrincipal), sheets["科室a"], "decide", &unitreview.DecideInput{Grade: "good", Words: "好。"})
	w.Do(w.Personnel(), round.ID, "close", nil)
}

func TestAPeriodIsReviewedOnceAndACancelledReviewLeavesNothing(t *testing.T) {
	w := officetest.New(t)
	round, sheets := review(w)
	open := func(in unitreview.OpenInput) error {
		_, err := w.Create(t.Context(), w.Personnel(), unitreview.KindRound, "open", evaluation.Creation{Input: &in})
		return err
	}
	in := unitreview.OpenInput{Period: "2026H2", ReportBy: date("2026-12-15"), DecideBy: date("2026-12-31")}
	w.Refused("unitreview.exists", open(in))
	for period, refusal := range map[string]string{"2026H3": "unitreview.no_period", "26": "invalid", "2027": "unitreview.to_come"} {
		wrong := in
		wrong.Period = period
		w.Refused(refusal, open(wrong))
	}
	in.Period, in.Agencies = "2026", []unitreview.Agency{{Name: "科室a"}}
	w.Refused("unitreview.twice", open(in))
	w.Do(w.Personnel(), round.ID, "cancel", nil)
	for name, id := range sheets {
		if r := w.Stored(id); r.State != unitreview.SheetDropped || len(r.Waiting) != 0 {
			t.Errorf("%s: %s, waits for %v", name, r.State, r.Waiting)
		}
	}
	w.Must(open(unitreview.OpenInput{Period: "2026H2", ReportBy: date("2026-12-15"), DecideBy: date("2026-12-31")}))
}
