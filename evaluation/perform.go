package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// performAgain repeats an act with a running number if another record has taken the
// number; a change of the record itself stays a conflict. An act that has written
// outside the record is repeated on the current record, because those writes stay.
func (s *Service) performAgain(ctx context.Context, actor Actor, k *Kind, a *Act, r Record, c Change) (Record, error) {
	const tries = 20
	for i := 0; ; i++ {
		done, err := s.perform(ctx, actor, k, a, r, c.Input, c.Reason)
		beside := errors.Is(err, errBeside)
		if !a.Numbered && !beside || i == tries || CodeOf(err) != CodeConflict {
			return done, err
		}
		now, gerr := s.Ledger.Get(ctx, r.Office, r.ID)
		if gerr != nil || !beside && now.Version != r.Version || !slices.Contains(a.From, now.State) {
			return Record{}, err
		}
		r = now
	}
}

func (s *Service) perform(ctx context.Context, actor Actor, k *Kind, a *Act, r Record, input any, reason string) (Record, error) {
	if err := checkAct(actor, a, input, reason); err != nil {
		return Record{}, err
	}
	reason = trimmed(FormLong, reason)
	files := attachedBy(input)
	if err := s.mayAttach(ctx, actor, r.ID, files); err != nil {
		return Record{}, err
	}
	step, err := s.decide(ctx, actor, k, a, &r, input, reason)
	if err != nil {
		return Record{}, err
	}
	if len(step.before) > 0 && r.Version > 0 { // nobody else knows the id of a record that is being created
		if r.Version, err = s.reserve(ctx, &r); err != nil {
			return Record{}, err
		}
	}
	for _, write := range step.before {
		if err := write(ctx); err != nil {
			return Record{}, err
		}
	}
	if err := s.claim(ctx, &r, files); err != nil {
		return Record{}, err
	}
	if err := s.notify(ctx, actor, k, a, &r, step.told); err != nil {
		return Record{}, err
	}
	written, err := s.Ledger.Put(ctx, r)
	if err != nil {
		s.release(ctx, &r, files, err)
		if len(step.before) > 0 && CodeOf(err) == CodeConflict {
			err = Fail(CodeConflict, "error.conflict").Because(errors.Join(errBeside, err))
		}
		return Record{}, err
	}
	r = written
	s.changed(r)
	if !r.Pending {
		return r, nil
	}
	return s.carryOut(ctx, actor, r)
}

// checkAct returns the mistakes in the input and the reason of an act.
func checkAct(actor Actor, a *Act, input any, reason string) error {
	if a.Run.Input != nil && input == nil {
		return Fail(CodeInvalid, "error.invalid")
	}
	m := Mistakes{}
	checkText(m, "reason", Field{Optional: !a.Reason || actor.Has(RoleSystem), MaxLength: defaultMaxLong}, reason)
	if a.Run.Input != nil {
		if e, ok := CheckInput(input).(*Error); ok { //nolint:errorlint // CheckInput returns it bare
			for f, p := range e.Fields {
				m[f] = p
			}
		}
	}
	return m.Err()
}

// decide runs an act and prepares the record for writing. Nothing is written
// meanwhile: see Pure.
func (s *Service) decide(ctx context.Context, actor Actor, k *Kind, a *Act, r *Record, input any, reason string) (*Step, error) {
	payload, err := s.payloadOf(k, r)
	if err != nil {
		return nil, err
	}
	from, waited := r.State, slices.Clone(r.Waiting)
	step := &Step{
		Ctx: deciding(ctx), Actor: actor, Now: s.now(), Today: DateOf(s.Now()), Record: r, Reason: reason,
		NewID: s.NewID, Read: s.Ledger, shared: &s.shared, payload: payload, input: input,
	}
	if err := a.open(step); err != nil {
		return nil, err
	}
	if err := checkDays(a, step); err != nil {
		return nil, err
	}
	if err := checkSuits(a, step); err != nil {
		return nil, err
	}
	to, err := a.Run.Do(step)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(a.To, to) {
		return nil, fmt.Errorf("act %s of %s led to %s", a.Name, k.Name, to)
	}
	if a.Creates() {
		if err := s.mayCreate(ctx, actor, a, r); err != nil {
			return nil, err
		}
	}
	r.Keys, r.Words = k.keysOf(payload), k.wordsOf(r, payload)
	if r.Payload, err = json.Marshal(payload); err == nil {
		r.Payload, err = lock(s.Vault, k, r.ID, r.Payload)
	}
	if err == nil {
		r.Payload, err = Canonical(r.Payload) // once, before it is hashed and stored
	}
	if err != nil {
		return nil, fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	if k.Sight.HiddenFrom != nil {
		if r.HiddenFrom, err = k.Sight.HiddenFrom(r); err != nil {
			return nil, err
		}
	}
	switch {
	case len(r.Waiting) == 0 || k.CanWait(to):
	case slices.Equal(r.Waiting, waited):
		r.Waiting = nil // the act that they were waited for is no longer possible
	default:
		return nil, fmt.Errorf("act %s of %s: waits in state %s, in which nobody has anything to do", a.Name, k.Name, to)
	}
	r.State, r.Changed = to, step.Now
	r.Effects = append(doneOnly(r.Effects), step.effects...)
	r.Pending = slices.ContainsFunc(r.Effects, func(e Effect) bool { return !e.Done })
	return step, (chain{s.Key}).enter(r, Entry{
		At: step.Now, Account: actor.Account, Person: actor.Person, Name: actor.Name,
		Act: a.Name, From: from, To: to, Reason: reason,
	})
}

// reserve gives the stored record a new version, so that only one of several acts
// on the same version writes outside the record.
func (s *Service) reserve(ctx context.Context, r *Record) (int64, error) {
	now, err := s.Ledger.Get(ctx, r.Office, r.ID)
	if err != nil {
		return 0, err
	}
	if now.Version != r.Version {
		return 0, Fail(CodeConflict, "error.conflict")
	}
	now, err = s.Ledger.Put(ctx, now)
	return now.Version, err
}

// doneOnly removes effects that were carried out; the records that they changed
// show them.
func doneOnly(effects []Effect) []Effect {
	var open []Effect
	for _, e := range effects {
		if !e.Done {
			open = append(open, e)
		}
	}
	return open
}
