package assessment

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// known are the special cases of today, by sheet.
type known map[string][]assessment.Finding

// knownToday asks for the special cases of the sheets that are not decided, once for all of
// them.
func (s *pages) knownToday(c *fiber.Ctx, views []evaluation.View) (known, error) {
	open := slices.DeleteFunc(slices.Clone(views), func(v evaluation.View) bool { return !assessment.Undecided(v.State) })
	return s.Assessment.Known(c.UserContext(), open)
}

// knownOf returns the special cases with which an act will check the grade of a sheet: those
// of today, or of the sheet if the reader may not see when they were asked.
func (s *pages) knownOf(c *fiber.Ctx, a *site.Asked, sh *assessment.Sheet) ([]assessment.Finding, error) {
	all, asked := a.Memo.(known)
	if !asked {
		var err error
		if all, err = s.Assessment.Known(c.UserContext(), []evaluation.View{*a.View}); err != nil {
			return nil, err
		}
		a.Memo = all
	}
	if now, there := all[a.View.ID]; there {
		return now, nil
	}
	return sh.Findings, nil
}

// changed returns the special cases of today if they are others than when they were last
// asked for the sheet.
func (k known) changed(v *evaluation.View, sh *assessment.Sheet) ([]assessment.Finding, bool) {
	now, there := k[v.ID]
	return now, there && !slices.Equal(now, sh.Findings)
}

// knownSection stands on the page of a sheet that is not decided if its special cases are
// others than when they were last asked.
func (s *pages) knownSection(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	all, err := s.knownToday(c, []evaluation.View{*v})
	if err != nil || all[v.ID] == nil {
		return err
	}
	sh, err := evaluation.PartOf[assessment.Sheet](v.Record, "findings", "asked")
	if err != nil {
		return err
	}
	now, changed := all.changed(v, sh)
	if !changed {
		return nil
	}
	said := joined(findingsIn(p, now))
	if said == "" {
		said = p.T("together.no_findings")
	}
	page.Sections = append(page.Sections, site.Section{Heading: p.T("together.today"), Lines: []view.Line{
		{Label: p.T("together.changed", "on", p.DayOf(sh.Asked)), Value: said, Long: true},
	}})
	return nil
}
