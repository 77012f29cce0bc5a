// Package training contains the API operations of training plans that are not acts
// on records.
package training

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/evaluation"
	"kaoji/evaluation/training"
)

type operations struct{ *rest.API }

// Operations returns the routes of training plans that are not acts.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	return []rest.Route{
		{Method: http.MethodGet, Path: "/training/punctual", ID: "training-punctual", Tag: "training", Summary: "How the reader kept to the dates of the reports that were the reader's", Reply: training.Punctual{}, Status: http.StatusOK, Handle: a.punctual},
	}
}

func (a *operations) punctual(c *rest.Call) error {
	n, err := a.Training.Punctual(c.UserContext(), c.Actor().Office, c.Actor().Person, evaluation.DateOf(a.Now()))
	return rest.One(c, n, err)
}
