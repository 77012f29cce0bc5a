package rotation

import "kaoji/evaluation"

// AssignInput names a mentor for a newcomer.
type AssignInput struct {
	Newcomer string          `json:"newcomer" form:"person" rules:"mentor.probation,mentor.length" doc:"Newcomer"`
	From     evaluation.Date `json:"from,omitzero" doc:"First day; empty: today" example:"2026-07-01"`
	MentorInput
}

// MentorInput names the mentor.
type MentorInput struct {
	Mentor string `json:"mentor" form:"person" rules:"mentor.pupils,mentor.experience,recusal.kinship" doc:"Mentor; of the same department if possible, never a relative"`
	Other  string `json:"other,omitempty" form:"long" maxLength:"500" doc:"Why somebody of another department"`
}

// HandOverInput names another mentor.
type HandOverInput struct {
	MentorInput
	Words string `json:"words" form:"long" maxLength:"2000" doc:"What is handed over"`
}

// PlanInput is the mentor's plan.
type PlanInput struct {
	Direction string `json:"direction" form:"long" maxLength:"2000" doc:"What the newcomer is to become able to do"`
	Goals     []Goal `json:"goals" minLength:"1" maxLength:"20" rules:"mentor.plan,mentor.length" doc:"Goals with their days"`
}

// NoteInput is a note of the mentor.
type NoteInput struct {
	On     evaluation.Date `json:"on" rules:"mentor.note" doc:"Day that it is about" example:"2026-09-15"`
	Text   string          `json:"text" form:"long" maxLength:"3000" doc:"What was done and how it goes; the newcomer reads it"`
	Remark string          `json:"remark,omitempty" form:"long" maxLength:"2000" doc:"For personnel alone; the newcomer does not read it"`
}

// OwnNoteInput is a note of the newcomer.
type OwnNoteInput struct {
	On   evaluation.Date `json:"on" rules:"mentor.note" doc:"Day that it is about" example:"2026-09-15"`
	Text string          `json:"text" form:"long" maxLength:"3000" doc:"What I learnt, what I still need"`
}

// MidtermInput is the review in the middle.
type MidtermInput struct {
	Progress string `json:"progress" form:"long" maxLength:"3000" rules:"mentor.midterm" doc:"How far the goals are reached"`
	Problems string `json:"problems,omitempty" form:"long" maxLength:"2000" doc:"What does not go well"`
	Measures string `json:"measures" form:"long" maxLength:"2000" doc:"What is done next"`
}

// WordsInput is one text.
type WordsInput struct {
	Words string `json:"words" form:"long" minLength:"10" maxLength:"3000" doc:"In words" example:"学习踏实，能够独立办理窗口业务。"`
}

// ConcludeInput is personnel's conclusion.
type ConcludeInput struct {
	Outcome  string `json:"outcome" enum:"fit,improve,unfit" rules:"mentor.probation" doc:"Conclusion" example:"fit"`
	Words    string `json:"words" form:"long" maxLength:"3000" doc:"In words"`
	Training int    `json:"training" minimum:"0" maximum:"400" rules:"training.initial" doc:"Days of first training" example:"12"`
	Without  string `json:"without,omitempty" form:"long" maxLength:"1000" doc:"Why what is missing is not waited for"`
}

func mentoringRules() []string {
	return []string{
		"mentor.probation", "mentor.length", "mentor.pupils", "mentor.note", "mentor.plan", "mentor.midterm", "mentor.closing",
		"mentor.experience", "mentor.remind", "training.initial",
	}
}

// running are the states in which a newcomer should have a mentor.
func running() []state { return states(Seeking, Vacant, Planning, Running, Closing, Paused) }

func (s *Service) mentoringKind() evaluation.Kind {
	at, work, closing := running(), states(Running, Closing), states(Closing)
	named := states(Vacant, Planning, Running, Closing, Paused)
	return evaluation.Kind{
		Name: KindMentoring, Sight: mentoringSight, Payload: evaluation.New[Mentoring],
		States: append(running(), Concluded, Ended), Final: states(Concluded, Ended),
		Clock: map[state][]string{
			Planning: {"mentor.plan"}, Running: {"mentor.note", "mentor.midterm", "mentor.length"}, Closing: {"mentor.probation", "mentor.closing"},
		},
		Print: []string{"rotation_agreement", "rotation_record"},
		Acts: []act{
			one("assign", evaluation.Personnel, nil, states(Seeking), evaluation.New[AssignInput], evaluation.Run(s.assign)),
			evaluation.Dated(one("note", evaluation.Officials.As(evaluation.Party), work, work, evaluation.New[NoteInput], evaluation.Run(s.note)), evaluation.DaysOf(noteDays)),
			evaluation.Dated(inOwnCase(one("own_note", evaluation.Staff.As(evaluation.Own), work, work, evaluation.New[OwnNoteInput], evaluation.Run(s.ownNote))), evaluation.DaysOf(noteDays)),
			one("midterm", evaluation.Officials.As(evaluation.Party), states(Running), states(Running), evaluation.New[MidtermInput], evaluation.Run(s.midterm)),
			one("plan", evaluation.Officials.As(evaluation.Party), states(Planning, Running), states(Running), evaluation.New[PlanInput], evaluation.Run(s.plan)),
			one("close", evaluation.Personnel, states(Running), closing, nil, evaluation.Plain(s.beginClosing)),
			one("mentor_opinion", evaluation.Officials.As(evaluation.Party), closing, closing, evaluation.New[WordsInput], evaluation.Run(s.mentorOpinion)),
			inOwnCase(one("own_opinion", evaluation.Staff.As(evaluation.Own), closing, closing, evaluation.New[WordsInput], evaluation.Run(s.ownOpinion))),
			one("head_opinion", evaluation.Head.As(evaluation.Department).Or(evaluation.Leader.As(evaluation.Charge)), closing, closing, evaluation.New[WordsInput], evaluation.Run(s.headOpinion)),
			one("conclude", evaluation.Personnel, closing, states(Concluded), evaluation.New[ConcludeInput], evaluation.Run(s.conclude)),
			one("resume", evaluation.Personnel, states(Paused), states(Planning, Running, Closing), nil, evaluation.Plain(s.resume)),
			because(one("hand_over", evaluation.Personnel, named, named, evaluation.New[HandOverInput], evaluation.Run(s.handOver))),
			because(one("pause", evaluation.Personnel, states(Planning, Running, Closing), states(Paused), nil, evaluation.Plain(pause))),
			because(one("end", evaluation.Personnel, at, states(Ended), nil, evaluation.Plain(end))),
			kaojis("seated", at, states(Planning, Running, Closing, Paused), evaluation.New[Seat], evaluation.Run(s.seated)),
			kaojis("unseated", at, named, evaluation.New[Seat], evaluation.Run(s.unseated)),
			kaojis("observe", named, named, nil, evaluation.Plain(s.observe)),
		},
		Effects: map[string]evaluation.EffectHandler{"seat": seat, "free": free},
	}
}
