package roster

import (
	"encoding/base64"
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// formPaper is the 干部任免审批表 on its two pages. Print form and Word document are made
// from it, so that they are equal.
type formPaper struct {
	cadreform.Form
	Age      string
	Born     string
	Stages   []stageLine
	Size     int // of the career, in half points
	Rows     []kinLine
	RowsSize int
	Close    string         // style of the rows
	Texts    map[string]int // sizes of the other boxes, by field
	Long     bool           // it does not fit two pages
	Picture  template.URL
	Day      string
}

// stageLine is a stage of the career: its months, and where and as what.
type stageLine struct{ Months, Text string }

// kinLine is a row of the family.
type kinLine struct{ Relation, Name, Age, Politics, Work string }

// The boxes of the form, in tenths of a millimetre.
var (
	careerBox = cadreform.Box{Width: 1500, Height: 1250, Indent: 9}
	postBox   = cadreform.Box{Width: 1300, Height: 105}
	schoolBox = cadreform.Box{Width: 560, Height: 125}
	smallBox  = cadreform.Box{Width: 230, Height: 105}
	wideBox   = cadreform.Box{Width: 430, Height: 105}
	resultBox = cadreform.Box{Width: 1500, Height: 250}
)

const usual = 24 // half points

// leastRows is how many rows the family has at least.
const leastRows = 7

// kinRows says how high a row of the family can be, by how many there are: the name of
// its style, and a box for the place of work.
func kinRows(n int) (style string, box cadreform.Box, fits bool) {
	const work = 680
	switch {
	case n <= 8:
		return "rows-a", cadreform.Box{Width: work, Height: 105}, true
	case n <= 11:
		return "rows-b", cadreform.Box{Width: work, Height: 75}, true
	}
	return "rows-c", cadreform.Box{Width: work, Height: 56}, n <= 15
}

// paperOf lays a form out.
func paperOf(f *cadreform.Form, day evaluation.Date) *formPaper {
	p := &formPaper{Form: *f, Texts: map[string]int{}, Born: cadreform.DottedText(f.Born)}
	if born, ok := cadreform.ParseMonth(f.Born); ok {
		p.Age = site.Itoa(cadreform.Age(born.Date, day))
	}
	p.PartyJoined, p.WorkedSince = cadreform.DottedText(f.PartyJoined), cadreform.DottedText(f.WorkedSince)
	var career []string
	for _, s := range cadreform.ParseResume(f.Resume) {
		line := stageLine{Text: s.Text}
		if s.From != "" {
			line.Months = s.From + "--" + s.To
		}
		p.Stages = append(p.Stages, line)
		career = append(career, s.Text)
	}
	fits := true
	fit := func(b cadreform.Box, paragraphs []string) int {
		size, ok := b.Fit(paragraphs, usual)
		fits = fits && ok
		return size
	}
	p.Size = fit(careerBox, career)
	for field, b := range map[string]struct {
		box  cadreform.Box
		text string
	}{
		"post": {postBox, f.Post}, "proposed": {postBox, f.Proposed}, "removed": {postBox, f.Removed},
		"full": {schoolBox, f.FullTime.School + "\n" + f.FullTime.DegreeSchool}, "in": {schoolBox, f.InService.School + "\n" + f.InService.DegreeSchool},
		"native": {smallBox, f.NativePlace}, "birth": {smallBox, f.BirthPlace}, "party": {smallBox, p.PartyJoined}, "health": {smallBox, f.Health},
		"technical": {wideBox, f.TechnicalPost}, "strengths": {wideBox, f.Strengths},
		"honours": {resultBox, f.Honours}, "grades": {resultBox, f.Grades}, "grounds": {resultBox, f.Grounds},
	} {
		p.Texts[field] = fit(b.box, strings.Split(strings.TrimSpace(b.text), "\n"))
	}
	style, box, enough := kinRows(len(f.Family))
	p.Close, p.RowsSize, fits = style, usual, fits && enough
	for _, k := range f.Family {
		line := kinLine{Relation: k.Relation, Name: k.Name, Politics: k.Politics, Work: k.Work}
		if born, ok := cadreform.ParseMonth(k.Born); ok {
			line.Age = site.Itoa(cadreform.Age(born.Date, day))
		}
		p.Rows = append(p.Rows, line)
		p.RowsSize = min(p.RowsSize, fit(box, []string{k.Work}))
	}
	p.Long = !fits
	for len(p.Rows) < leastRows {
		p.Rows = append(p.Rows, kinLine{})
	}
	if len(f.Photo) > 0 {
		p.Picture = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(f.Photo)) //nolint:gosec // encoded by Kaoji
	}
	p.Day = day.String()
	return p
}

// formPrinted is the content of the print form of particulars.
func (s *pages) formPrinted(c *fiber.Ctx, words site.Printed, v *evaluation.View) (any, error) {
	f, err := s.formOf(c, words.Speaker, v.Subject)
	if err != nil {
		return nil, err
	}
	return site.Document{Printed: words, Doc: paperOf(&f, s.Today())}, nil
}
