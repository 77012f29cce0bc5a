package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// Opinions that committees signed on paper are typed into a workbook, a line for
// each, and entered together.

// unsigned are the opinions of a round that wait for the committee's words, for
// those who may type them in.
func (s *Site) unsigned(c *fiber.Ctx, round string) ([]evaluation.View, error) {
	if !s.Policy.May(actor(c).Roles, appraisal.KindOpinion, "enter", appraisal.OpinionWaiting, []evaluation.Relation{evaluation.Anyone}) {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	return evaluation.Gather(s.everyView(c, evaluation.Query{
		Kinds: []string{appraisal.KindOpinion}, Parents: []string{round}, Sort: evaluation.SortName,
		States: []evaluation.State{appraisal.OpinionWaiting, appraisal.OpinionWritten},
	}))
}

// unsignedOf is the round of the address with those opinions.
func (s *Site) unsignedOf(c *fiber.Ctx) (p *speaker, round evaluation.View, list []evaluation.View, err error) {
	if round, err = s.opened(c, appraisal.KindRound); err != nil {
		return nil, round, nil, err
	}
	if list, err = s.unsigned(c, round.ID); err != nil {
		return nil, round, nil, err
	}
	p, err = s.speaker(c)
	return p, round, list, err
}

func (s *Site) opinionsForm(c *fiber.Ctx) error { return s.opinionsAgain(c, workbookPage{}) }

func (s *Site) opinionsAgain(c *fiber.Ctx, content workbookPage) error {
	p, v, list, err := s.unsignedOf(c)
	if err != nil {
		return err
	}
	content.Sub = p.t("opinions.sub", "n", len(list))
	content.Table, content.Back = "/appraisal/"+v.ID+"/opinions/table", "/appraisal/"+v.ID
	return s.show(c, "workbook", p.t("opinions.title"), content,
		view.Link{Label: p.t("measure.appraisal"), Href: "/appraisal"}, view.Link{Label: v.Period, Href: "/appraisal/" + v.ID})
}

// opinionsTable is the workbook: a line for each opinion that is missing.
func (s *Site) opinionsTable(c *fiber.Ctx) error {
	p, v, list, err := s.unsignedOf(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for i := range list {
		o, err := evaluation.PayloadOf[appraisal.Opinion](list[i].Record)
		if err != nil {
			return err
		}
		m, _ := p.day.Book().Person(list[i].Subject)
		rows = append(rows, []string{o.CommitteeName, m.No, o.Name, o.UnitName, "", "", o.SignerName, ""})
	}
	return s.workbook(c, p.t(appraisal.KindOpinion)+v.Period, appraisal.KindOpinion, &view.Table{Heads: p.opinionHeads(), Rows: rows})
}

// opinionHeads are the heads of that workbook.
func (p *speaker) opinionHeads() []string {
	label := func(name string) string { return p.t(appraisal.KindOpinion + ".field." + name) }
	return []string{
		label("committee_name"), p.t("roster.no"), label("name"), p.t("list.unit"), label("text"), label("advice"), label("signer_name"), label("signed_on"),
	}
}

// opinionsUpload enters each line that has an opinion, and says what became of it.
func (s *Site) opinionsUpload(c *fiber.Ctx) error {
	p, _, list, err := s.unsignedOf(c)
	if err != nil {
		return err
	}
	content := workbookPage{}
	lines, err := uploaded(c, p.opinionHeads())
	if err != nil {
		if err := p.refusedWhole(&content, err); err != nil {
			return err
		}
		return s.opinionsAgain(c, content)
	}
	label := func(name string) string { return p.t(appraisal.KindOpinion + ".field." + name) }
	content.Passed = p.passed(&lines)
	content.Done = &view.Table{Heads: []string{p.t("workbook.row"), label("committee_name"), label("name"), p.t("workbook.became")}}
	for _, row := range lines.Rows {
		if row.Cells[4] == "" {
			continue
		}
		became, err := s.enterOpinion(c, p, list, row)
		if err != nil {
			return err
		}
		content.Done.Rows = append(content.Done.Rows, []string{itoa(row.N), row.Cells[0], row.Cells[2], became})
	}
	return s.opinionsAgain(c, content)
}

func (s *Site) enterOpinion(c *fiber.Ctx, p *speaker, list []evaluation.View, row gridRow) (string, error) {
	in := &appraisal.PaperOpinionInput{SignerName: row.Cells[6]}
	in.Text, in.Advice = row.Cells[4], row.Cells[5]
	var err error
	if in.SignedOn, err = readDay(row.Cells[7]); err != nil {
		return p.t("workbook.date"), nil //nolint:nilerr // said in the line's own column
	}
	person, wrong := p.meant(row.Cells[1], row.Cells[2])
	if wrong != "" {
		return wrong, nil
	}
	for i := range list {
		o, err := evaluation.PayloadOf[appraisal.Opinion](list[i].Record)
		if err != nil {
			return "", err
		}
		if list[i].Subject == person && o.CommitteeName == row.Cells[0] {
			_, err := s.Service.Act(c.UserContext(), actor(c), list[i].ID, list[i].Version, "enter", evaluation.Change{Input: in})
			return p.became("appraisal.opinion.enter.done", err)
		}
	}
	return p.t("opinions.unknown"), nil
}

// resultsTable is the workbook of a round's results as the reader may see them:
// in the order of names.
func (s *Site) resultsTable(c *fiber.Ctx) error {
	v, err := s.opened(c, appraisal.KindRound)
	if err != nil {
		return err
	}
	if err := s.mayExport(c); err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	lines, err := s.results(c, p, &v)
	if err != nil {
		return err
	}
	var heads []string
	for _, key := range []string{
		"roster.name", "list.unit", "round.usable", "round.mean", "round.trimmed", "round.left_out", "round.sd", "round.fair", "round.change", "round.opinions", "list.state",
	} {
		heads = append(heads, p.t(key))
	}
	var rows [][]string
	for _, l := range lines {
		if l.Hidden {
			l.Mean = p.t("form.hidden")
		}
		rows = append(rows, []string{l.Name, l.Unit, l.Usable, l.Mean, l.Trimmed, l.Removed, l.SD, l.Fair, l.Change, l.Opinions, l.State.Label})
	}
	return s.workbook(c, p.t("round.results_of", "year", v.Period), appraisal.KindSheet, &view.Table{Heads: heads, Rows: rows, Numbers: columns(len(heads), 2, 3, 4, 5, 6, 7, 8, 9)})
}
