package api

import (
	"context"
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/reminder"
)

// Findings is what is asked of measure 1 beside its records.
type Findings interface {
	Findings(ctx context.Context, actor evaluation.Actor, today evaluation.Date, scan evaluation.View) (reminder.Findings, error)
}

// findings is the route of an analysis: the lines that the reader may see.
func (a *API) findings() []Route {
	if a.Findings == nil {
		return nil
	}
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
	f, err := a.Findings.Findings(c.UserContext(), c.actor(), evaluation.DateOf(a.Now()), v)
	return one(c, f, err)
}
