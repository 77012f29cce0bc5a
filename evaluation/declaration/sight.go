package declaration

import "kaoji/evaluation"

// reportSight: the declarant reads everything. The readers who are named read that there is a
// declaration, of what year, and whether it came in time; who opened it with a reason reads it
// all until the end of that day. For everybody else, whatever the role, and for relatives of
// the declarant, it does not exist.
var reportSight = evaluation.Sight{OwnOnly: true, NotRelatives: true, Noted: true, Unnamed: true, Readers: evaluation.Staff.As(evaluation.Own).See(evaluation.All).Or(
	evaluation.Staff.As(evaluation.Party).See("type", "year", "due", "late", "submitted_on", "drawn", "rule", "rules"),
	evaluation.Staff.As(evaluation.Opener).See(evaluation.All),
)}

// basisSight: who sets declarations up reads the whole; those who declare and those who read
// know on what they rest and who reads. Nobody else learns of them.
var basisSight = evaluation.Sight{Readers: evaluation.Running.See(evaluation.All).Or(
	evaluation.Staff.As(evaluation.Party).In(BasisInForce).See("rule", "text", "matters", "changes", "sample", "circle", "in_force_on", "approved_by"),
)}
