// Package page is the web site for people: pages rendered on the server over the
// same services as the API. It adds the pages of the measures to the site.
package page

import (
	"kaoji/app/page/absence"
	"kaoji/app/page/appraisal"
	"kaoji/app/page/archive"
	"kaoji/app/page/assessment"
	"kaoji/app/page/bonus"
	"kaoji/app/page/commendation"
	"kaoji/app/page/concern"
	"kaoji/app/page/correction"
	"kaoji/app/page/countersign"
	"kaoji/app/page/declaration"
	"kaoji/app/page/education"
	"kaoji/app/page/periodic"
	"kaoji/app/page/reminder"
	"kaoji/app/page/reserve"
	"kaoji/app/page/results"
	"kaoji/app/page/roster"
	"kaoji/app/page/rotation"
	"kaoji/app/page/routine"
	"kaoji/app/page/site"
	"kaoji/app/page/supervision"
	"kaoji/app/page/survey"
	"kaoji/app/page/training"
	"kaoji/app/page/unitreview"
)

type (
	// Deps are the dependencies of the pages.
	Deps = site.Deps
	// Site contains the pages with their templates.
	Site = site.Site
)

// OfficePrefix and the code of an office begin the addresses of its pages.
const OfficePrefix = site.OfficePrefix

// New creates the pages of all measures, in the order of the menu. A new measure
// with its own pages has a folder and one line here. more are from measures in
// addition to the catalog.
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
		routine.Pages,
		supervision.Pages,
		survey.Pages,
		unitreview.Pages,
		countersign.Pages,
		periodic.Pages,
		archive.Pages,
		declaration.Pages,
		results.Pages,
		roster.Pages,
		correction.Pages,
		absence.Pages,
	}, more...)...)
}
