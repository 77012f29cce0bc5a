package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
)

type act = evaluation.Act

// Measure is measure 3 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 3, Name: "appraisal", Kinds: []evaluation.Kind{
		s.roundKind(), s.sheetKind(), s.opinionKind(), s.paperKind(),
	}}
}

func same(name string, may evaluation.Grants, in []evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
	return act{Name: name, May: may, From: in, To: in, Input: input, Run: run}
}

// notWho excludes the account that did the named act last.
func notWho(did string) []evaluation.Bar {
	return []evaluation.Bar{evaluation.NotDoer("appraisal.second_person", did)}
}

func ready(a act, asks func(*evaluation.Step, *Round) error) act {
	a.Ready = evaluation.Ready(asks)
	return a
}

func (s *Service) roundKind() evaluation.Kind {
	draft := states(RoundDraft)
	polls := states(RoundRehearsing, RoundVoting)
	hands := states(RoundVoting, RoundCounting)
	return evaluation.Kind{
		Name: KindRound, Sight: roundSight, Payload: evaluation.New[Round],
		States: states(RoundDraft, RoundRehearsing, RoundVoting, RoundCounting, RoundTallied, RoundReleased, RoundClosed, RoundCancelled),
		Final:  states(RoundClosed, RoundCancelled),
		Clock:  map[evaluation.State][]string{RoundReleased: {"appraisal.acknowledge"}},
		Acts: []act{
			{Name: "plan", May: evaluation.Personnel, To: draft, Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			{Name: "amend", May: evaluation.Personnel, From: draft, To: draft, Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			ready(same("keep", evaluation.Running, draft, evaluation.New[ballot.KeepInput], evaluation.Run(s.keep)), choosing),
			{Name: "rehearse", May: evaluation.Personnel, From: draft, To: states(RoundRehearsing), Run: evaluation.Plain(s.rehearse)},
			{Name: "end_rehearsal", May: evaluation.Personnel, From: states(RoundRehearsing), To: draft, Run: evaluation.Plain(s.endRehearsal)},
			{Name: "publish", May: evaluation.Personnel, From: draft, To: states(RoundVoting), Run: evaluation.Plain(s.publish)},
			{Name: "extend", May: evaluation.Personnel, From: states(RoundVoting), To: states(RoundVoting), Reason: true, Input: evaluation.New[ExtendInput], Days: evaluation.DaysOf(extendDays), Run: evaluation.Run(extend)},
			same("issue", evaluation.Personnel, polls, evaluation.New[IssueInput], evaluation.Run(s.issue)),
			same("spoil", evaluation.Personnel, polls, evaluation.New[SpoilInput], evaluation.Run(s.spoil)),
			same("issue_papers", evaluation.Personnel, states(RoundVoting), evaluation.New[PapersInput], evaluation.Run(s.issuePapers)),
			same("count_slips", evaluation.Personnel, hands, evaluation.New[ReturnInput], evaluation.Run(countSlips)),
			ready(same("explain", evaluation.Personnel, hands, evaluation.New[ExplainInput], evaluation.Run(explain)), canExplain),
			ready(same("confirm", evaluation.Running, hands, evaluation.New[ConfirmInput], evaluation.Run(confirm)), canConfirm).Barring(evaluation.BarWhen("appraisal.second_person", explainedAll)),
			{Name: "end_voting", May: evaluation.Personnel, From: states(RoundVoting), To: states(RoundCounting), Run: evaluation.Plain(s.endVoting)},
			{Name: "tally", May: evaluation.Personnel, From: states(RoundCounting), To: states(RoundTallied), Input: evaluation.New[TallyInput], Run: evaluation.Run(s.tally)},
			{Name: "release", May: evaluation.Personnel, From: states(RoundTallied), To: states(RoundReleased), Input: evaluation.New[AnywayInput], Run: evaluation.Run(s.release)},
			{Name: "close", May: evaluation.Personnel, From: states(RoundReleased), To: states(RoundClosed), Run: evaluation.Plain(closeRound)},
			{Name: "reopen", May: evaluation.Running, From: states(RoundClosed), To: states(RoundReleased), Reason: true, Run: evaluation.Plain(reopenRound), Bars: notWho("close")},
			{Name: "cancel", May: evaluation.Personnel, From: states(RoundDraft, RoundVoting, RoundCounting), To: states(RoundCancelled), Reason: true, Run: evaluation.Plain(s.cancel)},
		},
		Effects: map[string]evaluation.EffectHandler{
			"open_boxes": s.openBoxes, "end_rehearsal": s.endTrial, "make": makeSheets, "tally": s.tallySheets,
			"release": releaseAll, "cancel": s.cancelAll, "spoil": s.spoilSlip,
		},
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	own := func(name string, may evaluation.Grants, to evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: states(SheetReleased), To: states(to), InOwnCase: true, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindSheet, Sight: sheetSight, Payload: evaluation.New[Sheet], Print: []string{"appraisal_form"},
		States: states(SheetWaiting, SheetTallied, SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked, SheetDropped),
		Final:  states(SheetLocked, SheetDropped),
		Clock: map[evaluation.State][]string{
			SheetReleased: {"appraisal.acknowledge"}, SheetObjected: {"appraisal.answer"},
		},
		Acts: []act{
			{Name: "open", To: states(SheetWaiting), Input: evaluation.New[SheetOpening], Run: evaluation.Run(s.openSheet)},
			{Name: "tally", From: states(SheetWaiting), To: states(SheetTallied), Run: evaluation.Plain(s.tallySheet)},
			{Name: "release", From: states(SheetTallied), To: states(SheetReleased), Run: evaluation.Plain(s.releaseSheet)},
			own("acknowledge", evaluation.Staff.As(evaluation.Own), SheetAcknowledged, evaluation.New[CommentInput], evaluation.Run(acknowledge)),
			own("object", evaluation.Staff.As(evaluation.Own), SheetObjected, evaluation.New[TextInput], evaluation.Run(s.object)),
			own("refuse", evaluation.Staff.As(evaluation.Own), SheetRefused, evaluation.New[TextInput], evaluation.Run(refuse)),
			{Name: "note_refusal", May: evaluation.Personnel, From: states(SheetReleased), To: states(SheetRefused), Reason: true, Run: evaluation.Plain(noteRefusal)},
			same("assign", evaluation.Running, states(SheetObjected), evaluation.New[AssignInput], evaluation.Run(s.assign)),
			{Name: "answer", May: evaluation.Reviewers.As(evaluation.Party), From: states(SheetObjected), To: states(SheetAnswered), Input: evaluation.New[OutcomeInput], Run: evaluation.Run(answerObjection)},
			{Name: "lock", May: evaluation.Personnel, From: states(SheetAcknowledged, SheetAnswered, SheetRefused), To: states(SheetLocked), Run: evaluation.Plain(lock)},
			{Name: "reopen", May: evaluation.Running, From: states(SheetLocked), To: states(SheetReleased), Reason: true, Run: evaluation.Plain(s.reopenSheet), Bars: notWho("lock")},
			{Name: "drop", From: states(SheetWaiting), To: states(SheetDropped), Run: evaluation.Plain(drop[Sheet](SheetDropped))},
		},
	}
}

func (s *Service) opinionKind() evaluation.Kind {
	open := states(OpinionWaiting, OpinionWritten)
	return evaluation.Kind{
		Name: KindOpinion, Sight: opinionSight, Payload: evaluation.New[Opinion], Brief: []string{"committee_name"},
		States: states(OpinionWaiting, OpinionWritten, OpinionSigned, OpinionReleased, OpinionDropped),
		Final:  states(OpinionReleased, OpinionDropped),
		Acts: []act{
			{Name: "open", To: states(OpinionWaiting), Input: evaluation.New[OpinionOpening], Run: evaluation.Run(s.openOpinion)},
			{Name: "write", May: evaluation.Committee.As(evaluation.Party), From: open, To: states(OpinionWritten), Input: evaluation.New[OpinionInput], Run: evaluation.Run(write)},
			{Name: "sign", May: evaluation.Committee.As(evaluation.Party), From: states(OpinionWritten), To: states(OpinionSigned), Run: evaluation.Plain(sign)},
			{Name: "withdraw", May: evaluation.Committee.As(evaluation.Party), From: states(OpinionSigned), To: states(OpinionWritten), Reason: true, Run: evaluation.Plain(withdraw)},
			{Name: "enter", May: evaluation.Personnel, From: open, To: states(OpinionSigned), Input: evaluation.New[PaperOpinionInput], Days: evaluation.UpToToday("signed_on"), Run: evaluation.Run(enterOpinion)},
			same("hand_over", evaluation.Personnel, open, evaluation.New[HandOverInput], evaluation.Run(handOver)),
			{Name: "release", From: states(OpinionSigned), To: states(OpinionReleased), Run: evaluation.Plain(releaseOpinion)},
			{Name: "amend", May: evaluation.Committee.As(evaluation.Party), From: states(OpinionReleased), To: states(OpinionReleased), Reason: true, Input: evaluation.New[OpinionInput], Run: evaluation.Run(amendOpinion)},
			{Name: "drop", From: states(OpinionWaiting, OpinionWritten, OpinionSigned), To: states(OpinionDropped), Run: evaluation.Plain(drop[Opinion](OpinionDropped))},
		},
	}
}

func (s *Service) paperKind() evaluation.Kind {
	open := states(PaperEntered, PaperDiffering)
	return evaluation.Kind{
		Name: KindPaper, Sight: paperSight, Payload: evaluation.New[Batch], Brief: []string{"committee_name"},
		States: states(PaperEntered, PaperDiffering, PaperAgreed, PaperCast, PaperDiscarded),
		Final:  states(PaperCast, PaperDiscarded),
		Acts: []act{
			{Name: "enter", May: evaluation.Personnel, To: states(PaperEntered), Input: evaluation.New[PaperInput], Run: evaluation.Run(s.enterPapers)},
			{Name: "enter_again", May: evaluation.Personnel, From: open, To: states(PaperDiffering, PaperAgreed), Input: evaluation.New[AgainInput], Run: evaluation.Run(s.enterAgain)},
			{Name: "cast", May: evaluation.Personnel, From: states(PaperAgreed), To: states(PaperCast), Run: evaluation.Plain(s.castPapers)},
			{Name: "discard", May: evaluation.Personnel, From: open, To: states(PaperDiscarded), Reason: true, Run: evaluation.Plain(discard)},
			{Name: "drop", From: states(PaperEntered, PaperDiffering, PaperAgreed), To: states(PaperDiscarded), Run: evaluation.Plain(dropPapers)},
		},
	}
}
