// Package api is the interface for programs: JSON under /api/v1, using the same
// services as the pages.
package api

import (
	"kaoji/app/api/appraisal"
	"kaoji/app/api/assessment"
	"kaoji/app/api/bonus"
	"kaoji/app/api/education"
	"kaoji/app/api/reminder"
	"kaoji/app/api/reserve"
	"kaoji/app/api/rest"
	"kaoji/app/api/results"
	"kaoji/app/api/rotation"
	"kaoji/app/api/training"
)

type (
	// Deps are the dependencies of the API.
	Deps = rest.Deps
	// API is every route with its description.
	API = rest.API
	// Route is one operation.
	Route = rest.Route
)

// Prefix is the address of the API.
const Prefix = rest.Prefix

// New creates the API of all measures. A measure with operations that are not acts
// has one line here. more are from measures in addition to the catalog.
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
		results.Operations,
	}, more...)...)
}
