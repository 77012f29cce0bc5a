package site

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// filePaper is a person's file as one document: the entry of the roster and all
// records by year, as far as the reader may see them.
type filePaper struct {
	Document
	Post  string
	Lines []view.Line
	Years []paperYear
}

type paperYear struct {
	Label string
	Rows  []fileRow
}

// FilePaper is the Printed function of a person.
func (s *Site) FilePaper(c *fiber.Ctx, words Printed, v *evaluation.View) (any, error) {
	p := words.Speaker
	person, err := evaluation.PayloadOf[roster.Person](v.Record)
	if err != nil {
		return nil, err
	}
	content := filePaper{Document: Document{words, person}}
	if m, here := p.Day.Member(v.ID); here && v.Shows("appointments") {
		content.Post = joinNonEmpty(m.DepartmentName, m.Post, p.Coded("level", m.Level))
	}
	kind, _ := s.Service.Kind(v.Kind)
	if content.Lines, err = p.lines(kind, v.Payload); err != nil {
		return nil, err
	}
	asked := desk.Asked{Office: v.Office, Person: v.ID}
	views, facts, err := s.recordsOf(c, asked)
	if err != nil {
		return nil, err
	}
	for _, row := range s.fileRows(p, &asked, views, facts) {
		year := p.Period(strconv.Itoa(row.On.Year()))
		if n := len(content.Years); n == 0 || content.Years[n-1].Label != year {
			content.Years = append(content.Years, paperYear{Label: year})
		}
		last := &content.Years[len(content.Years)-1]
		last.Rows = append(last.Rows, row)
	}
	return content, nil
}
