package api

import (
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// findings is the route of an analysis: the lines that the reader may see.
func (a *API) findings() []Route {
	return []Route{{
		Method: http.MethodGet, Path: "/reminder/scans/{id}/findings", ID: "reminder-findings", Tag: "reminder",
		Summary: "Lines of an analysis with their arithmetic, but for what concerns the reader", Kind: reminder.KindScan,
		Reply: reminder.Findings{}, Status: http.StatusOK, Fails: unfound(), handle: a.found,
	}}
}

func (a *API) found(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	f, err := a.Reminder.Findings(c.UserContext(), c.actor(), evaluation.DateOf(a.Now()), v)
	return one(c, f, err)
}
