package commendation

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/commendation"
	"kaoji/evaluation/roster"
)

// deedColumns are the fields of the workbook in which deeds are reported, in
// order.
var deedColumns = []string{"people", "unit", "ground", "title", "on", "place", "text", "source", "sender"}

// deedHeads are the heads of those columns.
func deedHeads(p *site.Speaker) []string {
	heads := []string{p.T("deeds.people")}
	for _, name := range deedColumns[1:] {
		heads = append(heads, p.T(commendation.KindDeed+".field."+name))
	}
	return heads
}

// deedsForm is for those who keep the register; others report one by one.
func (s *pages) deedsForm(c *fiber.Ctx, p *site.Speaker) error {
	return s.deedsAgain(c, p, site.WorkbookPage{})
}

func (s *pages) deedsAgain(c *fiber.Ctx, p *site.Speaker, content site.WorkbookPage) error {
	content.Sub, content.Table, content.Back = p.T("deeds.sub"), p.To("/commendation/deeds/table"), p.To("/commendation")
	return s.Show(c, "workbook", p.T("deeds.title"), content, s.Crumbs(c, commendation.KindDeed)...)
}

// deedsTable returns the empty workbook; its first line explains how to fill it in.
func (s *pages) deedsTable(c *fiber.Ctx, p *site.Speaker) error {
	words := func(field string, codes []string) string {
		var list []string
		for _, code := range codes {
			list = append(list, p.T(commendation.KindDeed+".field."+field+"."+code))
		}
		return p.Join(list)
	}
	hint := []string{p.T("deeds.hint"), "", words("ground", commendation.Grounds()), "", "2026-03-02", "", "", words("source", commendation.Sources()), ""}
	return s.Workbook(c, p.T("deeds.title"), commendation.KindDeed, &view.Table{Heads: deedHeads(p), Rows: [][]string{hint}})
}

// deedsUpload reports each line, and shows the result of each.
func (s *pages) deedsUpload(c *fiber.Ctx, p *site.Speaker) error {
	content, err := p.Taken(deedHeads(p), []int{3}, func(row site.GridRow) (string, error) {
		if row.Cells[3] == "" && strings.HasPrefix(row.Cells[0], p.T("deeds.hint")) {
			return "", nil // the line that says how to fill it in
		}
		in, wrong := deedOf(p, row)
		if wrong != "" {
			return wrong, nil
		}
		_, err := s.Service.Create(c.UserContext(), site.Actor(c), commendation.KindDeed, "report", evaluation.Creation{Input: in})
		return p.Became("commendation.deed.report.done", err)
	})
	if err != nil {
		return err
	}
	return s.deedsAgain(c, p, content)
}

var separators = regexp.MustCompile(`[\s、，,;；]+`)

// deedOf reads a line; wrong names the mistake.
func deedOf(p *site.Speaker, row site.GridRow) (in *commendation.ReportInput, wrong string) {
	code := func(field string, codes []string, word string) (string, bool) {
		i := slices.IndexFunc(codes, func(x string) bool { return p.T(commendation.KindDeed+".field."+field+"."+x) == word })
		if i < 0 {
			return "", word == ""
		}
		return codes[i], true
	}
	in = &commendation.ReportInput{Title: row.Cells[3], Place: row.Cells[5], Text: row.Cells[6], Sender: row.Cells[8]}
	for _, word := range separators.Split(row.Cells[0], -1) {
		if word == "" {
			continue
		}
		no, name := word, ""
		if _, known := p.Book.ByNo(roster.CleanNo(word)); !known && len(p.Book.ByName(word)) > 0 {
			no, name = "", word
		}
		person, wrong := p.Meant(no, name)
		if wrong != "" {
			return in, wrong
		}
		in.People = append(in.People, person)
	}
	if row.Cells[1] != "" {
		i := slices.IndexFunc(p.Day.Departments(), func(d roster.DepartmentInfo) bool { return d.Name == row.Cells[1] })
		if i < 0 {
			return in, p.T("reminder.no_unit")
		}
		in.Unit = p.Day.Departments()[i].ID
	}
	var ok bool
	if in.Ground, ok = code("ground", commendation.Grounds(), row.Cells[2]); !ok {
		return in, p.T("deeds.ground")
	}
	if in.Source, ok = code("source", commendation.Sources(), row.Cells[7]); !ok {
		return in, p.T("deeds.source")
	}
	var err error
	if in.On, err = site.ReadDay(row.Cells[4]); err != nil {
		return in, p.T("workbook.date")
	}
	return in, ""
}

// deedRegister sends the register as a workbook: the filed deeds in the order of
// their days, as far as the reader may see them.
func (s *pages) deedRegister(c *fiber.Ctx, p *site.Speaker) error {
	const field = commendation.KindDeed + ".field."
	return s.Register(c, &site.Register{
		Name: p.T("deeds.register"), Kind: commendation.KindDeed, List: s.Service.List,
		Query: evaluation.Query{
			Kinds: []string{commendation.KindDeed}, Sort: evaluation.SortOn,
			States: []evaluation.State{commendation.DeedFiled, commendation.DeedPublished, commendation.DeedRevoked},
		},
		Heads: p.Words(field+"number", field+"people", field+"ground", field+"title", field+"on", field+"wording", field+"filed_on", field+"counted", field+"bulletin", "list.state"),
		Row: func(v *evaluation.View) ([]string, error) {
			d, err := evaluation.PayloadOf[commendation.Deed](v.Record)
			if err != nil {
				return nil, err
			}
			return []string{
				d.Number, d.Names(), p.Word(field+"ground", d.Ground), d.Title, d.On.String(), d.Wording, d.FiledOn.String(),
				p.T("value." + map[bool]string{true: "true", false: "false"}[d.Counted]), d.Bulletin.Number, p.State(&v.Record).Label,
			}, nil
		},
	})
}

// praised links a deed to the praise that it comes from, for those who may read both.
func (s *pages) praised(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, page *site.RecordPage) error {
	d, err := evaluation.PayloadOf[commendation.Deed](v.Record)
	if err != nil || d.Matter == "" {
		return err
	}
	from, err := s.Linked(c, p, p.T("commendation.praise"), evaluation.Query{IDs: []string{d.Matter}})
	if len(from.Links) > 0 {
		page.Related = append(page.Related, from)
	}
	return err
}
