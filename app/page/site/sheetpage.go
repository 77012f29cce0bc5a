package site

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
)

// SheetPage is a page on which an act is done with many records: a worksheet.
type SheetPage struct {
	Sub    string     // below the heading
	Link   *view.Link // beside it
	Sheet  view.Worksheet
	Done   string
	Failed []view.Link
	Empty  view.Empty
}

// ShowSheet shows the page, and what became of the rows that were sent; nil if none were.
func (s *Site) ShowSheet(c *fiber.Ctx, p *Speaker, title string, crumbs []view.Link, content *SheetPage, sent []Sent) error {
	page := view.Page{Title: title, Crumbs: crumbs, Content: content}
	if sent != nil {
		content.Done, page.Problem, content.Failed = p.SentPage(c, sent)
	}
	return s.ShowPage(c, "together", page)
}
