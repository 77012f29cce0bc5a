package page_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// An appointment that has passed is not proposed again for a new one, but is the
// day on which the talk was held; the bounds of both stand in the form, and a day
// outside is refused beside its field.
func TestAFormProposesNoDateThatItRefuses(t *testing.T) {
	w := newWatch(t)
	leader := func(a string) evaluation.Actor {
		return evaluation.Actor{Office: office, Account: a, Name: a, Roles: []evaluation.Role{evaluation.RolePrincipal}}
	}
	id := w.make(reminder.KindTalk, "propose", &reminder.ProposeInput{Person: w.member.ID, ContentInput: reminder.ContentInput{
		Level: reminder.LevelReminder, Mode: reminder.ModeTalk, Source: "observation", Background: "内部情况", Cause: "窗口服务态度", Points: "请注意服务态度。",
	}})
	r, err := w.service.Load(t.Context(), office, id)
	if err != nil {
		t.Fatal(err)
	}
	talk, err := evaluation.PayloadOf[reminder.Talk](r)
	if err != nil {
		t.Fatal(err)
	}
	today := evaluation.DateOf(time.Now())
	r.State = reminder.Approved
	if _, err = w.store.Put(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	calendar, err := w.pages.Calendar.Calendar(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	next, _ := calendar.OnOrAfter(today.AddDays(1))
	if got := w.personnel.get("/records/" + id + "/acts/schedule"); !strings.Contains(got, `name="on" id="f-on" value="`+next.String()+`"`) {
		t.Errorf("the next working day, %s, is not proposed", next)
	}
	r.Version++
	passed, approved := today.AddDays(-3), today.AddDays(-5)
	talk.Appointment = reminder.Appointment{On: passed, Time: "09:30", Place: "党群办公室"}
	talk.Opinions = []reminder.Opinion{{Step: "approve", On: approved}}
	r.State = reminder.Scheduled
	if r.Payload, err = json.Marshal(talk); err == nil {
		_, err = w.store.Put(t.Context(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
	at := "/records/" + id + "/acts/"
	want := `name="on" id="f-on" value="` + today.String() + `" min="` + today.String() + `"`
	if got := w.personnel.get(at + "schedule"); !strings.Contains(got, want) || !strings.Contains(got, "党群办公室") {
		t.Errorf("no %s in:\n%s", want, got)
	}
	got := w.personnel.post(at+"schedule", url.Values{"version": {version(w.personnel.body)}, "on": {passed.String()}, "time": {"09:30"}, "place": {"党群办公室"}, "talker": {w.member.ID}})
	if !strings.Contains(got, "不能早于"+text.Day(text.Chinese, today)) {
		t.Errorf("a day that has passed:\n%s", got)
	}
	v, err := w.service.Days(t.Context(), leader("one"), reminder.KindTalk, "hold", id)
	if err != nil || v["on"] != (evaluation.Days{From: approved, To: today}) {
		t.Errorf("a talk is held %v, %v", v, err)
	}
}
