package evaluation

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The tag begin of a date or a time of day says what its form begins with where neither
// the record nor the link to the form says it. Besides these words it is a number of
// days, such as +10, for the working day on which a term of so many days from today
// ends; and for a time of day the time itself, such as 09:00.
const (
	BeginToday   = "today"
	BeginWorkday = "workday" // the next working day after today
	BeginLast    = "last"    // the last possible day
	BeginHalf    = "half"    // the first day of the present half-year
	BeginHalfEnd = "half-end"
	BeginQuarter = "quarter" // the first day of the present quarter
	BeginRecord  = "record"  // empty, because the record has the day already
	BeginKnown   = "known"   // empty, because it is a fact that only whoever fills the form in knows
)

// What the tag begin of a text or a number says: the period that its form begins with.
const (
	BeginHalfYear  = "half-year"  // that is looked back on, such as 2026H2: the present one in its second quarter, otherwise the one before
	BeginLastMonth = "last-month" // such as 2026-11
	BeginYear      = "year"       // the present one
)

// beginIsKnown reports whether a tag has one of the forms above.
func beginIsKnown(begin string) bool {
	switch begin {
	case "", BeginToday, BeginWorkday, BeginLast, BeginHalf, BeginHalfEnd, BeginQuarter, BeginRecord, BeginKnown, BeginHalfYear, BeginLastMonth, BeginYear:
		return true
	}
	_, err := strconv.ParseUint(strings.TrimPrefix(begin, "+"), 10, 16)
	return strings.HasPrefix(begin, "+") && err == nil || TimeOfDay.MatchString(begin)
}

// BeginsOn is the day that a form proposes for a date: the nearest to what the tag begin
// says that is possible, the zero date if there is none. workday returns the given day,
// if it is a working day, otherwise the next one.
func (f *Field) BeginsOn(today Date, possible Days, workday func(Date) Date) Date {
	day := possible.Begin
	if !day.IsZero() {
		return possible.nearest(day)
	}
	switch begin := f.Begin; begin {
	case "", BeginRecord, BeginKnown:
	case BeginToday:
		day = today
	case BeginWorkday:
		day = workday(Last(possible.From, today.AddDays(1)))
	case BeginLast:
		day = possible.To
	case BeginHalf:
		day = firstOf(today, 6)
	case BeginHalfEnd:
		day = firstOf(today, 6).AddMonths(6).AddDays(-1)
	case BeginQuarter:
		day = firstOf(today, 3)
	default:
		n, err := strconv.Atoi(strings.TrimPrefix(begin, "+"))
		if err != nil {
			panic(fmt.Sprintf("evaluation: begin:%q of %s", begin, f.Name))
		}
		day = workday(today.AddDays(n))
	}
	return possible.nearest(day)
}

// BeginsWith is the period that a form proposes for a text or a number, "" for none.
func (f *Field) BeginsWith(today Date) string {
	switch f.Begin {
	case BeginHalfYear:
		day := firstOf(today, 3).AddMonths(-3)
		return fmt.Sprintf("%dH%d", day.Year(), (int(day.Month())+5)/6)
	case BeginLastMonth:
		return firstOf(today, 1).AddDays(-1).String()[:len("2026-11")]
	case BeginYear:
		return strconv.Itoa(today.Year())
	}
	return ""
}

// firstOf is the first day of the part of the year, of so many months, that a day is in.
func firstOf(day Date, months int) Date {
	m := int(day.Month()) - 1
	return NewDate(day.Year(), time.Month(m-m%months+1), 1)
}

// nearest returns the possible day that is nearest to x, the zero date if there is none
// or x is zero.
func (d Days) nearest(x Date) Date {
	if x.IsZero() {
		return x
	}
	if x = Last(x, d.From); !d.To.IsZero() && x.After(d.To) {
		x = d.To
	}
	if !d.Holds(x) {
		return Date{}
	}
	return x
}
