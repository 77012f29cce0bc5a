package routine_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/routine"
	"kaoji/evaluation/rulepack"
)

// mixed is an office with a round: departments a and d are 14 civil servants, b are seven of
// an institution, c seven by contract. 40 % of 14 are 5.6, of seven 2.8.
func mixed(t *testing.T) (w *officetest.World, round string) {
	w = officetest.New(t)
	for no, id := range w.People {
		in := map[string]string{"b": "事业编", "c": "聘用", "a": "行政编"}[no[:1]]
		if in == "" {
			continue
		}
		_, err := w.Act(t.Context(), w.Personnel(), id, w.Stored(id).Version, "amend", evaluation.Change{Input: &roster.Amend{Establishment: in}, Reason: "核对编制"})
		w.Must(err)
	}
	r := w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026Q4", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	})
	return w, r.ID
}

// proposed proposes good for so many people of each department, and fair for the others.
func proposed(w *officetest.World, round string, good map[string]int) {
	w.Turn("2026-12-11")
	w.Must(w.Watch(w.T.Context(), w.Service, officetest.Office, date("2026-12-11")))
	for _, p := range officetest.Payload[routine.Round](w, round).Participants {
		in, unit := &routine.ProposeInput{Grade: routine.Fair}, unitOf(w, p.Person)
		if good[unit] > 0 {
			in.Grade, good[unit] = routine.Good, good[unit]-1
		}
		w.Do(w.Who("l1", evaluation.RolePrincipal), p.Sheet, "propose", in)
	}
}

func unitOf(w *officetest.World, person string) string {
	for no, id := range w.People {
		if id == person {
			return no[:1]
		}
	}
	return ""
}

func TestEachCategoryHasAShareOfGoodOfItsOwn(t *testing.T) {
	w, round := mixed(t)
	proposed(w, round, map[string]int{"a": 3, "d": 2, "b": 3, "c": 2}) // 10 of 28 are within 40 % of all
	err := w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	w.Refused("routine.over", err)
	if said := overSays(err); len(said) != 1 || said[0]["n"] != 3 || said[0]["of"] != 7 || said[0]["most"] != 2 || said[0]["category"] != "assessment.category.institution" {
		t.Errorf("over: %v", said)
	}
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{Over: "承担防汛值守"})
	want := []routine.Share{{Category: desk.Civil, Of: 14, Good: 5, Most: 5}, {Category: desk.Institution, Of: 7, Good: 3, Most: 2}, {Category: desk.Contract, Of: 7, Good: 2, Most: 2}}
	if p := officetest.Payload[routine.Round](w, round); !slices.Equal(p.Count.Shares, want) || p.Count.Most != 0 || p.Over == "" {
		t.Errorf("%+v, reason %q", p.Count, p.Over)
	}
	if c, err := w.Routine.Good(t.Context(), officetest.Office, round); err != nil || !slices.Equal(c.ByCategory(), want) {
		t.Errorf("whoever proposes is told %+v, %v", c, err)
	}
}

func TestAllCategoriesBeyondTheirShareAreNamed(t *testing.T) {
	w, round := mixed(t)
	proposed(w, round, map[string]int{"a": 6, "b": 3, "c": 3})
	var names []any
	for _, one := range overSays(w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{})) {
		names = append(names, one["category"])
	}
	if len(names) != 3 || names[0] != "assessment.category.civil" || names[2] != "assessment.category.contract" {
		t.Errorf("%v", names)
	}
}

// overSays lists what a refusal says about each category; category is the key of its name.
func overSays(err error) (list []map[string]any) {
	e, ok := errors.AsType[*evaluation.Error](err)
	if !ok {
		return nil
	}
	var walk func(v any)
	walk = func(v any) {
		p, is := v.(evaluation.Problem)
		switch {
		case !is:
		case p.Key == "routine.over_in":
			one := map[string]any{"n": p.Args["n"], "of": p.Args["of"], "most": p.Args["most"]}
			if name, is := p.Args["category"].(evaluation.Problem); is {
				one["category"] = name.Key
			}
			list = append(list, one)
		default:
			walk(p.Args["over"])
			walk(p.Args["one"])
			walk(p.Args["other"])
		}
	}
	walk(e.Fields["over"])
	return list
}

// before makes a round and its sheets as a program with one share for all left them.
func before(w *officetest.World, round string) {
	newer := func(e rulepack.Entry) bool {
		return e.Key == "assessment.routine.answer" || strings.HasPrefix(e.Key, "assessment.establishments") || strings.HasSuffix(e.Key, ".routine.quota.good") && e.ID != "A-12"
	}
	p := officetest.Payload[routine.Round](w, round)
	p.Rules.Values = slices.DeleteFunc(p.Rules.Values, newer)
	rewrite(w, round, p)
	for _, one := range p.Participants {
		sh := officetest.Payload[routine.Sheet](w, one.Sheet)
		sh.Category, sh.Rules = "", p.Rules
		rewrite(w, one.Sheet, sh)
	}
}

func rewrite(w *officetest.World, id string, payload any) { w.Must(store(w, w.Stored(id), payload)) }

func store(w *officetest.World, r evaluation.Record, payload any) (err error) {
	if r.Payload, err = json.Marshal(payload); err == nil {
		_, err = w.Store.Put(w.T.Context(), r)
	}
	return err
}

// A round that was opened while there was one share for all keeps it: 11 of 28.
func TestARoundOfBeforeKeepsOneShareForAll(t *testing.T) {
	w, round := mixed(t)
	before(w, round)
	proposed(w, round, map[string]int{"b": 7, "c": 4})
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	if p := officetest.Payload[routine.Round](w, round); len(p.Count.Shares) != 0 || p.Count.Most != 11 || p.Over != "" {
		t.Errorf("%+v, reason %q", p.Count, p.Over)
	}
	principal := w.Who("l1", evaluation.RolePrincipal)
	w.Do(principal, round, "fix", nil)
	id := sheet(w, round, "c7") // fair
	w.Do(w.Who("c7"), id, "object", &routine.ObjectInput{Text: "防汛工作没有写。"})
	raise := &routine.AnswerInput{Grade: routine.Good, Answer: "经核实，予以调整。"}
	err := w.Try(assigned(w, id), id, "answer", raise)
	w.Refused("routine.over", err)
	if said := overSays(err); len(said) != 1 || said[0]["n"] != 12 || said[0]["most"] != 11 || said[0]["category"] != "routine.everybody" {
		t.Errorf("over: %v", said)
	}
}

// An answer that makes one more good than the share of the category requires a reason; one
// that stays within it, or lets the grade hold, does not.
func TestAnAnswerBeyondTheShareOfGoodNeedsAReason(t *testing.T) {
	w, round := mixed(t)
	proposed(w, round, map[string]int{"b": 2, "c": 1}) // the institution is at its share, contract staff one below it
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	principal := w.Who("l1", evaluation.RolePrincipal)
	w.Do(principal, round, "fix", nil)
	object := func(no string) string {
		id := sheet(w, round, no)
		w.Do(w.Who(no), id, "object", &routine.ObjectInput{Text: "防汛工作没有写。"})
		return id
	}
	b6, b7, c7 := object("b6"), object("b7"), object("c7")
	r := w.Stored(b6)
	if share, err := w.Routine.Raised(t.Context(), &r); err != nil || share != (routine.Share{Category: desk.Institution, Of: 7, Good: 3, Most: 2}) {
		t.Errorf("the page says %+v, %v", share, err)
	}
	answer := func(grade, over string) *routine.AnswerInput {
		return &routine.AnswerInput{Grade: grade, Answer: "经核实，答复如下。", Over: over}
	}
	l5 := assigned(w, b6, b7, c7)
	w.Refused("routine.over", w.Try(l5, b6, "answer", answer(routine.Good, "")))
	w.Refused("routine.over", w.Try(l5, b6, "answer", answer(routine.Good, "　\u200b\n ")))
	w.Do(l5, b7, "answer", answer(routine.Fair, "")) // the grade holds
	w.Do(l5, c7, "answer", answer(routine.Good, "多写的"))
	if sh := officetest.Payload[routine.Sheet](w, c7); sh.Over != "" {
		t.Errorf("within the share, and a reason is stored: %q", sh.Over)
	}
	w.Do(l5, b6, "answer", answer(routine.Good, "该同志承担了全部值守"))
	if sh := officetest.Payload[routine.Sheet](w, b6); sh.Grade != routine.Good || sh.Over != "该同志承担了全部值守" {
		t.Errorf("%s, reason %q", sh.Grade, sh.Over)
	}
	v, err := w.Get(t.Context(), w.Who("b6"), b6)
	if w.Must(err); v.Shows("over") || !v.Shows("category") {
		t.Error("the person reads about the grades of others, or not the own category")
	}
}
