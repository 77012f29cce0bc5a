package roster_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// fields lists which fields an error complains of, with the key.
func fields(err error) map[string]string {
	m := map[string]string{}
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		for f, p := range e.Fields {
			m[f] = p.Key
		}
	}
	return m
}

func TestEnteringSomebodyIsHeldAgainstTheRosterAndTheCalendar(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	gone := d.department(t, "旧科", 2)
	d.must(t, "", d.act(t.Context(), gone, "close", &roster.Close{Closed: date("2026-01-31")}))
	in := entry("A1", unit)
	in.Heads = true
	d.person(t, in)
	for name, c := range map[string]struct {
		change func(*roster.Enter)
		want   map[string]string
	}{
		"the number is taken, in other letters": {func(in *roster.Enter) { in.No = " a1" }, map[string]string{"no": "roster.no_taken"}},
		"no number":                             {func(in *roster.Enter) { in.No = "A 1;" }, map[string]string{"no": "roster.import.no_invalid"}},
		"no such department":                    {func(in *roster.Enter) { in.Department = "x" }, map[string]string{"department": "roster.department_unknown"}},
		"a closed department":                   {func(in *roster.Enter) { in.Department = gone }, map[string]string{"department": "roster.department_unknown"}},
		"no such level":                         {func(in *roster.Enter) { in.Level = "九品" }, map[string]string{"level": "roster.import.level"}},
		"no such establishment":                 {func(in *roster.Enter) { in.Establishment = "事也编" }, map[string]string{"establishment": "roster.establishment_unknown"}},
		"a second head":                         {func(in *roster.Enter) { in.Heads = true }, map[string]string{"heads": "roster.heads_twice"}},
		"post before joining":                   {func(in *roster.Enter) { in.PostSince = date("2019-12-31") }, map[string]string{"post_since": "roster.date.post_early"}},
		"tomorrow":                              {func(in *roster.Enter) { in.PostSince = date("2026-07-01") }, map[string]string{"post_since": "roster.date.future"}},
		"a child":                               {func(in *roster.Enter) { in.Born = date("1990-05-01") }, map[string]string{"worked_since": "roster.date.work_age"}},
		"all at once": {func(in *roster.Enter) { in.No, in.Level, in.Department = "A1", "九品", "x" }, map[string]string{
			"no": "roster.no_taken", "level": "roster.import.level", "department": "roster.department_unknown",
		}},
	} {
		in := entry("A2", unit)
		c.change(in)
		_, err := d.create(t.Context(), roster.KindPerson, "enter", in)
		if got := fields(err); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (%v)", name, got, c.want, err)
		}
	}
	d.person(t, entry("A2", unit))
}

// A word for an establishment is refused where it is typed if nobody knows it: what is not
// known would be assessed as that of civil servants.
func TestAnEstablishmentIsHeldAgainstTheWordsThatAreKnown(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	for i, word := range []string{"", "行政编", "行政编制", "公务员", "参公事业", "事业编制", "编外聘用"} {
		in := entry(fmt.Sprintf("A%d", i), unit)
		in.Establishment = word
		id := d.person(t, in)
		if got := fields(d.act(t.Context(), id, "amend", &roster.Amend{Establishment: "事也编"})); !maps.Equal(got, map[string]string{"establishment": "roster.establishment_unknown"}) {
			t.Errorf("%q: %v", word, got)
		}
		d.must(t, "", d.act(t.Context(), id, "amend", &roster.Amend{Education: "大学"}))
	}
}

func TestTheRosterRefusesWhatContradictsIt(t *testing.T) {
	d := newSection(t)
	unit, board := d.department(t, "财务科", 1), d.committee(t, "一居", 1)
	other := d.department(t, "宣传科", 2)
	a, b, third := d.person(t, entry("A1", unit)), d.person(t, entry("A2", unit)), d.person(t, entry("A3", unit))
	d.must(t, "", d.act(t.Context(), a, "relate", &roster.Relate{Person: b, Relation: "夫妻"}))
	d.must(t, "", d.act(t.Context(), a, "liaise", &roster.Liaise{Committee: board, From: date("2026-01-01")}))
	d.must(t, "", d.act(t.Context(), b, "liaise", &roster.Liaise{Committee: d.committee(t, "二居", 2), From: date("2026-01-01")}))
	d.must(t, "", d.act(t.Context(), a, "absence", &roster.Away{Kind: roster.Leave, From: date("2026-01-01")}))
	for name, c := range map[string]struct {
		id, act string
		in      any
		want    map[string]string
	}{
		"a post before the present one":    {a, "appoint", &roster.Appoint{Department: other, Post: "科员", PostSince: date("2020-01-01")}, map[string]string{"post_since": "roster.post_order"}},
		"leaving before coming":            {a, "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2019-01-01")}, map[string]string{"left": "roster.date.left_early"}},
		"leaving tomorrow":                 {a, "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-07-01")}, map[string]string{"left": "roster.date.future"}},
		"the same committee twice":         {a, "liaise", &roster.Liaise{Committee: board, From: date("2026-02-01")}, map[string]string{"committee": "roster.liaison_twice"}},
		"a committee that is none":         {a, "liaise", &roster.Liaise{Committee: unit, From: date("2026-02-01")}, map[string]string{"committee": "roster.committee_unknown"}},
		"ending before it began":           {a, "end_liaison", &roster.EndLiaison{Committee: board, To: date("2025-12-31")}, map[string]string{"to": "roster.date.span"}},
		"ending what is not":               {b, "end_liaison", &roster.EndLiaison{Committee: board, To: date("2026-02-01")}, map[string]string{"committee": "roster.liaison_none"}},
		"the same tie from the other side": {b, "relate", &roster.Relate{Person: a, Relation: "夫妻"}, map[string]string{"person": "roster.relative_twice"}},
		"oneself":                          {a, "relate", &roster.Relate{Person: a, Relation: "兄弟"}, map[string]string{"person": "roster.import.relative_self"}},
		"no relative":                      {a, "relate", &roster.Relate{Person: third, Relation: "同事"}, map[string]string{"relation": "roster.import.relation_unknown"}},
		"nobody":                           {a, "relate", &roster.Relate{Person: "x", Relation: "夫妻"}, map[string]string{"person": "roster.person_unknown"}},
		"a tie that the other one has":     {b, "unrelate", &roster.Unrelate{Person: a}, map[string]string{"person": "roster.relative_there"}},
		"overlapping leave":                {a, "absence", &roster.Away{Kind: roster.Leave, From: date("2026-03-01")}, map[string]string{"kind": "roster.absence_twice"}},
		"an end of nothing":                {a, "end_absence", &roster.EndAbsence{Kind: roster.Leave, From: date("2026-03-01"), To: date("2026-03-02")}, map[string]string{"from": "roster.absence_none"}},
		"a name that is taken":             {unit, "rename", &roster.RenameDepartment{Name: "宣传科", From: date("2026-06-01")}, map[string]string{"name": "roster.name_taken"}},
		"a leader who is not there":        {unit, "charge", &roster.TakeCharge{Person: "x", From: date("2026-06-01")}, map[string]string{"person": "roster.person_unknown"}},
		"a reading that is none":           {a, "correct_name_order", &roster.NameOrder{Pinyin: "单"}, map[string]string{"pinyin": "roster.pinyin"}},
		"joining after the first post":     {a, "amend", &roster.Amend{Joined: date("2021-01-01")}, map[string]string{"joined": "roster.date.post_early"}},
	} {
		if got := fields(d.act(t.Context(), c.id, c.act, c.in)); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// An act that ends or takes back one of several is not offered where there is none, and
// those who can be chosen are the ones for whom it is possible.
func TestNothingIsOfferedToEndWhereNothingLasts(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	a, b := d.person(t, entry("A1", unit)), d.person(t, entry("A2", unit))
	for act, id := range map[string]string{"end_post": a, "end_liaison": a, "unrelate": a, "end_absence": a, "annul_absence": a, "end_charge": unit} {
		if err := d.Bar(t.Context(), d.actor(), id, act); evaluation.CodeOf(err) != evaluation.CodeConflict {
			t.Errorf("%s is offered: %v", act, err)
		}
	}
	d.must(t, "", d.act(t.Context(), unit, "charge", &roster.TakeCharge{Person: a, From: date("2026-01-01")}))
	if got := fields(d.act(t.Context(), unit, "end_charge", &roster.EndCharge{Person: b, To: date("2026-02-01")})); got["person"] != "roster.charge_none" {
		t.Errorf("who is not in charge: %v", got)
	}
	d.must(t, "", d.act(t.Context(), unit, "end_charge", &roster.EndCharge{Person: a, To: date("2026-02-01")}))
}

// Where somebody works today closing is not offered, with the reason; where somebody worked
// until lately only a later last day is possible.
func TestNothingIsClosedOverSomebody(t *testing.T) {
	d := newSection(t)
	unit, other, board := d.department(t, "财务科", 1), d.department(t, "宣传科", 2), d.committee(t, "一居", 1)
	id := d.person(t, entry("A1", unit))
	d.must(t, "", d.act(t.Context(), id, "liaise", &roster.Liaise{Committee: board, From: date("2026-01-01")}))
	for closing, why := range map[string]string{unit: "roster.department_peopled", board: "roster.committee_served"} {
		if err := d.Bar(t.Context(), d.actor(), closing, "close"); evaluation.CodeOf(err) != evaluation.CodeState || !strings.Contains(err.Error(), why) {
			t.Errorf("closing is offered: %v", err)
		}
		if err := d.act(t.Context(), closing, "close", &roster.Close{Closed: date("2026-06-30")}); evaluation.CodeOf(err) != evaluation.CodeState {
			t.Errorf("closed: %v", err)
		}
	}
	d.must(t, "", d.act(t.Context(), id, "appoint", &roster.Appoint{Department: other, Post: "科员", PostSince: date("2026-06-10")}))
	if got := fields(d.act(t.Context(), unit, "close", &roster.Close{Closed: date("2026-06-01")})); got["closed"] != "roster.department_peopled" {
		t.Errorf("closed before the last one went: %v", got)
	}
	d.must(t, "", d.act(t.Context(), unit, "close", &roster.Close{Closed: date("2026-06-09")}))
}

func TestAmendingLeavesWhatIsEmptyAndClearsWhatIsNamed(t *testing.T) {
	d := newSection(t)
	in := entry("A1", d.department(t, "财务科", 1))
	in.Politics, in.Education, in.Phone = "中共党员", "大学", "13800000000"
	id := d.person(t, in)
	d.must(t, "", d.act(t.Context(), id, "amend", &roster.Amend{Name: "单　明", Education: "研究生", Clear: []string{"phone"}}))
	m, _ := d.on(t, date("2026-06-30")).Member(id)
	if m.Name != "单明" || m.Politics != "中共党员" || m.Person.Education != "研究生" || m.Person.Phone != "" {
		t.Errorf("%+v", m)
	}
	d.must(t, "", d.act(t.Context(), id, "correct_name_order", &roster.NameOrder{Pinyin: "Shan Ming"}))
	r, err := d.Load(t.Context(), "o", id)
	if err != nil || r.Sort != "shan ming" {
		t.Errorf("%q, %v", r.Sort, err)
	}
}

func TestANewLevelAloneIsNoNewPostAndACorrectionIsNoAppointment(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "财务科", 1)
	id := d.person(t, entry("A1", unit))
	d.must(t, "", d.act(t.Context(), id, "appoint", &roster.Appoint{Department: unit, Post: "科员", PostSince: date("2026-03-01"), Level: "四级主任科员"}))
	m, _ := d.on(t, date("2026-06-30")).Member(id)
	if m.PostSince != date("2020-01-01") || m.Level != "四级主任科员" || m.LevelSince != date("2026-03-01") {
		t.Errorf("%+v", m)
	}
	if m, _ = d.on(t, date("2026-02-28")).Member(id); m.Level != "一级科员" || m.LevelSince != date("2020-01-01") {
		t.Errorf("before: %+v", m)
	}
	d.must(t, "", d.act(t.Context(), id, "correct_post", &roster.CorrectPost{Department: unit, Post: "科员", PostSince: date("2026-04-01"), Level: "三级主任科员", LevelSince: date("2026-04-01")}))
	m, _ = d.on(t, date("2026-03-15")).Member(id)
	if m.Level != "一级科员" || len(m.Person.Appointments) != 2 || m.PostSince != date("2020-01-01") {
		t.Errorf("the former post reaches up to the corrected one: %+v %+v", m, m.Person.Appointments)
	}
}

func TestOnlyKaojiItselfCarriesOutAnImport(t *testing.T) {
	d := newSection(t)
	id := d.person(t, entry("A1", d.department(t, "财务科", 1)))
	for _, act := range []string{"reimported", "withdrawn"} {
		if code := evaluation.CodeOf(d.act(t.Context(), id, act, &roster.Imported{Patch: "{}"})); code != evaluation.CodeForbidden {
			t.Errorf("%s: %s", act, code)
		}
	}
	if _, err := d.create(t.Context(), roster.KindPerson, "imported", &roster.Imported{Patch: "{}"}); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("imported: %v", err)
	}
}

func TestNobodyKeepsTheOwnOrARelativesEntry(t *testing.T) {
	d := newSection(t)
	unit := d.department(t, "组织科", 1)
	a, b, c := d.person(t, entry("A1", unit)), d.person(t, entry("A2", unit)), d.person(t, entry("A3", unit))
	d.must(t, "", d.act(t.Context(), a, "relate", &roster.Relate{Person: b, Relation: "夫妻"}))
	me := d.actor()
	me.Person = a
	for id, want := range map[string]evaluation.Code{a: evaluation.CodeRecused, b: evaluation.CodeRecused, c: ""} {
		r, err := d.Load(t.Context(), "o", id)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Act(t.Context(), me, id, r.Version, "amend", evaluation.Change{Input: &roster.Amend{Education: "大学"}, Reason: "更正"})
		if evaluation.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", id, err, want)
		}
	}
}

func TestMembersStandInTheOrderOfDepartmentsWithTheHeadFirst(t *testing.T) {
	d := newSection(t)
	second, first := d.department(t, "财务科", 20), d.department(t, "党政办公室", 10)
	for _, p := range []struct {
		no, unit, name string
		heads          bool
	}{{"1", second, "a", false}, {"2", first, "c", false}, {"3", first, "b", false}, {"4", first, "z", true}, {"5", second, "y", true}} {
		in := entry(p.no, p.unit)
		in.Name, in.Heads = p.name, p.heads
		d.person(t, in)
	}
	var got []string
	for _, m := range d.on(t, date("2026-06-30")).Members() {
		got = append(got, m.Name)
	}
	if !slices.Equal(got, []string{"z", "b", "c", "y", "a"}) {
		t.Errorf("%v", got)
	}
	if n := len(d.on(t, date("2019-12-31")).Members()); n != 0 {
		t.Errorf("%d members before anybody joined", n)
	}
	if n := len(d.on(t, evaluation.Date{}).Members()); n != 0 {
		t.Errorf("%d members on no day", n)
	}
}

func TestLevelsAreKnownByRank(t *testing.T) {
	if roster.LevelRank(roster.LevelDivisionHead) != 0 || roster.LevelRank("正科级") >= roster.LevelRank("副科级") || roster.LevelRank("") != roster.LevelRank("九品") {
		t.Error("ranks")
	}
	if !roster.Leads("副处级") || roster.Leads("正科级") || !roster.SectionLevel("副科级") || roster.SectionLevel("一级主任科员") {
		t.Error("groups")
	}
}
