package sqlite

import "kaoji/evaluation"

// days are days of records, from the first to the last; a zero day is no bound.
type days struct{ from, to evaluation.Date }

// months splits days into whole months, as the tallies have them, and the days before
// and after them. Without a whole month first is after last.
func (d days) months() (first, last string, beside []days) {
	whole := d
	if from := d.from; !from.IsZero() && from.Day() > 1 {
		whole.from = monthOf(from).AddMonths(1)
	}
	if to := d.to; !to.IsZero() && to.AddDays(1).Day() > 1 {
		whole.to = monthOf(to).AddDays(-1)
	}
	if !whole.from.IsZero() && !whole.to.IsZero() && whole.to.Before(whole.from) {
		return "1", "0", append(beside, d)
	}
	if whole.from != d.from {
		beside = append(beside, days{d.from, whole.from.AddDays(-1)})
	}
	if whole.to != d.to {
		beside = append(beside, days{whole.to.AddDays(1), d.to})
	}
	return month(whole.from), month(whole.to), beside
}

// monthOf is the first day of the month of a day.
func monthOf(d evaluation.Date) evaluation.Date { return evaluation.NewDate(d.Year(), d.Month(), 1) }

// month is the month of a day as the tallies have it, "" for no bound.
func month(d evaluation.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()[:len("2026-01")]
}
