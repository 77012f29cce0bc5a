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
	// Grade returns the grade of a person's last assessment in a year, "" for none.
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

// Grade is a grade and the record in which it was decided.
type Grade struct {
	Code   string
	Below  bool // 称职
	Record string
	On     evaluation.Date
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

type act = evaluation.Act

func states(list ...evaluation.State) []evaluation.State { return list }

// before are the states before the training, open the states that are not final.
func before() []evaluation.State { return states(Nominated, Checked, Reviewed, Approved) }
func open() []evaluation.State   { return append(before(), Training, Ready) }

// Measure returns the definition of measure 6.
func (s *Service) Measure() evaluation.Measure {
	return evaluation.Measure{Number: 6, Name: "reserve", Kinds: []evaluation.Kind{s.candidateKind()}}
}

func (s *Service) candidateKind() evaluation.Kind {
	listed := states(Training, Ready)
	one := func(name string, may evaluation.Grants, from, to []evaluation.State, input func() any, run func(*evaluation.Step) (evaluation.State, error)) act {
		return act{Name: name, May: may, From: from, To: to, Input: input, Run: run}
	}
	because := func(a act) act { a.Reason = true; return a }
	return evaluation.Kind{
		Name: KindCandidate, Sight: candidateSight, Payload: evaluation.New[Candidate],
		States: append(open(), Promoted, Withdrawn), Final: states(Promoted, Withdrawn),
		Clock: evaluation.Clocked(listed, "reserve.review"),
		Print: []string{"reserve_form"},
		Acts: []act{
			one("nominate", evaluation.Personnel, nil, states(Nominated), evaluation.New[NominateInput], evaluation.Run(s.nominate)),
			evaluation.Beginning(one("check", evaluation.Personnel, states(Nominated, Checked), states(Checked, Nominated), evaluation.New[CheckInput], evaluation.Run(s.check)), "checks"),
			evaluation.Dated(one("vote", evaluation.Personnel, states(Checked, Reviewed), states(Reviewed), evaluation.New[VoteInput], evaluation.Run(s.vote)), evaluation.UpToToday("on")),
			one("approve", evaluation.Principal, states(Reviewed), states(Approved, Reviewed), evaluation.New[OpinionInput], evaluation.Run(s.approve)).Barring(
				evaluation.NotAccounts("reserve.second_person", func(c *Candidate) []string { return c.decided() })),
			because(one("return", evaluation.Principal, states(Checked, Reviewed, Approved), states(Nominated), nil, evaluation.Plain(s.sendBack))),
			one("start", evaluation.Personnel, states(Approved), states(Training), nil, evaluation.Plain(s.start)),
			evaluation.Beginning(one("propose", evaluation.Personnel, listed, listed, evaluation.New[ReviewInput], evaluation.Run(s.propose)), "proposal"),
			evaluation.Beginning(one("review", evaluation.Principal, listed, states(Training, Ready, Withdrawn), evaluation.New[ReviewInput], evaluation.Run(s.review)), "proposal"),
			evaluation.Dated(one("promote", evaluation.Personnel, states(Ready), states(Promoted), evaluation.New[PromoteInput], evaluation.Run(s.promote)), evaluation.UpToToday("on")),
			because(one("hand_over", evaluation.Personnel, before(), before(), evaluation.New[HandOverInput], evaluation.Run(s.handOver))),
			because(one("withdraw", evaluation.Principal.Or(evaluation.Personnel.In(Nominated, Checked, Reviewed)), open(), states(Withdrawn), nil, evaluation.Plain(withdraw))),
			{Name: "notice", From: open(), To: open(), Run: evaluation.Plain(s.notice)},
		},
	}
}
