package absence_test

import (
	"context"
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/absence"
	"kaoji/evaluation/roster"
)

var date = officetest.Date

// office is one in which d1 to d7 are the personnel section.
func office(t *testing.T) *officetest.World {
	w := officetest.New(t)
	w.Absence.Holders = func(_ context.Context, _ string, people []string, _ ...evaluation.Role) ([]string, error) {
		return slices.DeleteFunc(slices.Clone(people), func(id string) bool {
			return !slices.ContainsFunc([]string{"d1", "d2", "d3"}, func(no string) bool { return w.People[no] == id })
		}), nil
	}
	return w
}

// days are those of an absence; substitute is a staff number, "" for none.
func days(w *officetest.World, from, until, substitute string) absence.Days {
	return absence.Days{From: date(from), Until: date(until), Why: "sick", Substitute: w.People[substitute]}
}

func enter(w *officetest.World, who, from, until, substitute string) error {
	_, err := w.Create(w.T.Context(), w.Who(who), absence.KindPeriod, "enter", evaluation.Creation{Input: &absence.EnterInput{Days: days(w, from, until, substitute)}})
	return err
}

func TestASubstituteHoldsAPositionOfTheSameSort(t *testing.T) {
	w := office(t)
	for name, c := range map[string]struct{ who, substitute, refused string }{
		"a leader for a leader":                    {"l3", "l4", ""},
		"no head for a leader":                     {"l3", "a1", "absence.not_able"},
		"a deputy for the head":                    {"a1", "a2", ""},
		"no leader for the head":                   {"a1", "l3", "absence.not_able"},
		"nobody of another department":             {"b1", "a3", "absence.not_able"},
		"a colleague for a cadre":                  {"b4", "b5", ""},
		"never oneself":                            {"b5", "b5", "absence.not_able"},
		"the section for the section":              {"d1", "d2", ""},
		"nobody without the role, of the same one": {"d2", "d4", "absence.not_able"},
	} {
		err := enter(w, c.who, "2026-12-03", "2026-12-04", c.substitute)
		if c.refused == "" {
			w.Must(err)
		} else {
			t.Log(name)
			w.Refused(c.refused, err)
		}
	}
	w.Refused("absence.away_too", enter(w, "a3", "2026-12-04", "2026-12-09", "a1"))
	w.Must(enter(w, "a3", "2026-12-05", "2026-12-09", "a1"))
	w.Refused("absence.overlap", enter(w, "a3", "2026-12-09", "2026-12-10", ""))
}

func TestAnAbsenceIsEnteredByThePersonOrTheSectionAndEndsByItself(t *testing.T) {
	w := office(t)
	w.Refused("forbidden", func() error {
		_, err := w.Create(t.Context(), w.Who("b5"), absence.KindPeriod, "record", evaluation.Creation{Input: &absence.RecordInput{Person: w.People["b4"], Days: days(w, "2026-12-01", "2026-12-03", "")}})
		return err
	}())
	r := w.Make(w.Personnel(), absence.KindPeriod, "record", &absence.RecordInput{Person: w.People["b4"], Days: days(w, "2026-11-30", "2026-12-03", "b5")})
	w.Refused("forbidden", w.Try(w.Who("b5"), r.ID, "end", nil))
	w.Refused("absence.backwards", enter(w, "b7", "2026-12-05", "2026-12-03", ""))
	w.Refused("absence.begun", w.Try(w.Who("b4"), r.ID, "change", &absence.ChangeInput{Days: days(w, "2026-12-02", "2026-12-03", "")}))
	w.Do(w.Who("b4"), r.ID, "change", &absence.ChangeInput{Days: days(w, "2026-11-30", "2026-12-04", "b6")})
	day := func() *absence.Away {
		b, err := w.Desk.Book(t.Context(), officetest.Office)
		w.Must(err)
		board, err := w.Absence.Board(t.Context(), b.On(evaluation.DateOf(w.Now())))
		w.Must(err)
		return board.Of(w.People["b4"])
	}
	if a := day(); a == nil || a.Until != date("2026-12-04") || a.Substitute != w.People["b6"] {
		t.Errorf("away: %+v", a)
	}
	w.Must(enter(w, "b6", "2026-12-01", "2026-12-01", ""))
	if a := day(); a == nil || a.Substitute != "" {
		t.Errorf("the substitute is away too: %+v", a)
	}
	w.Turn("2026-12-04")
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2026-12-04")))
	if a := day(); a == nil || w.Stored(r.ID).State != absence.Entered {
		t.Errorf("over before its last day: %+v", a)
	}
	w.Turn("2026-12-05")
	if a := day(); a != nil {
		t.Errorf("still away: %+v", a)
	}
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2026-12-05")))
	if s := w.Stored(r.ID).State; s != absence.Ended {
		t.Errorf("it is %s", s)
	}
}

func TestWhoComesBackEarlyIsThere(t *testing.T) {
	w := office(t)
	w.Must(enter(w, "b4", "2026-12-02", "2026-12-09", "b5"))
	board, err := w.Absence.Known(t.Context(), officetest.Office)
	w.Must(err)
	id := board[0].Record
	w.Refused("absence.to_come", w.Try(w.Who("b4"), id, "end", nil))
	w.Turn("2026-12-03")
	w.Do(w.Who("b4"), id, "end", nil)
	if p := officetest.Payload[absence.Period](w, id); p.Back != date("2026-12-03") {
		t.Errorf("back on %s", p.Back)
	}
	w.Must(enter(w, "b4", "2026-12-05", "2026-12-09", ""))
	if board, err = w.Absence.Known(t.Context(), officetest.Office); err != nil || len(board) != 1 || board[0].Record == id {
		t.Errorf("known: %+v %v", board, err)
	}
	w.Do(w.Personnel(), board[0].Record, "cancel", nil)
}

// Why somebody is away, the person and the section read, others only until when, and
// nothing once it is over.
func TestWhySomebodyIsAwayIsNotForOthers(t *testing.T) {
	w := office(t)
	r := w.Make(w.Who("b4"), absence.KindPeriod, "enter", &absence.EnterInput{Days: days(w, "2026-12-01", "2026-12-09", "b5")})
	for name, c := range map[string]struct {
		who       evaluation.Actor
		sees, why bool
	}{
		"the person": {w.Who("b4"), true, true}, "the section": {w.Personnel(), true, true}, "the substitute": {w.Who("b5"), true, false},
		"the principal leader": {w.Who("l1", evaluation.RolePrincipal), true, false}, "another cadre": {w.Who("a5"), true, false},
		"a committee": {w.Outside("jw", evaluation.RoleCommittee), false, false}, "a supervisor": {w.Outside("jd", evaluation.RoleSupervisor), false, false},
		"the administrator": {w.Outside("admin", evaluation.RoleAdmin), false, false},
	} {
		v, err := w.Get(t.Context(), c.who, r.ID)
		if (err == nil) != c.sees || v.Shows("why") != c.why || (len(v.History) > 0) != c.why {
			t.Errorf("%s: %v, reads %v", name, err, v.Fields)
		}
	}
	w.Do(w.Who("b4"), r.ID, "end", nil)
	if _, err := w.Get(t.Context(), w.Who("b5"), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("what is over is read: %v", err)
	}
}

// Who has been away for long is still away: the day on which it began does not keep them
// from being away longer.
func TestALongAbsenceCanBeMadeLonger(t *testing.T) {
	w := office(t)
	r := w.Make(w.Who("b4"), absence.KindPeriod, "enter", &absence.EnterInput{Days: days(w, "2026-12-01", "2027-02-26", "")})
	w.Turn("2027-02-20")
	w.Do(w.Who("b4"), r.ID, "change", &absence.ChangeInput{Days: days(w, "2026-12-01", "2027-04-30", "b5")})
	if p := officetest.Payload[absence.Period](w, r.ID); p.Until != date("2027-04-30") || p.Substitute != w.People["b5"] {
		t.Errorf("it is %+v", p)
	}
	w.Refused("absence.begun", w.Try(w.Who("b4"), r.ID, "change", &absence.ChangeInput{Days: days(w, "2027-02-01", "2027-04-30", "")}))
	w.Turn("2027-12-03") // more than a year after it began
	if err := w.Bar(t.Context(), w.Who("b4"), r.ID, "change"); evaluation.CodeOf(err) != evaluation.CodeConflict {
		t.Errorf("an absence that was over long ago can be changed: %v", err)
	}
}

// Who has moved to another department, or has lost the role, is the substitute no longer:
// they would learn what waits for people with whom they have nothing to do.
func TestWhoHasMovedIsNoSubstitute(t *testing.T) {
	w := office(t)
	w.Must(enter(w, "b4", "2026-12-01", "2026-12-09", "b5"))
	w.Must(enter(w, "l3", "2026-12-01", "2026-12-09", "l4"))
	w.Must(enter(w, "d1", "2026-12-01", "2026-12-09", "d2"))
	move := func(no string) {
		w.Do(w.Personnel(), w.People[no], "appoint", &roster.Appoint{Department: w.Units["a"], Post: "科员", PostSince: date("2026-12-01")})
	}
	covered := func(no string) string {
		b, err := w.Desk.Book(t.Context(), officetest.Office)
		w.Must(err)
		board, err := w.Absence.Board(t.Context(), b.On(evaluation.DateOf(w.Now())))
		w.Must(err)
		return board.Of(w.People[no]).Substitute
	}
	w.Turn("2026-12-02")
	move("d2")
	for no, substitute := range map[string]string{"b4": "b5", "l3": "l4", "d1": "d2"} {
		if got := covered(no); got != w.People[substitute] {
			t.Errorf("%s: %s, want %s", no, got, substitute)
		}
	}
	move("b5")
	w.Absence.Holders = func(context.Context, string, []string, ...evaluation.Role) ([]string, error) {
		return []string{w.People["d1"]}, nil
	}
	for _, no := range []string{"b4", "d1"} {
		if got := covered(no); got != "" {
			t.Errorf("of %s somebody who has moved or lost the role is the substitute: %s", no, got)
		}
	}
}

// Who was the substitute is told so as long as it is true.
func TestAFormerSubstituteIsNotToldToBeOne(t *testing.T) {
	w := office(t)
	r := w.Make(w.Who("b4"), absence.KindPeriod, "enter", &absence.EnterInput{Days: days(w, "2026-12-01", "2026-12-09", "b5")})
	told := func(no string) int {
		found, err := w.Notified(t.Context(), w.Who(no), "", 10)
		w.Must(err)
		return len(found.List)
	}
	if n := told("b5"); n != 1 {
		t.Errorf("the substitute is told %d times", n)
	}
	w.Do(w.Who("b4"), r.ID, "change", &absence.ChangeInput{Days: days(w, "2026-12-01", "2026-12-09", "b6")})
	if former, now := told("b5"), told("b6"); former != 0 || now != 1 {
		t.Errorf("the former substitute is told %d, the present one %d times", former, now)
	}
}
