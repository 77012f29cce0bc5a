package assessment

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/sealed"
)

// filingForm is the name of the filing lists in print.
const filingForm = "filing_list"

// filing are the filing lists of a cycle: on a page, in print, in Word and in Excel.
type filing struct {
	site.Printed
	Title      string
	Filed      string // which office files it, and when
	Categories []filingOf
}

// filingOf are the lists of a category.
type filingOf struct {
	Name   string
	Counts view.Table
	Lists  []filingList
}

// filingList is a list under its heading.
type filingList struct {
	Heading string
	Table   view.Table
}

// ruleFiling names the numbers at the head of the lists.
const ruleFiling = "assessment.form.batch"

// filingLists makes the filing lists of a cycle, and notes that the reader has looked at
// the people on them.
func (s *pages) filingLists(c *fiber.Ctx, words site.Printed, v *evaluation.View) (*filing, error) {
	p := words.Speaker
	lists, err := s.Assessment.Filing(c.UserContext(), *v)
	if err != nil {
		return nil, err
	}
	pack, err := s.Rules.Pack(c.UserContext(), v.Office)
	if err != nil {
		return nil, err
	}
	counted, err := pack.On(s.Today()).Items(ruleFiling)
	if err != nil {
		return nil, err
	}
	site.Basis(c, ruleFiling)
	out := &filing{Printed: words, Title: p.T("filing.heading", "year", v.Period[:4]), Filed: p.T("filing.filed", "office", words.Office)}
	var people []string
	for i := range lists {
		of := &lists[i]
		one := filingOf{Name: p.T("assessment.category." + of.Category)}
		one.Counts = countsOf(p, of, one.Name, counted)
		for _, l := range of.Lists {
			one.Lists = append(one.Lists, listOf(p, &l))
			for i := range l.Lines {
				people = append(people, l.Lines[i].Person.ID)
			}
		}
		out.Categories = append(out.Categories, one)
	}
	return out, s.LookedAt(c, assessment.KindSheet, people...)
}

// countsOf are the numbers that the rule asks for, and the share of excellent grades behind
// theirs. What Kaoji does not know is left empty for the pen.
func countsOf(p *site.Speaker, of *assessment.Filing, category string, counted []rulepack.Item) view.Table {
	t := p.Table("filing.category")
	t.Numbers, t.Rows = []bool{false}, [][]string{{category}}
	add := func(head, value string) {
		t.Heads, t.Numbers, t.Rows[0] = append(t.Heads, head), append(t.Numbers, true), append(t.Rows[0], value)
	}
	known := map[string]int{"due": of.Due, "taken": of.Taken, "excellent": of.Excellent}
	for _, item := range counted {
		head, value := item.Zh, ""
		if p.Lang == "en" && item.En != "" {
			head = item.En
		}
		if n, is := known[item.Code]; is {
			value = strconv.Itoa(n)
		}
		if add(head, value); item.Code == "excellent" {
			add(p.T("filing.share"), share(of.Excellent, of.Due))
		}
	}
	return t
}

// share is a part in per cent with two decimals, "" of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(part)*100/float64(whole), 'f', 2, 64) + "%"
}

func listOf(p *site.Speaker, l *assessment.FilingList) filingList {
	out := filingList{
		Heading: p.T("filing.list."+l.Name, "n", len(l.Lines)),
		Table:   p.Table("filing.number", "roster.name", "filing.post", "roster.level", "filing.grade", "filing.remark"),
	}
	for i := range l.Lines {
		of := &l.Lines[i]
		grade := p.T("filing.not_assessed")
		if of.Grade != "" {
			grade = p.Text.Say(p.Lang, assessment.Word(of.Grade))
		}
		out.Table.Rows = append(out.Table.Rows, []string{
			strconv.Itoa(i + 1), of.Person.Name, words(of.Person.DepartmentName, of.Person.Post), p.Coded("level", of.Person.Level), grade, filingRemark(p, of),
		})
	}
	return out
}

// filingRemark is the ground in words, and what became of the grade later.
func filingRemark(p *site.Speaker, of *assessment.FilingLine) string {
	lines := findingsIn(p, of.Findings)
	if why, exempt := of.WhyExempt(); exempt {
		lines = append(lines, p.Text.Say(p.Lang, why))
	}
	if of.Refused {
		lines = append(lines, p.T("form.refusal"))
	}
	lines = append(lines, correctionsIn(p, of.Corrections)...)
	if of.Notice != nil {
		lines = append(lines, p.T("filing.notice", "until", p.DayOf(of.Notice.Until)))
	}
	return joined(lines)
}

// filingPage shows the lists, with their files.
type filingPage struct {
	*filing
	Files  []view.Button
	Attach *view.Button // attaches a copy with a seal
	Print  string
	Panels []site.Panel // the copies with a seal
}

func (s *pages) filing(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *assessment.Cycle) error {
	lists, err := s.filingIn(c, p, v)
	if err != nil {
		return err
	}
	copies, err := s.copies(c, p, v)
	if err != nil {
		return err
	}
	content := filingPage{filing: lists, Print: p.To("/records", v.ID, "print", filingForm), Panels: copies}
	if s.MayExport(c) == nil {
		for _, format := range []string{"docx", "xlsx"} {
			content.Files = append(content.Files, view.Button{Label: p.T("paper." + format), Href: p.To("/assessment", v.ID, "filing", format)})
		}
	}
	if v.Offers(sealed.Act) {
		content.Attach = &view.Button{Label: p.T(v.Kind + "." + sealed.Act), Href: p.To("/records", v.ID, "acts", sealed.Act)}
	}
	return s.Show(c, "filing", p.T("filing.title"), content, s.cycleCrumbs(c, p, v)...)
}

func (s *pages) filingIn(c *fiber.Ctx, p *site.Speaker, v *evaluation.View) (*filing, error) {
	office, err := s.OfficeSettings(c)
	if err != nil {
		return nil, err
	}
	return s.filingLists(c, p.Printed(office.Name, v), v)
}

// filingPrinted is the content of the lists in print.
func (s *pages) filingPrinted(c *fiber.Ctx, words site.Printed, v *evaluation.View) (any, error) {
	return s.filingLists(c, words, v)
}

// printsFiling reports whether a cycle has filing lists that the reader may see.
func printsFiling(v *evaluation.View, _ string) bool {
	cycle, err := evaluation.PayloadOf[assessment.Cycle](v.Record)
	return err == nil && v.Shows("participants") && cycle.HasFiling(v.State)
}
