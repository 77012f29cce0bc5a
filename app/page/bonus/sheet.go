package bonus

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/roster"
)

// sheetPage shows everybody's amount to personnel and principal leaders, with the
// check that recomputing gives the same, and the comparison with equal shares and
// with rank alone.
type sheetPage struct {
	Same    bool
	Drifted []string
	Lines   view.Grid
	Totals  *view.Table
	Adjusts *view.Table
	Compare view.Table
	Charts  []chart.Figure
	Reading string
	Figures []view.Explained
	Classed bool
	Basis   []view.RuleNote
}

func (s *pages) bonusSheet(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	sheet, err := s.Bonus.Sheet(c.UserContext(), *v)
	if err != nil {
		return err
	}
	if err := s.Note(c, "read", evaluation.OutcomeOK, bonus.KindPeriod, v.ID, "lines"); err != nil {
		return err
	}
	content := sheetPage{
		Same: sheet.Same, Drifted: sheet.Drifted, Lines: amounts(p, v, &sheet), Totals: totalsTable(p, sheet.Totals, sheet.Pool), Adjusts: adjusts(p, &sheet),
		Compare: compareTable(p, &sheet.Compare), Charts: compareCharts(p, &sheet), Reading: reading(p, &sheet.Compare), Figures: p.Explained(sheet.Compare.Why, period.Rules),
		Classed: len(sheet.Plan.Classes) > 0,
	}
	keys := []string{"bonus.rounding", "bonus.ranks"}
	if content.Classed {
		keys = append(keys, "bonus.scheme.classes")
	}
	content.Basis = site.FrozenNotes(p, period.Rules, keys...)
	return s.Show(c, "bonus_sheet", p.T("bonus.page.sheet"), content, s.crumbs(c, v, period)...)
}

// amounts lists everybody's line with a link to its explanation; people who do not
// take part are at the end.
func amounts(p *site.Speaker, v *evaluation.View, sheet *bonus.Sheet) view.Grid {
	grid := p.Grid("roster.name", "list.unit", "bonus.period.field.lines.level", site.Number("bonus.page.points"), site.Number("bonus.period.field.lines.quality"),
		site.Number("bonus.period.field.lines.days"), site.Number("bonus.page.amount"))
	classed := len(sheet.Plan.Classes) > 0
	if classed {
		grid.Columns = append(grid.Columns, view.Column{Label: p.T("bonus.why.class")})
	}
	var outside [][]view.Cell
	for i := range sheet.Lines {
		l := &sheet.Lines[i]
		amount := view.Cell{Text: bonus.Yuan(l.Amount)}
		if len(l.Out) > 0 {
			amount = view.Cell{Text: "—", Note: reason(p, &l.Out[0])}
		}
		row := []view.Cell{
			{Text: l.Name, Href: p.To("/bonus", v.ID, "why") + "?person=" + l.Person}, {Text: p.Name(l.Unit)}, {Text: p.Coded("level", l.Level)},
			{Text: sheet.Plan.Points(l.Work)}, {Text: l.Marks()},
			{Text: strconv.Itoa(l.Days)}, amount,
		}
		if classed {
			row = append(row, view.Cell{Text: orDash(l.Class)})
		}
		if len(l.Out) > 0 {
			outside = append(outside, row)
			continue
		}
		grid.Rows = append(grid.Rows, row)
	}
	grid.Rows = append(grid.Rows, outside...)
	return grid
}

// reason explains why a person does not take part: the fact, its document, its end.
func reason(p *site.Speaker, r *bonus.Reason) string {
	switch r.Why {
	case bonus.ReasonGrade:
		return p.T("bonus.why.grade." + r.Detail)
	case bonus.ReasonDays:
		return p.T("bonus.page.out_days")
	case bonus.ReasonLevel:
		return p.T("bonus.page.out_level", "level", r.Detail)
	}
	until := p.T("bonus.page.open_end")
	if !r.To.IsZero() {
		until = p.DayOf(r.To)
	}
	return p.T("bonus.page.out_absence", "why", p.T("roster.person.field.kind."+r.Why), "source", orDash(r.Source), "until", until)
}

func figure(p *site.Speaker, f bonus.Figure) string {
	if !f.Known {
		return p.T("bonus.page.no_variation")
	}
	return strconv.FormatFloat(float64(f.N)/10_000, 'f', 3, 64)
}

func compareTable(p *site.Speaker, c *bonus.Compare) view.Table {
	t := p.Captioned("bonus.page.compare", "bonus.page.way", site.Number("bonus.page.lowest"), site.Number("bonus.page.highest"), site.Number("bonus.page.gini"),
		site.Number("bonus.page.rho"), site.Number("bonus.page.eta"))
	for _, w := range []struct {
		key string
		s   *bonus.Split
	}{{"bonus.page.actual", &c.Actual}, {"bonus.page.flat", &c.Flat}, {"bonus.page.by_rank", &c.ByRank}} {
		t.Rows = append(t.Rows, []string{p.T(w.key), bonus.Yuan(w.s.Least), bonus.Yuan(w.s.Most), figure(p, w.s.Gini), figure(p, w.s.Rho), figure(p, w.s.Eta)})
	}
	return t
}

// compareCharts shows the Gini coefficients and the shares explained by level;
// undetermined values are omitted.
func compareCharts(p *site.Speaker, sheet *bonus.Sheet) []chart.Figure {
	c := &sheet.Compare
	var gini, eta []chart.Item
	for _, w := range []struct {
		key string
		s   *bonus.Split
	}{{"bonus.page.actual", &c.Actual}, {"bonus.page.flat", &c.Flat}, {"bonus.page.by_rank", &c.ByRank}} {
		if w.s.Gini.Known {
			gini = append(gini, chart.Item{Label: p.T(w.key), Value: float64(w.s.Gini.N) / 10_000})
		}
		if w.s.Eta.Known {
			eta = append(eta, chart.Item{Label: p.T(w.key), Value: float64(w.s.Eta.N) / 100})
		}
	}
	var figures []chart.Figure
	if len(gini) > 0 {
		figures = append(figures, chart.Bars(chart.Text{ID: "gini", Title: p.T("bonus.page.gini_title"), Note: p.T("bonus.page.gini_note"), Label: p.T("bonus.page.way"), Value: p.T("bonus.page.gini")}, gini))
	}
	if len(eta) > 0 {
		figures = append(figures, chart.Bars(chart.Text{ID: "eta", Title: p.T("bonus.page.eta_title"), Note: p.T("bonus.page.eta_note"), Label: p.T("bonus.page.way"), Value: p.T("bonus.page.eta_percent")}, eta))
	}
	return figures
}

// reading is the comparison in one sentence.
func reading(p *site.Speaker, c *bonus.Compare) string {
	gini, rank, rho := figure(p, c.Actual.Gini), figure(p, c.ByRank.Gini), figure(p, c.Actual.Rho)
	switch {
	case c.Actual.Most-c.Actual.Least <= 1: // the fen that cannot be split
		return p.T("bonus.page.reading_flat")
	case !c.Actual.Eta.Known:
		return p.T("bonus.page.reading_single", "gini", gini, "rank", rank, "rho", rho)
	}
	percent := strconv.FormatFloat(float64(c.Actual.Eta.N)/100, 'f', 1, 64)
	rest := strconv.FormatFloat(float64(10_000-c.Actual.Eta.N)/100, 'f', 1, 64)
	return p.T("bonus.page.reading", "gini", gini, "rank", rank, "eta", percent, "rest", rest, "rho", rho)
}

// bonusPayroll returns the payroll table of a locked period, with totals by
// department; every download is recorded.
func (s *pages) bonusPayroll(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	if v.State != bonus.PeriodExported || !s.May(c, v.Kind, "export") {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	sheet, err := s.Bonus.Sheet(c.UserContext(), *v)
	if err != nil {
		return err
	}
	lines := p.Table("reminder.page.no", "reminder.page.name", "list.unit", site.Number("bonus.page.amount"))
	if len(sheet.Plan.Classes) > 0 {
		lines.Heads = append(lines.Heads, p.T("bonus.why.class"))
	}
	lines.Rows = payroll(p, &sheet)
	sheets := []roster.Sheet{
		site.TableSheet(p.T("bonus.page.payroll"), &lines), site.TableSheet(p.T("bonus.page.totals"), totalsTable(p, sheet.Totals, sheet.Pool)),
	}
	if t := adjusts(p, &sheet); t != nil {
		sheets = append(sheets, site.TableSheet(p.T("bonus.adjustment"), t))
	}
	return s.Sheets(c, period.Title+" "+p.T("bonus.page.payroll"), bonus.KindPeriod, v.ID, "payroll", sheets...)
}

// adjusts lists the approved adjustments, one line per person: they do not change
// the period. Nil if there are none.
func adjusts(p *site.Speaker, sheet *bonus.Sheet) *view.Table {
	if len(sheet.Adjusts) == 0 {
		return nil
	}
	t := p.Table("bonus.adjustment.field.decided_on", "reminder.page.no", "reminder.page.name", site.Number("bonus.page.was"), site.Number("bonus.page.difference"),
		site.Number("bonus.page.becomes"), "bonus.adjustment.field.grounds", "bonus.adjustment.field.document")
	sum := int64(0)
	for _, a := range sheet.Adjusts {
		sum += a.Fen
		t.Rows = append(t.Rows, []string{p.DayOf(a.On), a.No, a.Name, bonus.Yuan(a.Was), bonus.Yuan(a.Fen), bonus.Yuan(a.Was + a.Fen), a.Grounds, a.Document})
	}
	t.Rows = append(t.Rows, []string{p.T("bonus.page.total"), "", "", "", bonus.Yuan(sum), "", "", ""})
	return &t
}

// payroll are the lines of the table for payroll; the class stands behind the
// amount, which it does not change.
func payroll(p *site.Speaker, sheet *bonus.Sheet) [][]string {
	var rows [][]string
	for _, l := range sheet.Lines {
		if l.Amount > 0 {
			rows = append(rows, []string{l.No, l.Name, unitIn(p, sheet, l.Unit), bonus.Yuan(l.Amount)})
			if len(sheet.Plan.Classes) > 0 {
				rows[len(rows)-1] = append(rows[len(rows)-1], l.Class)
			}
		}
	}
	return append(rows, []string{p.T("bonus.page.total"), "", "", bonus.Yuan(sheet.Pool)})
}

// unitIn is what a department was called in the period.
func unitIn(p *site.Speaker, sheet *bonus.Sheet, unit string) string {
	for _, t := range sheet.Totals {
		if t.Unit == unit {
			return t.Name
		}
	}
	return p.Name(unit)
}
