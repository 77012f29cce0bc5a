package assessment

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// The grounds for not being assessed. Who is assessed elsewhere, or is not on the staff, is not
// among those who should take part; whoever does not take part for another reason is.
const (
	ExemptElsewhere = "elsewhere" // another office assesses the person
	ExemptAbove     = "above"     // assessed above, like leaders of 处级 rank
	ExemptNotStaff  = "not_staff" // not on the staff in the period: retired, resigned, died
	ExemptOther     = "other"     // should take part and does not
)

// GroundOf proposes the ground for a person who has left the office, "" if the reason for
// leaving implies none. Who is transferred is assessed by the present office.
func GroundOf(leaving string) string {
	switch leaving {
	case "", roster.LeavingOther:
		return ""
	case roster.LeavingTransfer:
		return ExemptElsewhere
	}
	return ExemptNotStaff
}

// ExemptInput says on which ground a person is not assessed. The reason explains it.
type ExemptInput struct {
	Ground string `json:"exempt_ground" enum:"elsewhere,above,not_staff,other" rules:"assessment.quota.excellent" doc:"Ground; only with other the person goes on counting among those who should take part" example:"elsewhere"`
}

// outside reports whether the person of a sheet is not among those who should take part.
func (sh *sheetOf) outside() bool {
	return sh.State == SheetExempt && sh.ExemptGround != ExemptOther
}

// exempted says why a person is not assessed.
func exempted(ground, why string) evaluation.Problem {
	if ground == "" {
		return evaluation.Say("paper.assessment.exempt", "why", why)
	}
	return evaluation.Say("paper.assessment.exempt_ground", "ground", evaluation.Say("assessment.sheet.field.exempt_ground."+ground), "why", why)
}
