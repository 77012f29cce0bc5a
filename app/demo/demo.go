// Package demo fills an office of made-up people: 96 cadres in 12 departments with
// 20 residents' committees, six leaders, years that are closed, and a present
// half-year in the middle of its work. All days count from the day on which the
// demo is made (dayFunctions).
//
// The data is in JSON files, one for each measure and office.json for the office
// itself. A file is a list of steps; a step is an act by somebody on a day, with
// the input that the API takes. The types script and step describe a file, value
// describes how inputs are written.
package demo

import (
	"context"
	"embed"
	"io/fs"
	"text/template"
	"time"

	"kaoji/app/measures"
	"kaoji/auth"
	"kaoji/evaluation"
)

//go:embed *.json
var data embed.FS

//go:embed states/*.json
var states embed.FS

// Password is what every demo account logs in with.
const Password = "Kaoji-demo-2026" //nolint:gosec // printed for everybody to see

// Passphrase opens the ballots of every round and cycle of the demo.
const Passphrase = "示范街道 演示数据 开票口令" //nolint:gosec // printed for everybody to see

// Cost is the cost of Password and Passphrase: there is nothing to guess.
var Cost = auth.Cost{Memory: 64, Time: 1}

// Clock can be set: the demo plays half-years that have passed.
type Clock struct{ at time.Time }

// At is a clock that stands at t.
func At(t time.Time) Clock { return Clock{at: t} }

// Now is the time that the demo is at.
func (c *Clock) Now() time.Time { return c.at }

// set moves to nine in the morning of a day.
func (c *Clock) set(d evaluation.Date) { c.at = d.Time().Add(9 * time.Hour) }

// Deps are the services that the demo is filled through. They run at Clock.
type Deps struct {
	measures.Core
	Office string
	Clock  *Clock
	Size
	Step func() // called before each measure, to show that it goes on; may be nil
}

// Size is how much the demo holds.
type Size struct {
	Years  int  `default:"4" help:"How many years of the past it has."`
	States bool `help:"Also an assessment and a bonus period in every state, to look at each; the past is then one year at most."`
}

// bounded has the states of a size in years for which there are rules: the periods in other
// states are those before the past.
func (s Size) bounded() Size {
	if s.States {
		s.Years = min(s.Years, 1)
	}
	return s
}

// Account is a login of the demo.
type Account struct {
	Name, Display string
	Roles         []evaluation.Role
}

// Fill fills an empty office and returns its logins.
func Fill(ctx context.Context, d Deps) ([]Account, error) {
	from := []fs.FS{data}
	d.Size = d.bounded()
	if d.States {
		more, err := fs.Sub(states, "states")
		if err != nil {
			return nil, err
		}
		from = append(from, more)
	}
	return Play(ctx, d, from...)
}

// Play carries out the scripts of some folders and returns the logins that they
// create.
func Play(ctx context.Context, d Deps, from ...fs.FS) ([]Account, error) {
	scripts, err := read(from...)
	if err != nil {
		return nil, err
	}
	p := &player{
		Deps: d, now: d.Clock.at, actors: map[string]evaluation.Actor{"kaoji": evaluation.System(d.Office)},
		roles: map[string][]evaluation.Role{}, kinds: map[string]string{}, seen: map[string]seen{}, templates: map[string]*template.Template{}, scripts: map[string]map[string][]step{},
	}
	defer func() { d.Clock.at = p.now }()
	p.funcs = p.functions(ctx)
	for i := range scripts {
		if d.Step != nil {
			d.Step()
		}
		if err := p.play(ctx, &scripts[i]); err != nil {
			return nil, err
		}
	}
	return p.accounts, p.readUp(ctx)
}

// unreadDays is for how many days people have left notifications unread.
const unreadDays = 30

// readUp lets everybody have read what happened before the last days.
func (p *player) readUp(ctx context.Context) error {
	p.Clock.set(evaluation.DateOf(p.now).AddDays(-unreadDays))
	for _, a := range p.accounts {
		who := p.actors[a.Name]
		if who.Account == "" {
			continue // the administrator, whom no act of the office concerns
		}
		if err := p.Service.MarkRead(ctx, who, ""); err != nil {
			return err
		}
	}
	return nil
}
