package reminder_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/roster"
)

func TestAReminderGoesFromProposalToFollowUp(t *testing.T) {
	w := office(t)
	id := held(w, "a4", reminder.LevelReminder)
	me := w.Who("a4")
	w.Do(me, id, "object", &reminder.AnswerInput{Text: "当日系统故障，不是态度问题。"})
	w.Refused("reminder.reply_missing", w.Try(w.Personnel(), id, "accept", &reminder.AcceptInput{}))
	w.Refused("reminder.only_talker", w.Try(w.Personnel(), id, "reply", &reminder.WordsInput{Text: "已核实"}))
	w.Do(principal(w), id, "reply", &reminder.WordsInput{Text: "已核实系统故障情况。"})
	w.Do(w.Personnel(), id, "accept", &reminder.AcceptInput{})
	r := w.Stored(id)
	if r.State != reminder.Following || r.Due != date("2027-06-01") { // six months after 1 December
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Refused("reminder.further_words", w.Try(w.Personnel(), id, "review", &reminder.ReviewInput{Outcome: reminder.OutcomeFurther, Findings: "无改进"}))
	w.Do(w.Personnel(), id, "review", &reminder.ReviewInput{Outcome: reminder.OutcomeRecognised, Findings: "已改进"})
	if r = w.Stored(id); r.State != reminder.Closed || len(r.Waiting) > 0 || !r.Due.IsZero() {
		t.Errorf("%s still waits for %v until %s", r.State, r.Waiting, r.Due)
	}
}

func TestAnInquiryIsAnsweredInFifteenWorkingDaysAndAskedAgainOnce(t *testing.T) {
	w := office(t)
	w.Turn("2026-09-25") // before the National Day holidays: 15 working days end on 21 October
	id := approved(w, "a4", reminder.LevelInquiry, reminder.ModeLetter)
	w.Refused("reminder.by_letter", w.Try(w.Personnel(), id, "schedule", appointment(w, reminder.LevelInquiry)))
	w.Do(w.Personnel(), id, "send", &reminder.SendInput{No: "浦塘组函〔2026〕3号"})
	calendar, err := w.Desk.Calendar(t.Context(), officetest.Office)
	w.Must(err)
	want, _ := calendar.Add(date("2026-09-25"), 15)
	if r := w.Stored(id); r.Due != want || want.Before(date("2026-10-20")) {
		t.Errorf("due %s, want %s", r.Due, want)
	}
	me := w.Who("a4")
	w.Refused("reminder.inquiry_explains", w.Try(me, id, "acknowledge", &reminder.CommentInput{}))
	w.Turn("2026-10-30")
	w.Do(me, id, "explain", &reminder.AnswerInput{Text: "说明如下。"})
	w.Do(w.Personnel(), id, "ask_again", &reminder.AgainInput{Ask: "请说明当日值班安排。"})
	again, _ := calendar.Add(date("2026-10-30"), 15)
	if r := w.Stored(id); r.State != reminder.Sent || r.Due != again {
		t.Errorf("%s, due %s", r.State, r.Due)
	}
	w.Do(me, id, "explain", &reminder.AnswerInput{Text: "值班安排如下。"})
	w.Refused("reminder.again_once", w.Try(w.Personnel(), id, "ask_again", &reminder.AgainInput{Ask: "再问"}))
	p := officetest.Payload[reminder.Talk](w, id)
	if len(p.Letters) != 2 || p.Letters[1].Form != reminder.FormAgain || !p.Answers[0].Late || p.Answers[1].Late {
		t.Errorf("%+v %+v", p.Letters, p.Answers)
	}
	w.Do(w.Personnel(), id, "accept", &reminder.AcceptInput{})
	state(w, id, reminder.Closed)
}

// eligible is what the assessment of the year makes of somebody.
func eligible(w *officetest.World, no string) bool {
	w.T.Helper()
	book, err := w.Desk.Book(w.T.Context(), officetest.Office)
	w.Must(err)
	pack, err := w.Desk.Pack(w.T.Context(), officetest.Office)
	w.Must(err)
	m, _ := book.On(date("2026-12-31")).Member(w.People[no])
	found, err := assessment.Eligibility(m, assessment.On(date("2026-12-31")), pack.On(date("2026-12-31")))
	w.Must(err)
	for _, f := range found {
		if f.Consequence == assessment.NotExcellent && f.Kind == roster.Admonition {
			return false
		}
	}
	return true
}

func TestAnAdmonitionTakesTheYearsExcellentGradeAndItsRevocationGivesItBack(t *testing.T) {
	w := office(t)
	if !eligible(w, "a4") {
		t.Fatal("not eligible to begin with")
	}
	id := held(w, "a4", reminder.LevelAdmonition)
	p := officetest.Payload[reminder.Talk](w, id)
	if eligible(w, "a4") || p.EffectFrom != date("2026-12-01") || p.EffectUntil != date("2027-06-01") ||
		p.CriticismBy != date("2026-12-08") || p.ReportBy != date("2027-06-01") {
		t.Errorf("%+v", p)
	}
	absences := officetest.Payload[roster.Person](w, w.People["a4"]).Absences
	if len(absences) != 1 || absences[0].To != p.EffectUntil {
		t.Errorf("%+v", absences)
	}
	w.Refused("forbidden", w.Try(w.Personnel(), id, "revoke", nil))
	w.Do(second(w), id, "revoke", nil)
	if !eligible(w, "a4") || len(officetest.Payload[roster.Person](w, w.People["a4"]).Absences) != 0 {
		t.Error("the effect outlives the admonition")
	}
}

func TestTheEffectMovesWithTheDayOfTheTalk(t *testing.T) {
	w := office(t)
	id := approved(w, "a4", reminder.LevelAdmonition, reminder.ModeTalk)
	w.Do(w.Personnel(), id, "schedule", appointment(w, reminder.LevelAdmonition))
	w.Turn("2026-12-03")
	w.Do(w.Who("d4"), id, "hold", record(w)) // the recorder writes
	early := record(w)
	early.On = date("2026-12-02")
	w.Do(principal(w), id, "hold", early)
	absences := officetest.Payload[roster.Person](w, w.People["a4"]).Absences
	if len(absences) != 1 || absences[0].From != early.On {
		t.Errorf("%+v", absences)
	}
	w.Refused("reminder.only_talker", w.Try(w.Who("d4"), id, "release", nil))
}

func TestAnAdmonitionIsFollowedByCriticismReportAndReview(t *testing.T) {
	w := office(t)
	id := held(w, "a4", reminder.LevelAdmonition)
	me := w.Who("a4")
	if r := w.Stored(id); r.Due != date("2026-12-08") {
		t.Errorf("due %s", r.Due)
	}
	w.Do(me, id, "acknowledge", &reminder.CommentInput{})
	w.Do(w.Personnel(), id, "accept", &reminder.AcceptInput{})
	w.Turn("2026-12-10")
	w.Do(me, id, "submit_criticism", &reminder.AnswerInput{Text: "书面检查"})
	w.Refused("reminder.handed_in", w.Try(me, id, "submit_criticism", &reminder.AnswerInput{Text: "又一份"}))
	w.Refused("reminder.owed", w.Try(w.Personnel(), id, "review", &reminder.ReviewInput{Outcome: reminder.OutcomeRecognised, Findings: "好"}))
	w.Do(me, id, "submit_report", &reminder.AnswerInput{Text: "整改报告"})
	p := officetest.Payload[reminder.Talk](w, id)
	if !p.Answers[1].Late || p.Answers[2].Late {
		t.Errorf("%+v", p.Answers)
	}
	w.Do(w.Personnel(), id, "review", &reminder.ReviewInput{Outcome: reminder.OutcomeRecognised, Findings: "已改正"})
	state(w, id, reminder.Closed)
}

func TestNobodyTakesTwoStepsAndTheConcernedTakeNone(t *testing.T) {
	w := office(t)
	everything := w.Who("l1", evaluation.RolePrincipal, evaluation.RolePersonnel)
	r := w.Make(everything, reminder.KindTalk, "propose", proposal(w, "d5", reminder.LevelReminder, reminder.ModeTalk)) // nobody is in charge of d
	w.Refused("reminder.second_person", w.Try(everything, r.ID, "check", &reminder.OpinionInput{}))
	w.Do(second(w), r.ID, "check", &reminder.OpinionInput{})
	w.Refused("reminder.second_person", w.Try(second(w), r.ID, "approve", &reminder.OpinionInput{}))
	w.Refused("reminder.second_person", w.Try(everything, r.ID, "approve", &reminder.OpinionInput{}))
	w.Do(w.Who("l5", evaluation.RolePrincipal), r.ID, "approve", &reminder.OpinionInput{})

	b := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "b4", reminder.LevelReminder, reminder.ModeTalk))
	w.Refused("reminder.in_charge_checks", w.Try(principal(w), b.ID, "check", &reminder.OpinionInput{}))
	w.Refused("not_found", w.Try(w.Who("l4", evaluation.RoleLeader), b.ID, "check", &reminder.OpinionInput{}))
	w.Refused("state", w.Try(principal(w), b.ID, "approve", &reminder.OpinionInput{}))
	subject := w.Who("b4", evaluation.RolePersonnel, evaluation.RolePrincipal)
	w.Refused("not_found", w.Try(subject, b.ID, "withdraw", nil))
	_, err := w.Create(t.Context(), subject, reminder.KindTalk, "propose", evaluation.Creation{Input: proposal(w, "b4", reminder.LevelReminder, reminder.ModeTalk)})
	w.Refused("forbidden", err)

	// l3 is in charge of a, and married to a2: a principal checks in l3's place.
	a := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "a2", reminder.LevelReminder, reminder.ModeTalk))
	w.Refused("recused", w.Try(charge(w), a.ID, "check", &reminder.OpinionInput{}))
	w.Do(second(w), a.ID, "check", &reminder.OpinionInput{})
	w.Do(principal(w), a.ID, "approve", &reminder.OpinionInput{})
	in := appointment(w, reminder.LevelReminder)
	for talker, want := range map[string]string{"l3": "reminder.recused", "a2": "reminder.recused", "b5": "reminder.talker_leads", "a1": "reminder.entrusted"} {
		in.Talker = w.People[talker]
		w.Refused(want, w.Try(w.Personnel(), a.ID, "schedule", in))
	}
	in.Talker, in.Entrusted = w.People["a1"], true // C-13
	w.Do(w.Personnel(), a.ID, "schedule", in)
}

// Whom a talk is proposed for may have left, or no longer head the department, by
// the time somebody decides.
func TestEveryStepAsksAgainWhomATalkIsFor(t *testing.T) {
	leaves := func(w *officetest.World, no string) {
		w.Do(w.Personnel(), w.People[no], "depart", &roster.Depart{Leaving: roster.LeavingTransfer, Left: officetest.Date("2026-11-30")})
	}
	words := &reminder.OpinionInput{Words: "同意"}
	w := office(t)
	r := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "a4", reminder.LevelAdmonition, reminder.ModeTalk))
	other := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "a5", reminder.LevelAdmonition, reminder.ModeTalk))
	last := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "a6", reminder.LevelAdmonition, reminder.ModeTalk))
	group := proposal(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
	group.Person, group.Unit = "", w.Units["a"]
	head := w.Make(w.Personnel(), reminder.KindTalk, "propose", group)
	w.Do(charge(w), other.ID, "check", words)
	w.Do(charge(w), last.ID, "check", words)
	w.Do(principal(w), last.ID, "approve", words)
	for _, no := range []string{"a4", "a5", "a6"} {
		leaves(w, no)
	}
	a := officetest.Payload[roster.Person](w, w.People["a1"]).Appointments[0]
	w.Do(w.Personnel(), w.People["a1"], "appoint", &roster.Appoint{Department: w.Units["a"], Post: "调研员", PostSince: officetest.Date("2026-12-01"), Level: a.Level})
	w.Refused("reminder.moved_on", w.Try(charge(w), r.ID, "check", words))
	w.Refused("reminder.moved_on", w.Try(principal(w), other.ID, "approve", words))
	w.Refused("reminder.moved_on", w.Try(second(w), last.ID, "confirm", words))
	w.Refused("reminder.moved_on", w.Try(charge(w), head.ID, "check", words))
	w.Do(principal(w), other.ID, "return", nil)
}

func TestAReturnedProposalGoesThroughAllStepsAgain(t *testing.T) {
	w := office(t)
	r := w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "a4", reminder.LevelAdmonition, reminder.ModeTalk))
	w.Do(charge(w), r.ID, "check", &reminder.OpinionInput{})
	w.Do(principal(w), r.ID, "return", nil)
	other := w.Outside("other", evaluation.RolePersonnel)
	in := proposal(w, "a4", reminder.LevelReminder, reminder.ModeTalk).ContentInput
	w.Refused("reminder.only_proposer", w.Try(other, r.ID, "resubmit", &in))
	w.Do(w.Personnel(), r.ID, "resubmit", &in)
	w.Do(charge(w), r.ID, "check", &reminder.OpinionInput{})
	w.Do(principal(w), r.ID, "approve", &reminder.OpinionInput{})
	state(w, r.ID, reminder.Approved)
	if p := officetest.Payload[reminder.Talk](w, r.ID); len(p.Opinions) != 4 || !p.Opinions[0].Void || p.Opinions[3].Void {
		t.Errorf("%+v", p.Opinions)
	}
}

func TestWithdrawalBeforeTheTalkLeavesThePersonWithWhatTheyKnew(t *testing.T) {
	w := office(t)
	me := w.Who("a4")
	quiet := approved(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
	w.Do(w.Personnel(), quiet, "withdraw", nil)
	state(w, quiet, reminder.Withdrawn)
	_, err := w.Get(t.Context(), me, quiet)
	w.Refused("not_found", err)
	known := approved(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
	w.Do(w.Personnel(), known, "schedule", appointment(w, reminder.LevelReminder))
	w.Do(w.Personnel(), known, "withdraw", nil)
	state(w, known, reminder.Cancelled)
	v, err := w.Get(t.Context(), me, known)
	if err != nil || strings.Contains(string(v.Payload), "因工作需要") {
		t.Errorf("%s %v", v.Payload, err)
	}
	w.Refused("state", w.Try(w.Personnel(), held(w, "a5", reminder.LevelReminder), "withdraw", nil))
}

func TestThePersonSeesNeitherProposalNorOpinionsWhateverTheRole(t *testing.T) {
	for _, roles := range [][]evaluation.Role{
		{evaluation.RoleCadre}, {evaluation.RoleHead}, {evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleDiscipline, evaluation.RoleLeader},
	} {
		w := office(t)
		me := w.Who("a4", roles...)
		id := approved(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
		if _, err := w.Get(t.Context(), me, id); evaluation.CodeOf(err) != evaluation.CodeNotFound {
			t.Errorf("%v sees the proposal: %v", roles, err)
		}
		if page, err := w.Index(t.Context(), me, evaluation.Query{Kinds: []string{reminder.KindTalk}}); err != nil || len(page.Views) != 0 {
			t.Errorf("%v lists it: %v", roles, err)
		}
		w.Do(w.Personnel(), id, "schedule", appointment(w, reminder.LevelReminder))
		w.Do(principal(w), id, "hold", record(w))
		see := func() map[string]json.RawMessage {
			v, err := w.Get(t.Context(), me, id)
			w.Must(err)
			if v.History != nil {
				t.Errorf("%v reads the history", roles)
			}
			var fields map[string]json.RawMessage
			w.Must(json.Unmarshal(v.Payload, &fields))
			for _, secret := range []string{"background", "alarm", "evidence", "opinions", "proposer", "source", "grounds"} {
				if _, there := fields[secret]; there {
					t.Errorf("%v reads %s", roles, secret)
				}
			}
			return fields
		}
		if fields := see(); fields["reason"] != nil || fields["cause"] == nil {
			t.Errorf("%v before the release: %v", roles, fields)
		}
		w.Do(principal(w), id, "release", nil)
		if see()["reason"] == nil {
			t.Errorf("%v does not see the record after its release", roles)
		}
	}
}

func TestTheTalkerSeesWhatTheTalkNeedsAndDisciplineWhatIsDecided(t *testing.T) {
	w := office(t)
	id := approved(w, "a4", reminder.LevelReminder, reminder.ModeTalk)
	in := appointment(w, reminder.LevelReminder)
	in.Talker, in.Entrusted = w.People["a1"], true
	head := w.Who("a1", evaluation.RoleHead)
	_, err := w.Get(t.Context(), head, id)
	w.Refused("not_found", err)
	w.Do(w.Personnel(), id, "schedule", in)
	v, err := w.Get(t.Context(), head, id)
	if err != nil || !strings.Contains(string(v.Payload), "cause") || strings.Contains(string(v.Payload), "background") {
		t.Errorf("%s %v", v.Payload, err)
	}
	discipline := w.Who("d7", evaluation.RoleDiscipline)
	if _, err = w.Get(t.Context(), discipline, id); err != nil {
		t.Error(err)
	}
	_, err = w.Get(t.Context(), discipline, w.Make(w.Personnel(), reminder.KindTalk, "propose", proposal(w, "b4", reminder.LevelReminder, reminder.ModeTalk)).ID)
	w.Refused("not_found", err)
}
