// Package reserve is what the API offers of the measure reserve beside its records.
package reserve

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
)

type operations struct{ *rest.API }

// Operations are the routes of measure 6 beside its records.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	get := http.MethodGet
	return []rest.Route{
		{Method: get, Path: "/reserve/register", ID: "reserve-register", Tag: "reserve", Summary: "How the list is made up: stages, kinds of post against the posts there are, ages, levels", Reply: reserve.Register{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: a.register},
	}
}

// register answers whom the list is closed to as if there were none.
func (a *operations) register(c *rest.Call) error {
	if len(a.Policy.Reach(c.Actor().Roles, reserve.KindCandidate)) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	r, err := a.Reserve.Register(c.UserContext(), c.Actor(), a.Service.List, evaluation.DateOf(a.Now()))
	return rest.One(c, r, err)
}
