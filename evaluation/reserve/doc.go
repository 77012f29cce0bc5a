// Package reserve is measure 6, reserve cadres (后备干部培养): the list of people
// considered for a kind of post, from nomination, check, review and approval to
// promotion, with a yearly review.
//
// Only the personnel section and the principal leaders may know who is on the list.
// The training and the responsible person are in package training, which does not
// know this package: a candidate refers to the plan, never the plan to the
// candidate.
package reserve

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Deps are the dependencies of the measure.
type Deps struct {
	desk.Desk
	Ledger interface {
		Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error)
	}
	// Plan returns the running training plan of a person.
	Plan func(ctx context.Context, office, person string) (Plan, bool, error)
	// Grade returns the grade of a person's year; the zero Grade for none.
	Grade func(ctx context.Context, office, person string, year int) (Grade, error)
}

// Plan is what this measure needs of a training plan.
type Plan struct {
	Record           string
	Responsible      desk.Held
	Former           []desk.Held
	Reports, Missed  int // reports received; reports missed
	Milestones, Open int
	Hours, Taken     int
}

// Grade is the grade of a year and the record that says it.
type Grade struct {
	Below  bool // 称职
	Record string
	Told   evaluation.Date // when the person was told; zero: it was not fixed here
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// KindCandidate is the one kind.
const KindCandidate = "reserve.candidate"

// The states of a candidate.
const (
	Nominated evaluation.State = "nominated"
	Checked   evaluation.State = "checked"  // nothing speaks against it
	Reviewed  evaluation.State = "reviewed" // the votes of a meeting are noted
	Approved  evaluation.State = "approved" // by the principal leaders: on the list
	Training  evaluation.State = "training"
	Ready     evaluation.State = "ready"
	Promoted  evaluation.State = "promoted"
	Withdrawn evaluation.State = "withdrawn"
)

// before are the states before the training, open the states that are not final.
func before() []evaluation.State { return evaluation.States(Nominated, Checked, Reviewed, Approved) }
func open() []evaluation.State   { return append(before(), Training, Ready) }

// Measure returns the definition of measure 6.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 6, Name: "reserve", Glance: glance(), Tally: reported(), Kinds: []evaluation.Kind{s.candidateKind()}}
}

func (s *Service) candidateKind() evaluation.Kind {
	listed := evaluation.States(Training, Ready)
	return evaluation.Kind{
		Name: KindCandidate, About: evaluation.AboutSubject, Drafts: evaluation.KeepDrafts(), Sight: candidateSight, Payload: evaluation.New[Candidate], Milestones: candidateDays(), Discreet: true,
		States: append(open(), Promoted, Withdrawn), Final: evaluation.States(Promoted, Withdrawn),
		Clock:  evaluation.Clocked(listed, "reserve.review"),
		Print:  []string{"reserve_form"},
		Usual:  evaluation.Usual{Nominated: {"check"}, Checked: {"vote"}, Reviewed: {"approve"}, Approved: {"start"}, Training: {"propose", "review"}, OutcomeReady: {"promote"}},
		Grave:  []string{"return", "withdraw"},
		Passes: []string{"hand_over"},
		Many:   evaluation.Many{"start": ""},
		Acts: []evaluation.Act{
			evaluation.NewAct("nominate", evaluation.Personnel, nil, evaluation.States(Nominated), evaluation.Run(s.nominate)),
			evaluation.NewAct("check", evaluation.Personnel, evaluation.States(Nominated, Checked), evaluation.States(Checked, Nominated), evaluation.Run(s.check)).Beginning("checks"),
			evaluation.NewAct("vote", evaluation.Personnel, evaluation.States(Checked, Reviewed), evaluation.States(Reviewed), evaluation.Run(s.vote)).Dated(evaluation.UpToToday("on")),
			evaluation.NewAct("approve", evaluation.Principal, evaluation.States(Reviewed), evaluation.States(Approved, Reviewed), evaluation.Run(s.approve)).Barring(
				evaluation.NotAccounts("reserve.second_person", func(c *Candidate) []string { return c.decided() })),
			evaluation.NewAct("return", evaluation.Principal, evaluation.States(Checked, Reviewed, Approved), evaluation.States(Nominated), evaluation.Plain(s.sendBack)).WithReason(),
			evaluation.NewAct("start", evaluation.Personnel, evaluation.States(Approved), evaluation.States(Training), evaluation.Plain(s.start)),
			evaluation.Staying("propose", evaluation.Personnel, listed, evaluation.Run(s.propose)).Beginning("proposal"),
			evaluation.NewAct("review", evaluation.Principal, listed, evaluation.States(Training, Ready, Withdrawn), evaluation.Run(s.review)).Beginning("proposal"),
			evaluation.NewAct("promote", evaluation.Personnel, evaluation.States(Ready), evaluation.States(Promoted), evaluation.Run(s.promote)).Dated(evaluation.UpToToday("on")),
			evaluation.Staying("hand_over", evaluation.Personnel, before(), evaluation.Run(s.handOver)).WithReason().Suiting(evaluation.SuitsOf(s.takers)),
			evaluation.NewAct("withdraw", evaluation.Principal.Or(evaluation.Personnel.In(Nominated, Checked, Reviewed)), open(), evaluation.States(Withdrawn), evaluation.Plain(withdraw)).WithReason(),
			{Name: "notice", From: open(), To: open(), Run: evaluation.Plain(s.notice)},
		},
	}
}
