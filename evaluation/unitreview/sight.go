package unitreview

import (
	"slices"

	"kaoji/evaluation"
)

// Fields of a sheet. A leader does not read what other leaders say before the grade is
// decided, the head of the unit reads the result then, and never who rated how.
var (
	sheetFrame  = []string{"name", "head", "body", "from", "to", "report_by", "decide_by", "figures", "report", "rules"}
	sheetLeader = slices.Concat(sheetFrame, []string{"quiet", "marks"})
	sheetResult = []string{"marks", "score", "comments", "grade", "words", "decided_by", "decided_on", "improvements"}

	sheetLive    = evaluation.States(SheetReporting, SheetReviewing)
	sheetDecided = evaluation.States(SheetImproving, SheetClosed)
)

var roundSight = evaluation.Sight{Readers: evaluation.Running.See(evaluation.All).Or(
	evaluation.By(evaluation.RoleLeader, evaluation.RoleHead).See("from", "to", "report_by", "decide_by"),
)}

var sheetSight = evaluation.Sight{Readers: evaluation.Running.See(evaluation.All).Or(
	evaluation.Leader.In(sheetLive...).See(sheetLeader...),
	evaluation.Leader.In(sheetDecided...).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).In(sheetLive...).See(sheetFrame...),
	evaluation.Head.As(evaluation.Department).In(sheetDecided...).See(slices.Concat(sheetFrame, sheetResult)...),
)}
