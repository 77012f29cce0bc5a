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

// deedKind: whom a deed is about sees of it what Own grants, whatever the
// office held, so that nobody learns who reported the own deed.
func (s *Service) deedKind() evaluation.Kind {
	filed := states(DeedFiled, DeedPublished)
	same := func(name string, run func(*evaluation.Step, *Deed) (evaluation.State, error)) act {
		return act{Name: name, From: filed, To: filed, Reason: true, Run: evaluation.Plain(run)}
	}
	return evaluation.Kind{
		Name: KindDeed, Veiled: true, Payload: evaluation.New[Deed], Brief: []string{"title", "ground"},
		States: states(DeedReported, DeedVerified, DeedFiled, DeedPublished, DeedTurnedDown, DeedRevoked),
		Final:  states(DeedTurnedDown, DeedRevoked),
		Acts: []act{
			{Name: "report", To: states(DeedReported), Input: evaluation.New[ReportInput], Run: evaluation.Run(s.report)},
			{Name: "verify", From: states(DeedReported, DeedVerified), To: states(DeedVerified), Input: evaluation.New[VerifyInput], Run: evaluation.Run(s.verify)},
			{Name: "file", From: states(DeedVerified), To: states(DeedFiled), Numbered: true, Run: evaluation.Plain(s.file)},
			{Name: "turn_down", From: states(DeedReported, DeedVerified), To: states(DeedTurnedDown), Reason: true, Run: evaluation.Plain(turnDown)},
			same("count", s.countDeed),
			same("uncount", s.uncountDeed),
			{Name: "revoke", From: filed, To: states(DeedRevoked), Reason: true, Run: evaluation.Plain(revoke)},
			{
				Name: "publish", From: states(DeedFiled, DeedPublished, DeedRevoked), To: states(DeedPublished, DeedRevoked), Self: true,
				Input: evaluation.New[BulletinReference], Run: evaluation.Run(publish),
			},
			{Name: "correct", From: states(DeedRevoked), To: states(DeedRevoked), Self: true, Input: evaluation.New[BulletinReference], Run: evaluation.Run(correct)},
		},
	}
}

func (s *Service) bulletinKind() evaluation.Kind {
	draft := states(BulletinDraft)
	return evaluation.Kind{
		Name: KindBulletin, Payload: evaluation.New[Bulletin], Brief: []string{"title"}, Print: []string{"bulletin"},
		States: states(BulletinDraft, BulletinSubmitted, BulletinReleased, BulletinDiscarded),
		Final:  states(BulletinDiscarded),
		Clock: map[evaluation.State][]string{
			BulletinDraft: {"commendation.bulletin"}, BulletinSubmitted: {"commendation.bulletin"}, BulletinReleased: {"commendation.bulletin.receipt"},
		},
		Acts: []act{
			{Name: "draft", To: draft, Input: evaluation.New[DraftInput], Run: evaluation.Run(s.draft)},
			{Name: "refresh", From: draft, To: draft, Run: evaluation.Plain(refresh)},
			{Name: "edit", From: draft, To: draft, Input: evaluation.New[EditInput], Run: evaluation.Run(edit)},
			{Name: "include", From: draft, To: draft, Reason: true, Input: evaluation.New[NumberInput], Run: evaluation.Run(include)},
			{Name: "leave_out", From: draft, To: draft, Reason: true, Input: evaluation.New[NumberInput], Run: evaluation.Run(leaveOut)},
			{Name: "submit", From: draft, To: states(BulletinSubmitted), Run: evaluation.Plain(submit)},
			{Name: "return", From: states(BulletinSubmitted), To: draft, Reason: true, Run: evaluation.Plain(returnBulletin)},
			{Name: "approve", From: states(BulletinSubmitted), To: states(BulletinReleased), Numbered: true, Run: evaluation.Plain(s.approve)},
			{Name: "acknowledge", From: states(BulletinReleased), To: states(BulletinReleased), Self: true, Run: evaluation.Plain(s.acknowledge)},
			{Name: "discard", From: draft, To: states(BulletinDiscarded), Reason: true, Run: evaluation.Plain(discard)},
		},
		Effects: map[string]evaluation.EffectHandler{"mark": mark},
	}
}

func (s *Service) proposalKind() evaluation.Kind {
	open := states(ProposalDraft, ProposalNotice, ProposalReady, ProposalSubmitted)
	noted := states(ProposalNotice)
	return evaluation.Kind{
		Name: KindProposal, Veiled: true, Payload: evaluation.New[Proposal], Brief: []string{"kind", "unit_name"}, Print: []string{"award_form"},
		States: states(ProposalDraft, ProposalNotice, ProposalReady, ProposalSubmitted, ProposalGranted, ProposalRefused, ProposalWithdrawn),
		Final:  states(ProposalGranted, ProposalRefused, ProposalWithdrawn),
		Clock:  map[evaluation.State][]string{ProposalNotice: {"commendation.notice"}},
		Acts: []act{
			{Name: "propose", To: states(ProposalDraft), Input: evaluation.New[ProposeInput], Run: evaluation.Run(s.propose)},
			{Name: "rewrite", From: states(ProposalDraft), To: states(ProposalDraft), Input: evaluation.New[ProposeInput], Run: evaluation.Run(s.propose)},
			{Name: "announce", From: states(ProposalDraft), To: noted, Run: evaluation.Plain(s.announce)},
			{Name: "object", From: noted, To: noted, Input: evaluation.New[ObjectInput], Run: evaluation.Run(objectTo)},
			{Name: "answer", From: noted, To: noted, Input: evaluation.New[notice.AnswerInput], Run: evaluation.Run(answerObjection)},
			{Name: "close_notice", From: noted, To: states(ProposalReady), Run: evaluation.Plain(s.closeNotice)},
			{Name: "submit", From: states(ProposalReady), To: states(ProposalSubmitted), Input: evaluation.New[SubmitInput], Run: evaluation.Run(s.submitUp)},
			{Name: "note_grant", From: states(ProposalSubmitted), To: states(ProposalGranted), Input: evaluation.New[ResultInput], Run: evaluation.Run(granted)},
			{Name: "note_refusal", From: states(ProposalSubmitted), To: states(ProposalRefused), Input: evaluation.New[ResultInput], Run: evaluation.Run(refused)},
			{Name: "withdraw", From: open, To: states(ProposalWithdrawn), Reason: true, Run: evaluation.Plain(withdraw)},
		},
	}
}
