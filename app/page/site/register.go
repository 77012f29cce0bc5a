package site

import (
	"context"
	"io"
	"iter"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/server"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Register is a workbook with a row for each record of a query that the reader may
// see.
type Register struct {
	Name  string // of the file and of its sheet
	Kind  string // of the records, for the trail
	Heads []string
	Query evaluation.Query
	List  func(context.Context, evaluation.Actor, evaluation.Query) (evaluation.Views, error) // Service.List or Service.Index

	// Row is called while the file is sent. It must not use the request, which is
	// then over.
	Row func(*evaluation.View) ([]string, error)
}

// firstRows are read before anything is sent; columns are as wide as they need.
const firstRows = 500

// Register sends a register and records it in the trail. There can be any number of
// records, so they are read page by page while the file is sent. Each is exported as
// it is when it is read. What is listed by the last change is exported by creation,
// the newest first: a record that is changed meanwhile would otherwise move from
// what is not yet read to what is. Errors of the first rows are shown.
func (s *Site) Register(c *fiber.Ctx, x *Register) error {
	if err := s.MayExport(c); err != nil {
		return err
	}
	if k, ok := s.Service.Kind(x.Kind); ok && k.Apart {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	actor, q := Actor(c), x.Query
	if q.Sort == evaluation.SortChanged {
		q.Sort = evaluation.SortID
	}
	q.Cursor, q.Limit = "", firstRows
	first, err := x.List(c.UserContext(), actor, q)
	if err != nil {
		return err
	}
	sheet := roster.Sheet{Name: x.Name, Rows: [][]roster.Cell{sheetRow(1, x.Heads, nil)}}
	for i := range first.Views {
		row, err := x.Row(&first.Views[i])
		if err != nil {
			return err
		}
		sheet.Rows = append(sheet.Rows, sheetRow(i+2, row, nil))
	}
	if err := s.Note(c, "export", evaluation.OutcomeOK, x.Kind, "", ""); err != nil {
		return err
	}
	q.Cursor = first.Next
	return server.DownloadStream(c, x.Name+".xlsx", MediaXLSX, func(ctx context.Context, w io.Writer) error {
		return xlsx.Stream(w, sheet, x.after(ctx, actor, q, len(sheet.Rows)))
	})
}

// after yields the rows from the cursor of the query on, the first of them below row
// n.
func (x *Register) after(ctx context.Context, actor evaluation.Actor, q evaluation.Query, n int) iter.Seq2[[]roster.Cell, error] {
	return func(yield func([]roster.Cell, error) bool) {
		if q.Cursor == "" { // there are none
			return
		}
		for v, err := range evaluation.AllViews(ctx, x.List, actor, q) {
			var row []string
			if err == nil {
				row, err = x.Row(&v)
			}
			n++
			if !yield(sheetRow(n, row, nil), err) || err != nil {
				return
			}
		}
	}
}
