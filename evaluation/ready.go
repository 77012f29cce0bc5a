package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Blocked is an act that the policy grants in the record's state and that
// something else stands in the way of, with what that is.
type Blocked struct {
	Act string
	Why Problem
}

// Grants reports whether the policy grants an act in the record's state, ready or
// not.
func (v *View) Grants(act string) bool {
	return slices.Contains(v.Acts, act) || slices.ContainsFunc(v.Blocked, func(b Blocked) bool { return b.Act == act })
}

// Ready makes the Ready function of an act with payload P.
func Ready[P any](f func(s *Step, p *P) error) func(*Step) error {
	return func(s *Step) error {
		p, ok := s.payload.(*P)
		if !ok {
			return fmt.Errorf("evaluation: payload is %T", s.payload)
		}
		return f(s, p)
	}
}

// Always is the Ready function of an act that is offered without being tried,
// because that would cost too much for every look at the record.
func Always(*Step) error { return nil }

// block takes out of a view the acts that cannot be done as things stand. The
// record is the whole one: the view may lack what is asked. Others are read from
// read.
func (s *Service) block(ctx context.Context, actor Actor, k *Kind, r *Record, v *View, read Reader) error {
	var failed error
	v.Acts = slices.DeleteFunc(v.Acts, func(name string) bool {
		if failed != nil {
			return false
		}
		a, _ := k.Act(name)
		var err error
		if err, failed = s.try(ctx, actor, k, a, r, read); failed != nil {
			return false
		}
		switch CodeOf(err) {
		case CodeState:
			e, _ := errors.AsType[*Error](err)
			v.Blocked = append(v.Blocked, Blocked{Act: name, Why: e.Message})
			return true
		case CodeForbidden, CodeRecused, CodeConflict: // not shown; Bar tells who asks for it all the same
			return true
		}
		return false // also what only the input, or something that is missing, stands against
	})
	return failed
}

// Bar answers as Act would before it looks at the version and at what is wrong
// with the input: nil if nothing stands against the act. It tells no more than the
// act itself would.
func (s *Service) Bar(ctx context.Context, actor Actor, id, act string) error {
	r, err := s.known(ctx, actor, id, act)
	if err != nil {
		return err
	}
	k, a, err := s.actOf(r.Kind, act)
	if err != nil {
		return s.noSuchAct(ctx, actor, r, act)
	}
	if err := s.mayAct(ctx, actor, &r, a); err != nil {
		return err
	}
	if !slices.Contains(a.From, r.State) {
		return Fail(CodeState, "error.state")
	}
	err, failed := s.try(ctx, actor, k, a, &r, s.Ledger)
	switch CodeOf(err) {
	case CodeState, CodeForbidden, CodeRecused, CodeConflict:
		return err
	}
	return failed
}

// try looks how an act of a record would go. A storage that is away is no reason
// to offer or to refuse anything: the try has failed.
func (s *Service) try(ctx context.Context, actor Actor, k *Kind, a *Act, r *Record, read Reader) (refusal, failed error) {
	step, err := s.look(ctx, actor, k, a, r, read)
	if err != nil {
		return nil, err
	}
	if refusal = tryAct(a, step); CodeOf(refusal) == CodeUnavailable {
		return nil, refusal
	}
	return refusal, nil
}

// tryAct asks Ready, or else runs the act with an empty input and throws away
// what it decided.
func tryAct(a *Act, step *Step) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if err = a.open(step); err != nil || a.Ready != nil {
		return err
	}
	_, err = a.Run(step)
	return err
}

// look is a step that only looks: its record and payload are copies.
func (s *Service) look(ctx context.Context, actor Actor, k *Kind, a *Act, r *Record, read Reader) (*Step, error) {
	payload, own := k.Payload(), *r
	if err := json.Unmarshal(r.Payload, payload); err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	own.Waiting, own.Parties = slices.Clone(r.Waiting), slices.Clone(r.Parties)
	own.Effects, own.History = slices.Clone(r.Effects), slices.Clone(r.History)
	step := &Step{
		Ctx: deciding(ctx), Actor: actor, Now: s.now(), Today: DateOf(s.Now()), Record: &own, Reason: "-",
		NewID: s.NewID, Read: read, payload: payload,
	}
	if a.Input != nil {
		step.input = a.Input()
	}
	return step, nil
}

// remembering reads each record once: the records of a list often hang on the
// same one.
type remembering struct {
	Reader
	got map[string]Record
}

// Get is Reader.Get.
func (m remembering) Get(ctx context.Context, office, id string) (Record, error) {
	if r, ok := m.got[office+" "+id]; ok {
		return r, nil
	}
	r, err := m.Reader.Get(ctx, office, id)
	if err == nil {
		m.got[office+" "+id] = r
	}
	return r, err
}
