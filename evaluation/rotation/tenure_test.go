package rotation_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

func TestTenureIsContinuousTimeInThePostAsOfAnyDay(t *testing.T) {
	w := office(t)
	id := enter(w, "x1", "a", "2008-01-01", "2012-03-01")
	appoint := func(unit, post, since, level string) {
		t.Helper()
		w.Do(w.Personnel(), id, "appoint", &roster.Appoint{Department: w.Units[unit], Post: post, PostSince: date(since), Level: level, LevelSince: date(since)})
	}
	appoint("a", "职务x1", "2015-01-01", "四级主任科员") // a level alone: the same post
	w.Do(w.Personnel(), w.Units["a"], "rename", &roster.RenameDepartment{Name: "平安办", From: date("2018-01-01")})
	appoint("a", "平安办职务x1", "2018-01-01", "四级主任科员") // the department's new name before it: the same post
	appoint("b", "职务x1", "2022-06-01", "四级主任科员")    // the same title elsewhere: another post
	appoint("a", "职务x1", "2024-06-01", "四级主任科员")    // back again: it begins anew
	for _, c := range []struct {
		day, since string
		years      int
		stage      rotation.Stage
		posts      int
	}{
		{"2012-03-01", "2012-03-01", 0, rotation.StageNone, 1},
		{"2017-02-28", "2012-03-01", 4, rotation.StageNone, 1},
		{"2017-03-01", "2012-03-01", 5, rotation.StageNotice, 1},
		{"2022-05-31", "2012-03-01", 10, rotation.StageMandatory, 1},
		{"2022-06-01", "2022-06-01", 0, rotation.StageNone, 2},
		{"2026-12-01", "2024-06-01", 2, rotation.StageNone, 3},
	} {
		got := tenures(w, w.Personnel(), c.day)["x1"]
		if got.Since.String() != c.since || got.Span.Years != c.years || got.Stage != c.stage || got.Posts != c.posts {
			t.Errorf("on %s: since %s, %d years, %s, %d posts", c.day, got.Since, got.Span.Years, got.Stage, got.Posts)
		}
	}
	// D-2: two terms of five years in a post, fifteen years at a level; section heads since 1 January 2020.
	for day, want := range map[string][]string{"2029-12-31": {}, "2030-01-01": {rotation.AlsoTerms}, "2035-01-01": {rotation.AlsoTerms, rotation.AlsoLevel}} {
		all := tenures(w, w.Personnel(), day)
		if got := all["b1"].Also; !slices.Equal(got, want) || len(all["b4"].Also) != 0 {
			t.Errorf("on %s: %v", day, got)
		}
	}
	if _, there := tenures(w, w.Personnel(), "2026-12-01")["l1"]; there {
		t.Error("a leader of division level is exchanged by the district")
	}
	if _, there := tenures(w, w.Personnel(), "2007-12-31")["x1"]; there {
		t.Error("somebody is there before joining")
	}
}

func TestASensitivePostHasStricterYearsWhileItIsOne(t *testing.T) {
	w := office(t)
	enter(w, "x1", "a", "2015-01-01", "2020-12-01")
	p := w.Personnel()
	in := &rotation.MarkInput{Unit: w.Units["a"], Title: "职务x1", From: date("2025-01-01"), PowersInput: rotation.PowersInput{Powers: []string{"money"}}}
	post := w.Make(p, rotation.KindPost, "mark", in).ID
	_, err := w.Create(t.Context(), p, rotation.KindPost, "mark", evaluation.Creation{Input: in})
	w.Refused("rotation.marked", err)
	_, err = w.Create(t.Context(), p, rotation.KindPost, "mark", evaluation.Creation{Input: &rotation.MarkInput{
		Unit: w.Units["a"], Title: "没有的职务", From: date("2025-01-01"), PowersInput: in.PowersInput,
	}})
	w.Refused("rotation.no_post", err)
	for day, want := range map[string]rotation.Stage{
		"2024-12-31": rotation.StageNone, "2025-01-01": rotation.StageNotice, "2025-11-30": rotation.StageNotice, "2025-12-01": rotation.StageDecide,
	} {
		if got := tenures(w, p, day)["x1"]; got.Stage != want || (got.Stage != rotation.StageNone) != slices.Equal(got.Sensitive, []string{"money"}) {
			t.Errorf("on %s: %s %v", day, got.Stage, got.Sensitive)
		}
	}
	cases := all(w, rotation.KindCase)
	if len(cases) != 1 || cases[0].Subject != w.People["x1"] || cases[0].On != date("2025-12-01") {
		t.Fatalf("%d cases", len(cases))
	}
	w.Do(p, post, "lift", &rotation.LiftInput{To: date("2026-11-30")})
	if got := tenures(w, p, "2026-12-01")["x1"]; got.Stage != rotation.StageNotice || len(got.Sensitive) != 0 {
		t.Errorf("%s %v", got.Stage, got.Sensitive)
	}
	inState(w, cases[0].ID, rotation.CaseClosed)
	if c := officetest.Payload[rotation.Case](w, cases[0].ID); c.Became != rotation.BecameNotDue {
		t.Errorf("closed as %s", c.Became)
	}
	whole := &rotation.MarkInput{Unit: w.Units["b"], From: date("2026-01-01"), PowersInput: rotation.PowersInput{Powers: []string{"enforcement", "audit"}}}
	w.Make(p, rotation.KindPost, "mark", whole)
	if got := tenures(w, p, "2026-12-01")["b4"]; !slices.Equal(got.Sensitive, []string{"audit", "enforcement"}) || got.Stage != rotation.StageDecide {
		t.Errorf("%s %v", got.Stage, got.Sensitive) // since 1 January 2020
	}
}

func stay(w *officetest.World, no string) *rotation.StayInput {
	return &rotation.StayInput{Person: w.People[no], StayTerms: rotation.StayTerms{
		Ground: "task", Words: "旧区改造项目到明年年中收尾，由其牵头。", Until: date("2027-06-30"),
	}}
}

func TestAStayIsProposedApprovedShownAndEndsByItself(t *testing.T) {
	w := office(t)
	enter(w, "x1", "a", "2010-01-01", "2016-06-01")
	watch(w)
	watch(w)
	cases := all(w, rotation.KindCase)
	if len(cases) != 1 || cases[0].State != rotation.CaseOpen || !slices.Contains(cases[0].Waiting, evaluation.WaitRole(evaluation.RolePersonnel)) {
		t.Fatalf("%d cases", len(cases)) // the others are there since 2020
	}
	p := w.Personnel()
	r := w.Make(p, rotation.KindStay, "propose", stay(w, "x1"))
	_, err := w.Create(t.Context(), p, rotation.KindStay, "propose", evaluation.Creation{Input: stay(w, "x1")})
	w.Refused("rotation.stay_twice", err)
	w.Do(principal(w), r.ID, "return", nil)
	w.Do(p, r.ID, "resubmit", &stay(w, "x1").StayTerms)
	w.Do(principal(w), r.ID, "approve", &rotation.OpinionInput{Opinion: "同意"})
	inState(w, cases[0].ID, rotation.CaseStaying)
	got := tenures(w, p, "2026-12-01")["x1"]
	if got.Stage != rotation.StageMandatory || got.Staying == nil || got.Staying.Until != date("2027-06-30") || got.Staying.Words == "" {
		t.Fatalf("%+v", got)
	}
	if tenures(w, p, "2027-07-01")["x1"].Staying != nil || tenures(w, p, "2026-11-30")["x1"].Staying != nil {
		t.Error("the stay holds outside its days")
	}
	w.Turn("2027-07-01")
	watch(w)
	inState(w, r.ID, rotation.StayLapsed)
	inState(w, cases[0].ID, rotation.CaseOpen)
	if tenures(w, p, "2027-06-30")["x1"].Staying == nil {
		t.Error("that the stay held once is forgotten")
	}
	w.Do(p, cases[0].ID, "arrange", &rotation.ArrangeInput{Words: "拟调社区服务办", By: date("2027-09-30")})
	w.Do(p, w.People["x1"], "appoint", &roster.Appoint{Department: w.Units["b"], Post: "科员", PostSince: date("2027-07-01"), Level: "一级科员"})
	watch(w)
	inState(w, cases[0].ID, rotation.CaseClosed)
	if c := officetest.Payload[rotation.Case](w, cases[0].ID); c.Became != string(roster.OtherUnit) || len(c.Arranged) != 1 {
		t.Errorf("%+v", c)
	}
}

func TestAStayOfSomebodyWhoMovedMeanwhileIsNotApproved(t *testing.T) {
	w := office(t)
	enter(w, "x1", "a", "2010-01-01", "2016-06-01")
	p := w.Personnel()
	r := w.Make(p, rotation.KindStay, "propose", stay(w, "x1"))
	w.Turn("2026-12-10")
	w.Do(p, w.People["x1"], "appoint", &roster.Appoint{Department: w.Units["b"], Post: "科员", PostSince: date("2026-12-08"), Level: "一级科员"})
	w.Refused("rotation.moved_on", w.Try(principal(w), r.ID, "approve", &rotation.OpinionInput{}))
}

// The post became a sensitive one after the stay was proposed: the years are other
// ones, and what was proposed is not what would be approved.
func TestAStayWhoseGroundsHaveChangedIsNotApproved(t *testing.T) {
	w := office(t)
	enter(w, "x1", "a", "2010-01-01", "2016-06-01")
	p := w.Personnel()
	r := w.Make(p, rotation.KindStay, "propose", stay(w, "x1"))
	w.Make(p, rotation.KindPost, "mark", &rotation.MarkInput{Unit: w.Units["a"], From: date("2026-01-01"), PowersInput: rotation.PowersInput{Powers: []string{"audit"}}})
	w.Refused("rotation.stay_changed", w.Try(principal(w), r.ID, "approve", &rotation.OpinionInput{}))
	w.Do(principal(w), r.ID, "return", nil)
	w.Do(p, r.ID, "resubmit", &stay(w, "x1").StayTerms)
	w.Do(principal(w), r.ID, "approve", &rotation.OpinionInput{})
}

func TestAStayIsRefusedWhereItDoesNotFit(t *testing.T) {
	w := office(t)
	enter(w, "x1", "a", "2010-01-01", "2016-06-01")
	enter(w, "x2", "a", "2010-01-01", "2024-06-01")
	p := w.Personnel()
	try := func(want string, who evaluation.Actor, change func(*rotation.StayInput)) {
		t.Helper()
		in := stay(w, "x1")
		change(in)
		_, err := w.Create(t.Context(), who, rotation.KindStay, "propose", evaluation.Creation{Input: in})
		w.Refused(want, err)
	}
	try("rotation.stay_needless", p, func(in *rotation.StayInput) { in.Person = w.People["x2"] })
	try("rotation.leads", p, func(in *rotation.StayInput) { in.Person = w.People["l3"] })
	try("error.day.span", p, func(in *rotation.StayInput) { in.Until = date("2026-12-01") })
	try("error.day.span", p, func(in *rotation.StayInput) { in.Until = date("2027-12-02") }) // P-61: twelve months
	try("error.field.choice", p, func(in *rotation.StayInput) { in.Ground = "friend" })
	try("forbidden", w.Who("a1", evaluation.RoleHead), func(*rotation.StayInput) {})
	try("forbidden", w.Who("x1", evaluation.RolePersonnel), func(*rotation.StayInput) {})
	r := w.Make(p, rotation.KindStay, "propose", stay(w, "x1"))
	both := p
	both.Roles = []evaluation.Role{evaluation.RolePersonnel, evaluation.RolePrincipal}
	w.Refused("rotation.same_person", w.Try(both, r.ID, "approve", &rotation.OpinionInput{}))
	w.Refused("forbidden", w.Try(p, r.ID, "approve", &rotation.OpinionInput{}))
	w.Refused("forbidden", w.Try(principal(w), r.ID, "lapse", nil))
	w.Do(principal(w), r.ID, "approve", &rotation.OpinionInput{})
	w.Refused("state", w.Try(p, r.ID, "withdraw", nil))
	w.Do(principal(w), r.ID, "end", nil)
	if tenures(w, p, "2026-12-01")["x1"].Staying != nil {
		t.Error("a stay that was ended holds")
	}
	w.Make(p, rotation.KindStay, "propose", stay(w, "x1"))
}

func TestWhoSeesWhoseTenureAndTheReasons(t *testing.T) {
	w := office(t)
	enter(w, "x1", "a", "2010-01-01", "2016-06-01")
	r := w.Make(w.Personnel(), rotation.KindStay, "propose", stay(w, "x1"))
	w.Do(principal(w), r.ID, "approve", &rotation.OpinionInput{})
	for _, c := range []struct {
		who     evaluation.Actor
		n       int
		reasons bool
	}{
		{w.Personnel(), 29, true}, {principal(w), 29, true},
		{w.Who("l3", evaluation.RoleLeader), 15, true}, // in charge of a and b
		{w.Who("l4", evaluation.RoleLeader), 7, false},
		{w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre), 8, false},
		{w.Who("a4", evaluation.RoleHead), 1, false}, // heads nothing
		{w.Who("x1"), 1, true},
		{w.Who("b4"), 1, false},
		{w.Who("d1", evaluation.RoleDiscipline), 1, false},
		{w.Outside("jiandu", evaluation.RoleSupervisor), 0, false},
		{w.Outside("admin", evaluation.RoleAdmin), 0, false},
	} {
		got := tenures(w, c.who, "2026-12-01")
		x := got["x1"]
		if len(got) != c.n || (x.Staying != nil && x.Staying.Words != "") != c.reasons {
			t.Errorf("%s %v sees %d, %+v", c.who.Name, c.who.Roles, len(got), x.Staying)
		}
	}
	if _, err := w.Get(t.Context(), w.Who("b4"), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a colleague reads the decision: %v", err)
	}
}
