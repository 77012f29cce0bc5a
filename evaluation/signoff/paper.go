package signoff

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// People without an account take part on paper. What they hand in is entered by one
// official and compared by another; what they are told is printed, and their signature,
// or that they refuse it, is noted in the same way.

// The reasons why something on paper cannot be entered or compared.
const (
	HasAccount   = "signoff.has_account"     // the person acts in person
	SecondPerson = "signoff.second_compares" // whoever entered it does not compare it
)

// Paper says who entered what came on paper from a person without an account, and who
// compared it.
type Paper struct {
	By      string          `json:"by"` // name
	On      evaluation.Date `json:"on"`
	Checked string          `json:"checked"` // name, "" until somebody else has compared it
}

// Entered returns a Paper that nobody has compared yet.
func Entered(step *evaluation.Step) *Paper { return &Paper{By: step.Actor.Name, On: step.Today} }

// Receipt says how a person without an account took note of an outcome on paper.
type Receipt struct {
	Refused bool            `json:"refused"` // the person did not sign
	Words   string          `json:"words"`   // the person's own words, or how the outcome was told
	Signed  evaluation.Date `json:"signed"`  // day of the signature or refusal
	Paper   Paper           `json:"paper"`
}

// ReceiptInput is what stands on a printed outcome that a person was shown.
type ReceiptInput struct {
	Signed  evaluation.Date `json:"signed" begin:"today" doc:"Day on which the person signed, or refused to" example:"2027-01-14"`
	Refused bool            `json:"refused,omitempty" doc:"The person did not sign"`
	Words   string          `json:"words,omitempty" form:"long" maxLength:"1000" doc:"The person's own words; where the signature was refused, how the outcome was told and who was present" example:"已收到。"`
}

// Outcome describes an outcome that a person without an account is told on paper.
type Outcome[P any] struct {
	// Receipt returns where the receipt stands, nil while there is no outcome to be told.
	Receipt func(p *P) **Receipt
	// HasAccount reports whether the person has an account and reads it there.
	HasAccount func(step *evaluation.Step, p *P) (bool, error)
	// Since is the day on which the outcome was decided.
	Since func(p *P) evaluation.Date
	// Done is called when the receipt has been compared, nil for nothing.
	Done func(p *P, r *Receipt)
}

// Acts are those with which officials note that the person signed, or refused to, and
// compare what was noted. The record stays in its state.
func (o Outcome[P]) Acts(in ...evaluation.State) []evaluation.Act {
	days := func(step *evaluation.Step, p *P) (map[string]evaluation.Days, error) {
		return map[string]evaluation.Days{"signed": {From: o.Since(p), To: step.Today}}, nil
	}
	compare := func(step *evaluation.Step, p *P) (evaluation.State, error) {
		o.compared(step, p)
		return step.Record.State, nil
	}
	note := evaluation.Staying("note_signature", evaluation.Personnel, in, evaluation.Run(o.note)).Dated(evaluation.DaysOf(days)).
		Barring(evaluation.BarWhen("signoff.nothing_to_tell", o.closed), evaluation.BarAsking(HasAccount, o.readsIt))
	check := evaluation.Staying("check_signature", evaluation.Running, in, evaluation.Plain(compare)).
		Barring(evaluation.BarWhen("signoff.nothing_to_tell", o.unnoted), evaluation.NotDoer(SecondPerson, "note_signature"))
	return []evaluation.Act{note, check}
}

// readsIt reports whether the person reads the outcome in Kaoji. Whoever got an account while
// the section waits for the signature can still sign the paper.
func (o Outcome[P]) readsIt(step *evaluation.Step, p *P) (bool, error) {
	if slices.Contains(step.Record.Waiting, evaluation.WaitRole(evaluation.RolePersonnel)) {
		return false, nil
	}
	return o.HasAccount(step, p)
}

// closed reports whether nothing is to be told, or the receipt was compared.
func (o Outcome[P]) closed(_ *evaluation.Step, p *P) bool {
	r := o.Receipt(p)
	return r == nil || *r != nil && (*r).Paper.Checked != ""
}

// unnoted reports whether there is no receipt to compare.
func (o Outcome[P]) unnoted(step *evaluation.Step, p *P) bool {
	return o.closed(step, p) || *o.Receipt(p) == nil
}

func (o Outcome[P]) note(step *evaluation.Step, p *P, in *ReceiptInput) (evaluation.State, error) {
	if in.Refused && in.Words == "" {
		return "", desk.Mistake("words", "signoff.how_told")
	}
	*o.Receipt(p) = &Receipt{Refused: in.Refused, Words: in.Words, Signed: in.Signed, Paper: *Entered(step)}
	WaitToCompare(step)
	return step.Record.State, nil
}

func (o Outcome[P]) compared(step *evaluation.Step, p *P) {
	r := *o.Receipt(p)
	r.Paper.Checked = step.Actor.Name
	desk.Wait(step.Record, evaluation.Date{})
	if o.Done != nil {
		o.Done(p, r)
	}
}
