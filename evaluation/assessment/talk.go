package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/sealed"
)

// Talk is the payload of an assessment.talk record: the feedback talk of a
// principal leader, or of the leader in charge, with one participant.
type Talk struct {
	Person       Person          `json:"person"`
	Sheet        string          `json:"sheet"`
	Holder       string          `json:"holder"` // HeldByPrincipal or HeldByCharge; "" in talks of before there were two: HeldByPrincipal
	Talker       string          `json:"talker"` // person id, "" until scheduled
	TalkerName   string          `json:"talker_name"`
	Appointment  Appointment     `json:"appointment"`
	HeldOn       evaluation.Date `json:"held_on"`
	Achievements []Point         `json:"achievements"`
	Shortcomings []Point         `json:"shortcomings"`
	Improvements []Improvement   `json:"improvements"`
	Explanation  string          `json:"explanation"` // the cadre's explanation
	// PrivateNote can be read only by the talker; it is deleted when the talk is
	// handed over.
	PrivateNote string          `json:"private_note"`
	Answer      Answer          `json:"answer"`
	Reply       string          `json:"reply"`
	RepliedOn   evaluation.Date `json:"replied_on"`
	LockedBy    string          `json:"locked_by"` // account
	Excuse      string          `json:"excuse"`
	Amendments  []Amendment     `json:"amendments"`
	Rules       rulepack.Frozen `json:"rules"`
	// Answered is which acts changed what the official form says of the answer; Regraded
	// how many corrections of the grade the person was asked about.
	Answered sealed.Copies `json:"answered,omitzero" show:"-"`
	Regraded int           `json:"regraded,omitempty" show:"-"`
}

// Appointment is time and place of a talk.
type Appointment struct {
	On    evaluation.Date `json:"on"`
	Time  string          `json:"time"` // 15:04
	Place string          `json:"place"`
}

// Point is one achievement or shortcoming.
type Point struct {
	Text string `json:"text" form:"long" maxLength:"1000" doc:"In words" example:"主动承担旧区改造的动迁工作"`
}

// Improvement is one agreed improvement.
type Improvement struct {
	What string          `json:"what" form:"long" maxLength:"1000" doc:"What is to be improved" example:"每月到联系居委走访两次"`
	Due  evaluation.Date `json:"due" doc:"By when" example:"2027-03-31"`
}

// Answer is the cadre's answer to the released record.
type Answer struct {
	Kind  string          `json:"kind"` // acknowledged, objected, refused, or ""
	Text  string          `json:"text"`
	On    evaluation.Date `json:"on"`
	Noted string          `json:"noted"` // who recorded the refusal of a cadre who did not sign, or a signature on paper
	// NotedBy is the account of Noted; "" in answers of earlier versions.
	NotedBy string `json:"noted_by,omitempty" show:"-"`
}

// Amendment is a former version of the record.
type Amendment struct {
	On           evaluation.Date `json:"on"`
	Name         string          `json:"name"`
	Reason       string          `json:"reason"`
	Achievements []Point         `json:"achievements"`
	Shortcomings []Point         `json:"shortcomings"`
	Improvements []Improvement   `json:"improvements"`
	Explanation  string          `json:"explanation"`
	Answer       Answer          `json:"answer"`
	Reply        string          `json:"reply"`
	Grade        string          `json:"grade,omitempty"` // the grade that was answered, if a changed one led to the amendment
}

// ScheduleInput makes the appointment.
type ScheduleInput struct {
	Talker string          `json:"talker,omitempty" form:"person" doc:"Principal leader who holds the talk; the one who schedules if left out"`
	On     evaluation.Date `json:"on" rules:"assessment.feedback.talk" begin:"workday" doc:"Day" example:"2027-01-12"`
	Time   string          `json:"time" form:"time" maxLength:"5" begin:"09:00" doc:"Time of day" example:"09:30"`
	Place  string          `json:"place" maxLength:"100" doc:"Place" example:"三楼小会议室"`
}

// TalkInput records a talk.
type TalkInput struct {
	HeldOn       evaluation.Date `json:"held_on" rules:"assessment.feedback.talk" begin:"today" doc:"Day on which it was held" example:"2027-01-12"`
	Achievements []Point         `json:"achievements" maxLength:"20" rules:"assessment.feedback.achievements" doc:"Achievements affirmed"`
	Shortcomings []Point         `json:"shortcomings" maxLength:"20" rules:"assessment.feedback.shortcomings" doc:"Shortcomings named"`
	Improvements []Improvement   `json:"improvements,omitempty" maxLength:"20" doc:"Improvements agreed"`
	Explanation  string          `json:"explanation,omitempty" form:"long" doc:"What the cadre said"`
	PrivateNote  string          `json:"private_note,omitempty" form:"long" doc:"Note for the talker alone"`
}

// AmendTalkInput corrects a locked record; the former version is kept.
type AmendTalkInput struct {
	Achievements []Point       `json:"achievements" maxLength:"20" rules:"assessment.feedback.achievements" doc:"Achievements affirmed"`
	Shortcomings []Point       `json:"shortcomings,omitempty" maxLength:"20" rules:"assessment.feedback.shortcomings" doc:"Shortcomings named"`
	Improvements []Improvement `json:"improvements,omitempty" maxLength:"20" doc:"Improvements agreed"`
	Explanation  string        `json:"explanation,omitempty" form:"long" doc:"What the cadre said"`
}

// CommentInput is the cadre's comment with the acknowledgement.
type CommentInput struct {
	Comment string `json:"comment,omitempty" form:"long" maxLength:"3000" doc:"Own words" example:"同意，将认真改进。"`
}

// TextInput is one text.
type TextInput struct {
	Text string `json:"text" form:"long" maxLength:"5000" doc:"In words"`
}

// HandOverInput names the new talker.
type HandOverInput struct {
	Talker string `json:"talker" form:"person" doc:"Principal leader who takes the talk over"`
}

// TalkOpening is the input with which Kaoji creates a talk.
type TalkOpening struct {
	Sheet string `json:"sheet" doc:"The sheet"`
}
