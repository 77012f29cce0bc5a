package absence

import "kaoji/evaluation"

// Period is the payload of an absence.period record. The person is the envelope's
// Subject.
type Period struct {
	From       evaluation.Date `json:"from"`
	Until      evaluation.Date `json:"until"`      // last day
	Why        string          `json:"why"`        // one of Reasons
	Substitute string          `json:"substitute"` // person, "" for none
	Back       evaluation.Date `json:"back"`       // first day at work, if the person came back earlier
}

// Reasons lists why somebody is away. There is no text: nobody has to say what they are
// ill with.
func Reasons() []string { return []string{"trip", "study", "leave", "sick", "other"} }

// Days are the days of an absence, and what else its forms ask for.
type Days struct {
	From       evaluation.Date `json:"from" begin:"today" doc:"First day" example:"2026-12-01"`
	Until      evaluation.Date `json:"until" begin:"today" doc:"Last day" example:"2026-12-05"`
	Why        string          `json:"why" enum:"trip,study,leave,sick,other" doc:"Only the person and personnel see it"`
	Substitute string          `json:"substitute,omitempty" form:"person" doc:"Who looks after the tasks: a leader for a leader, somebody of the section for somebody of the section, otherwise somebody of the same department" example:"0198c2f0-0000-7000-8000-000000000003"`
}

// EnterInput enters one's own absence.
type EnterInput struct{ Days }

// RecordInput enters the absence of somebody.
type RecordInput struct {
	Person string `json:"person" form:"person" doc:"Who is away" example:"0198c2f0-0000-7000-8000-000000000002"`
	Days
}

// ChangeInput changes an absence.
type ChangeInput struct{ Days }
