package commendation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// Bulletin is the payload of a commendation.bulletin record.
type Bulletin struct {
	Number      string          `json:"number"` // 〔2026〕第3期, "" before release
	Title       string          `json:"title"`
	From        evaluation.Date `json:"from"` // the period
	To          evaluation.Date `json:"to"`
	Intro       string          `json:"intro"`
	Items       []Item          `json:"items"` // in the order of print
	Corrections []Correction    `json:"corrections"`
	Closing     string          `json:"closing"`
	Changes     []Change        `json:"changes"` // deeds added and removed by hand
	Returned    string          `json:"returned"`
	SubmittedBy string          `json:"submitted_by"`
	Approver    string          `json:"approver"`
	ReleasedOn  evaluation.Date `json:"released_on"`
	Receipts    []Receipt       `json:"receipts"` // one for each department with a head on the day of release
	Rules       rulepack.Frozen `json:"rules"`
}

// Item is one deed in a bulletin.
type Item struct {
	Deed    string          `json:"deed"`
	Number  string          `json:"number"`
	Names   string          `json:"names"` // people and department as they are printed
	Ground  string          `json:"ground"`
	On      evaluation.Date `json:"on"`
	Heading string          `json:"heading"`
	Text    string          `json:"text"`
}

// Correction retracts a published deed.
type Correction struct {
	Deed     string `json:"deed"`
	Number   string `json:"number"`
	Bulletin string `json:"bulletin"` // the bulletin in which it was published
	Names    string `json:"names"`
	Text     string `json:"text"` // "" for the usual sentence
}

// Change is one deed added or removed by hand.
type Change struct {
	Deed   string          `json:"deed"`
	Number string          `json:"number"`
	Added  bool            `json:"added"`
	Reason string          `json:"reason"`
	ByName string          `json:"by_name"`
	On     evaluation.Date `json:"on"`
}

// Receipt says whether a department has acknowledged the bulletin.
type Receipt struct {
	Unit     string          `json:"unit"`
	UnitName string          `json:"unit_name"`
	ByName   string          `json:"by_name"` // "" if not acknowledged yet
	On       evaluation.Date `json:"on"`
}

// DraftInput creates a bulletin.
type DraftInput struct {
	Title string          `json:"title" maxLength:"100" doc:"Title" example:"关于2026年第一季度好人好事的通报"`
	From  evaluation.Date `json:"from" rules:"commendation.bulletin" begin:"quarter" doc:"First day of the period" example:"2026-01-01"`
	To    evaluation.Date `json:"to" rules:"commendation.bulletin" begin:"today" doc:"Last day; what was filed by then and is not public is gathered" example:"2026-03-31"`
}

// EditInput is the complete text in the order of print.
type EditInput struct {
	Title       string           `json:"title" maxLength:"100" doc:"Title"`
	Intro       string           `json:"intro,omitempty" form:"long" maxLength:"2000" doc:"Before the deeds"`
	Items       []ItemInput      `json:"items,omitempty" maxLength:"200" doc:"The deeds in the order of print"`
	Corrections []CorrectionText `json:"corrections,omitempty" maxLength:"200" doc:"Wording of the corrections"`
	Closing     string           `json:"closing,omitempty" form:"long" maxLength:"2000" doc:"After the deeds"`
}

// ItemInput is the text of one deed.
type ItemInput struct {
	Number  string `json:"number" maxLength:"40" doc:"Number in the register, as it stands there" example:"塘表备〔2026〕12号"`
	Order   int    `json:"order,omitempty" minimum:"1" maximum:"999" doc:"Place in the order of print; as listed if left out"`
	Heading string `json:"heading" maxLength:"100" doc:"Heading"`
	Text    string `json:"text" form:"long" maxLength:"1500" doc:"Wording"`
}

// CorrectionText is the text of one correction.
type CorrectionText struct {
	Number string `json:"number" maxLength:"40" doc:"Number in the register"`
	Text   string `json:"text,omitempty" form:"long" maxLength:"1000" doc:"Wording; the usual sentence if left out"`
}

// NumberInput names a filed deed by its number.
type NumberInput struct {
	Number string `json:"number" maxLength:"40" doc:"Number in the register" example:"塘表备〔2026〕12号"`
}
