package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"kaoji/auth"
	"kaoji/evaluation"
)

// Account is the commands on accounts.
type Account struct {
	List    AccountList    `cmd:"" help:"List the accounts."`
	Create  AccountCreate  `cmd:"" help:"Make an account; prints its one-time password."`
	Reset   AccountReset   `cmd:"" help:"Give a new one-time password."`
	Disable AccountDisable `cmd:"" help:"Shut an account out."`
	Enable  AccountEnable  `cmd:"" help:"Let an account in again."`
	Unlock  AccountUnlock  `cmd:"" help:"End the lock after wrong passwords."`
}

// AccountList prints the accounts.
type AccountList struct{}

// Run prints a line for each account.
func (AccountList) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error {
		w := tabwriter.NewWriter(d.Out, 0, 0, 2, ' ', 0)
		after := ""
		for {
			list, next, err := d.Auth.ListAccounts(ctx, auth.Operator(d.Office), auth.Filter{}, after, evaluation.MaxLimit)
			if err != nil {
				return d.fault(err)
			}
			for _, a := range list {
				if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Name, a.Display, d.roles(a.Roles), d.state(&a)); err != nil {
					return err
				}
			}
			if after = next; after == "" {
				return w.Flush()
			}
		}
	})
}

func (d *Desk) roles(roles []evaluation.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, d.Text.T(d.Lang, "role."+string(r)))
	}
	return strings.Join(names, "、")
}

func (d *Desk) state(a *auth.Account) string {
	key := "accounts.active"
	switch {
	case a.Disabled:
		key = "accounts.disabled"
	case a.LockedUntil.After(d.Now()):
		key = "accounts.locked"
	case a.MustChange:
		key = "accounts.must_change"
	}
	return d.Text.T(d.Lang, key)
}

// AccountCreate makes an account.
type AccountCreate struct {
	Name    string   `arg:"" help:"Login."`
	Display string   `arg:"" help:"Name shown to others."`
	Role    []string `required:"" enum:"admin,auditor,personnel,principal,leader,head,cadre,committee,supervisor,discipline" help:"Roles; admin and auditor stand alone."`
	Person  string   `help:"Id of the person in the roster."`
}

// Run makes the account and prints the password once.
func (c AccountCreate) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error {
		n := auth.NewAccount{Name: c.Name, Display: c.Display, Person: c.Person}
		for _, r := range c.Role {
			n.Roles = append(n.Roles, evaluation.Role(r))
		}
		a, password, err := d.Auth.CreateAccount(ctx, auth.Operator(d.Office), n)
		if err != nil {
			return d.fault(err)
		}
		return d.say("cli.password", "name", a.Name, "password", password)
	})
}

// AccountReset gives a one-time password.
type AccountReset struct {
	Name string `arg:"" help:"Login."`
}

// Run prints the password once.
func (c AccountReset) Run(ctx context.Context, open Open) error {
	return named(ctx, open, c.Name, func(d *Desk, a *auth.Account) error {
		password, err := d.Auth.ResetPassword(ctx, auth.Operator(d.Office), a.ID)
		if err != nil {
			return err
		}
		return d.say("cli.password", "name", a.Name, "password", password)
	})
}

// AccountDisable disables an account.
type AccountDisable struct {
	Name string `arg:"" help:"Login."`
}

// Run disables it.
func (c AccountDisable) Run(ctx context.Context, open Open) error {
	return named(ctx, open, c.Name, func(d *Desk, a *auth.Account) error {
		if _, err := d.Auth.Disable(ctx, auth.Operator(d.Office), a.ID, a.Version); err != nil {
			return err
		}
		return d.say("cli.disabled", "name", a.Name)
	})
}

// AccountEnable enables an account.
type AccountEnable struct {
	Name string `arg:"" help:"Login."`
}

// Run enables it.
func (c AccountEnable) Run(ctx context.Context, open Open) error {
	return named(ctx, open, c.Name, func(d *Desk, a *auth.Account) error {
		if _, err := d.Auth.Enable(ctx, auth.Operator(d.Office), a.ID, a.Version); err != nil {
			return err
		}
		return d.say("cli.enabled", "name", a.Name)
	})
}

// AccountUnlock removes a lock.
type AccountUnlock struct {
	Name string `arg:"" help:"Login."`
}

// Run unlocks it.
func (c AccountUnlock) Run(ctx context.Context, open Open) error {
	return named(ctx, open, c.Name, func(d *Desk, a *auth.Account) error {
		if _, err := d.Auth.Unlock(ctx, auth.Operator(d.Office), a.ID); err != nil {
			return err
		}
		return d.say("cli.unlocked", "name", a.Name)
	})
}

// named runs do on the account with a login name.
func named(ctx context.Context, open Open, name string, do func(*Desk, *auth.Account) error) error {
	return open(ctx, func(d *Desk) error {
		a, err := d.Auth.AccountByName(ctx, auth.Operator(d.Office), name)
		if err == nil {
			err = do(d, &a)
		}
		return d.fault(err)
	})
}
