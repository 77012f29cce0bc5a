// Package absence 外出与代办 stores who is away from work, from which day to which, and
// who looks after their tasks meanwhile (代办人). It moves no deadline and gives nobody a
// right: a substitute does what their own roles allow, and learns what falls due in the
// absence (evaluation.Service.Meanwhile).
//
// The roster has periods of another sort, which count for assessments: see
// roster.Absence.
package absence

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// KindPeriod is the one kind.
const KindPeriod = "absence.period"

// The states of an absence.
const (
	Entered   evaluation.State = "entered" // to come, or begun
	Ended     evaluation.State = "ended"   // the person is back
	Cancelled evaluation.State = "cancelled"
)

// untilColumn is the place of until among the columns, whose keys are days as text.
const untilColumn = 1

// Deps are the dependencies of absences.
type Deps struct {
	desk.Desk
	*Source
	// Holders returns the people who can log in with one of the roles.
	Holders func(ctx context.Context, office string, people []string, roles ...evaluation.Role) ([]string, error)
}

// Service has the acts of absences.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// Measure returns the definition of absences; they are not one of the eight measures.
// An absence decides nothing about anybody, so there is no recusal.
func (s *Service) Measure() evaluation.Measure {
	entered := evaluation.States(Entered)
	self := evaluation.Staff.As(evaluation.Own)
	either := self.Or(evaluation.Personnel)
	both := []evaluation.Recipient{evaluation.ToSubject, evaluation.ToParties}
	return evaluation.Measure{Name: "absence", Kinds: []evaluation.Kind{{
		Name: KindPeriod, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: periodSight, Payload: evaluation.New[Period],
		Columns: []evaluation.Column{{Name: "from"}, {Name: "until"}},
		States:  evaluation.States(Entered, Ended, Cancelled), Final: evaluation.States(Ended, Cancelled),
		Grave: []string{"cancel"}, Often: []string{"enter"},
		Notifies:   map[string][]evaluation.Recipient{"enter": both[1:], "record": both, "change": both},
		Milestones: []evaluation.Milestone{{Key: "from", Day: "from", Way: evaluation.Takes, Of: entered, For: self.Or(evaluation.Staff.As(evaluation.Party))}},
		Acts: []evaluation.Act{
			evaluation.NewAct("enter", self, nil, entered, evaluation.Run(s.enter)).NoRecusal().Dated(evaluation.DaysOf(s.free)).Suiting(evaluation.SuitsOf(s.suited)),
			evaluation.NewAct("record", evaluation.Personnel, nil, entered, evaluation.Run(s.record)).NoRecusal().Dated(evaluation.DaysOf(spans)),
			evaluation.Staying("change", either, entered, evaluation.Run(change)).NoRecusal().When(evaluation.Ready(extendable)).Dated(evaluation.DaysOf(spans)).Suiting(evaluation.SuitsOf(s.suited)),
			{Name: "end", May: either, From: entered, To: evaluation.States(Ended), InOwnCase: true, Ready: evaluation.Ready(begun), Run: evaluation.Plain(end)},
			evaluation.NewAct("cancel", either, entered, evaluation.States(Cancelled), evaluation.Plain(cancel)).NoRecusal(),
			{Name: "lapse", From: entered, To: evaluation.States(Ended), Run: evaluation.Plain(lapse)},
		},
	}}}
}

// periodSight: everybody inside the office sees who is away and until when, and whom to
// turn to; why, the person and the section alone. What is over, nobody else needs.
var periodSight = evaluation.Sight{Readers: evaluation.Personnel.See(evaluation.All).Or(
	evaluation.Staff.As(evaluation.Own).See("from", "until", "why", "substitute", "back", evaluation.FieldHistory),
	evaluation.Staff.In(Entered).See("from", "until", "substitute"),
)}
