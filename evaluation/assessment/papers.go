package assessment

import (
	"time"

	"kaoji/evaluation"
)

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

// HasForm reports whether the record of a sheet has an official form.
func HasForm(r *evaluation.Record) bool {
	sh, err := evaluation.PartOf[Sheet](*r, "scale")
	return err == nil && sh.Form() != ""
}

// OfYear reports whether a period closes a year. In earlier versions first half-years had
// grades, too; their form is none of the year.
func OfYear(period string) bool {
	to, ok := lastDay(period)
	return ok && to.Month() == time.December
}
