package unitreview

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a sheet. A leader does not read what other leaders say before the grade is
// decided, the head of the unit reads the result then, and never who rated how; a member of
// the panel reads what is to be rated.
var (
	sheetFrame  = []string{"name", "head", "body", "from", "to", "report_by", "decide_by", "figures", "report", "rules"}
	sheetLeader = slices.Concat(sheetFrame, []string{"quiet", "marks"})
	sheetResult = []string{"marks", "rated", "score", "comments", "grade", "words", "decided_by", "decided_on", "improvements", "earlier"}
	// The personnel section runs the reviews and does not read who rated how: one of its own
	// heads a unit.
	sheetRun = slices.Concat(sheetLeader, sheetResult)

	sheetLive    = evaluation.States(SheetReporting, SheetReviewing)
	sheetDecided = evaluation.States(SheetImproving, SheetClosed)
)

var roundSight = evaluation.Sight{Readers: evaluation.Running.See(evaluation.All).Or(
	evaluation.By(evaluation.RoleLeader, evaluation.RoleHead).See("from", "to", "report_by", "decide_by"),
)}

var sheetSight = evaluation.Sight{Readers: evaluation.Principal.See(evaluation.All).Or(
	evaluation.Personnel.See(sheetRun...),
	evaluation.Leader.In(sheetLive...).See(sheetLeader...),
	evaluation.Leader.In(sheetDecided...).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).In(sheetLive...).See(sheetFrame...),
	evaluation.Staff.As(evaluation.Party).In(sheetLive...).See(sheetFrame...),
	evaluation.Head.As(evaluation.Department).In(sheetDecided...).See(slices.Concat(sheetFrame, sheetResult)...),
)}
