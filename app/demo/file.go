package demo

import (
	"context"
	"fmt"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// attach stores files, so that an act can attach them.
func (p *player) attach(ctx context.Context, list map[string]file, who evaluation.Actor) error {
	for name, f := range list {
		b := evaluation.Blob{Office: p.Office, ID: p.NewID(), Name: f.Name, Owner: who.Account, Created: p.Clock.Now(), Type: "text/plain; charset=utf-8"}
		body := []byte(f.Text)
		if f.Portrait {
			var err error
			if body, err = portrait(name); err != nil {
				return err
			}
			b.Type = "image/png"
		}
		if f.Sheets != nil {
			var err error
			if body, err = p.workbook(f.Sheets); err != nil {
				return err
			}
			b.Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		}
		if err := p.Blobs.PutBlob(ctx, b, body); err != nil {
			return err
		}
		p.vars[name] = b.ID
	}
	return nil
}

// workbook writes sheets.
func (p *player) workbook(list []sheet) ([]byte, error) {
	sheets := make([]roster.Sheet, len(list))
	for i, s := range list {
		sheets[i].Name = s.Name
		v, err := p.value(s.Rows)
		if err != nil {
			return nil, err
		}
		rows, _ := v.([]any)
		head := make([]any, len(s.Head))
		for k, name := range s.Head {
			if head[k], err = p.value(name); err != nil {
				return nil, err
			}
		}
		for _, row := range append([]any{head}, rows...) {
			cells, _ := row.([]any)
			out := make([]roster.Cell, len(cells))
			for k, text := range cells {
				out[k].Text = fmt.Sprint(text)
			}
			sheets[i].Rows = append(sheets[i].Rows, out)
		}
	}
	return xlsx.Bytes(sheets)
}
