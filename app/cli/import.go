package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Import reads a roster workbook.
type Import struct {
	File  string `arg:"" type:"existingfile" help:"Workbook (.xlsx)."`
	AsOf  string `help:"Day that the sheets describe, such as 2026-03-01; today if not given."`
	Apply bool   `help:"Apply it if nothing is wrong with it."`
}

const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Run shows what the import would do and, with Apply, does it.
func (c Import) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error { return d.fault(c.run(ctx, d)) })
}

func (c Import) run(ctx context.Context, d *Desk) error {
	day, err := evaluation.ParseDate(c.AsOf)
	if err != nil {
		return err
	}
	file, err := d.attach(ctx, c.File)
	if err != nil {
		return err
	}
	r, err := d.Service.Create(ctx, d.clerk(), roster.KindImport, "prepare", evaluation.Creation{
		Input: &roster.Prepare{Files: []string{file}, AsOf: day},
	})
	if err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[roster.Import](r)
	if err != nil {
		return err
	}
	if err := d.showPlan(p); err != nil {
		return err
	}
	switch {
	case r.State == roster.StateRejected:
		return evaluation.Fail(evaluation.CodeInvalid, "cli.import.rejected", "n", p.Counts.Errors)
	case !c.Apply:
		return d.say("cli.import.dry")
	}
	if _, err = d.Service.Act(ctx, d.clerk(), r.ID, r.Version, "apply", evaluation.Change{Input: &roster.Apply{}}); err != nil {
		return err
	}
	return d.say("cli.import.applied")
}

// attach stores a file of the machine as an attachment.
func (d *Desk) attach(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(io.LimitReader(f, evaluation.MaxBlob+1))
	_ = f.Close() // only read
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	b := evaluation.Blob{
		Office: d.Office, ID: d.NewID(), Name: filepath.Base(path), Type: mediaXLSX, SHA256: hex.EncodeToString(sum[:]),
		Owner: d.clerk().Account, Created: d.Now(),
	}
	return b.ID, d.Files.PutBlob(ctx, b, content)
}

func (d *Desk) showPlan(p *roster.Import) error {
	for _, v := range p.Verdicts {
		text := d.Text.Say(d.Lang, evaluation.Problem{Key: v.Key, Args: v.Args})
		if _, err := fmt.Fprintf(d.Out, "%s\t%s %s %s\t%s\t%s\n", v.Level, v.Sheet, cmp.Or(v.Rows, strconv.Itoa(v.Row)), v.Column, v.Value, text); err != nil {
			return err
		}
	}
	n := p.Counts
	return d.say("cli.import.counts", "people", n.People, "created", n.Created, "changed", n.Changed, "same", n.Same,
		"missing", n.Missing, "errors", n.Errors, "warnings", n.Warnings)
}
