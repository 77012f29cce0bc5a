package reminder

import "kaoji/evaluation"

// ContentInput is the content of a proposal.
type ContentInput struct {
	Level      string   `json:"level" enum:"greeting,reminder,inquiry,admonition" rules:"reminder.severity,reminder.wording,reminder.deductions" doc:"Level, from light to grave" example:"reminder"`
	Mode       string   `json:"mode" enum:"talk,letter" rules:"reminder.modes" doc:"By talk or in writing" example:"talk"`
	Source     string   `json:"source" enum:"alarm,observation,assessment,talk,letters,matters,inspection,research" rules:"reminder.sources" doc:"Where it comes from" example:"observation"`
	Grounds    []string `json:"grounds,omitempty" form:"choices" enum:"political,centralism,duty,show,personnel,clean,other" rules:"reminder.admonition.grounds" doc:"Situations of an admonition"`
	Assessed   int      `json:"assessed,omitempty" minimum:"1990" maximum:"2200" rules:"assessment.basic.consequences" doc:"Year of the yearly assessment whose grade an admonition follows from, if so; its lists know the admonition" example:"2025"`
	Background string   `json:"background" form:"long" maxLength:"5000" doc:"What is known, for those who decide; the person never reads it"`
	Cause      string   `json:"cause" form:"long" maxLength:"1000" rules:"reminder.wording" doc:"The cause as the person reads it, without asserting guilt" example:"收到群众对窗口服务态度的反映"`
	Points     string   `json:"points,omitempty" form:"long" maxLength:"2000" doc:"What to explain or mend, as the person reads it"`
	Talker     string   `json:"talker,omitempty" form:"person" rules:"reminder.entrust" doc:"Who is to hold the talk"`
	Files      []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// ProposeInput proposes a talk.
type ProposeInput struct {
	Alarm  string `json:"alarm,omitempty" maxLength:"64" doc:"The alarm that is taken up"`
	Person string `json:"person,omitempty" form:"person" doc:"With whom"`
	Unit   string `json:"unit,omitempty" form:"unit" doc:"Instead: the department, with its head"`
	ContentInput
}

// OpinionInput is a step of the approval.
type OpinionInput struct {
	Words string `json:"words,omitempty" form:"long" maxLength:"1000" rules:"reminder.approval,reminder.admonition.approval" doc:"Opinion" example:"同意。"`
}

// ScheduleInput makes the appointment.
type ScheduleInput struct {
	On        evaluation.Date `json:"on" begin:"workday" doc:"Day" example:"2026-06-30"`
	Time      string          `json:"time" form:"time" maxLength:"5" begin:"09:00" doc:"Hour and minute" example:"09:30"`
	Place     string          `json:"place" maxLength:"100" doc:"Where" example:"党群办公室"`
	Talker    string          `json:"talker" form:"person" rules:"reminder.entrust" doc:"Who holds the talk"`
	Entrusted bool            `json:"entrusted,omitempty" rules:"reminder.entrust" doc:"Entrusted to the head of the person's own unit"`
	Recorder  string          `json:"recorder,omitempty" form:"person" rules:"reminder.record" doc:"Who takes the record; an admonition needs one"`
}

// SendInput sends the letter.
type SendInput struct {
	No string `json:"no,omitempty" maxLength:"50" rules:"reminder.inquiry.answer,reminder.admonition.criticism" doc:"Document number" example:"浦塘组函〔2026〕3号"`
}

// AgainInput sends the second letter of an inquiry.
type AgainInput struct {
	No  string `json:"no,omitempty" maxLength:"50" doc:"Document number" example:"浦塘组函〔2026〕5号"`
	Ask string `json:"ask" form:"long" maxLength:"2000" rules:"reminder.inquiry.again,reminder.inquiry.answer" doc:"What was not clear"`
}

// HoldInput is the minutes of the talk: the four parts of rule C-11.
type HoldInput struct {
	On          evaluation.Date `json:"on" begin:"today" doc:"Day of the talk" example:"2026-06-30"`
	Time        string          `json:"time" form:"time" maxLength:"5" begin:"record" doc:"Hour and minute" example:"09:30"`
	Place       string          `json:"place" maxLength:"100" doc:"Where" example:"党群办公室"`
	Reason      string          `json:"reason" form:"long" maxLength:"3000" rules:"reminder.talk.parts" doc:"The reason as stated"`
	Explanation string          `json:"explanation" form:"long" maxLength:"5000" doc:"What the person explained"`
	Watch       string          `json:"watch" form:"long" maxLength:"3000" doc:"What the person was asked to watch"`
	Measures    string          `json:"measures" form:"long" maxLength:"3000" doc:"The corrective measures asked for"`
}

// CommentInput goes with the acknowledgement.
type CommentInput struct {
	Text string `json:"text,omitempty" form:"long" maxLength:"3000" doc:"Own words"`
}

// AnswerInput is a written answer.
type AnswerInput struct {
	Text  string   `json:"text" form:"long" maxLength:"5000" doc:"In words"`
	Files []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// WordsInput is one text.
type WordsInput struct {
	Text string `json:"text" form:"long" maxLength:"3000" doc:"In words"`
}

// AcceptInput accepts the answer.
type AcceptInput struct {
	FollowUp bool `json:"follow_up,omitempty" rules:"reminder.followup" doc:"Look again later; after a reminder and an admonition always"`
}

// ReviewInput is the follow-up.
type ReviewInput struct {
	Outcome  string `json:"outcome" enum:"recognised,further" rules:"reminder.outcomes" doc:"Whether it is mended" example:"recognised"`
	Findings string `json:"findings" form:"long" maxLength:"3000" doc:"What the review found"`
	Proposal string `json:"proposal,omitempty" form:"long" maxLength:"2000" rules:"reminder.outcomes" doc:"Proposal of further handling if it is not"`
	Without  string `json:"without,omitempty" form:"long" maxLength:"1000" doc:"Why what is still owed is not waited for"`
}
