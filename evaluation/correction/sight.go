package correction

import "kaoji/evaluation"

// requestSight: the person and personnel, nobody else; a person of the section sees
// a request of their own as any cadre does.
var requestSight = evaluation.Sight{Noted: true, OwnOnly: true, Readers: evaluation.Personnel.See(evaluation.All).Or(
	evaluation.Staff.As(evaluation.Own).See(
		"about", "wrong", "right", "files", "more", "submitted_on", "result", "answer", "answered_by", "answered_on", "amendments",
		"acknowledged_on", "rules",
	),
)}
