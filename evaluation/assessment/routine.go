package assessment

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Routine is the fixed grade of a person's routine assessment (平时考核) of a period.
type Routine struct {
	Period string
	To     evaluation.Date // last day of the period
	Fixed  evaluation.Date // day on which the grade was fixed, before or after To
	Grade  string
	Low    bool // 一般 or 较差
}

// KindRoutine is the Finding of a person with a low grade in a routine assessment of the
// year.
const KindRoutine = "routine"

// ruleRoutine: excellent is chosen among those with no low routine result.
const ruleRoutine = "assessment.excellent.routine"

// eligible returns the special cases of people of an office in a calendar year, by
// person: those that the roster tells, and low grades of routine assessments, if the
// rules that the cycle was opened with know them. A grade that is fixed counts, also before
// its period is over; a period without a grade is held against nobody.
func (s *Service) eligible(ctx context.Context, office string, members []roster.Member, when When, rules rulepack.Numbers) (map[string][]Finding, error) {
	ids, out := make([]string, len(members)), map[string][]Finding{}
	for i, m := range members {
		list, err := Eligibility(m, when, rules)
		if err != nil {
			return nil, err
		}
		ids[i], out[m.ID] = m.ID, list
	}
	if !rulepack.Knows(rules, ruleRoutine) || s.Routine == nil {
		return out, nil
	}
	results, err := s.Routine(ctx, office, ids, when.Day.Year())
	for id, list := range results {
		for _, r := range list {
			if r.Low && (!r.To.After(when.Known) || !r.Fixed.After(when.Known)) {
				out[id] = append(out[id], Finding{Rule: ruleRoutine, Kind: KindRoutine, Consequence: NotExcellent, Detail: r.Period, From: r.To, Until: evaluation.NewDate(r.To.Year(), 12, 31), Grade: r.Grade})
			}
		}
	}
	return out, err
}

// eligibleOne is eligible for one person.
func (s *Service) eligibleOne(ctx context.Context, office string, m roster.Member, when When, rules rulepack.Numbers) ([]Finding, error) {
	all, err := s.eligible(ctx, office, []roster.Member{m}, when, rules)
	return all[m.ID], err
}

// sayRoutine says which grade a person had in which period.
func (f Finding) sayRoutine(prefix string) evaluation.Problem {
	var period evaluation.Problem
	switch year, n := f.Detail[:4], f.Detail[5:]; f.Detail[4] {
	case 'Q':
		period = evaluation.Say("period.quarter", "year", year, "n", n)
	case 'H':
		if period = evaluation.Say("period.half1", "year", year); n == "2" {
			period = evaluation.Say("period.half2", "year", year)
		}
	default:
		period = evaluation.Say("period.month", "year", year, "n", n)
	}
	return evaluation.Say(prefix+KindRoutine, "period", period, "grade", evaluation.Say("routine.grade."+f.Grade))
}
