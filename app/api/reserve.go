package api

import (
	"context"
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
	"kaoji/evaluation/training"
)

// Reserving is what is asked of measure 6 beside its records.
type Reserving interface {
	Register(ctx context.Context, actor evaluation.Actor, list reserve.Lister, today evaluation.Date) (reserve.Register, error)
}

// Answering is what is asked of training plans beside their records.
type Answering interface {
	Punctual(ctx context.Context, office, person string, today evaluation.Date) (training.Punctual, error)
}

// reserving are the routes of measure 6 and of training plans beside their records.
func (a *API) reserving() []Route {
	if a.Reserving == nil || a.Answering == nil {
		return nil
	}
	get := http.MethodGet
	return []Route{
		{Method: get, Path: "/reserve/register", ID: "reserve-register", Tag: "reserve", Summary: "How the list is made up: stages, kinds of post against the posts there are, ages, levels", Reply: reserve.Register{}, Status: http.StatusOK, Fails: unfound(), handle: a.register},
		{Method: get, Path: "/training/punctual", ID: "training-punctual", Tag: "training", Summary: "How the reader kept to the dates of the reports that were the reader's", Reply: training.Punctual{}, Status: http.StatusOK, handle: a.punctual},
	}
}

// register answers whom the list is closed to as if there were none.
func (a *API) register(c *call) error {
	if len(a.Policy.Reach(c.actor().Roles, reserve.KindCandidate)) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	r, err := a.Reserving.Register(c.UserContext(), c.actor(), a.Service.List, evaluation.DateOf(a.Now()))
	return one(c, r, err)
}

func (a *API) punctual(c *call) error {
	n, err := a.Answering.Punctual(c.UserContext(), c.actor().Office, c.actor().Person, evaluation.DateOf(a.Now()))
	return one(c, n, err)
}
