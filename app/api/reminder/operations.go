// Package reminder contains the API operations of measure 1 that are not acts on
// records.
package reminder

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

type operations struct{ *rest.API }

// Operations returns the route of an analysis, with the lines that the reader may
// see.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	return []rest.Route{{
		Method: http.MethodGet, Path: "/reminder/scans/{id}/findings", ID: "reminder-findings", Tag: "reminder",
		Summary: "Lines of an analysis with their arithmetic, but for what concerns the reader", Kind: reminder.KindScan,
		Reply: reminder.Findings{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: rest.About(of, a.found),
	}}
}

func (a *operations) found(c *rest.Call, v evaluation.View) (reminder.Findings, error) {
	return a.Reminder.Findings(c.UserContext(), c.Actor(), evaluation.DateOf(a.Now()), v)
}
