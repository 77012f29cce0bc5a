package measures

import (
	"context"

	"kaoji/evaluation/assessment"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/results"
	"kaoji/evaluation/training"
)

// plans passes training plans to measure 6.
func plans(from *training.Service) func(context.Context, string, string) (reserve.Plan, bool, error) {
	return func(ctx context.Context, office, person string) (reserve.Plan, bool, error) {
		r, p, runs, err := from.Of(ctx, office, person)
		if err != nil || !runs {
			return reserve.Plan{}, false, err
		}
		out := reserve.Plan{
			Record: r.ID, Responsible: p.Responsible, Former: p.Former, Milestones: len(p.Milestones), Open: p.Open(), Hours: p.Hours, Taken: p.Taken(),
		}
		for _, report := range p.Reports {
			if report.On.IsZero() {
				out.Missed++
			} else {
				out.Reports++
			}
		}
		return out, true, nil
	}
}

// grades passes the grade of a year to measure 6, as the lists of what follows know it:
// fixed here, entered, or said by the appointment form.
func grades(known *results.Service, fixed *assessment.Service) func(context.Context, string, string, int) (reserve.Grade, error) {
	return func(ctx context.Context, office, person string, year int) (reserve.Grade, error) {
		all, err := known.Known(ctx, office, year, []string{person})
		h := all[person]
		if err != nil || h == nil || h.Grades[year] == "" {
			return reserve.Grade{}, err
		}
		g := reserve.Grade{Below: assessment.Below(h.Grades[year]), Record: h.Entered[year]}
		switch {
		case h.Formed[year]:
			g.Record = person
		case g.Record == "":
			_, g.Record, g.Told, err = fixed.GradeOf(ctx, office, person, year)
		}
		return g, err
	}
}
