package demo

import (
	"context"
	"encoding/json"
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
	now       time.Time // when the demo is made
	parts     map[string][]step
	actors    map[string]evaluation.Actor
	roles     map[string][]evaluation.Role // of people with a login, by person
	accounts  []Account
	vars      map[string]any // variables, also the ids of records by name
	funcs     template.FuncMap
	templates map[string]*template.Template
	result    any             // of the last expression
	tasks     *errgroup.Group // see beside
}

// play carries out the steps of a script.
func (p *player) play(ctx context.Context, s *script) error {
	p.parts, p.vars = s.Parts, map[string]any{"passphrase": Passphrase}
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

// all carries out steps one after the other.
func (p *player) all(ctx context.Context, steps []step) error {
	for i := range steps {
		s := &steps[i]
		if err := p.repeat(s.For, s.In, func() error { return p.once(ctx, s) }); err != nil {
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
		steps, ok := p.parts[name]
		if !ok {
			return fmt.Errorf("no part %q", name)
		}
		return p.all(ctx, steps)
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

// act does the act of a step, on the newest version of the record.
func (p *player) act(ctx context.Context, s *step) (err error) {
	r := evaluation.Record{Kind: s.Kind}
	act, err := p.text(s.Act)
	if err = errors.Join(err, p.settle()); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s of %s: %w", act, r.Kind, err)
		}
	}()
	who, err := p.actor(ctx, s.Who)
	if err != nil {
		return err
	}
	if err := p.attach(ctx, s.Files, who); err != nil {
		return err
	}
	reason, err := p.text(s.Reason)
	if err != nil {
		return err
	}
	if s.On != "" {
		if r, err = p.load(ctx, s.On); err != nil {
			return err
		}
	}
	in, err := p.input(r.Kind, act, s.Input)
	if err != nil {
		return err
	}
	if s.On != "" {
		_, err = p.Service.Act(ctx, who, r.ID, r.Version, act, evaluation.Change{Input: in, Reason: reason})
		return err
	}
	made, err := p.Service.Create(ctx, who, s.Kind, act, evaluation.Creation{Input: in, Reason: reason})
	if err != nil || s.As == "" {
		return err
	}
	as, err := p.text(s.As)
	p.vars[as] = made.ID
	return err
}

// load returns the record whose id is the value of a step's On.
func (p *player) load(ctx context.Context, on string) (evaluation.Record, error) {
	id, err := p.text(on)
	if err != nil {
		return evaluation.Record{}, err
	}
	return p.Service.Load(ctx, p.Office, id)
}

// input returns the input of an act, nil if the act takes none.
func (p *player) input(kind, act string, given any) (any, error) {
	k, ok := p.Service.Kind(kind)
	if !ok {
		return nil, fmt.Errorf("no kind %q", kind)
	}
	i := slices.IndexFunc(k.Acts, func(a evaluation.Act) bool { return a.Name == act })
	if i < 0 {
		return nil, fmt.Errorf("no act %q", act)
	}
	if k.Acts[i].Run.Input == nil {
		if given != nil {
			return nil, errors.New("the act takes no input")
		}
		return nil, nil
	}
	in := k.Acts[i].Run.Input()
	return in, p.fill(given, in)
}

// fill evaluates a value and decodes it into what in points to. A key that in does
// not have is an error.
func (p *player) fill(given, in any) error {
	if given == nil {
		return nil
	}
	v, err := p.value(given)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return strictly(raw, in)
}

// attach stores files, so that an act can attach them.
func (p *player) attach(ctx context.Context, list map[string]file, who evaluation.Actor) error {
	for name, f := range list {
		b := evaluation.Blob{Office: p.Office, ID: p.NewID(), Name: f.Name, Owner: who.Account, Created: p.Clock.Now(), Type: "text/plain; charset=utf-8"}
		body := []byte(f.Text)
		if f.From != "" {
			var err error
			if body, err = data.ReadFile(f.From); err != nil {
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

// actor returns who does a step. A person named by staff number or id acts as a
// cadre, with the roles of their login, and as a head if they head a department
// on that day.
func (p *player) actor(ctx context.Context, who string) (evaluation.Actor, error) {
	name, err := p.text(who)
	if err != nil {
		return evaluation.Actor{}, err
	}
	if name == "" {
		name = "section"
	}
	if a, ok := p.actors[name]; ok {
		return a, nil
	}
	id, err := p.refer(ctx, name)
	if err != nil {
		return evaluation.Actor{}, err
	}
	book, err := p.Roster.Book(ctx, p.Office)
	if err != nil {
		return evaluation.Actor{}, err
	}
	if _, ok := book.Person(id); !ok {
		return evaluation.Actor{}, fmt.Errorf("nobody is %q", name)
	}
	roles := append(slices.Clone(p.roles[id]), evaluation.RoleCadre)
	if m, ok := book.On(evaluation.DateOf(p.Clock.Now())).Member(id); ok && m.Heads {
		roles = append(roles, evaluation.RoleHead)
	}
	return evaluation.Actor{Office: p.Office, Account: "demo-" + id, Person: id, Name: book.Name(id), Roles: roles}, nil
}
