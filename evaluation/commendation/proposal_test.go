package commendation_test

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
)

func (w *world) propose(in *commendation.ProposeInput) (string, error) {
	r, err := w.Create(w.t.Context(), w.personnel(), commendation.KindProposal, "propose", evaluation.Creation{Input: in})
	return r.ID, err
}

func (w *world) proposal(numbers ...string) *commendation.ProposeInput {
	in := &commendation.ProposeInput{Kind: "commendation", Person: w.people["a2"], Grounds: "事迹突出，群众公认。"}
	for _, n := range numbers {
		in.Deeds = append(in.Deeds, commendation.LinkedDeed{Number: n})
	}
	return in
}

func TestAProposalGoesThroughNoticeToTheDistrictAndIsNoGrant(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "a2")
	id, err := w.propose(w.proposal("塘表备〔2026〕1号"))
	w.must(err)
	if got := w.sees(w.who("b2"), id); got != nil {
		t.Errorf("a cadre sees the draft: %v", got)
	}
	w.do(w.principal(), id, "announce", nil) // Monday 2 March: five working days end on the 9th
	p := payload[commendation.Proposal](w, id)
	if p.NoticeUntil != date("2026-03-09") || len(p.Deeds) != 1 || p.Post != "职务a2" || w.load(id).Due != p.NoticeUntil {
		t.Errorf("%+v", p)
	}
	w.do(w.who("b2"), id, "object", &commendation.ObjectInput{Text: "事迹发生的时间不准确"})
	if got := w.sees(w.who("b2"), id); !slices.Contains(got, "grounds") || slices.Contains(got, "objections") {
		t.Errorf("who objects sees %v", got)
	}
	if got := w.sees(w.who("a2"), id); slices.Contains(got, "objections") || slices.Contains(got, "history") || !slices.Contains(got, "grounds") {
		t.Errorf("the person sees %v", got)
	}
	w.on("2026-03-09")
	w.refused("commendation.notice_runs", w.try(w.personnel(), id, "close_notice", nil))
	w.on("2026-03-10")
	w.refused("commendation.notice_over", w.try(w.who("b2"), id, "object", &commendation.ObjectInput{Text: "太晚的异议"}))
	w.refused("commendation.unanswered", w.try(w.personnel(), id, "close_notice", nil))
	w.refused("commendation.no_such_objection", w.try(w.personnel(), id, "answer", &commendation.AnswerInput{Number: 2, Answer: "属实"}))
	w.do(w.personnel(), id, "answer", &commendation.AnswerInput{Number: 1, Answer: "经核查时间无误"})
	w.do(w.personnel(), id, "close_notice", nil)
	w.refused("commendation.submitted_on", w.try(w.personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: date("2026-03-11")}))
	w.do(w.personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: date("2026-03-10")})
	w.on("2026-05-20")
	answer := &commendation.ResultInput{Document: "浦人社〔2026〕88号", On: date("2026-03-01")}
	w.refused("commendation.result_on", w.try(w.personnel(), id, "note_grant", answer))
	answer.On = date("2026-05-18")
	w.do(w.personnel(), id, "note_grant", answer)
	if p := payload[commendation.Proposal](w, id); p.Result.Document != answer.Document || w.load(id).State != commendation.ProposalGranted {
		t.Errorf("%+v", p.Result)
	}
}

func TestAProposalNamesOneTargetAndDeedsOfThatTarget(t *testing.T) {
	w := newWorld(t)
	w.filed("2026-02-01", "护送老人", "a2")
	w.filed("2026-02-02", "清理楼道", "b2")
	both := w.proposal()
	both.Unit = w.units["a"]
	_, err := w.propose(both)
	w.refused("commendation.one_target", err)
	for number, key := range map[string]string{
		"塘表备〔2026〕2号": "commendation.other_target", "塘表备〔2026〕9号": "commendation.not_filed", "第一件": "commendation.not_filed",
	} {
		_, err := w.propose(w.proposal(number))
		w.refused(key, err)
	}
	_, err = w.propose(w.proposal("塘表备〔2026〕1号", "塘表备〔2026〕1号"))
	w.refused("commendation.twice", err)
	unit := &commendation.ProposeInput{Kind: "third", Unit: w.units["b"], Grounds: "集体事迹突出。", Deeds: []commendation.LinkedDeed{{Number: "塘表备〔2026〕2号"}}}
	id, err := w.propose(unit)
	w.must(err)
	if p := payload[commendation.Proposal](w, id); p.UnitName != "科室b" || len(p.People) != 0 {
		t.Errorf("%+v", p)
	}
	unit.Unit = "nowhere"
	_, err = w.propose(unit)
	w.refused("commendation.unit", err)
	unit.Unit, unit.Person = "", "nobody"
	_, err = w.propose(unit)
	w.refused("commendation.person", err)
}

func TestAProposalIsRewrittenWithdrawnOrRefusedAndFallsWithItsDeed(t *testing.T) {
	w := newWorld(t)
	deed := w.filed("2026-02-01", "护送老人", "a2")
	ready := func() string {
		id, err := w.propose(w.proposal())
		w.must(err)
		w.do(w.personnel(), id, "rewrite", w.proposal("塘表备〔2026〕1号"))
		w.do(w.principal(), id, "announce", nil)
		return id
	}
	one, two := ready(), ready()
	w.do(w.principal(), two, "withdraw", nil)
	if p := payload[commendation.Proposal](w, two); p.Withdrawn.Reason != "因工作需要" || len(w.load(two).Waiting) > 0 {
		t.Errorf("%+v", p.Withdrawn)
	}
	w.on("2026-03-12")
	w.do(w.personnel(), one, "close_notice", nil)
	three := &commendation.SubmitInput{Document: "塘委组〔2026〕21号", On: date("2026-03-12")}
	w.do(w.personnel(), one, "submit", three)
	w.do(w.personnel(), one, "note_refusal", &commendation.ResultInput{Document: "浦人社〔2026〕90号", On: date("2026-03-12"), Note: "名额所限"})
	if w.load(one).State != commendation.ProposalRefused {
		t.Error("not refused")
	}
	id := ready()
	w.do(w.personnel(), deed, "revoke", nil)
	w.on("2026-03-25")
	w.do(w.personnel(), id, "close_notice", nil)
	w.refused("commendation.no_longer_filed", w.try(w.personnel(), id, "submit", &commendation.SubmitInput{Document: "塘委组〔2026〕22号", On: date("2026-03-25")}))
	own, err := w.Create(t.Context(), w.who("d2", evaluation.RolePersonnel), commendation.KindProposal, "propose", evaluation.Creation{Input: w.proposal()})
	if evaluation.CodeOf(err) != evaluation.CodeRecused {
		t.Errorf("proposes the wife: %s %v", own.ID, err)
	}
}
