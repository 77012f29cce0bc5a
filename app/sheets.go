package main

import (
	"context"
	"time"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// sheets writes the roster's workbooks for the API.
type sheets struct{ now func() time.Time }

// Roster writes the office on a day as a workbook that can be imported again.
func (sheets) Roster(_ context.Context, book *roster.Book, day evaluation.Date, _ string) ([]byte, error) {
	return xlsx.Bytes(book.On(day).Sheets())
}

// Template returns the empty workbook.
func (s sheets) Template(lang string) ([]byte, error) {
	empty, err := roster.NewBook("", nil)
	if err != nil {
		return nil, err
	}
	return xlsx.Bytes(empty.On(evaluation.DateOf(s.now())).Template(lang))
}
