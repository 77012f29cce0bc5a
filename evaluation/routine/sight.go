package routine

import (
	"slices"

	"kaoji/evaluation"
)

// Fields by reader. The person reads the comment and the grade when they are fixed.
var (
	roundDates = []string{"from", "to", "note_by", "propose_by"}
	sheetOwn   = []string{"person", "category", "note", "noted_on", "note_paper", "exempt", "note_by", "propose_by", "rules"}
	sheetTold  = slices.Concat(sheetOwn, []string{"comment", "grade", "by_name", "on", "fixed_on", "object_by", "receipt", "objection"})
)

// Superiors are who proposes and agrees.
var Superiors = evaluation.Head.As(evaluation.Department).Or(evaluation.Leader.As(evaluation.Charge), evaluation.Principal)

var roundSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.By(evaluation.RoleLeader, evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleDiscipline).See(roundDates...),
)}

var sheetSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: slices.Concat(
	evaluation.Running.See(evaluation.All),
	evaluation.Head.As(evaluation.Department).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).See(evaluation.All),
	evaluation.Reviewers.As(evaluation.Party).See(evaluation.All),
	evaluation.Staff.As(evaluation.Own).See(sheetOwn...),
	evaluation.Staff.As(evaluation.Own).In(SheetFixed, SheetEntered, SheetObjected).See(sheetTold...),
)}

var goalsSight = evaluation.Sight{Readers: slices.Concat(
	evaluation.Staff.As(evaluation.Own).See(evaluation.All),
	evaluation.Running.In(GoalsOffered, GoalsAgreed, GoalsFinished).See(evaluation.All),
	evaluation.Head.As(evaluation.Department).In(GoalsOffered, GoalsAgreed, GoalsFinished).See(evaluation.All),
	evaluation.Leader.As(evaluation.Charge).In(GoalsOffered, GoalsAgreed, GoalsFinished).See(evaluation.All),
)}
