package commendation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Measure is measure 2 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 2, Name: "commendation", Glance: glance(), Tally: reported(), Material: filed(), Kinds: []evaluation.Kind{
		s.deedKind(), s.bulletinKind(), s.proposalKind(),
	}}
}

func (s *Service) deedKind() evaluation.Kind {
	filed := evaluation.States(DeedFiled, DeedPublished)
	same := func(name string, may evaluation.Grants, run func(*evaluation.Step, *Deed) (evaluation.State, error)) evaluation.Act {
		return evaluation.Act{Name: name, May: may, From: filed, To: filed, Reason: true, Run: evaluation.Plain(run)}
	}
	return evaluation.Kind{
		Name: KindDeed, About: evaluation.AboutParties, Drafts: evaluation.KeepDrafts("sender"), Sight: deedSight, Payload: evaluation.New[Deed],
		Notifies: map[string][]evaluation.Recipient{
			"verify":    {evaluation.ToAuthor},
			"turn_down": {evaluation.ToAuthor},
			"file":      {evaluation.ToSubject, evaluation.ToParties},
			"publish":   {evaluation.ToSubject, evaluation.ToParties},
			"revoke":    {evaluation.ToSubject, evaluation.ToParties},
		},
		Columns: []evaluation.Column{{Name: "ground", Choices: Grounds()}, {Name: "number"}, {Name: "filed_on"}}, Brief: []string{"title", "ground"}, Found: []string{"number", "title"}, Often: []string{"report"},
		States: evaluation.States(DeedReported, DeedVerified, DeedFiled, DeedPublished, DeedTurnedDown, DeedRevoked),
		Final:  evaluation.States(DeedTurnedDown, DeedRevoked),
		Usual:  evaluation.Usual{DeedReported: {"verify"}, DeedVerified: {"file"}},
		Grave:  []string{"turn_down", "uncount", "revoke"},
		Many:   evaluation.Many{"file": "", "turn_down": "", "count": "uncount", "uncount": "count"},
		Acts: []evaluation.Act{
			{Name: "report", May: deedReporters, To: evaluation.States(DeedReported), Run: evaluation.Run(s.report)},
			{Name: "receive", To: evaluation.States(DeedReported), Run: evaluation.Run(s.receive)},
			{Name: "verify", May: evaluation.Personnel, From: evaluation.States(DeedReported, DeedVerified), To: evaluation.States(DeedVerified), Begins: []string{"verification"}, Ready: evaluation.Ready(s.unbiased), Run: evaluation.Run(s.verify)},
			{Name: "file", May: evaluation.Personnel, From: evaluation.States(DeedVerified), To: evaluation.States(DeedFiled), Numbered: true, Run: evaluation.Plain(s.file)},
			{Name: "turn_down", May: evaluation.Personnel, From: evaluation.States(DeedReported, DeedVerified), To: evaluation.States(DeedTurnedDown), Reason: true, Run: evaluation.Plain(turnDown)},
			same("count", evaluation.Personnel, s.countDeed),
			same("uncount", evaluation.Personnel, s.uncountDeed),
			{Name: "revoke", May: evaluation.Running, From: filed, To: evaluation.States(DeedRevoked), Reason: true, Run: evaluation.Plain(revoke)},
			{
				Name: "publish", From: evaluation.States(DeedFiled, DeedPublished, DeedRevoked), To: evaluation.States(DeedPublished, DeedRevoked),
				Run: evaluation.Run(publish),
			},
			{Name: "correct", From: evaluation.States(DeedRevoked), To: evaluation.States(DeedRevoked), Run: evaluation.Run(correct)},
		},
	}
}

func (s *Service) bulletinKind() evaluation.Kind {
	draft := evaluation.States(BulletinDraft)
	return evaluation.Kind{
		Name: KindBulletin, Drafts: evaluation.KeepDrafts(), Sight: bulletinSight, Payload: evaluation.New[Bulletin], Milestones: bulletinDays(),
		Notifies: map[string][]evaluation.Recipient{
			"return":  {evaluation.ToLast},
			"approve": {evaluation.ToLast},
		},
		Columns: []evaluation.Column{{Name: "number"}, {Name: "released_on"}}, Brief: []string{"title"}, Found: []string{"number", "title", evaluation.FoundSort}, Print: []string{"bulletin"},
		States: evaluation.States(BulletinDraft, BulletinSubmitted, BulletinReleased, BulletinDiscarded),
		Final:  evaluation.States(BulletinDiscarded),
		Clock: map[evaluation.State][]string{
			BulletinDraft: {"commendation.bulletin"}, BulletinSubmitted: {"commendation.bulletin"}, BulletinReleased: {"commendation.bulletin.receipt"},
		},
		Usual: evaluation.Usual{BulletinDraft: {"submit"}, BulletinSubmitted: {"approve"}, BulletinReleased: {"acknowledge"}},
		Grave: []string{"leave_out", "return", "discard"},
		Told:  evaluation.States(BulletinReleased),
		Many:  evaluation.Many{"acknowledge": ""},
		Acts: []evaluation.Act{
			{Name: "draft", May: evaluation.Personnel, To: draft, Run: evaluation.Run(s.draft)},
			{Name: "refresh", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Plain(refresh)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Run(edit)},
			{Name: "include", May: evaluation.Personnel, From: draft, To: draft, Reason: true, Run: evaluation.Run(include)},
			{Name: "leave_out", May: evaluation.Personnel, From: draft, To: draft, Reason: true, Run: evaluation.Run(leaveOut)},
			{Name: "submit", May: evaluation.Personnel, From: draft, To: evaluation.States(BulletinSubmitted), Run: evaluation.Plain(submit)},
			{Name: "return", May: evaluation.Principal, From: evaluation.States(BulletinSubmitted), To: draft, Reason: true, Run: evaluation.Plain(returnBulletin)},
			{Name: "approve", May: evaluation.Principal, From: evaluation.States(BulletinSubmitted), To: evaluation.States(BulletinReleased), Numbered: true, Run: evaluation.Plain(s.approve)},
			{Name: "acknowledge", May: evaluation.Head, From: evaluation.States(BulletinReleased), To: evaluation.States(BulletinReleased), InOwnCase: true, Run: evaluation.Plain(s.acknowledge)},
			{Name: "discard", May: evaluation.Personnel, From: draft, To: evaluation.States(BulletinDiscarded), Reason: true, Run: evaluation.Plain(discard)},
		},
		Effects: map[string]evaluation.EffectHandler{"mark": mark},
	}
}

func (s *Service) proposalKind() evaluation.Kind {
	open := evaluation.States(ProposalDraft, ProposalNotice, ProposalReady, ProposalSubmitted)
	noted := evaluation.States(ProposalNotice)
	return evaluation.Kind{
		Name: KindProposal, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: proposalSight, Payload: evaluation.New[Proposal],
		Notifies: map[string][]evaluation.Recipient{
			"announce":     {evaluation.ToSubject},
			"note_grant":   {evaluation.ToSubject},
			"note_refusal": {evaluation.ToSubject},
		}, Brief: []string{"kind", "unit_name"}, Print: []string{"award_form"},
		Effects: map[string]evaluation.EffectHandler{"carry": desk.CarryOut},
		States:  evaluation.States(ProposalDraft, ProposalNotice, ProposalReady, ProposalSubmitted, ProposalGranted, ProposalRefused, ProposalWithdrawn),
		Final:   evaluation.States(ProposalGranted, ProposalRefused, ProposalWithdrawn),
		Clock:   map[evaluation.State][]string{ProposalNotice: {"commendation.notice"}},
		Usual:   evaluation.Usual{ProposalDraft: {"announce"}, ProposalNotice: {"answer", "close_notice"}, ProposalReady: {"submit"}, ProposalSubmitted: {"note_grant"}},
		Grave:   []string{"withdraw", "note_refusal"},
		Acts: []evaluation.Act{
			{Name: "propose", May: evaluation.Personnel, To: evaluation.States(ProposalDraft), Run: evaluation.Run(s.propose)},
			{Name: "rewrite", May: evaluation.Personnel, From: evaluation.States(ProposalDraft), To: evaluation.States(ProposalDraft), Run: evaluation.Run(s.propose)},
			{Name: "announce", May: evaluation.Principal, From: evaluation.States(ProposalDraft), To: noted, Run: evaluation.Plain(s.announce)},
			{Name: "object", May: evaluation.Staff, From: noted, To: noted, Run: evaluation.Run(objectTo)},
			{Name: "answer", May: evaluation.Personnel, From: noted, To: noted, Run: evaluation.Run(answerObjection), Idle: evaluation.Idle((*Proposal).Answered)},
			{Name: "close_notice", May: evaluation.Personnel, From: noted, To: evaluation.States(ProposalReady), Run: evaluation.Plain(s.closeNotice)},
			{Name: "submit", May: evaluation.Personnel, From: evaluation.States(ProposalReady), To: evaluation.States(ProposalSubmitted), Days: evaluation.DaysOf(submitDays), Run: evaluation.Run(s.submitUp)},
			{Name: "note_grant", May: evaluation.Personnel, From: evaluation.States(ProposalSubmitted), To: evaluation.States(ProposalGranted), Begins: []string{"result"}, Days: evaluation.DaysOf(resultDays), Run: evaluation.Run(granted)},
			{Name: "note_refusal", May: evaluation.Personnel, From: evaluation.States(ProposalSubmitted), To: evaluation.States(ProposalRefused), Begins: []string{"result"}, Days: evaluation.DaysOf(resultDays), Run: evaluation.Run(refused)},
			{Name: "withdraw", May: evaluation.Running, From: open, To: evaluation.States(ProposalWithdrawn), Reason: true, Run: evaluation.Plain(withdraw)},
		},
	}
}
