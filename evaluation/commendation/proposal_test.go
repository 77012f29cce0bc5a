package commendation_test

import (
	"slices"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/roster"
)

func (w *world) propose(in *commendation.ProposeInput) (string, error) {
	r, err := w.Create(w.T.Context(), w.Personnel(), commendation.KindProposal, "propose", evaluation.Creation{Input: in})
	return r.ID, err
}

func (w *world) proposal(numbers ...string) *commendation.ProposeInput {
	in := &commendation.ProposeInput{Kind: "commendation", Person: w.People["a2"], Grounds: "事迹突出，群众公认。"}
	for _, n := range numbers {
		in.Deeds = append(in.Deeds, commendation.LinkedDeed{Number: n})
	}
	return in
}

func TestAProposalGoesThroughNoticeToTheDistrictAndIsNoGrant(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "a2")
	id, err := w.propose(w.proposal("塘表备〔2026〕1号"))
	w.Must(err)
	if got := w.sees(w.Who("b2"), id); got != nil {
		t.Errorf("a cadre sees the draft: %v", got)
	}
	w.Do(w.principal(), id, "announce", nil) // Monday 2 March: five working days end on the 9th
	p := officetest.Payload[commendation.Proposal](w.World, id)
	if p.NoticeUntil != date("2026-03-09") || len(p.Deeds) != 1 || p.Post != "职务a2" || w.Stored(id).Due != p.NoticeUntil {
		t.Errorf("%+v", p)
	}
	if got := w.Offered(w.Personnel(), id, "answer", "close_notice"); got != "" {
		t.Errorf("a notice without objections offers %s", got)
	}
	w.Do(w.Who("b2"), id, "object", &commendation.ObjectInput{Text: "事迹发生的时间不准确"})
	if got := w.sees(w.Who("b2"), id); !slices.Contains(got, "grounds") || slices.Contains(got, "objections") {
		t.Errorf("who objects sees %v", got)
	}
	if got := w.sees(w.Who("a2"), id); slices.Contains(got, "objections") || slices.Contains(got, "history") || !slices.Contains(got, "grounds") {
		t.Errorf("the person sees %v", got)
	}
	w.Turn("2026-03-09")
	w.Refused("notice.runs", w.Try(w.Personnel(), id, "close_notice", nil))
	w.Turn("2026-03-10")
	if got := w.Offered(w.Personnel(), id, "answer", "close_notice"); got != "answer" {
		t.Errorf("an objection without answer offers %s", got)
	}
	w.Refused("notice.over", w.Try(w.Who("b2"), id, "object", &commendation.ObjectInput{Text: "太晚的异议"}))
	w.Refused("notice.unanswered", w.Try(w.Personnel(), id, "close_notice", nil))
	w.Refused("notice.no_such_objection", w.Try(w.Personnel(), id, "answer", &notice.AnswerInput{Number: 2, Answer: "属实"}))
	w.Do(w.Personnel(), id, "answer", &notice.AnswerInput{Number: 1, Answer: "经核查时间无误"})
	if got := w.Offered(w.Personnel(), id, "answer", "close_notice"); got != "close_notice answer" {
		t.Errorf("objections that are answered offer %s", got)
	}
	w.Do(w.Personnel(), id, "close_notice", nil)
	w.Refused("error.day.span", w.Try(w.Personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: date("2026-03-11")}))
	w.Do(w.Personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: date("2026-03-10")})
	w.Turn("2026-05-20")
	answer := &commendation.ResultInput{Document: "浦人社〔2026〕88号", On: date("2026-03-01")}
	w.Refused("error.day.span", w.Try(w.Personnel(), id, "note_grant", answer))
	answer.On = date("2026-05-18")
	w.Do(w.Personnel(), id, "note_grant", answer)
	if p := officetest.Payload[commendation.Proposal](w.World, id); p.Result.Document != answer.Document || w.Stored(id).State != commendation.ProposalGranted {
		t.Errorf("%+v", p.Result)
	}
}

func TestAProposalNamesOneTargetAndDeedsOfThatTarget(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "a2")
	w.filed("2026-02-02", "清理楼道", "b2")
	both := w.proposal()
	both.Unit = w.Units["a"]
	_, err := w.propose(both)
	w.Refused("commendation.one_target", err)
	for number, key := range map[string]string{
		"塘表备〔2026〕2号": "commendation.other_target", "塘表备〔2026〕9号": "commendation.not_filed", "第一件": "commendation.not_filed",
	} {
		_, err := w.propose(w.proposal(number))
		w.Refused(key, err)
	}
	_, err = w.propose(w.proposal("塘表备〔2026〕1号", "塘表备〔2026〕1号"))
	w.Refused("commendation.twice", err)
	unit := &commendation.ProposeInput{Kind: "third", Unit: w.Units["b"], Grounds: "集体事迹突出。", Deeds: []commendation.LinkedDeed{{Number: "塘表备〔2026〕2号"}}}
	id, err := w.propose(unit)
	w.Must(err)
	if p := officetest.Payload[commendation.Proposal](w.World, id); p.UnitName != "科室b" || len(p.People) != 0 {
		t.Errorf("%+v", p)
	}
	unit.Unit = "nowhere"
	_, err = w.propose(unit)
	w.Refused("commendation.unit", err)
	unit.Unit, unit.Person = "", "nobody"
	_, err = w.propose(unit)
	w.Refused("commendation.person", err)
}

func TestAProposalIsRewrittenWithdrawnOrRefusedAndFallsWithItsDeed(t *testing.T) {
	w := newWorld(t)
	deed := w.filed("2026-02-01", "护送老人", "a2")
	ready := func() string {
		id, err := w.propose(w.proposal())
		w.Must(err)
		w.Do(w.Personnel(), id, "rewrite", w.proposal("塘表备〔2026〕1号"))
		w.Do(w.principal(), id, "announce", nil)
		return id
	}
	one, two := ready(), ready()
	w.Do(w.principal(), two, "withdraw", nil)
	if p := officetest.Payload[commendation.Proposal](w.World, two); p.Withdrawn.Reason != "因工作需要" || len(w.Stored(two).Waiting) > 0 {
		t.Errorf("%+v", p.Withdrawn)
	}
	w.Turn("2026-03-12")
	w.Do(w.Personnel(), one, "close_notice", nil)
	three := &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: date("2026-03-12")}
	w.Do(w.Personnel(), one, "submit", three)
	w.Do(w.Personnel(), one, "note_refusal", &commendation.ResultInput{Document: "浦人社〔2026〕90号", On: date("2026-03-12"), Note: "名额所限"})
	if w.Stored(one).State != commendation.ProposalRefused {
		t.Error("not refused")
	}
	id := ready()
	w.Do(w.Personnel(), deed, "revoke", nil)
	w.Turn("2026-03-25")
	w.Do(w.Personnel(), id, "close_notice", nil)
	w.Refused("commendation.no_longer_filed", w.Try(w.Personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕22号", On: date("2026-03-25")}))
	own, err := w.Create(t.Context(), w.Who("d2", evaluation.RolePersonnel), commendation.KindProposal, "propose", evaluation.Creation{Input: w.proposal()})
	if evaluation.CodeOf(err) != evaluation.CodeRecused {
		t.Errorf("proposes the wife: %s %v", own.ID, err)
	}
}

func TestAProposalWhoseDeedWasRevokedIsNotAnnounced(t *testing.T) {
	w := newWorld(t)
	deed := w.filed("2026-02-01", "护送老人", "a2")
	id, err := w.propose(w.proposal())
	w.Must(err)
	w.Do(w.Personnel(), id, "rewrite", w.proposal("塘表备〔2026〕1号"))
	w.Do(w.Personnel(), deed, "revoke", nil)
	w.Refused("commendation.no_longer_filed", w.Try(w.principal(), id, "announce", nil))
}

// Who was admonished may not be commended that year (C-17), whether it happened
// before the proposal or after.
func TestAnAdmonitionBarsCommendationsForTheYear(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "a2")
	id, err := w.propose(w.proposal("塘表备〔2026〕1号"))
	w.Must(err)
	w.Do(w.principal(), id, "announce", nil)
	w.Do(w.Personnel(), w.People["a2"], "absence", &roster.Away{Kind: roster.Admonition, Source: "塘纪〔2026〕5号", From: date("2026-03-02"), To: date("2026-09-02")})
	w.Turn("2026-03-10")
	w.Refused("commendation.admonished", w.Try(w.Personnel(), id, "close_notice", nil))
	_, err = w.propose(w.proposal())
	w.Refused("commendation.admonished", err)
	w.Turn("2027-01-04")
	_, err = w.propose(w.proposal())
	w.Must(err)
}
