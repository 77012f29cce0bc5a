package bonus

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/signoff"
)

// periodPage is the page from which a period is run.
type periodPage struct {
	Record   site.RecordPage
	Steps    []view.Step
	Links    []view.Button
	Meters   []view.Meter // departments: entries verified
	Units    *view.Grid
	Posted   *view.Table
	Signing  *view.Table
	Said     *view.Table // objections
	Plan     []view.Table
	ByRank   bool
	Warnings []string
	Basis    []view.RuleNote
}

func (s *pages) bonusPeriod(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	kind, _ := s.Service.Kind(v.Kind)
	content := periodPage{
		Record: s.Head(p, v), Steps: site.Steps(p, kind, v.State, bonus.PeriodCancelled, bonus.PeriodSigning), // signing shows only where it happens
		Plan: planTables(p, &period.Plan), ByRank: period.Plan.ByRank(), Signing: signingTable(p, &period.Signing), Said: objections(p, period.Objections),
		Basis: site.FrozenNotes(p, period.Rules, "bonus.pool", "bonus.notice", "bonus.contest", "bonus.rounding"),
	}
	if !slices.Contains(bonus.Released(), v.State) {
		content.Record.Prints = nil
	}
	err := content.Record.Take("plan", "units", "fen", "cosigner", "signing", "objections")
	if err != nil {
		return err
	}
	payload, err := s.named(c, content.Record.Payload)
	if err != nil {
		return err
	}
	if content.Record.Sections, err = p.Sections(kind, payload); err != nil {
		return err
	}
	if err := s.periodProgress(c, p, v, period, &content); err != nil {
		return err
	}
	if err := s.periodLinks(c, p, v, &content); err != nil {
		return err
	}
	return s.Show(c, "bonus_period", period.Title, content, s.Crumbs(c, v.Kind)...)
}

// signingTable lists the parties and their signatures; nil if nobody was asked yet.
func signingTable(p *site.Speaker, s *signoff.Sheet) *view.Table {
	if s.Current() == nil {
		return nil
	}
	t := p.Table("signoff.party", "signoff.seal", "signoff.words")
	for _, x := range s.Current().Parties {
		seal := p.T("signoff.open")
		if x.Signed() {
			seal = x.Seal.Name + " " + p.DayOf(x.Seal.On)
		}
		t.Rows = append(t.Rows, []string{x.Name, seal, orDash(x.Seal.Words)})
	}
	if end := s.Current().Ended; end.How != "" {
		t.Rows = append(t.Rows, []string{p.T("signoff." + end.How), end.Name + " " + p.DayOf(end.On), end.Why})
	}
	return &t
}

// objections lists the objections during the notice; nil if there are none or the
// reader may not see them.
func objections(p *site.Speaker, list []notice.Objection) *view.Table {
	if len(list) == 0 {
		return nil
	}
	const field = "bonus.period.field.objections."
	t := p.Table(field+"number", field+"by_name", field+"text", field+"answer")
	for i, o := range list {
		t.Rows = append(t.Rows, []string{site.Itoa(i + 1), o.ByName, o.Text, orDash(o.Answer)})
	}
	return &t
}

// named says the scheme of a period by its name.
func (s *pages) named(c *fiber.Ctx, payload json.RawMessage) (json.RawMessage, error) {
	var all map[string]any
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	id, _ := all["scheme"].(string)
	v, err := s.Service.Get(c.UserContext(), site.Actor(c), id)
	switch evaluation.CodeOf(err) {
	case "":
		all["scheme"] = s.bonusTitle(c, &v)
	case evaluation.CodeNotFound: // not for this reader
	default:
		return nil, err
	}
	delete(all, "version")
	return json.Marshal(all)
}

// periodProgress shows the progress of each department's entries, as far as the
// reader may see them, and the totals during the notice.
func (s *pages) periodProgress(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period, content *periodPage) error {
	if v.State == bonus.PeriodEntering || v.State == bonus.PeriodVerified {
		if err := s.unitProgress(c, p, v, content); err != nil {
			return err
		}
	}
	if !slices.Contains(bonus.Released(), v.State) {
		return nil
	}
	totals, err := s.Bonus.Posted(c.UserContext(), *v)
	if err != nil {
		return err
	}
	content.Posted = totalsTable(p, totals, period.Fen)
	return nil
}

func (s *pages) unitProgress(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *periodPage) error {
	grid := p.Grid("list.unit", site.Number("bonus.page.people"), site.Number("bonus.entry.state.open"), site.Number("bonus.entry.state.entered"),
		site.Number("bonus.entry.state.contested"), site.Number("bonus.page.settled"))
	grid.Caption = p.T("bonus.page.progress")
	for _, d := range p.Day.Departments() {
		counts, err := s.Service.Group(c.UserContext(), site.Actor(c), evaluation.Query{
			Kinds: []string{bonus.KindEntry}, Parents: []string{v.ID}, Units: []string{d.ID},
		}, "state")
		if err != nil {
			return err
		}
		n, all := map[string]int{}, 0
		for _, k := range counts {
			n[k.Keys[0]], all = int(k.N), all+int(k.N)
		}
		if all == 0 {
			continue
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: d.Name, Href: p.To("/bonus", v.ID, "entries") + "?unit=" + d.ID}, {Text: site.Itoa(all)}, {Text: site.Itoa(n["open"])}, {Text: site.Itoa(n["entered"])},
			{Text: site.Itoa(n["contested"])}, {Text: site.Itoa(n["verified"] + n["accepted"] + n["answered"])},
		})
	}
	if len(grid.Rows) > 0 {
		content.Units = &grid
	}
	return nil
}

func totalsTable(p *site.Speaker, totals []bonus.Total, pool int64) *view.Table {
	t := p.Table("list.unit", site.Number("bonus.page.people"), site.Number("bonus.page.taking"), site.Number("bonus.page.amount"))
	people, taking := 0, 0
	for _, x := range totals {
		name := x.Name
		if x.Unit == "" {
			name = p.T("bonus.page.together")
		}
		people, taking = people+x.People, taking+x.Taking
		t.Rows = append(t.Rows, []string{name, site.Itoa(x.People), site.Itoa(x.Taking), bonus.Yuan(x.Amount)})
	}
	t.Rows = append(t.Rows, []string{p.T("bonus.page.total"), site.Itoa(people), site.Itoa(taking), bonus.Yuan(pool)})
	return &t
}

func (s *pages) periodLinks(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *periodPage) error {
	link := func(show bool, key, page string) {
		if show {
			content.Links = append(content.Links, view.Button{Label: p.T(key), Href: p.To("/bonus", v.ID, page)})
		}
	}
	released := slices.Contains(bonus.Released(), v.State)
	link(s.May(c, bonus.KindEntry, "enter") && v.State == bonus.PeriodEntering, "bonus.page.enter", "entries")
	link(bonus.ShowsAll(v) && (released || v.State == bonus.PeriodVerified), "bonus.page.sheet", "sheet")
	line, err := s.hasLine(c, v, released)
	link(line, "bonus.page.why", "why")
	link(s.May(c, v.Kind, "export") && v.State == bonus.PeriodExported, "bonus.page.payroll", "payroll")
	content.Links = append(content.Links, content.Record.Prints...)
	return err
}

// hasLine reports whether the reader has a line in a period that is released.
func (s *pages) hasLine(c *fiber.Ctx, v *evaluation.View, released bool) (bool, error) {
	if !released || site.Actor(c).Person == "" {
		return false, nil
	}
	_, err := s.Bonus.Why(c.UserContext(), site.Actor(c), *v, site.Actor(c).Person)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return false, nil
	}
	return err == nil, err
}

// planTables shows a plan in tables: shares, indicators, classes, and last, because
// it is the widest, factors and levels that do not take part.
func planTables(p *site.Speaker, plan *bonus.Plan) []view.Table {
	percent := func(n int) string { return strconv.Itoa(n) + "%" }
	shares := p.Captioned("bonus.page.shares", "bonus.page.part", site.Number("bonus.page.share"))
	for i, code := range bonus.Parts() {
		shares.Rows = append(shares.Rows, []string{p.T("bonus.why." + code), percent(plan.Shares()[i])})
	}
	tables := []view.Table{shares}
	if len(plan.Workload) > 0 {
		t := p.Captioned("bonus.scheme.field.workload", "bonus.page.indicator", site.Number("bonus.scheme.field.workload.points"), site.Number("bonus.scheme.field.workload.most"))
		for _, w := range plan.Workload {
			t.Rows = append(t.Rows, []string{w.Name + "（" + w.Unit + "）", w.Points, orDash(w.Most)})
		}
		tables = append(tables, t)
	}
	if len(plan.Results) > 0 {
		t := p.Captioned("bonus.scheme.field.results", "bonus.page.indicator", site.Number("bonus.scheme.field.results.points"), "bonus.scheme.field.results.how")
		for _, g := range plan.Results {
			how := p.T("bonus.scheme.field.results.how." + g.How)
			if g.How == bonus.HowRatio && g.Most > 100 {
				how += " ≤ " + percent(g.Most)
			}
			t.Rows = append(t.Rows, []string{g.Name + "（" + g.Unit + "）", g.Points, how})
		}
		tables = append(tables, t)
	}
	if len(plan.Classes) > 0 {
		t := p.Captioned("bonus.page.classes", "bonus.why.class", site.Number("bonus.scheme.field.classes.share"))
		for _, c := range plan.Classes {
			t.Rows = append(t.Rows, []string{c.Name, percent(c.Share)})
		}
		tables = append(tables, t)
	}
	return append(tables, factorTable(p, plan))
}

// factorTable shows the factors, and in one line all levels that do not take part.
func factorTable(p *site.Speaker, plan *bonus.Plan) view.Table {
	percent := func(n int) string { return strconv.Itoa(n) + "%" }
	t := p.Captioned("bonus.page.factors", "bonus.page.case", site.Number("bonus.page.factor"))
	var out []string
	for _, g := range []string{bonus.GradeExcellent, bonus.GradeCompetent, bonus.GradeBasic, bonus.GradeIncompetent, bonus.GradeNone} {
		if plan.Band(g) == 0 {
			out = append(out, p.T("bonus.why.grade."+g))
			continue
		}
		t.Rows = append(t.Rows, []string{p.T("bonus.why.grade." + g), percent(plan.Band(g))})
	}
	for _, r := range plan.Ranks {
		t.Rows = append(t.Rows, []string{p.T("bonus.why.rank", "level", p.Coded("level", r.Level)), percent(r.Factor)})
	}
	for _, e := range plan.Excluded {
		out = append(out, p.T("bonus.scheme.field.excluded."+e))
	}
	out = append(out, outside(p, plan)...)
	if plan.LeastDays > 0 {
		out = append(out, p.T("bonus.page.least", "n", plan.LeastDays))
	}
	return appendRow(t, p.Join(out), p.T("bonus.page.out"))
}

// outside names the levels that do not take part. Where only a few take part it names
// those.
func outside(p *site.Speaker, plan *bonus.Plan) []string {
	var out, in []string
	for _, o := range plan.Outside {
		out = append(out, p.Coded("level", o.Level))
	}
	for _, level := range p.Book.Levels() {
		if !plan.Outsider(level) {
			in = append(in, p.Coded("level", level))
		}
	}
	switch {
	case len(out) <= len(in):
		return out
	case len(in) == 0:
		return []string{p.T("bonus.page.out_ranked")}
	}
	return []string{p.T("bonus.page.out_but", "levels", p.Join(in))}
}

func appendRow(t view.Table, cells ...string) view.Table {
	t.Rows = append(t.Rows, cells)
	return t
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
