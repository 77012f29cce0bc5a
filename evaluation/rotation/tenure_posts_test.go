package rotation_test

import (
	"encoding/json"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
	"kaoji/evaluation/workday"
)

func TestNoWorkingDayBetweenTwoAppointmentsIsNoBreak(t *testing.T) {
	calendar, err := workday.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		to, from string
		joined   bool
	}{
		"the next day":                       {"2026-03-12", "2026-03-13", true},
		"Friday to Monday":                   {"2026-03-13", "2026-03-16", true},
		"Friday to Tuesday":                  {"2026-03-13", "2026-03-17", false},
		"Thursday to Monday":                 {"2026-03-12", "2026-03-16", false},
		"National Day, 1 to 7 October":       {"2026-09-30", "2026-10-08", true},
		"and one working day more":           {"2026-09-30", "2026-10-09", false},
		"Saturday 10 October that is worked": {"2026-10-09", "2026-10-12", false},
		"a year":                             {"2025-03-13", "2026-03-16", false},
	} {
		list := []roster.Appointment{
			{Department: "x", Post: "科长", From: date("2016-03-01"), To: date(c.to)}, {Department: "x", Post: "科长", From: date(c.from)},
		}
		stints := rotation.Stints(list, same, calendar.IsWorkday)
		if want := date("2016-03-01"); len(stints) > 0 && (stints[len(stints)-1].From == want) != c.joined {
			t.Errorf("%s: %+v", name, stints)
		}
	}
	other := []roster.Appointment{
		{Department: "x", Post: "科长", From: date("2016-03-01"), To: date("2026-03-13")}, {Department: "y", Post: "科长", From: date("2026-03-16")},
	}
	if stints := rotation.Stints(other, same, calendar.IsWorkday); len(stints) != 2 {
		t.Errorf("another post: %+v", stints)
	}
}

// A chief who is reappointed on the Monday keeps the ten years.
func TestAWeekendBetweenTwoAppointmentsDoesNotRestartTenure(t *testing.T) {
	w := office(t)
	put(w, "a1", func(p *roster.Person) {
		first := p.Appointments[0]
		first.From, first.To = date("2016-03-01"), date("2026-03-13")
		second := p.Appointments[0]
		second.From = date("2026-03-16")
		p.Joined, p.Appointments = date("2016-03-01"), []roster.Appointment{first, second}
	})
	got := tenures(w, w.Personnel(), "2026-12-01")["a1"]
	if got.Since != date("2016-03-01") || got.Stage != rotation.StageMandatory || got.Posts != 1 {
		t.Errorf("%+v", got)
	}
}

func TestPostsBesideTheMainOneHaveATenureOfTheirOwn(t *testing.T) {
	w := office(t)
	w.Do(w.Personnel(), w.People["d1"], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: date("2026-11-30")})
	p := w.Personnel()
	add := &roster.AddPost{Department: w.Units["d"], Post: "科长", From: date("2026-12-01"), Heads: true}
	w.Refused("roster.heads_twice", w.Try(p, w.People["a1"], "add_post", &roster.AddPost{Department: w.Units["b"], Post: "科长", From: date("2026-11-02"), Heads: true}))
	w.Do(p, w.People["a1"], "add_post", add)
	w.Refused("roster.post_held", w.Try(p, w.People["a1"], "add_post", add))
	w.Refused("roster.heads_twice", w.Try(p, w.People["b1"], "add_post", add))
	w.Refused("roster.department_peopled", w.Try(p, w.Units["d"], "close", &roster.Close{Closed: date("2026-12-01")}))

	w.Turn("2026-12-02")
	book, err := roster.Load(t.Context(), w.Store, officetest.Office)
	w.Must(err)
	if heads, _ := book.On(date("2026-12-02")).Units(w.People["a1"]); len(heads) != 2 {
		t.Errorf("heads %v", heads)
	}
	got := tenures(w, p, "2031-11-30")["a1"]
	if len(got.Concurrent) != 1 || got.Unit != w.Units["a"] || got.Posts != 2 {
		t.Fatalf("%+v", got)
	}
	if c := got.Concurrent[0]; c.Unit != w.Units["d"] || c.Since != date("2026-12-01") || c.Stage != rotation.StageNone || c.NextOn != date("2031-12-01") {
		t.Errorf("%+v", c)
	}
	w.Turn("2036-08-02")
	watch(w)
	if n := casesOf(w, "a1"); n != 2 { // the years of the main post are up, and soon those of the other one
		t.Errorf("%d cases", n)
	}
	w.Refused("roster.post_not_held", w.Try(p, w.People["a1"], "end_post", &roster.EndPost{Department: w.Units["c"], Post: "科长", To: date("2036-08-01")}))
	w.Do(p, w.People["a1"], "end_post", &roster.EndPost{Department: w.Units["d"], Post: "科长", To: date("2036-08-01")})
	watch(w)
	if n := casesOf(w, "a1"); n != 1 {
		t.Errorf("%d cases after the post has ended", n)
	}
	if got := tenures(w, p, "2036-08-02")["a1"]; len(got.Concurrent) != 0 || got.Posts != 2 {
		t.Errorf("%+v", got)
	}
}

// A stay can be proposed for a post held beside the main one: it settles the case
// about that post alone, and ends with it.
func TestAStayIsProposedForAPostHeldBesideTheMainOne(t *testing.T) {
	w := office(t)
	put(w, "a1", func(p *roster.Person) {
		p.Concurrent = []roster.Appointment{{Department: w.Units["d"], Post: "科长", From: date("2016-06-01")}}
	})
	watch(w)
	var about evaluation.Record
	for _, r := range all(w, rotation.KindCase) {
		if _, _, beside := rotation.Concurrent(&r); beside {
			about = r
		}
	}
	unit, post, _ := rotation.Concurrent(&about)
	if about.Subject != w.People["a1"] || unit != w.Units["d"] || post != "科长" {
		t.Fatalf("the case is about %s, %s %s", about.Subject, unit, post)
	}
	p := w.Personnel()
	in := stay(w, "a1")
	in.Unit, in.Post = w.Units["b"], "科长"
	_, err := w.Create(t.Context(), p, rotation.KindStay, "propose", evaluation.Creation{Input: in})
	w.Refused("roster.post_not_held", err)
	in.Unit = unit
	r := w.Make(p, rotation.KindStay, "propose", in)
	_, err = w.Create(t.Context(), p, rotation.KindStay, "propose", evaluation.Creation{Input: in})
	w.Refused("rotation.stay_twice", err)
	w.Do(principal(w), r.ID, "return", nil)
	w.Do(p, r.ID, "resubmit", &in.StayTerms)
	w.Do(principal(w), r.ID, "approve", &rotation.OpinionInput{})
	inState(w, about.ID, rotation.CaseStaying)
	got := tenures(w, p, "2026-12-01")["a1"]
	if got.Staying != nil || len(got.Concurrent) != 1 || got.Concurrent[0].Staying == nil || got.Concurrent[0].Staying.Record != r.ID {
		t.Fatalf("%+v", got)
	}
	if s := officetest.Payload[rotation.Stay](w, r.ID); !s.Beside || s.Unit != unit || s.Since != date("2016-06-01") {
		t.Errorf("%+v", s)
	}
	watch(w)
	inState(w, r.ID, rotation.StayApproved)
	w.Do(p, w.People["a1"], "end_post", &roster.EndPost{Department: unit, Post: post, To: date("2026-11-30")})
	watch(w)
	inState(w, r.ID, rotation.StayLapsed)
	inState(w, about.ID, rotation.CaseClosed)
}

// casesOf counts the cases about somebody that are open.
func casesOf(w *officetest.World, no string) int {
	n := 0
	for _, r := range all(w, rotation.KindCase) {
		if r.Subject == w.People[no] && r.State != rotation.CaseClosed {
			n++
		}
	}
	return n
}

// put writes somebody's record as another version of the program may have left it.
func put(w *officetest.World, no string, change func(*roster.Person)) {
	w.T.Helper()
	r := w.Stored(w.People[no])
	p, err := evaluation.PayloadOf[roster.Person](r)
	w.Must(err)
	change(p)
	r.Payload = payload(w, p)
	_, err = w.Store.Put(w.T.Context(), r)
	w.Must(err)
}

func payload(w *officetest.World, p any) []byte {
	w.T.Helper()
	raw, err := json.Marshal(p)
	w.Must(err)
	return raw
}
