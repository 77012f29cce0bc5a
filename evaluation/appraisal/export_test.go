package appraisal

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Contact is how many months somebody served a committee in a span.
func Contact(list []roster.Liaison, committee string, within [2]string) int {
	return months(contact(list, committee, span{day(within[0]), day(within[1])}))
}

func day(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// ComputeBefore is Compute as it was before Result.Veiled.
func (r *Round) ComputeBefore(boxes map[string][][]Mark, rules rulepack.Numbers) (map[string]Result, error) {
	n, err := numbersOf(rules)
	n.veiled = false
	results, _ := r.compute(r.casts(boxes), n, nil)
	return results, err
}

// Before is the result of a sheet as it was made then.
func (s *Service) Before(ctx context.Context, sheet evaluation.Record) (Result, error) {
	counted, err := s.results(ctx, sheet.Office, sheet.Parent, false)
	if err != nil {
		return Result{}, err
	}
	return counted.results[sheet.Subject], nil
}

// Why is the explanation of a cadre's result in a round that was computed.
func (r *Round) Why(person string, boxes map[string][][]Mark, rules rulepack.Numbers) (desk.Node, error) {
	n, err := numbersOf(rules)
	if err != nil {
		return desk.Node{}, err
	}
	results, work := r.compute(r.casts(boxes), n, nil)
	return tree(results[person], person, work), nil
}
