package routine

import "kaoji/evaluation"

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "routine", Kinds: []evaluation.Kind{s.roundKind(), s.sheetKind(), s.goalsKind()}}
}

func (s *Service) roundKind() evaluation.Kind {
	running, fixing := evaluation.States(RoundRunning), evaluation.States(RoundFixing)
	return evaluation.Kind{
		Name: KindRound, Drafts: evaluation.KeepDrafts(), Sight: roundSight, Payload: evaluation.New[Round], Spans: true,
		States: evaluation.States(RoundRunning, RoundFixing, RoundFixed, RoundCancelled), Final: evaluation.States(RoundFixed, RoundCancelled),
		Usual: evaluation.Usual{RoundRunning: {"hand_in"}, RoundFixing: {"fix"}},
		Grave: []string{"give_back", "cancel"},
		Milestones: []evaluation.Milestone{
			{Key: "note_by", Day: "note_by", Way: evaluation.Closes, Of: running, For: evaluation.Staff},
			{Key: "propose_by", Day: "propose_by", Way: evaluation.Closes, Of: running, For: evaluation.Running},
		},
		Acts: []evaluation.Act{
			evaluation.NewAct("open", evaluation.Personnel, nil, running, evaluation.Run(s.open)).Dated(dates),
			evaluation.Staying("amend", evaluation.Personnel, running, evaluation.Run(s.amend)).Dated(dates),
			evaluation.Staying("add_people", evaluation.Personnel, running, evaluation.Run(s.addPeople)).Suiting(evaluation.SuitsOf(s.suitAdded)).Barring(evaluation.BarAsking("routine.nobody_to_add", s.nobodyToAdd)).When(evaluation.Always),
			evaluation.NewAct("hand_in", evaluation.Personnel, running, fixing, evaluation.Run(s.handIn)).When(evaluation.Ready(s.complete)),
			evaluation.NewAct("give_back", evaluation.Principal, fixing, running, evaluation.Plain(s.giveBack)).WithReason().When(evaluation.Ready(s.apart)),
			evaluation.NewAct("fix", evaluation.Principal, fixing, evaluation.States(RoundFixed), evaluation.Plain(s.fix)).When(evaluation.Ready(s.apart)),
			evaluation.NewAct("cancel", evaluation.Personnel, running, evaluation.States(RoundCancelled), evaluation.Plain(s.cancel)).WithReason(),
		},
		Effects: map[string]evaluation.EffectHandler{
			"make": makeSheets, "add": addSheets, "move": with("move", newDates), "tell": with("tell", nothing), "drop": with("drop", nothing),
		},
		Background: true,
	}
}

func (s *Service) sheetKind() evaluation.Kind {
	noting, before := evaluation.States(SheetNoting), evaluation.States(SheetNoting, SheetCommenting, SheetProposed)
	early := append(evaluation.States(SheetNoted), before...)
	unproposed, fixed := evaluation.States(SheetNoting, SheetCommenting), evaluation.States(SheetFixed)
	objected := evaluation.States(SheetObjected)
	note, objection := s.noteOnPaper(), s.objectionOnPaper()
	open := evaluation.Ready(running)
	return evaluation.Kind{
		Name: KindSheet, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: sheetSight, Payload: evaluation.New[Sheet],
		States: evaluation.States(SheetNoting, SheetNoted, SheetCommenting, SheetProposed, SheetFixed, SheetEntered, SheetObjected, SheetExempt, SheetDropped), Final: evaluation.States(SheetFixed, SheetExempt, SheetDropped),
		Void:     evaluation.States(SheetDropped),
		Usual:    evaluation.Usual{SheetNoting: {"note"}, SheetNoted: {"check_note"}, SheetCommenting: {"propose"}, SheetFixed: {"check_signature", "note_signature"}, SheetEntered: {"check_objection"}, SheetObjected: {"answer", "assign"}},
		Print:    []string{"routine_result", "objection_answer"},
		Grave:    []string{"exempt", "drop_note", "drop_objection"},
		Passes:   []string{"assign"},
		Clock:    evaluation.Clocked(objected, ruleAnswer),
		Many:     evaluation.Many{"exempt": "include", "check_note": "", "check_signature": ""},
		Notifies: map[string][]evaluation.Recipient{"tell": {evaluation.ToSubject}, "answer": {evaluation.ToSubject}},
		Acts: append([]evaluation.Act{
			{Name: "open", To: unproposed, Run: evaluation.Run(s.openSheet)},
			evaluation.OwnAct("note", unproposed, evaluation.States(SheetCommenting), evaluation.Run(s.note)).When(open),
			note.Enter(),
			note.Check(),
			note.Drop(),
			{Name: "pass", From: noting, To: evaluation.States(SheetCommenting), Run: evaluation.Plain(s.late)},
			evaluation.NewAct("propose", Superiors, evaluation.States(SheetCommenting, SheetProposed), evaluation.States(SheetProposed), evaluation.Run(propose)).When(open),
			evaluation.NewAct("exempt", evaluation.Personnel, before, evaluation.States(SheetExempt), evaluation.Plain(exempt)).WithReason().When(open),
			evaluation.NewAct("include", evaluation.Personnel, evaluation.States(SheetExempt), evaluation.States(SheetNoting, SheetCommenting, SheetProposed), evaluation.Plain(s.include)).When(open),
			{Name: "move", From: early, To: early, Run: evaluation.Run(move)},
			{Name: "tell", From: evaluation.States(SheetProposed), To: fixed, Run: evaluation.Plain(s.tell)},
			{Name: "redirect", From: evaluation.States(SheetCommenting), To: evaluation.States(SheetCommenting), Run: evaluation.Plain(s.redirect)},
			{Name: "drop", From: append(evaluation.States(SheetExempt), early...), To: evaluation.States(SheetDropped), Run: evaluation.Plain(drop)},
			evaluation.OwnAct("object", fixed, objected, evaluation.Run(s.object)).When(evaluation.Ready(inTime)),
			objection.Enter(),
			objection.Check(),
			objection.Drop(),
			evaluation.Staying("assign", evaluation.Running, objected, evaluation.Run(s.assign)).Suiting(evaluation.SuitsOf(s.reviewers)),
			evaluation.NewAct("answer", evaluation.Reviewers.As(evaluation.Party), objected, fixed, evaluation.Run(s.answer)).Barring(reviewer()),
		}, s.toldOnPaper().Acts(fixed...)...),
	}
}

func (s *Service) goalsKind() evaluation.Kind {
	drafted, offered, agreed := evaluation.States(GoalsDrafted), evaluation.States(GoalsOffered), evaluation.States(GoalsAgreed)
	return evaluation.Kind{
		Name: KindGoals, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: goalsSight, Payload: evaluation.New[Goals],
		States: evaluation.States(GoalsDrafted, GoalsOffered, GoalsAgreed, GoalsFinished), Final: evaluation.States(GoalsFinished),
		Usual:    evaluation.Usual{GoalsDrafted: {"offer"}, GoalsOffered: {"agree"}},
		Grave:    []string{"give_back"},
		Many:     evaluation.Many{"agree": ""},
		Notifies: map[string][]evaluation.Recipient{"agree": {evaluation.ToSubject}, "give_back": {evaluation.ToSubject}},
		Often:    []string{"draft"},
		Acts: []evaluation.Act{
			evaluation.OwnAct("draft", nil, drafted, evaluation.Run(s.draft)),
			evaluation.OwnAct("rewrite", evaluation.States(GoalsDrafted, GoalsAgreed), drafted, evaluation.Run(rewrite)),
			evaluation.OwnAct("offer", drafted, offered, evaluation.Plain(s.offer)),
			evaluation.NewAct("agree", Superiors, offered, agreed, evaluation.Plain(agree)),
			evaluation.NewAct("give_back", Superiors, offered, drafted, evaluation.Plain(returnGoals)).WithReason(),
			{Name: "redirect", From: offered, To: offered, Run: evaluation.Plain(s.redirectGoals)},
			evaluation.OwnAct("progress", agreed, agreed, evaluation.Run(progress)),
			{Name: "finish", From: evaluation.States(GoalsDrafted, GoalsOffered, GoalsAgreed), To: evaluation.States(GoalsFinished), Run: evaluation.Plain(finish)},
		},
	}
}

// dates: the last days of a round are still to come.
func dates(step *evaluation.Step) (map[string]evaluation.Days, error) {
	from := evaluation.Days{From: step.Today}
	return map[string]evaluation.Days{"note_by": from, "propose_by": from}, nil
}
