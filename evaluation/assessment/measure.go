package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/signoff"
)

// Measure is measure 7 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 7, Name: "assessment", Glance: glance(), Tally: reported(), Material: filed(), Kinds: []evaluation.Kind{
		s.cycleWithCopies(), s.sheetWithCopies(), answers(s.talkKind()), s.objectionKind(), s.appealKind(),
	}}
}

func (s *Service) cycleKind() evaluation.Kind {
	unsettled := evaluation.States(CycleDraft, CycleReporting, CycleRating, CycleVerifying, CycleDeciding)
	later := evaluation.States(CycleNotice, CycleFeedback, CycleClosed)
	closer := []evaluation.Bar{evaluation.NotDoer("assessment.second_person", "close")}
	nobodyRated := []evaluation.Bar{evaluation.BarWhen("assessment.nobody_rated", func(_ *evaluation.Step, c *Cycle) bool { return !c.Rated() })}
	ratedFirst := []evaluation.Bar{evaluation.BarWhen("assessment.rate_first", func(step *evaluation.Step, c *Cycle) bool {
		return step.Record.State == CycleReporting && c.Rated()
	})}
	onlyYear := []evaluation.Bar{evaluation.BarWhen("assessment.only_year", func(_ *evaluation.Step, c *Cycle) bool { return c.Judges() })}
	onlyHalf := []evaluation.Bar{evaluation.BarWhen("assessment.only_half", func(_ *evaluation.Step, c *Cycle) bool { return !c.Judges() })}
	return evaluation.Kind{
		Name: KindCycle, Drafts: evaluation.KeepDrafts(), Spans: true, Sight: cycleSight, Payload: evaluation.New[Cycle], Milestones: cycleDays(),
		States:  evaluation.States(CycleDraft, CycleReporting, CycleRating, CycleVerifying, CycleDeciding, CycleNotice, CycleFeedback, CycleClosed),
		Final:   evaluation.States(CycleClosed),
		Clock:   map[evaluation.State][]string{CycleNotice: {"assessment.notice"}, CycleFeedback: {"assessment.feedback.talk"}},
		Print:   []string{"filing_list"},
		Usual:   evaluation.Usual{CycleDraft: {"open"}, CycleReporting: {"start_rating", "start_deciding"}, CycleRating: {"close_rating"}, CycleVerifying: {"start_deciding"}, CycleDeciding: {"publish_notice", "conclude"}, CycleNotice: {"close_notice"}, CycleFeedback: {"close"}},
		Grave:   []string{"restart_rating", "reopen"},
		Columns: []evaluation.Column{{Name: "year"}, {Name: "half", Choices: []string{FirstHalf, SecondHalf}}, {Name: "decide_by"}},
		Acts: []evaluation.Act{
			{Name: "plan", May: evaluation.Personnel, To: evaluation.States(CycleDraft), Run: evaluation.Run(s.plan)},
			{Name: "amend", May: evaluation.Personnel, From: evaluation.States(CycleDraft), To: evaluation.States(CycleDraft), Run: evaluation.Run(s.plan)},
			{Name: "open", May: evaluation.Personnel, From: evaluation.States(CycleDraft), To: evaluation.States(CycleReporting), Run: evaluation.Plain(s.open)},
			{
				Name: "keep", May: evaluation.Running, From: evaluation.States(CycleDraft, CycleReporting), To: evaluation.States(CycleDraft, CycleReporting),
				Ready: evaluation.Ready(choosing), Run: evaluation.Run(s.keep),
			},
			{Name: "start_rating", May: evaluation.Personnel, From: evaluation.States(CycleReporting), To: evaluation.States(CycleRating), Run: evaluation.Run(s.startRating), Bars: nobodyRated},
			{Name: "close_rating", May: evaluation.Personnel, From: evaluation.States(CycleRating), To: evaluation.States(CycleVerifying), Run: evaluation.Run(s.closeRating)},
			{Name: "restart_rating", May: evaluation.Personnel, From: evaluation.States(CycleRating), To: evaluation.States(CycleReporting), Reason: true, Run: evaluation.Plain(restartRating)},
			{Name: "start_deciding", May: evaluation.Personnel, From: evaluation.States(CycleReporting, CycleVerifying), To: evaluation.States(CycleDeciding), Run: evaluation.Plain(s.startDeciding), Bars: ratedFirst},
			{Name: "publish_notice", May: evaluation.Personnel, From: evaluation.States(CycleDeciding), To: evaluation.States(CycleNotice), Run: evaluation.Plain(s.publishNotice), Bars: onlyYear},
			{Name: "conclude", May: evaluation.Personnel, From: evaluation.States(CycleDeciding), To: evaluation.States(CycleFeedback), Run: evaluation.Plain(s.conclude), Bars: onlyHalf},
			{Name: "close_notice", May: evaluation.Personnel, From: evaluation.States(CycleNotice), To: evaluation.States(CycleFeedback), Run: evaluation.Plain(s.closeNotice)},
			{Name: "close", May: evaluation.Personnel, From: evaluation.States(CycleFeedback), To: evaluation.States(CycleClosed), Run: evaluation.Plain(s.closeCycle)},
			{Name: "reopen", May: evaluation.Running, From: evaluation.States(CycleClosed), To: evaluation.States(CycleFeedback), Reason: true, Run: evaluation.Plain(reopenCycle), Bars: closer},
			{Name: "bind_shares", May: evaluation.Principal, From: unsettled, To: unsettled, Reason: true, Run: evaluation.Plain(s.bindShares)},
			{Name: "free_shares", May: evaluation.Principal, From: unsettled, To: unsettled, Reason: true, Run: evaluation.Plain(freeShares)},
			evaluation.Staying("add_people", evaluation.Personnel, running, evaluation.Run(s.addPeople)).Suiting(evaluation.SuitsOf(s.suitAdded)).Barring(evaluation.BarAsking("assessment.nobody_to_add", s.nobodyToAdd)).When(evaluation.Always),
			{Name: "supplement", From: later, To: later, Run: evaluation.Run(supplement)},
		},
		Effects: map[string]evaluation.EffectHandler{
			"make_sheets": makeSheets, "add_sheets": addSheets, "open_boxes": s.openBoxes, "discard_boxes": s.discardBoxes, "tally": s.tallySheets, "publish": publishSheets,
			"to_decide": decideSheets, "close_sheets": closeSheets, "reopen_sheets": reopenSheets,
		},
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	early := evaluation.States(SheetReporting, SheetEntered, SheetReported)
	written := evaluation.States(SheetReported, SheetVerified)
	byRating := func(rated bool, say string) evaluation.Bar {
		return evaluation.BarWhen(say, func(_ *evaluation.Step, sh *Sheet) bool { return sh.isRated() != rated })
	}
	onlyYear := []evaluation.Bar{evaluation.BarWhen("assessment.only_year", func(_ *evaluation.Step, sh *Sheet) bool { return sh.judged() })}
	onlyHalf := []evaluation.Bar{evaluation.BarWhen("assessment.only_half", func(_ *evaluation.Step, sh *Sheet) bool { return !sh.judged() })}
	noChange := evaluation.BarWhen("assessment.no_change", func(_ *evaluation.Step, sh *Sheet) bool { return sh.OpenChange() == nil })
	noNotice := evaluation.BarWhen("assessment.no_supplement", func(_ *evaluation.Step, sh *Sheet) bool { return sh.running() == nil })
	notRefused := evaluation.BarWhen("assessment.not_refused", func(_ *evaluation.Step, sh *Sheet) bool { return len(sh.Refusals) == 0 })
	notDeferred := evaluation.BarWhen("assessment.not_deferred", func(_ *evaluation.Step, sh *Sheet) bool { return !sh.deferred() })
	onPaper := s.summaryOnPaper(written)
	charge := evaluation.Leader.As(evaluation.Charge).Or(evaluation.Principal)
	told := evaluation.States(SheetPublished, SheetClosed)
	decided := evaluation.States(SheetGraded, SheetPublished, SheetClosed)
	return evaluation.Kind{
		Name: KindSheet, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: sheetSight, Payload: evaluation.New[Sheet],
		Notifies: map[string][]evaluation.Recipient{
			"return_report": {evaluation.ToSubject},
			"publish":       {evaluation.ToSubject},
			"add_grade":     {evaluation.ToSubject},
			"revise_grade":  {evaluation.ToSubject},
		}, Print: []string{"assessment_form"},
		States: evaluation.States(SheetReporting, SheetEntered, SheetReported, SheetVerified, SheetProposed, SheetGraded, SheetPublished, SheetClosed, SheetExempt),
		Final:  evaluation.States(SheetClosed, SheetExempt),
		Usual:  evaluation.Usual{SheetReporting: {"exempt", "submit_report", "submit_summary", "enter_summary"}, SheetEntered: {"exempt", "check_summary"}, SheetReported: {"exempt", "verify"}, SheetVerified: {"exempt", "propose", "comment"}, SheetProposed: {"exempt", "decide", "judge"}, SheetGraded: {"keep_grade", "undo_decision"}, SheetPublished: {"keep_grade", "revise_grade", "confirm_grade", "add_grade"}, SheetClosed: {"keep_grade", "revise_grade", "confirm_grade"}},
		Grave:  []string{"return_report", "waive_report", "note_refusal", "grade_refusal", "exempt", "withdraw_proposal", "undo_decision", "revise_grade"},
		Many:   evaluation.Many{"check_summary": "", "confirm_grade": "", "keep_grade": "", "return_report": "", "waive_report": ""},
		Acts: []evaluation.Act{
			{Name: "open", To: evaluation.States(SheetReporting, SheetExempt), Run: evaluation.Run(s.openSheet)},
			evaluation.OwnAct("submit_report", evaluation.States(SheetReporting), evaluation.States(SheetReported), evaluation.Run(s.submitReport)).Beginning("report").Barring(byRating(true, "assessment.summary_only")),
			evaluation.OwnAct("submit_summary", evaluation.States(SheetReporting), evaluation.States(SheetVerified), evaluation.Run(s.submitSummary)).Beginning("report").Barring(byRating(false, "assessment.report_in_full")),
			onPaper.Enter().Beginning("report"),
			onPaper.Check(),
			{Name: "return_report", May: evaluation.Personnel, From: append(evaluation.States(SheetEntered), written...), To: evaluation.States(SheetReporting), Reason: true, Run: evaluation.Plain(s.returnReport), Bars: []evaluation.Bar{evaluation.BarWhen("assessment.verified_already", verifiedAlready)}},
			{Name: "waive_report", May: evaluation.Personnel, From: evaluation.States(SheetReporting), To: written, Reason: true, Run: evaluation.Plain(s.waiveReport)},
			evaluation.Staying("note_refusal", evaluation.Personnel, evaluation.States(SheetReporting), evaluation.Run(s.noteRefusal)).Dated(evaluation.DaysOf(refusalDays)).Suiting(evaluation.SuitsOf(s.persuaders)),
			{Name: "grade_refusal", May: evaluation.Principal, From: evaluation.States(SheetReporting), To: evaluation.States(SheetGraded), Ready: evaluation.Ready(refusable), Run: evaluation.Run(s.gradeRefusal), Bars: append(onlyYear, notRefused)},
			{Name: "exempt", May: evaluation.Personnel, From: undecided, To: evaluation.States(SheetExempt), Reason: true, Idle: s.stays, Run: evaluation.Run(s.exempt)},
			{Name: "to_personnel", From: undecided, To: undecided, Run: evaluation.Plain(s.toPersonnel)},
			{Name: "redirect", From: evaluation.States(SheetVerified), To: evaluation.States(SheetVerified), Run: evaluation.Plain(s.redirect)},
			{Name: "tally", From: early, To: early, Run: evaluation.Plain(s.tally)},
			{Name: "verify", May: evaluation.Personnel, From: evaluation.States(SheetReported), To: evaluation.States(SheetVerified), Begins: []string{"verification"}, Run: evaluation.Run(s.verify)},
			{Name: "propose", May: charge, From: evaluation.States(SheetVerified), To: evaluation.States(SheetProposed), Begins: []string{"proposal"}, Run: evaluation.Run(s.propose), Bars: onlyYear},
			{Name: "comment", May: charge, From: evaluation.States(SheetVerified), To: evaluation.States(SheetProposed), Begins: []string{"proposal"}, Run: evaluation.Run(s.comment), Bars: onlyHalf},
			{Name: "withdraw_proposal", May: charge, From: evaluation.States(SheetProposed), To: evaluation.States(SheetVerified), Reason: true, Run: evaluation.Plain(s.withdrawProposal)},
			{Name: "to_decide", From: evaluation.States(SheetProposed), To: evaluation.States(SheetProposed), Run: evaluation.Plain(toDecide)},
			{Name: "decide", May: evaluation.Principal, From: evaluation.States(SheetProposed), To: evaluation.States(SheetGraded), Begins: []string{"proposal"}, Run: evaluation.Run(s.decide), Bars: onlyYear},
			{Name: "judge", May: evaluation.Principal, From: evaluation.States(SheetProposed), To: evaluation.States(SheetGraded), Begins: []string{"proposal"}, Run: evaluation.Run(s.judge), Bars: onlyHalf},
			{Name: "undo_decision", May: evaluation.Principal, From: evaluation.States(SheetGraded), To: evaluation.States(SheetProposed, SheetReporting), Reason: true, Run: evaluation.Plain(s.undoDecision)},
			{Name: "publish", From: evaluation.States(SheetGraded), To: evaluation.States(SheetPublished), Run: evaluation.Plain(publish)},
			evaluation.Staying("add_grade", evaluation.Principal, told, evaluation.Run(s.addGrade)).Barring(notDeferred),
			evaluation.Staying("confirm_grade", evaluation.Personnel, told, evaluation.Plain(s.confirmGrade)).Barring(noNotice),
			{Name: "facts_changed", From: decided, To: decided, Run: evaluation.Plain(s.factsChanged)},
			{Name: "keep_grade", May: evaluation.Running, From: decided, To: decided, Reason: true, Ready: evaluation.Ready(s.keepable), Run: evaluation.Plain(s.keepGrade), Bars: []evaluation.Bar{noChange}},
			{Name: "revise_grade", May: evaluation.Principal, From: told, To: told, Reason: true, Run: evaluation.Run(s.reviseGrade), Bars: []evaluation.Bar{noChange}},
			{Name: "correct_grade", From: decided, To: decided, Run: evaluation.Run(s.correctGrade)},
			{Name: "close", From: evaluation.States(SheetPublished), To: evaluation.States(SheetClosed), Run: evaluation.Plain(closeSheet)},
			{Name: "reopen", From: evaluation.States(SheetClosed), To: evaluation.States(SheetPublished), Run: evaluation.Plain(reopenSheet)},
		},
		Clock:   evaluation.Clocked(evaluation.States(SheetPublished), "assessment.notice"),
		Effects: map[string]evaluation.EffectHandler{"supplement": tellCycle, "ask_again": askAgain},
	}
}

func (s *Service) talkKind() evaluation.Kind {
	told := evaluation.States(TalkAcknowledged, TalkObjected, TalkRefused)
	released := evaluation.States(TalkReleased)
	signed := evaluation.States(TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked)
	inHand := evaluation.States(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused)
	notHeld := evaluation.States(TalkWaiting, TalkScheduled)
	principal, charge := []evaluation.Bar{held(HeldByPrincipal)}, []evaluation.Bar{held(HeldByCharge)}
	notTold := []evaluation.Bar{evaluation.BarWhen("assessment.held_by.principal", func(step *evaluation.Step, t *Talk) bool {
		return t.holder() == HeldByCharge && step.Record.State == TalkWaiting // whoever is in charge tells the person
	})}
	talker := talkers.As(evaluation.Party)
	paper := []evaluation.Bar{evaluation.BarAsking(signoff.HasAccount, s.talkOnPaper)}
	return evaluation.Kind{
		Name: KindTalk, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: talkSight, Payload: evaluation.New[Talk], Milestones: talkDays(),
		Notifies: map[string][]evaluation.Recipient{
			"schedule":  {evaluation.ToSubject},
			"tell":      {evaluation.ToSubject},
			"release":   {evaluation.ToSubject},
			"reply":     {evaluation.ToSubject},
			"excuse":    {evaluation.ToSubject},
			"ask_again": {evaluation.ToSubject},
		}, Print: []string{"talk_record"},
		States: evaluation.States(TalkWaiting, TalkScheduled, TalkHeld, TalkReleased, TalkAcknowledged, TalkObjected, TalkRefused, TalkLocked, TalkExcused),
		Final:  evaluation.States(TalkLocked, TalkExcused),
		Clock:  evaluation.Clocked(inHand, "assessment.feedback.talk"),
		Usual:  evaluation.Usual{TalkWaiting: {"schedule", "tell"}, TalkScheduled: {"record"}, TalkHeld: {"release"}, TalkReleased: {"acknowledge", "note_signature"}, TalkAcknowledged: {"lock"}, TalkObjected: {"reply", "lock"}, TalkRefused: {"reply", "lock"}},
		Grave:  []string{"refuse", "note_refusal", "reopen", "excuse"},
		Passes: []string{"hand_over", "schedule"},
		Many:   evaluation.Many{"release": "", "lock": ""},
		Acts: []evaluation.Act{
			{Name: "prepare", To: evaluation.States(TalkWaiting), Run: evaluation.Run(s.prepareTalk)},
			{Name: "schedule", May: evaluation.Running, From: notHeld, To: evaluation.States(TalkScheduled), Begins: []string{"appointment"}, Days: evaluation.FromToday("on"), Suits: evaluation.SuitsOf(s.holders), Run: evaluation.Run(s.schedule), Bars: principal},
			{Name: "record", May: evaluation.Principal.As(evaluation.Party), From: evaluation.States(TalkScheduled, TalkHeld), To: evaluation.States(TalkHeld), Days: evaluation.UpToToday("held_on"), Run: evaluation.Run(recordTalk)},
			{Name: "release", May: evaluation.Principal.As(evaluation.Party), From: evaluation.States(TalkHeld), To: evaluation.States(TalkReleased), Run: evaluation.Plain(s.release)},
			{Name: "tell", May: evaluation.Leader.As(evaluation.Charge).Or(evaluation.Principal), From: evaluation.States(TalkWaiting), To: evaluation.States(TalkReleased), Days: evaluation.UpToToday("held_on"), Run: evaluation.Run(s.tellOne), Bars: charge},
			signoff.Answering("acknowledge", released, TalkAcknowledged, (*CommentInput).answer, answered),
			signoff.Answering("object", released, TalkObjected, (*TextInput).answer, answered),
			signoff.Answering("refuse", released, TalkRefused, (*TextInput).answer, answered),
			signoff.Refusing(evaluation.Running, released, TalkRefused, answered),
			{Name: "note_signature", May: evaluation.Personnel, From: released, To: evaluation.States(TalkAcknowledged, TalkObjected), Days: evaluation.DaysOf(signatureDays), Run: evaluation.Run(noteSignature), Bars: paper},
			{Name: "ask_again", From: signed, To: append(evaluation.States(TalkReleased), signed...), Run: evaluation.Run(s.regraded)},
			{Name: "redirect", From: evaluation.States(TalkWaiting), To: evaluation.States(TalkWaiting), Run: evaluation.Plain(s.redirectTalk)},
			{Name: "reply", May: talker, From: told, To: told, Run: evaluation.Run(reply)},
			{Name: "lock", May: evaluation.Running, From: told, To: evaluation.States(TalkLocked), Run: evaluation.Plain(lock), Bars: []evaluation.Bar{evaluation.BarWhen(signoff.SecondPerson, noted)}},
			{Name: "amend", May: talker, From: evaluation.States(TalkLocked), To: evaluation.States(TalkLocked), Reason: true, Run: evaluation.Run(amendTalk)},
			{Name: "reopen", May: evaluation.Running, From: evaluation.States(TalkLocked, TalkExcused), To: evaluation.States(TalkHeld, TalkWaiting), Reason: true, Run: evaluation.Plain(s.reopenTalk), Bars: []evaluation.Bar{evaluation.BarWhen("assessment.second_person", endedTalk)}},
			{Name: "hand_over", May: evaluation.Running, From: inHand, To: inHand, Reason: true, Suits: evaluation.SuitsOf(s.takers), Run: evaluation.Run(s.handOver), Bars: notTold},
			{Name: "excuse", May: evaluation.Running, From: notHeld, To: evaluation.States(TalkExcused), Reason: true, Run: evaluation.Plain(excuse)},
		},
	}
}

func (s *Service) objectionKind() evaluation.Kind {
	open, answered := evaluation.States(CaseRegistered, CaseAssigned), evaluation.States(CaseAnswered)
	enter, reenter, check := onPaper(evaluation.Run(s.enterObjection), evaluation.Plain(checkObjection), CaseRegistered)
	pick := evaluation.SuitsOf(s.withoutAccount)
	return evaluation.Kind{
		Name: KindObjection, Drafts: evaluation.KeepDrafts(), Sight: objectionSight, Payload: evaluation.New[Case],
		Notifies: map[string][]evaluation.Recipient{
			"answer": {evaluation.ToAuthor},
		},
		Print:  []string{"case_answer"},
		States: evaluation.States(CaseEntered, CaseRegistered, CaseAssigned, CaseAnswered), Final: answered,
		Clock:  evaluation.Clocked(append(evaluation.States(CaseEntered), open...), "assessment.notice", "assessment.notice.objection"),
		Usual:  evaluation.Usual{CaseEntered: {"check_paper"}, CaseRegistered: {"assign"}, CaseAssigned: {"answer"}, CaseAnswered: {"check_signature", "note_signature"}},
		Passes: []string{"assign"},
		Acts: append([]evaluation.Act{
			enter.Suiting(pick), reenter.Suiting(pick), check,
			{Name: "register", May: evaluation.Staff, To: evaluation.States(CaseRegistered), InOwnCase: true, Run: evaluation.Run(s.register)},
			{Name: "assign", May: evaluation.Running, From: open, To: evaluation.States(CaseAssigned), Suits: evaluation.SuitsOf(s.reviewers), Run: evaluation.Run(s.assign)},
			{Name: "answer", May: evaluation.Reviewers.As(evaluation.Party), From: evaluation.States(CaseAssigned), To: evaluation.States(CaseAnswered), Run: evaluation.Run(s.answerObjection), Bars: reviewer()},
		}, s.toldOnPaper().Acts(answered...)...),
		Effects: map[string]evaluation.EffectHandler{"correct": correct},
	}
}

func (s *Service) appealKind() evaluation.Kind {
	open, decided := evaluation.States(CaseFiled, CaseAssigned), evaluation.States(CaseDecided)
	entered := append(evaluation.States(CaseEntered), open...)
	enter, reenter, check := onPaper(evaluation.Run(s.enterAppeal), evaluation.Plain(checkAppeal), CaseFiled)
	unsigned := []evaluation.Bar{evaluation.BarAsking("assessment.sign_on_paper", func(step *evaluation.Step, p *Case) (bool, error) {
		has, err := s.contesterHasAccount(step, p)
		return !has, err
	})}
	return evaluation.Kind{
		Name: KindAppeal, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: appealSight, Payload: evaluation.New[Case],
		Notifies: map[string][]evaluation.Recipient{
			"extend": {evaluation.ToSubject},
			"decide": {evaluation.ToSubject},
		},
		Print:  []string{"case_answer"},
		States: evaluation.States(CaseEntered, CaseFiled, CaseAssigned, CaseDecided, CaseWithdrawn), Final: evaluation.States(CaseDecided, CaseWithdrawn),
		Clock:  evaluation.Clocked(entered, "assessment.review.answer", "assessment.appeal.decision", "assessment.appeal.extension"),
		Usual:  evaluation.Usual{CaseEntered: {"check_paper"}, CaseFiled: {"assign"}, CaseAssigned: {"decide"}, CaseDecided: {"receive", "check_signature", "note_signature", "note_receipt"}},
		Grave:  []string{"withdraw", "note_withdrawal"},
		Passes: []string{"assign"},
		Acts: append([]evaluation.Act{
			enter, reenter, check,
			evaluation.OwnAct("file", nil, evaluation.States(CaseFiled), evaluation.Run(s.fileAppeal)),
			{Name: "assign", May: evaluation.Running, From: open, To: evaluation.States(CaseAssigned), Suits: evaluation.SuitsOf(s.reviewers), Run: evaluation.Run(s.assign)},
			{Name: "extend", May: evaluation.Running, From: open, To: open, Reason: true, Run: evaluation.Plain(s.extend)},
			{Name: "decide", May: evaluation.Reviewers.As(evaluation.Party), From: evaluation.States(CaseAssigned), To: evaluation.States(CaseDecided), Run: evaluation.Run(s.decideAppeal), Bars: reviewer()},
			evaluation.OwnAct("receive", decided, decided, evaluation.Plain(receive)),
			{Name: "note_receipt", May: evaluation.Personnel, From: decided, To: decided, Days: evaluation.DaysOf(receiptDays), Run: evaluation.Run(noteReceipt), Bars: unsigned},
			evaluation.OwnAct("withdraw", open, evaluation.States(CaseWithdrawn), evaluation.Plain(withdrawAppeal)),
			{Name: "note_withdrawal", May: evaluation.Personnel, From: entered, To: evaluation.States(CaseWithdrawn), Reason: true, Run: evaluation.Plain(withdrawAppeal), Bars: []evaluation.Bar{evaluation.BarAsking(signoff.HasAccount, s.contesterHasAccount)}},
		}, s.toldOnPaper().Acts(decided...)...),
		Effects: map[string]evaluation.EffectHandler{"correct": correct},
	}
}

// onPaper are the acts with which what a person without an account handed in is entered,
// corrected while nobody has compared it, and compared by somebody else.
func onPaper(enter, check evaluation.Runner, then evaluation.State) (first, again, compare evaluation.Act) {
	entered := evaluation.States(CaseEntered)
	first = evaluation.NewAct("enter_paper", evaluation.Personnel, nil, entered, enter).Dated(evaluation.UpToToday("on"))
	again = evaluation.NewAct("reenter_paper", evaluation.Personnel, entered, entered, enter).Dated(evaluation.UpToToday("on"))
	compare = evaluation.NewAct("check_paper", evaluation.Running, entered, evaluation.States(then), check)
	compare.Bars = []evaluation.Bar{evaluation.NotDoer(signoff.SecondPerson, "enter_paper"), evaluation.NotDoer(signoff.SecondPerson, "reenter_paper")}
	return first, again, compare
}

// reviewer excludes everybody except the person who was asked to decide a case.
func reviewer() []evaluation.Bar {
	return []evaluation.Bar{evaluation.Only("assessment.only_reviewer", func(p *Case) []string { return []string{p.Reviewer} })}
}
