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

type act = evaluation.Act

func states(list ...evaluation.State) []evaluation.State { return list }

// Measure returns the definition of training plans; they are not one of the eight
// measures.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Name: "training", Kinds: []evaluation.Kind{s.planKind()}}
}

func (s *Service) planKind() evaluation.Kind {
	running, open := states(Running), states(Running, Vacant)
	stay := func(name string, may evaluation.Grants, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: running, To: running, Input: input, Run: run}
	}
	return evaluation.Kind{
		Name: KindPlan, Sight: planSight, Payload: evaluation.New[Plan],
		States: states(Running, Vacant, Completed, Stopped), Final: states(Completed, Stopped),
		Clock: evaluation.Clocked(running, "training.report"),
		Print: []string{"training_plan"},
		Acts: []act{
			{Name: "open", May: evaluation.Personnel, To: running, Input: evaluation.New[OpenInput], Run: evaluation.Run(s.open)},
			stay("report", evaluation.Staff.As(evaluation.Party), evaluation.New[ReportInput], evaluation.Run(s.report)),
			{Name: "summarise", May: evaluation.Staff.As(evaluation.Own), From: running, To: running, InOwnCase: true, Input: evaluation.New[SummaryInput], Run: evaluation.Run(s.summarise)},
			evaluation.Dated(stay("note_milestone", evaluation.Personnel.Or(evaluation.Staff.As(evaluation.Party)), evaluation.New[MilestoneInput], evaluation.Run(s.noteMilestone)), evaluation.UpToToday("on")),
			stay("note_posting", evaluation.Personnel, evaluation.New[PostingInput], evaluation.Run(s.notePosting)),
			evaluation.Dated(stay("note_study", evaluation.Personnel, evaluation.New[StudyInput], evaluation.Run(s.noteStudy)), evaluation.UpToToday("on")),
			stay("amend", evaluation.Personnel, evaluation.New[AmendInput], evaluation.Run(s.amend)),
			{Name: "hand_over", May: evaluation.Personnel, From: open, To: running, Reason: true, Input: evaluation.New[HandOverInput], Run: evaluation.Run(s.handOver)},
			{Name: "complete", May: evaluation.Personnel, From: running, To: states(Completed), Input: evaluation.New[CompleteInput], Run: evaluation.Run(s.complete)},
			{Name: "stop", May: evaluation.Personnel, From: open, To: states(Stopped), Reason: true, Run: evaluation.Plain(stop)},
			{Name: "vacate", From: running, To: states(Vacant), Run: evaluation.Plain(s.vacate)},
		},
	}
}
