// Package correction contains requests of cadres to correct what their file says:
// what is wrong, what is right, and proof. Personnel answers within the period of a
// rule. The roster or the record is amended by its own acts; an answer that accepts
// names the amendment. Only the person and personnel see a request.
package correction

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// KindRequest is the one kind.
const KindRequest = "correction.request"

// The states of a request.
const (
	Submitted evaluation.State = "submitted"
	Accepted  evaluation.State = "accepted" // and amended
	Partly    evaluation.State = "partly"   // accepted in part
	Refused   evaluation.State = "refused"
	Closed    evaluation.State = "closed" // the person has read the answer
	Withdrawn evaluation.State = "withdrawn"
)

// Deps are the dependencies of requests.
type Deps struct {
	desk.Desk
	// Sight returns who sees what of a kind; nil if there is no such kind.
	Sight func(kind string) *evaluation.Sight
}

// shown reports whether the person whom a record is about may read it.
func (s *Service) shown(r *evaluation.Record) bool {
	sight := s.Sight(r.Kind)
	return sight != nil && sight.ShowsSubject(r)
}

// Service has the acts of requests.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition of requests; they are not one of the eight measures.
func (s *Service) Measure() evaluation.Measure {
	open, answered := evaluation.States(Submitted), evaluation.States(Accepted, Partly, Refused)
	ready := evaluation.Ready(s.amendedSince)
	return evaluation.Measure{Name: "correction", Kinds: []evaluation.Kind{{
		Name: KindRequest, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: requestSight, Payload: evaluation.New[Request], Brief: []string{"about", "result"},
		Columns: []evaluation.Column{{Name: "about", Choices: Topics()}, {Name: "result", Choices: Results()}},
		States:  evaluation.States(Submitted, Accepted, Partly, Refused, Closed, Withdrawn),
		Final:   evaluation.States(Closed, Withdrawn),
		Clock:   evaluation.Clocked(open, ruleAnswer),
		Usual: evaluation.Usual{
			Submitted: {"accept", "partly"}, Accepted: {"acknowledge"}, Partly: {"acknowledge"}, Refused: {"acknowledge"},
		},
		Grave: []string{"refuse", "withdraw"},
		Notifies: map[string][]evaluation.Recipient{
			"accept": {evaluation.ToSubject}, "partly": {evaluation.ToSubject}, "refuse": {evaluation.ToSubject},
		},
		Acts: []evaluation.Act{
			{Name: "submit", May: evaluation.Staff.As(evaluation.Own), To: open, InOwnCase: true, Run: evaluation.Run(s.submit)},
			evaluation.OwnAct("supplement", open, open, evaluation.Run(supplement)),
			{Name: "accept", May: evaluation.Personnel, From: open, To: evaluation.States(Accepted), Ready: ready, Run: evaluation.Run(s.accept)},
			{Name: "partly", May: evaluation.Personnel, From: open, To: evaluation.States(Partly), Ready: ready, Run: evaluation.Run(s.partly)},
			{Name: "refuse", May: evaluation.Personnel, From: open, To: evaluation.States(Refused), Run: evaluation.Run(refuse)},
			evaluation.OwnAct("acknowledge", answered, evaluation.States(Closed), evaluation.Plain(acknowledge)),
			evaluation.OwnAct("withdraw", open, evaluation.States(Withdrawn), evaluation.Plain(withdraw)),
		},
	}}}
}
