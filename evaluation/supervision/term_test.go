package supervision_test

import (
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/supervision"
)

var date = officetest.Date

func TestATermLastsTheYearsOfTheRuleAndIsRenewedNearItsEnd(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	for years, says := range map[int]string{1: "supervision.years", 4: "supervision.years"} {
		in := proposal(w, "jd1")
		in.Years = years
		w.Refused(says, tryMake(w, supervision.KindTerm, in))
	}
	r := w.Make(w.Personnel(), supervision.KindTerm, "propose", proposal(w, "jd1"))
	if got := w.Stored(r.ID).Waiting; !slices.Equal(got, []string{evaluation.WaitRole(evaluation.RolePrincipal)}) {
		t.Errorf("a proposal waits for %v", got)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), r.ID, "appoint", &supervision.AppointInput{}))
	w.Do(w.Personnel(), r.ID, "revise", proposal(w, "jd1")) // the account that it has already
	w.Do(principal(w), r.ID, "appoint", &supervision.AppointInput{Letter: "塘监聘1号"})
	if p := term(w, r.ID); p.To != date("2028-11-30") || p.AppointedBy == "" || w.Stored(r.ID).Due != p.To || len(w.Stored(r.ID).Waiting) > 0 {
		t.Errorf("until %s, due %s, waits for %v", p.To, w.Stored(r.ID).Due, w.Stored(r.ID).Waiting)
	}
	w.Refused("supervision.too_early", w.Try(principal(w), r.ID, "renew", &supervision.RenewInput{Years: 2}))
	w.Turn("2028-09-30")
	watch(t, w)
	if len(w.Stored(r.ID).Waiting) != 0 {
		t.Error("a day too early it is a task")
	}
	w.Turn("2028-10-01") // 60 days before
	watch(t, w)
	watch(t, w)
	if n := len(w.Stored(r.ID).History); n != 4 {
		t.Errorf("reminded more than once: %d entries", n)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), r.ID, "renew", &supervision.RenewInput{Years: 3}))
	w.Refused("forbidden", w.Try(principal(w), r.ID, "link", &supervision.LinkInput{Account: "account-jd2"}))
	if got := w.Stored(r.ID).Waiting; len(got) != 2 {
		t.Errorf("the end is no task: %v", got)
	}
	w.Do(principal(w), r.ID, "renew", &supervision.RenewInput{Years: 3, Letter: "塘监聘9号"})
	p := term(w, r.ID)
	if p.From != date("2028-12-01") || p.To != date("2031-11-30") || len(p.Earlier) != 1 || p.Earlier[0].Letter != "塘监聘1号" || !p.Reminded.IsZero() {
		t.Errorf("%+v", p)
	}
	w.Turn("2028-12-02")
	watch(t, w)
	if w.Stored(r.ID).State != supervision.TermServing {
		t.Error("a renewed term ends with the one before")
	}
}

func TestAnAccountOfATermThatIsOverIsNamedUntilItIsClosed(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-01")
	with, without := serving(w, "jd1"), serving(w, "")
	ended := serving(w, "jd2")
	w.Do(w.Personnel(), ended.ID, "end", &supervision.EndInput{Why: "moved", On: evaluation.DateOf(w.Now())})
	w.Turn("2028-11-30") // the last day
	watch(t, w)
	if got := w.Stored(with.ID).State; got != supervision.TermServing {
		t.Errorf("on the last day: %s", got)
	}
	before := told(w, w.Personnel())
	w.Turn("2028-12-01")
	watch(t, w)
	if got := told(w, w.Personnel()) - before; got != 1 {
		t.Errorf("the section is told %d times of an account that is left", got)
	}
	for id, want := range map[string]evaluation.State{with.ID: supervision.TermEnded, without.ID: supervision.TermClosed, ended.ID: supervision.TermEnded} {
		if got := w.Stored(id).State; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	over, err := w.Supervision.Over(t.Context(), officetest.Office)
	if err != nil || len(over) != 2 || over["account-jd1"] != date("2028-11-30") || over["account-jd2"] != date("2026-12-01") {
		t.Errorf("those who run accounts are told of %v %v", over, err)
	}
	w.Mute.Store("jd1", true) // disabled
	watch(t, w)
	if w.Stored(with.ID).State != supervision.TermClosed || w.Stored(ended.ID).State != supervision.TermEnded {
		t.Errorf("%s, the other one %s", w.Stored(with.ID).State, w.Stored(ended.ID).State)
	}
	w.Make(w.Personnel(), supervision.KindTerm, "propose", proposal(w, "jd2"))
	if over, err = w.Supervision.Over(t.Context(), officetest.Office); err != nil || len(over) != 0 {
		t.Errorf("an account with another term is over: %v %v", over, err)
	}
}

func TestWhoIsOnTheStaffOrUndeclaredIsNotProposed(t *testing.T) {
	w := officetest.New(t)
	for says, change := range map[string]func(*supervision.ProposeInput){
		"supervision.staff":      func(in *supervision.ProposeInput) { in.Name = "干部a4" },
		"supervision.undeclared": func(in *supervision.ProposeInput) { in.Unrelated = false },
		"supervision.no_account": func(in *supervision.ProposeInput) { in.Account = "nobody" },
		"supervision.over":       func(in *supervision.ProposeInput) { in.From = date("2020-01-01") },
	} {
		in := proposal(w, "")
		change(in)
		w.Refused(says, tryMake(w, supervision.KindTerm, in))
	}
	other := proposal(w, "jd1")
	other.Name, other.Namesake = "干部a4", true
	r := w.Make(w.Personnel(), supervision.KindTerm, "propose", other)
	w.Refused("supervision.account_taken", tryMake(w, supervision.KindTerm, proposal(w, "jd1")))
	w.Do(principal(w), r.ID, "turn_down", nil)
	if got := w.Stored(r.ID).Parties; len(got) != 0 {
		t.Errorf("who was turned down is a party: %v", got)
	}
	w.Make(w.Personnel(), supervision.KindTerm, "propose", proposal(w, "jd1"))
}

func TestATermEndsOnADayWithinItAndBeforeItBeginsToday(t *testing.T) {
	w := officetest.New(t)
	w.Turn("2026-12-10")
	begun, ahead := serving(w, ""), proposal(w, "")
	ahead.From = date("2027-01-01")
	later := w.Make(w.Personnel(), supervision.KindTerm, "propose", ahead)
	w.Do(principal(w), later.ID, "appoint", &supervision.AppointInput{})
	w.Refused("error.day.span", w.Try(w.Personnel(), begun.ID, "end", &supervision.EndInput{Why: "moved", On: date("2026-12-09")}))
	w.Refused("error.day.span", w.Try(w.Personnel(), begun.ID, "end", &supervision.EndInput{Why: "moved", On: date("2026-12-11")}))
	for _, id := range []string{begun.ID, later.ID} {
		w.Do(w.Personnel(), id, "end", &supervision.EndInput{Why: "moved", On: date("2026-12-10")})
	}
}

// What was found about a person when they were proposed only those who run it read.
func TestOthersReadOfATermOnlyWhoItIs(t *testing.T) {
	w := officetest.New(t)
	r := serving(w, "jd1")
	for who, c := range map[string]struct {
		actor evaluation.Actor
		reads bool
	}{
		"a cadre": {w.Who("a4", evaluation.RoleCadre), true}, "the supervisor": {supervisor("jd1"), true},
		"another supervisor": {supervisor("jd2"), false}, "the administrator": {admin(), false}, "a committee": {evaluation.Actor{Office: officetest.Office, Account: "c", Roles: []evaluation.Role{evaluation.RoleCommittee}}, false},
	} {
		v, err := w.Get(t.Context(), c.actor, r.ID)
		if (err == nil) != c.reads || strings.Contains(string(v.Payload), "书面声明") || strings.Contains(string(v.Payload), "account") {
			t.Errorf("%s: %v %s", who, err, v.Payload)
		}
	}
}
