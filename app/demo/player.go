package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"golang.org/x/sync/errgroup"

	"kaoji/evaluation"
)

// player plays scripts.
type player struct {
	Deps
	now       time.Time                    // when the demo is made
	scripts   map[string]map[string][]step // parts of the scripts, by name
	script    string                       // that is played
	actors    map[string]evaluation.Actor
	roles     map[string][]evaluation.Role // of people with a login, by person
	accounts  []Account
	kinds     map[string]string // of records, by id
	seen      map[string]seen   // records, by id
	vars      map[string]any    // variables, also the ids of records by name
	funcs     template.FuncMap
	templates map[string]*template.Template
	result    any             // of the last expression
	tasks     *errgroup.Group // see beside
	chain     *[]func() error // acts of an item that is carried out beside others, nil if there is none
}

// play carries out the steps of a script.
func (p *player) play(ctx context.Context, s *script) error {
	p.scripts[s.Name], p.script, p.vars = s.Parts, s.Name, map[string]any{"passphrase": Passphrase}
	for name, a := range s.Actors {
		p.actors[name] = evaluation.Actor{Office: p.Office, Account: a.Name, Name: a.Display, Roles: a.Roles}
	}
	err := p.all(ctx, s.Steps)
	if err = errors.Join(err, p.settle()); err != nil {
		return fmt.Errorf("demo of %s: %w", s.Name, err)
	}
	return nil
}

// beside runs a task while the next steps are carried out; settle waits for it.
func (p *player) beside(do func() error) {
	if p.tasks == nil {
		const most = 16 // at a time; the storage writes them in one transaction
		p.tasks = &errgroup.Group{}
		p.tasks.SetLimit(most)
	}
	p.tasks.Go(do)
}

// settle waits for the tasks of beside. It is called before the clock moves and
// before each act.
func (p *player) settle() error {
	if p.tasks == nil {
		return nil
	}
	defer func() { p.tasks = nil }()
	return p.tasks.Wait()
}

// chained is do, whose acts are carried out in order beside what comes next.
func (p *player) chained(do func() error) func() error {
	return func() error {
		var acts []func() error
		p.chain = &acts
		err := do()
		p.chain = nil
		p.beside(func() error {
			for _, act := range acts {
				if err := act(); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	}
}

// all carries out steps one after the other.
func (p *player) all(ctx context.Context, steps []step) error {
	for i := range steps {
		s := &steps[i]
		do := func() error { return p.once(ctx, s) }
		if s.Beside {
			do = p.chained(do)
		}
		if err := p.repeat(s.For, s.In, do); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

// repeat calls do for each item of a list with the variables set to the item, or
// once if names is empty.
func (p *player) repeat(names string, in any, do func() error) error {
	if names == "" {
		return do()
	}
	v, err := p.value(in)
	if err != nil {
		return err
	}
	list, ok := v.([]any)
	if !ok && v != nil {
		return fmt.Errorf("for %s in %v: this is not a list", names, in)
	}
	vars := strings.Fields(names)
	defer p.keep(append(vars, "i")...)()
	for i, item := range list {
		row, ok := item.([]any)
		if len(vars) == 1 {
			row, ok = []any{item}, true
		}
		if !ok || len(row) != len(vars) {
			return fmt.Errorf("for %s in: row %d has other columns", names, i+1)
		}
		for k, name := range vars {
			p.vars[name] = row[k]
		}
		p.vars["i"] = i
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// keep returns a function that sets variables back to their present values.
func (p *player) keep(names ...string) (restore func()) {
	old := map[string]any{}
	for _, name := range names {
		if v, ok := p.vars[name]; ok {
			old[name] = v
		}
	}
	return func() {
		for _, name := range names {
			if v, ok := old[name]; ok {
				p.vars[name] = v
			} else {
				delete(p.vars, name)
			}
		}
	}
}

// once carries out a step, without its loop.
func (p *player) once(ctx context.Context, s *step) error {
	let := map[string]any{}
	for name, v := range s.Let {
		var err error
		if let[name], err = p.value(v); err != nil {
			return err
		}
	}
	defer p.keep(slices.Collect(maps.Keys(let))...)()
	maps.Copy(p.vars, let)
	if yes, err := p.holds(s.When); err != nil || !yes {
		return err
	}
	if err := p.move(s.At); err != nil {
		return err
	}
	switch {
	case s.Act != "":
		return p.act(ctx, s)
	case s.Do != "":
		verb, ok := verbs[s.Do]
		if !ok {
			return fmt.Errorf("no verb %q", s.Do)
		}
		if err := verb(ctx, p, s); err != nil {
			return fmt.Errorf("%s: %w", s.Do, err)
		}
		return nil
	case s.Play != "":
		name, err := p.text(s.Play)
		if err != nil {
			return err
		}
		return p.part(ctx, name)
	}
	steps := s.Steps
	if s.Most != nil {
		n, err := p.value(s.Most)
		if err != nil {
			return err
		}
		most, ok := n.(int)
		if !ok {
			return fmt.Errorf("%v steps at most", n)
		}
		steps = steps[:min(len(steps), most)]
	}
	return p.all(ctx, steps)
}

// part carries out a part of this script, or of another one.
func (p *player) part(ctx context.Context, name string) error {
	if script, part, ok := strings.Cut(name, "."); ok {
		defer func(back string) { p.script = back }(p.script)
		p.script, name = script, part
	}
	steps, ok := p.scripts[p.script][name]
	if !ok {
		return fmt.Errorf("no part %q of %q", name, p.script)
	}
	return p.all(ctx, steps)
}

// holds evaluates a condition; an empty one is true.
func (p *player) holds(when string) (bool, error) {
	if when == "" {
		return true, nil
	}
	v, err := p.evaluate(when)
	truth, _ := template.IsTrue(v)
	return truth, err
}

// move sets the clock to the value of a step's At.
func (p *player) move(at string) error {
	at, err := p.text(at)
	if err != nil || at == "" {
		return err
	}
	if p.chain != nil {
		return errors.New("moves the clock beside others")
	}
	if err := p.settle(); err != nil {
		return err
	}
	if at == "now" {
		p.Clock.at = p.now
		return nil
	}
	if n, ok := strings.CutPrefix(at, "+"); ok {
		days, err := strconv.Atoi(n)
		p.Clock.at = p.Clock.at.AddDate(0, 0, days)
		return err
	}
	day, err := evaluation.ParseDate(at)
	p.Clock.set(day)
	return err
}
