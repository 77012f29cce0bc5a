// Package unitreview contains what the review of units adds to the shared pages of records:
// its entry of the menu, the units of a round at a glance, the figures, marks and ratings of
// a unit, and its form.
package unitreview

import (
	"context"
	"embed"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/survey"
	"kaoji/evaluation/unitreview"
)

//go:embed *.html
var templates embed.FS

type pages struct{ *site.Site }

// Pages returns what the measure adds to the shared pages.
func Pages(of *site.Site) site.Pages {
	s := &pages{of}
	return site.Pages{
		Measure: "unitreview", Templates: templates, Home: view.Link{Label: "measure.unitreview", Href: "/lists/" + unitreview.KindSheet},
		Menu: &site.MenuEntry{Icon: "building-community", Reaches: []string{unitreview.KindSheet}, Shows: s.concerned},
		Kinds: map[string]site.Kind{
			unitreview.KindRound: {Panels: s.units, Choices: s.waves},
			unitreview.KindSheet: {Titled: true, Panels: s.findings, Choices: improvements, Start: s.start, Beside: beside, Printed: printed},
		},
	}
}

// concerned reports whether the reader has a part in reviews: a member of a panel has while
// there is something to rate.
func (s *pages) concerned(c *fiber.Ctx) (bool, error) {
	a := site.Actor(c)
	if s.Service.ReadsOthers(a, unitreview.KindSheet) {
		return true, nil
	}
	return evaluation.Lately(c.UserContext(), s.Service, a, "concerned by reviews of units", func(ctx context.Context) (bool, error) {
		states, err := s.Service.Group(ctx, a, evaluation.Query{Kinds: []string{unitreview.KindSheet}}, "state")
		return len(states) > 0, err
	})
}

// units shows the units of a round as far as the reader may see them.
func (s *pages) units(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	grid := p.Grid("unitreview.unit", "unitreview.state", "unitreview.report", "unitreview.marks", "unitreview.grade")
	for one, err := range s.EveryView(c, evaluation.Query{Kinds: []string{unitreview.KindSheet}, Parents: []string{v.ID}, Sort: evaluation.SortName}) {
		if err != nil {
			return err
		}
		sh, err := evaluation.PayloadOf[unitreview.Sheet](one.Record)
		if err != nil {
			return err
		}
		row := []view.Cell{{Text: sh.Name, Href: p.To("/records", one.ID)}, {Badge: state(p, &one.Record)}, {}, {}, {Text: grade(p, sh.Grade)}}
		if sh.Report != nil {
			row[2].Text = p.DayOf(sh.Report.On)
		}
		for _, m := range sh.Marks {
			if m.Group != "" {
				continue
			}
			row[3].Text = strings.TrimSpace(row[3].Text + " " + points(m.Mean))
		}
		grid.Rows = append(grid.Rows, row)
	}
	page.Panels = append(page.Panels, site.Panel{Heading: p.T("unitreview.units"), Grid: &grid})
	return nil
}

// asked is the question of a mark, with the group that answered.
func asked(m *unitreview.Mark) string { return strings.TrimSuffix(m.Question+" · "+m.Group, " · ") }

// points writes hundredths of a point.
func points(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// findings shows the figures, marks and ratings of a unit, and its improvements with their
// numbers.
func (s *pages) findings(_ *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	sh, err := evaluation.PayloadOf[unitreview.Sheet](v.Record)
	if err != nil {
		return err
	}
	add := func(heading string, grid view.Grid) {
		if len(grid.Rows) > 0 {
			page.Panels = append(page.Panels, site.Panel{Heading: p.T(heading), Grid: &grid})
		}
	}
	add("unitreview.figures", figures(p, sh))
	marks := p.Grid("unitreview.questionnaire", "unitreview.question", "unitreview.mean", "unitreview.answers")
	for _, m := range sh.Marks {
		marks.Rows = append(marks.Rows, []view.Cell{{Text: m.Title}, {Text: asked(&m)}, {Text: points(m.Mean)}, {Text: strconv.Itoa(m.N)}})
	}
	add("unitreview.marks", marks)
	ratings := p.Grid("unitreview.rater", "unitreview.score", "unitreview.words", "unitreview.day")
	for _, r := range sh.Ratings {
		ratings.Rows = append(ratings.Rows, []view.Cell{{Text: rater(p, sh, &r)}, {Text: strconv.Itoa(r.Score)}, {Text: r.Words}, {Text: p.DayOf(r.On)}})
	}
	add("unitreview.ratings", ratings)
	add("unitreview.improvements", improving(p, sh.Improvements))
	for i := range sh.Earlier {
		if grid := improving(p, sh.Earlier[i].Improvements); len(grid.Rows) > 0 {
			page.Panels = append(page.Panels, site.Panel{Heading: p.Named(p.T("unitreview.improvements"), p.T("unitreview.sheet.field.earlier")), Note: p.DayOf(sh.Earlier[i].On), Grid: &grid})
		}
	}
	switch {
	case sh.Score > 0:
		page.About = append(page.About, p.T("unitreview.mean_score", "score", points(sh.Score), "n", sh.Rated))
	case sh.Rated > 0:
		page.About = append(page.About, p.T("unitreview.few_ratings", "n", sh.Rated))
	}
	return page.Take("improvements", "score", "rated")
}

// rater names who rated, and says of a member of the panel that it is one.
func rater(p *site.Speaker, sh *unitreview.Sheet, r *unitreview.Rating) string {
	if slices.ContainsFunc(sh.Panel, func(one unitreview.Panelist) bool { return one.Person == r.Person }) {
		return p.T("unitreview.panelist", "name", r.Name)
	}
	return r.Name
}

func figures(p *site.Speaker, sh *unitreview.Sheet) view.Grid {
	grid := p.Grid("unitreview.figure", "unitreview.number")
	for _, f := range append(sh.Figures, sh.Quiet...) {
		text := strconv.FormatInt(f.N, 10)
		if f.Of > 0 {
			text += " / " + strconv.FormatInt(f.Of, 10)
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: p.T("unitreview.figure." + f.Key)}, {Text: text}})
	}
	return grid
}

func improving(p *site.Speaker, list []unitreview.Improvement) view.Grid {
	grid := p.Grid("unitreview.what", "unitreview.due", "unitreview.looks")
	for i, one := range list {
		looks := ""
		for _, l := range one.Looks {
			looks += p.DayOf(l.On) + " " + l.Name + " " + l.Found + " "
		}
		cell := view.Cell{Text: looks}
		if one.Done {
			cell.Badge = &view.Badge{Label: p.T("unitreview.done"), Tone: "green"}
		}
		grid.Rows = append(grid.Rows, []view.Cell{{Text: strconv.Itoa(i+1) + ". " + one.What}, {Text: p.DayOf(one.Due)}, cell})
	}
	return grid
}

// beside shows what rating, comment and decision rest on, next to their forms.
func beside(_ *fiber.Ctx, p *site.Speaker, a *site.Asked) ([]site.Section, error) {
	if a.View == nil || a.View.State != unitreview.SheetReviewing {
		return nil, nil
	}
	sh, err := evaluation.PayloadOf[unitreview.Sheet](a.View.Record)
	if err != nil {
		return nil, err
	}
	var list []site.Section
	add := func(heading string, lines []view.Line) {
		if len(lines) > 0 {
			list = append(list, site.Section{Heading: p.T(heading), Lines: lines})
		}
	}
	var lines []view.Line
	for _, row := range figures(p, sh).Rows {
		lines = append(lines, view.Line{Label: row[0].Text, Value: row[1].Text})
	}
	add("unitreview.figures", lines)
	lines = nil
	for _, m := range sh.Marks {
		lines = append(lines, view.Line{Label: m.Title + " " + asked(&m), Value: p.T("unitreview.mark", "mean", points(m.Mean), "n", m.N)})
	}
	add("unitreview.marks", lines)
	return list, nil
}

// start begins a decision anew with what was still to be improved when it was taken back.
func (s *pages) start(_ *fiber.Ctx, a *site.Asked, values url.Values) error {
	if a.View == nil || a.Act.Name != "decide" {
		return nil
	}
	sh, err := evaluation.PayloadOf[unitreview.Sheet](a.View.Record)
	if err != nil || len(sh.Earlier) == 0 {
		return err
	}
	begin, n := url.Values{}, 0
	for _, one := range sh.Earlier[len(sh.Earlier)-1].Improvements {
		if one.Done {
			continue
		}
		at := "improvements." + strconv.Itoa(n)
		begin.Set(at+".what", one.What)
		if !one.Due.Before(s.Today()) {
			begin.Set(at+".due", one.Due.String())
		}
		n++
	}
	site.StartWith(values, begin)
	return nil
}

// waves are the counted questionnaires whose marks can be taken.
func (s *pages) waves(c *fiber.Ctx, p *site.Speaker, _ *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if f.Name != "wave" {
		return nil, false, nil
	}
	found, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{survey.KindWave}, States: evaluation.States(survey.WaveCounted), Sort: evaluation.SortOn, Desc: true, Limit: 50,
	})
	list := []view.Choice{}
	for i := range found.Views {
		list = append(list, view.Choice{Value: found.Views[i].ID, Label: p.Title(&found.Views[i].Record)})
	}
	return list, true, err
}

// improvements are those of the unit that are not achieved.
func improvements(_ *fiber.Ctx, _ *site.Speaker, a *site.Asked, f *evaluation.Field) ([]view.Choice, bool, error) {
	if a.View == nil || f.Name != "which" {
		return nil, false, nil
	}
	sh, err := evaluation.PayloadOf[unitreview.Sheet](a.View.Record)
	if err != nil {
		return nil, false, err
	}
	list := []view.Choice{}
	for i, one := range sh.Improvements {
		if !one.Done {
			list = append(list, view.Choice{Value: strconv.Itoa(i + 1), Label: one.What})
		}
	}
	return list, true, nil
}

// form is the printed review of a unit.
type form struct {
	site.Printed
	Doc          *unitreview.Sheet
	Figures      view.Grid
	Improvements view.Grid
	Grade, Score string
	Marks        []string
}

func printed(_ *fiber.Ctx, p site.Printed, v *evaluation.View) (any, error) {
	sh, err := evaluation.PayloadOf[unitreview.Sheet](v.Record)
	if err != nil {
		return nil, err
	}
	doc := form{Printed: p, Doc: sh, Figures: figures(p.Speaker, sh), Improvements: improving(p.Speaker, sh.Improvements), Grade: grade(p.Speaker, sh.Grade)}
	if sh.Score > 0 {
		doc.Score = points(sh.Score)
	}
	for _, m := range sh.Marks {
		doc.Marks = append(doc.Marks, m.Title+" "+asked(&m)+" "+points(m.Mean)+" (n="+strconv.Itoa(m.N)+")")
	}
	return doc, nil
}

func grade(p *site.Speaker, code string) string {
	if code == "" {
		return ""
	}
	return p.T(unitreview.KindSheet + ".field.grade." + code)
}

func state(p *site.Speaker, r *evaluation.Record) *view.Badge {
	b := p.State(r)
	return &b
}
