package results

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// paperList is a list on paper.
type paperList struct {
	Heading string
	Table   view.Table
}

// papers lead to the lists on paper and as a workbook: to one, or to all if what is "".
func (s *pages) papers(c *fiber.Ctx, p *site.Speaker, year int, what string) []view.Link {
	query := "?year=" + site.Itoa(year)
	if what != "" {
		query += "&what=" + what
	}
	links := []view.Link{{Label: p.T("results.page.print"), Href: p.To("/results/paper") + query}}
	if s.Can(c, auth.AreaExport, auth.ActRun) {
		links = append(links, view.Link{Label: p.T("results.page.table"), Href: p.To("/results/table") + query})
	}
	return links
}

// table is a list with all that it says.
func (l *list) table(p *site.Speaker, year int) view.Table {
	t := p.Table("results.page.number", "list.subject", "list.unit", "results.page.post", "results.page.why", "results.page.remark", "results.page.did")
	for i := range l.lines {
		of := &l.lines[i]
		m := member(p, year, of.Person)
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), m.Name, m.DepartmentName, strings.TrimSpace(m.Post + " " + p.Coded("level", m.Level)), why(p, of), remark(p, of), done(p, of)})
	}
	return t
}

// paper prints the lists on A4, each on sheets of its own.
func (s *pages) paper(c *fiber.Ctx, p *site.Speaker) error {
	year := s.yearOf(c)
	lists, _, err := s.listsOf(c, year)
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	if err := s.Note(c, "print", evaluation.OutcomeOK, results.KindUse, "", site.Itoa(year)); err != nil {
		return err
	}
	var of []paperList
	for i := range lists {
		of = append(of, paperList{Heading: p.T("results.what." + lists[i].what), Table: lists[i].table(p, year)})
	}
	return s.ShowPage(c, "print_results", view.Page{
		Title: p.T("results.page.year", "year", year), Crumbs: s.Crumbs(c, results.KindUse), Confidential: true,
		Content: struct {
			Office string
			Lists  []paperList
		}{settings.Name, of},
	})
}

// workbook sends the lists, a sheet each.
func (s *pages) workbook(c *fiber.Ctx, p *site.Speaker) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	year := s.yearOf(c)
	lists, _, err := s.listsOf(c, year)
	if err != nil {
		return err
	}
	var sheets []roster.Sheet
	for i := range lists {
		t := lists[i].table(p, year)
		sheets = append(sheets, site.TableSheet(p.T("results.what."+lists[i].what), &t))
	}
	if len(sheets) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return s.Sheets(c, p.T("results.page.year", "year", year), results.KindUse, "", site.Itoa(year), sheets...)
}
