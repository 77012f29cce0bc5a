package reserve

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/reserve"
)

// registerRow is one line of the register on paper or in a table.
type registerRow struct {
	Name, Unit, Post, Level, Sex, Born, Target, State, Responsible, Since, ReviewBy string
}

func registerRows(p *site.Speaker, r *reserve.Register) []registerRow {
	var list []registerRow
	for i := range r.Entries {
		e := &r.Entries[i]
		list = append(list, registerRow{
			Name: e.PersonName, Unit: e.UnitName, Post: e.Post, Level: p.Coded("level", e.Level), Sex: p.Coded("sex", e.Sex), Born: text.Day(p.Lang, e.Born),
			Target: p.T("reserve.candidate.field.target." + e.Target), State: p.T(reserve.KindCandidate + ".state." + string(e.State)),
			Responsible: e.Responsible.Name, Since: text.Day(p.Lang, e.Responsible.From), ReviewBy: text.Day(p.Lang, e.ReviewBy),
		})
	}
	return list
}

// registerSheet prints the register on A4 with a watermark of the reader's name.
func (s *pages) registerSheet(c *fiber.Ctx, p *site.Speaker) error {
	r, err := s.register(c)
	if err != nil {
		return err
	}
	if err := s.Note(c, "print", evaluation.OutcomeOK, reserve.KindCandidate, "", ""); err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	return s.ShowPage(c, "print_reserve_register", view.Page{
		Title: p.T("print.reserve_register.title"), Crumbs: s.Crumbs(c, reserve.KindCandidate), Confidential: true,
		Content: struct {
			Office string
			Rows   []registerRow
		}{settings.Name, registerRows(p, &r)},
	})
}

// registerTable returns the register as a workbook, for the section.
func (s *pages) registerTable(c *fiber.Ctx, p *site.Speaker) error {
	r, err := s.register(c)
	if err != nil {
		return err
	}
	if err := s.MayExport(c); err != nil {
		return err
	}
	const field = "reserve.candidate.field."
	t := p.Table(field+"person_name", field+"unit_name", field+"post", field+"level", field+"sex", field+"born", field+"target",
		"reserve.page.stage", field+"responsible", field+"responsible.from", field+"review_by")
	for _, x := range registerRows(p, &r) {
		t.Rows = append(t.Rows, []string{x.Name, x.Unit, x.Post, x.Level, x.Sex, x.Born, x.Target, x.State, x.Responsible, x.Since, x.ReviewBy})
	}
	title := p.T("print.reserve_register.title")
	return s.Sheets(c, title, reserve.KindCandidate, "", "", site.TableSheet(title, &t))
}
