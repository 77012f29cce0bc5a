package commendation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/notice"
)

type act = evaluation.Act

// Measure is measure 2 as the rest of Kaoji knows it.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 2, Name: "commendation", Kinds: []evaluation.Kind{
		s.deedKind(), s.bulletinKind(), s.proposalKind(),
	}}
}

func (s *Service) deedKind() evaluation.Kind {
	filed := states(DeedFiled, DeedPublished)
	same := func(name string, may evaluation.Grants, run func(*evaluation.Step, *Deed) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: filed, To: filed, Reason: true, Run: evaluation.Plain(run)}
	}
	return evaluation.Kind{
		Name: KindDeed, Sight: deedSight, Payload: evaluation.New[Deed], Brief: []string{"title", "ground"},
		States: states(DeedReported, DeedVerified, DeedFiled, DeedPublished, DeedTurnedDown, DeedRevoked),
		Final:  states(DeedTurnedDown, DeedRevoked),
		Acts: []act{
			{Name: "report", May: deedReporters, To: states(DeedReported), Input: evaluation.New[ReportInput], Run: evaluation.Run(s.report)},
			{Name: "verify", May: evaluation.Personnel, From: states(DeedReported, DeedVerified), To: states(DeedVerified), Input: evaluation.New[VerifyInput], Begins: []string{"verification"}, Run: evaluation.Run(s.verify)},
			{Name: "file", May: evaluation.Personnel, From: states(DeedVerified), To: states(DeedFiled), Numbered: true, Run: evaluation.Plain(s.file)},
			{Name: "turn_down", May: evaluation.Personnel, From: states(DeedReported, DeedVerified), To: states(DeedTurnedDown), Reason: true, Run: evaluation.Plain(turnDown)},
			same("count", evaluation.Personnel, s.countDeed),
			same("uncount", evaluation.Personnel, s.uncountDeed),
			{Name: "revoke", May: evaluation.Running, From: filed, To: states(DeedRevoked), Reason: true, Run: evaluation.Plain(revoke)},
			{
				Name: "publish", From: states(DeedFiled, DeedPublished, DeedRevoked), To: states(DeedPublished, DeedRevoked),
				Input: evaluation.New[BulletinReference], Run: evaluation.Run(publish),
			},
			{Name: "correct", From: states(DeedRevoked), To: states(DeedRevoked), Input: evaluation.New[BulletinReference], Run: evaluation.Run(correct)},
		},
	}
}

func (s *Service) bulletinKind() evaluation.Kind {
	draft := states(BulletinDraft)
	return evaluation.Kind{
		Name: KindBulletin, Sight: bulletinSight, Payload: evaluation.New[Bulletin], Brief: []string{"title"}, Print: []string{"bulletin"},
		States: states(BulletinDraft, BulletinSubmitted, BulletinReleased, BulletinDiscarded),
		Final:  states(BulletinDiscarded),
		Clock: map[evaluation.State][]string{
			BulletinDraft: {"commendation.bulletin"}, BulletinSubmitted: {"commendation.bulletin"}, BulletinReleased: {"commendation.bulletin.receipt"},
		},
		Acts: []act{
			{Name: "draft", May: evaluation.Personnel, To: draft, Input: evaluation.New[DraftInput], Run: evaluation.Run(s.draft)},
			{Name: "refresh", May: evaluation.Personnel, From: draft, To: draft, Run: evaluation.Plain(refresh)},
			{Name: "edit", May: evaluation.Personnel, From: draft, To: draft, Input: evaluation.New[EditInput], Run: evaluation.Run(edit)},
			{Name: "include", May: evaluation.Personnel, From: draft, To: draft, Reason: true, Input: evaluation.New[NumberInput], Run: evaluation.Run(include)},
			{Name: "leave_out", May: evaluation.Personnel, From: draft, To: draft, Reason: true, Input: evaluation.New[NumberInput], Run: evaluation.Run(leaveOut)},
			{Name: "submit", May: evaluation.Personnel, From: draft, To: states(BulletinSubmitted), Run: evaluation.Plain(submit)},
			{Name: "return", May: evaluation.Principal, From: states(BulletinSubmitted), To: draft, Reason: true, Run: evaluation.Plain(returnBulletin)},
			{Name: "approve", May: evaluation.Principal, From: states(BulletinSubmitted), To: states(BulletinReleased), Numbered: true, Run: evaluation.Plain(s.approve)},
			{Name: "acknowledge", May: evaluation.Head, From: states(BulletinReleased), To: states(BulletinReleased), InOwnCase: true, Run: evaluation.Plain(s.acknowledge)},
			{Name: "discard", May: evaluation.Personnel, From: draft, To: states(BulletinDiscarded), Reason: true, Run: evaluation.Plain(discard)},
		},
		Effects: map[string]evaluation.EffectHandler{"mark": mark},
	}
}

func (s *Service) proposalKind() evaluation.Kind {
	open := states(ProposalDraft, ProposalNotice, ProposalReady, ProposalSubmitted)
	noted := states(ProposalNotice)
	return evaluation.Kind{
		Name: KindProposal, Sight: proposalSight, Payload: evaluation.New[Proposal], Brief: []string{"kind", "unit_name"}, Print: []string{"award_form"},
		States: states(ProposalDraft, ProposalNotice, ProposalReady, ProposalSubmitted, ProposalGranted, ProposalRefused, ProposalWithdrawn),
		Final:  states(ProposalGranted, ProposalRefused, ProposalWithdrawn),
		Clock:  map[evaluation.State][]string{ProposalNotice: {"commendation.notice"}},
		Acts: []act{
			{Name: "propose", May: evaluation.Personnel, To: states(ProposalDraft), Input: evaluation.New[ProposeInput], Run: evaluation.Run(s.propose)},
			{Name: "rewrite", May: evaluation.Personnel, From: states(ProposalDraft), To: states(ProposalDraft), Input: evaluation.New[ProposeInput], Run: evaluation.Run(s.propose)},
			{Name: "announce", May: evaluation.Principal, From: states(ProposalDraft), To: noted, Run: evaluation.Plain(s.announce)},
			{Name: "object", May: evaluation.Staff, From: noted, To: noted, Input: evaluation.New[ObjectInput], Run: evaluation.Run(objectTo)},
			{Name: "answer", May: evaluation.Personnel, From: noted, To: noted, Input: evaluation.New[notice.AnswerInput], Run: evaluation.Run(answerObjection)},
			{Name: "close_notice", May: evaluation.Personnel, From: noted, To: states(ProposalReady), Run: evaluation.Plain(s.closeNotice)},
			{Name: "submit", May: evaluation.Personnel, From: states(ProposalReady), To: states(ProposalSubmitted), Input: evaluation.New[SubmitInput], Days: evaluation.DaysOf(submitDays), Run: evaluation.Run(s.submitUp)},
			{Name: "note_grant", May: evaluation.Personnel, From: states(ProposalSubmitted), To: states(ProposalGranted), Input: evaluation.New[ResultInput], Begins: []string{"result"}, Days: evaluation.DaysOf(resultDays), Run: evaluation.Run(granted)},
			{Name: "note_refusal", May: evaluation.Personnel, From: states(ProposalSubmitted), To: states(ProposalRefused), Input: evaluation.New[ResultInput], Begins: []string{"result"}, Days: evaluation.DaysOf(resultDays), Run: evaluation.Run(refused)},
			{Name: "withdraw", May: evaluation.Running, From: open, To: states(ProposalWithdrawn), Reason: true, Run: evaluation.Plain(withdraw)},
		},
	}
}
