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
	On     evaluation.Date `json:"on" rules:"mentor.note" begin:"today" doc:"Day that it is about" example:"2026-09-15"`
	Text   string          `json:"text" form:"long" maxLength:"3000" doc:"What was done and how it goes; the newcomer reads it"`
	Remark string          `json:"remark,omitempty" form:"long" maxLength:"2000" doc:"For personnel alone; the newcomer does not read it"`
}

// OwnNoteInput is a note of the newcomer.
type OwnNoteInput struct {
	On   evaluation.Date `json:"on" rules:"mentor.note" begin:"today" doc:"Day that it is about" example:"2026-09-15"`
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
func running() []state { return evaluation.States(Seeking, Vacant, Planning, Running, Closing, Paused) }

func (s *Service) mentoringKind() evaluation.Kind {
	at, work, closing := running(), evaluation.States(Running, Closing), evaluation.States(Closing)
	named := evaluation.States(Vacant, Planning, Running, Closing, Paused)
	return evaluation.Kind{
		Name: KindMentoring, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: mentoringSight, Payload: evaluation.New[Mentoring], Milestones: mentoringDays(),
		Columns: []evaluation.Column{{Name: "joined"}, {Name: "from"}, {Name: "until"}},
		States:  append(running(), Concluded, Ended), Final: evaluation.States(Concluded, Ended),
		Clock: map[state][]string{
			Planning: {"mentor.plan"}, Running: {"mentor.note", "mentor.midterm", "mentor.length"}, Closing: {"mentor.probation", "mentor.closing"},
		},
		Print: []string{"rotation_agreement", "rotation_record"},
		Usual: evaluation.Usual{Vacant: {"hand_over"}, Planning: {"plan"}, Running: {"note", "own_note", "midterm", "close"}, Closing: {"own_opinion", "mentor_opinion", "head_opinion", "conclude"}, Paused: {"resume"}},
		Grave: []string{"pause", "end"},
		Told:  evaluation.States(Planning, Running, Closing), Passes: []string{"hand_over"},
		Many: evaluation.Many{"close": "", "resume": ""},
		Acts: []evaluation.Act{
			evaluation.NewAct("assign", evaluation.Personnel, nil, evaluation.States(Seeking), evaluation.Run(s.assign)),
			evaluation.Staying("note", evaluation.Officials.As(evaluation.Party), work, evaluation.Run(s.note)).Dated(evaluation.DaysOf(noteDays)),
			evaluation.OwnAct("own_note", work, work, evaluation.Run(s.ownNote)).Dated(evaluation.DaysOf(noteDays)),
			evaluation.Staying("midterm", evaluation.Officials.As(evaluation.Party), evaluation.States(Running), evaluation.Run(s.midterm)),
			evaluation.NewAct("plan", evaluation.Officials.As(evaluation.Party), evaluation.States(Planning, Running), evaluation.States(Running), evaluation.Run(s.plan)),
			evaluation.NewAct("close", evaluation.Personnel, evaluation.States(Running), closing, evaluation.Plain(s.beginClosing)),
			evaluation.Staying("mentor_opinion", evaluation.Officials.As(evaluation.Party), closing, evaluation.Run(s.mentorOpinion)),
			evaluation.OwnAct("own_opinion", closing, closing, evaluation.Run(s.ownOpinion)),
			evaluation.Staying("head_opinion", evaluation.Head.As(evaluation.Department).Or(evaluation.Leader.As(evaluation.Charge)), closing, evaluation.Run(s.headOpinion)),
			evaluation.NewAct("conclude", evaluation.Personnel, closing, evaluation.States(Concluded), evaluation.Run(s.conclude)),
			evaluation.NewAct("resume", evaluation.Personnel, evaluation.States(Paused), evaluation.States(Planning, Running, Closing), evaluation.Plain(s.resume)),
			evaluation.Staying("hand_over", evaluation.Personnel, named, evaluation.Run(s.handOver)).WithReason().Suiting(evaluation.SuitsOf(s.successors)),
			evaluation.NewAct("pause", evaluation.Personnel, evaluation.States(Planning, Running, Closing), evaluation.States(Paused), evaluation.Plain(pause)).WithReason(),
			evaluation.NewAct("end", evaluation.Personnel, at, evaluation.States(Ended), evaluation.Plain(end)).WithReason(),
			kaojis("seated", at, evaluation.States(Planning, Running, Closing, Paused), evaluation.Run(s.seated)),
			kaojis("unseated", at, named, evaluation.Run(s.unseated)),
			kaojis("observe", named, named, evaluation.Plain(s.observe)),
		},
		Effects: map[string]evaluation.EffectHandler{"seat": seat, "free": free},
	}
}
