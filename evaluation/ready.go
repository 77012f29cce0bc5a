package evaluation

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Blocked is an act that the policy allows in the record's state, but that cannot
// be done for the given reason.
type Blocked struct {
	Act string
	Why Problem
}

// Grants reports whether the policy allows an act in the record's state, whether or
// not it can be done now.
func (v *View) Grants(act string) bool {
	return slices.Contains(v.Acts, act) || slices.ContainsFunc(v.Blocked, func(b Blocked) bool { return b.Act == act })
}

// Ready makes the Ready function of an act with payload P.
func Ready[P any](f func(s *Step, p *P) error) func(*Step) error {
	try := ofPayload(func(s *Step, p *P) (none struct{}, err error) { return none, f(s, p) })
	return func(s *Step) error {
		_, err := try(s)
		return err
	}
}

// Always is the Ready function of an act that is offered without being tried,
// because trying it takes too long.
func Always(*Step) error { return nil }

// block removes from a view the acts that cannot be done now. r is the complete
// record, because the view may lack fields that the acts need. Other records are
// read from read.
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
		case CodeForbidden, CodeRecused, CodeConflict: // not shown; Bar gives the reason to a person who asks for the act
			return true
		}
		if a.Idle != nil {
			step, err := s.look(ctx, actor, k, a, r, read)
			if failed = err; err == nil && a.Idle(step) {
				v.idle = append(v.idle, name)
			}
		}
		return false // also mistakes that only concern the input or something missing
	})
	return failed
}

// Bar returns the error that Act would return before it checks version and input,
// or nil if the act can be done. It reveals no more than the act itself.
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

// try tests an act on a record and returns why it cannot be done. If the storage
// does not answer, the test itself fails with an error.
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

// tryAct calls Ready, or runs the act with an empty input and discards the result.
func tryAct(a *Act, step *Step) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if err = a.open(step); err != nil || a.Ready != nil {
		return err
	}
	_, err = a.Run.Do(step)
	return err
}

// opening makes the step of an act whose form is opened. For a creating act id is "".
func (s *Service) opening(ctx context.Context, actor Actor, k *Kind, a *Act, id string) (*Step, error) {
	r := Record{Office: actor.Office, Kind: k.Name, Payload: []byte("{}")}
	if id != "" {
		var err error
		if r, err = s.Ledger.Get(ctx, actor.Office, id); err != nil {
			return nil, err
		}
	}
	return s.look(ctx, actor, k, a, &r, s.Ledger)
}

// look returns a step for testing: its record and payload are copies.
func (s *Service) look(ctx context.Context, actor Actor, k *Kind, a *Act, r *Record, read Reader) (*Step, error) {
	own := *r
	payload, err := s.payloadOf(k, r)
	if err != nil {
		return nil, err
	}
	own.Waiting, own.Parties = slices.Clone(r.Waiting), slices.Clone(r.Parties)
	own.Effects, own.History = slices.Clone(r.Effects), slices.Clone(r.History)
	step := &Step{
		Ctx: deciding(ctx), Actor: actor, Now: s.now(), Today: DateOf(s.Now()), Record: &own, Reason: "-", Trial: true,
		NewID: s.NewID, Read: read, shared: &s.shared, payload: payload,
	}
	if a.Run.Input != nil {
		step.input = a.Run.Input()
	}
	return step, nil
}

// remembering caches records by id, because many records of a list refer to the
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
