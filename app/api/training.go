package api

import (
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/training"
)

// answering are the routes of training plans beside their records.
func (a *API) answering() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/training/punctual", ID: "training-punctual", Tag: "training", Summary: "How the reader kept to the dates of the reports that were the reader's", Reply: training.Punctual{}, Status: http.StatusOK, handle: a.punctual},
	}
}

func (a *API) punctual(c *call) error {
	n, err := a.Training.Punctual(c.UserContext(), c.actor().Office, c.actor().Person, evaluation.DateOf(a.Now()))
	return one(c, n, err)
}
