package education_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

func TestTheCodeOnTheScreenSignsInOnceAndOnlyWhileItIsFresh(t *testing.T) {
	w := running(t)
	id := w.session("2")
	w.TurnTo(w.Now().Truncate(30 * time.Second)) // P-40: it changes every 30 s
	code := w.screen(id)
	mine := w.record(education.KindPart, "a4").ID
	if got := w.Offered(w.Who("a4"), mine, "check_in"); got != "check_in" {
		t.Errorf("while people sign in, one is offered %q", got)
	}
	w.Must(w.scan("a4", "", code)) // there is one session
	if got := w.Offered(w.Who("a4"), mine, "check_in"); got != "take_test" {
		t.Errorf("who has signed in is offered %q", got)
	}
	w.Must(w.scan("a7", id, code))
	if m := w.part("a4").Marks; len(m) != 1 || m[0].State != education.MarkPresent || m[0].How != education.HowCode || m[0].At != "09:00" {
		t.Errorf("signed in as %+v", m)
	}
	w.Refused("education.signed_in", w.scan("a4", id, code))
	w.Refused("education.code_old", w.scan("a5", id, "000000000000"))
	w.later(59 * time.Second) // the one before the present one still holds: the scan takes a moment
	if next := w.screen(id); next == code {
		t.Error("the code does not change")
	}
	w.Must(w.scan("a5", id, code))
	w.later(time.Second)
	w.Refused("education.code_old", w.scan("a6", id, code)) // a photograph is worth nothing now
	w.Must(w.scan("a6", id, " "+strings.ToUpper(w.screen(id))))
}

func TestACodeOpensNoOtherSessionAndNobodyWhoIsNotAsked(t *testing.T) {
	w := running(t)
	one, other := w.session("2"), w.session("2")
	w.Refused("education.code_old", w.scan("a4", other, w.screen(one)))
	part := w.record(education.KindPart, "a4").ID
	w.Refused("error.forbidden", w.Try(w.Who("b4", evaluation.RolePersonnel), part, "check_in", &education.CheckInInput{Session: one, Code: w.screen(one)}))
	if err := w.Try(w.Who("b4"), part, "check_in", &education.CheckInInput{Session: one, Code: w.screen(one)}); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("signs in for somebody else: %v", err)
	}
	some := w.plan("1")
	some.Units = []string{w.Units["b"]}
	b := w.Make(w.Personnel(), education.KindSession, "plan", some).ID
	w.Do(w.Personnel(), b, "open", nil)
	w.Refused("education.not_invited", w.scan("a4", b, w.screen(b)))
	w.Do(w.Personnel(), one, "hold", nil)
	w.Refused("education.not_open", w.scan("a4", one, "x"))
}

func TestAPassLetsOneLogInAfterTheScanForSomeMinutes(t *testing.T) {
	w := running(t)
	id, other := w.session("2"), w.session("2")
	pass, err := w.Education.Scan(w.Stored(id), w.screen(id), w.Now())
	w.Must(err)
	if _, err := w.Education.Scan(w.Stored(id), "0123456789ab", w.Now()); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("a code that is none: %v", err)
	}
	w.later(5 * time.Minute) // P-41
	w.Refused("education.code_old", w.scan("a4", other, pass))
	w.Must(w.scan("a4", id, pass))
	w.later(time.Second)
	w.Refused("education.code_old", w.scan("a5", id, pass))
}

func TestTheCodeIsWorkedOutWithAKeyAndStoredNowhere(t *testing.T) {
	w := running(t)
	id := w.session("2")
	code := w.screen(id)
	for _, r := range []string{id, w.record(education.KindPart, "a4").ID} {
		if strings.Contains(string(w.Stored(r).Payload), code) {
			t.Error("the code is stored")
		}
	}
	v, err := w.Get(t.Context(), w.Who("a4"), id)
	w.Must(err)
	if _, err := w.Education.CodeOf(v, w.Now()); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("anybody is shown the code: %v", err)
	}
}

// crowd is an office whose department a has so many people, all of them in a
// campaign that has started.
func crowd(t testing.TB, people int) *school {
	t.Helper()
	w := planned(t)
	for i := 8; i <= people; i++ {
		w.Enter(fmt.Sprint("a", i), "a", "一级科员", false)
	}
	w.Do(w.Personnel(), w.campaign, "start", nil)
	return w
}

func TestAHundredWhoScanAtOnceAreAllPresent(t *testing.T) {
	const people = 100
	w := crowd(t, people)
	id := w.session("2")
	code, gate := w.screen(id), make(chan struct{})
	var all sync.WaitGroup
	failed := make([]error, people)
	for i := range people {
		who, part := w.Who(fmt.Sprint("a", i+1)), w.record(education.KindPart, fmt.Sprint("a", i+1))
		all.Go(func() {
			<-gate // all of them are at the door before the first goes in
			_, failed[i] = w.Act(t.Context(), who, part.ID, part.Version, "check_in", evaluation.Change{
				Input: &education.CheckInInput{Session: id, Code: code},
			})
		})
	}
	close(gate)
	all.Wait()
	for i, err := range failed {
		if err != nil {
			t.Errorf("a%d: %v", i+1, err)
		}
	}
	v, err := w.Get(t.Context(), w.Personnel(), id)
	w.Must(err)
	list, err := w.Education.Attendance(t.Context(), w.Service, w.Personnel(), v)
	w.Must(err)
	present := slices.DeleteFunc(list, func(a education.Attending) bool {
		return a.State != education.MarkPresent || a.How != education.HowCode
	})
	if len(present) != people {
		t.Errorf("%d of %d are present", len(present), people)
	}
}

func TestAListIsWrittenWholeOrNotAtAllAndNobodyNotesTheirOwn(t *testing.T) {
	w := running(t)
	id := w.session("2")
	recorder := w.Who("a3", evaluation.RolePersonnel)
	rows := func(marks ...education.NoteRow) *education.NoteInput { return &education.NoteInput{Rows: marks} }
	present := func(no string) education.NoteRow { return education.NoteRow{Person: w.People[no], Mark: "present"} }
	w.Refused("education.not_invited", w.Try(recorder, id, "note", rows(present("a4"), present("b4"))))
	w.Refused("education.not_own", w.Try(recorder, id, "note", rows(present("a4"), present("a3"))))
	w.Refused("education.twice", w.Try(recorder, id, "note", rows(present("a4"), present("a4"))))
	w.Refused("education.excuse_reason", w.Try(recorder, id, "note", rows(education.NoteRow{Person: w.People["a4"], Mark: "excused"})))
	w.Refused("education.not_own", w.Try(w.Who("l3", evaluation.RolePersonnel), id, "note", rows(present("a2")))) // a relative's
	if n := len(w.part("a4").Marks); n != 0 {
		t.Fatalf("a refused list left %d marks", n)
	}
	w.Do(recorder, id, "note", rows(present("a4"), education.NoteRow{Person: w.People["a5"], Mark: "excused", Reason: "公差"}))
	w.Do(recorder, id, "hold", nil)
	for no, want := range map[string]string{"a4": "present", "a5": "excused", "a6": "absent"} {
		if m := w.part(no).Marks; len(m) != 1 || m[0].State != want {
			t.Errorf("%s is %+v", no, m)
		}
	}
	// P-42: 30 days after the session; the to-do item is the person's.
	if r := w.record(education.KindPart, "a6"); r.Due != date("2026-12-25") || w.part("a6").Marks[0].MakeUpBy != date("2026-12-31") {
		t.Errorf("has to make up by %s, the test by %s", w.part("a6").Marks[0].MakeUpBy, r.Due)
	}
	w.note(id, "present", "a6") // a correction before the list is filed
	if m := w.part("a6").Marks[0]; m.State != "present" || !m.MakeUpBy.IsZero() {
		t.Errorf("corrected to %+v", m)
	}
	w.Do(w.Personnel(), id, "close", nil)
	if err := w.Try(w.Personnel(), id, "note", rows(present("a7"))); evaluation.CodeOf(err) != evaluation.CodeState {
		t.Errorf("a filed list is changed: %v", err)
	}
}

func TestTheRecorderKeepsTheListAndOthersSeeNone(t *testing.T) {
	w := running(t)
	plan := w.plan("2")
	plan.Recorder = w.People["c4"]
	id := w.Make(w.Personnel(), education.KindSession, "plan", plan).ID
	w.Do(w.Who("c4"), id, "open", nil)
	w.Do(w.Who("c4"), id, "note", &education.NoteInput{Rows: []education.NoteRow{{Person: w.People["a4"], Mark: "present"}}})
	attendance := func(who evaluation.Actor) ([]education.Attending, error) {
		v, err := w.Get(t.Context(), who, id)
		w.Must(err)
		return w.Education.Attendance(t.Context(), w.Service, who, v)
	}
	list, err := attendance(w.Who("c4"))
	w.Must(err)
	if len(list) != 7 {
		t.Errorf("the list has %d lines", len(list))
	}
	if _, err := attendance(w.Who("a4")); evaluation.CodeOf(err) != evaluation.CodeForbidden {
		t.Errorf("somebody of the audience reads the list: %v", err)
	}
	w.Refused("error.forbidden", w.Try(w.Who("a4"), id, "hold", nil))
}

func TestWhoMissedASessionMakesUpByStudyOrInAnotherSession(t *testing.T) {
	w := running(t)
	id := w.session("2")
	w.note(id, "excused", "a4")
	w.Do(w.Personnel(), id, "hold", nil)
	mine := w.record(education.KindPart, "a4").ID
	steps := []string{"check_in", "make_up", "accept_make_up", "return_make_up"}
	if got := w.Offered(w.Who("a4"), mine, steps...); got != "take_test make_up" {
		t.Errorf("who missed a session is offered %s", got)
	}
	if got := w.Offered(w.Personnel(), mine, steps...); got != "" {
		t.Errorf("the section is offered %s before anything is handed in", got)
	}
	w.Refused("education.not_owed", w.Try(w.Who("a4"), mine, "make_up", &education.MakeUpInput{Session: "x", Text: strings.Repeat("补学。", 10)}))
	w.Do(w.Who("a4"), mine, "make_up", &education.MakeUpInput{Text: strings.Repeat("补学。", 10)})
	if got := w.Offered(w.Personnel(), mine, steps...); got != "accept_make_up return_make_up" {
		t.Errorf("the section is offered %s", got)
	}
	if h := w.part("a4").Hours; h != "0" {
		t.Errorf("%s hours before anybody has read it", h)
	}
	w.Do(w.Personnel(), mine, "return_make_up", &education.MakeUpVerdict{})
	w.Do(w.Who("a4"), mine, "make_up", &education.MakeUpInput{Text: strings.Repeat("补学内容。", 10)})
	w.Refused("recused", w.Try(w.Who("a4", evaluation.RolePersonnel, evaluation.RoleCadre), mine, "accept_make_up", &education.MakeUpVerdict{}))
	w.Do(w.Personnel(), mine, "accept_make_up", &education.MakeUpVerdict{})
	if p := w.part("a4"); p.Hours != "2" || len(p.Owed()) != 0 || p.Marks[0].State != education.MarkMadeUp {
		t.Errorf("made up: %+v", p)
	}
	if got := w.Offered(w.Who("a4"), mine, steps...); got != "take_test" {
		t.Errorf("who has made up is offered %s", got)
	}

	again := w.plan("2")
	again.MakesUp = id
	makeup := w.Make(w.Personnel(), education.KindSession, "plan", again).ID
	w.Do(w.Personnel(), makeup, "open", nil)
	w.Refused("education.not_invited", w.scan("a4", makeup, w.screen(makeup))) // owes nothing any more
	w.Must(w.scan("a5", makeup, w.screen(makeup)))
	w.Refused("education.signed_in", w.scan("a5", makeup, w.screen(makeup)))
	w.note(makeup, "present", "a6")
	w.Do(w.Personnel(), makeup, "hold", nil)
	for no, want := range map[string]string{"a5": "made_up", "a6": "made_up", "a7": "absent"} {
		if m := w.part(no).Marks; len(m) != 1 || m[0].State != want {
			t.Errorf("%s is %+v", no, m)
		}
	}
}

// An effect that runs twice, and an older one after a newer, change nothing.
func TestWritingAListAgainChangesNothing(t *testing.T) {
	w := running(t)
	id := w.session("2")
	w.note(id, "present", "a4")
	w.note(id, "absent", "a4")
	mine := w.record(education.KindPart, "a4").ID
	before := *w.part("a4")
	old := &education.Attend{Session: id, Title: "专题辅导", On: date("2026-12-01"), Hours: "2", Mark: "present", How: "list", Note: 1, MakeUpBy: date("2026-12-31")}
	_, err := w.Act(t.Context(), evaluation.System(officetest.Office), mine, evaluation.AnyVersion, "attend", evaluation.Change{Input: old})
	w.Must(err)
	if after := w.part("a4"); after.Marks[0].State != before.Marks[0].State {
		t.Errorf("an older list won: %+v", after.Marks[0])
	}
	w.Refused("error.forbidden", w.Try(w.Personnel(), mine, "attend", old))
}
