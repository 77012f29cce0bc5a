package reminder_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/reminder"
)

// inquired is an inquiry whose explanation was accepted.
func inquired(w *officetest.World, no string) string {
	w.T.Helper()
	id := approved(w, no, reminder.LevelInquiry, reminder.ModeLetter)
	w.Do(w.Personnel(), id, "send", &reminder.SendInput{No: "浦塘组函〔2026〕3号"})
	w.Do(w.Who(no), id, "explain", &reminder.AnswerInput{Text: "当日人手不足。"})
	w.Do(w.Personnel(), id, "accept", &reminder.AcceptInput{})
	return id
}

func letter(talk, kind string) *reminder.ClearInput {
	return &reminder.ClearInput{Talk: talk, Type: kind, Text: "对您的说明予以采信。", No: "浦塘组函〔2026〕9号"}
}

func TestAnAcceptedExplanationIsToldInALetterThatTheAgreedCircleReads(t *testing.T) {
	w := officetest.New(t)
	talk := inquired(w, "a4")
	r := w.Make(w.Personnel(), reminder.KindClearing, "propose", letter(talk, reminder.TypeAccepted))
	w.Refused("not_found", w.Try(w.Who("a4"), r.ID, "approve", nil)) // nothing is said before it is approved
	w.Do(principal(w), r.ID, "approve", nil)
	own, err := w.Get(t.Context(), w.Who("a4"), r.ID)
	w.Must(err)
	if !own.Shows("text") || own.Shows("matter") {
		t.Errorf("the person sees %v", own.Fields)
	}
	if _, err := w.Get(t.Context(), w.Who("a5"), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a colleague reads it before it is made known: %v", err)
	}
	known := &reminder.AnnounceInput{Circle: reminder.CircleUnit, How: "科室会议宣读"}
	w.Refused("reminder.clearing_agreed", w.Try(w.Personnel(), r.ID, "announce", known))
	known.Agreed = true
	w.Do(w.Personnel(), r.ID, "announce", known)
	w.Refused("reminder.clearing_known", w.Try(w.Personnel(), r.ID, "announce", known))
	seen, err := w.Get(t.Context(), w.Who("a5"), r.ID)
	w.Must(err)
	if !seen.Shows("text") || seen.Shows("talk") || seen.Shows("made") || seen.Shows("level") {
		t.Errorf("a colleague sees %v", seen.Fields)
	}
	if _, err := w.Get(t.Context(), w.Who("b4"), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("somebody outside the circle reads it: %v", err)
	}
	wider := &reminder.AnnounceInput{Circle: reminder.CircleOffice, How: "机关大会宣读", Agreed: true}
	w.TurnTo(w.Now().Add(60e9))
	w.Do(w.Personnel(), r.ID, "announce", wider)
	for _, no := range []string{"a5", "b4"} { // who knew it already is not told again
		told, err := w.Notified(t.Context(), w.Who(no), "", 10)
		if w.Must(err); len(told.List) != 1 {
			t.Errorf("%s is told %d times", no, len(told.List))
		}
	}
	facts, err := desk.Recorded(t.Context(), w.Services.Facts, w.Who("a4"), w.Index, desk.Asked{Office: "o", Person: w.People["a4"], First: date("2026-01-01"), Last: date("2026-12-31")})
	w.Must(err)
	if !slices.ContainsFunc(facts, func(f desk.Fact) bool { return f.Say.Key == "reminder.fact.accepted" }) {
		t.Errorf("the file says %+v", facts)
	}
	w.Refused("reminder.clearing_twice", err2(w.Create(t.Context(), w.Personnel(), reminder.KindClearing, "propose", evaluation.Creation{Input: letter(talk, reminder.TypeAccepted)})))
}

func TestALetterThatWasGivenIsWithdrawnWithAReasonAndACorrectedOneIsANewLetter(t *testing.T) {
	w := officetest.New(t)
	talk := inquired(w, "a4")
	wrong := w.Make(w.Personnel(), reminder.KindClearing, "propose", letter(talk, reminder.TypeAccepted))
	w.Do(principal(w), wrong.ID, "approve", nil)
	w.Do(w.Personnel(), wrong.ID, "announce", &reminder.AnnounceInput{Circle: reminder.CircleUnit, How: "科室会议宣读", Agreed: true})

	revoke := func(who evaluation.Actor, reason string) error {
		_, err := w.Act(t.Context(), who, wrong.ID, w.Stored(wrong.ID).Version, "revoke", evaluation.Change{Reason: reason})
		return err
	}
	w.Refused("error.field.required", revoke(principal(w), ""))
	for name, who := range map[string]evaluation.Actor{
		"the person": w.Who("a4"), "the person as principal leader": w.Who("a4", evaluation.RolePrincipal, evaluation.RoleCadre), "personnel": w.Personnel(), "somebody who was told": w.Who("a5"),
	} {
		if err := revoke(who, "事实有误"); evaluation.CodeOf(err) != evaluation.CodeForbidden && evaluation.CodeOf(err) != evaluation.CodeRecused {
			t.Errorf("%s withdraws it: %v", name, err)
		}
	}
	w.Must(revoke(second(w), "事实有误")) // another principal leader than the one who gave it
	state(w, wrong.ID, reminder.ClearingRevoked)

	own, err := w.Get(t.Context(), w.Who("a4"), wrong.ID)
	w.Must(err)
	known, err := w.Get(t.Context(), w.Who("a5"), wrong.ID)
	w.Must(err)
	if !own.Shows("revoked_for") || !known.Shows("revoked_on") || known.Shows("revoked_for") {
		t.Errorf("the person sees %v, those who were told %v", own.Fields, known.Fields)
	}
	for _, no := range []string{"a4", "a5"} {
		told, err := w.Notified(t.Context(), w.Who(no), "", 20)
		w.Must(err)
		if !slices.ContainsFunc(told.List, func(n evaluation.Notification) bool { return n.Act == "revoke" }) {
			t.Errorf("%s is not told of it: %v", no, told.List)
		}
	}
	facts := w.Facts(w.Reminder, w.People["a4"], date("2026-01-01"), date("2026-12-31"))
	says := func(key string) bool {
		return slices.ContainsFunc(facts, func(f desk.Fact) bool { return f.Say.Key == key })
	}
	if !says("reminder.fact.revoked") || says("reminder.fact.accepted") {
		t.Errorf("the file says %+v", facts)
	}
	if right := w.Make(w.Personnel(), reminder.KindClearing, "propose", letter(talk, reminder.TypeAccepted)); right.ID == wrong.ID {
		t.Error("the corrected letter is the old one")
	}
}

func err2(_ evaluation.Record, err error) error { return err }

func TestNobodyIsClearedOfWhatTheyDoNotKnow(t *testing.T) {
	w := officetest.New(t)
	try := func(in *reminder.ClearInput) error {
		return err2(w.Create(t.Context(), w.Personnel(), reminder.KindClearing, "propose", evaluation.Creation{Input: in}))
	}
	quiet := approved(w, "a4", reminder.LevelReminder, reminder.ModeTalk) // decided, and the person knows nothing
	w.Refused("reminder.clearing_unknown", try(letter(quiet, reminder.TypeCleared)))
	talk := held(w, "a5", reminder.LevelReminder)
	w.Refused("reminder.clearing_inquiry", try(letter(talk, reminder.TypeAccepted)))

	// A concern that was borne out clears nobody, and one about somebody else neither.
	outcome := func(about, outcome string) string {
		m := w.Make(w.Personnel(), concern.KindMatter, "register", &concern.RegisterInput{
			Channel: "visit", Received: date("2026-12-01"), About: concern.About{Person: w.People[about], Category: "attitude", Topic: "窗口" + about + outcome, Content: "态度生硬"},
		})
		w.Do(w.Personnel(), m.ID, "accept", &concern.AcceptInput{Handler: w.People["l4"]})
		w.Do(w.Who("l4", evaluation.RoleLeader), m.ID, "conclude", &concern.ConcludeInput{Outcome: outcome, Findings: "已核实", Reply: "已核实"})
		return officetest.Payload[concern.Matter](w, m.ID).No
	}
	in := letter(talk, reminder.TypeCleared)
	in.Matter = outcome("a5", concern.BorneOut)
	w.Refused("reminder.clearing_borne_out", try(in))
	in.Matter = outcome("a6", concern.NotBorneOut)
	w.Refused("error.not_found", try(in))
	in.Matter = outcome("a5", concern.NotBorneOut)
	r := w.Make(w.Personnel(), reminder.KindClearing, "propose", in)
	w.Do(principal(w), r.ID, "approve", nil)
	own, err := w.Get(t.Context(), w.Who("a5"), r.ID)
	w.Must(err)
	if own.Shows("matter") {
		t.Error("the person reads the number of the concern")
	}
}
