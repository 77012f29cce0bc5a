package evaluation

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Many names the acts of a kind that people do with many records in one step: with the
// same input for all of them, and one reason if the act needs one. The value is the
// act that takes it back, "" if none does.
type Many map[string]string

// MostMany is the largest number of records of one step.
const MostMany = 500

// TakesBack returns the act that takes an act of Many back, "" if none does.
func (k *Kind) TakesBack(act string) string { return k.Many[act] }

// ForMany reports whether an act can be done with many records in one step.
func (k *Kind) ForMany(act string) bool {
	_, ok := k.Many[act]
	return ok
}

// checkMany reports acts of Many that the kind does not have, that no person does, or
// whose input belongs to a single record.
func (k *Kind) checkMany() error {
	for name, back := range k.Many {
		a, ok := k.Act(name)
		if !ok || a.Creates() || len(a.May) == 0 {
			return fmt.Errorf("act %s of %s for many: nobody does it with a record", name, k.Name)
		}
		if a.Run.Input != nil {
			for _, f := range FieldsOf(a.Run.Input()) {
				if !slices.Contains(forAll, f.Form) {
					return fmt.Errorf("act %s of %s for many: %s belongs to one record", name, k.Name, f.Name)
				}
			}
		}
		if back == "" {
			continue
		}
		undo, ok := k.Act(back)
		if !ok || undo.Run.Input != nil || !slices.Contains(undo.From, a.To[0]) {
			return fmt.Errorf("act %s of %s does not take back %s", back, k.Name, name)
		}
	}
	return nil
}

// forAll are the forms of input that can be the same for many records: words, a day, a
// choice, or who takes them over.
var forAll = []string{FormText, FormLong, FormTick, FormChoice, FormDate, FormPerson, FormCommittee}

// Tried is one of many records, and why an act cannot be done with it.
type Tried struct {
	View        // as in Index
	Why  *Error // nil: the act can be done
}

// TryMany says of each record whether the actor can do an act with it now, by the code
// that would do it. Records are in the order of ids; those of another kind or that the
// actor may not know of are missing. Unlike the act itself, trying it is not recorded in
// the trail.
func (s *Service) TryMany(ctx context.Context, actor Actor, kind, act string, ids []string) ([]Tried, error) {
	k, a, err := s.actOf(kind, act)
	if err != nil {
		return nil, err
	}
	who, err := s.onlooker(ctx, actor)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	q := Query{IDs: ids, Kinds: []string{kind}, Limit: MostMany}
	if err := s.confine(&who, &q); err != nil {
		return nil, err
	}
	found, err := s.Ledger.Find(ctx, q)
	if err != nil {
		return nil, err
	}
	read, last := remembering{s.Ledger, map[string]Record{}}, new(lastFields)
	tried := make([]Tried, 0, len(found.Records))
	for i := range found.Records {
		r := &found.Records[i]
		why, err := s.trial(ctx, &who, k, a, r, read)
		if CodeOf(err) == CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		v, err := s.viewIn(ctx, &who, r, viewOptions{last: last})
		if err == nil {
			err = s.abridge(&v, actor)
		}
		if err != nil {
			return nil, err
		}
		tried = append(tried, Tried{View: v, Why: why})
	}
	return inOrder(tried, ids), nil
}

// inOrder sorts what was tried as the ids are.
func inOrder(tried []Tried, ids []string) []Tried {
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortStableFunc(tried, func(a, b Tried) int { return place[a.ID] - place[b.ID] })
	return tried
}

// trial returns why an act cannot be done with a record, like Bar, or CodeNotFound as
// failure if the actor may not know of the record.
func (s *Service) trial(ctx context.Context, who *Onlooker, k *Kind, a *Act, r *Record, read Reader) (why *Error, failed error) {
	switch code := s.refusal(who, r, a); {
	case code == CodeNotFound:
		return nil, Fail(CodeNotFound, "error.not_found")
	case code != "":
		return Fail(code, "error."+string(code)), nil
	case !slices.Contains(a.From, r.State):
		return Fail(CodeState, "error.state"), nil
	}
	refusal, failed := s.try(ctx, who.Actor, k, a, r, read)
	switch CodeOf(refusal) {
	case CodeState, CodeForbidden, CodeRecused, CodeConflict:
		why, _ = errors.AsType[*Error](refusal)
		return why, failed
	}
	return nil, failed
}

// AllowsMany returns CodeForbidden if the policy does not let the actor do the act with
// any record, and CodeInvalid if it is not for many.
func (s *Service) AllowsMany(ctx context.Context, actor Actor, kind, act string) error {
	k, _, err := s.actOf(kind, act)
	switch {
	case err != nil:
		return err
	case !k.ForMany(act):
		return Fail(CodeInvalid, "many.not_for_many")
	case !s.May(actor, kind, act):
		return s.refuse(ctx, actor, kind, "", act, CodeForbidden)
	}
	return nil
}

// CheckMany returns the mistakes in the input and the reason of an act, before it is
// done with many records.
func (s *Service) CheckMany(actor Actor, kind, act string, c Change) error {
	_, a, err := s.actOf(kind, act)
	if err != nil {
		return err
	}
	return checkAct(actor, a, c.Input, c.Reason)
}
