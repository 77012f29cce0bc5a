package survey

import "kaoji/evaluation"

// Measure returns the definition; it is not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	draft, running := evaluation.States(WaveDraft), evaluation.States(WaveRunning)
	counted := evaluation.States(WaveCounted)
	edit := func(name string, run evaluation.Runner) evaluation.Act {
		return evaluation.Staying(name, evaluation.Personnel, draft, run)
	}
	return evaluation.Measure{Name: "survey", Tally: reported(), Kinds: []evaluation.Kind{{
		Name: KindWave, Drafts: evaluation.KeepDrafts(), Spans: true, Sight: waveSight, Payload: evaluation.New[Wave], Found: []string{evaluation.FoundSort},
		States: evaluation.States(WaveDraft, WaveRunning, WaveClosed, WaveCounted, WaveCancelled), Final: evaluation.States(WaveCounted, WaveCancelled),
		Usual:    evaluation.Usual{WaveDraft: {"open"}, WaveRunning: {"close"}, WaveClosed: {"count"}},
		Notifies: map[string][]evaluation.Recipient{"remind": {evaluation.ToTold}},
		Grave:    []string{"cancel", "spoil", "drop_question"},
		Milestones: []evaluation.Milestone{
			{Key: "answer", Day: "answer_by", Way: evaluation.Closes, Of: running, For: evaluation.Staff},
		},
		Acts: []evaluation.Act{
			evaluation.NewAct("plan", evaluation.Personnel, nil, draft, evaluation.Run(s.plan)),
			evaluation.NewAct("repeat", evaluation.Personnel, nil, draft, evaluation.Run(s.repeat)),
			edit("amend", evaluation.Run(s.amend)),
			edit("put_question", evaluation.Run(putQuestion)),
			edit("move_question", evaluation.Run(move)),
			edit("drop_question", evaluation.Run(drop)),
			edit("put_section", evaluation.Run(putSection)),
			evaluation.Staying("keep", evaluation.Running, draft, evaluation.Run(s.keeper)),
			evaluation.NewAct("open", evaluation.Personnel, draft, running, evaluation.Plain(s.open)),
			evaluation.Staying("extend", evaluation.Personnel, running, evaluation.Run(extend)).Dated(evaluation.DaysOf(extendDays)),
			evaluation.Staying("remind", evaluation.Personnel, running, evaluation.Run(remind)).When(evaluation.Ready(someAccounts)),
			evaluation.Staying("issue", evaluation.Personnel, running, evaluation.Run(s.issue)),
			evaluation.Staying("issue_papers", evaluation.Personnel, running, evaluation.Run(s.issuePapers)),
			evaluation.Staying("spoil", evaluation.Personnel, running, evaluation.Run(s.spoil)).When(evaluation.Ready(someCodes)),
			evaluation.NewAct("close", evaluation.Personnel, running, evaluation.States(WaveClosed), evaluation.Plain(s.closeWave)),
			evaluation.NewAct("count", evaluation.Personnel, evaluation.States(WaveClosed), counted, evaluation.Run(s.count)),
			evaluation.Staying("put_reading", evaluation.Personnel, counted, evaluation.Run(putReading)),
			evaluation.NewAct("cancel", evaluation.Personnel, evaluation.States(WaveDraft, WaveRunning, WaveClosed), evaluation.States(WaveCancelled), evaluation.Plain(s.cancel)).WithReason(),
		},
		Effects: map[string]evaluation.EffectHandler{"open_boxes": s.openBoxes, "spoil": s.spoilSlip, "tally": s.tally, "drop_boxes": s.dropBoxes},
	}, s.paperKind()}}
}
