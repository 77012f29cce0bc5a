package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/offices"
	"kaoji/evaluation/roster"
)

// Office is the commands on the offices of the deployment.
type Office struct {
	List   OfficeList   `cmd:"" help:"List the offices as a tree."`
	Open   OfficeOpen   `cmd:"" help:"Open an office; prints the one-time password of its administrator."`
	Move   OfficeMove   `cmd:"" help:"Put an office below another one."`
	Rename OfficeRename `cmd:"" help:"Give an office another name."`
	Host   OfficeHost   `cmd:"" help:"Let a host name lead to the pages of an office."`
	Close  OfficeClose  `cmd:"" help:"Close an office: nobody logs in to it, nothing is deleted."`
	Reopen OfficeReopen `cmd:"" help:"Open a closed office again."`
}

// OfficeList prints the tree.
type OfficeList struct{}

// Run prints a line for each office, those below an office behind it.
func (OfficeList) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error {
		all, err := d.Offices.All(ctx)
		if err != nil {
			return d.fault(err)
		}
		w := tabwriter.NewWriter(d.Out, 0, 0, 2, ' ', 0)
		var below func(above, indent string) error
		below = func(above, indent string) error {
			for _, of := range all {
				if of.Above != above {
					continue
				}
				settings, err := roster.SettingsIn(ctx, d.Store, of.ID)
				if err != nil {
					return err
				}
				state := ""
				if !of.Closed.IsZero() {
					state = d.Text.T(d.Lang, "cli.office.closed_on", "on", of.Closed.String())
				}
				if _, err := fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\n", indent, settings.Name, of.Code, of.Host, state); err != nil {
					return err
				}
				if err := below(of.ID, indent+"  "); err != nil {
					return err
				}
			}
			return nil
		}
		if err := below("", ""); err != nil {
			return d.fault(err)
		}
		return w.Flush()
	})
}

// OfficeOpen opens an office.
type OfficeOpen struct {
	Code  string `arg:"" help:"Code in addresses and login names: 2 to 32 small letters, digits and hyphens, such as tangqiao. It cannot be changed."`
	Name  string `arg:"" help:"Full name."`
	Short string `help:"Short name; the full one without it."`
	Under string `help:"Code of the office above; the first office without it."`
}

// Run opens the office and prints how its administrator logs in, once.
func (c OfficeOpen) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error {
		above, err := d.Offices.ByCode(ctx, c.Under)
		if err != nil {
			return d.fault(err)
		}
		of, err := d.Offices.Open(ctx, c.Code, above.ID)
		if err != nil {
			return d.fault(err)
		}
		if err := d.Found(ctx, of.ID, strings.TrimSpace(c.Name), strings.TrimSpace(cmp.Or(c.Short, c.Name))); err != nil {
			return d.fault(err)
		}
		name, password, _, err := d.Auth.First(ctx, of.ID)
		if err != nil {
			return d.fault(err)
		}
		if err := d.noteOffice(ctx, of.ID, "open"); err != nil {
			return err
		}
		return d.say("cli.office.opened", "office", c.Name, "code", of.Code, "name", name, "password", password)
	})
}

// OfficeMove puts an office below another one.
type OfficeMove struct {
	Code  string `arg:"" help:"Code of the office."`
	Under string `required:"" help:"Code of the office above."`
}

// Run moves it.
func (c OfficeMove) Run(ctx context.Context, open Open) error {
	return office(ctx, open, c.Code, "move", func(d *Desk, of *offices.Office) error {
		above, err := d.Offices.ByCode(ctx, c.Under)
		if err != nil {
			return err
		}
		return d.Offices.Move(ctx, of.ID, above.ID)
	})
}

// OfficeRename gives an office another name.
type OfficeRename struct {
	Code  string `arg:"" help:"Code of the office."`
	Name  string `arg:"" help:"Full name."`
	Short string `help:"Short name; the full one without it."`
}

// Run changes the office's settings, as its administrator could.
func (c OfficeRename) Run(ctx context.Context, open Open) error {
	return office(ctx, open, c.Code, "rename", func(d *Desk, of *offices.Office) error {
		name := strings.TrimSpace(c.Name)
		r, err := roster.SettingsRecord(ctx, d.Store, of.ID)
		if err != nil {
			return err
		}
		now, err := evaluation.PayloadOf[roster.Settings](r)
		if err != nil {
			return err
		}
		_, err = d.Service.Act(ctx, auth.Operator(of.ID).Actor, r.ID, r.Version, "change", evaluation.Change{
			Input: &roster.SettingsInput{Name: name, ShortName: cmp.Or(strings.TrimSpace(c.Short), name), Document: now.Document},
		})
		return err
	})
}

// OfficeHost lets a host name lead to an office.
type OfficeHost struct {
	Code string `arg:"" help:"Code of the office."`
	Host string `arg:"" optional:"" help:"Host name, such as tangqiao.example.cn; without it the office has none."`
}

// Run sets it.
func (c OfficeHost) Run(ctx context.Context, open Open) error {
	return office(ctx, open, c.Code, "host", func(d *Desk, of *offices.Office) error { return d.Offices.Answer(ctx, of.ID, c.Host) })
}

// OfficeClose closes an office.
type OfficeClose struct {
	Code string `arg:"" help:"Code of the office."`
}

// Run closes it.
func (c OfficeClose) Run(ctx context.Context, open Open) error {
	return office(ctx, open, c.Code, "close", func(d *Desk, of *offices.Office) error { return d.Offices.Close(ctx, of.ID) })
}

// OfficeReopen opens a closed office again.
type OfficeReopen struct {
	Code string `arg:"" help:"Code of the office."`
}

// Run opens it.
func (c OfficeReopen) Run(ctx context.Context, open Open) error {
	return office(ctx, open, c.Code, "reopen", func(d *Desk, of *offices.Office) error { return d.Offices.Reopen(ctx, of.ID) })
}

// office does something with the office of a code, and notes it in the office's trail.
func office(ctx context.Context, open Open, code, action string, do func(*Desk, *offices.Office) error) error {
	return open(ctx, func(d *Desk) error {
		of, err := d.Offices.ByCode(ctx, code)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			err = evaluation.Fail(evaluation.CodeNotFound, "offices.unknown", "code", code)
		}
		if err == nil {
			err = do(d, &of)
		}
		if err != nil {
			return d.fault(err)
		}
		if err := d.noteOffice(ctx, of.ID, action); err != nil {
			return err
		}
		return d.say("cli.office."+action, "code", of.Code)
	})
}

func (d *Desk) noteOffice(ctx context.Context, id, action string) error {
	by := auth.Operator(id).Actor
	return d.Trail.Note(ctx, evaluation.TrailEvent{
		Office: id, Account: by.Account, Name: by.Name, Action: "office", Outcome: evaluation.OutcomeOK, Detail: action,
	})
}
