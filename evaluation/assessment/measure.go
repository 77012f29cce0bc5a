package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
)

type act = evaluation.Act

// Measure is measure 7 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 7, Name: "assessment", Kinds: []evaluation.Kind{
		s.cycleKind(), s.sheetKind(), s.talkKind(), s.objectionKind(), s.appealKind(),
	}}
}

func (s *Service) cycleKind() evaluation.Kind {
	unsettled := states(CycleDraft, CycleReporting, CycleRating, CycleVerifying, CycleDeciding)
	later := states(CycleNotice, CycleFeedback, CycleClosed)
	return evaluation.Kind{
		Name: KindCycle, Payload: evaluation.New[Cycle],
		States: states(CycleDraft, CycleReporting, CycleRating, CycleVerifying, CycleDeciding, CycleNotice, CycleFeedback, CycleClosed),
		Final:  states(CycleClosed),
		Clock:  map[evaluation.State][]string{CycleNotice: {"assessment.notice"}, CycleFeedback: {"assessment.feedback.talk"}},
		Acts: []act{
			{Name: "plan", To: states(CycleDraft), Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			{Name: "amend", From: states(CycleDraft), To: states(CycleDraft), Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			{Name: "open", From: states(CycleDraft), To: states(CycleReporting), Run: evaluation.Plain(s.open)},
			{
				Name: "keep", From: states(CycleDraft, CycleReporting), To: states(CycleDraft, CycleReporting),
				Input: evaluation.New[ballot.KeepInput], Ready: evaluation.Ready(choosing), Run: evaluation.Run(s.keep),
			},
			{Name: "start_rating", From: states(CycleReporting), To: states(CycleRating), Input: evaluation.New[AnywayInput], Run: evaluation.Run(s.startRating)},
			{Name: "close_rating", From: states(CycleRating), To: states(CycleVerifying), Input: evaluation.New[CountInput], Run: evaluation.Run(s.closeRating)},
			{Name: "restart_rating", From: states(CycleRating), To: states(CycleReporting), Reason: true, Run: evaluation.Plain(restartRating)},
			{Name: "start_deciding", From: states(CycleVerifying), To: states(CycleDeciding), Run: evaluation.Plain(s.startDeciding)},
			{Name: "publish_notice", From: states(CycleDeciding), To: states(CycleNotice), Run: evaluation.Plain(s.publishNotice)},
			{Name: "close_notice", From: states(CycleNotice), To: states(CycleFeedback), Run: evaluation.Plain(s.closeNotice)},
			{Name: "close", From: states(CycleFeedback), To: states(CycleClosed), Run: evaluation.Plain(s.closeCycle)},
			{Name: "reopen", From: states(CycleClosed), To: states(CycleFeedback), Reason: true, Run: evaluation.Plain(reopenCycle)},
			{Name: "bind_shares", From: unsettled, To: unsettled, Reason: true, Run: evaluation.Plain(bindShares)},
			{Name: "free_shares", From: unsettled, To: unsettled, Reason: true, Run: evaluation.Plain(freeShares)},
			{Name: "supplement", From: later, To: later, Input: evaluation.New[SupplementInput], Run: evaluation.Run(supplement)},
		},
		Effects: map[string]evaluation.EffectHandler{
			"make_sheets": makeSheets, "open_boxes": s.openBoxes, "discard_boxes": s.discardBoxes, "tally": s.tallySheets, "publish": publishSheets,
			"close_sheets": closeSheets, "reopen_sheets": reopenSheets,
		},
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	early := states(SheetReporting, SheetReported)
	before := states(SheetReporting, SheetReported, SheetVerified, SheetProposed)
	told := states(SheetPublished, SheetClosed)
	decided := states(SheetGraded, SheetPublished, SheetClosed)
	same := func(name string, in []evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, From: in, To: in, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindSheet, Confidential: true, Veiled: true, Payload: evaluation.New[Sheet], Print: []string{"assessment_form"},
		States: states(SheetReporting, SheetReported, SheetVerified, SheetProposed, SheetGraded, SheetPublished, SheetClosed, SheetExempt),
		Final:  states(SheetClosed, SheetExempt),
		Acts: []act{
			{Name: "open", To: states(SheetReporting, SheetExempt), Self: true, Input: evaluation.New[SheetOpening], Run: evaluation.Run(s.openSheet)},
			{Name: "submit_report", From: states(SheetReporting), To: states(SheetReported), Self: true, Input: evaluation.New[ReportInput], Run: evaluation.Run(s.submitReport)},
			{Name: "return_report", From: states(SheetReported), To: states(SheetReporting), Reason: true, Run: evaluation.Plain(returnReport)},
			{Name: "waive_report", From: states(SheetReporting), To: states(SheetReported), Reason: true, Run: evaluation.Plain(waiveReport)},
			same("note_refusal", states(SheetReporting), evaluation.New[RefusalInput], evaluation.Run(s.noteRefusal)),
			{Name: "grade_refusal", From: states(SheetReporting), To: states(SheetGraded), Input: evaluation.New[RefusalGradeInput], Run: evaluation.Run(s.gradeRefusal)},
			{Name: "exempt", From: before, To: states(SheetExempt), Reason: true, Run: evaluation.Plain(exempt)},
			{Name: "tally", From: early, To: early, Self: true, Run: evaluation.Plain(s.tally)},
			{Name: "verify", From: states(SheetReported), To: states(SheetVerified), Input: evaluation.New[NotesInput], Run: evaluation.Run(s.verify)},
			{Name: "propose", From: states(SheetVerified), To: states(SheetProposed), Input: evaluation.New[ProposeInput], Run: evaluation.Run(s.propose)},
			{Name: "withdraw_proposal", From: states(SheetProposed), To: states(SheetVerified), Reason: true, Run: evaluation.Plain(s.withdrawProposal)},
			{Name: "decide", From: states(SheetProposed), To: states(SheetGraded), Input: evaluation.New[DecideInput], Run: evaluation.Run(s.decide)},
			{Name: "undo_decision", From: states(SheetGraded), To: states(SheetProposed, SheetReporting), Reason: true, Run: evaluation.Plain(s.undoDecision)},
			{Name: "publish", From: states(SheetGraded), To: states(SheetPublished), Self: true, Run: evaluation.Plain(publish)},
			same("add_grade", told, evaluation.New[AddGradeInput], evaluation.Run(s.addGrade)),
			same("confirm_grade", told, nil, evaluation.Plain(s.confirmGrade)),
			{Name: "facts_changed", From: decided, To: decided, Self: true, Run: evaluation.Plain(s.factsChanged)},
			{Name: "keep_grade", From: decided, To: decided, Reason: true, Run: evaluation.Plain(keepGrade)},
			{Name: "revise_grade", From: told, To: told, Reason: true, Input: evaluation.New[ReviseInput], Run: evaluation.Run(s.reviseGrade)},
			{Name: "correct_grade", From: decided, To: decided, Self: true, Input: evaluation.New[GradeCorrection], Run: evaluation.Run(s.correctGrade)},
			{Name: "close", From: states(SheetPublished), To: states(SheetClosed), Self: true, Run: evaluation.Plain(closeSheet)},
			{Name: "reopen", From: states(SheetClosed), To: states(SheetPublished), Self: true, Run: evaluation.Plain(reopenSheet)},
		},
		Clock:   evaluation.Clocked(states(SheetPublished), "assessment.notice"),
		Effects: map[string]evaluation.EffectHandler{"supplement": tellCycle},
	}
}

func (s *Service) talkKind() evaluation.Kind {
	told := states(TalkAcknowledged, TalkObjected, TalkRefused)
	answered := func(name string, to evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, From: states(TalkReleased), To: states(to), Self: true, Input: input, Run: run}
	}
	inHand := states(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused)
	notHeld := states(TalkWaiting, TalkScheduled)
	return evaluation.Kind{
		Name: KindTalk, Confidential: true, Veiled: true, Payload: evaluation.New[Talk], Print: []string{"talk_record"},
		States: states(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked, TalkExcused),
		Final:  states(TalkLocked, TalkExcused),
		Clock:  evaluation.Clocked(inHand, "assessment.feedback.talk"),
		Acts: []act{
			{Name: "prepare", To: states(TalkWaiting), Self: true, Input: evaluation.New[TalkOpening], Run: evaluation.Run(s.prepareTalk)},
			{Name: "schedule", From: notHeld, To: states(TalkScheduled), Input: evaluation.New[ScheduleInput], Run: evaluation.Run(s.schedule)},
			{Name: "record", From: states(TalkScheduled, TalkHeld), To: states(TalkHeld), Input: evaluation.New[TalkInput], Run: evaluation.Run(recordTalk)},
			{Name: "release", From: states(TalkHeld), To: states(TalkReleased), Run: evaluation.Plain(release)},
			answered("acknowledge", TalkAcknowledged, evaluation.New[CommentInput], evaluation.Run(acknowledge)),
			answered("object", TalkObjected, evaluation.New[TextInput], evaluation.Run(object)),
			answered("refuse", TalkRefused, evaluation.New[TextInput], evaluation.Run(refuse)),
			{Name: "note_refusal", From: states(TalkReleased), To: states(TalkRefused), Reason: true, Run: evaluation.Plain(noteRefusal)},
			{Name: "reply", From: told, To: told, Input: evaluation.New[TextInput], Run: evaluation.Run(reply)},
			{Name: "lock", From: told, To: states(TalkLocked), Run: evaluation.Plain(lock)},
			{Name: "amend", From: states(TalkLocked), To: states(TalkLocked), Reason: true, Input: evaluation.New[AmendTalkInput], Run: evaluation.Run(amendTalk)},
			{Name: "reopen", From: states(TalkLocked, TalkExcused), To: states(TalkHeld, TalkWaiting), Reason: true, Run: evaluation.Plain(reopenTalk)},
			{Name: "hand_over", From: inHand, To: inHand, Reason: true, Input: evaluation.New[HandOverInput], Run: evaluation.Run(s.handOver)},
			{Name: "excuse", From: notHeld, To: states(TalkExcused), Reason: true, Run: evaluation.Plain(excuse)},
		},
	}
}

func (s *Service) objectionKind() evaluation.Kind {
	open := states(CaseRegistered, CaseAssigned)
	return evaluation.Kind{
		Name: KindObjection, Confidential: true, Veiled: true, Payload: evaluation.New[Case],
		States: states(CaseRegistered, CaseAssigned, CaseAnswered), Final: states(CaseAnswered),
		Clock: evaluation.Clocked(open, "assessment.notice", "assessment.notice.objection"),
		Acts: []act{
			{Name: "register", To: states(CaseRegistered), Self: true, Input: evaluation.New[ObjectionInput], Run: evaluation.Run(s.register)},
			{Name: "assign", From: open, To: states(CaseAssigned), Input: evaluation.New[AssignInput], Run: evaluation.Run(s.assign)},
			{Name: "answer", From: states(CaseAssigned), To: states(CaseAnswered), Input: evaluation.New[OutcomeInput], Run: evaluation.Run(s.answerObjection)},
		},
		Effects: map[string]evaluation.EffectHandler{"correct": correct},
	}
}

func (s *Service) appealKind() evaluation.Kind {
	open := states(CaseFiled, CaseAssigned)
	return evaluation.Kind{
		Name: KindAppeal, Confidential: true, Veiled: true, Payload: evaluation.New[Case],
		States: states(CaseFiled, CaseAssigned, CaseDecided, CaseWithdrawn), Final: states(CaseDecided, CaseWithdrawn),
		Clock: evaluation.Clocked(open, "assessment.review.answer", "assessment.appeal.decision", "assessment.appeal.extension"),
		Acts: []act{
			{Name: "file", To: states(CaseFiled), Self: true, Input: evaluation.New[AppealInput], Run: evaluation.Run(s.fileAppeal)},
			{Name: "assign", From: open, To: states(CaseAssigned), Input: evaluation.New[AssignInput], Run: evaluation.Run(s.assign)},
			{Name: "extend", From: open, To: open, Reason: true, Run: evaluation.Plain(s.extend)},
			{Name: "decide", From: states(CaseAssigned), To: states(CaseDecided), Input: evaluation.New[OutcomeInput], Run: evaluation.Run(s.decideAppeal)},
			{Name: "receive", From: states(CaseDecided), To: states(CaseDecided), Self: true, Run: evaluation.Plain(receive)},
			{Name: "note_receipt", From: states(CaseDecided), To: states(CaseDecided), Input: evaluation.New[ReceiptInput], Run: evaluation.Run(noteReceipt)},
			{Name: "withdraw", From: open, To: states(CaseWithdrawn), Self: true, Run: evaluation.Plain(withdrawAppeal)},
		},
		Effects: map[string]evaluation.EffectHandler{"correct": correct},
	}
}
