// Package reserve contains the API operations of measure 6 that are not acts on
// records.
package reserve

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
)

type operations struct{ *rest.API }

// Operations returns the routes of measure 6 that are not acts.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	get := http.MethodGet
	return []rest.Route{
		{Method: get, Path: "/reserve/register", ID: "reserve-register", Tag: "reserve", Summary: "How the list is made up: stages, kinds of post against the posts there are, ages, levels", Reply: reserve.Register{}, Status: http.StatusOK, Reaches: []string{reserve.KindCandidate}, Hidden: true, Fails: rest.Unfound(), Handle: a.register},
	}
}

func (a *operations) register(c *rest.Call) error {
	r, err := a.Reserve.Register(c.UserContext(), c.Actor(), a.Service.List, evaluation.DateOf(a.Now()))
	return rest.One(c, r, err)
}
