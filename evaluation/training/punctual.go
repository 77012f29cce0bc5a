package training

import (
	"context"
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Punctual counts how many of a person's reports were on time, late or missed.
type Punctual struct {
	OnTime  int    `json:"on_time"`
	Late    int    `json:"late"`
	Missed  int    `json:"missed"`  // the due day passed without a report
	Reports []Owed `json:"reports"` // what is counted, by due day
}

// Owed is a report that a person had to write.
type Owed struct {
	Plan  string          `json:"plan"` // id of the plan
	Name  string          `json:"name"` // of the person who is trained
	DueBy evaluation.Date `json:"due_by" unit:"deadline"`
	On    evaluation.Date `json:"on"`    // handed in; empty if it was not
	State string          `json:"state"` // OwedOnTime, OwedLate or OwedMissed
}

// The results for a due report.
const (
	OwedOnTime = "on_time"
	OwedLate   = "late"
	OwedMissed = "missed"
)

// Due returns the number of due reports.
func (p Punctual) Due() int { return p.OnTime + p.Late + p.Missed }

// Punctual counts the reports that a person had to write up to a day, over all
// plans, including those that others have taken over since.
func (s *Service) Punctual(ctx context.Context, office, person string, today evaluation.Date) (Punctual, error) {
	if person == "" {
		return Punctual{Reports: []Owed{}}, nil
	}
	all, err := s.Punctuality(ctx, office, "", today)
	return all.Of(person), err
}

// Punctuality contains the punctuality of everybody who has to write reports.
type Punctuality struct {
	People  []string       // people responsible for running plans, ordered by the name of the trained person
	Running map[string]int // number of running plans that a person is responsible for
	of      map[string]*Punctual
}

// Of returns the punctuality of one person.
func (p *Punctuality) Of(person string) Punctual {
	if one := p.of[person]; one != nil {
		return *one
	}
	return Punctual{Reports: []Owed{}}
}

// Punctuality computes Punctual of everybody from all plans, read once. It has to
// read them all, because a report counts for the person who owed it even if others
// have taken over the plan since. A running plan of ward is not counted in Running.
func (s *Service) Punctuality(ctx context.Context, office, ward string, today evaluation.Date) (Punctuality, error) {
	out := Punctuality{Running: map[string]int{}, of: map[string]*Punctual{}}
	plans, err := desk.AllOf[Plan](ctx, s.Ledger, evaluation.Query{Office: office, Kinds: []string{KindPlan}, Sort: evaluation.SortName})
	if err != nil {
		return out, err
	}
	for _, r := range plans {
		p := r.Payload
		people := []string{p.Responsible.Person}
		for _, report := range p.Reports {
			people = append(people, report.By)
		}
		slices.Sort(people)
		for _, person := range slices.Compact(people) {
			if out.of[person] == nil {
				out.of[person] = &Punctual{Reports: []Owed{}}
			}
			for _, owed := range p.owed(r.Record, person, today) {
				out.of[person].add(owed)
			}
		}
		if r.State == Running && (ward == "" || r.Subject != ward) {
			if out.Running[p.Responsible.Person]++; out.Running[p.Responsible.Person] == 1 {
				out.People = append(out.People, p.Responsible.Person)
			}
		}
	}
	for _, one := range out.of {
		slices.SortStableFunc(one.Reports, func(a, b Owed) int { return a.DueBy.Compare(b.DueBy) })
	}
	return out, nil
}

// owed lists the reports on a plan that a person had to write up to a day.
func (p *Plan) owed(r evaluation.Record, person string, today evaluation.Date) []Owed {
	var out []Owed
	for _, report := range p.Reports {
		if report.By != person {
			continue
		}
		one := Owed{Plan: r.ID, Name: p.PersonName, DueBy: report.DueBy, On: report.On, State: OwedOnTime}
		switch {
		case report.On.IsZero():
			one.State = OwedMissed
		case report.Late:
			one.State = OwedLate
		}
		out = append(out, one)
	}
	if r.State == Running && p.Responsible.Person == person && !p.ReportBy.IsZero() && p.ReportBy.Before(today) {
		out = append(out, Owed{Plan: r.ID, Name: p.PersonName, DueBy: p.ReportBy, State: OwedMissed})
	}
	return out
}

func (p *Punctual) add(one Owed) {
	switch one.State {
	case OwedMissed:
		p.Missed++
	case OwedLate:
		p.Late++
	default:
		p.OnTime++
	}
	p.Reports = append(p.Reports, one)
}

// Of returns the running plan of a person, if there is one.
func (s *Service) Of(ctx context.Context, office, person string) (r evaluation.Record, p *Plan, runs bool, err error) {
	found, err := s.Ledger.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{KindPlan}, Subjects: []string{person}, States: evaluation.States(Running, Vacant), Limit: 1,
	})
	if err != nil || len(found.Records) == 0 {
		return r, nil, false, err
	}
	p, err = evaluation.PayloadOf[Plan](found.Records[0])
	return found.Records[0], p, true, err
}
