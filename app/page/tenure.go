package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
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

func (p *speaker) sensitive(powers []string) string {
	words := make([]string, len(powers))
	for i, w := range powers {
		words[i] = p.t("rotation.sensitive." + w)
	}
	return strings.Join(words, "、")
}

// tenureQuery is what the reader asked for.
type tenureQuery struct {
	on          evaluation.Date
	unit, stage string
	sort        string
	desc        bool
}

func (s *Site) tenureAsked(c *fiber.Ctx) (tenureQuery, error) {
	q := tenureQuery{on: s.today(), unit: c.Query("unit"), stage: c.Query("stage")}
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

func (s *Site) tenure(c *fiber.Ctx) error {
	a := actor(c)
	if len(s.Policy.Reach(a.Roles, rotation.KindCase)) == 0 {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	q, err := s.tenureAsked(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	all, err := s.Rotation.Tenures(c.UserContext(), a.Office, q.on, s.sight(c))
	if err != nil {
		return err
	}
	list := q.choose(all)
	if c.Query("export") != "" {
		return s.exportTenure(c, p, q.on, list)
	}
	content := tenurePage{
		Sub: p.t("rotation.page.as_of", "day", p.dayOf(q.on), "n", len(list)), Filters: p.tenureFilters(&q),
		Empty: view.Empty{Why: p.t("rotation.page.nobody"), Do: p.t("rotation.page.nobody_do")},
	}
	here := string(c.Request().URI().RequestURI())
	from := min(max(0, c.QueryInt("from")), len(list))
	to := min(from+perPage, len(list))
	content.Grid = p.tenureGrid(here, &q, list[from:to])
	if to < len(list) {
		content.Pager.Next = withQuery(here, "from", strconv.Itoa(to))
	}
	if from > 0 {
		content.Pager.From = withQuery(here, "from", "")
	}
	if s.mayExport(c) == nil {
		content.Export = withQuery(withQuery(here, "from", ""), "export", "xlsx")
	}
	if oversees(a) || a.Has(evaluation.RoleHead) {
		if content.Figures, err = s.tenureFigures(c, p, &q, all); err != nil {
			return err
		}
	}
	basis(c, append(rotation.TenureRules(),
		"rotation.leader.years", "rotation.heads.years", "rotation.internal", "rotation.grassroots")...)
	return s.show(c, "tenure", p.t("rotation.page.tenure"), content, view.Link{Label: p.t("measure.rotation"), Href: "/rotation"})
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

func (p *speaker) tenureFilters(q *tenureQuery) []view.Field {
	stage := view.Field{Name: "stage", ID: "f-stage", Label: p.t("rotation.page.stage"), Form: evaluation.FormChoice, Value: q.stage}
	for _, st := range rotation.Stages() {
		stage.Choices = append(stage.Choices, view.Choice{Value: string(st), Label: p.t("rotation.stage." + string(st))})
	}
	return []view.Field{
		{Name: "on", ID: "f-on", Label: p.t("rotation.page.on"), Form: evaluation.FormDate, Value: q.on.String()},
		{Name: "unit", ID: "f-unit", Label: p.t("list.unit"), Form: evaluation.FormUnit, Value: q.unit, Choices: p.units()},
		stage,
	}
}

func (p *speaker) tenureGrid(here string, q *tenureQuery, list []rotation.Tenure) view.Grid {
	column := func(label, sort string, number bool) view.Column {
		col := view.Column{Label: p.t(label), Number: number}
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
		col.Sort = withQuery(withQuery(here, "from", ""), "sort", to)
		return col
	}
	g := view.Grid{Columns: []view.Column{
		column("list.subject", "name", false), column("list.unit", "", false), column("rotation.page.level", "", false), column("rotation.page.age", "age", true),
		column("rotation.page.since", "span", false), column("rotation.page.stage", "", false), column("rotation.page.next", "next", false), column("rotation.page.staying", "", false),
	}}
	for i := range list {
		t := &list[i]
		since := view.Cell{Text: p.t("rotation.page.unknown")}
		if !t.Since.IsZero() {
			since = view.Cell{Text: p.span(t.Span), Note: p.dayOf(t.Since)}
		}
		unit := view.Cell{Text: t.UnitName, Note: p.sensitive(t.Sensitive)}
		next, stays := view.Cell{}, view.Cell{}
		if t.Next != rotation.StageNone {
			next = view.Cell{Text: p.t("rotation.stage." + string(t.Next)), Note: p.dayOf(t.NextOn)}
		}
		if t.Staying != nil {
			stays = view.Cell{Text: p.dayOf(t.Staying.Until), Href: "/records/" + t.Staying.Record}
			if t.Staying.Ground != "" {
				stays.Note = p.t("rotation.stay.field.ground." + t.Staying.Ground)
			}
		}
		g.Rows = append(g.Rows, []view.Cell{
			{Text: t.Name, Note: joined(append([]string{t.Post}, p.concurrent(t)...))}, unit, {Text: t.Level, Note: p.also(t)}, {Text: strconv.Itoa(t.Age)}, since, {Badge: p.stage(t.Stage), Note: p.because(t)}, next, stays,
		})
	}
	return g
}

// concurrent are the posts held beside the main one, each with its time and what
// the rules say to it.
func (p *speaker) concurrent(t *rotation.Tenure) []string {
	var list []string
	for _, o := range t.Concurrent {
		words := p.t("rotation.page.concurrent", "post", o.UnitName+o.Post, "span", p.span(o.Span))
		if o.Stage != rotation.StageNone {
			words += "（" + p.t("rotation.stage."+string(o.Stage)) + "）"
		}
		if o.Staying != nil {
			words += "，" + p.t("rotation.page.staying") + " " + p.dayOf(o.Staying.Until)
		}
		list = append(list, words)
	}
	return list
}

// because says which rule a stage comes from.
func (p *speaker) because(t *rotation.Tenure) string {
	switch {
	case t.Stage == rotation.StageNone:
		return ""
	case len(t.Sensitive) > 0:
		return p.t("rotation.page.because_sensitive", "n", t.Years)
	}
	return p.t("rotation.page.because", "n", t.Years)
}

// also says what D-2 says of a leading post.
func (p *speaker) also(t *rotation.Tenure) string {
	words := make([]string, len(t.Also))
	for i, w := range t.Also {
		words[i] = p.t("rotation.also." + w)
	}
	return strings.Join(words, "、")
}

// exportTenure sends the whole list, and notes it.
func (s *Site) exportTenure(c *fiber.Ctx, p *speaker, on evaluation.Date, list []rotation.Tenure) error {
	if err := s.mayExport(c); err != nil {
		return err
	}
	var heads []string
	for _, key := range []string{
		"list.subject", "list.unit", "rotation.page.post", "rotation.page.level", "rotation.page.age", "rotation.page.since", "rotation.page.whole_months",
		"rotation.page.posts_held", "rotation.page.also", "rotation.post", "rotation.page.stage", "rotation.page.next", "rotation.page.next_on", "rotation.page.staying", "rotation.stay.field.ground",
	} {
		heads = append(heads, p.t(key))
	}
	var rows [][]string
	for i := range list {
		t := &list[i]
		row := []string{
			t.Name, t.UnitName, joined(append([]string{t.Post}, p.concurrent(t)...)), t.Level, strconv.Itoa(t.Age), t.Since.String(), strconv.Itoa(t.Span.Whole()), strconv.Itoa(t.Posts),
			p.also(t), p.sensitive(t.Sensitive), p.t("rotation.stage." + string(t.Stage)), "", "", "", "",
		}
		if t.Next != rotation.StageNone {
			row[11], row[12] = p.t("rotation.stage."+string(t.Next)), t.NextOn.String()
		}
		if t.Staying != nil {
			row[13], row[14] = t.Staying.Until.String(), p.t("rotation.stay.field.ground."+t.Staying.Ground)
		}
		rows = append(rows, row)
	}
	file, err := xlsx.Bytes([]roster.Sheet{tableSheet(p.t("rotation.page.tenure"), &view.Table{Heads: heads, Rows: rows, Numbers: columns(len(heads), 4, 6, 7)})})
	if err != nil {
		return err
	}
	if err := s.note(c, "export", evaluation.OutcomeOK, "", "", "rotation.tenure "+on.String()); err != nil {
		return err
	}
	return download(c, p.t("rotation.page.tenure")+on.String()+".xlsx", mediaXLSX, file)
}
