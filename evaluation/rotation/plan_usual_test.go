package rotation_test

import (
	"errors"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// codes are the reasons of a plan against somebody in a post.
func codes(p *rotation.MovePlan, person, seat string) []string {
	i := slices.IndexFunc(p.Candidates, func(c rotation.Mover) bool { return c.Person == person })
	j := slices.IndexFunc(p.Seats, func(s rotation.Spot) bool { return s.Key == seat })
	var list []string
	for _, r := range p.Refusals(i, j) {
		list = append(list, r.Code)
	}
	return list
}

func TestAPlanNeitherDemotesNorPromotesAndLeavesTheDepartment(t *testing.T) {
	w := office(t)
	id := opened(w, "a1", "b1", "b2", "b4", "c2", "c4")
	w.Do(w.Personnel(), id, "choose", &rotation.PlayInput{People: planOf(w, id).People, Vacancies: []rotation.VacancyRow{
		{Unit: w.Units["c"], Post: "副科长"}, {Unit: w.Units["c"], Post: "科员"}, {Unit: w.Units["c"], Post: "书记", Level: roster.LevelSectionHead},
	}})
	p := planOf(w, id)
	seat := func(no string) string {
		if person := w.People[no]; person != "" {
			return person
		}
		return no
	}
	for _, c := range []struct{ who, to, want string }{
		{"a1", "b1", ""}, {"a1", "b2", rotation.RefusedLower}, {"a1", "b4", rotation.RefusedLower}, {"a1", "v1", rotation.RefusedLower}, {"a1", "v3", ""},
		{"b2", "c2", ""}, {"b2", "a1", rotation.RefusedUnreached}, {"b2", "c4", rotation.RefusedLower}, {"b2", "v1", ""},
		{"b4", "c4", ""}, {"b4", "a1", rotation.RefusedUnreached}, {"b4", "c2", rotation.RefusedUnreached}, {"b4", "v2", ""}, {"b4", "v3", rotation.RefusedUnreached},
		{"c4", "v2", rotation.RefusedSameUnit}, {"c2", "v1", rotation.RefusedSameUnit},
	} {
		got := codes(p, w.People[c.who], seat(c.to))
		if len(got) != min(1, len(c.want)) || c.want != "" && got[0] != c.want {
			t.Errorf("%s to %s: %v, want %s", c.who, c.to, got, c.want)
		}
	}
}

func TestAMoveInsideADepartmentIsOneBetweenItsFields(t *testing.T) {
	w := office(t)
	id := opened(w, "a4", "a5", "a6")
	p := planOf(w, id)
	for i, t := range p.Posts {
		p.Posts[i].Field = map[string]string{w.People["a4"]: "民政", w.People["a5"]: "综治", w.People["a6"]: "民政"}[t.Post]
	}
	w.Do(w.Personnel(), id, "ask", &p.Terms)
	p = planOf(w, id)
	if other, same := codes(p, w.People["a4"], w.People["a5"]), codes(p, w.People["a4"], w.People["a6"]); len(other) > 0 || !slices.Equal(same, []string{rotation.RefusedSameUnit}) {
		t.Errorf("to another field %v, to the same field %v", other, same)
	}
}

func TestWhatAPlanRefusesByDefaultIsAllowedByName(t *testing.T) {
	w := office(t)
	id := opened(w, "a1", "b2")
	terms := moving(w, id, "a1", "b2")
	w.Do(w.Personnel(), id, "ask", terms)
	w.Do(w.Personnel(), id, "compute", nil)
	if r := planOf(w, id).Result; len(r.Placed) > 0 {
		t.Fatalf("a head and a deputy change places: %+v", r.Placed)
	}
	terms.Allowed = []rotation.AllowedRow{{Person: w.People["a1"], Post: w.People["b2"], Why: "本人申请，党工委同意"}}
	w.Refused("error.field.required", w.Try(w.Personnel(), id, "ask", &rotation.Terms{Allowed: []rotation.AllowedRow{{Person: w.People["a1"], Post: w.People["b2"]}}}))
	w.Refused("rotation.not_in_play", w.Try(w.Personnel(), id, "ask", &rotation.Terms{
		Allowed: []rotation.AllowedRow{{Person: w.People["c1"], Post: w.People["b2"], Why: "本人申请，党工委同意"}},
	}))
	w.Do(w.Personnel(), id, "ask", terms)
	w.Do(w.Personnel(), id, "compute", nil)
	if r := planOf(w, id).Result; len(r.Placed) > 0 {
		t.Fatalf("one of two is allowed, both move: %+v", r.Placed)
	}
	terms.Allowed = append(terms.Allowed, rotation.AllowedRow{Person: w.People["b2"], Post: w.People["a1"], Why: "已按程序选拔任用"})
	w.Do(w.Personnel(), id, "ask", terms)
	w.Do(w.Personnel(), id, "compute", nil)
	if p := planOf(w, id); seatOf(p, w.People["a1"]) != w.People["b2"] || seatOf(p, w.People["b2"]) != w.People["a1"] {
		t.Errorf("%+v", p.Result)
	}
}

func TestAPlanWorkedOutBeforeTheDefaultsStaysWhatItWas(t *testing.T) {
	s := &rotation.Setting{Nodes: 100, Weights: rotation.Weights{Move: 1}}
	for _, key := range []string{"p1", "p2"} {
		s.Seats = append(s.Seats, rotation.Spot{Key: key, Unit: "u", Holder: key})
		s.Candidates = append(s.Candidates, rotation.Mover{Person: key, Unit: "u"})
		s.Persons = append(s.Persons, rotation.PersonTerms{Person: key, Duty: rotation.DutyMust})
	}
	s.Candidates[0].Layer, s.Seats[0].Layer = roster.LayerSectionHead, roster.LayerSectionHead
	r, err := s.Solve()
	if err != nil || len(r.Placed) != 2 {
		t.Fatalf("%+v %v", r, err)
	}
	if same, err := s.Same(r); err != nil || !same {
		t.Error("the old result is not what its setting gives")
	}
	s.Usual = true
	if r, err = s.Solve(); err != nil || len(r.Placed) != 0 {
		t.Errorf("by the defaults: %+v %v", r, err)
	}
}

func TestWhoHeadsADepartmentHoldsALeadingPostWhateverTheLevel(t *testing.T) {
	w := office(t)
	w.Do(w.Personnel(), w.People["d1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-11-01")})
	w.People["d9"] = w.Make(w.Personnel(), roster.KindPerson, "enter", &roster.Enter{
		No: "d9", Name: "干部d9", Sex: roster.Female, Born: date("1984-04-01"), Joined: date("2020-01-01"), Department: w.Units["d"],
		Post: "负责人", PostSince: date("2026-11-02"), Level: "一级主任科员", LevelSince: date("2020-01-01"), Heads: true,
	}).ID
	id := opened(w, "d9", "c4", "c2")
	p := planOf(w, id)
	if got := codes(p, w.People["c4"], w.People["d9"]); !slices.Equal(got, []string{rotation.RefusedUnreached}) {
		t.Errorf("a member of staff to a department's head: %v", got)
	}
	if got := codes(p, w.People["c2"], w.People["d9"]); len(got) > 0 {
		t.Errorf("a deputy to it: %v", got)
	}
}

func TestALevelThatTheRosterDoesNotKnowIsRefusedAtItsField(t *testing.T) {
	w := office(t)
	id := opened(w, "a1", "b2")
	refused := func(field string, err error) {
		t.Helper()
		e, _ := errors.AsType[*evaluation.Error](err)
		if e == nil || len(e.Fields) != 1 || e.Fields[field].Key != "rotation.no_level" {
			t.Errorf("%s: %v", field, err)
		}
	}
	vacant := rotation.PlayInput{People: people(w, "a1", "b2"), Vacancies: []rotation.VacancyRow{
		{Unit: w.Units["a"], Post: "副主任", Level: roster.LevelSectionDeputy}, {Unit: w.Units["b"], Post: "科员", Level: "科员级"}, {Unit: w.Units["b"], Post: "科员"},
	}}
	refused("vacancies.1.level", w.Try(w.Personnel(), id, "choose", &vacant))
	_, err := w.Create(t.Context(), w.Personnel(), rotation.KindPlan, "open", evaluation.Creation{Input: &rotation.OpenInput{
		Title: "方案二", AsOf: date("2026-12-01"), Effective: date("2026-12-15"), PlayInput: vacant,
	}})
	refused("vacancies.1.level", err)
	terms := moving(w, id, "a1", "b2")
	terms.Posts = []rotation.PostTerms{{Post: w.People["a1"], Lowest: "副科"}}
	refused("posts.0.lowest", w.Try(w.Personnel(), id, "ask", terms))
	terms.Posts[0].Lowest, terms.Posts[0].Highest = roster.LevelSectionDeputy, "正科"
	refused("posts.0.highest", w.Try(w.Personnel(), id, "ask", terms))
	terms.Posts[0].Highest = roster.LevelSectionHead
	w.Do(w.Personnel(), id, "ask", terms)
}
