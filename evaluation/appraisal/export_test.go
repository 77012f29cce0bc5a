package appraisal

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Contact is how many months somebody served a committee in a span.
func Contact(list []roster.Liaison, committee string, within [2]string) int {
	return months(contact(list, committee, span{day(within[0]), day(within[1])}))
}

func day(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}
