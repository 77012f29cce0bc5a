package supervision_test

import (
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
	"kaoji/evaluation/supervision"
)

func meeting(w *officetest.World, terms ...string) *supervision.MeetingInput {
	on := evaluation.DateOf(w.Now())
	in := &supervision.MeetingInput{On: on, Place: "三楼会议室", Chair: w.People["l1"], Minutes: "通报上半年工作。", Points: []supervision.PointRow{
		{Text: "等候时间长。", By: terms[0], Who: w.People["a4"], Due: on.AddDays(10)},
		{Text: "路灯不亮。", Who: w.People["b4"], Due: on.AddDays(5)},
	}}
	for _, t := range terms {
		in.Attended = append(in.Attended, supervision.AttendedRow{Term: t})
	}
	return in
}

func held(w *officetest.World, id string) *supervision.Meeting {
	return officetest.Payload[supervision.Meeting](w, id)
}

func TestWhatSupervisorsRaiseIsAnsweredAndTheyReadIt(t *testing.T) {
	w := officetest.New(t)
	one, two := serving(w, "jd1"), serving(w, "jd2")
	r := w.Make(w.Personnel(), supervision.KindMeeting, "record", meeting(w, one.ID))
	stored := w.Stored(r.ID)
	if stored.State != supervision.MeetingOpen || stored.Due != evaluation.DateOf(w.Now()).AddDays(5) || len(stored.Waiting) != 2 {
		t.Errorf("%s due %s %v", stored.State, stored.Due, stored.Waiting)
	}
	a4, b4 := w.Who("a4", evaluation.RoleCadre), w.Who("b4", evaluation.RoleCadre)
	w.Refused("supervision.not_asked", w.Try(a4, r.ID, "answer", &supervision.AnswerInput{Point: "2", Answer: "不是我的。"}))
	w.Refused("supervision.no_point", w.Try(a4, r.ID, "answer", &supervision.AnswerInput{Point: "9", Answer: "没有。"}))
	w.Refused("supervision.unanswered", w.Try(w.Personnel(), r.ID, "ask_again", &supervision.AgainInput{Point: "1", Due: evaluation.DateOf(w.Now())}))
	w.Do(a4, r.ID, "answer", &supervision.AnswerInput{Point: "1", Answer: "周六上午开放两个窗口。"})
	if got := told(w, supervisor("jd1")); got != 2 {
		t.Errorf("the supervisor is told %d times of meeting and answer", got)
	}
	if got := w.Offered(a4, r.ID, "answer"); got != "" {
		t.Errorf("who has answered is offered %s", got)
	}
	v, err := w.Get(t.Context(), supervisor("jd1"), r.ID)
	if err != nil || !strings.Contains(string(v.Payload), "周六上午开放两个窗口") {
		t.Errorf("the supervisor does not read the answer: %v", err)
	}
	if _, err := w.Get(t.Context(), supervisor("jd2"), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a supervisor who was not there reads it: %v", err)
	}
	yesterday := evaluation.DateOf(w.Now()).AddDays(-1)
	w.Refused("supervision.due_before", w.Try(w.Personnel(), r.ID, "pass_on", &supervision.PassInput{Point: "2", Who: w.People["b5"], Due: yesterday}))
	w.Refused("supervision.due_before", w.Try(w.Personnel(), r.ID, "ask_again", &supervision.AgainInput{Point: "1", Due: yesterday}))
	w.Mute.Store("干部b5", true)
	w.Refused("desk.no_account", w.Try(w.Personnel(), r.ID, "pass_on", &supervision.PassInput{Point: "2", Who: w.People["b5"], Due: evaluation.DateOf(w.Now())}))
	w.Mute.Delete("干部b5")
	w.Do(w.Personnel(), r.ID, "pass_on", &supervision.PassInput{Point: "2", Who: w.People["b5"], Due: evaluation.DateOf(w.Now()).AddDays(8)})
	w.Refused("supervision.answered", w.Try(w.Personnel(), r.ID, "pass_on", &supervision.PassInput{Point: "1", Who: w.People["b5"], Due: evaluation.DateOf(w.Now()).AddDays(8)}))
	if _, err := w.Get(t.Context(), b4, r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("who is no longer asked still reads it: %v", err)
	}
	if got := told(w, w.Who("b5", evaluation.RoleCadre)); got != 1 {
		t.Errorf("who answers now is told %d times", got)
	}
	if _, err := w.Get(t.Context(), w.Who("a1", evaluation.RoleHead, evaluation.RoleCadre), r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
		t.Errorf("a head who is not asked reads it: %v", err)
	}
	w.Do(w.Who("b5", evaluation.RoleCadre), r.ID, "answer", &supervision.AnswerInput{Point: "2", Answer: "已修复。"})
	if w.Stored(r.ID).State != supervision.MeetingDone {
		t.Errorf("all is answered, %s", w.Stored(r.ID).State)
	}
	w.Do(principal(w), r.ID, "ask_again", &supervision.AgainInput{Point: "2", Due: evaluation.DateOf(w.Now()).AddDays(3)})
	if x := held(w, r.ID).Points[1]; w.Stored(r.ID).State != supervision.MeetingOpen || x.Answer != "" || x.Again == "" {
		t.Errorf("%+v", x)
	}
	again := meeting(w, one.ID, two.ID)
	again.Points[1].Who = w.People["b5"]
	again.Points[0].Text = "等候的时间长。"
	w.Refused("supervision.keeps_answered", w.Try(w.Personnel(), r.ID, "correct", again))
	again.Points[0].Text = "等候时间长。"
	w.Do(w.Personnel(), r.ID, "correct", again)
	if p := held(w, r.ID); p.Points[0].Answer == "" || len(p.Attended) != 2 {
		t.Errorf("the correction lost an answer: %+v", p)
	}
	again.Points = append(again.Points, again.Points[0])
	w.Do(w.Personnel(), r.ID, "correct", again)
	if p := held(w, r.ID); p.Points[0].Answer == "" || p.Points[2].Answer != "" {
		t.Errorf("one answer is of two points: %+v", p.Points)
	}
}

// told is how often an account was told of something.
func told(w *officetest.World, who evaluation.Actor) int {
	w.T.Helper()
	got, err := w.Notified(w.T.Context(), who, "", 20)
	w.Must(err)
	return len(got.List)
}

func TestWhoGetsAnAccountLaterReadsEarlierMeetings(t *testing.T) {
	w := officetest.New(t)
	one, two := serving(w, ""), serving(w, "jd2")
	r := w.Make(w.Personnel(), supervision.KindMeeting, "record", meeting(w, one.ID))
	reads := func(account string) bool {
		_, err := w.Get(t.Context(), supervisor(account), r.ID)
		return err == nil
	}
	w.Do(w.Personnel(), one.ID, "link", &supervision.LinkInput{Account: "account-jd1"})
	if !reads("jd1") || reads("jd2") {
		t.Errorf("linked: %t, who was not there: %t", reads("jd1"), reads("jd2"))
	}
	w.Do(w.Personnel(), two.ID, "link", &supervision.LinkInput{})
	w.Do(w.Personnel(), one.ID, "link", &supervision.LinkInput{Account: "account-jd2"})
	if reads("jd1") || !reads("jd2") {
		t.Errorf("the account of before: %t, that of now: %t", reads("jd1"), reads("jd2"))
	}
	w.Do(w.Personnel(), one.ID, "link", &supervision.LinkInput{}) // none any more
	if reads("jd2") || w.Stored(one.ID).Pending {
		t.Error("an account that was taken away reads the meeting")
	}
	if got := w.Stored(r.ID); got.State != supervision.MeetingOpen || len(got.Waiting) != 2 {
		t.Errorf("%s waits for %v", got.State, got.Waiting)
	}
}

func TestAMeetingNamesSupervisorsAndPeopleWhoCanAnswer(t *testing.T) {
	w := officetest.New(t)
	one := serving(w, "jd1")
	w.Mute.Store("干部b4", true)
	w.Refused("supervision.cannot_answer", tryMake(w, supervision.KindMeeting, meeting(w, one.ID)))
	w.Mute.Delete("干部b4")
	for says, change := range map[string]func(*supervision.MeetingInput){
		"supervision.no_supervisor": func(in *supervision.MeetingInput) { in.Attended = append(in.Attended, in.Attended[0]) },
		"supervision.was_not_there": func(in *supervision.MeetingInput) { in.Points[1].By = "another" },
		"supervision.not_here":      func(in *supervision.MeetingInput) { in.Chair = "nobody" },
		"supervision.due_before":    func(in *supervision.MeetingInput) { in.Points[0].Due = in.On.AddDays(-1) },
	} {
		in := meeting(w, one.ID)
		change(in)
		w.Refused(says, tryMake(w, supervision.KindMeeting, in))
	}
	proposed := w.Make(w.Personnel(), supervision.KindTerm, "propose", proposal(w, ""))
	ended := w.Make(w.Personnel(), declaration.KindBasis, "propose", &declaration.BasisInput{
		Rule: "浦委办〔2026〕8号", Matters: []string{"estate"}, People: []string{w.People["a1"]}, Circle: []string{w.People["d4"]},
	})
	w.Do(w.Personnel(), ended.ID, "withdraw", nil)
	for name, id := range map[string]string{"who was not appointed": proposed.ID, "what is no supervisor": ended.ID} {
		in := meeting(w, one.ID)
		in.Attended = append(in.Attended, supervision.AttendedRow{Term: id})
		if err := tryMake(w, supervision.KindMeeting, in); err == nil {
			t.Errorf("%s attended", name)
		}
	}
	quiet := meeting(w, one.ID)
	quiet.Points = nil
	if r := w.Make(w.Personnel(), supervision.KindMeeting, "record", quiet); w.Stored(r.ID).State != supervision.MeetingDone {
		t.Errorf("nothing was raised, and it is %s", w.Stored(r.ID).State)
	}
}
