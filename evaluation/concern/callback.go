package concern

import (
	"kaoji/evaluation"
)

// The answers of a sender who was called back.
const (
	Satisfied    = "satisfied"
	Fairly       = "fairly"
	Dissatisfied = "dissatisfied"
	Unreached    = "unreached"
)

// CallBack is what a sender said of how the concern was dealt with (回访).
type CallBack struct {
	CallBackInput
	By string `json:"by"` // name
}

// CallBackInput is a call to the sender after the answer.
type CallBackInput struct {
	CalledOn  evaluation.Date `json:"called_on" begin:"today" doc:"Day of the call"`
	Satisfied string          `json:"satisfied" enum:"satisfied,fairly,dissatisfied,unreached" doc:"What the sender says of how it was dealt with"`
	Said      string          `json:"said,omitempty" form:"long" maxLength:"1000" doc:"What else the sender says; it names nobody"`
}

// noContact excludes everybody from calling back a sender who left no contact, and the handler
// from asking how well they did it.
func noContact() []evaluation.Bar {
	return []evaluation.Bar{
		evaluation.BarWhen("concern.no_contact", func(_ *evaluation.Step, m *Matter) bool { return !m.Named }),
		evaluation.BarWhen("concern.own_callback", func(step *evaluation.Step, m *Matter) bool {
			return m.Handler != "" && m.Handler == step.Actor.Person
		}),
	}
}

func sinceAnswered(step *evaluation.Step, m *Matter) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"called_on": {From: m.AnsweredOn, To: step.Today}}, nil
}

// callBack records the call; a later call replaces it.
func callBack(step *evaluation.Step, m *Matter, in *CallBackInput) (evaluation.State, error) {
	m.CallBack = &CallBack{CallBackInput: *in, By: step.Actor.Name}
	return step.Record.State, nil
}
