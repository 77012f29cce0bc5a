package bonus

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
)

// amountPage explains a person's amount line by line.
type amountPage struct {
	Why         bonus.Explanation
	Amount      string
	Final       string
	Out         []string
	Nodes       []view.Explained
	Adjustments []view.Line
	Entry       string
	Slip        string
	ByRank      bool
	Classed     bool
}

// bonusWhy explains the reader's own amount, or anybody's to people who run the
// measure.
func (s *pages) bonusWhy(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, period *bonus.Period) error {
	person := c.Query("person", site.Actor(c).Person)
	content, err := s.amountOf(c, p, v, person)
	if err != nil {
		return err
	}
	content.ByRank, content.Classed = period.Plan.ByRank(), len(period.Plan.Classes) > 0
	if person != site.Actor(c).Person {
		if err := s.Note(c, "read", evaluation.OutcomeOK, bonus.KindPeriod, v.ID, person); err != nil {
			return err
		}
	}
	return s.Show(c, "bonus_why", p.T("bonus.page.why_title", "name", content.Why.Name), content, s.crumbs(c, v, period)...)
}

// amountOf puts an explanation into the reader's words.
func (s *pages) amountOf(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, person string) (amountPage, error) {
	why, err := s.Bonus.Why(c.UserContext(), site.Actor(c), *v, person)
	if err != nil {
		return amountPage{}, err
	}
	rules, err := s.rulesToday(c)
	if err != nil {
		return amountPage{}, err
	}
	out := amountPage{
		Why: why, Amount: bonus.Yuan(why.Amount), Final: bonus.Yuan(why.Final), Nodes: p.Explained(why.Nodes, rules),
		Entry: p.To("/records", why.Entry), Slip: p.To("/records", why.Entry, "print", "bonus_slip"),
	}
	for i := range why.Out {
		out.Out = append(out.Out, reason(p, &why.Out[i]))
	}
	for _, a := range why.Adjustments {
		out.Adjustments = append(out.Adjustments, view.Line{Label: a.On.String(), Value: bonus.Yuan(a.Fen) + "　" + a.Grounds})
	}
	return out, nil
}

// slip is what the print form of an entry shows: the explanation of its period.
func (s *pages) slip(c *fiber.Ctx, p *site.Speaker, entry *evaluation.View) (*amountPage, error) {
	v, err := s.Service.Get(c.UserContext(), site.Actor(c), entry.Parent)
	if err != nil {
		return nil, err
	}
	content, err := s.amountOf(c, p, &v, entry.Subject)
	return &content, err
}

// hangout is what the print form of a period shows.
type hangout struct {
	Period *bonus.Period
	Plan   []view.Table
	Totals *view.Table
	ByRank bool
}

func (s *pages) hangsOut(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*hangout, error) {
	period, err := evaluation.PayloadOf[bonus.Period](v.Record)
	if err != nil {
		return nil, err
	}
	totals, err := s.Bonus.Posted(c.UserContext(), *v)
	if err != nil {
		return nil, err
	}
	return &hangout{Period: period, Plan: planTables(p, &period.Plan), Totals: totalsTable(p, totals, period.Fen), ByRank: period.Plan.ByRank()}, nil
}

// amountPanel is the person's amount in the period, with the way to how it came about.
func amountPanel(p *site.Speaker, period string, why *bonus.Explanation) site.Panel {
	return site.Panel{
		Heading: p.T("bonus.page.amount"), Link: &view.Link{Label: p.T("bonus.page.how"), Href: p.To("/bonus", period, "why") + "?person=" + why.Person},
		Lines: []view.Line{{Label: p.T("bonus.period"), Value: why.Title}, {Label: p.T("bonus.page.amount"), Value: bonus.Yuan(why.Final)}},
	}
}

// entryRecord completes the page of an entry: its figures with the names of the
// period's indicators, and the slip if there is something to explain.
func (s *pages) entryRecord(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content *site.RecordPage) error {
	r, err := s.Service.Get(c.UserContext(), site.Actor(c), v.Parent)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		content.Prints = nil
		return nil // the reader cannot see the period yet
	}
	if err != nil {
		return err
	}
	why, err := s.Bonus.Why(c.UserContext(), site.Actor(c), r, v.Subject)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound:
		content.Prints = nil
	case err != nil:
		return err
	default:
		content.Panels = append(content.Panels, amountPanel(p, r.ID, &why))
	}
	if !site.Has(v.Payload, "work") {
		return nil
	}
	period, err := evaluation.PayloadOf[bonus.Period](r.Record)
	if err != nil {
		return err
	}
	e, err := evaluation.PayloadOf[bonus.Entry](v.Record)
	if err != nil {
		return err
	}
	t := p.Captioned("bonus.page.figures", "bonus.page.indicator", site.Number("bonus.page.figure"))
	if e.EnteredOn.IsZero() {
		t.Caption = p.T("bonus.page.figures_prefilled")
	}
	for i, head := range figures(p, &period.Plan).Labels {
		if list := figuresOf(e); i < len(list) {
			t.Rows = append(t.Rows, []string{head, orDash(list[i])})
		}
	}
	content.Panels = append(content.Panels, site.Panel{Table: &t})
	return content.Take("work", "goals", "quality", "entered_by", "verified_by")
}
