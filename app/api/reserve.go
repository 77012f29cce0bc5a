package api

import (
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
)

// reserving are the routes of measure 6 beside its records.
func (a *API) reserving() []Route {
	get := http.MethodGet
	return []Route{
		{Method: get, Path: "/reserve/register", ID: "reserve-register", Tag: "reserve", Summary: "How the list is made up: stages, kinds of post against the posts there are, ages, levels", Reply: reserve.Register{}, Status: http.StatusOK, Fails: unfound(), handle: a.register},
	}
}

// register answers whom the list is closed to as if there were none.
func (a *API) register(c *call) error {
	if len(a.Policy.Reach(c.actor().Roles, reserve.KindCandidate)) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	r, err := a.Reserve.Register(c.UserContext(), c.actor(), a.Service.List, evaluation.DateOf(a.Now()))
	return one(c, r, err)
}
