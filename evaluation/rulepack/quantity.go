package rulepack

import "kaoji/evaluation"

// Share is the part N/Of of a whole, exact; Of is positive.
type Share struct {
	N  int64 `json:"n"`
	Of int64 `json:"of"`
}

// The words of the rule assessment.quota.rounding.
const (
	RoundFloor  = "floor"   // "within 20 %": never more than the share
	RoundHalfUp = "half_up" // 四舍五入
	RoundCeil   = "ceil"    // 进一取整
)

// Round is the share of a count n >= 0 as a whole number; an unknown word
// rounds down, which never grants too much.
func (s Share) Round(n int64, how string) int64 {
	switch how {
	case RoundHalfUp:
		return (2*n*s.N + s.Of) / (2 * s.Of)
	case RoundCeil:
		return (n*s.N + s.Of - 1) / s.Of
	default:
		return n * s.N / s.Of
	}
}

// Reached reports whether part is at least the share of whole. Nothing of
// nothing reaches no share.
func (s Share) Reached(part, whole int64) bool {
	return whole > 0 && part*s.Of >= whole*s.N
}

// Exceeded reports whether part is more than the share of whole.
func (s Share) Exceeded(part, whole int64) bool {
	return whole > 0 && part*s.Of > whole*s.N
}

// Period is a stretch of time in Days, WorkingDays, Months or Years.
type Period struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Workdays is what a Period asks a calendar of working days. The years that
// it answered without data come second.
type Workdays interface {
	Add(d evaluation.Date, n int) (evaluation.Date, []int)
	OnOrAfter(d evaluation.Date) (evaluation.Date, []int)
}

// End is the last day of the period after d, d not counted (民法典 2020 art.
// 201, 202): that of an effect period.
func (p Period) End(d evaluation.Date, c Workdays) (day evaluation.Date, missing []int) {
	switch p.Unit {
	case WorkingDays:
		return c.Add(d, p.N)
	case Months:
		return d.AddMonths(p.N), nil
	case Years:
		return d.AddMonths(12 * p.N), nil
	default:
		return d.AddDays(p.N), nil
	}
}

// Due is the last day on which something can be done in the period after d: a
// day off moves it to the next working day (民法典 2020 art. 203).
func (p Period) Due(d evaluation.Date, c Workdays) (day evaluation.Date, missing []int) {
	end, missing := p.End(d, c)
	if p.Unit == WorkingDays {
		return end, missing
	}
	return c.OnOrAfter(end)
}
