package appraisal

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// Opinions signed on paper are entered together with a workbook, one line per
// opinion.

// unsigned lists the opinions of a round that wait for the committee, for people
// who may enter them.
func (s *pages) unsigned(c *fiber.Ctx, round string) ([]evaluation.View, error) {
	if !s.May(c, appraisal.KindOpinion, "enter") {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	return evaluation.Gather(s.EveryView(c, evaluation.Query{
		Kinds: []string{appraisal.KindOpinion}, Parents: []string{round}, Sort: evaluation.SortName,
		States: []evaluation.State{appraisal.OpinionWaiting, appraisal.OpinionWritten},
	}))
}

func (s *pages) opinionsForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	return s.opinionsAgain(c, p, v, site.WorkbookPage{})
}

func (s *pages) opinionsAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content site.WorkbookPage) error {
	list, err := s.unsigned(c, v.ID)
	if err != nil {
		return err
	}
	content.Sub = p.T("opinions.sub", "n", len(list))
	content.Table, content.Back = p.To("/appraisal", v.ID, "opinions", "table"), p.To("/appraisal", v.ID)
	return s.Show(c, "workbook", p.T("opinions.title"), content, s.roundCrumbs(c, v)...)
}

// opinionsTable returns the workbook: a line for each missing opinion.
func (s *pages) opinionsTable(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	list, err := s.unsigned(c, v.ID)
	if err != nil {
		return err
	}
	var rows [][]string
	for i := range list {
		o, err := evaluation.PayloadOf[appraisal.Opinion](list[i].Record)
		if err != nil {
			return err
		}
		m, _ := p.Day.Book().Person(list[i].Subject)
		rows = append(rows, []string{o.CommitteeName, m.No, o.Name, o.UnitName, "", "", o.SignerName, ""})
	}
	return s.Workbook(c, p.T(appraisal.KindOpinion)+v.Period, appraisal.KindOpinion, &view.Table{Heads: opinionHeads(p), Rows: rows})
}

// opinionHeads are the heads of that workbook.
func opinionHeads(p *site.Speaker) []string {
	label := func(name string) string { return p.T(appraisal.KindOpinion + ".field." + name) }
	return []string{
		label("committee_name"), p.T("roster.no"), label("name"), p.T("list.unit"), label("text"), label("advice"), label("signer_name"), label("signed_on"),
	}
}

// opinionsUpload enters each line with an opinion and reports the result of each.
func (s *pages) opinionsUpload(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	list, err := s.unsigned(c, v.ID)
	if err != nil {
		return err
	}
	content, err := p.Taken(opinionHeads(p), []int{0, 2}, func(row site.GridRow) (string, error) {
		if row.Cells[4] == "" {
			return "", nil
		}
		return s.enterOpinion(c, p, list, row)
	})
	if err != nil {
		return err
	}
	return s.opinionsAgain(c, p, v, content)
}

func (s *pages) enterOpinion(c *fiber.Ctx, p *site.Speaker, list []evaluation.View, row site.GridRow) (string, error) {
	in := &appraisal.PaperOpinionInput{SignerName: row.Cells[6]}
	in.Text, in.Advice = row.Cells[4], row.Cells[5]
	var err error
	if in.SignedOn, err = site.ReadDay(row.Cells[7]); err != nil {
		return p.T("workbook.date"), nil //nolint:nilerr // said in the line's own column
	}
	person, wrong := p.Meant(row.Cells[1], row.Cells[2])
	if wrong != "" {
		return wrong, nil
	}
	for i := range list {
		o, err := evaluation.PayloadOf[appraisal.Opinion](list[i].Record)
		if err != nil {
			return "", err
		}
		if list[i].Subject == person && o.CommitteeName == row.Cells[0] {
			_, err := s.Service.Act(c.UserContext(), site.Actor(c), list[i].ID, list[i].Version, "enter", evaluation.Change{Input: in})
			return p.Became("appraisal.opinion.enter.done", err)
		}
	}
	return p.T("opinions.unknown"), nil
}

// resultsTable returns the workbook with a round's results as the reader may see
// them, sorted by name.
func (s *pages) resultsTable(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *appraisal.Round) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	lines, err := s.results(c, p, v)
	if err != nil {
		return err
	}
	t := p.Table("roster.name", "list.unit", site.Number("round.usable"), site.Number("round.mean"), site.Number("round.trimmed"), site.Number("round.left_out"),
		site.Number("round.sd"), site.Number("round.fair"), site.Number("round.change"), site.Number("round.opinions"), "list.state")
	for _, l := range lines {
		if l.Hidden {
			l.Mean = p.T("form.hidden")
		}
		t.Rows = append(t.Rows, []string{l.Name, l.Unit, l.Usable, l.Mean, l.Trimmed, l.Removed, l.SD, l.Fair, l.Change, l.Opinions, l.State.Label})
	}
	return s.Workbook(c, p.T("round.results_of", "year", v.Period), appraisal.KindSheet, &t)
}
