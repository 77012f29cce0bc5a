package routine_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/routine"
)

// assigned gives objections to l5, who had no part in the round.
func assigned(w *officetest.World, sheets ...string) evaluation.Actor {
	for _, id := range sheets {
		w.Do(w.Personnel(), id, "assign", &routine.AssignInput{Reviewer: w.People["l5"]})
	}
	return w.Who("l5", evaluation.RoleLeader)
}

// objected is an office in which c3 objects, on 2026-12-11, to a grade that l1 proposed and
// fixed.
func objected(t *testing.T) (w *officetest.World, id string) {
	w, round := opened(t)
	propose(w, round, 0)
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	w.Do(w.Who("l1", evaluation.RolePrincipal), round, "fix", nil)
	id = sheet(w, round, "c3")
	w.Do(w.Who("c3"), id, "object", &routine.ObjectInput{Text: "防汛工作没有写。"})
	return w, id
}

// Who proposed or fixed the grade does not answer, nor the person or a relative; the answer
// has a last day.
func TestAnObjectionHasAReviewerWithoutAPartInTheGrade(t *testing.T) {
	w, id := objected(t)
	due := date("2027-01-04") // 15 working days, with 1 January
	if r := w.Stored(id); !slices.Equal(r.Waiting, section) || r.Due != due {
		t.Errorf("waits for %v until %s", r.Waiting, r.Due)
	}
	w.Do(w.Personnel(), w.People["c3"], "relate", &roster.Relate{Person: w.People["l4"], Relation: "父女"})
	principal := w.Who("l1", evaluation.RolePrincipal)
	reply := &routine.AnswerInput{Grade: routine.Fair, Answer: "经核实，维持。"}
	w.Refused("forbidden", w.Try(principal, id, "answer", reply))
	for no, want := range map[string]string{"l1": "assessment.had_part", "c3": "desk.own_ward", "l4": "desk.related"} {
		w.Refused(want, w.Try(w.Personnel(), id, "assign", &routine.AssignInput{Reviewer: w.People[no]}))
	}
	l5 := assigned(w, id)
	if r := w.Stored(id); !slices.Equal(r.Waiting, []string{evaluation.WaitPerson(l5.Person)}) || r.Due != due {
		t.Errorf("waits for %v until %s", r.Waiting, r.Due)
	}
	w.Refused("forbidden", w.Try(principal, id, "answer", reply))
	v, err := w.Get(t.Context(), l5, id)
	if w.Must(err); !v.Offers("answer") || !v.Shows("note") {
		t.Errorf("the reviewer reads %v and can %v", v.Fields, v.Acts)
	}
	w.Do(l5, id, "answer", reply)
	if o := officetest.Payload[routine.Sheet](w, id).Objection; o.AnsweredBy != l5.Name || o.Reviewer != l5.Person || o.Due != due {
		t.Errorf("%+v", o)
	}
}

func TestTheAnswerToTheOwnObjectionDoesNotLowerTheGrade(t *testing.T) {
	w, id := objected(t)
	l5 := assigned(w, id)
	for _, grade := range []string{routine.Ordinary, routine.Poor} {
		w.Refused("routine.lower", w.Try(l5, id, "answer", &routine.AnswerInput{Grade: grade, Answer: "经核实，予以调整。"}))
	}
	w.Do(l5, id, "answer", &routine.AnswerInput{Grade: routine.Good, Answer: "经核实，予以调整。"})
}

// An objection that a program without reviewers left to the principal leaders gets one, and
// its last day then.
func TestAnObjectionOfBeforeGetsAReviewer(t *testing.T) {
	w, id := objected(t)
	sh, r := officetest.Payload[routine.Sheet](w, id), w.Stored(id)
	sh.Objection.Due = evaluation.Date{}
	sh.Rules.Values = sh.Rules.Values[:1]
	desk.Wait(&r, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	w.Must(store(w, r, sh))
	v, err := w.Get(t.Context(), w.Who("l1", evaluation.RolePrincipal), id)
	if w.Must(err); v.Usual != "assign" {
		t.Errorf("the principal leader for whom it waits does %q", v.Usual)
	}
	assigned(w, id)
	if r := w.Stored(id); r.Due != date("2027-01-04") {
		t.Errorf("due on %s", r.Due)
	}
}

// A principal leader with a relative in the round neither fixes it nor gives it back, and
// reads why; another one fixes it. A relative without a grade bars nobody.
func TestARoundIsFixedByALeaderWithoutRelativesInIt(t *testing.T) {
	w, round := opened(t)
	propose(w, round, 0)
	w.Do(w.Personnel(), w.People["c3"], "relate", &roster.Relate{Person: w.People["l1"], Relation: "父女"})
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	l1, l2 := w.Who("l1", evaluation.RolePrincipal), w.Who("l2", evaluation.RolePrincipal)
	w.Refused("routine.recused", w.Try(l1, round, "fix", nil))
	_, err := w.Act(t.Context(), l1, round, w.Stored(round).Version, "give_back", evaluation.Change{Reason: "请再斟酌"})
	w.Refused("routine.recused", err)
	v, err := w.Get(t.Context(), l1, round)
	if w.Must(err); v.Offers("fix") || v.Offers("give_back") || v.Stuck.Args["names"] != "干部c3" {
		t.Errorf("the leader can %v, and reads %+v", v.Acts, v.Stuck)
	}
	w.Do(l2, round, "fix", nil)
	if s := w.Stored(round).State; s != routine.RoundFixed {
		t.Error(s)
	}
}

func TestARelativeWhoIsNotAssessedBarsNobodyFromFixing(t *testing.T) {
	w, round := opened(t)
	propose(w, round, 0)
	w.Do(w.Personnel(), w.People["c3"], "relate", &roster.Relate{Person: w.People["l1"], Relation: "父女"})
	id := sheet(w, round, "c3")
	_, err := w.Act(t.Context(), w.Personnel(), id, w.Stored(id).Version, "exempt", evaluation.Change{Reason: "借调"})
	w.Must(err)
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	w.Do(w.Who("l1", evaluation.RolePrincipal), round, "fix", nil)
}

// Blanks are no reason and no comment.
func TestBlanksAreNoWords(t *testing.T) {
	w, round := opened(t)
	propose(w, round, 12)
	id := sheet(w, round, "c3")
	principal := w.Who("l1", evaluation.RolePrincipal)
	for _, blank := range []string{" ", "　　", "\n\t ", "\u200b"} {
		w.Refused("routine.comment_first", w.Try(principal, id, "propose", &routine.ProposeInput{Grade: routine.Poor, Comment: blank}))
		w.Refused("routine.over", w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{Over: blank}))
	}
}
