// Package training stores training plans of cadres: goals, milestones, postings and
// hours, a responsible person at every date, and that person's half-yearly reports.
// Any cadre can have a plan, and a plan does not say what it is for. So a reader of
// a plan learns only that the person is being trained.
package training

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Deps are the dependencies of the plans.
type Deps struct {
	desk.Desk
	Ledger interface {
		Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error)
	}
}

// Service has the acts and queries of training plans.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// KindPlan is the one kind.
const KindPlan = "training.plan"

// The states of a plan.
const (
	Running   evaluation.State = "running"
	Vacant    evaluation.State = "vacant" // nobody is responsible: nothing but the hand-over goes on
	Completed evaluation.State = "completed"
	Stopped   evaluation.State = "stopped"
)

// Measure returns the definition of training plans; they are not one of the eight
// measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "training", Kinds: []evaluation.Kind{s.planKind()}}
}

func (s *Service) planKind() evaluation.Kind {
	running, open := evaluation.States(Running), evaluation.States(Running, Vacant)
	return evaluation.Kind{
		Name: KindPlan, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: planSight, Payload: evaluation.New[Plan], Milestones: planDays(),
		Notifies: map[string][]evaluation.Recipient{
			"open":      {evaluation.ToSubject},
			"hand_over": {evaluation.ToSubject, evaluation.ToParties},
			"complete":  {evaluation.ToSubject},
			"stop":      {evaluation.ToSubject},
		},
		States: evaluation.States(Running, Vacant, Completed, Stopped), Final: evaluation.States(Completed, Stopped),
		Clock:  evaluation.Clocked(running, "training.report"),
		Print:  []string{"training_plan"},
		Usual:  evaluation.Usual{Running: {"report", "summarise", "complete"}, Vacant: {"hand_over"}},
		Grave:  []string{"stop"},
		Passes: []string{"hand_over"},
		Acts: []evaluation.Act{
			{Name: "open", May: evaluation.Personnel, To: running, Run: evaluation.Run(s.open)},
			evaluation.Staying("report", evaluation.Staff.As(evaluation.Party), running, evaluation.Run(s.report)),
			evaluation.OwnAct("summarise", running, running, evaluation.Run(s.summarise)),
			evaluation.Staying("note_milestone", evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Party)), running, evaluation.Run(s.noteMilestone)).Dated(evaluation.UpToToday("on")),
			evaluation.Staying("note_posting", evaluation.Personnel, running, evaluation.Run(s.notePosting)),
			evaluation.Staying("note_study", evaluation.Personnel, running, evaluation.Run(s.noteStudy)).Dated(evaluation.UpToToday("on")),
			evaluation.Staying("amend", evaluation.Personnel, running, evaluation.Run(s.amend)),
			{Name: "hand_over", May: evaluation.Personnel, From: open, To: running, Reason: true, Suits: evaluation.SuitsOf(s.takers), Run: evaluation.Run(s.handOver)},
			{Name: "complete", May: evaluation.Personnel, From: running, To: evaluation.States(Completed), Run: evaluation.Run(s.complete)},
			{Name: "stop", May: evaluation.Personnel, From: open, To: evaluation.States(Stopped), Reason: true, Run: evaluation.Plain(stop)},
			{Name: "vacate", From: running, To: evaluation.States(Vacant), Run: evaluation.Plain(s.vacate)},
		},
	}
}
