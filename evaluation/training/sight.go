package training

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a training plan by reader. The cadre cannot read the reports of the
// responsible person.
var (
	planOwn = []string{
		"person", "person_name", "unit_name", "post", "goals", "from", "until", "hours", "responsible", "gap", "milestones", "postings",
		"studies", "summaries", "result", "without", "ended", "stopped_for",
	}
	planResponsible = slices.Concat(planOwn, []string{"reports", "report_by", "round"})
	planTrained     = evaluation.States(Running, Completed)
)

var planSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Staff.As(evaluation.Party).In(planTrained...).See(planResponsible...),
	evaluation.Staff.As(evaluation.Own).See(planOwn...),
)}
