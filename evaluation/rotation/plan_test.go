package rotation_test

import (
	"fmt"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/signoff"
)

func discipline(w *officetest.World) evaluation.Actor {
	return w.Outside("jiwei", evaluation.RoleDiscipline)
}

// second is an account of personnel that did not prepare the plan.
func second(w *officetest.World) evaluation.Actor {
	return w.Outside("zuzhi2", evaluation.RolePersonnel)
}

func leader(w *officetest.World, no string) evaluation.Actor { return w.Who(no, evaluation.RoleLeader) }

func people(w *officetest.World, nos ...string) []string {
	var ids []string
	for _, no := range nos {
		ids = append(ids, w.People[no])
	}
	return ids
}

// opened is a plan on 1 December 2026 with people of the world in play, whose
// own posts they have held for nearly seven years.
func opened(w *officetest.World, nos ...string) string {
	w.T.Helper()
	return w.Make(w.Personnel(), rotation.KindPlan, "open", &rotation.OpenInput{
		Title: "方案一", AsOf: date("2026-12-01"), Effective: date("2026-12-15"), PlayInput: rotation.PlayInput{People: people(w, nos...)},
	}).ID
}

func planOf(w *officetest.World, id string) *rotation.MovePlan {
	return officetest.Payload[rotation.MovePlan](w, id)
}

// moving marks people who have to move; the others stay.
func moving(w *officetest.World, id string, nos ...string) *rotation.Terms {
	p := planOf(w, id)
	for i := range p.Persons {
		if slices.Contains(people(w, nos...), p.Persons[i].Person) {
			p.Persons[i].Duty = rotation.DutyMust
		} else {
			p.Persons[i].Duty = rotation.DutyKeep
		}
	}
	return &p.Terms
}

// seatOf is the post of somebody in a result.
func seatOf(p *rotation.MovePlan, person string) string {
	for _, at := range p.Result.Placed {
		if at.Person == person {
			return at.Seat
		}
	}
	return ""
}

// computed is a plan by which the heads of a and b change places.
func computed(w *officetest.World) string {
	w.T.Helper()
	id := opened(w, "a1", "b1", "c1")
	w.Do(w.Personnel(), id, "ask", moving(w, id, "a1", "b1"))
	w.Do(w.Personnel(), id, "compute", nil)
	p := planOf(w, id)
	if seatOf(p, w.People["a1"]) != w.People["b1"] || seatOf(p, w.People["b1"]) != w.People["a1"] || seatOf(p, w.People["c1"]) != w.People["c1"] {
		w.T.Fatalf("%+v", p.Result)
	}
	return id
}

// swapped is that plan, submitted.
func swapped(w *officetest.World) string {
	w.T.Helper()
	id := computed(w)
	w.Do(w.Personnel(), id, "submit", &rotation.SubmitInput{Chosen: rotation.ChosenBest, Checked: []string{"file", "matters"}})
	return id
}

var meeting = &rotation.MeetingInput{On: date("2026-12-01"), Place: "第一会议室", Minutes: "会议一致同意组织科提出的轮岗方案。", Outcome: rotation.MeetingAgreed}

func deliberated(w *officetest.World) string {
	w.T.Helper()
	id := swapped(w)
	in := *meeting
	in.Present = people(w, "l1", "l4")
	w.Do(w.Personnel(), id, "deliberate", &in)
	return id
}

func signed(w *officetest.World) string {
	w.T.Helper()
	id := deliberated(w)
	w.Do(discipline(w), id, "sign", &rotation.SignInput{Words: "无反映"})
	w.Do(second(w), id, "sign", &rotation.SignInput{})
	w.Do(leader(w, "l3"), id, "sign", &rotation.SignInput{})
	return id
}

func approved(w *officetest.World) string {
	w.T.Helper()
	id := signed(w)
	w.Do(principal(w), id, "approve", &rotation.ApproveInput{Effective: date("2026-12-15")})
	return id
}

// handOver signs the handover of every move on both sides.
func handOver(w *officetest.World, id string) {
	w.T.Helper()
	for _, m := range planOf(w, id).Moves {
		v := officetest.Payload[rotation.Moving](w, m.Record)
		for i := range v.Items {
			v.Items[i].Done = true
		}
		giver, taker := who(w, m.Person), who(w, v.Taker)
		w.Do(giver, m.Record, "list", &rotation.ChecklistInput{Items: v.Items})
		w.Do(giver, m.Record, "give", &rotation.HandingInput{})
		w.Do(taker, m.Record, "take", &rotation.HandingInput{Words: "已接"})
	}
}

func who(w *officetest.World, person string) evaluation.Actor {
	for no, id := range w.People {
		if id == person {
			return w.Who(no)
		}
	}
	w.T.Fatal("nobody")
	return evaluation.Actor{}
}

// post is somebody's newest appointment.
func post(w *officetest.World, no string) roster.Appointment {
	p := officetest.Payload[roster.Person](w, w.People[no])
	return p.Appointments[len(p.Appointments)-1]
}

func TestAPlanGoesFromPreparationToTheRoster(t *testing.T) {
	w := office(t)
	id := approved(w)
	if got := w.Stored(id); got.State != rotation.PlanApproved || post(w, "a1").Department != w.Units["a"] {
		t.Fatalf("approval touched the roster: %s", got.State)
	}
	handOver(w, id)
	watch(w)
	if w.Stored(id).State != rotation.PlanApproved {
		t.Fatal("it took effect before its day")
	}
	w.Turn("2026-12-15")
	watch(w)
	for no, unit := range map[string]string{"a1": "b", "b1": "a"} {
		a := post(w, no)
		if a.Department != w.Units[unit] || !a.Heads || a.From != date("2026-12-15") || a.Level != roster.LevelSectionHead {
			t.Errorf("%s: %+v", no, a)
		}
	}
	if w.Stored(id).State != rotation.PlanEffective || post(w, "c1").Department != w.Units["c"] {
		t.Errorf("%s", w.Stored(id).State)
	}
	for _, m := range planOf(w, id).Moves {
		if w.Stored(m.Record).State != rotation.MoveEffective {
			t.Errorf("the move is %s", w.Stored(m.Record).State)
		}
	}
	facts := w.Facts(w.Rotation, w.People["a1"], date("2026-01-01"), date("2026-12-31"))
	if len(facts) != 1 || facts[0].Say.Key != "rotation.fact.move" || facts[0].On != date("2026-12-15") {
		t.Errorf("the file says %+v", facts)
	}
}

func TestWhatIfPlansStandSideBySideAndTouchNothing(t *testing.T) {
	w := office(t)
	before := fmt.Sprint(post(w, "a1"), post(w, "b1"))
	one := swapped(w)
	two := w.Make(w.Personnel(), rotation.KindPlan, "copy", &rotation.CopyInput{Plan: one, Title: "方案二"}).ID
	w.Do(w.Personnel(), two, "weigh", &rotation.Weights{Move: 1000})
	w.Do(w.Personnel(), two, "compute", nil)
	if planOf(w, two).Title != "方案二" || planOf(w, two).Result.Total == planOf(w, one).Result.Total || w.Stored(two).State != rotation.PlanComputed {
		t.Errorf("%+v", planOf(w, two).Result)
	}
	if fmt.Sprint(post(w, "a1"), post(w, "b1")) != before || len(all(w, rotation.KindMove)) > 0 {
		t.Error("a plan in preparation touched something")
	}
}

func TestAResultIsTheSameWhenItIsWorkedOutAgain(t *testing.T) {
	w := office(t)
	p := planOf(w, swapped(w))
	if same, err := p.Same(p.Result); err != nil || !same {
		t.Errorf("%v %v", same, err)
	}
	p.Late++
	if same, _ := p.Same(p.Result); same {
		t.Error("other weights give the same result") // the control
	}
}

func TestWhoIsInPlayLearnsNothingOfAPlanInPreparationWhateverTheRoles(t *testing.T) {
	w := office(t)
	id := swapped(w)
	for _, a := range []evaluation.Actor{w.Who("a1", evaluation.RolePersonnel), w.Who("b1", evaluation.RoleHead), w.Who("c1", evaluation.RolePrincipal), w.Who("d4")} {
		if _, err := w.Get(t.Context(), a, id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
			t.Errorf("%s: %v", a.Name, err)
		}
		list, err := w.List(t.Context(), a, evaluation.Query{Kinds: []string{rotation.KindPlan}})
		if err != nil || len(list.Views) > 0 {
			t.Errorf("%s lists it: %v", a.Name, err)
		}
		w.Refused("not_found", w.Try(a, id, "withdraw", nil))
	}
	_, err := w.Create(t.Context(), w.Who("a1", evaluation.RolePersonnel), rotation.KindPlan, "open", evaluation.Creation{Input: &rotation.OpenInput{
		Title: "x", AsOf: date("2026-12-01"), Effective: date("2026-12-15"), PlayInput: rotation.PlayInput{People: people(w, "a1", "b1")},
	}})
	w.Refused("recused", err)
	_, err = w.Create(t.Context(), w.Who("a1", evaluation.RolePersonnel), rotation.KindPlan, "copy", evaluation.Creation{Input: &rotation.CopyInput{Plan: id, Title: "x"}})
	w.Refused("recused", err)
}

func TestNobodyActsOnARelativesMove(t *testing.T) {
	w := office(t)
	id := opened(w, "a2", "c2") // a2 is married to l3, who is in charge of a and b
	w.Do(w.Personnel(), id, "compute", nil)
	w.Do(w.Personnel(), id, "submit", &rotation.SubmitInput{Chosen: rotation.ChosenBest, Checked: []string{"file", "matters"}})
	in := *meeting
	in.Present = people(w, "l1", "l3")
	w.Refused("rotation.present_recused", w.Try(w.Personnel(), id, "deliberate", &in))
	w.Refused("recused", w.Try(w.Who("l3", evaluation.RolePrincipal), id, "deliberate", &in))
	in.Present = people(w, "l1")
	w.Do(w.Personnel(), id, "deliberate", &in)
	p := planOf(w, id)
	if slices.Contains(p.Signoff.Named(), w.People["l3"]) {
		t.Error("a relative is asked to countersign")
	}
	w.Refused("recused", w.Try(w.Who("l3", evaluation.RoleDiscipline), id, "sign", &rotation.SignInput{}))
}

func TestARelativesLeaderAndOneWhoPreparedDoNotSign(t *testing.T) {
	w := office(t)
	id := deliberated(w)
	w.Refused("rotation.own_plan", w.Try(w.Personnel(), id, "sign", &rotation.SignInput{}))
	w.Refused("not_found", w.Try(leader(w, "l4"), id, "sign", &rotation.SignInput{}))
	w.Do(discipline(w), id, "sign", &rotation.SignInput{})
	w.Refused("signoff.not_asked", w.Try(discipline(w), id, "sign", &rotation.SignInput{}))
	w.Do(leader(w, "l3"), id, "send_back", &rotation.PartyInput{})
	p := planOf(w, id)
	if w.Stored(id).State != rotation.PlanComputed || p.Signoff.Current().Ended.How != signoff.Returned || p.ReturnedFor == "" || len(p.Moves) > 0 {
		t.Errorf("%+v", p.Signoff)
	}
}

func TestTheLeaderSeesTheMovesOfTheDepartmentsInChargeOfAndNoOthers(t *testing.T) {
	w := office(t)
	id := opened(w, "a1", "b1", "c1", "c4", "d4")
	w.Do(w.Personnel(), id, "ask", moving(w, id, "a1", "b1", "c4", "d4"))
	w.Do(w.Personnel(), id, "compute", nil)
	w.Do(w.Personnel(), id, "submit", &rotation.SubmitInput{Chosen: rotation.ChosenBest, Checked: []string{"file", "matters"}})
	for no, want := range map[string]int{"l3": 2, "l4": 2} {
		v, err := w.Get(t.Context(), leader(w, no), id)
		w.Must(err)
		if slices.Contains(v.Fields, "moves") || slices.Contains(v.Fields, "candidates") || slices.Contains(v.Fields, evaluation.All) {
			t.Errorf("%s sees %v", no, v.Fields)
		}
		moves, err := w.Rotation.PlanMoves(t.Context(), leader(w, no), evaluation.DateOf(w.Now()), &v)
		if err != nil || len(moves) != want {
			t.Errorf("%s: %+v %v", no, moves, err)
		}
	}
}

func TestThePersonSeesTheOwnMoveOnceItIsApprovedAndNothingOfOthers(t *testing.T) {
	w := office(t)
	id := deliberated(w)
	if list, err := w.List(t.Context(), w.Who("a1"), evaluation.Query{Kinds: []string{rotation.KindMove}}); err != nil || len(list.Views) > 0 {
		t.Errorf("before the approval: %v", err)
	}
	w.Do(discipline(w), id, "sign", &rotation.SignInput{})
	w.Do(second(w), id, "sign", &rotation.SignInput{})
	w.Do(leader(w, "l3"), id, "sign", &rotation.SignInput{})
	w.Refused("rotation.own_plan", w.Try(evaluation.Actor{
		Office: officetest.Office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePrincipal},
	}, id, "approve", &rotation.ApproveInput{Effective: date("2026-12-15")}))
	w.Do(principal(w), id, "approve", &rotation.ApproveInput{Effective: date("2026-12-15")})
	list, err := w.List(t.Context(), w.Who("a1"), evaluation.Query{Kinds: []string{rotation.KindMove}})
	w.Must(err)
	own := 0
	for _, v := range list.Views { // the own, and that of whom one follows
		if v.Own {
			own++
		} else if slices.Contains(v.Fields, "to_post") || slices.Contains(v.Fields, evaluation.All) {
			t.Errorf("where the predecessor goes: %v", v.Fields)
		}
	}
	if own != 1 || len(list.Views) != 2 {
		t.Errorf("%d own of %d", own, len(list.Views))
	}
	if list, err := w.List(t.Context(), w.Who("c4"), evaluation.Query{Kinds: []string{rotation.KindMove}}); err != nil || len(list.Views) > 0 {
		t.Errorf("somebody else sees %d", len(list.Views))
	}
}

func TestBothSidesSignAFilledChecklistBeforeItTakesEffect(t *testing.T) {
	w := office(t)
	id := approved(w)
	w.Turn("2026-12-16")
	watch(w)
	if w.Stored(id).State != rotation.PlanApproved {
		t.Error("it took effect without the handovers")
	}
	w.Refused("rotation.handovers_open", w.Try(w.Personnel(), id, "take_effect", nil))
	m := planOf(w, id).Moves[0]
	giver := who(w, m.Person)
	w.Refused("rotation.items_open", w.Try(giver, m.Record, "give", &rotation.HandingInput{}))
	v := officetest.Payload[rotation.Moving](w, m.Record)
	for i := range v.Items {
		v.Items[i].Remark = "无此项"
	}
	w.Do(giver, m.Record, "list", &rotation.ChecklistInput{Items: v.Items})
	w.Do(giver, m.Record, "give", &rotation.HandingInput{})
	w.Refused("rotation.already_signed", w.Try(giver, m.Record, "give", &rotation.HandingInput{}))
	w.Refused("rotation.already_signed", w.Try(giver, m.Record, "list", &rotation.ChecklistInput{Items: v.Items}))
	w.Refused("forbidden", w.Try(giver, m.Record, "take", &rotation.HandingInput{}))
	w.Do(w.Personnel(), m.Record, "note", nil)
	w.Do(w.Personnel(), planOf(w, id).Moves[1].Record, "note", nil)
	watch(w)
	if w.Stored(id).State != rotation.PlanEffective || post(w, "a1").From != date("2026-12-15") {
		t.Errorf("%s %v", w.Stored(id).State, post(w, "a1"))
	}
}

func TestAnApprovedPlanIsRolledBackBeforeItsDayAndNotAfter(t *testing.T) {
	w := office(t)
	id := approved(w)
	w.Refused("forbidden", w.Try(w.Personnel(), id, "roll_back", nil))
	handOver(w, id)
	w.Turn("2026-12-15")
	w.Refused("rotation.too_late", w.Try(principal(w), id, "roll_back", nil))
	w.Turn("2026-12-14")
	w.Do(principal(w), id, "roll_back", nil)
	for _, m := range planOf(w, id).Moves {
		if w.Stored(m.Record).State != rotation.MoveCancelled {
			t.Errorf("%s", w.Stored(m.Record).State)
		}
	}
	opened(w, "a1", "b1") // who are free again
	w.Turn("2026-12-20")
	watch(w)
	if post(w, "a1").Department != w.Units["a"] || w.Stored(id).State != rotation.PlanRevoked {
		t.Error("it took effect all the same")
	}
}

func TestWhoIsAboutToMoveIsInNoOtherPlan(t *testing.T) {
	w := office(t)
	approved(w)
	_, err := w.Create(t.Context(), w.Personnel(), rotation.KindPlan, "open", evaluation.Creation{Input: &rotation.OpenInput{
		Title: "x", AsOf: date("2026-12-01"), Effective: date("2026-12-15"), PlayInput: rotation.PlayInput{People: people(w, "a1", "c1")},
	}})
	w.Refused("rotation.moving", err)
}

func TestARosterThatHasMovedOnStopsThePlan(t *testing.T) {
	w := office(t)
	id := approved(w)
	handOver(w, id)
	w.Turn("2026-12-15")
	w.Do(w.Personnel(), w.People["a1"], "appoint", &roster.Appoint{Department: w.Units["d"], Post: "调研员", PostSince: date("2026-12-15"), Level: roster.LevelSectionHead})
	watch(w)
	w.Refused("rotation.moved_meanwhile", w.Try(w.Personnel(), id, "take_effect", nil))
	w.Do(principal(w), id, "roll_back", nil) // the way out of what can no longer be
}

func TestNobodyNamedPutsInPlayWhoIsAtTheWarningOrBeyond(t *testing.T) {
	w := office(t)
	enter(w, "e1", "a", "2010-01-01", "2015-01-01")
	id := w.Make(w.Personnel(), rotation.KindPlan, "open", &rotation.OpenInput{Title: "x", AsOf: date("2026-12-01"), Effective: date("2026-12-15")}).ID
	p := planOf(w, id)
	if !slices.Equal(p.People, people(w, "e1")) || p.Persons[0].Duty != rotation.DutyMust {
		t.Errorf("%+v", p.Persons)
	}
}

// The department's name before a title is no other post, and stops no plan.
func TestATitleThatIsWrittenOtherwiseStopsNoPlan(t *testing.T) {
	w := office(t)
	id := approved(w)
	w.Do(w.Personnel(), w.People["a1"], "correct_post", &roster.CorrectPost{
		Department: w.Units["a"], Post: "科室a" + post(w, "a1").Post, PostSince: date("2020-01-01"), Level: roster.LevelSectionHead,
		LevelSince: date("2020-01-01"), Heads: true,
	})
	handOver(w, id)
	w.Turn("2026-12-15")
	watch(w)
	if got := w.Stored(id).State; got != rotation.PlanEffective || post(w, "a1").Department != w.Units["b"] {
		t.Errorf("%s, %+v", got, post(w, "a1"))
	}
}

// What a plan was worked out from is asked again by whoever submits, agrees to or
// approves it, and on its day: here a relative in the department that somebody is
// to head, a relation to the leader in charge, and somebody in play who has left.
func TestAPlanIsHeldAgainstWhatIsKnownAtEveryStep(t *testing.T) {
	related := func(a, b string) func(*officetest.World) {
		return func(w *officetest.World) {
			w.Do(w.Personnel(), w.People[a], "relate", &roster.Relate{Person: w.People[b], Relation: "夫妻"})
		}
	}
	for name, happens := range map[string]func(*officetest.World){
		"a relative where one is to be head": related("a1", "b4"),
		"a relation to who is in charge":     related("b1", "l3"),
		"who stays has left": func(w *officetest.World) {
			w.Do(w.Personnel(), w.People["c1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-11-30")})
		},
	} {
		for step, at := range map[string]struct {
			before func(*officetest.World) string
			then   func(*officetest.World, string) error
			today  string
		}{
			"submit": {computed, func(w *officetest.World, id string) error {
				return w.Try(w.Personnel(), id, "submit", &rotation.SubmitInput{Chosen: rotation.ChosenBest, Checked: []string{"file", "matters"}})
			}, "2026-12-01"},
			"deliberate": {swapped, func(w *officetest.World, id string) error {
				in := *meeting
				in.Present = people(w, "l2")
				return w.Try(w.Personnel(), id, "deliberate", &in)
			}, "2026-12-01"},
			"approve": {signed, func(w *officetest.World, id string) error {
				return w.Try(principal(w), id, "approve", &rotation.ApproveInput{Effective: date("2026-12-15")})
			}, "2026-12-01"},
			"take_effect": {func(w *officetest.World) string {
				id := approved(w)
				handOver(w, id)
				return id
			}, func(w *officetest.World, id string) error { return w.Try(w.Personnel(), id, "take_effect", nil) }, "2026-12-15"},
		} {
			t.Run(name+"/"+step, func(t *testing.T) {
				w := office(t)
				id := at.before(w)
				w.Turn(at.today)
				happens(w)
				w.Refused("rotation.plan_outdated", at.then(w, id))
			})
		}
	}
}
