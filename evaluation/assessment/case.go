package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// Case is the payload of assessment.objection and assessment.appeal records: a
// disagreement with a grade.
type Case struct {
	Type         string           `json:"type"` // TypeObjection, TypeReview or TypeAppeal
	Person       string           `json:"person"`
	PersonName   string           `json:"person_name"`
	Sheet        string           `json:"sheet"`
	Standing     string           `json:"standing"` // the contested grade; it stays valid meanwhile
	Scale        string           `json:"scale"`    // of the sheet
	Comment      string           `json:"comment"`  // the leader's comment at the time
	By           string           `json:"by"`       // who objects
	ByName       string           `json:"by_name"`
	Text         string           `json:"text"`
	Files        []string         `json:"files"`
	On           evaluation.Date  `json:"on"`
	Reviewer     string           `json:"reviewer"`
	ReviewerName string           `json:"reviewer_name"`
	Extended     string           `json:"extended"` // why the deadline was extended, "" if it was not
	Outcome      string           `json:"outcome"`  // OutcomeUpheld or OutcomeChanged
	Grade        string           `json:"grade"`    // the new one, "" if none
	Answer       string           `json:"answer"`
	AnsweredOn   evaluation.Date  `json:"answered_on"`
	ReceivedOn   evaluation.Date  `json:"received_on"`       // the day on which the person got the decision; zero: not noted
	Paper        *signoff.Paper   `json:"paper,omitempty"`   // nil: handed in by an account
	Receipt      *signoff.Receipt `json:"receipt,omitempty"` // of the answer, by somebody without an account
	Missing      []int            `json:"missing"`           // years that the deadline was counted in without a holiday arrangement
	Rules        rulepack.Frozen  `json:"rules"`
}

// The types of a Case.
const (
	TypeObjection = "objection" // during the notice
	TypeReview    = "review"    // 复核
	TypeAppeal    = "appeal"    // 申诉
)

// The outcomes.
const (
	OutcomeUpheld  = "upheld"  // the grade stays
	OutcomeChanged = "changed" // the grade changes
)

// ObjectionInput objects to a grade on the notice.
type ObjectionInput struct {
	Cycle  string `json:"cycle" maxLength:"64" doc:"The cycle whose notice it is"`
	Person string `json:"person" form:"person" doc:"Whom the objection is about"`
	Text   string `json:"text" form:"long" rules:"assessment.notice" doc:"What is objected to, with facts"`
}

// AppealInput asks for review or appeals.
type AppealInput struct {
	Sheet string   `json:"sheet" maxLength:"64" doc:"The sheet whose grade is contested"`
	Type  string   `json:"type" enum:"review,appeal" rules:"assessment.review.apply,assessment.appeal.apply,assessment.appeal.direct" doc:"Review by the office, or appeal" example:"review"`
	Text  string   `json:"text" form:"long" doc:"Reasons and facts"`
	Files []string `json:"files,omitempty" form:"files" maxLength:"10" rules:"attachment.bytes" doc:"Attachments"`
}

// AssignInput names a reviewer who had no part in the decision.
type AssignInput struct {
	Reviewer string `json:"reviewer" form:"person" doc:"Reviewer who had no part in the decision"`
}

// OutcomeInput decides an objection or appeal.
type OutcomeInput struct {
	Outcome string `json:"outcome" enum:"upheld,changed" doc:"Whether the grade stays" example:"upheld"`
	Grade   string `json:"grade,omitempty" enum:"excellent,competent,basic,incompetent,qualified,basic_qualified,unqualified,none" doc:"The new grade if it changes"`
	Answer  string `json:"answer" form:"long" doc:"The written answer"`
}

// ReceiptInput records when the person received the decision.
type ReceiptInput struct {
	On evaluation.Date `json:"on" rules:"assessment.appeal.apply" begin:"today" doc:"Day on which the person received the decision" example:"2026-12-28"`
}
