package routine_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/routine"
	"kaoji/evaluation/signoff"
)

var section = []string{evaluation.WaitRole(evaluation.RolePersonnel)}

// mute is an office with a round of the last quarter in which c3 has no account.
func mute(t *testing.T) (w *officetest.World, round, id string) {
	w = officetest.New(t)
	w.Mute.Store("干部c3", true)
	r := w.Make(w.Personnel(), routine.KindRound, "open", &routine.OpenInput{
		Period: "2026Q4", DatesInput: routine.DatesInput{NoteBy: date("2026-12-10"), ProposeBy: date("2026-12-20")},
	})
	return w, r.ID, sheet(w, r.ID, "c3")
}

func noteOf(text, on string) *routine.NotePaper {
	return &routine.NotePaper{NoteInput: routine.NoteInput{Note: text}, HandedIn: date(on)}
}

// A note on paper is entered by one and compared by another; nobody waits for it.
func TestANoteOnPaper(t *testing.T) {
	w, round, id := mute(t)
	principal, head := w.Who("l1", evaluation.RolePrincipal), w.Who("c1", evaluation.RoleHead)
	if r := w.Stored(id); r.State != routine.SheetCommenting || r.Waiting[0] != evaluation.WaitPerson(head.Person) {
		t.Fatalf("%s, waiting for %v", r.State, r.Waiting)
	}
	w.Refused(signoff.HasAccount, w.Try(w.Personnel(), sheet(w, round, "c4"), "enter_note", noteOf("走访居民区。", "2026-12-01")))
	w.Refused("error.day.span", w.Try(w.Personnel(), id, "enter_note", noteOf("走访居民区。", "2026-09-30")))
	w.Refused("error.day.span", w.Try(w.Personnel(), id, "enter_note", noteOf("走访居民区。", "2026-12-02")))
	w.Do(w.Personnel(), id, "enter_note", noteOf("走访居民区。", "2026-11-30"))
	if r := w.Stored(id); r.State != routine.SheetNoted || !slices.Contains(r.Waiting, section[0]) || r.Due != date("2026-12-20") {
		t.Errorf("%s, waiting for %v until %s", r.State, r.Waiting, r.Due)
	}
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), id, "check_note", nil))
	w.Do(w.Personnel(), round, "amend", &routine.DatesInput{NoteBy: date("2026-12-12"), ProposeBy: date("2026-12-22")})
	if r := w.Stored(id); r.State != routine.SheetNoted || r.Due != date("2026-12-22") {
		t.Errorf("the days are moved: %s until %s", r.State, r.Due)
	}
	w.Do(principal, id, "drop_note", nil)
	if sh := officetest.Payload[routine.Sheet](w, id); sh.Note != "" || !sh.NotedOn.IsZero() || sh.NotePaper != nil || w.Stored(id).State != routine.SheetCommenting {
		t.Errorf("sent back: %+v, %s", sh, w.Stored(id).State)
	}
	w.Do(w.Personnel(), id, "enter_note", noteOf("走访居民区，协调三件。", "2026-11-30"))
	w.Do(principal, id, "check_note", nil)
	sh, r := officetest.Payload[routine.Sheet](w, id), w.Stored(id)
	if sh.Note != "走访居民区，协调三件。" || sh.NotedOn != date("2026-11-30") || sh.NotePaper.By == "" || sh.NotePaper.Checked == "" || r.State != routine.SheetCommenting || r.Waiting[0] != evaluation.WaitPerson(head.Person) {
		t.Errorf("%+v, %s, waiting for %v", sh, r.State, r.Waiting)
	}
	w.Do(head, id, "propose", &routine.ProposeInput{Grade: routine.Fair})
	w.Refused("state", w.Try(w.Personnel(), id, "enter_note", noteOf("补写小结。", "2026-12-01")))
}

// A quarter is not handed in while a note is compared, and goes on without one.
func TestAQuarterGoesOnWithoutANoteOnPaper(t *testing.T) {
	w, round, id := mute(t)
	w.Do(w.Personnel(), id, "enter_note", noteOf("走访居民区。", "2026-11-30"))
	w.Turn("2026-12-11")
	w.Must(w.Watch(t.Context(), w.Service, officetest.Office, date("2026-12-11")))
	principal := w.Who("l1", evaluation.RolePrincipal)
	for _, p := range officetest.Payload[routine.Round](w, round).Participants {
		if p.Sheet != id {
			w.Do(principal, p.Sheet, "propose", &routine.ProposeInput{Grade: routine.Fair})
		}
	}
	w.Refused("state", w.Try(principal, id, "propose", &routine.ProposeInput{Grade: routine.Fair}))
	w.Refused("routine.left", w.Try(w.Personnel(), round, "hand_in", &routine.HandInInput{}))
	w.Do(principal, id, "drop_note", nil)
	w.Do(principal, id, "propose", &routine.ProposeInput{Grade: routine.Fair})
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
}

// fixed is the office of mute with the round fixed on 2026-12-11.
func fixed(t *testing.T) (w *officetest.World, round, id string) {
	w, round, id = mute(t)
	propose(w, round, 0)
	w.Do(w.Personnel(), round, "hand_in", &routine.HandInInput{})
	w.Do(w.Who("l1", evaluation.RolePrincipal), round, "fix", nil)
	return w, round, id
}

// The section has the printed result signed by whoever has no account, one enters it and
// another compares it. The grade counts meanwhile.
func TestTheResultIsSignedOnPaper(t *testing.T) {
	w, round, id := fixed(t)
	principal := w.Who("l1", evaluation.RolePrincipal)
	if r := w.Stored(id); !slices.Equal(r.Waiting, section) {
		t.Errorf("waits for %v, want the section", r.Waiting)
	}
	if r := w.Stored(sheet(w, round, "c4")); len(r.Waiting) != 0 {
		t.Errorf("whoever has an account reads the result there, and the record waits for %v", r.Waiting)
	}
	if got, err := w.Routine.Results(t.Context(), officetest.Office, []string{w.People["c3"]}, 2026); err != nil || len(got[w.People["c3"]]) != 1 {
		t.Errorf("the grade does not count before it is signed: %+v, %v", got, err)
	}
	sign := func(no string, in signoff.ReceiptInput) error {
		return w.Try(w.Personnel(), sheet(w, round, no), "note_signature", &in)
	}
	w.Turn("2026-12-14")
	w.Refused(signoff.HasAccount, sign("c4", signoff.ReceiptInput{Signed: date("2026-12-14")}))
	w.Refused("error.day.span", sign("c3", signoff.ReceiptInput{Signed: date("2026-12-10")}))
	w.Refused("signoff.how_told", sign("c3", signoff.ReceiptInput{Signed: date("2026-12-14"), Refused: true}))
	w.Refused("signoff.how_told", sign("c3", signoff.ReceiptInput{Signed: date("2026-12-14"), Refused: true, Words: " \n　"}))
	w.Must(sign("c3", signoff.ReceiptInput{Signed: date("2026-12-14"), Refused: true, Words: "当面宣读，本人不签，王某在场。"}))
	if r := w.Stored(id); r.State != routine.SheetFixed || !slices.Contains(r.Waiting, section[0]) {
		t.Errorf("%s, waiting for %v", r.State, r.Waiting)
	}
	w.Refused(signoff.SecondPerson, w.Try(w.Personnel(), id, "check_signature", nil))
	w.Refused("routine.signature_first", w.Try(w.Personnel(), id, "enter_objection", &routine.ObjectionPaper{ObjectInput: routine.ObjectInput{Text: "防汛工作没有写。"}, HandedIn: date("2026-12-14")}))
	w.Do(principal, id, "check_signature", nil)
	sh := officetest.Payload[routine.Sheet](w, id)
	if !sh.Receipt.Refused || sh.Receipt.Signed != date("2026-12-14") || sh.Receipt.Paper.Checked == "" || len(w.Stored(id).Waiting) != 0 {
		t.Errorf("%+v, waiting for %v", sh.Receipt, w.Stored(id).Waiting)
	}
	w.Refused("signoff.nothing_to_tell", sign("c3", signoff.ReceiptInput{Signed: date("2026-12-14")}))
}

// Whoever gets an account while the section waits for the signature can still sign the paper.
func TestAnAccountThatComesLaterLeavesNoSignatureOpen(t *testing.T) {
	w, _, id := fixed(t)
	w.Mute.Delete("干部c3")
	w.Do(w.Personnel(), id, "note_signature", &signoff.ReceiptInput{Signed: date("2026-12-11")})
	w.Do(w.Who("l1", evaluation.RolePrincipal), id, "check_signature", nil)
	if r := w.Stored(id); len(r.Waiting) != 0 {
		t.Errorf("waits for %v", r.Waiting)
	}
}

// Whoever objects on paper has been told, and signs for the answer. An objection that was
// entered by mistake leaves the result to be signed.
func TestAnObjectionOnPaperReplacesTheSignatureOfTheResult(t *testing.T) {
	w, _, id := fixed(t)
	principal := w.Who("l1", evaluation.RolePrincipal)
	in := &routine.ObjectionPaper{ObjectInput: routine.ObjectInput{Text: "防汛工作没有写。"}, HandedIn: date("2026-12-11")}
	w.Do(w.Personnel(), id, "enter_objection", in)
	w.Refused("state", w.Try(w.Personnel(), id, "note_signature", &signoff.ReceiptInput{Signed: date("2026-12-11")}))
	w.Do(principal, id, "drop_objection", nil)
	if r := w.Stored(id); !slices.Equal(r.Waiting, section) {
		t.Errorf("taken back, and waits for %v", r.Waiting)
	}
	w.Do(w.Personnel(), id, "enter_objection", in)
	w.Do(principal, id, "check_objection", nil)
	w.Do(assigned(w, id), id, "answer", &routine.AnswerInput{Grade: routine.Fair, Answer: "经核实，维持。"})
	w.Do(w.Personnel(), id, "note_signature", &signoff.ReceiptInput{Signed: date("2026-12-11")})
	w.Do(principal, id, "check_signature", nil)
	if sh := officetest.Payload[routine.Sheet](w, id); sh.Receipt != nil || sh.Objection.Receipt == nil {
		t.Errorf("%+v %+v", sh.Receipt, sh.Objection)
	}
}

// The grades of a year are told with how many of them are good.
func TestHowManyQuartersAreGood(t *testing.T) {
	w, round, _ := fixed(t)
	c4 := sheet(w, round, "c4")
	r := w.Stored(c4)
	for i, grade := range []string{routine.Good, routine.Good, routine.Ordinary} {
		sh := officetest.Payload[routine.Sheet](w, c4)
		sh.Grade = grade
		earlier := r
		earlier.ID, earlier.On, earlier.Unique = "0198c2f0-0000-7000-9000-00000000000"+string(rune('1'+i)), date("2026-03-31").AddMonths(3*i), r.Unique+string(rune('1'+i))
		earlier.Version, earlier.Serial = 0, int64(1000+i)
		w.Must(store(w, earlier, sh))
	}
	got := routine.TallyOf(w.Facts(w.Routine, w.People["c4"], date("2026-01-01"), date("2026-12-31")))
	if got != (routine.Tally{Good: 2, Of: 4}) { // the last quarter is fair
		t.Errorf("%+v", got)
	}
	if got := routine.TallyOf(nil); got != (routine.Tally{}) {
		t.Errorf("nobody: %+v", got)
	}
}
