package rotation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Mentoring is the payload of rotation.mentoring records: the time of a newcomer
// with a mentor, from the naming to the opinions at the end of probation (D-13).
type Mentoring struct {
	Newcomer       string            `json:"newcomer"`
	NewcomerName   string            `json:"newcomer_name"`
	UnitName       string            `json:"unit_name"`
	Post           string            `json:"post"`
	Joined         evaluation.Date   `json:"joined"`
	ProbationUntil evaluation.Date   `json:"probation_until"` // D-11
	Mentor         desk.Held         `json:"mentor"`
	Other          string            `json:"other"` // reason for a mentor of another department
	Next           *Naming           `json:"next"`  // the named mentor, until there is a place
	Former         []desk.Held       `json:"former"`
	Gap            *desk.Gap         `json:"gap"` // reason why there is no mentor, as found by Kaoji
	From           evaluation.Date   `json:"from"`
	Until          evaluation.Date   `json:"until" unit:"deadline"`
	PlanBy         evaluation.Date   `json:"plan_by" unit:"deadline"`
	MidtermBy      evaluation.Date   `json:"midterm_by" unit:"deadline"`
	CloseOn        evaluation.Date   `json:"close_on"` // by when the opinions are given
	NoteBy         []evaluation.Date `json:"note_by"`

	Direction string   `json:"direction"` // what the newcomer is to learn
	Goals     []Goal   `json:"goals"`
	Notes     []Note   `json:"notes"`
	OwnNotes  []Note   `json:"own_notes"`
	Remarks   []Note   `json:"remarks"` // remarks of the mentor; the newcomer cannot read them
	Midterm   *Midterm `json:"midterm"`

	MentorOpinion *Opinion    `json:"mentor_opinion"`
	OwnOpinion    *Opinion    `json:"own_opinion"`
	HeadOpinion   *Opinion    `json:"head_opinion"`
	Conclusion    *Conclusion `json:"conclusion"`

	Pauses   []Pause         `json:"pauses"`
	Paused   state           `json:"paused"` // the state before the pause
	EndedFor string          `json:"ended_for"`
	EndedOn  evaluation.Date `json:"ended_on"`
	Missing  []int           `json:"missing"` // years counted without a holiday arrangement
	Rules    rulepack.Frozen `json:"rules"`
}

// Naming is the person who is named as mentor.
type Naming struct {
	Held  desk.Held `json:"held"`
	Other string    `json:"other"`
	Why   string    `json:"why"` // of the change, "" for the first mentor
	Words string    `json:"words"`
}

// Goal is a goal of the plan.
type Goal struct {
	What string          `json:"what" maxLength:"200" doc:"Goal" example:"独立办理居住证业务"`
	How  string          `json:"how,omitempty" maxLength:"500" doc:"How it is reached"`
	By   evaluation.Date `json:"by" doc:"By when" example:"2026-06-30"`
}

// Note is a note written by one side.
type Note struct {
	On   evaluation.Date `json:"on"` // the day that the note is about
	Text string          `json:"text"`
	At   evaluation.Date `json:"at"` // the day on which it was written; this day counts
	By   string          `json:"by"` // name
}

// Midterm is the review at half-time.
type Midterm struct {
	Progress string          `json:"progress"`
	Problems string          `json:"problems"`
	Measures string          `json:"measures"`
	On       evaluation.Date `json:"on"`
	By       string          `json:"by"`
}

// Opinion is the opinion of one side at the end.
type Opinion struct {
	Text string          `json:"text"`
	On   evaluation.Date `json:"on"`
	By   string          `json:"by"`
}

// Conclusion is written by personnel.
type Conclusion struct {
	Outcome  string          `json:"outcome"` // fit, improve or unfit
	Text     string          `json:"text"`
	Training int             `json:"training"` // days of first training (D-12)
	Without  string          `json:"without"`  // reason for not waiting for missing parts
	On       evaluation.Date `json:"on"`
	By       string          `json:"by"`
}

// Pause is a period without deadlines.
type Pause struct {
	From   evaluation.Date `json:"from"`
	To     evaluation.Date `json:"to"`
	Reason string          `json:"reason"`
}

// The states of a mentoring.
const (
	Seeking   state = "seeking"  // room is looked for with the mentor who was named
	Vacant    state = "vacant"   // no room with the mentor who was named
	Planning  state = "planning" // the mentor writes the plan
	Running   state = "running"
	Closing   state = "closing" // the opinions are asked for
	Paused    state = "paused"
	Concluded state = "concluded"
	Ended     state = "ended" // early
)
