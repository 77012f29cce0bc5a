package declaration

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/declaration"
)

// allPart is for the readers: the reports of one year.
type allPart struct {
	Years   []view.Tab
	Stats   []view.Stat
	Heading string
	Note    string
	Print   string
	Parts   []site.ListPart
	Empty   view.Empty
}

// reads reports whether the actor is a reader now.
func (s *pages) reads(c *fiber.Ctx) (bool, error) {
	a := site.Actor(c)
	asked, err := s.Declaration.Readers(c.UserContext(), a.Office)
	return a.Person != "" && slices.Contains(asked, a.Person), err
}

// all is what the readers have before them.
func (s *pages) all(c *fiber.Ctx, p *site.Speaker, content *homePage) error {
	a := site.Actor(c)
	if reads, err := s.reads(c); err != nil || !reads {
		return err
	}
	years, err := s.Service.Group(c.UserContext(), a, evaluation.Query{Kinds: []string{declaration.KindReport}}, "period")
	if err != nil {
		return err
	}
	part := &allPart{Empty: view.Empty{Why: p.T(of + "none_yet"), Do: p.T(of + "none_yet_do")}}
	content.All = part
	shown := c.Query("year")
	for i := range slices.Backward(years) {
		year := years[i].Keys[0]
		if shown == "" {
			shown = year
		}
		part.Years = append(part.Years, view.Tab{Label: p.Period(year), Href: p.To("/declarations") + "?year=" + year, Active: year == shown})
	}
	if shown == "" {
		return nil
	}
	list, err := s.IndexAll(c, evaluation.Query{Kinds: []string{declaration.KindReport}, Periods: []string{shown}, Sort: evaluation.SortName})
	if err != nil {
		return err
	}
	if err := register(p, list, part); err != nil {
		return err
	}
	sum, err := s.Declaration.Summary(c.UserContext(), a.Office, shown)
	if err != nil {
		return err
	}
	part.Stats = stats(p, &sum)
	part.Heading, part.Print = p.T(of+"summary", "year", shown), p.To("/declarations/summary")+"?year="+url.QueryEscape(shown)
	part.Note, err = s.summaryDay(c, p, shown)
	return err
}

// stats are the figures of a year.
func stats(p *site.Speaker, sum *declaration.Summary) []view.Stat {
	var list []view.Stat
	for _, one := range []struct {
		name string
		n    int
	}{{"asked", sum.Asked}, {"in", sum.In}, {"late_n", sum.Late}, {"drawn_n", sum.Drawn}, {"checked", sum.Checked}, {"changes_n", sum.Changes}, {"leaving_n", sum.Leaving}} {
		list = append(list, view.Stat{Label: p.T(of + one.name), Value: strconv.Itoa(one.n)})
	}
	return list
}

// summary is the summary of a year for print, as it goes to the committee (F-13).
func (s *pages) summary(c *fiber.Ctx, p *site.Speaker) error {
	year := c.Query("year", strconv.Itoa(s.Today().Year()))
	if reads, err := s.reads(c); err != nil {
		return err
	} else if !reads {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if err := s.Note(c, site.InPrint, evaluation.OutcomeOK, declaration.KindReport, "", ""); err != nil {
		return err
	}
	a := site.Actor(c)
	sum, err := s.Declaration.Summary(c.UserContext(), a.Office, year)
	if err != nil {
		return err
	}
	settings, err := s.OfficeSettings(c)
	if err != nil {
		return err
	}
	content := summaryForm{Office: settings.Name, Stats: stats(p, &sum)}
	if content.Rule, err = s.Declaration.Rule(c.UserContext(), a.Office); err != nil {
		return err
	}
	if content.Note, err = s.summaryDay(c, p, year); err != nil {
		return err
	}
	return s.ShowPage(c, "print_declaration_summary", view.Page{
		Title: p.T("print.declaration_summary.title", "year", year), Crumbs: s.Crumbs(c, declaration.KindReport), Confidential: true, Content: content,
	})
}

// summaryForm is the content of the summary.
type summaryForm struct {
	Office, Rule, Note string
	Stats              []view.Stat
}

// group is the part of the list in which a report stands.
func group(v *evaluation.View) string {
	switch {
	case v.State == declaration.ReportDue:
		return "missing"
	case v.State == declaration.ReportExplaining:
		return "explaining"
	case len(v.Waiting) > 0:
		return "check"
	}
	return "rest"
}

// register sorts reports into those that are missing, those to be checked, those to be
// explained and the rest.
func register(p *site.Speaker, list []evaluation.View, part *allPart) error {
	groups := map[string]*view.Grid{}
	order := []string{"missing", "check", "explaining", "rest"}
	for _, name := range order {
		grid := p.Grid(of+"person", of+"what", of+"state")
		groups[name] = &grid
	}
	for i := range list {
		v := &list[i]
		r, err := evaluation.PartOf[declaration.Report](v.Record, "type", "late", "drawn")
		if err != nil {
			return err
		}
		if v.Own || v.State == declaration.ReportDropped {
			continue
		}
		grid := groups[group(v)]
		grid.Rows = append(grid.Rows, reportRow(p, v, r))
	}
	for _, name := range order {
		if rows := len(groups[name].Rows); rows > 0 {
			part.Parts = append(part.Parts, site.ListPart{Heading: p.T(of+name) + " " + strconv.Itoa(rows), Grid: groups[name]})
		}
	}
	return nil
}

func reportRow(p *site.Speaker, v *evaluation.View, r *declaration.Report) []view.Cell {
	badge := p.State(&v.Record)
	row := []view.Cell{
		{Text: p.Name(v.Subject), Href: p.To("/records", v.ID), Note: p.Name(v.Unit)},
		{Text: p.T(declaration.KindReport + ".field.type." + r.Type)}, {Badge: &badge, Due: v.Due},
	}
	if r.Late {
		row[2].Note = p.T(of + "late")
	}
	if r.Drawn {
		row[1].Note = p.T(of + "drawn")
	}
	return row
}

// summaryDay says by when the summary of a year goes to the committee (F-13).
func (s *pages) summaryDay(c *fiber.Ctx, p *site.Speaker, year string) (string, error) {
	pack, err := s.Rules.Pack(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return "", err
	}
	day, err := pack.On(s.Today()).Int("declaration.summary")
	if err != nil {
		return "", err
	}
	site.Basis(c, "declaration.summary", "declaration.checks", "declaration.secrecy")
	n, err := strconv.Atoi(year)
	if err != nil {
		return "", evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return p.T(of+"summary_by", "day", p.DayOf(declaration.DayOf(n+1, day))), nil
}
