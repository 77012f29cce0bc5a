package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Sheet is the payload of an appraisal.sheet record: one cadre in one year.
type Sheet struct {
	Year      int             `json:"year"`
	Name      string          `json:"name"`
	UnitName  string          `json:"unit_name"`
	Post      string          `json:"post"`
	Served    []Served        `json:"served"`
	Result    *Result         `json:"result,omitempty"`
	Digest    []string        `json:"digest"` // reasons on ballots, in random order, without committee (G-11)
	Released  evaluation.Date `json:"released"`
	Answer    Answer          `json:"answer"`    // what the cadre said
	Objection Objection       `json:"objection"` // its reviewer and answer
	Rules     rulepack.Frozen `json:"rules"`
}

// Served is a committee that the cadre served.
type Served struct {
	Committee string          `json:"committee"`
	Name      string          `json:"name"`
	From      evaluation.Date `json:"from"`
	To        evaluation.Date `json:"to"`
	Months    int             `json:"months"`
	Raters    int             `json:"raters"` // who may mark the cadre
	Named     bool            `json:"named"`  // a single one, who signs
	Opinion   string          `json:"opinion"`
}

// Answer is the cadre's answer to the result.
type Answer struct {
	Kind string          `json:"kind"` // the act: acknowledge, object, refuse, note_refusal
	Text string          `json:"text"`
	On   evaluation.Date `json:"on"`
}

// Objection is the handling of an objection.
type Objection struct {
	Reviewer     string          `json:"reviewer"`
	ReviewerName string          `json:"reviewer_name"`
	Outcome      string          `json:"outcome"`
	Text         string          `json:"text"`
	On           evaluation.Date `json:"on"`
	Due          evaluation.Date `json:"due" unit:"deadline"`
	Missing      []int           `json:"missing"` // years that were counted without a holiday arrangement
}

// SheetOpening is the input with which Kaoji creates a sheet.
type SheetOpening struct {
	Round  string `json:"round" doc:"The round"`
	Person string `json:"person" form:"person" doc:"Who is rated"`
}

// CommentInput is what the cadre adds to an acknowledgement.
type CommentInput struct {
	Text string `json:"text,omitempty" form:"long" maxLength:"2000" doc:"Comment" example:"感谢居委会同志，不足之处明年改进。"`
}

// TextInput is an objection, or the reason for refusing a signature.
type TextInput struct {
	Text string `json:"text" form:"long" maxLength:"3000" rules:"appraisal.answer" doc:"In words" example:"联系时间有误，请核实。"`
}

// AssignInput chooses who examines an objection.
type AssignInput struct {
	Reviewer string `json:"reviewer" form:"person" rules:"recusal.duty,appraisal.answer" doc:"Who had no part in the appraisal and is no relative" example:"0198c2f0-0000-7000-8000-000000000003"`
}

// OutcomeInput answers an objection.
type OutcomeInput struct {
	Outcome string `json:"outcome" enum:"upheld,partly,rejected" doc:"Outcome" example:"rejected"`
	Text    string `json:"text" form:"long" maxLength:"3000" doc:"Answer in writing" example:"经核实，联系时间无误。"`
}
