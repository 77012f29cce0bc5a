package demo

import (
	"fmt"
	"text/template"
	"time"

	"kaoji/evaluation"
)

// written is the year for which the people of the roster are written down.
const written = 2026

// settled is how many days a half-year or a quarter is still worked on after its
// end: the demo calls the last one the present one until then.
const settled = 45

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
//	years, states     Deps.Size
//	pasts n           periods that have ended, n for each of those years, as numbers for the functions above
//	moved day         a day or month written for 2026, moved by as many years as have passed since
func (p *player) dayFunctions() template.FuncMap {
	today := evaluation.DateOf(p.now)
	base := today.AddDays(-settled)
	thisYear := base.Year()
	span := func(months, n int) period {
		first := evaluation.NewDate(thisYear, time.Month((int(base.Month())-1)/months*months+1), 1).AddMonths(n * months)
		return spanOf(first, months)
	}
	return template.FuncMap{
		"ago":     func(n any) string { return workday(today.AddDays(-whole(n)), -1).String() },
		"ahead":   func(n any) string { return workday(today.AddDays(whole(n)), 1).String() },
		"month":   func(n any) period { return span(1, whole(n)) },
		"quarter": func(n any) period { return span(3, whole(n)) },
		"half":    func(n any) period { return span(6, whole(n)) },
		"year":    func(n any) int { return thisYear + whole(n) },
		"years":   func() int { return p.Years },
		"states":  func() bool { return p.States },
		"pasts": func(n any) []any {
			var out []any
			for i := -whole(n) * p.Years; i < 0; i++ {
				out = append(out, i)
			}
			return out
		},
		"moved": func(day string) (string, error) {
			if month := len("2026-01"); len(day) == month {
				moved, err := shift(day+"-01", 12*(thisYear-written), 0)
				return moved[:min(month, len(moved))], err
			}
			return shift(day, 12*(thisYear-written), 0)
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
