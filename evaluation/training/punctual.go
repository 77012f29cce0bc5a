package training

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Punctual is how somebody kept to the dates of the reports that were theirs.
type Punctual struct {
	OnTime int `json:"on_time"`
	Late   int `json:"late"`
	Missed int `json:"missed"` // passed without a report, or are passing
}

// Due is how many reports were due.
func (p Punctual) Due() int { return p.OnTime + p.Late + p.Missed }

// Punctual counts the reports that a person owed up to a day, over all plans,
// those in other hands by now too.
func (s *Service) Punctual(ctx context.Context, office, person string, today evaluation.Date) (Punctual, error) {
	out := Punctual{}
	if person == "" {
		return out, nil
	}
	plans, err := desk.All(ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindPlan}})
	if err != nil {
		return out, err
	}
	for _, r := range plans {
		p, err := evaluation.PayloadOf[Plan](r)
		if err != nil {
			return out, err
		}
		out.add(p, r.State, person, today)
	}
	return out, nil
}

func (p *Punctual) add(plan *Plan, state evaluation.State, person string, today evaluation.Date) {
	for _, r := range plan.Reports {
		switch {
		case r.By != person:
		case r.On.IsZero():
			p.Missed++
		case r.Late:
			p.Late++
		default:
			p.OnTime++
		}
	}
	if state == Running && plan.Responsible.Person == person && !plan.ReportBy.IsZero() && plan.ReportBy.Before(today) {
		p.Missed++
	}
}

// Of is the plan of a person that runs, if there is one.
func (s *Service) Of(ctx context.Context, office, person string) (r evaluation.Record, p *Plan, runs bool, err error) {
	found, err := s.Ledger.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{KindPlan}, Subjects: []string{person}, States: states(Running, Vacant), Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return r, nil, false, err
	}
	p, err = evaluation.PayloadOf[Plan](found.Records[0])
	return found.Records[0], p, true, err
}
