// Package api is what programs see: JSON under /api/v1 over the same services that
// the pages call.
package api

import (
	"kaoji/app/api/appraisal"
	"kaoji/app/api/assessment"
	"kaoji/app/api/bonus"
	"kaoji/app/api/education"
	"kaoji/app/api/reminder"
	"kaoji/app/api/reserve"
	"kaoji/app/api/rest"
	"kaoji/app/api/rotation"
	"kaoji/app/api/training"
)

type (
	// Deps is what the API calls.
	Deps = rest.Deps
	// API is every route with its description.
	API = rest.API
	// Route is one operation.
	Route = rest.Route
)

// Prefix is where the API stands.
const Prefix = rest.Prefix

// New makes the API of all measures. A measure that offers more than its records is
// one line here. more are of measures beside those of the catalog.
func New(d Deps, more ...func(*API) []Route) (*API, error) {
	return rest.New(d, append([]func(*API) []Route{
		appraisal.Operations,
		education.Operations,
		assessment.Operations,
		reminder.Operations,
		rotation.Operations,
		reserve.Operations,
		training.Operations,
		bonus.Operations,
	}, more...)...)
}
