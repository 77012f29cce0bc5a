package bonus

import (
	"context"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// Deps are what the measure needs from outside.
type Deps struct {
	desk.Desk
	Ledger evaluation.Ledger
	// Grades returns the valid grades on a day, by person.
	Grades func(ctx context.Context, office string, on evaluation.Date) (map[string]string, error)
	// Known returns the figures of other records for a period, by person.
	Known func(ctx context.Context, office string, from, to evaluation.Date) (map[string]Facts, error)
}

// Facts are figures of other measures about a person; entries are prefilled with
// them, and people decide.
type Facts struct {
	Cases     Number `json:"cases"`                         // handled; a month partly in the period counts by days
	Residents Number `json:"residents"`                     // served, counted like cases
	Deeds     int64  `json:"deeds"`                         // counted good deeds
	Hours     int64  `json:"hours,omitempty" unit:"tenths"` // study hours, only in entries of earlier versions (L-1)
	Appraisal int64  `json:"appraisal" unit:"hundredths"`   // mean mark of the committees, hundredths; 0 for none
}

// Service has the acts and queries of the measure.
type Service struct{ Deps }

// New makes a Service.
func New(d Deps) *Service { return &Service{d} }

// keys lists the rules that a period freezes.
func keys() []string {
	return []string{
		"bonus.pool", "bonus.yearend", "bonus.incompetent", "bonus.bands", "bonus.automatic", "privacy.automated",
		"bonus.notice", "bonus.contest", "bonus.rounding", "bonus.hidden", "bonus.ranks", "bonus.cosign", "bonus.scheme.classes",
	}
}

// periodOf reads the period of a record.
func periodOf(step *evaluation.Step, id string) (evaluation.Record, *Period, error) {
	r, err := step.Read.Get(step.Ctx, step.Record.Office, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && r.Kind != KindPeriod {
		return r, nil, desk.Mistake("period", "bonus.no_period")
	}
	if err != nil {
		return r, nil, err
	}
	p, err := evaluation.Shared[Period](step, r)
	return r, p, err
}

// entering returns an error if entries are closed.
func entering(step *evaluation.Step) (*Period, error) {
	r, p, err := periodOf(step, step.Record.Parent)
	if err == nil {
		err = takesEntries(r)
	}
	return p, err
}

func takesEntries(period evaluation.Record) error {
	if period.State != PeriodEntering {
		return desk.WrongState("bonus.not_entering")
	}
	return nil
}

// ranks returns the factors of the comparison by rank alone.
func ranks(rules rulepack.Numbers) (map[string]int64, error) {
	items, err := rules.Items("bonus.ranks")
	m := map[string]int64{}
	for _, it := range items {
		m[it.Code] = it.N
	}
	return m, err
}
