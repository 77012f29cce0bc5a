package measures

import (
	"context"

	"kaoji/evaluation/assessment"
	"kaoji/evaluation/routine"
)

// routineGrades passes the grades of routine assessments to measure 7.
func routineGrades(from *routine.Service) func(context.Context, string, []string, int) (map[string][]assessment.Routine, error) {
	return func(ctx context.Context, office string, people []string, year int) (map[string][]assessment.Routine, error) {
		results, err := from.Results(ctx, office, people, year)
		out := make(map[string][]assessment.Routine, len(results))
		for id, list := range results {
			for _, r := range list {
				out[id] = append(out[id], assessment.Routine{
					Period: r.Period, To: r.To, Fixed: r.Fixed, Grade: r.Grade, Low: r.Grade == routine.Ordinary || r.Grade == routine.Poor,
				})
			}
		}
		return out, err
	}
}
