package concern

import "kaoji/evaluation"

// Measure is concerns as the rest of Kaoji knows them.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "concern", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{s.matterKind(), s.boxKind(), s.openingKind(), s.statementKind()}}
}

func (s *Service) matterKind() evaluation.Kind {
	open := evaluation.States(Received, Accepted, Assigned)
	all := evaluation.States(Received, Accepted, Assigned, Concluded, Answered, Declined, Referred)
	return evaluation.Kind{
		Name: KindMatter, About: evaluation.AboutSubject, Sight: matterSight, Payload: evaluation.New[Matter], Discreet: true,
		Notifies: map[string][]evaluation.Recipient{
			"accept":  {evaluation.ToAuthor},
			"decline": {evaluation.ToAuthor},
			"answer":  {evaluation.ToAuthor},
			"refer":   {evaluation.ToAuthor},
			"commend": {evaluation.ToAuthor},
			"thank":   {evaluation.ToAuthor},
		},
		Columns: []evaluation.Column{{Name: "channel", Choices: []string{"hotline", "visit", "letter", "survey", ChannelBox, ChannelPaper, ChannelSupervisor}}, {Name: "category", Choices: append(Categories(), Praise)}}, Brief: []string{"channel", "category"}, Found: []string{evaluation.FoundUnique}, Often: []string{"register", "report"},
		Print:  []string{"referral_letter"},
		States: evaluation.States(Received, Accepted, Assigned, Referred, Concluded, Answered, Declined, Merged, Commended), Final: evaluation.States(Answered, Declined, Merged, Commended),
		Clock: map[evaluation.State][]string{
			Received: {"complaint.accept", "complaint.named.receipt"},
			Accepted: {"complaint.done", "complaint.extension"}, Assigned: {"complaint.done", "complaint.extension"},
			Referred:  {"complaint.done"},
			Concluded: {"complaint.done", "complaint.named.result"},
		},
		Usual:  evaluation.Usual{Received: {"accept"}, Accepted: {"assign"}, Assigned: {"conclude"}, Referred: {"enter_answer"}, Concluded: {"answer"}},
		Grave:  []string{"decline", "merge", "split", "return", "take_back"},
		Passes: []string{"assign"},
		Many:   evaluation.Many{"accept": "", "assign": "", "extend": "", "answer": ""},
		Acts: []evaluation.Act{
			{Name: "register", May: dealing, To: evaluation.States(Received), Run: evaluation.Run(s.register)},
			{Name: "report", May: evaluation.Supervisor, To: evaluation.States(Received), Run: evaluation.Run(s.report)},
			{Name: "submit", To: evaluation.States(Received), Run: evaluation.Run(s.submit)},
			{Name: "accept", May: dealing, From: evaluation.States(Received), To: evaluation.States(Accepted, Assigned), Suits: evaluation.SuitsOf(s.handlers), Run: evaluation.Run(s.accept)},
			{Name: "decline", May: dealing, From: evaluation.States(Received), To: evaluation.States(Declined), Reason: true, Run: evaluation.Run(decline)},
			{Name: "assign", May: dealing, From: evaluation.States(Accepted, Assigned), To: evaluation.States(Assigned), Suits: evaluation.SuitsOf(s.handlers), Run: evaluation.Run(s.assign)},
			{Name: "extend", May: dealing, From: evaluation.States(Accepted, Assigned), To: evaluation.States(Accepted, Assigned), Reason: true, Run: evaluation.Plain(s.extend)},
			{Name: "conclude", May: evaluation.Reviewers.As(evaluation.Party), From: evaluation.States(Assigned), To: evaluation.States(Concluded), Run: evaluation.Run(s.conclude)},
			{Name: "return", May: dealing, From: evaluation.States(Concluded), To: evaluation.States(Assigned, Referred), Reason: true, Run: evaluation.Plain(returned)},
			{Name: "answer", May: dealing, From: evaluation.States(Concluded), To: evaluation.States(Answered), Run: evaluation.Plain(answer)},
			evaluation.NewAct("refer", dealing, open, evaluation.States(Referred), evaluation.Run(s.refer)).WithReason().Dated(evaluation.DaysOf(sinceReceived)),
			evaluation.Staying("note_receipt", dealing, evaluation.States(Referred), evaluation.Run(noteReceipt)).Dated(evaluation.DaysOf(sinceSent("received_on"))),
			evaluation.NewAct("enter_answer", dealing, evaluation.States(Referred), evaluation.States(Concluded), evaluation.Run(s.enterAnswer)).Dated(evaluation.DaysOf(sinceSent("on"))),
			evaluation.NewAct("take_back", dealing, evaluation.States(Referred), evaluation.States(Received, Accepted), evaluation.Plain(s.takeBack)).WithReason(),
			evaluation.NewAct("commend", evaluation.Personnel, open, evaluation.States(Commended), evaluation.Run(s.commend)).Dated(evaluation.UpToToday("on")).Barring(noPraise),
			evaluation.NewAct("thank", dealing, open, evaluation.States(Commended), evaluation.Run(thank)).Barring(noPraise),
			evaluation.Staying("call_back", dealing, evaluation.States(Answered), evaluation.Run(callBack)).Dated(evaluation.DaysOf(sinceAnswered)).Barring(noContact()...),
			evaluation.Staying("sort", dealing, open, evaluation.Run(s.sort)),
			{Name: "split", May: dealing, From: open, To: open, Run: evaluation.Run(s.split)},
			{Name: "merge", May: dealing, From: open, To: evaluation.States(Merged), Run: evaluation.Run(s.merge)},
			{Name: "absorb", From: all, To: all, Run: evaluation.Run(absorb)},
			evaluation.Staying("same_reporter", dealing, open, evaluation.Run(s.sameReporter)),
			{Name: "mark_wide", May: dealing, From: open, To: open, Reason: true, Run: evaluation.Plain(markWide)},
			{Name: "unmark_wide", May: dealing, From: open, To: open, Reason: true, Run: evaluation.Plain(unmarkWide)},
		},
		Effects: map[string]evaluation.EffectHandler{"absorb": absorbed, "part": part, "deed": s.deed},
	}
}

func (s *Service) boxKind() evaluation.Kind {
	return evaluation.Kind{
		Name: KindBox, Drafts: evaluation.KeepDrafts(), Sight: boxSight, Payload: evaluation.New[Box],
		Columns: []evaluation.Column{{Name: "scope", Choices: []string{ScopeOffice, ScopeUnit, ScopeBadge}}}, Brief: []string{"scope", "unit_name", "person_name"}, Found: []string{"unit_name"}, States: evaluation.States(BoxOpen, BoxSuspended, BoxRetired), Final: evaluation.States(BoxRetired),
		Print: []string{"box_poster"},
		Usual: evaluation.Usual{BoxSuspended: {"resume"}},
		Grave: []string{"suspend", "renew", "retire"},
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: evaluation.States(BoxOpen), Run: evaluation.Run(s.openBox)},
			{Name: "amend", May: evaluation.Personnel, From: evaluation.States(BoxOpen, BoxSuspended), To: evaluation.States(BoxOpen, BoxSuspended), Run: evaluation.Run(amendBox)},
			{Name: "suspend", May: evaluation.Personnel, From: evaluation.States(BoxOpen), To: evaluation.States(BoxSuspended), Reason: true, Run: evaluation.Plain(func(*evaluation.Step, *Box) (evaluation.State, error) { return BoxSuspended, nil })},
			{Name: "resume", May: evaluation.Personnel, From: evaluation.States(BoxSuspended), To: evaluation.States(BoxOpen), Run: evaluation.Plain(func(*evaluation.Step, *Box) (evaluation.State, error) { return BoxOpen, nil })},
			{Name: "renew", May: evaluation.Personnel, From: evaluation.States(BoxOpen, BoxSuspended), To: evaluation.States(BoxOpen), Reason: true, Run: evaluation.Plain(s.renewBox)},
			{Name: "retire", May: evaluation.Personnel, From: evaluation.States(BoxOpen, BoxSuspended), To: evaluation.States(BoxRetired), Reason: true, Run: evaluation.Plain(func(*evaluation.Step, *Box) (evaluation.State, error) { return BoxRetired, nil })},
		},
	}
}

func (s *Service) openingKind() evaluation.Kind {
	return evaluation.Kind{
		Name: KindOpening, Sight: openingSight, Payload: evaluation.New[Opening], Discreet: true, Brief: []string{"place", "on"}, Found: []string{"place"}, Print: []string{"opening_log"},
		States: evaluation.States(OpeningRecorded, OpeningReturned, OpeningConfirmed), Final: evaluation.States(OpeningConfirmed),
		Usual: evaluation.Usual{OpeningRecorded: {"confirm"}, OpeningReturned: {"correct"}},
		Grave: []string{"return"},
		Many:  evaluation.Many{"confirm": ""},
		Acts: []evaluation.Act{
			{Name: "record", May: dealing, To: evaluation.States(OpeningRecorded), Days: evaluation.UpToToday("on"), Run: evaluation.Run(s.recordOpening)},
			{Name: "return", May: evaluation.Staff.As(evaluation.Party), From: evaluation.States(OpeningRecorded), To: evaluation.States(OpeningReturned), Reason: true, Run: evaluation.Plain(s.returnOpening), Bars: second()},
			{Name: "correct", May: dealing.As(evaluation.Party), From: evaluation.States(OpeningReturned), To: evaluation.States(OpeningRecorded), Days: evaluation.UpToToday("on"), Run: evaluation.Run(s.recordOpening)},
			{Name: "confirm", May: evaluation.Staff.As(evaluation.Party), From: evaluation.States(OpeningRecorded), To: evaluation.States(OpeningConfirmed), Run: evaluation.Plain(s.confirmOpening), Bars: second()},
		},
		Effects: map[string]evaluation.EffectHandler{"slip": part},
	}
}
