package desk

import (
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
)

// SpanOf returns the first and last day of a year or half-year, such as 2026 or 2026H2.
func SpanOf(period string) (from, to evaluation.Date, ok bool) {
	year, half, halved := strings.Cut(period, "H")
	n, err := strconv.Atoi(year)
	if err != nil || n < 2000 || len(year) != 4 || halved && half != "1" && half != "2" {
		return from, to, false
	}
	first, last := time.January, time.December
	switch half {
	case "1":
		last = time.June
	case "2":
		first = time.July
	}
	return evaluation.NewDate(n, first, 1), evaluation.NewDate(n, last+1, 1).AddDays(-1), true
}
