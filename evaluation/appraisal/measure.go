package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/signoff"
)

// Measure is measure 3 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 3, Name: "appraisal", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{
		s.roundKind(), s.sheetKind(), s.opinionKind(), s.paperKind(),
	}}
}

// notWho excludes the account that did the named act last.
func notWho(did string) []evaluation.Bar {
	return []evaluation.Bar{evaluation.NotDoer("appraisal.second_person", did)}
}

func ready(a evaluation.Act, asks func(*evaluation.Step, *Round) error) evaluation.Act {
	a.Ready = evaluation.Ready(asks)
	return a
}

func (s *Service) roundKind() evaluation.Kind {
	draft := evaluation.States(RoundDraft)
	polls := evaluation.States(RoundRehearsing, RoundVoting)
	hands := evaluation.States(RoundVoting, RoundCounting)
	return evaluation.Kind{
		Name: KindRound, Drafts: evaluation.KeepDrafts(), Spans: true, Sight: roundSight, Payload: evaluation.New[Round], Milestones: roundDays(),
		States:  evaluation.States(RoundDraft, RoundRehearsing, RoundVoting, RoundCounting, RoundTallied, RoundReleased, RoundClosed, RoundCancelled),
		Final:   evaluation.States(RoundClosed, RoundCancelled),
		Clock:   map[evaluation.State][]string{RoundReleased: {"appraisal.acknowledge"}},
		Usual:   evaluation.Usual{RoundDraft: {"publish", "rehearse"}, RoundRehearsing: {"end_rehearsal"}, RoundVoting: {"end_voting", "confirm", "explain", "count_slips"}, RoundCounting: {"tally", "confirm", "explain", "count_slips"}, RoundTallied: {"release"}, RoundReleased: {"close"}},
		Grave:   []string{"spoil", "cancel"},
		Columns: []evaluation.Column{{Name: "year"}, {Name: "vote_by"}, {Name: "opinion_by"}},
		Acts: []evaluation.Act{
			{Name: "plan", May: evaluation.Personnel, To: draft, Run: evaluation.Run(s.plan)},
			{Name: "amend", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Run(s.plan)},
			ready(evaluation.Staying("keep", evaluation.Running, draft, evaluation.Run(s.keep)), choosing),
			{Name: "rehearse", May: evaluation.Personnel, From: draft, To: evaluation.States(RoundRehearsing), Run: evaluation.Plain(s.rehearse)},
			{Name: "end_rehearsal", May: evaluation.Personnel, From: evaluation.States(RoundRehearsing), To: draft, Run: evaluation.Plain(s.endRehearsal)},
			{Name: "publish", May: evaluation.Personnel, From: draft, To: evaluation.States(RoundVoting), Run: evaluation.Plain(s.publish)},
			{Name: "extend", May: evaluation.Personnel, From: evaluation.States(RoundVoting), To: evaluation.States(RoundVoting), Reason: true, Days: evaluation.DaysOf(extendDays), Run: evaluation.Run(extend)},
			evaluation.Staying("issue", evaluation.Personnel, polls, evaluation.Run(s.issue)),
			ready(evaluation.Staying("spoil", evaluation.Personnel, polls, evaluation.Run(s.spoil)), someCodes),
			ready(evaluation.Staying("issue_papers", evaluation.Personnel, evaluation.States(RoundVoting), evaluation.Run(s.issuePapers)), someOnPaper),
			evaluation.Staying("count_slips", evaluation.Personnel, hands, evaluation.Run(countSlips)),
			ready(evaluation.Staying("explain", evaluation.Personnel, hands, evaluation.Run(explain)), canExplain),
			ready(evaluation.Staying("confirm", evaluation.Running, hands, evaluation.Run(confirm)), canConfirm).Barring(evaluation.BarWhen("appraisal.second_person", explainedAll)),
			{Name: "end_voting", May: evaluation.Personnel, From: evaluation.States(RoundVoting), To: evaluation.States(RoundCounting), Run: evaluation.Plain(s.endVoting)},
			{Name: "tally", May: evaluation.Personnel, From: evaluation.States(RoundCounting), To: evaluation.States(RoundTallied), Run: evaluation.Run(s.tally)},
			{Name: "release", May: evaluation.Personnel, From: evaluation.States(RoundTallied), To: evaluation.States(RoundReleased), Run: evaluation.Run(s.release)},
			{Name: "close", May: evaluation.Personnel, From: evaluation.States(RoundReleased), To: evaluation.States(RoundClosed), Run: evaluation.Plain(closeRound)},
			{Name: "reopen", May: evaluation.Running, From: evaluation.States(RoundClosed), To: evaluation.States(RoundReleased), Reason: true, Run: evaluation.Plain(reopenRound), Bars: notWho("close")},
			{Name: "cancel", May: evaluation.Personnel, From: evaluation.States(RoundDraft, RoundVoting, RoundCounting), To: evaluation.States(RoundCancelled), Reason: true, Run: evaluation.Plain(s.cancel)},
		},
		Effects: map[string]evaluation.EffectHandler{
			"open_boxes": s.openBoxes, "end_rehearsal": s.endTrial, "make": makeSheets, "tally": s.tallySheets,
			"release": releaseAll, "cancel": s.cancelAll, "spoil": s.spoilSlip,
		},
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	released := evaluation.States(SheetReleased)
	return evaluation.Kind{
		Name: KindSheet, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: sheetSight, Payload: evaluation.New[Sheet],
		Notifies: map[string][]evaluation.Recipient{
			"release": {evaluation.ToSubject},
			"answer":  {evaluation.ToSubject},
		}, Print: []string{"appraisal_form"},
		States: evaluation.States(SheetWaiting, SheetTallied, SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked, SheetDropped),
		Final:  evaluation.States(SheetLocked, SheetDropped),
		Clock: map[evaluation.State][]string{
			SheetReleased: {"appraisal.acknowledge"}, SheetObjected: {"appraisal.answer"},
		},
		Usual:  evaluation.Usual{SheetReleased: {"acknowledge"}, SheetAcknowledged: {"lock"}, SheetObjected: {"answer", "assign"}, SheetAnswered: {"lock"}, SheetRefused: {"lock"}},
		Grave:  []string{"refuse", "note_refusal"},
		Passes: []string{"assign"},
		Many:   evaluation.Many{"lock": ""},
		Acts: []evaluation.Act{
			{Name: "open", To: evaluation.States(SheetWaiting), Run: evaluation.Run(s.openSheet)},
			{Name: "tally", From: evaluation.States(SheetWaiting), To: evaluation.States(SheetTallied), Run: evaluation.Plain(s.tallySheet)},
			{Name: "release", From: evaluation.States(SheetTallied), To: evaluation.States(SheetReleased), Run: evaluation.Plain(s.releaseSheet)},
			signoff.Answering("acknowledge", released, SheetAcknowledged, (*CommentInput).answer, s.answered),
			signoff.Answering("object", released, SheetObjected, (*TextInput).answer, s.answered),
			signoff.Answering("refuse", released, SheetRefused, (*TextInput).answer, s.answered),
			signoff.Refusing(evaluation.Personnel, released, SheetRefused, s.answered),
			evaluation.Staying("assign", evaluation.Running, evaluation.States(SheetObjected), evaluation.Run(s.assign)).Suiting(evaluation.SuitsOf(s.reviewers)),
			{Name: "answer", May: evaluation.Reviewers.As(evaluation.Party), From: evaluation.States(SheetObjected), To: evaluation.States(SheetAnswered), Run: evaluation.Run(answerObjection)},
			{Name: "lock", May: evaluation.Personnel, From: evaluation.States(SheetAcknowledged, SheetAnswered, SheetRefused), To: evaluation.States(SheetLocked), Run: evaluation.Plain(lock)},
			{Name: "reopen", May: evaluation.Running, From: evaluation.States(SheetLocked), To: evaluation.States(SheetReleased), Reason: true, Run: evaluation.Plain(s.reopenSheet), Bars: notWho("lock")},
			{Name: "drop", From: evaluation.States(SheetWaiting), To: evaluation.States(SheetDropped), Run: evaluation.Plain(drop[Sheet](SheetDropped))},
		},
	}
}

func (s *Service) opinionKind() evaluation.Kind {
	open := evaluation.States(OpinionWaiting, OpinionWritten)
	return evaluation.Kind{
		Name: KindOpinion, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: opinionSight, Payload: evaluation.New[Opinion], Brief: []string{"committee_name"},
		States: evaluation.States(OpinionWaiting, OpinionWritten, OpinionSigned, OpinionReleased, OpinionDropped),
		Final:  evaluation.States(OpinionReleased, OpinionDropped),
		Usual:  evaluation.Usual{OpinionWaiting: {"write", "enter"}, OpinionWritten: {"sign"}},
		Grave:  []string{"withdraw"},
		Passes: []string{"hand_over"},
		Many:   evaluation.Many{"sign": "withdraw"},
		Acts: []evaluation.Act{
			{Name: "open", To: evaluation.States(OpinionWaiting), Run: evaluation.Run(s.openOpinion)},
			{Name: "write", May: evaluation.Committee.As(evaluation.Party), From: open, To: evaluation.States(OpinionWritten), Run: evaluation.Run(write)},
			{Name: "sign", May: evaluation.Committee.As(evaluation.Party), From: evaluation.States(OpinionWritten), To: evaluation.States(OpinionSigned), Run: evaluation.Plain(sign)},
			{Name: "withdraw", May: evaluation.Committee.As(evaluation.Party), From: evaluation.States(OpinionSigned), To: evaluation.States(OpinionWritten), Reason: true, Run: evaluation.Plain(withdraw)},
			{Name: "enter", May: evaluation.Personnel, From: open, To: evaluation.States(OpinionSigned), Days: evaluation.UpToToday("signed_on"), Run: evaluation.Run(enterOpinion)},
			evaluation.Staying("hand_over", evaluation.Personnel, open, evaluation.Run(handOver)),
			{Name: "release", From: evaluation.States(OpinionSigned), To: evaluation.States(OpinionReleased), Run: evaluation.Plain(releaseOpinion)},
			{Name: "amend", May: evaluation.Committee.As(evaluation.Party), From: evaluation.States(OpinionReleased), To: evaluation.States(OpinionReleased), Reason: true, Run: evaluation.Run(amendOpinion)},
			{Name: "drop", From: evaluation.States(OpinionWaiting, OpinionWritten, OpinionSigned), To: evaluation.States(OpinionDropped), Run: evaluation.Plain(drop[Opinion](OpinionDropped))},
		},
	}
}

func (s *Service) paperKind() evaluation.Kind {
	open := evaluation.States(PaperEntered, PaperDiffering)
	return evaluation.Kind{
		Name: KindPaper, Sight: paperSight, Payload: evaluation.New[Batch], Brief: []string{"committee_name"},
		States: evaluation.States(PaperEntered, PaperDiffering, PaperAgreed, PaperCast, PaperDiscarded),
		Final:  evaluation.States(PaperCast, PaperDiscarded),
		Usual:  evaluation.Usual{PaperEntered: {"enter_again"}, PaperDiffering: {"enter_again"}, PaperAgreed: {"cast"}},
		Grave:  []string{"discard"},
		Many:   evaluation.Many{"cast": ""},
		Acts: []evaluation.Act{
			{Name: "enter", May: evaluation.Personnel, To: evaluation.States(PaperEntered), Run: evaluation.Run(s.enterPapers)},
			{Name: "enter_again", May: evaluation.Personnel, From: open, To: evaluation.States(PaperDiffering, PaperAgreed), Run: evaluation.Run(s.enterAgain)},
			{Name: "cast", May: evaluation.Personnel, From: evaluation.States(PaperAgreed), To: evaluation.States(PaperCast), Run: evaluation.Plain(s.castPapers)},
			{Name: "discard", May: evaluation.Personnel, From: open, To: evaluation.States(PaperDiscarded), Reason: true, Run: evaluation.Plain(discard)},
			{Name: "drop", From: evaluation.States(PaperEntered, PaperDiffering, PaperAgreed), To: evaluation.States(PaperDiscarded), Run: evaluation.Plain(dropPapers)},
		},
	}
}
