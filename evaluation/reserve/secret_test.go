package reserve_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/roster"
)

// glance is all that somebody can find out by asking the service: lists by any
// field, counts by any field, to-do items, the record, its acts, and what the
// refusals of acts say.
func glance(w *officetest.World, who evaluation.Actor, id, person string) string {
	w.T.Helper()
	ctx := w.T.Context()
	var said []string
	say := func(what string, v any, err error) {
		said = append(said, fmt.Sprint(what, "=", v, " ", evaluation.CodeOf(err)))
	}
	for name, q := range map[string]evaluation.Query{
		"kind": {Kinds: []string{reserve.KindCandidate}}, "subject": {Subjects: []string{person}}, "id": {IDs: []string{id}},
		"waiting": {Waiting: []string{"role:personnel", "role:principal"}}, "unique": {Uniques: []string{person + "/1"}},
		"state": {States: []evaluation.State{"nominated", "training", "approved"}},
	} {
		page, err := w.Index(ctx, who, q)
		n := 0
		for _, v := range page.Views {
			if v.Kind == reserve.KindCandidate {
				n++
			}
		}
		say(name, n, err)
		counts, err := w.Group(ctx, who, evaluation.Query{Kinds: []string{reserve.KindCandidate}, Subjects: q.Subjects, IDs: q.IDs}, "kind")
		say(name+" counted", counts, err)
	}
	_, err := w.Get(ctx, who, id)
	say("get", "", err)
	_, err = w.Act(ctx, who, id, w.Stored(id).Version, "check", evaluation.Change{Input: checks})
	say("act", "", err)
	return strings.Join(said, "\n")
}

func nothing(said string) bool {
	for _, line := range strings.Split(said, "\n") {
		ok := strings.HasSuffix(line, "=0 ") || strings.HasSuffix(line, "=[] ") || line == "get= not_found" || line == "act= not_found"
		if !ok {
			return false
		}
	}
	return true
}

func TestTheListDoesNotExistForAnybodyButTheSectionAndThePrincipalLeaders(t *testing.T) {
	w := officetest.New(t)
	w.Do(w.Personnel(), w.People["b4"], "relate", &roster.Relate{Person: w.People["c6"], Relation: "夫妻"})
	for _, state := range []evaluation.State{reserve.Nominated, reserve.Approved, reserve.Training} {
		person := map[evaluation.State]string{reserve.Nominated: "b4", reserve.Approved: "b5", reserve.Training: "b6"}[state]
		w.Do(w.Personnel(), w.People[person], "absence", &roster.Away{Kind: roster.Seconded, Source: "文", From: date("2026-01-01"), To: date("2026-02-01")})
		id := at(w, person, "b1", state)
		for name, who := range map[string]evaluation.Actor{
			"the person":      w.Who(person),
			"the responsible": w.Who("b1", evaluation.RoleHead, evaluation.RoleCadre), "the leader in charge": w.Who("l3", evaluation.RoleLeader),
			"another leader": w.Who("l4", evaluation.RoleLeader), "a head": w.Who("c1", evaluation.RoleHead), "a colleague": w.Who("b7"),
			"discipline": w.Who("d7", evaluation.RoleDiscipline), "admin": w.Outside("admin", evaluation.RoleAdmin), "auditor": w.Outside("a", evaluation.RoleAuditor),
			"committee": w.Outside("c", evaluation.RoleCommittee), "supervisor": w.Outside("s", evaluation.RoleSupervisor),
		} {
			if said := glance(w, who, id, w.People[person]); !nothing(said) {
				t.Errorf("%s learns of somebody %s:\n%s", name, state, said)
			}
		}
		// Who is of the section sees the others on the list, and nothing of the own record.
		about := func(line string) bool {
			return slices.ContainsFunc([]string{"subject", "id", "unique=", "get", "act"}, func(p string) bool { return strings.HasPrefix(line, p) })
		}
		self := strings.Split(glance(w, w.Who(person, evaluation.RolePersonnel, evaluation.RolePrincipal), id, w.People[person]), "\n")
		self = slices.DeleteFunc(self, func(line string) bool { return !about(line) })
		if said := strings.Join(self, "\n"); !nothing(said) || len(self) < 7 {
			t.Errorf("the person in the section learns of somebody %s:\n%s", state, said)
		}
		// The control: those who may, do.
		for _, who := range []evaluation.Actor{w.Personnel(), principal(w)} {
			if said := glance(w, who, id, w.People[person]); nothing(said) {
				t.Errorf("%s learns nothing", who.Name)
			}
		}
	}
}

func TestARelativeInTheSectionIsToldNothing(t *testing.T) {
	w := officetest.New(t)
	w.Do(w.Personnel(), w.People["b4"], "relate", &roster.Relate{Person: w.People["c6"], Relation: "夫妻"})
	id, other := at(w, "b4", "b1", reserve.Training), at(w, "b5", "b2", reserve.Training)
	kin := w.Who("c6", evaluation.RolePersonnel, evaluation.RolePrincipal)
	page, err := w.Index(t.Context(), kin, evaluation.Query{Kinds: []string{reserve.KindCandidate}})
	if w.Must(err); len(page.Views) != 1 || page.Views[0].ID != other {
		t.Errorf("%+v", page.Views)
	}
	counts, err := w.Group(t.Context(), kin, evaluation.Query{Kinds: []string{reserve.KindCandidate}}, "kind")
	if w.Must(err); counts[0].N != 1 {
		t.Errorf("%+v", counts)
	}
	_, err = w.Get(t.Context(), kin, id)
	w.Refused("not_found", err)
	w.Refused("not_found", w.Try(kin, id, "withdraw", nil))
	// Nor does an attempt to nominate tell whether the person is there.
	for person, want := range map[string]string{"b4": "recused", "c6": "recused", "b5": "reserve.listed_already"} {
		_, err = w.Create(t.Context(), kin, reserve.KindCandidate, "nominate", evaluation.Creation{Input: nomination(w, person, "b2")})
		w.Refused(want, err)
	}
}

func TestTheAuditTrailNamesNeitherTheListNorItsRecords(t *testing.T) {
	w := officetest.New(t)
	id := at(w, "b4", "b1", reserve.Approved)
	_, err := w.Get(t.Context(), w.Personnel(), id)
	w.Must(err)
	_, err = w.List(t.Context(), principal(w), evaluation.Query{Subjects: []string{w.People["b4"]}})
	w.Must(err)
	_, err = w.Get(t.Context(), w.Who("b5"), id)
	w.Refused("not_found", err)
	w.Refused("forbidden", w.Try(w.Personnel(), id, "review", &reserve.ReviewInput{Outcome: "keep", Words: "好"}))
	_, err = w.Create(t.Context(), w.Who("b5"), reserve.KindCandidate, "nominate", evaluation.Creation{Input: nomination(w, "b4", "b1")})
	w.Refused("forbidden", err)
	list, err := w.Store.FindTrail(t.Context(), officetest.Office, evaluation.TrailFilter{}, 0, false, evaluation.MaxLimit)
	w.Must(err)
	marks := map[string]int{}
	for _, e := range list {
		text := fmt.Sprintf("%+v", e)
		for _, word := range []string{"reserve", "candidate", "nominate", "review", "后备", id, w.People["b4"]} {
			if strings.Contains(text, word) {
				t.Errorf("the trail says %s: %s", word, text)
			}
		}
		if e.Kind == evaluation.KindSecret {
			marks[e.Action+" "+e.Record]++
		}
	}
	// The control: the events are there, and the mark of the record finds them.
	_, mark := w.Traced(reserve.KindCandidate, id)
	if marks["read "+mark] != 1 || marks["act "+mark] != 2 || marks["act "] != 1 {
		t.Errorf("%v", marks)
	}
}
