package page

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/notice"
	"kaoji/evaluation/signoff"
)

// periodPage is the page from which a period is run.
type periodPage struct {
	Record   recordPage
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

func (s *Site) bonusPeriod(c *fiber.Ctx) error {
	v, period, err := s.viewPeriod(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	kind, _ := s.Service.Kind(v.Kind)
	p.deadline(&v.Record)
	content := periodPage{
		Record: recordPage{State: p.state(&v.Record), Due: v.Due, Waiting: p.waiting(v.Waiting), History: p.history(&v)},
		Steps:  periodSteps(p, kind, v.State), Plan: p.planTables(&period.Plan), ByRank: period.Plan.ByRank(),
	}
	if content.Record.Acts, content.Record.Prints = s.buttons(p, kind, &v); !slices.Contains(bonus.Released(), v.State) {
		content.Record.Prints = nil
	}
	for i := range period.Rules.Values {
		if e := &period.Rules.Values[i]; slices.Contains([]string{"bonus.pool", "bonus.notice", "bonus.contest", "bonus.rounding"}, e.Key) {
			content.Basis = append(content.Basis, ruleNote(p, e))
		}
	}
	payload := v.Payload
	content.Signing, content.Said = p.signingTable(&period.Signing), p.objections(period.Objections)
	for _, name := range []string{"plan", "units", "fen", "cosigner", "signing", "objections"} {
		if payload, err = without(payload, name); err != nil {
			return err
		}
	}
	if payload, err = s.named(c, payload); err != nil {
		return err
	}
	if content.Record.Sections, err = p.sections(kind, payload); err != nil {
		return err
	}
	if err := s.periodProgress(c, p, &v, period, &content); err != nil {
		return err
	}
	if err := s.periodLinks(c, p, &v, &content); err != nil {
		return err
	}
	return s.show(c, "bonus_period", period.Title, content, view.Link{Label: p.t("measure.bonus"), Href: "/bonus"})
}

// signingTable is who countersigns, and who has; nil before anybody is asked.
func (p *speaker) signingTable(s *signoff.Sheet) *view.Table {
	if s.Current() == nil {
		return nil
	}
	t := &view.Table{Heads: []string{p.t("signoff.party"), p.t("signoff.seal"), p.t("signoff.words")}}
	for _, x := range s.Current().Parties {
		seal := p.t("signoff.open")
		if x.Signed() {
			seal = x.Seal.Name + " " + x.Seal.On.String()
		}
		t.Rows = append(t.Rows, []string{x.Name, seal, orDash(x.Seal.Words)})
	}
	if end := s.Current().Ended; end.How != "" {
		t.Rows = append(t.Rows, []string{p.t("signoff." + end.How), end.Name + " " + end.On.String(), end.Why})
	}
	return t
}

// objections are what was said during the notice; nil if nothing was, or if it is
// not for these eyes.
func (p *speaker) objections(list []notice.Objection) *view.Table {
	if len(list) == 0 {
		return nil
	}
	t := &view.Table{}
	for _, name := range []string{"number", "by_name", "text", "answer"} {
		t.Heads = append(t.Heads, p.t("bonus.period.field.objections."+name))
	}
	for i, o := range list {
		t.Rows = append(t.Rows, []string{itoa(i + 1), o.ByName, o.Text, orDash(o.Answer)})
	}
	return t
}

// named says the scheme of a period by its name.
func (s *Site) named(c *fiber.Ctx, payload json.RawMessage) (json.RawMessage, error) {
	var all map[string]any
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	id, _ := all["scheme"].(string)
	v, err := s.Service.Get(c.UserContext(), actor(c), id)
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

// periodSteps are the stages of a period; signing shows only where it happens.
func periodSteps(p *speaker, kind *evaluation.Kind, now evaluation.State) []view.Step {
	var list []view.Step
	past := true
	for _, st := range kind.States {
		if st == bonus.PeriodCancelled && now != st || st == bonus.PeriodSigning && now != st {
			continue
		}
		past = past && st != now
		list = append(list, view.Step{Label: p.t(kind.Name + ".state." + string(st)), Past: past, Now: st == now})
	}
	return list
}

// periodProgress shows how far each department's entries are, as far as the
// reader sees them, and the totals once they hang out.
func (s *Site) periodProgress(c *fiber.Ctx, p *speaker, v *evaluation.View, period *bonus.Period, content *periodPage) error {
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
	content.Posted = p.totalsTable(totals, period.Fen)
	return nil
}

func (s *Site) unitProgress(c *fiber.Ctx, p *speaker, v *evaluation.View, content *periodPage) error {
	grid := &view.Grid{Caption: p.t("bonus.page.progress"), Columns: []view.Column{
		{Label: p.t("list.unit")}, {Label: p.t("bonus.page.people"), Number: true}, {Label: p.t("bonus.entry.state.open"), Number: true},
		{Label: p.t("bonus.entry.state.entered"), Number: true}, {Label: p.t("bonus.entry.state.contested"), Number: true},
		{Label: p.t("bonus.page.settled"), Number: true},
	}}
	for _, d := range p.day.Departments() {
		counts, err := s.Service.Group(c.UserContext(), actor(c), evaluation.Query{
			Kinds: []string{bonus.KindEntry}, Parents: []string{v.ID}, Units: []string{d.ID},
		}, "state")
		if err != nil {
			return err
		}
		n, all := map[string]int{}, 0
		for _, k := range counts {
			n[k.Key], all = int(k.N), all+int(k.N)
		}
		if all == 0 {
			continue
		}
		grid.Rows = append(grid.Rows, []view.Cell{
			{Text: d.Name, Href: "/bonus/" + v.ID + "/entries?unit=" + d.ID}, {Text: itoa(all)}, {Text: itoa(n["open"])}, {Text: itoa(n["entered"])},
			{Text: itoa(n["contested"])}, {Text: itoa(n["verified"] + n["accepted"] + n["answered"])},
		})
	}
	if len(grid.Rows) > 0 {
		content.Units = grid
	}
	return nil
}

func (p *speaker) totalsTable(totals []bonus.Total, pool int64) *view.Table {
	t := &view.Table{
		Heads: []string{p.t("list.unit"), p.t("bonus.page.people"), p.t("bonus.page.taking"), p.t("bonus.page.amount")}, Numbers: []bool{false, true, true, true},
	}
	people, taking := 0, 0
	for _, x := range totals {
		name := x.Name
		if x.Unit == "" {
			name = p.t("bonus.page.together")
		}
		people, taking = people+x.People, taking+x.Taking
		t.Rows = append(t.Rows, []string{name, itoa(x.People), itoa(x.Taking), bonus.Yuan(x.Amount)})
	}
	t.Rows = append(t.Rows, []string{p.t("bonus.page.total"), itoa(people), itoa(taking), bonus.Yuan(pool)})
	return t
}

func (s *Site) periodLinks(c *fiber.Ctx, p *speaker, v *evaluation.View, content *periodPage) error {
	a, base := actor(c), "/bonus/"+v.ID
	link := func(show bool, key, path string) {
		if show {
			content.Links = append(content.Links, view.Button{Label: p.t(key), Href: base + path})
		}
	}
	released, all := slices.Contains(bonus.Released(), v.State), a.Has(evaluation.RolePersonnel) || a.Has(evaluation.RolePrincipal)
	enters := s.Policy.May(a.Roles, bonus.KindEntry, "enter", bonus.EntryOpen, everyRelation)
	link(enters && v.State == bonus.PeriodEntering, "bonus.page.enter", "/entries")
	link(all && (released || v.State == bonus.PeriodVerified), "bonus.page.sheet", "/sheet")
	line, err := s.hasLine(c, v, released)
	link(line, "bonus.page.why", "/why")
	link(a.Has(evaluation.RolePersonnel) && v.State == bonus.PeriodExported, "bonus.page.payroll", "/payroll")
	content.Links = append(content.Links, content.Record.Prints...)
	return err
}

// hasLine reports whether the reader has a line in a period that is released.
func (s *Site) hasLine(c *fiber.Ctx, v *evaluation.View, released bool) (bool, error) {
	if !released || actor(c).Person == "" {
		return false, nil
	}
	_, err := s.Bonus.Why(c.UserContext(), actor(c), *v, actor(c).Person)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return false, nil
	}
	return err == nil, err
}

// planTables say a plan in tables: shares, indicators, factors, who stands outside.
func (p *speaker) planTables(plan *bonus.Plan) []view.Table {
	percent := func(n int) string { return strconv.Itoa(n) + "%" }
	shares := view.Table{Caption: p.t("bonus.page.shares"), Heads: []string{p.t("bonus.page.part"), p.t("bonus.page.share")}, Numbers: []bool{false, true}}
	for i, code := range bonus.Parts() {
		shares.Rows = append(shares.Rows, []string{p.t("bonus.why." + code), percent(plan.Shares()[i])})
	}
	tables := []view.Table{shares}
	if len(plan.Workload) > 0 {
		t := view.Table{Caption: p.t("bonus.scheme.field.workload"), Heads: []string{p.t("bonus.page.indicator"), p.t("bonus.scheme.field.workload.points"), p.t("bonus.scheme.field.workload.most")}, Numbers: []bool{false, true, true}}
		for _, w := range plan.Workload {
			t.Rows = append(t.Rows, []string{w.Name + "（" + w.Unit + "）", w.Points, orDash(w.Most)})
		}
		tables = append(tables, t)
	}
	if len(plan.Results) > 0 {
		t := view.Table{Caption: p.t("bonus.scheme.field.results"), Heads: []string{p.t("bonus.page.indicator"), p.t("bonus.scheme.field.results.points"), p.t("bonus.scheme.field.results.how")}, Numbers: []bool{false, true, false}}
		for _, g := range plan.Results {
			how := p.t("bonus.scheme.field.results.how." + g.How)
			if g.How == bonus.HowRatio && g.Most > 100 {
				how += " ≤ " + percent(g.Most)
			}
			t.Rows = append(t.Rows, []string{g.Name + "（" + g.Unit + "）", g.Points, how})
		}
		tables = append(tables, t)
	}
	tables = append(tables, p.factorTable(plan))
	if len(plan.Classes) > 0 {
		t := view.Table{Caption: p.t("bonus.page.classes"), Heads: []string{p.t("bonus.why.class"), p.t("bonus.scheme.field.classes.share")}, Numbers: []bool{false, true}}
		for _, c := range plan.Classes {
			t.Rows = append(t.Rows, []string{c.Name, percent(c.Share)})
		}
		tables = append(tables, t)
	}
	return tables
}

// factorTable is the factors, and in one line all who take no part.
func (p *speaker) factorTable(plan *bonus.Plan) view.Table {
	percent := func(n int) string { return strconv.Itoa(n) + "%" }
	t := view.Table{Caption: p.t("bonus.page.factors"), Heads: []string{p.t("bonus.page.case"), p.t("bonus.page.factor")}, Numbers: []bool{false, true}}
	var out []string
	for _, g := range []string{bonus.GradeExcellent, bonus.GradeCompetent, bonus.GradeBasic, bonus.GradeIncompetent, bonus.GradeNone} {
		if plan.Band(g) == 0 {
			out = append(out, p.t("bonus.why.grade."+g))
			continue
		}
		t.Rows = append(t.Rows, []string{p.t("bonus.why.grade." + g), percent(plan.Band(g))})
	}
	for _, r := range plan.Ranks {
		t.Rows = append(t.Rows, []string{p.t("bonus.why.rank", "level", r.Level), percent(r.Factor)})
	}
	for _, e := range plan.Excluded {
		out = append(out, p.t("bonus.scheme.field.excluded."+e))
	}
	for _, o := range plan.Outside {
		out = append(out, o.Level)
	}
	if plan.LeastDays > 0 {
		out = append(out, p.t("bonus.page.least", "n", plan.LeastDays))
	}
	return appendRow(t, strings.Join(out, "、"), p.t("bonus.page.out"))
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
