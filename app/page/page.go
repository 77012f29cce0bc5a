// Package page is what people see: pages rendered on the server over the same
// services that the API calls. It puts the pages of the measures into the site.
package page

import (
	"kaoji/app/page/appraisal"
	"kaoji/app/page/assessment"
	"kaoji/app/page/bonus"
	"kaoji/app/page/commendation"
	"kaoji/app/page/concern"
	"kaoji/app/page/education"
	"kaoji/app/page/reminder"
	"kaoji/app/page/reserve"
	"kaoji/app/page/roster"
	"kaoji/app/page/rotation"
	"kaoji/app/page/site"
	"kaoji/app/page/training"
)

type (
	// Deps is what pages call.
	Deps = site.Deps
	// Site is the pages with their templates.
	Site = site.Site
)

// New makes the pages of all measures, in the order of the menu. A measure more is
// a folder and one line here, if it has more than the pages that all records share.
// more are of measures beside those of the catalog.
func New(d Deps, more ...func(*Site) site.Pages) (*Site, error) {
	return site.New(d, append([]func(*Site) site.Pages{
		concern.Pages,
		reminder.Pages,
		commendation.Pages,
		appraisal.Pages,
		bonus.Pages,
		education.Pages,
		reserve.Pages,
		training.Pages,
		assessment.Pages,
		rotation.Pages,
		roster.Pages,
	}, more...)...)
}
