package rulepack

import "kaoji/evaluation"

// Share is the exact fraction N/Of; Of is positive.
type Share struct {
	N  int64 `json:"n"`
	Of int64 `json:"of"`
}

// The possible values of the rule assessment.quota.rounding.
const (
	RoundFloor  = "floor"   // "within 20 %": never more than the share
	RoundHalfUp = "half_up" // 四舍五入
	RoundCeil   = "ceil"    // 进一取整
)

// Round returns the share of a count n >= 0 as a whole number. An unknown value of
// how rounds down, which never grants too much.
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

// Reached reports whether part is at least the share of whole. It is false if whole
// is 0.
func (s Share) Reached(part, whole int64) bool {
	return whole > 0 && part*s.Of >= whole*s.N
}

// Exceeded reports whether part is more than the share of whole.
func (s Share) Exceeded(part, whole int64) bool {
	return whole > 0 && part*s.Of > whole*s.N
}

// Period is a length of time in Days, WorkingDays, Months or Years.
type Period struct {
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Workdays is the calendar of working days that a Period needs. The second result
// lists years without a holiday arrangement.
type Workdays interface {
	Add(d evaluation.Date, n int) (evaluation.Date, []int)
	OnOrAfter(d evaluation.Date) (evaluation.Date, []int)
}

// End returns the last day of the period after d, d not counted (民法典 2020 art. 201,
// 202). Use it for periods of effect.
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

// Due returns the last day to do something in the period after d: a day off moves
// it to the next working day (民法典 2020 art. 203).
func (p Period) Due(d evaluation.Date, c Workdays) (day evaluation.Date, missing []int) {
	end, missing := p.End(d, c)
	if p.Unit == WorkingDays {
		return end, missing
	}
	return c.OnOrAfter(end)
}
