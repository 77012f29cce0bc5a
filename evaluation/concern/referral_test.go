package concern_test

import (
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

func letter(w *officetest.World) *concern.ReferInput {
	return &concern.ReferInput{
		To: concern.ToHotline, Body: "区城市运行管理中心", Letter: "塘信转〔2026〕3号", Sent: evaluation.DateOf(w.Now()),
		Text: "窗口人员态度生硬，让人跑了三趟。", Reply: "已转有权处理的单位。",
	}
}

func TestAConcernIsPassedOnAndItsAnswerComesBack(t *testing.T) {
	w := officetest.New(t)
	r := called(w, "a4", "王先生 13900000000")
	w.Do(w.Personnel(), r.ID, "accept", &concern.AcceptInput{Handler: w.People["d4"]})
	w.Do(w.Personnel(), r.ID, "refer", letter(w))
	m := officetest.Payload[concern.Matter](w, r.ID)
	stored := w.Stored(r.ID)
	if stored.State != concern.Referred || m.Handler != "" || len(stored.Parties) > 0 || m.Referral.Why == "" || stored.Due != m.DoneBy {
		t.Errorf("%s, parties %v, %+v", stored.State, stored.Parties, m.Referral)
	}
	w.Do(w.Personnel(), r.ID, "note_receipt", &concern.ReceiptInput{ReceivedOn: evaluation.DateOf(w.Now()), Receiver: "李某", Number: "0712"})
	answer := &concern.AnswerInput{On: evaluation.DateOf(w.Now()), Outcome: concern.Elsewhere, Words: "已转区公安分局办理。", Reply: "已由区公安分局办理。"}
	w.Do(w.Personnel(), r.ID, "enter_answer", answer)
	w.Do(w.Personnel(), r.ID, "return", nil)
	if m = officetest.Payload[concern.Matter](w, r.ID); w.Stored(r.ID).State != concern.Referred || m.Referral.Answer != nil || m.Referral.Receipt == nil {
		t.Errorf("after the return %s %+v", w.Stored(r.ID).State, m.Referral)
	}
	w.Do(w.Personnel(), r.ID, "enter_answer", answer)
	w.Do(w.Personnel(), r.ID, "answer", nil)
	if list, err := w.Concern.Evidence(t.Context(), officetest.Office, date("2026-01-01"), date("2026-12-31")); err != nil || len(list) != 0 {
		t.Errorf("what another body deals with counts: %+v %v", list, err)
	}
}

func TestAConcernThatTheBodyDoesNotTakeIsDealtWithAnew(t *testing.T) {
	w := officetest.New(t)
	first, accepted := called(w, "a4", ""), called(w, "a5", "")
	due := w.Stored(first.ID).Due
	w.Do(w.Personnel(), accepted.ID, "accept", &concern.AcceptInput{})
	for _, c := range []struct {
		id    string
		state evaluation.State
	}{{first.ID, concern.Received}, {accepted.ID, concern.Accepted}} {
		w.Do(w.Personnel(), c.id, "refer", letter(w))
		w.Do(w.Personnel(), c.id, "take_back", nil)
		m := officetest.Payload[concern.Matter](w, c.id)
		if w.Stored(c.id).State != c.state || m.Referral != nil || len(m.SentBack) != 1 || m.SentBack[0].Back == "" || m.Reply != "" {
			t.Errorf("%s %+v", w.Stored(c.id).State, m)
		}
	}
	if w.Stored(first.ID).Due != due {
		t.Errorf("due %s, want %s", w.Stored(first.ID).Due, due)
	}
}

// Nothing about the sender goes along without their consent, and without a contact there is
// nothing to consent to.
func TestALetterDoesNotSayWhoReportedIt(t *testing.T) {
	w := officetest.New(t)
	named, nobody := called(w, "a4", "王小明，13900000000"), called(w, "a4", "")
	for _, says := range []string{"王小明反映窗口态度生硬。", "联系电话13900000000。"} {
		in := letter(w)
		in.Text = says
		w.Refused("concern.says_who", w.Try(w.Personnel(), named.ID, "refer", in))
	}
	agreed := letter(w)
	agreed.Consent = true
	w.Refused("concern.no_contact", w.Try(w.Personnel(), nobody.ID, "refer", agreed))
	w.Do(w.Personnel(), named.ID, "refer", agreed)
	if text := string(w.Stored(named.ID).Payload); strings.Contains(text, "王小明") {
		t.Errorf("the record says who: %s", text)
	}
}

// While a concern is with another body, those in charge of the department, its handler and
// its head know nothing of it; the person concerned never does.
func TestWhatWasPassedOnIsHiddenFromThoseNotInChargeOfConcerns(t *testing.T) {
	w := officetest.New(t)
	r := called(w, "a4", "")
	w.Do(w.Personnel(), r.ID, "accept", &concern.AcceptInput{Handler: w.People["d4"]})
	in := letter(w)
	in.To, in.Body = concern.ToDiscipline, "区纪委监委"
	w.Do(w.Personnel(), r.ID, "refer", in)
	for who, actor := range map[string]evaluation.Actor{
		"the handler": w.Who("d4", evaluation.RoleLeader), "the person, as personnel": w.Who("a4", evaluation.RolePersonnel, evaluation.RolePrincipal),
		"the head": w.Who("a1", evaluation.RoleHead, evaluation.RolePersonnel),
	} {
		if _, err := w.Get(t.Context(), actor, r.ID); evaluation.CodeOf(err) != evaluation.CodeNotFound {
			t.Errorf("%s opens it: %v", who, err)
		}
	}
	v, err := w.Get(t.Context(), w.Who("d5", evaluation.RoleDiscipline), r.ID)
	if err != nil || !strings.Contains(string(v.Payload), "区纪委监委") {
		t.Errorf("discipline inspection does not read it: %v", err)
	}
}
