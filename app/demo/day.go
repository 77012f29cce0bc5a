package demo

import (
	"fmt"
	"text/template"
	"time"

	"kaoji/evaluation"
)

// written is the day of the roster's import for which the people are written down,
// and begun is how many days before the demo is made they are imported.
var written = evaluation.NewDate(2026, time.January, 5)

const begun = 328

// settled is how many days a half-year or a quarter is still worked on after its
// end: the demo calls the last one the present one until then.
const settled = 45

// yearlong is how many days a year is still appraised after its end.
const yearlong = 180

// period is a month, quarter or half-year.
type period struct {
	Year     int
	Half     string // first or second; "" for a quarter or month
	Key      string // 2026H1, 2026Q3; "" for a month
	Name     string // 2026年上半年
	From, To string // days
}

// dayFunctions contains the functions on days, which all count from the day on
// which the demo is made, so that it is in the middle of its work whenever that is:
//
//	ago n, ahead n    so many days before and after that day; on a weekend the nearest Friday or Monday further away
//	half n, quarter n the present period (0), or n periods before (-n)
//	year n            the year of the present half-year, or n years before
//	appraised n       the year of the committees' present appraisal, or n years before: the last year until the middle of this one
//	years, states     Deps.Size
//	pasts n           periods that have ended, n for each of those years, as numbers for the functions above
//	begun             the day on which the roster is imported
//	moved day         a day or month of a person's life, moved by as many whole months as the import is later than written
//	first a b, last a b   the earlier and the later of two days
func (p *player) dayFunctions() template.FuncMap {
	today := evaluation.DateOf(p.now)
	base := today.AddDays(-settled)
	thisYear := base.Year()
	imported := workday(today.AddDays(-begun), -1)
	moved := 12*(imported.Year()-written.Year()) + int(imported.Month()-written.Month())
	if imported.Day() < written.Day() {
		moved--
	}
	span := func(months, n int) period {
		first := evaluation.NewDate(thisYear, time.Month((int(base.Month())-1)/months*months+1), 1).AddMonths(n * months)
		return spanOf(first, months)
	}
	return template.FuncMap{
		"ago":       func(n any) string { return workday(today.AddDays(-whole(n)), -1).String() },
		"ahead":     func(n any) string { return workday(today.AddDays(whole(n)), 1).String() },
		"month":     func(n any) period { return span(1, whole(n)) },
		"quarter":   func(n any) period { return span(3, whole(n)) },
		"half":      func(n any) period { return span(6, whole(n)) },
		"year":      func(n any) int { return thisYear + whole(n) },
		"appraised": func(n any) int { return today.AddDays(-yearlong).Year() + whole(n) },
		"years":     func() int { return p.Years },
		"states":    func() bool { return p.States },
		"pasts": func(n any) []any {
			var out []any
			for i := -whole(n) * p.Years; i < 0; i++ {
				out = append(out, i)
			}
			return out
		},
		"begun": func() string { return imported.String() },
		"first": func(a, b string) string { return min(a, b) },
		"last":  func(a, b string) string { return max(a, b) },
		"moved": func(day string) (string, error) {
			if month := len("2026-01"); len(day) == month {
				day, err := shift(day+"-01", moved, 0)
				return day[:min(month, len(day))], err
			}
			return shift(day, moved, 0)
		},
	}
}

// workday is a day, or the next that is no weekend in steps of step days.
func workday(d evaluation.Date, step int) evaluation.Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(step)
	}
	return d
}

// spanOf is the period of so many months that begins on a day.
func spanOf(first evaluation.Date, months int) period {
	s := period{Year: first.Year(), From: first.String(), To: first.AddMonths(months).AddDays(-1).String()}
	n := (int(first.Month())-1)/months + 1
	switch months {
	case 6:
		s.Half, s.Key = [2]string{"first", "second"}[n-1], fmt.Sprintf("%dH%d", s.Year, n)
		s.Name = fmt.Sprintf("%d年%s半年", s.Year, [2]string{"上", "下"}[n-1])
	case 3:
		s.Key = fmt.Sprintf("%dQ%d", s.Year, n)
		s.Name = fmt.Sprintf("%d年第%s季度", s.Year, [4]string{"一", "二", "三", "四"}[n-1])
	default:
		s.Name = fmt.Sprintf("%d年%d月", s.Year, n)
	}
	return s
}
