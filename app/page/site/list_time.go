package site

import (
	"net/url"
	"strings"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// severalStates separates the states in an address that asks for any of them.
const severalStates = ","

// The parameters of the first and the last day of the records of a list.
const (
	askFrom = "on_from"
	askTo   = "on_to"
)

// states names several states of an address.
func (p *Speaker) states(kind *evaluation.Kind, several string) string {
	var names []string
	for _, state := range strings.Split(several, severalStates) {
		names = append(names, p.Or(kind.Name+".state."+state, state))
	}
	return p.Join(names)
}

// days are those that the list asks for; zero is no bound.
func (l listing) days() (from, to evaluation.Date, err error) {
	if from, err = dayAsked(l.asked.Get(askFrom)); err != nil {
		return from, to, err
	}
	to, err = dayAsked(l.asked.Get(askTo))
	return from, to, err
}

func dayAsked(text string) (evaluation.Date, error) {
	if text == "" {
		return evaluation.Date{}, nil
	}
	day, err := evaluation.ParseDate(text)
	if err != nil {
		return day, evaluation.Fail(evaluation.CodeInvalid, "error.date", "value", text)
	}
	return day, nil
}

// timeFilters are the form fields of a period and of days. They stand in the form if
// the address asks for some, which it does if one comes from a figure.
func (p *Speaker) timeFilters(asked url.Values) []view.Field {
	var list []view.Field
	if period := asked.Get("period"); period != "" {
		list = append(list, view.Field{
			Name: "period", ID: "f-period", Label: p.T("list.period"), Form: evaluation.FormChoice, Value: period,
			Choices: []view.Choice{{Value: period, Label: p.Period(period)}},
		})
	}
	for _, end := range []struct{ name, label string }{{askFrom, "list.from"}, {askTo, "list.to"}} {
		if day := asked.Get(end.name); day != "" {
			list = append(list, view.Field{Name: end.name, ID: "f-" + end.name, Label: p.T(end.label, "name", p.T("list.on")), Form: evaluation.FormDate, Value: day})
		}
	}
	return list
}
