package unitreview_test

import (
	"context"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
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
	if r := w.Stored(id); slices.Contains(r.Waiting, evaluation.WaitPerson(w.People["l3"])) || !slices.Contains(r.Waiting, evaluation.WaitPerson(w.People["l5"])) {
		t.Errorf("waits for %v", r.Waiting)
	}
	if fields := read(w, w.Personnel(), id); slices.Contains(fields, "ratings") {
		t.Error("the personnel section reads who rated how")
	}
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
	if r := w.Stored(id); sh.Score != 0 || sh.Rated != 2 || r.State != unitreview.SheetImproving || r.Due != date("2027-01-31") {
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
	w.Refused("unitreview.no_such", w.Try(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 3, On: date("2027-02-01"), Found: "已整理。", Came: "achieved"}))
	w.Do(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 2, On: date("2027-02-01"), Found: "已整理。", Came: "achieved"})
	w.Refused("unitreview.done_already", w.Try(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 2, On: date("2027-02-01"), Found: "再看。", Came: "achieved"}))
	w.Do(l3, id, "look_back", &unitreview.LookInput{Which: 1, On: date("2027-02-01"), Found: "还要25分钟。", Came: "not_yet", Due: date("2027-05-31")})
	if r := w.Stored(id); r.State != unitreview.SheetImproving || r.Due != date("2027-05-31") {
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Do(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 1, On: date("2027-02-01"), Found: "18分钟。", Came: "achieved"})
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
	w.UnitReview.Marks = func(_ context.Context, _, wave string) (map[string][]unitreview.Mark, error) {
		if wave == "w2" {
			return map[string][]unitreview.Mark{"科室a": {{Wave: "w2", Title: "科室问卷", Question: "满意度", Mean: 9000, N: 50}}}, nil
		}
		if wave != "w1" {
			return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		}
		return map[string][]unitreview.Mark{"塘桥派出所": {{Wave: "w1", Title: "居民问卷", Question: "满意度", Mean: 8250, N: 120}, {Wave: "w1", Title: "居民问卷", Question: "效率", Mean: 7000, N: 120}}}, nil
	}
	round, sheets := review(w)
	id := sheets["塘桥派出所"]
	w.Refused("unitreview.not_counted", w.Try(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w0"}))
	w.Do(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w1"})
	w.Do(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w1"}) // again changes nothing
	if p := officetest.Payload[unitreview.Round](w, round.ID); !slices.Equal(p.Unnamed, []string{"科室a"}) || len(p.Waves) != 1 {
		t.Errorf("%+v", p)
	}
	w.Do(w.Personnel(), round.ID, "take_marks", &unitreview.MarksInput{Wave: "w2"}) // names the other unit alone
	if p := officetest.Payload[unitreview.Round](w, round.ID); len(p.Unnamed) != 0 || len(p.Waves) != 2 {
		t.Errorf("%+v", p)
	}
	w.Do(w.Personnel(), id, "enter_report", &unitreview.EnterInput{On: date("2026-11-30"), ReportInput: report()})
	sh := officetest.Payload[unitreview.Sheet](w, id)
	if len(sh.Marks) != 2 || sh.Marks[0].Mean != 8250 || sh.Report.On != date("2026-11-30") || len(sh.Figures) != 0 {
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
	in.Period = "2026"
	w.Refused("unitreview.exists", open(in)) // it contains the half-year
	in.Period, in.Agencies = "2025", []unitreview.Agency{{Name: "科室a"}}
	w.Refused("unitreview.twice", open(in))
	in.Agencies, in.Units = nil, []string{"0198c2f0-0000-7000-8000-00000000ffff"}
	w.Refused("unitreview.nobody", open(in))
	in.Units, in.Agencies, in.Alone = nil, []unitreview.Agency{{Name: "派出所"}}, true
	w.Must(open(in))
	w.Do(w.Personnel(), round.ID, "cancel", nil)
	for name, id := range sheets {
		if r := w.Stored(id); r.State != unitreview.SheetDropped || len(r.Waiting) != 0 {
			t.Errorf("%s: %s, waits for %v", name, r.State, r.Waiting)
		}
	}
	w.Must(open(unitreview.OpenInput{Period: "2026H2", ReportBy: date("2026-12-15"), DecideBy: date("2026-12-31")}))
}

// Nobody has a part in the review of a unit that they or a relative head, and a decision is
// opened again by somebody else than who decided. a1 heads department a; a2, who becomes its
// head, is married to l3.
func TestNobodyReviewsTheUnitThatTheyOrARelativeHead(t *testing.T) {
	w := officetest.New(t)
	_, sheets := review(w)
	id := sheets["科室a"]
	in := report()
	head := w.Who("a1", evaluation.RoleHead, evaluation.RoleLeader, evaluation.RolePrincipal, evaluation.RolePersonnel)
	w.Do(head, id, "submit_report", &in)
	w.Refused("unitreview.recused", w.Try(head, id, "rate", &unitreview.RateInput{Score: 100}))
	w.Refused("unitreview.recused", w.Try(head, id, "decide", &unitreview.DecideInput{Grade: "good", Words: "好。"}))
	w.Do(w.Personnel(), w.People["a1"], "relate", &roster.Relate{Person: w.People["l4"], Relation: "兄弟"})
	w.Refused("unitreview.recused", w.Try(w.Who("l4", evaluation.RoleLeader), id, "rate", &unitreview.RateInput{Score: 100}))
	l1 := w.Who("l1", evaluation.RolePrincipal)
	for _, no := range []string{"l2", "l3", "l5"} {
		w.Do(w.Who(no, evaluation.RoleLeader), id, "rate", &unitreview.RateInput{Score: 80})
	}
	if w.AsksApproval(w.Who("l2", evaluation.RoleLeader), unitreview.KindSheet, unitreview.SheetReviewing) || !w.AsksApproval(l1, unitreview.KindSheet, unitreview.SheetReviewing) {
		t.Error("a rating counts as an approval, or a decision does not")
	}
	w.Do(l1, id, "decide", &unitreview.DecideInput{Grade: "poor", Words: "误选。", Improvements: []unitreview.ImprovementInput{{What: "等候时间", Due: date("2027-03-31")}}})
	w.Do(w.Personnel(), id, "look_back", &unitreview.LookInput{Which: 1, On: evaluation.DateOf(w.Now()), Found: "还要25分钟。", Came: "not_yet"})
	if sh := officetest.Payload[unitreview.Sheet](w, id); sh.Score != 8000 || sh.Rated != 3 {
		t.Errorf("score %d of %d", sh.Score, sh.Rated)
	}
	w.Refused("unitreview.decided_already", w.Try(w.Personnel(), w.Stored(id).Parent, "cancel", nil))
	w.Refused("unitreview.second_person", w.Try(l1, id, "reopen", nil))
	w.Do(w.Personnel(), id, "reopen", nil)
	w.Do(l1, id, "decide", &unitreview.DecideInput{Grade: "fair", Words: "完成任务。"})
	if sh := officetest.Payload[unitreview.Sheet](w, id); sh.Grade != "fair" || len(sh.Earlier) != 1 || sh.Earlier[0].Grade != "poor" || len(sh.Improvements) != 0 || len(sh.Earlier[0].Improvements[0].Looks) != 1 {
		t.Errorf("%+v", sh)
	}
}

func TestMembersOfThePanelRateByNameAndReadNothingElse(t *testing.T) {
	w := officetest.New(t)
	in := unitreview.OpenInput{
		Period: "2026H2", Units: []string{w.Units["a"], w.Units["b"]}, Panel: []string{w.People["a1"], w.People["b2"], w.People["l3"]},
		ReportBy: date("2026-12-15"), DecideBy: date("2026-12-31"),
	}
	round := w.Make(w.Personnel(), unitreview.KindRound, "open", &in)
	p := officetest.Payload[unitreview.Round](w, round.ID)
	if len(p.Panel) != 2 || p.Panel[0].Name == "" { // who leads rates in any case
		t.Fatalf("panel %+v", p.Panel)
	}
	id := p.Units[0].Sheet
	report := report()
	b2, a1 := w.Who("b2", evaluation.RoleCadre), w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre)
	w.Refused("not_found", w.Try(w.Who("b3", evaluation.RoleCadre), id, "rate", &unitreview.RateInput{Score: 90}))
	w.Do(a1, id, "submit_report", &report)
	if waits := w.Stored(id).Waiting; !slices.Contains(waits, evaluation.WaitPerson(w.People["b2"])) || slices.Contains(waits, evaluation.WaitPerson(w.People["a1"])) {
		t.Errorf("waits for %v", waits) // a1 heads the department
	}
	w.Refused("unitreview.recused", w.Try(a1, id, "rate", &unitreview.RateInput{Score: 100}))
	w.Do(b2, id, "rate", &unitreview.RateInput{Score: 60, Words: "窗口等候偏长。"})
	if waits := w.Stored(id).Waiting; slices.Contains(waits, evaluation.WaitPerson(w.People["b2"])) {
		t.Errorf("still waits for %v", waits)
	}
	if fields := read(w, b2, id); len(fields) > 0 {
		t.Errorf("a member of the panel reads %v", fields)
	}
	w.Do(w.Who("l3", evaluation.RoleLeader), id, "rate", &unitreview.RateInput{Score: 80})
	w.Do(w.Who("l4", evaluation.RoleLeader), id, "rate", &unitreview.RateInput{Score: 85})
	w.Do(w.Who("l1", evaluation.RolePrincipal), id, "decide", &unitreview.DecideInput{Grade: "fair", Words: "完成任务。"})
	if sh := officetest.Payload[unitreview.Sheet](w, id); sh.Score != 7500 || sh.Rated != 3 {
		t.Errorf("score %d of %d", sh.Score, sh.Rated)
	}
	if _, err := w.Get(t.Context(), b2, id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("after the decision: %v", err)
	}
}
