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
	closer := []evaluation.Bar{evaluation.NotDoer("assessment.second_person", "close")}
	return evaluation.Kind{
		Name: KindCycle, Sight: cycleSight, Payload: evaluation.New[Cycle],
		States: states(CycleDraft, CycleReporting, CycleRating, CycleVerifying, CycleDeciding, CycleNotice, CycleFeedback, CycleClosed),
		Final:  states(CycleClosed),
		Clock:  map[evaluation.State][]string{CycleNotice: {"assessment.notice"}, CycleFeedback: {"assessment.feedback.talk"}},
		Acts: []act{
			{Name: "plan", May: evaluation.Personnel, To: states(CycleDraft), Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			{Name: "amend", May: evaluation.Personnel, From: states(CycleDraft), To: states(CycleDraft), Input: evaluation.New[PlanInput], Run: evaluation.Run(s.plan)},
			{Name: "open", May: evaluation.Personnel, From: states(CycleDraft), To: states(CycleReporting), Run: evaluation.Plain(s.open)},
			{
				Name: "keep", May: evaluation.Running, From: states(CycleDraft, CycleReporting), To: states(CycleDraft, CycleReporting),
				Input: evaluation.New[ballot.KeepInput], Ready: evaluation.Ready(choosing), Run: evaluation.Run(s.keep),
			},
			{Name: "start_rating", May: evaluation.Personnel, From: states(CycleReporting), To: states(CycleRating), Input: evaluation.New[AnywayInput], Run: evaluation.Run(s.startRating)},
			{Name: "close_rating", May: evaluation.Personnel, From: states(CycleRating), To: states(CycleVerifying), Input: evaluation.New[CountInput], Run: evaluation.Run(s.closeRating)},
			{Name: "restart_rating", May: evaluation.Personnel, From: states(CycleRating), To: states(CycleReporting), Reason: true, Run: evaluation.Plain(restartRating)},
			{Name: "start_deciding", May: evaluation.Personnel, From: states(CycleVerifying), To: states(CycleDeciding), Run: evaluation.Plain(s.startDeciding)},
			{Name: "publish_notice", May: evaluation.Personnel, From: states(CycleDeciding), To: states(CycleNotice), Run: evaluation.Plain(s.publishNotice)},
			{Name: "close_notice", May: evaluation.Personnel, From: states(CycleNotice), To: states(CycleFeedback), Run: evaluation.Plain(s.closeNotice)},
			{Name: "close", May: evaluation.Personnel, From: states(CycleFeedback), To: states(CycleClosed), Run: evaluation.Plain(s.closeCycle)},
			{Name: "reopen", May: evaluation.Running, From: states(CycleClosed), To: states(CycleFeedback), Reason: true, Run: evaluation.Plain(reopenCycle), Bars: closer},
			{Name: "bind_shares", May: evaluation.Principal, From: unsettled, To: unsettled, Reason: true, Run: evaluation.Plain(bindShares)},
			{Name: "free_shares", May: evaluation.Principal, From: unsettled, To: unsettled, Reason: true, Run: evaluation.Plain(freeShares)},
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
	same := func(name string, may evaluation.Grants, in []evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: in, To: in, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindSheet, Sight: sheetSight, Payload: evaluation.New[Sheet], Print: []string{"assessment_form"},
		States: states(SheetReporting, SheetReported, SheetVerified, SheetProposed, SheetGraded, SheetPublished, SheetClosed, SheetExempt),
		Final:  states(SheetClosed, SheetExempt),
		Acts: []act{
			{Name: "open", To: states(SheetReporting, SheetExempt), Input: evaluation.New[SheetOpening], Run: evaluation.Run(s.openSheet)},
			{Name: "submit_report", May: evaluation.Staff.As(evaluation.Own), From: states(SheetReporting), To: states(SheetReported), InOwnCase: true, Input: evaluation.New[ReportInput], Begins: []string{"report"}, Run: evaluation.Run(s.submitReport)},
			{Name: "return_report", May: evaluation.Personnel, From: states(SheetReported), To: states(SheetReporting), Reason: true, Run: evaluation.Plain(returnReport)},
			{Name: "waive_report", May: evaluation.Personnel, From: states(SheetReporting), To: states(SheetReported), Reason: true, Run: evaluation.Plain(waiveReport)},
			evaluation.Dated(same("note_refusal", evaluation.Personnel, states(SheetReporting), evaluation.New[RefusalInput], evaluation.Run(s.noteRefusal)), evaluation.DaysOf(refusalDays)),
			{Name: "grade_refusal", May: evaluation.Principal, From: states(SheetReporting), To: states(SheetGraded), Input: evaluation.New[RefusalGradeInput], Run: evaluation.Run(s.gradeRefusal)},
			{Name: "exempt", May: evaluation.Personnel, From: before, To: states(SheetExempt), Reason: true, Run: evaluation.Plain(exempt)},
			{Name: "tally", From: early, To: early, Run: evaluation.Plain(s.tally)},
			{Name: "verify", May: evaluation.Personnel, From: states(SheetReported), To: states(SheetVerified), Input: evaluation.New[NotesInput], Begins: []string{"verification"}, Run: evaluation.Run(s.verify)},
			{Name: "propose", May: evaluation.Leader.As(evaluation.Charge).Or(evaluation.Principal), From: states(SheetVerified), To: states(SheetProposed), Input: evaluation.New[ProposeInput], Begins: []string{"proposal"}, Run: evaluation.Run(s.propose)},
			{Name: "withdraw_proposal", May: evaluation.Leader.As(evaluation.Charge).Or(evaluation.Principal), From: states(SheetProposed), To: states(SheetVerified), Reason: true, Run: evaluation.Plain(s.withdrawProposal)},
			{Name: "decide", May: evaluation.Principal, From: states(SheetProposed), To: states(SheetGraded), Input: evaluation.New[DecideInput], Begins: []string{"proposal"}, Run: evaluation.Run(s.decide)},
			{Name: "undo_decision", May: evaluation.Principal, From: states(SheetGraded), To: states(SheetProposed, SheetReporting), Reason: true, Run: evaluation.Plain(s.undoDecision)},
			{Name: "publish", From: states(SheetGraded), To: states(SheetPublished), Run: evaluation.Plain(publish)},
			same("add_grade", evaluation.Principal, told, evaluation.New[AddGradeInput], evaluation.Run(s.addGrade)),
			same("confirm_grade", evaluation.Personnel, told, nil, evaluation.Plain(s.confirmGrade)),
			{Name: "facts_changed", From: decided, To: decided, Run: evaluation.Plain(s.factsChanged)},
			{Name: "keep_grade", May: evaluation.Running, From: decided, To: decided, Reason: true, Run: evaluation.Plain(keepGrade)},
			{Name: "revise_grade", May: evaluation.Principal, From: told, To: told, Reason: true, Input: evaluation.New[ReviseInput], Run: evaluation.Run(s.reviseGrade)},
			{Name: "correct_grade", From: decided, To: decided, Input: evaluation.New[GradeCorrection], Run: evaluation.Run(s.correctGrade)},
			{Name: "close", From: states(SheetPublished), To: states(SheetClosed), Run: evaluation.Plain(closeSheet)},
			{Name: "reopen", From: states(SheetClosed), To: states(SheetPublished), Run: evaluation.Plain(reopenSheet)},
		},
		Clock:   evaluation.Clocked(states(SheetPublished), "assessment.notice"),
		Effects: map[string]evaluation.EffectHandler{"supplement": tellCycle},
	}
}

func (s *Service) talkKind() evaluation.Kind {
	told := states(TalkAcknowledged, TalkObjected, TalkRefused)
	answered := func(name string, may evaluation.Grants, to evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: states(TalkReleased), To: states(to), InOwnCase: true, Input: input, Run: run}
	}
	inHand := states(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused)
	notHeld := states(TalkWaiting, TalkScheduled)
	return evaluation.Kind{
		Name: KindTalk, Sight: talkSight, Payload: evaluation.New[Talk], Print: []string{"talk_record"},
		States: states(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked, TalkExcused),
		Final:  states(TalkLocked, TalkExcused),
		Clock:  evaluation.Clocked(inHand, "assessment.feedback.talk"),
		Acts: []act{
			{Name: "prepare", To: states(TalkWaiting), Input: evaluation.New[TalkOpening], Run: evaluation.Run(s.prepareTalk)},
			{Name: "schedule", May: evaluation.Running, From: notHeld, To: states(TalkScheduled), Input: evaluation.New[ScheduleInput], Begins: []string{"appointment"}, Days: evaluation.FromToday("on"), Run: evaluation.Run(s.schedule)},
			{Name: "record", May: evaluation.Principal.As(evaluation.Party), From: states(TalkScheduled, TalkHeld), To: states(TalkHeld), Input: evaluation.New[TalkInput], Days: evaluation.UpToToday("held_on"), Run: evaluation.Run(recordTalk)},
			{Name: "release", May: evaluation.Principal.As(evaluation.Party), From: states(TalkHeld), To: states(TalkReleased), Run: evaluation.Plain(release)},
			answered("acknowledge", evaluation.Staff.As(evaluation.Own), TalkAcknowledged, evaluation.New[CommentInput], evaluation.Run(acknowledge)),
			answered("object", evaluation.Staff.As(evaluation.Own), TalkObjected, evaluation.New[TextInput], evaluation.Run(object)),
			answered("refuse", evaluation.Staff.As(evaluation.Own), TalkRefused, evaluation.New[TextInput], evaluation.Run(refuse)),
			{Name: "note_refusal", May: evaluation.Running, From: states(TalkReleased), To: states(TalkRefused), Reason: true, Run: evaluation.Plain(noteRefusal)},
			{Name: "reply", May: evaluation.Principal.As(evaluation.Party), From: told, To: told, Input: evaluation.New[TextInput], Run: evaluation.Run(reply)},
			{Name: "lock", May: evaluation.Running, From: told, To: states(TalkLocked), Run: evaluation.Plain(lock)},
			{Name: "amend", May: evaluation.Principal.As(evaluation.Party), From: states(TalkLocked), To: states(TalkLocked), Reason: true, Input: evaluation.New[AmendTalkInput], Run: evaluation.Run(amendTalk)},
			{Name: "reopen", May: evaluation.Running, From: states(TalkLocked, TalkExcused), To: states(TalkHeld, TalkWaiting), Reason: true, Run: evaluation.Plain(reopenTalk), Bars: []evaluation.Bar{evaluation.BarWhen("assessment.second_person", endedTalk)}},
			{Name: "hand_over", May: evaluation.Running, From: inHand, To: inHand, Reason: true, Input: evaluation.New[HandOverInput], Run: evaluation.Run(s.handOver)},
			{Name: "excuse", May: evaluation.Running, From: notHeld, To: states(TalkExcused), Reason: true, Run: evaluation.Plain(excuse)},
		},
	}
}

func (s *Service) objectionKind() evaluation.Kind {
	open := states(CaseRegistered, CaseAssigned)
	return evaluation.Kind{
		Name: KindObjection, Sight: objectionSight, Payload: evaluation.New[Case],
		States: states(CaseRegistered, CaseAssigned, CaseAnswered), Final: states(CaseAnswered),
		Clock: evaluation.Clocked(open, "assessment.notice", "assessment.notice.objection"),
		Acts: []act{
			{Name: "register", May: evaluation.Staff, To: states(CaseRegistered), InOwnCase: true, Input: evaluation.New[ObjectionInput], Run: evaluation.Run(s.register)},
			{Name: "assign", May: evaluation.Running, From: open, To: states(CaseAssigned), Input: evaluation.New[AssignInput], Run: evaluation.Run(s.assign)},
			{Name: "answer", May: evaluation.Reviewers.As(evaluation.Party), From: states(CaseAssigned), To: states(CaseAnswered), Input: evaluation.New[OutcomeInput], Run: evaluation.Run(s.answerObjection), Bars: reviewer()},
		},
		Effects: map[string]evaluation.EffectHandler{"correct": correct},
	}
}

func (s *Service) appealKind() evaluation.Kind {
	open := states(CaseFiled, CaseAssigned)
	return evaluation.Kind{
		Name: KindAppeal, Sight: appealSight, Payload: evaluation.New[Case],
		States: states(CaseFiled, CaseAssigned, CaseDecided, CaseWithdrawn), Final: states(CaseDecided, CaseWithdrawn),
		Clock: evaluation.Clocked(open, "assessment.review.answer", "assessment.appeal.decision", "assessment.appeal.extension"),
		Acts: []act{
			{Name: "file", May: evaluation.Staff.As(evaluation.Own), To: states(CaseFiled), InOwnCase: true, Input: evaluation.New[AppealInput], Run: evaluation.Run(s.fileAppeal)},
			{Name: "assign", May: evaluation.Running, From: open, To: states(CaseAssigned), Input: evaluation.New[AssignInput], Run: evaluation.Run(s.assign)},
			{Name: "extend", May: evaluation.Running, From: open, To: open, Reason: true, Run: evaluation.Plain(s.extend)},
			{Name: "decide", May: evaluation.Reviewers.As(evaluation.Party), From: states(CaseAssigned), To: states(CaseDecided), Input: evaluation.New[OutcomeInput], Run: evaluation.Run(s.decideAppeal), Bars: reviewer()},
			{Name: "receive", May: evaluation.Staff.As(evaluation.Own), From: states(CaseDecided), To: states(CaseDecided), InOwnCase: true, Run: evaluation.Plain(receive)},
			{Name: "note_receipt", May: evaluation.Personnel, From: states(CaseDecided), To: states(CaseDecided), Input: evaluation.New[ReceiptInput], Days: evaluation.DaysOf(receiptDays), Run: evaluation.Run(noteReceipt)},
			{Name: "withdraw", May: evaluation.Staff.As(evaluation.Own), From: open, To: states(CaseWithdrawn), InOwnCase: true, Run: evaluation.Plain(withdrawAppeal)},
		},
		Effects: map[string]evaluation.EffectHandler{"correct": correct},
	}
}

// reviewer excludes everybody except the person who was asked to decide a case.
func reviewer() []evaluation.Bar {
	return []evaluation.Bar{evaluation.Only("assessment.only_reviewer", func(p *Case) []string { return []string{p.Reviewer} })}
}
