package supervision

import "kaoji/evaluation"

// Fields of a term that everybody in the office reads, and the supervisor.
var (
	termKnown = []string{"name", "body", "from", "to"}
	termOwn   = []string{"name", "body", "from", "to", "letter", "appointed_by", "appointed_on", "ended_on"}
)

var termSight = evaluation.Sight{Readers: evaluation.Running.Or(evaluation.Discipline).See(evaluation.All).Or(
	evaluation.Staff.In(TermServing).See(termKnown...),
	evaluation.Supervisor.As(evaluation.Party).In(TermServing, TermEnded, TermClosed).See(termOwn...),
)}

// meetingSight: who was there reads what was raised and answered, and so does whoever is to
// answer.
var meetingSight = evaluation.Sight{Readers: evaluation.Running.Or(evaluation.Discipline, evaluation.Leader).See(evaluation.All).Or(
	evaluation.Staff.As(evaluation.Party).See(evaluation.All),
	evaluation.Supervisor.As(evaluation.Party).See("on", "place", "chair", "chair_name", "attended", "minutes", "points"),
)}
