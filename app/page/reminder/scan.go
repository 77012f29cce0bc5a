package reminder

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/concern"
	"kaoji/evaluation/reminder"
	"kaoji/evaluation/rulepack"
)

type scanPage struct {
	Same     bool
	Families []scanFamily
	Basis    []view.RuleNote
}

type scanFamily struct {
	Heading  string
	Withheld bool
	Sums     string
	Figure   *chart.Figure
	Lines    []scanLine
	Rest     []scanLine // lines without counted concerns
	Empty    view.Empty
}

// scanLine is a line with its computation and evidence.
type scanLine struct {
	Name, Count, Expected, Adjusted string
	Badges                          []view.Badge
	Steps                           []view.Explained
	Alarm                           string
	Evidence                        []view.Link // concerns that the reader may open
	Hidden                          int         // number of others
}

// scan shows the results of an analysis, as far as the reader may see them.
func (s *pages) scan(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, scan *reminder.Scan) error {
	found, err := s.Reminder.Findings(c.UserContext(), site.Actor(c), s.Today(), *v)
	if err != nil {
		return err
	}
	content := scanPage{Same: found.Same, Basis: site.FrozenNotes(p, scan.Rules)}
	units, err := s.scanFamily(c, p, reminder.FamilyUnits, &found.Units, &found, scan.Rules)
	if err != nil {
		return err
	}
	people, err := s.scanFamily(c, p, reminder.FamilyPeople, &found.People, &found, scan.Rules)
	if err != nil {
		return err
	}
	content.Families = []scanFamily{units, people}
	title := p.T("reminder.page.window", "from", p.DayOf(scan.From), "to", p.DayOf(scan.To))
	return s.Show(c, "scan", title, content, s.Crumbs(c, v.Kind)...)
}

func (s *pages) scanFamily(c *fiber.Ctx, p *site.Speaker, name string, f *reminder.Shown, all *reminder.Findings, rules rulepack.Frozen) (scanFamily, error) {
	out := scanFamily{
		Heading: p.T("reminder.scan.field." + name), Withheld: f.Withheld,
		Empty: view.Empty{Why: p.T("reminder.page.no_lines"), Do: p.T("reminder.page.no_lines_do")},
	}
	if f.Withheld || len(f.Lines) == 0 {
		return out, nil
	}
	out.Sums = p.T("reminder.page.sums", "total", f.Total, "exposure", exposed(f.Exposure))
	out.Figure = funnel(p, name, f, all)
	for i := range f.Lines {
		l, err := s.scanLine(c, p, f, &f.Lines[i], rules, all.Rules.Window)
		if err != nil {
			return out, err
		}
		if f.Lines[i].Count == 0 && !f.Lines[i].Flagged() {
			out.Rest = append(out.Rest, l)
			continue
		}
		out.Lines = append(out.Lines, l)
	}
	return out, nil
}

// funnel draws the tested lines between the exact limits; nil if there are none.
func funnel(p *site.Speaker, name string, f *reminder.Shown, all *reminder.Findings) *chart.Figure {
	var points []chart.Point
	for _, l := range f.Lines {
		if l.Testable {
			points = append(points, chart.Point{Label: l.Name, X: l.Expected, Y: float64(l.Count), Marked: l.Level != reminder.LevelNone})
		}
	}
	if len(points) == 0 {
		return nil
	}
	var limits []chart.Limits
	for _, coverage := range []int64{all.Warning, all.Control} {
		curve := reminder.Funnel(f.Family, coverage)
		limits = append(limits, chart.Limits{Name: percent(coverage), X: curve.X, Low: curve.Low, High: curve.High})
	}
	figure := chart.Funnel(chart.Text{
		ID: "funnel-" + name, Title: p.T("reminder.page.funnel"), Note: p.T("reminder.page.funnel_note"), Label: p.T("reminder.page.subject"),
		Value: p.T("reminder.page.count"),
	}, p.T("reminder.page.expected"), p.T("reminder.page.level"), p.T("reminder.page.marked"), points, limits)
	return &figure
}

func (s *pages) scanLine(c *fiber.Ctx, p *site.Speaker, f *reminder.Shown, l *reminder.Line, rules rulepack.Frozen, window int) (scanLine, error) {
	out := scanLine{
		Name: l.Name, Count: strconv.Itoa(l.Count), Expected: "—", Adjusted: "—", Badges: lineBadges(p, l, window), Alarm: l.Alarm,
		Steps: arithmetic(p, f, l, rules, window),
	}
	if l.Testable {
		out.Expected, out.Adjusted = fmt.Sprintf("%.2f", l.Expected), chance(l.Adjusted)
	}
	ids := append(append([]string{}, l.Evidence...), l.Repeated...)
	if len(ids) == 0 {
		return out, nil
	}
	seen, err := s.IndexAll(c, evaluation.Query{IDs: ids, Kinds: []string{concern.KindMatter}})
	if err != nil {
		return out, err
	}
	for i := range seen {
		r := &seen[i].Record
		out.Evidence = append(out.Evidence, view.Link{Label: p.Title(r) + " · " + p.DayOf(r.On), Href: p.To("/records", r.ID)})
	}
	out.Hidden = len(ids) - len(seen)
	return out, nil
}

// lineBadges describes the result of a line in words.
func lineBadges(p *site.Speaker, l *reminder.Line, window int) []view.Badge {
	var list []view.Badge
	add := func(when bool, key, tone string) {
		if when {
			list = append(list, view.Badge{Label: p.T(key), Tone: tone})
		}
	}
	add(l.Level == reminder.LevelAlert, "reminder.page.alert", "red")
	add(l.Level == reminder.LevelHint, "reminder.page.hint", "yellow")
	add(l.Wide, "reminder.page.wide", "red")
	add(l.BelowFloor, "reminder.page.below_floor", "muted")
	add(!l.Testable, "reminder.page.untestable", "muted")
	add(l.Known, "reminder.page.known", "muted")
	if len(list) == 0 {
		add(true, "reminder.page.usual", "green")
	}
	if l.Tested() != l.Exposure {
		list = append(list, view.Badge{Label: p.T("reminder.page.scaled", "days", l.Days, "window", window), Tone: "muted"})
	}
	return list
}

// arithmetic shows the computation of a line step by step, with the rules.
func arithmetic(p *site.Speaker, f *reminder.Shown, l *reminder.Line, rules rulepack.Frozen, window int) []view.Explained {
	step := func(key, value, formula, rule string) view.Explained {
		e := view.Explained{Label: p.T(key), Value: value, Formula: formula}
		if entry, err := rules.Entry(rule); rule != "" && err == nil {
			note := site.RuleNote(p, &entry)
			e.Rule = &note
		}
		return e
	}
	steps := []view.Explained{
		step("reminder.page.counted", strconv.Itoa(l.Count), p.T("reminder.page.counted_how", "all", l.Count+len(l.Repeated), "repeated", len(l.Repeated)), "concern.duplicate"),
		step("reminder.page.reporters", strconv.Itoa(l.Reporters), "", "concern.floor"),
	}
	if !l.Testable {
		return append(steps, step("reminder.page.exposure_of", "—", p.T("reminder.page.untestable_why"), ""))
	}
	steps = append(steps, step("reminder.page.exposure_of", exposed(l.Exposure), p.T("reminder.page.covered", "days", l.Days), ""))
	if l.Tested() != l.Exposure {
		steps = append(steps, step("reminder.page.exposure_scaled", exposed(l.Tested()),
			fmt.Sprintf("%s × %d ÷ %d = %s", exposed(l.Exposure), window, l.Days, exposed(l.Tested())), ""))
	}
	return append(steps,
		step("reminder.page.expected", fmt.Sprintf("%.4f", l.Expected),
			fmt.Sprintf("%d × %s ÷ %s = %.4f", f.Total, exposed(l.Tested()), exposed(f.Exposure), l.Expected), ""),
		step("reminder.page.p", chance(l.P), fmt.Sprintf("P(X ≥ %d | μ = %.4f) ≈ %s", l.Count, l.Expected, chance(l.P)), "statistics.limits"),
		step("reminder.page.adjusted", chance(l.Adjusted), p.T("reminder.page.adjusted_how"), "statistics.fdr"),
	)
}

// exposed formats exposure, which is stored in hundredths.
func exposed(n int64) string { return strconv.FormatFloat(float64(n)/100, 'f', -1, 64) }

func percent(basisPoints int64) string {
	return strconv.FormatFloat(float64(basisPoints)/100, 'f', -1, 64) + "%"
}

// chance formats a probability with four decimals, a smaller one with a power of
// ten.
func chance(p float64) string {
	const least = 0.0001
	if p >= least || p == 0 {
		return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(p, 'f', 4, 64), "0"), ".")
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(p, 'e', 2, 64), "e-")
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	var raised strings.Builder
	for _, d := range strings.TrimLeft(exponent, "0") {
		raised.WriteRune(digits[d-'0'])
	}
	return mantissa + "×10⁻" + raised.String()
}
