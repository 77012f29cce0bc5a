package page

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/workday"
)

type rulesPage struct {
	Version string
	Filters []view.Field
	Rules   []ruleRow
	Acts    []view.Button
	Own     []view.Row
	Empty   view.Empty
}

type ruleRow struct {
	ID, Key string
	Note    view.RuleNote
}

// rules is the rule pack of the office as of a day.
func (s *Site) rules(c *fiber.Ctx) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	pack, err := s.Rules.Pack(c.UserContext(), actor(c).Office)
	if err != nil {
		return err
	}
	day := s.today()
	if given, err := evaluation.ParseDate(c.Query("on")); err == nil && !given.IsZero() {
		day = given
	}
	text := strings.TrimSpace(c.Query("q"))
	content := rulesPage{
		Version: pack.Version(), Empty: view.Empty{Why: p.t("list.empty"), Do: p.t("list.empty_do")},
		Filters: []view.Field{
			{Name: "q", ID: "f-q", Label: p.t("rules.search"), Form: evaluation.FormText, Value: text},
			{Name: "on", ID: "f-on", Label: p.t("rules.on"), Form: evaluation.FormDate, Value: day.String()},
		},
	}
	values := pack.On(day).Values
	for i := range values {
		e := &values[i]
		n := ruleNote(p, e)
		if text == "" || strings.Contains(n.Title+n.Source+e.Key+e.ID, text) {
			content.Rules = append(content.Rules, ruleRow{ID: e.ID, Key: e.Key, Note: n})
		}
	}
	kind, _ := s.Service.Kind(rulepack.KindOverride)
	content.Acts = s.creating(p, kind, actor(c))
	own, err := s.Service.Index(c.UserContext(), actor(c), evaluation.Query{Kinds: []string{rulepack.KindOverride}, Limit: perPage})
	if err != nil {
		return err
	}
	for i := range own.Views {
		row := p.row(&own.Views[i])
		row.Subject = own.Views[i].Sort
		content.Own = append(content.Own, row)
	}
	return s.show(c, "rules", p.t("menu.rules"), content)
}

type rulePage struct {
	Note  view.RuleNote
	Lines []view.Line
	Acts  []view.Button
}

// rule is one rule with all that is known of where it comes from.
func (s *Site) rule(c *fiber.Ctx) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	key, err := url.PathUnescape(c.Params("key"))
	if err != nil {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	pack, err := s.Rules.Pack(c.UserContext(), actor(c).Office)
	if err != nil {
		return err
	}
	e, err := pack.On(s.today()).Entry(key)
	if err != nil {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	n := ruleNote(p, &e)
	content := rulePage{Note: n}
	for _, l := range []struct{ label, value string }{
		{"rules.id", e.ID}, {"rules.value", n.Value}, {"rules.source", n.Source}, {"rules.article", e.Article},
		{"rules.standing", p.or("rulepack.status."+string(e.Status), string(e.Status))}, {"rules.reason", e.Reason},
		{"rules.verified_by", e.VerifiedBy}, {"rules.verified_on", p.text.T(p.lang, e.VerifiedOn.String())},
	} {
		if l.value != "" {
			content.Lines = append(content.Lines, view.Line{Label: p.t(l.label), Value: l.value})
		}
	}
	kind, _ := s.Service.Kind(rulepack.KindOverride)
	for _, b := range s.creating(p, kind, actor(c)) {
		b.Href = withQuery(b.Href, "key", key)
		content.Acts = append(content.Acts, b)
	}
	return s.show(c, "rule", n.Title, content, view.Link{Label: p.t("menu.rules"), Href: "/rules"})
}

type calendarPage struct {
	Years []calendarYear
	Acts  []view.Button
	Own   []view.Row
}

type calendarYear struct {
	Year   int
	Source string
	Table  view.Table
}

// calendar shows the holidays and make-up days that are known.
func (s *Site) calendar(c *fiber.Ctx) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	calendar, err := s.Calendar.Calendar(c.UserContext(), actor(c).Office)
	if err != nil {
		return err
	}
	var content calendarPage
	for _, y := range calendar.Years() {
		t := view.Table{Heads: []string{p.t("calendar.name"), p.t("calendar.from"), p.t("calendar.to"), p.t("calendar.worked")}}
		for _, h := range y.Holidays {
			var worked []string
			for _, w := range y.Workdays {
				if w.For == h.Name {
					worked = append(worked, w.Date.String())
				}
			}
			t.Rows = append(t.Rows, []string{h.Name, h.From.String(), h.To.String(), strings.Join(worked, "、")})
		}
		content.Years = append(content.Years, calendarYear{Year: y.Year, Source: strings.TrimSpace(y.Source + " " + y.Document), Table: t})
	}
	kind, _ := s.Service.Kind(workday.KindYear)
	content.Acts = s.creating(p, kind, actor(c))
	own, err := s.Service.Index(c.UserContext(), actor(c), evaluation.Query{Kinds: []string{workday.KindYear}, Limit: perPage})
	if err != nil {
		return err
	}
	content.Own = p.rows(own.Views)
	return s.show(c, "calendar", p.t("menu.calendar"), content)
}

// settings leads to the one record that holds the office's own settings.
func (s *Site) settings(c *fiber.Ctx) error {
	found, err := s.Service.Index(c.UserContext(), actor(c), evaluation.Query{Kinds: []string{roster.KindSettings}, Limit: 1})
	if err != nil {
		return err
	}
	if len(found.Views) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return c.Redirect("/records/"+found.Views[0].ID, fiber.StatusSeeOther)
}
