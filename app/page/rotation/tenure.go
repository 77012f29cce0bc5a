package rotation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// tenurePage is everybody's time in the post as of a day.
type tenurePage struct {
	Sub     string
	Filters []view.Field
	Export  string
	Grid    view.Grid
	Empty   view.Empty
	Pager   view.Pager
	Figures []chart.Figure
}

func sensitive(p *site.Speaker, powers []string) string {
	words := make([]string, len(powers))
	for i, w := range powers {
		words[i] = p.T("rotation.sensitive." + w)
	}
	return p.Join(words)
}

// tenureQuery is what the reader asked for.
type tenureQuery struct {
	on          evaluation.Date
	unit, stage string
	sort        string
	desc        bool
}

func (s *pages) tenureAsked(c *fiber.Ctx) (tenureQuery, error) {
	q := tenureQuery{on: s.Today(), unit: c.Query("unit"), stage: c.Query("stage")}
	if given := c.Query("on"); given != "" {
		d, err := evaluation.ParseDate(given)
		if err != nil {
			return q, err
		}
		q.on = d
	}
	q.sort, q.desc = strings.CutPrefix(c.Query("sort", "-span"), "-")
	return q, nil
}

func (s *pages) tenure(c *fiber.Ctx, p *site.Speaker) error {
	q, err := s.tenureAsked(c)
	if err != nil {
		return err
	}
	all, err := s.tenures(c, q.on)
	if err != nil {
		return err
	}
	list := q.choose(all)
	if c.Query("export") != "" {
		if err := s.LookedAt(c, rotation.KindCase, peopleOf(list)...); err != nil {
			return err
		}
		return s.exportTenure(c, p, q.on, list)
	}
	content := tenurePage{
		Sub: p.T("rotation.page.as_of", "day", p.DayOf(q.on), "n", len(list)), Filters: tenureFilters(p, &q),
		Empty: view.Empty{Why: p.T("rotation.page.nobody"), Do: p.T("rotation.page.nobody_do")},
	}
	here := string(c.Request().URI().RequestURI())
	list, content.Pager = site.Cut(c, list)
	if err := s.LookedAt(c, rotation.KindCase, peopleOf(list)...); err != nil {
		return err
	}
	content.Grid = tenureGrid(p, here, &q, list)
	if s.MayExport(c) == nil {
		content.Export = site.WithQuery(site.WithQuery(here, "from", ""), "export", "xlsx")
	}
	if s.ReadsOthers(c, rotation.KindCase) {
		if content.Figures, err = s.tenureFigures(c, p, &q, all); err != nil {
			return err
		}
	}
	site.Basis(c, append(rotation.TenureRules(),
		"rotation.leader.years", "rotation.heads.years", "rotation.internal", "rotation.grassroots")...)
	return s.Show(c, "tenure", p.T("rotation.page.tenure"), content, s.Crumbs(c, rotation.KindCase)...)
}

// peopleOf are the people of lines.
func peopleOf(list []rotation.Tenure) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Person
	}
	return ids
}

// choose filters and sorts.
func (q *tenureQuery) choose(all []rotation.Tenure) []rotation.Tenure {
	list := slices.DeleteFunc(slices.Clone(all), func(t rotation.Tenure) bool {
		return q.unit != "" && t.Unit != q.unit || q.stage != "" && string(t.Stage) != q.stage
	})
	by := map[string]func(x, y *rotation.Tenure) int{
		"name": func(x, y *rotation.Tenure) int { return cmp.Compare(x.Order(), y.Order()) },
		"age":  func(x, y *rotation.Tenure) int { return cmp.Compare(x.Age, y.Age) },
		"span": func(x, y *rotation.Tenure) int {
			return cmp.Or(-x.Since.Compare(y.Since), cmp.Compare(x.Order(), y.Order()))
		},
		"next": func(x, y *rotation.Tenure) int { return x.NextOn.Compare(y.NextOn) },
	}
	if order, known := by[q.sort]; known {
		slices.SortStableFunc(list, func(x, y rotation.Tenure) int {
			if q.desc {
				return order(&y, &x)
			}
			return order(&x, &y)
		})
	}
	return list
}

func tenureFilters(p *site.Speaker, q *tenureQuery) []view.Field {
	stage := view.Field{Name: "stage", ID: "f-stage", Label: p.T("rotation.page.stage"), Form: evaluation.FormChoice, Value: q.stage}
	for _, st := range rotation.Stages() {
		stage.Choices = append(stage.Choices, view.Choice{Value: string(st), Label: p.T("rotation.stage." + string(st))})
	}
	return []view.Field{
		{Name: "on", ID: "f-on", Label: p.T("rotation.page.on"), Form: evaluation.FormDate, Value: q.on.String()},
		p.UnitFilter(q.unit),
		stage,
	}
}

func tenureGrid(p *site.Speaker, here string, q *tenureQuery, list []rotation.Tenure) view.Grid {
	column := func(label, sort string, number bool) view.Column {
		col := view.Column{Label: p.T(label), Number: number}
		if sort == "" {
			return col
		}
		to := sort
		if q.sort == sort {
			if col.Sorted = "ascending"; q.desc {
				col.Sorted = "descending"
			} else {
				to = "-" + sort
			}
		}
		col.Sort = site.WithQuery(site.WithQuery(here, "from", ""), "sort", to)
		return col
	}
	g := view.Grid{Columns: []view.Column{
		column("list.subject", "name", false), column("list.unit", "", false), column("rotation.page.level", "", false), column("rotation.page.age", "age", true),
		column("rotation.page.since", "span", false), column("rotation.page.stage", "", false), column("rotation.page.next", "next", false), column("rotation.page.staying", "", false),
	}}
	for i := range list {
		t := &list[i]
		since := view.Cell{Text: p.T("rotation.page.unknown")}
		if !t.Since.IsZero() {
			since = view.Cell{Text: span(p, t.Span), Note: p.DayOf(t.Since)}
		}
		unit := view.Cell{Text: t.UnitName, Note: sensitive(p, t.Sensitive)}
		next, stays := view.Cell{}, view.Cell{}
		if t.Next != rotation.StageNone {
			next = view.Cell{Text: p.T("rotation.stage." + string(t.Next)), Note: p.DayOf(t.NextOn)}
		}
		if t.Staying != nil {
			stays = view.Cell{Text: p.DayOf(t.Staying.Until), Href: p.To("/records", t.Staying.Record)}
			if t.Staying.Ground != "" {
				stays.Note = p.T("rotation.stay.field.ground." + t.Staying.Ground)
			}
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: t.Name, Note: p.Join(append([]string{t.Post}, concurrent(p, t)...))}, unit, {Text: p.Coded("level", t.Level), Note: also(p, t)}, {Text: strconv.Itoa(t.Age)}, since, {Badge: stage(p, t.Stage), Note: because(p, t)}, next, stays,
		})
	}
	return g
}

// concurrent lists the additional posts, each with its time and stage.
func concurrent(p *site.Speaker, t *rotation.Tenure) []string {
	var list []string
	for _, o := range t.Concurrent {
		words := p.T("rotation.page.concurrent", "post", o.UnitName+o.Post, "span", span(p, o.Span))
		if o.Stage != rotation.StageNone {
			words += "（" + p.T("rotation.stage."+string(o.Stage)) + "）"
		}
		if o.Staying != nil {
			words += "，" + p.T("rotation.page.staying") + " " + p.DayOf(o.Staying.Until)
		}
		list = append(list, words)
	}
	return list
}

// because names the rule of a stage.
func because(p *site.Speaker, t *rotation.Tenure) string {
	switch {
	case t.Stage == rotation.StageNone:
		return ""
	case len(t.Sensitive) > 0:
		return p.T("rotation.page.because_sensitive", "n", t.Years)
	}
	return p.T("rotation.page.because", "n", t.Years)
}

// also explains the additional limits of D-2 for a leading post.
func also(p *site.Speaker, t *rotation.Tenure) string {
	words := make([]string, len(t.Also))
	for i, w := range t.Also {
		words[i] = p.T("rotation.also." + w)
	}
	return p.Join(words)
}

// exportTenure sends the whole list and records it in the trail.
func (s *pages) exportTenure(c *fiber.Ctx, p *site.Speaker, on evaluation.Date, list []rotation.Tenure) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	sheet := p.Table("list.subject", "list.unit", "rotation.page.post", "rotation.page.level", site.Number("rotation.page.age"), "rotation.page.since",
		site.Number("rotation.page.whole_months"), site.Number("rotation.page.posts_held"), "rotation.page.also", "rotation.post", "rotation.page.stage",
		"rotation.page.next", "rotation.page.next_on", "rotation.page.staying", "rotation.stay.field.ground")
	for i := range list {
		t := &list[i]
		row := []string{
			t.Name, t.UnitName, p.Join(append([]string{t.Post}, concurrent(p, t)...)), p.Coded("level", t.Level), strconv.Itoa(t.Age), t.Since.String(), strconv.Itoa(t.Span.Whole()), strconv.Itoa(t.Posts),
			also(p, t), sensitive(p, t.Sensitive), p.T("rotation.stage." + string(t.Stage)), "", "", "", "",
		}
		if t.Next != rotation.StageNone {
			row[11], row[12] = p.T("rotation.stage."+string(t.Next)), t.NextOn.String()
		}
		if t.Staying != nil {
			row[13], row[14] = t.Staying.Until.String(), p.T("rotation.stay.field.ground."+t.Staying.Ground)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	name := p.T("rotation.page.tenure")
	return s.Sheets(c, name+on.String(), "", "", "rotation.tenure "+on.String(), site.TableSheet(name, &sheet))
}
