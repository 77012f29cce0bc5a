package appraisal_test

import (
	"fmt"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// small is an office of two committees: the first of six cadres rates b4 and
// c4, the second of seven rates c4 alone.
func small(t *testing.T) *world {
	t.Parallel()
	w := newWorld(t)
	w.committee(6)
	w.committee(7)
	w.liaise("b4", 1, "2024-01-01")
	w.liaise("c4", 1, "2024-01-01")
	w.liaise("c4", 2, "2025-06-01")
	return w
}

func TestAYearFromThePlanToTheLock(t *testing.T) {
	w := small(t)
	round := w.published(planned())
	for m := range 6 {
		w.vote(fmt.Sprintf("k1m%d", m+1), "80 90")
	}
	for m := range 7 {
		w.vote(fmt.Sprintf("k2m%d", m+1), fmt.Sprintf("%d 70", 70+m))
	}
	w.tally(round)
	if r := w.result(round, "b4"); !r.Shown || r.Mean != 8400 || r.SD != 0 || r.Usable != 6 || r.Panels[0].Mean != 8400 {
		t.Errorf("b4: %+v", r)
	}
	r := w.result(round, "c4")
	// 6 × 84 and 7 × (0.6 × 73 + 0.4 × 70) = 71.8 on average.
	if r.Usable != 13 || r.Mean != (6*8400+7*7180+6)/13 || r.Panels[0].Mean != 8400 || r.Panels[1].Mean != 7180 {
		t.Errorf("c4: %+v", r)
	}
	opinions := w.round(round).Cadres
	for _, c := range opinions {
		for _, tie := range c.Committees {
			o := officetest.Payload[appraisal.Opinion](w.World, tie.Opinion)
			who := w.members[o.SignerName]
			w.Do(who, tie.Opinion, "write", &appraisal.OpinionInput{Text: "经常走访居民，帮助解决实际困难。"})
			w.Do(who, tie.Opinion, "sign", nil)
		}
	}
	w.Do(w.Personnel(), round, "release", &appraisal.AnywayInput{})
	w.Do(w.Who("b4"), w.sheet(round, "b4"), "acknowledge", &appraisal.CommentInput{Text: "感谢。"})
	w.Do(w.Who("c4"), w.sheet(round, "c4"), "object", &appraisal.TextInput{Text: "联系时间有误。"})
	w.Refused("appraisal.sheets_open.locked", w.Try(w.Personnel(), round, "close", nil))
	sheet := w.sheet(round, "c4")
	w.Refused("appraisal.related", w.Try(w.principal(), sheet, "assign", &appraisal.AssignInput{Reviewer: w.People["c4"]}))
	w.Do(w.principal(), sheet, "assign", &appraisal.AssignInput{Reviewer: w.People["l3"]})
	w.Refused("forbidden", w.Try(w.Who("l4", evaluation.RoleLeader), sheet, "answer", &appraisal.OutcomeInput{Outcome: "rejected", Text: "无误。"}))
	w.Do(w.Who("l3", evaluation.RoleLeader), sheet, "answer", &appraisal.OutcomeInput{Outcome: "rejected", Text: "经核实无误。"})
	for _, no := range []string{"b4", "c4"} {
		w.Do(w.Personnel(), w.sheet(round, no), "lock", nil)
	}
	w.Do(w.Personnel(), round, "close", nil)
	w.Refused("appraisal.second_person", w.Try(w.Personnel(), round, "reopen", nil))
	w.Do(w.deputy(), round, "reopen", nil)
}

func TestAFormIsTakenOnlyWholeOnTheScaleAndWithReasonsAtItsEnds(t *testing.T) {
	w := small(t)
	round := w.published(planned())
	f, _ := w.task("k1m1")
	cast := func(b appraisal.Ballot) error { return w.Appraisal.Cast(t.Context(), w.members["k1m1"], round, b) }
	row := func(no, points, reason string) appraisal.Row {
		return appraisal.Row{Person: w.People[no], Points: points, Reason: reason}
	}
	for name, c := range map[string]struct {
		rows []appraisal.Row
		key  string
	}{
		"half of it":                {[]appraisal.Row{row("b4", "80 80", "")}, "appraisal.incomplete"},
		"somebody twice":            {[]appraisal.Row{row("b4", "80 80", ""), row("b4", "80 80", "")}, "appraisal.twice"},
		"somebody else":             {[]appraisal.Row{row("b4", "80 80", ""), row("a4", "80 80", "")}, "appraisal.not_on_form"},
		"one mark of two":           {[]appraisal.Row{row("b4", "80", ""), row("c4", "80 80", "")}, "appraisal.points_count"},
		"above the scale":           {[]appraisal.Row{row("b4", "101 80", ""), row("c4", "80 80", "")}, "appraisal.points.points"},
		"under it":                  {[]appraisal.Row{row("b4", "0 80", ""), row("c4", "80 80", "")}, "appraisal.points.points"},
		"no number":                 {[]appraisal.Row{row("b4", "好 80", ""), row("c4", "80 80", "")}, "appraisal.points.points"},
		"the low end with no word":  {[]appraisal.Row{row("b4", "59 80", ""), row("c4", "80 80", "")}, "appraisal.reason_needed"},
		"the high end with no word": {[]appraisal.Row{row("b4", "95 80", ""), row("c4", "80 80", "")}, "appraisal.reason_needed"},
		"nothing":                   {nil, "error.field.required"},
	} {
		err := cast(appraisal.Ballot{Rows: c.rows})
		if evaluation.CodeOf(err) != evaluation.CodeInvalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w.Refused(c.key, err)
	}
	if len(f.Cadres) != 2 || f.Low != 60 || f.High != 95 {
		t.Errorf("the form is %+v", f)
	}
	w.Must(cast(appraisal.Ballot{Rows: []appraisal.Row{row("b4", "59 95", "差别很大，见走访记录。"), {Person: w.People["c4"], Abstain: true}}}))
	if err := cast(marks(f, "80 80")); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("a second ballot: %v", err)
	}
	if f, _ := w.task("k1m1"); !f.Voted {
		t.Error("the voter's own page does not know")
	}
}

func TestWeightsSumToAHundredAndDatesFollowEachOther(t *testing.T) {
	w := small(t)
	for key, change := range map[string]func(*appraisal.PlanInput){
		"appraisal.weights": func(in *appraisal.PlanInput) { in.Items[0].Weight = 50 },
		"appraisal.twice":   func(in *appraisal.PlanInput) { in.Items[1].Name = in.Items[0].Name },
		"appraisal.as_of":   func(in *appraisal.PlanInput) { in.AsOf = officetest.Date("2025-12-01") },
		"appraisal.order":   func(in *appraisal.PlanInput) { in.VoteBy = officetest.Date("2026-11-01") },
		"appraisal.no_way":  func(in *appraisal.PlanInput) { in.Account = false },
	} {
		in := planned()
		change(in)
		_, err := w.Create(t.Context(), w.Personnel(), appraisal.KindRound, "plan", evaluation.Creation{Input: in})
		w.Refused(key, err)
	}
	w.plan(planned())
	_, err := w.Create(t.Context(), w.Personnel(), appraisal.KindRound, "plan", evaluation.Creation{Input: planned()})
	w.Refused("appraisal.exists", err)
}
