// Package absence contains what absences add to the shared pages of records: their entry
// of the menu.
package absence

import (
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation/absence"
)

// Pages returns what the kind adds to the shared pages.
func Pages(*site.Site) site.Pages {
	return site.Pages{
		Measure: "absence", Home: view.Link{Label: "measure.absence", Href: "/lists/" + absence.KindPeriod},
		Menu: &site.MenuEntry{Icon: "user", Reaches: []string{absence.KindPeriod}},
	}
}
