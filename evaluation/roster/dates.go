package roster

import "kaoji/evaluation"

// minWorkAge is the youngest age that is plausible; the legal age of 16 years (劳动法
// art. 15) has exceptions for arts and sports.
const minWorkAge = 14

// complain records a mistake of a field.
type complain func(field, key string)

// checkDates compares the dates of a person with each other and with the day on
// which they are stated. Fields are born, worked_since, joined, post_since and
// level_since; the last two belong to appointment a.
func checkDates(p *Person, a Appointment, today evaluation.Date, say complain) {
	adult := evaluation.Date{}
	if !p.Born.IsZero() {
		adult = p.Born.AddMonths(12 * minWorkAge)
	}
	start := p.WorkedSince
	if start.IsZero() {
		start = adult
	}
	for _, d := range []struct {
		field string
		date  evaluation.Date
		least evaluation.Date
		key   string
	}{
		{"born", p.Born, evaluation.Date{}, ""},
		{"worked_since", p.WorkedSince, adult, "roster.date.work_age"},
		{"joined", p.Joined, start, "roster.date.joined_early"},
		{"post_since", a.From, p.Joined, "roster.date.post_early"},
		{"level_since", a.LevelSince, start, "roster.date.level_early"},
	} {
		switch {
		case d.date.IsZero():
		case d.date.After(today):
			say(d.field, "roster.date.future")
		case d.key != "" && !d.least.IsZero() && earlier(d.date, d.least):
			say(d.field, d.key)
		}
	}
}

// earlier compares two dates by month if one of them may be exact to the month
// only.
func earlier(a, b evaluation.Date) bool {
	if a.Day() == 1 || b.Day() == 1 {
		return a.Year() < b.Year() || a.Year() == b.Year() && a.Month() < b.Month()
	}
	return a.Before(b)
}
