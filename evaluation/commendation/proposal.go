package commendation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/rulepack"
)

// Proposal is the payload of a commendation.proposal record: a request to the
// district. It is never a grant (E-7).
type Proposal struct {
	Kind     string   `json:"kind"`   // one of Rewards
	People   []Person `json:"people"` // one person, or none
	Unit     string   `json:"unit"`   // the collective, "" for a person
	UnitName string   `json:"unit_name"`
	Post     string   `json:"post"` // the person's
	Level    string   `json:"level"`
	Grounds  string   `json:"grounds"`
	Assessed int      `json:"assessed,omitempty"` // year whose grade it follows from, 0 for none
	Deeds    []Linked `json:"deeds"`
	notice.Notice
	Document    string          `json:"document"` // the document with which it was sent
	SubmittedOn evaluation.Date `json:"submitted_on"`
	Result      Result          `json:"result"`
	Withdrawn   Ending          `json:"withdrawn"`
	Rules       rulepack.Frozen `json:"rules"`
}

// Linked is a filed deed that supports a proposal.
type Linked struct {
	Deed   string          `json:"deed"`
	Number string          `json:"number"`
	Title  string          `json:"title"`
	On     evaluation.Date `json:"on"`
}

// Result is the district's answer.
type Result struct {
	Document string          `json:"document"`
	On       evaluation.Date `json:"on"`
	Note     string          `json:"note"`
}

// ProposeInput writes or changes a proposal.
type ProposeInput struct {
	Kind     string       `json:"kind" enum:"commendation,third,second,first,title" rules:"commendation.kinds,commendation.authority" doc:"What is asked for" example:"commendation"`
	Person   string       `json:"person,omitempty" form:"person" rules:"commendation.targets" doc:"The person, or"`
	Unit     string       `json:"unit,omitempty" form:"unit" rules:"commendation.targets" doc:"the department as a collective"`
	Grounds  string       `json:"grounds" form:"long" maxLength:"3000" rules:"commendation.grounds" doc:"Grounds"`
	Assessed int          `json:"assessed,omitempty" minimum:"1990" maximum:"2200" rules:"assessment.excellent.commendation,assessment.excellent.merit" doc:"Year of the yearly assessment whose grade it follows from, if so; its lists know what is granted" example:"2025"`
	Deeds    []LinkedDeed `json:"deeds,omitempty" maxLength:"50" doc:"Filed deeds that it rests on"`
}

// LinkedDeed names a filed deed.
type LinkedDeed struct {
	Number string `json:"number" maxLength:"40" doc:"Number in the register" example:"塘表备〔2026〕12号"`
}

// ObjectInput objects during the notice.
type ObjectInput struct {
	Text string `json:"text" form:"long" maxLength:"3000" rules:"commendation.notice" doc:"What is objected to, with facts"`
}

// SubmitInput records the document with which the proposal was sent.
type SubmitInput struct {
	Document string          `json:"document" maxLength:"60" doc:"Number of the document" example:"塘委组〔2026〕21号"`
	On       evaluation.Date `json:"on" begin:"today" doc:"Day" example:"2026-04-10"`
}

// ResultInput records the district's answer.
type ResultInput struct {
	Document string          `json:"document" maxLength:"60" rules:"commendation.authority" doc:"Number of the district's document" example:"浦人社〔2026〕88号"`
	On       evaluation.Date `json:"on" begin:"today" doc:"Day of the document" example:"2026-05-20"`
	Note     string          `json:"note,omitempty" form:"long" maxLength:"1000" doc:"What it says"`
}
