package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// act does the act of a step, or queues it if the step is carried out beside others.
func (p *player) act(ctx context.Context, s *step) (err error) {
	kind := s.Kind
	act, err := p.text(s.Act)
	if p.chain == nil {
		err = errors.Join(err, p.settle())
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s of %s: %w", act, kind, err)
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
	if s.On == "" {
		return p.create(ctx, who, s, act, reason)
	}
	id, err := p.text(s.On)
	if err != nil {
		return err
	}
	if kind, err = p.kindOf(ctx, id); err != nil {
		return err
	}
	in, err := p.input(kind, act, s.Input)
	if err != nil {
		return err
	}
	change := func() error {
		r, err := p.Service.Load(ctx, p.Office, id) // as the act before left it
		if err != nil {
			return err
		}
		_, err = p.Service.Act(ctx, who, r.ID, r.Version, act, evaluation.Change{Input: in, Reason: reason})
		return err
	}
	if p.chain == nil {
		return change()
	}
	*p.chain = append(*p.chain, func() error {
		if err := change(); err != nil {
			return fmt.Errorf("%s of %s: %w", act, kind, err)
		}
		return nil
	})
	return nil
}

// create does an act that creates a record.
func (p *player) create(ctx context.Context, who evaluation.Actor, s *step, act, reason string) error {
	if p.chain != nil {
		return errors.New("creates a record beside others")
	}
	in, err := p.input(s.Kind, act, s.Input)
	if err != nil {
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

// kindOf returns the kind of a record. Those of records that were listed are known.
func (p *player) kindOf(ctx context.Context, id string) (string, error) {
	if kind := p.kinds[id]; kind != "" {
		return kind, nil
	}
	r, err := p.Service.Load(ctx, p.Office, id)
	p.kinds[id] = r.Kind
	return r.Kind, err
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
