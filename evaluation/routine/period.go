package routine

import (
	"fmt"
	"strconv"
	"time"

	"kaoji/evaluation"
)

// ruleMonths is the key of the rule with the months of a round.
const ruleMonths = "assessment.routine.months"

const (
	monthsOfYear = 12
	ofMonth      = 1
	ofQuarter    = 3
	ofHalf       = 6
)

// spanOf returns the first and the last day of a period, such as 2026Q4, and its
// months; false if it is none.
func spanOf(period string) (from, to evaluation.Date, months int, ok bool) {
	if len(period) < len("2026Q1") {
		return from, to, 0, false
	}
	year, err := strconv.Atoi(period[:4])
	if err != nil || year < evaluation.FirstYear || year > evaluation.LastYear {
		return from, to, 0, false
	}
	switch rest := period[4:]; rest[0] {
	case 'Q':
		months = ofQuarter
	case 'H':
		months = ofHalf
	case '-':
		months = ofMonth
	default:
		return from, to, 0, false
	}
	n, err := strconv.Atoi(period[5:])
	if err != nil || n < 1 || n > monthsOfYear/months {
		return from, to, 0, false
	}
	from = evaluation.NewDate(year, time.Month((n-1)*months+1), 1)
	return from, from.AddMonths(months).AddDays(-1), months, PeriodOf(from, months) == period
}

// PeriodOf is the period of so many months that a day is in: 2026Q4 for 3, 2026H2 for 6,
// 2026-11 for 1.
func PeriodOf(day evaluation.Date, months int) string {
	n := (int(day.Month())-1)/months + 1
	switch months {
	case ofHalf:
		return fmt.Sprintf("%04dH%d", day.Year(), n)
	case ofQuarter:
		return fmt.Sprintf("%04dQ%d", day.Year(), n)
	}
	return fmt.Sprintf("%04d-%02d", day.Year(), n)
}

// Periods are the period that a day is in, and those before it of the last year, newest
// first. Other months than those of a month, a quarter and a half-year count as a
// quarter.
func Periods(day evaluation.Date, months int) []string {
	if months != ofMonth && months != ofHalf {
		months = ofQuarter
	}
	var list []string
	for i := range monthsOfYear/months + 1 {
		list = append(list, PeriodOf(evaluation.NewDate(day.Year(), day.Month(), 1).AddMonths(-i*months), months))
	}
	return list
}

// asOf is the day whose roster says who takes part: the last day of the period, or the
// day on which the round is opened if that is earlier.
func asOf(to, opened evaluation.Date) evaluation.Date {
	if opened.Before(to) {
		return opened
	}
	return to
}
