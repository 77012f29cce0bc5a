package cli

import (
	"context"
	"fmt"

	"kaoji/evaluation"
)

// Verify recomputes every chain.
type Verify struct{}

// Run prints what is wrong and fails if anything is.
func (Verify) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error { return d.fault(d.verify(ctx)) })
}

func (d *Desk) verify(ctx context.Context) error {
	offices, err := d.Store.Offices(ctx)
	if err != nil {
		return err
	}
	bad := 0
	for _, office := range offices {
		n, err := d.verifyOffice(ctx, office)
		if err != nil {
			return err
		}
		bad += n
	}
	if bad > 0 {
		return evaluation.Fail(evaluation.CodeState, "cli.verify.bad", "n", bad)
	}
	return d.say("cli.verify.good")
}

func (d *Desk) verifyOffice(ctx context.Context, office string) (bad int, err error) {
	finding := func(of, what string) error {
		bad++
		_, err := fmt.Fprintf(d.Out, "%s: %s\n", of, what)
		return err
	}
	heads, err := d.Heads.Of(office)
	if err != nil { // the chain can be held against itself all the same
		if err := finding("heads", err.Error()); err != nil {
			return bad, err
		}
	}
	entries, faults, err := d.Trail.Verify(ctx, office, heads)
	if err != nil {
		return bad, err
	}
	for _, fault := range faults {
		if err := finding("trail", fault); err != nil {
			return bad, err
		}
	}
	records := 0
	err = each(ctx, d.Store, office, func(r *evaluation.Record) error {
		records++
		for _, fault := range evaluation.VerifyHistory(r) {
			if err := finding(r.Kind+" "+r.ID, fault); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return bad, err
	}
	return bad, d.say("cli.verify.counts", "office", office, "entries", entries, "heads", len(heads), "records", records)
}
