package concern

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
)

// figures shows the rounded figures of a statement beside its text.
func figures(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	if !site.Has(v.Payload, "summary") {
		return nil
	}
	st, err := evaluation.PayloadOf[concern.Statement](v.Record)
	if err != nil {
		return err
	}
	f := &st.Summary
	about := func(n int) string {
		if n == 0 {
			return p.T("statement.few", "n", f.Least)
		}
		return p.T("statement.about", "n", n)
	}
	share := func(n int) string {
		if n < 0 {
			return p.T("statement.few", "n", f.Least)
		}
		return p.T("statement.about", "n", strconv.Itoa(n)+"%")
	}
	lines := []view.Line{{Label: p.T("rates.all"), Value: about(f.Total)}}
	for _, k := range f.Kinds {
		lines = append(lines, view.Line{Label: p.T(concern.KindMatter + ".field.category." + k.Category), Value: about(k.N)})
	}
	lines = append(lines,
		view.Line{Label: p.T(concern.KindMatter + ".field.category.praise"), Value: about(f.Praise)},
		view.Line{Label: p.T(concern.KindMatter + ".state.referred"), Value: about(f.Referred)},
		view.Line{Label: p.T("rates.in_time"), Value: share(f.InTime)},
		view.Line{Label: p.T("rates.satisfied"), Value: share(f.Satisfied)})
	page.Panels = append(page.Panels, site.Panel{Heading: p.T("statement.figures"), Note: p.T("statement.rounded", "n", f.Least), Lines: lines})
	return nil
}

// publicPage are the published statements, for people without an account.
type publicPage struct {
	Office string
	List   []concern.Statement
	Empty  view.Empty
}

func (s *pages) statements(c *fiber.Ctx) error {
	settings, err := s.SettingsOf(c.UserContext(), s.Visited(c))
	if err != nil {
		return err
	}
	content := publicPage{Office: settings.Name, Empty: view.Empty{Why: s.T(c, "statement.none")}}
	if content.List, err = s.Concern.Statements(c.UserContext(), s.Visited(c)); err != nil {
		return err
	}
	return s.Show(c, "statements", s.T(c, "statement.public"), content)
}
