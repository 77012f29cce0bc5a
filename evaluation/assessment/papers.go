package assessment

import "time"

// Categories lists the categories, each with an official form and filing lists of its own.
func Categories() []string { return []string{Civil, Institution, Contract} }

// Form is the category whose official form a sheet is on; "" if it is on none, because it
// has a judgement.
func (sh *Sheet) Form() string {
	if sh.judged() {
		return ""
	}
	return sh.pool()
}

// OfYear reports whether a period closes a year. In earlier versions first half-years had
// grades, too; their form is none of the year.
func OfYear(period string) bool {
	to, ok := lastDay(period)
	return ok && to.Month() == time.December
}
