package bonus

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Paid is the amount that an approved adjustment gives to or takes from one person:
// an additional line for payroll.
type Paid struct {
	On       evaluation.Date `json:"on" doc:"Approved"`
	Person   string          `json:"person"`
	No       string          `json:"no"`
	Name     string          `json:"name"`
	Was      int64           `json:"was" doc:"Fen, with earlier adjustments"`
	Fen      int64           `json:"fen" doc:"More or less"`
	Grounds  string          `json:"grounds"`
	Document string          `json:"document"`
}

// approved is an adjustment that was approved.
type approved struct {
	*Adjustment
	period string // id
}

// adjustments lists the approved adjustments of periods in the order of their
// creation.
func adjustments(ctx context.Context, from desk.Finder, office string, periods ...string) ([]approved, error) {
	list, err := desk.All(ctx, from, evaluation.Query{
		Office: office, Kinds: []string{KindAdjustment}, Parents: periods, States: evaluation.States(AdjustmentApproved),
	})
	if err != nil {
		return nil, err
	}
	out := make([]approved, len(list))
	for i, r := range list {
		out[i].period = r.Parent
		if out[i].Adjustment, err = evaluation.PayloadOf[Adjustment](r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// adjusted sums the approved adjustments of a period by person.
func adjusted(ctx context.Context, from desk.Finder, office, period string) (map[string]int64, error) {
	list, err := adjustments(ctx, from, office, period)
	return sums(list), err
}

// sums returns the change of each person's amount in fen.
func sums(list []approved) map[string]int64 {
	of := map[string]int64{}
	for _, a := range list {
		for _, row := range a.Rows {
			of[row.Person] += row.Fen
		}
	}
	return of
}

// paid returns the lines of a period's approved adjustments.
func (s *Service) paid(ctx context.Context, office, period string, p *Period) ([]Paid, error) {
	list, err := adjustments(ctx, s.Ledger, office, period)
	out := []Paid{}
	for _, a := range list {
		for _, row := range a.Rows {
			one := Paid{On: a.DecidedOn, Person: row.Person, Name: row.Name, Was: row.Was, Fen: row.Fen, Grounds: a.Grounds, Document: a.Document}
			if i, ok := p.line(row.Person); ok {
				one.No = p.Lines[i].No
			}
			out = append(out, one)
		}
	}
	return out, err
}
