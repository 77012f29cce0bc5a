package concern

import "kaoji/evaluation"

type act = evaluation.Act

func states(list ...evaluation.State) []evaluation.State { return list }

// Measure is concerns as the rest of Kaoji knows them.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "concern", Kinds: []evaluation.Kind{s.matterKind(), s.boxKind(), s.openingKind()}}
}

func (s *Service) matterKind() evaluation.Kind {
	open := states(Received, Accepted, Assigned)
	all := states(Received, Accepted, Assigned, Concluded, Answered, Declined)
	same := func(name string, may evaluation.Grants, in []evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: in, To: in, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindMatter, Sight: matterSight, Payload: evaluation.New[Matter], Brief: []string{"channel", "category"},
		States: states(Received, Accepted, Assigned, Concluded, Answered, Declined, Merged), Final: states(Answered, Declined, Merged),
		Clock: map[evaluation.State][]string{
			Received: {"complaint.accept", "complaint.named.receipt"},
			Accepted: {"complaint.done", "complaint.extension"}, Assigned: {"complaint.done", "complaint.extension"},
			Concluded: {"complaint.done", "complaint.named.result"},
		},
		Acts: []act{
			{Name: "register", May: dealing, To: states(Received), Input: evaluation.New[RegisterInput], Run: evaluation.Run(s.register)},
			{Name: "report", May: evaluation.Supervisor, To: states(Received), Input: evaluation.New[ReportInput], Run: evaluation.Run(s.report)},
			{Name: "submit", To: states(Received), Input: evaluation.New[Submission], Run: evaluation.Run(s.submit)},
			{Name: "accept", May: dealing, From: states(Received), To: states(Accepted, Assigned), Input: evaluation.New[AcceptInput], Run: evaluation.Run(s.accept)},
			{Name: "decline", May: dealing, From: states(Received), To: states(Declined), Reason: true, Input: evaluation.New[ReplyInput], Run: evaluation.Run(decline)},
			{Name: "assign", May: dealing, From: states(Accepted, Assigned), To: states(Assigned), Input: evaluation.New[AssignInput], Run: evaluation.Run(s.assign)},
			{Name: "extend", May: dealing, From: states(Accepted, Assigned), To: states(Accepted, Assigned), Reason: true, Run: evaluation.Plain(s.extend)},
			{Name: "conclude", May: evaluation.Reviewers.As(evaluation.Party), From: states(Assigned), To: states(Concluded), Input: evaluation.New[ConcludeInput], Run: evaluation.Run(s.conclude)},
			{Name: "return", May: dealing, From: states(Concluded), To: states(Assigned), Reason: true, Run: evaluation.Plain(returned)},
			{Name: "answer", May: dealing, From: states(Concluded), To: states(Answered), Run: evaluation.Plain(answer)},
			same("sort", dealing, open, evaluation.New[SortInput], evaluation.Run(s.sort)),
			{Name: "split", May: dealing, From: open, To: open, Input: evaluation.New[About], Run: evaluation.Run(s.split)},
			{Name: "merge", May: dealing, From: open, To: states(Merged), Input: evaluation.New[OtherInput], Run: evaluation.Run(s.merge)},
			{Name: "absorb", From: all, To: all, Input: evaluation.New[AbsorbInput], Run: evaluation.Run(absorb)},
			same("same_reporter", dealing, open, evaluation.New[OtherInput], evaluation.Run(s.sameReporter)),
			{Name: "mark_wide", May: dealing, From: open, To: open, Reason: true, Run: evaluation.Plain(markWide)},
			{Name: "unmark_wide", May: dealing, From: open, To: open, Reason: true, Run: evaluation.Plain(unmarkWide)},
		},
		Effects: map[string]evaluation.EffectHandler{"absorb": absorbed, "part": part},
	}
}

func (s *Service) boxKind() evaluation.Kind {
	return evaluation.Kind{
		Name: KindBox, Sight: boxSight, Payload: evaluation.New[Box], Brief: []string{"scope", "unit_name", "person_name"}, States: states(BoxOpen, BoxSuspended, BoxRetired), Final: states(BoxRetired),
		Print: []string{"box_poster"},
		Acts: []act{
			{Name: "open", May: evaluation.Personnel, To: states(BoxOpen), Input: evaluation.New[OpenInput], Run: evaluation.Run(s.openBox)},
			{Name: "amend", May: evaluation.Personnel, From: states(BoxOpen, BoxSuspended), To: states(BoxOpen, BoxSuspended), Input: evaluation.New[GreetInput], Run: evaluation.Run(amendBox)},
			{Name: "suspend", May: evaluation.Personnel, From: states(BoxOpen), To: states(BoxSuspended), Reason: true, Run: evaluation.Plain(func(*evaluation.Step, *Box) (evaluation.State, error) { return BoxSuspended, nil })},
			{Name: "resume", May: evaluation.Personnel, From: states(BoxSuspended), To: states(BoxOpen), Run: evaluation.Plain(func(*evaluation.Step, *Box) (evaluation.State, error) { return BoxOpen, nil })},
			{Name: "renew", May: evaluation.Personnel, From: states(BoxOpen, BoxSuspended), To: states(BoxOpen), Reason: true, Run: evaluation.Plain(s.renewBox)},
			{Name: "retire", May: evaluation.Personnel, From: states(BoxOpen, BoxSuspended), To: states(BoxRetired), Reason: true, Run: evaluation.Plain(func(*evaluation.Step, *Box) (evaluation.State, error) { return BoxRetired, nil })},
		},
	}
}

func (s *Service) openingKind() evaluation.Kind {
	return evaluation.Kind{
		Name: KindOpening, Sight: openingSight, Payload: evaluation.New[Opening], Brief: []string{"place", "on"}, Print: []string{"opening_log"},
		States: states(OpeningRecorded, OpeningReturned, OpeningConfirmed), Final: states(OpeningConfirmed),
		Acts: []act{
			{Name: "record", May: dealing, To: states(OpeningRecorded), Input: evaluation.New[OpeningInput], Days: evaluation.UpToToday("on"), Run: evaluation.Run(s.recordOpening)},
			{Name: "return", May: evaluation.Staff.As(evaluation.Party), From: states(OpeningRecorded), To: states(OpeningReturned), Reason: true, Run: evaluation.Plain(s.returnOpening), Bars: second()},
			{Name: "correct", May: dealing.As(evaluation.Party), From: states(OpeningReturned), To: states(OpeningRecorded), Input: evaluation.New[OpeningInput], Days: evaluation.UpToToday("on"), Run: evaluation.Run(s.recordOpening)},
			{Name: "confirm", May: evaluation.Staff.As(evaluation.Party), From: states(OpeningRecorded), To: states(OpeningConfirmed), Run: evaluation.Plain(s.confirmOpening), Bars: second()},
		},
		Effects: map[string]evaluation.EffectHandler{"slip": part},
	}
}
