package evaluation

import (
	"context"
	"slices"
)

// Where no record is at hand, such as for a button or a figure, what somebody may
// do and read is asked here. The answers come from the same policy and the same
// Sight as those about a record.

// Reads reports whether somebody can read records of a kind, standing in one of
// the relations to them; with no relation named, in any. Which ones these are,
// List says.
func (s *Service) Reads(actor Actor, kind string, as ...Relation) bool {
	return slices.ContainsFunc(s.Policy.Reach(actor.Roles, kind), func(r Reach) bool {
		return len(as) == 0 || slices.Contains(as, r.Relation)
	})
}

// ReadsOthers reports whether an actor can read records of a kind because of their
// position in the office, not only records that are about them or name them.
func (s *Service) ReadsOthers(actor Actor, kind string) bool {
	return s.Reads(actor, kind, Department, Charge, Anyone)
}

// May reports whether the policy lets an actor do an act on some record of a kind in
// one of the relations; without relations, in any. Act can still refuse it for a
// single record, because of the person it is about, its state or its bars.
func (s *Service) May(actor Actor, kind, act string, as ...Relation) bool {
	_, a, err := s.actOf(kind, act)
	if err != nil {
		return false
	}
	if len(as) == 0 {
		as = Relations()
		if actor.Person == "" { // no record is about who is not in the roster
			as = slices.DeleteFunc(slices.Clone(as), func(r Relation) bool { return r == Own })
		}
	}
	if a.Creates() {
		return s.grants(actor, kind, a, "", as)
	}
	return slices.ContainsFunc(a.From, func(state State) bool { return s.grants(actor, kind, a, state, as) })
}

// SightOf returns a function that says which fields an actor could read of a record
// of a kind in a state, by the person it would be about and its department. It is for
// figures about people that are computed from such records. The actor's position is
// that of the day.
func (s *Service) SightOf(ctx context.Context, actor Actor, kind string, state State, day Date) (func(subject, unit string) []string, error) {
	k, ok := s.kinds[kind]
	if !ok {
		return nil, Fail(CodeNotFound, "error.not_found")
	}
	who, err := s.onlookerOn(ctx, actor, day)
	return func(subject, unit string) []string {
		r := Record{Office: actor.Office, Kind: kind, State: state, Subject: subject, Unit: unit}
		return s.Policy.Fields(actor.Roles, kind, state, k.Sight.Relations(&who, &r))
	}, err
}

// Shows reports whether the reader sees a field of the payload.
func (v *View) Shows(field string) bool { return Shown(v.Fields, field) }

// Shown reports whether a field is among those that somebody may read.
func Shown(fields []string, field string) bool {
	return slices.Contains(fields, All) || slices.Contains(fields, field)
}

// Offers reports whether the reader can do an act now.
func (v *View) Offers(act string) bool { return slices.Contains(v.Acts, act) }

// Needs refuses with CodeForbidden who does not see the field, or a view of
// another kind.
func (v *View) Needs(kind, field string) error {
	if v.Kind != kind || !v.Shows(field) {
		return Fail(CodeForbidden, "error.forbidden")
	}
	return nil
}
