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

func same(name string, in []evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
	return act{Name: name, From: in, To: in, Input: input, Run: run}
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
		Name: KindRound, Payload: evaluation.New[Round],
		States: states(RoundDraft, RoundRehearsing, RoundVoting, RoundCounting, RoundTallied, RoundReleased, RoundClosed, RoundCancelled),
		Final:  states(RoundClosed, RoundCancelled),
		Clock:  map[evaluation.State][]string{RoundReleased: {"appraisal.acknowledge"}},
		Acts: []act{
			{Name: "plan", To: draft, Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			{Name: "amend", From: draft, To: draft, Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			ready(same("keep", draft, evaluation.New[ballot.KeepInput], evaluation.Run(s.keep)), choosing),
			{Name: "rehearse", From: draft, To: states(RoundRehearsing), Run: evaluation.Plain(s.rehearse)},
			{Name: "end_rehearsal", From: states(RoundRehearsing), To: draft, Run: evaluation.Plain(s.endRehearsal)},
			{Name: "publish", From: draft, To: states(RoundVoting), Run: evaluation.Plain(s.publish)},
			{Name: "extend", From: states(RoundVoting), To: states(RoundVoting), Reason: true, Input: evaluation.New[ExtendInput], Run: evaluation.Run(extend)},
			same("issue", polls, evaluation.New[IssueInput], evaluation.Run(s.issue)),
			same("spoil", polls, evaluation.New[SpoilInput], evaluation.Run(s.spoil)),
			same("issue_papers", states(RoundVoting), evaluation.New[PapersInput], evaluation.Run(s.issuePapers)),
			same("count_slips", hands, evaluation.New[ReturnInput], evaluation.Run(countSlips)),
			ready(same("explain", hands, evaluation.New[ExplainInput], evaluation.Run(explain)), canExplain),
			ready(same("confirm", hands, evaluation.New[ConfirmInput], evaluation.Run(confirm)), canConfirm),
			{Name: "end_voting", From: states(RoundVoting), To: states(RoundCounting), Run: evaluation.Plain(s.endVoting)},
			{Name: "tally", From: states(RoundCounting), To: states(RoundTallied), Input: evaluation.New[TallyInput], Run: evaluation.Run(s.tally)},
			{Name: "release", From: states(RoundTallied), To: states(RoundReleased), Input: evaluation.New[AnywayInput], Run: evaluation.Run(s.release)},
			{Name: "close", From: states(RoundReleased), To: states(RoundClosed), Run: evaluation.Plain(closeRound)},
			{Name: "reopen", From: states(RoundClosed), To: states(RoundReleased), Reason: true, Run: evaluation.Plain(reopenRound)},
			{Name: "cancel", From: states(RoundDraft, RoundVoting, RoundCounting), To: states(RoundCancelled), Reason: true, Run: evaluation.Plain(s.cancel)},
		},
		Effects: map[string]evaluation.EffectHandler{
			"open_boxes": s.openBoxes, "end_rehearsal": s.endTrial, "make": makeSheets, "tally": s.tallySheets,
			"release": releaseAll, "cancel": s.cancelAll,
		},
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	own := func(name string, to evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, From: states(SheetReleased), To: states(to), Self: true, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindSheet, Confidential: true, Veiled: true, Payload: evaluation.New[Sheet], Print: []string{"appraisal_form"},
		States: states(SheetWaiting, SheetTallied, SheetReleased, SheetAcknowledged, SheetObjected, SheetAnswered, SheetRefused, SheetLocked, SheetDropped),
		Final:  states(SheetLocked, SheetDropped),
		Clock: map[evaluation.State][]string{
			SheetReleased: {"appraisal.acknowledge"}, SheetObjected: {"appraisal.answer"},
		},
		Acts: []act{
			{Name: "open", To: states(SheetWaiting), Self: true, Input: evaluation.New[SheetOpening], Run: evaluation.Run(s.openSheet)},
			{Name: "tally", From: states(SheetWaiting), To: states(SheetTallied), Self: true, Run: evaluation.Plain(s.tallySheet)},
			{Name: "release", From: states(SheetTallied), To: states(SheetReleased), Self: true, Run: evaluation.Plain(s.releaseSheet)},
			own("acknowledge", SheetAcknowledged, evaluation.New[CommentInput], evaluation.Run(acknowledge)),
			own("object", SheetObjected, evaluation.New[TextInput], evaluation.Run(s.object)),
			own("refuse", SheetRefused, evaluation.New[TextInput], evaluation.Run(refuse)),
			{Name: "note_refusal", From: states(SheetReleased), To: states(SheetRefused), Reason: true, Run: evaluation.Plain(noteRefusal)},
			same("assign", states(SheetObjected), evaluation.New[AssignInput], evaluation.Run(s.assign)),
			{Name: "answer", From: states(SheetObjected), To: states(SheetAnswered), Input: evaluation.New[OutcomeInput], Run: evaluation.Run(answerObjection)},
			{Name: "lock", From: states(SheetAcknowledged, SheetAnswered, SheetRefused), To: states(SheetLocked), Run: evaluation.Plain(lock)},
			{Name: "reopen", From: states(SheetLocked), To: states(SheetReleased), Reason: true, Run: evaluation.Plain(s.reopenSheet)},
			{Name: "drop", From: states(SheetWaiting), To: states(SheetDropped), Self: true, Run: evaluation.Plain(drop[Sheet](SheetDropped))},
		},
	}
}

func (s *Service) opinionKind() evaluation.Kind {
	open := states(OpinionWaiting, OpinionWritten)
	return evaluation.Kind{
		Name: KindOpinion, Confidential: true, Veiled: true, Payload: evaluation.New[Opinion], Brief: []string{"committee_name"},
		States: states(OpinionWaiting, OpinionWritten, OpinionSigned, OpinionReleased, OpinionDropped),
		Final:  states(OpinionReleased, OpinionDropped),
		Acts: []act{
			{Name: "open", To: states(OpinionWaiting), Self: true, Input: evaluation.New[OpinionOpening], Run: evaluation.Run(s.openOpinion)},
			{Name: "write", From: open, To: states(OpinionWritten), Input: evaluation.New[OpinionInput], Run: evaluation.Run(write)},
			{Name: "sign", From: states(OpinionWritten), To: states(OpinionSigned), Run: evaluation.Plain(sign)},
			{Name: "withdraw", From: states(OpinionSigned), To: states(OpinionWritten), Reason: true, Run: evaluation.Plain(withdraw)},
			{Name: "enter", From: open, To: states(OpinionSigned), Input: evaluation.New[PaperOpinionInput], Run: evaluation.Run(enterOpinion)},
			same("hand_over", open, evaluation.New[HandOverInput], evaluation.Run(handOver)),
			{Name: "release", From: states(OpinionSigned), To: states(OpinionReleased), Self: true, Run: evaluation.Plain(releaseOpinion)},
			{Name: "amend", From: states(OpinionReleased), To: states(OpinionReleased), Reason: true, Input: evaluation.New[OpinionInput], Run: evaluation.Run(amendOpinion)},
			{Name: "drop", From: states(OpinionWaiting, OpinionWritten, OpinionSigned), To: states(OpinionDropped), Self: true, Run: evaluation.Plain(drop[Opinion](OpinionDropped))},
		},
	}
}

func (s *Service) paperKind() evaluation.Kind {
	open := states(PaperEntered, PaperDiffering)
	return evaluation.Kind{
		Name: KindPaper, Confidential: true, Payload: evaluation.New[Batch], Brief: []string{"committee_name"},
		States: states(PaperEntered, PaperDiffering, PaperAgreed, PaperCast, PaperDiscarded),
		Final:  states(PaperCast, PaperDiscarded),
		Acts: []act{
			{Name: "enter", To: states(PaperEntered), Input: evaluation.New[PaperInput], Run: evaluation.Run(s.enterPapers)},
			{Name: "enter_again", From: open, To: states(PaperDiffering, PaperAgreed), Input: evaluation.New[AgainInput], Run: evaluation.Run(s.enterAgain)},
			{Name: "cast", From: states(PaperAgreed), To: states(PaperCast), Run: evaluation.Plain(s.castPapers)},
			{Name: "discard", From: open, To: states(PaperDiscarded), Reason: true, Run: evaluation.Plain(discard)},
			{Name: "drop", From: states(PaperEntered, PaperDiffering, PaperAgreed), To: states(PaperDiscarded), Self: true, Run: evaluation.Plain(dropPapers)},
		},
	}
}
