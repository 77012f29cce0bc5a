package assessment_test

import (
	"context"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

func (w *world) seats(cycle string) assessment.Seats {
	w.T.Helper()
	view, err := w.Get(w.T.Context(), w.Personnel(), cycle)
	w.Must(err)
	seats, err := w.Assessment.Seats(w.T.Context(), view)
	w.Must(err)
	return seats
}

// Of eleven people in departments of three, three, two and three two may be
// excellent. No department of three has a seat of its own by the share of 20 %;
// the parts add up to the office's seats, and nobody is "one too many".
func TestTheSeatsAreTheOfficesAndADepartmentsShareIsAGuide(t *testing.T) {
	w, cycle := verified.begin(t)
	for _, no := range []string{"d1", "d2"} {
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(assessment.Excellent))
	}
	for _, no := range assessedHere() {
		if no != "d1" && no != "d2" {
			w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(plainGrade(no)))
		}
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	for _, no := range []string{"d1", "d2"} { // both of one department: a guide stops nobody
		w.Do(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: assessment.Excellent})
	}
	seats := w.seats(cycle)
	sum := 0
	for _, u := range seats.Units {
		exact := float64(seats.All.Allowed*u.Eligible) / float64(seats.All.Eligible)
		if u.Binding || u.Left != 0 || float64(u.Allowed) <= exact-1 || float64(u.Allowed) >= exact+1 {
			t.Errorf("%+v of %f", u, exact)
		}
		sum += u.Allowed
	}
	if sum != seats.All.Allowed || !seats.All.Binding || seats.All.Allowed != 2 || seats.All.Left != 0 {
		t.Errorf("%d in the departments, %+v in all", sum, seats.All)
	}
}

func TestAPrincipalLeaderMayMakeTheSharesBinding(t *testing.T) {
	w, cycle := verified.begin(t)
	if err := w.Try(w.Personnel(), cycle, "bind_shares", nil); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("personnel: %v", err)
	}
	w.Do(w.principal(), cycle, "bind_shares", nil)
	w.Refused("assessment.shares_bound", w.Try(w.principal(), cycle, "bind_shares", nil))
	for _, no := range assessedHere() {
		grade := plainGrade(no)
		if no == "d1" || no == "d2" {
			grade = assessment.Excellent
		}
		w.Do(w.leader(no), w.sheet(cycle, no), "propose", propose(grade))
	}
	w.Do(w.Personnel(), cycle, "start_deciding", nil)
	var unit assessment.Seat
	for _, u := range w.seats(cycle).Units {
		if !u.Binding {
			t.Errorf("%+v", u)
		}
		if u.Unit == w.Units["d"] {
			unit = u
		}
	}
	decided := 0
	for _, no := range []string{"d1", "d2"} {
		err := w.Try(w.principal(), w.sheet(cycle, no), "decide", &assessment.DecideInput{Grade: assessment.Excellent})
		if decided < unit.Allowed {
			w.Must(err)
			decided++
			continue
		}
		w.Refused("assessment.no_seat_unit", err)
	}
	if decided == 2 {
		t.Fatalf("nothing was bound: %+v", unit)
	}
	w.Do(w.principal(), cycle, "free_shares", nil)
	w.Do(w.principal(), w.sheet(cycle, "d2"), "decide", &assessment.DecideInput{Grade: assessment.Excellent})
}

// A department that was reviewed well gets more of the seats, where the office's rule says
// so: 200 percent for good make department d, of two of eleven people, have four of the
// thirteen shares, and 2 * 4 / 13 is the largest remainder.
func TestAReviewWidensTheSeatsOfADepartmentWhereTheRuleSaysSo(t *testing.T) {
	w, cycle := verified.begin(t)
	w.Assessment.Units = func(_ context.Context, _ string, year int) (map[string]string, error) {
		if year != 2026 {
			t.Errorf("grades of %d", year)
		}
		return map[string]string{w.Units["d"]: "good", w.Units["a"]: "poor"}, nil
	}
	allowed := func() map[string]int {
		t.Helper()
		list, sum := map[string]int{}, 0
		seats := w.seats(cycle)
		for _, u := range seats.Units {
			list[u.Unit], sum = list[u.Unit]+u.Allowed, sum+u.Allowed
		}
		if sum != seats.All.Allowed {
			t.Errorf("%d in the departments of %d", sum, seats.All.Allowed)
		}
		return list
	}
	w.Do(w.principal(), cycle, "bind_shares", nil)
	before := allowed()
	if c := officetest.Payload[assessment.Cycle](w.World, cycle); c.Shares.Weights != nil {
		t.Errorf("the rule says nothing, and the weights are %v", c.Shares.Weights)
	}
	w.Do(w.principal(), cycle, "free_shares", nil)
	for key, value := range map[string]string{"assessment.quota.unit.good": "200%", "assessment.quota.unit.poor": "0%"} {
		r := w.Make(w.Personnel(), rulepack.KindOverride, "set", &rulepack.SetInput{Key: key, Value: value, Source: "塘委3号", Reason: "按评议结果掌握", ValidFrom: officetest.Date("2026-01-01")})
		w.Do(w.Who("d4", evaluation.RolePersonnel), r.ID, "verify", nil)
	}
	w.Do(w.principal(), cycle, "bind_shares", nil)
	after := allowed()
	if after[w.Units["d"]] <= before[w.Units["d"]] || after[w.Units["a"]] != 0 {
		t.Errorf("before %v, after %v", before, after)
	}
}

// What cannot work is refused before the round is opened: one leader in a group
// with a weight of 35 %, and talks that no account could hold.
func TestThePreflightRefusesWhatCannotWork(t *testing.T) {
	w := newWorld(t)
	r, err := w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.Must(err)
	for _, no := range []string{"l2", "l3", "l4", "l5"} {
		w.Do(w.Personnel(), w.People[no], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-10-31")})
	}
	e := w.refusal("assessment.check.leaders_too_few", w.Try(w.Personnel(), r.ID, "open", nil))
	if e.Message.Args["have"] != 1 || e.Message.Args["weight"] != int64(35) {
		t.Errorf("%v", e.Message.Args)
	}

	w = &world{officetest.New(t)}
	r, err = w.Create(t.Context(), w.Personnel(), assessment.KindCycle, "plan", evaluation.Creation{Input: plan()})
	w.Must(err)
	for no := range w.People {
		w.Mute.Store("干部"+no, true)
	}
	w.Refused("assessment.check.no_principal", w.Try(w.Personnel(), r.ID, "open", nil))
}

// plainGrade is the grade of somebody who is not to be excellent.
func plainGrade(no string) string {
	if g := gradeOf(no); g != assessment.Excellent {
		return g
	}
	return assessment.Competent
}
