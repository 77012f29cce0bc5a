package site

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

type rulesPage struct {
	Version string
	Filters []view.Field
	Groups  []ruleGroup
	Acts    []view.Button
	Own     *view.Listed
	Empty   view.Empty
}

// ruleGroup are the rules of one measure, or those that all share.
type ruleGroup struct {
	Label string
	Rules []ruleRow
	Open  bool // the group is what was asked for
}

type ruleRow struct {
	ID   string
	Note view.RuleNote
}

// rules shows the rule pack of the office on a day.
func (s *Site) rules(c *fiber.Ctx, p *Speaker) error {
	pack, err := s.Rules.Pack(c.UserContext(), Actor(c).Office)
	if err != nil {
		return err
	}
	day := s.Today()
	if given, err := evaluation.ParseDate(c.Query("on")); err == nil && !given.IsZero() {
		day = given
	}
	text := strings.TrimSpace(c.Query("q"))
	content := rulesPage{
		Version: pack.Version(), Empty: view.Empty{Why: p.T("list.empty"), Do: p.T("list.empty_do")},
		Filters: []view.Field{
			{Name: "q", ID: "f-q", Label: p.T("rules.search"), Form: evaluation.FormText, Value: text},
			{Name: "on", ID: "f-on", Label: p.T("rules.on"), Form: evaluation.FormDate, Value: day.String()},
		},
	}
	content.Groups = s.ruleGroups(p, pack.On(day).Values, text)
	kind, _ := s.Service.Kind(rulepack.KindOverride)
	content.Acts = s.Creating(p, kind, Actor(c))
	own, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{Kinds: []string{rulepack.KindOverride}, Limit: PerPage})
	if err != nil {
		return err
	}
	content.Own = s.RecordsIn(p, own.Views)
	return s.Show(c, "rules", p.T("measure.rules"), content)
}

// ruleGroups are the rules in which a text is found, by measure in the order of the menu; the
// others come last.
func (s *Site) ruleGroups(p *Speaker, values []rulepack.Entry, text string) []ruleGroup {
	by := map[string][]ruleRow{}
	for i := range values {
		e := &values[i]
		n := RuleNote(p, e)
		if text != "" && !strings.Contains(n.Title+n.Source+e.Key+e.ID, text) {
			continue
		}
		measure, _, _ := strings.Cut(e.Key, ".")
		if !slices.ContainsFunc(s.pages, func(of Pages) bool { return of.Measure == measure && of.Home.Label != "" }) {
			measure = ""
		}
		by[measure] = append(by[measure], ruleRow{ID: e.ID, Note: n})
	}
	var groups []ruleGroup
	add := func(label, measure string) {
		if len(by[measure]) > 0 {
			groups = append(groups, ruleGroup{Label: label, Rules: by[measure], Open: text != ""})
		}
	}
	for i := range s.pages {
		add(p.T(s.pages[i].Home.Label), s.pages[i].Measure)
	}
	add(p.T("rules.others"), "")
	return groups
}

// ruleTitle says the key of a rule.
func (p *Speaker) ruleTitle(key string) string {
	if p.shipped == nil {
		return key
	}
	rule, known := p.shipped(key)
	switch {
	case !known: // of another version
		return key
	case p.Lang == "en":
		return rule.TitleEn
	}
	return rule.TitleZh
}

type rulePage struct {
	Note  view.RuleNote
	Bound string // what it means that an office above does not let it be changed, "" if it may be
	Lines []view.Line
	Acts  []view.Button
}

// rule shows one rule with its sources.
func (s *Site) rule(c *fiber.Ctx, p *Speaker) error {
	key, err := url.PathUnescape(c.Params("key"))
	if err != nil {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	pack, err := s.Rules.Pack(c.UserContext(), Actor(c).Office)
	if err != nil {
		return err
	}
	e, err := pack.On(s.Today()).Entry(key)
	if err != nil {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	n := RuleNote(p, &e)
	content := rulePage{Note: n}
	standing := p.Or("rulepack.status."+string(e.Status), string(e.Status))
	if e.Origin == rulepack.OriginAbove {
		standing = "" // the origin says it
	}
	for _, l := range []struct{ label, value string }{
		{"rules.id", e.ID}, {"rules.value", n.Value}, {"rules.origin", n.Origin}, {"rules.since", p.Text.T(p.Lang, e.Since.String())}, {"rules.source", n.Source}, {"rules.article", e.Article},
		{"rules.standing", standing}, {"rules.reason", e.Reason},
		{"rules.verified_by", e.VerifiedBy}, {"rules.verified_on", p.Text.T(p.Lang, e.VerifiedOn.String())},
	} {
		if l.value != "" {
			content.Lines = append(content.Lines, view.Line{Label: p.T(l.label), Value: l.value})
		}
	}
	if e.Bound() {
		content.Bound = p.T("rulepack.bound", "title_zh", e.TitleZh, "title_en", e.TitleEn, "office", e.Office)
		if slices.ContainsFunc(pack.Overrides(), func(o rulepack.Override) bool { return o.Key == key && o.Value != nil }) {
			content.Bound += p.T("rules.bound_own")
		}
		return s.Show(c, "rule", n.Title, content, view.Link{Label: p.T("measure.rules"), Href: p.To("/rules")})
	}
	kind, _ := s.Service.Kind(rulepack.KindOverride)
	for _, b := range s.Creating(p, kind, Actor(c)) {
		b.Href = WithQuery(b.Href, "key", key)
		content.Acts = append(content.Acts, b)
	}
	return s.Show(c, "rule", n.Title, content, view.Link{Label: p.T("measure.rules"), Href: p.To("/rules")})
}

// settings redirects to the record of the office's settings.
func (s *Site) settings(c *fiber.Ctx) error {
	found, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{Kinds: []string{roster.KindSettings}, Limit: 1})
	if err != nil {
		return err
	}
	if len(found.Views) == 0 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return c.Redirect(s.To(c, "/records", found.Views[0].ID), fiber.StatusSeeOther)
}
