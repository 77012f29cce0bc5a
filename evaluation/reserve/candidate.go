package reserve

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Candidate is the payload of reserve.candidate records: one period of one person
// on the list.
type Candidate struct {
	Person      string          `json:"person"`
	PersonName  string          `json:"person_name"`
	UnitName    string          `json:"unit_name"`
	Post        string          `json:"post"`
	Level       string          `json:"level"`
	Sex         string          `json:"sex"`
	Born        evaluation.Date `json:"born"`
	Target      string          `json:"target"` // TargetHead or TargetDeputy
	Channel     string          `json:"channel"`
	Grounds     string          `json:"grounds"`
	Nominator   string          `json:"nominator"` // account
	Responsible desk.Held       `json:"responsible"`
	Former      []desk.Held     `json:"former"`
	Gap         *desk.Gap       `json:"gap,omitempty"`
	Findings    []Finding       `json:"findings"`
	Checks      Checks          `json:"checks"` // B-14
	CheckedOn   evaluation.Date `json:"checked_on"`
	Votes       []Vote          `json:"votes"`
	Opinions    []Opinion       `json:"opinions"`
	ListedOn    evaluation.Date `json:"listed_on"`
	Plan        string          `json:"plan"` // of training, "" before
	Proposal    *Review         `json:"proposal,omitempty"`
	Reviews     []Review        `json:"reviews"`
	ReviewBy    evaluation.Date `json:"review_by" unit:"deadline"`
	Promotion   *Promotion      `json:"promotion,omitempty"`
	EndedOn     evaluation.Date `json:"ended_on"`
	EndedFor    string          `json:"ended_for"` // why it was withdrawn
	Missing     []int           `json:"missing"`   // years that deadlines were counted in without a holiday arrangement
	Rules       rulepack.Frozen `json:"rules"`
}

// The kinds of post, with the codes of rule reserve.ratio.
const (
	TargetHead   = "head"
	TargetDeputy = "deputy"
)

// Checks are the four checks before a proposal (B-14), each in words.
type Checks struct {
	File       string `json:"file"`
	Matters    string `json:"matters"`
	Discipline string `json:"discipline"`
	Complaints string `json:"complaints"`
}

// Vote is the result of a vote in a meeting. It is advisory and never a decision
// (B-12).
type Vote struct {
	On      evaluation.Date `json:"on"`
	Meeting string          `json:"meeting"`
	Present int             `json:"present"`
	For     int             `json:"for"`
	Against int             `json:"against"`
	Abstain int             `json:"abstain"`
	Note    string          `json:"note"`
}

// Opinion is a step of the approval.
type Opinion struct {
	Step    string          `json:"step"` // approve, return
	Account string          `json:"account"`
	Name    string          `json:"name"`
	On      evaluation.Date `json:"on"`
	Words   string          `json:"words"`
	Void    bool            `json:"void"` // the nomination was returned after this step
}

// Review decides whether a person stays on the list, with the figures of the plan
// on that day. The section proposes, a principal leader decides.
type Review struct {
	On       evaluation.Date    `json:"on"`
	By       string             `json:"by"`
	Outcome  string             `json:"outcome"` // OutcomeKeep, OutcomeReady or OutcomeOut
	Words    string             `json:"words"`
	Plan     evaluation.Problem `json:"plan"`     // state of the training plan, in words
	Proposed string             `json:"proposed"` // the outcome that the section proposed
}

// The outcomes of a review.
const (
	OutcomeKeep  = "keep"
	OutcomeReady = "ready"
	OutcomeOut   = "out"
)

// Promotion is the appointment that ended a person's period on the list.
type Promotion struct {
	Post     string          `json:"post"`
	Document string          `json:"document"`
	On       evaluation.Date `json:"on"`
}

// NominateInput nominates a person. A responsible person is required.
type NominateInput struct {
	Person      string `json:"person" form:"person" doc:"Who"`
	Target      string `json:"target" enum:"head,deputy" rules:"reserve.ratio" doc:"For which kind of post" example:"deputy"`
	Channel     string `json:"channel" enum:"recommendation,leaders,unit,personnel" rules:"leaders.methods" doc:"How the nomination came about" example:"recommendation"`
	Grounds     string `json:"grounds" form:"long" minLength:"10" maxLength:"3000" doc:"Grounds in facts" example:"主持旧区改造信访专班两年，化解积案十一件。"`
	Responsible string `json:"responsible" form:"person" rules:"reserve.responsible" doc:"The person responsible; neither the person nor a relative"`
}

// CheckInput is the result of the checks before the review.
type CheckInput struct {
	File       string `json:"file" form:"long" maxLength:"500" rules:"countersign.checks" doc:"What the personnel file says"`
	Matters    string `json:"matters" form:"long" maxLength:"500" doc:"What the report of personal matters says"`
	Discipline string `json:"discipline" form:"long" maxLength:"500" doc:"What discipline inspection says"`
	Complaints string `json:"complaints" form:"long" maxLength:"500" doc:"What was found of concrete complaints"`
}

// VoteInput records the votes of a meeting.
type VoteInput struct {
	On      evaluation.Date `json:"on" begin:"today" doc:"Day" example:"2026-06-30"`
	Meeting string          `json:"meeting" maxLength:"100" doc:"Which meeting" example:"党工委会议"`
	Present int             `json:"present" minimum:"1" maximum:"500" doc:"Present" example:"7"`
	For     int             `json:"for" minimum:"0" maximum:"500" rules:"assessment.signal" doc:"For" example:"6"`
	Against int             `json:"against" minimum:"0" maximum:"500" doc:"Against" example:"0"`
	Abstain int             `json:"abstain" minimum:"0" maximum:"500" doc:"Abstentions" example:"1"`
	Note    string          `json:"note,omitempty" form:"long" maxLength:"1000" doc:"What was said"`
}

// OpinionInput is the agreement of a principal leader.
type OpinionInput struct {
	Words string `json:"words,omitempty" form:"long" maxLength:"1000" rules:"reserve.approvals" doc:"Opinion" example:"同意。"`
}

// ReviewInput is a proposal or decision of a review.
type ReviewInput struct {
	Outcome string `json:"outcome" enum:"keep,ready,out" rules:"reserve.review" doc:"Whether the person stays, is ready, or leaves the list" example:"keep"`
	Words   string `json:"words" form:"long" maxLength:"3000" doc:"In words; of a proposal the grounds"`
}

// HandOverInput names another person responsible.
type HandOverInput struct {
	Responsible string `json:"responsible" form:"person" rules:"reserve.responsible" doc:"Who takes over"`
}

// PromoteInput records the appointment.
type PromoteInput struct {
	Post     string          `json:"post" maxLength:"100" doc:"Post" example:"社区发展科副科长"`
	Document string          `json:"document" maxLength:"100" rules:"promotion.notice,promotion.trial" doc:"Document of the appointment" example:"浦塘委〔2026〕21号"`
	On       evaluation.Date `json:"on" begin:"today" doc:"Day of the appointment" example:"2026-11-01"`
}
