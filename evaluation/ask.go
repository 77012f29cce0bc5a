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

// ReadsOthers reports whether somebody can read records of a kind for what they
// are in the office, not only those that are about them or name them.
func (s *Service) ReadsOthers(actor Actor, kind string) bool {
	return s.Reads(actor, kind, Department, Charge, Anyone)
}

// May reports whether the policy lets somebody do an act on a record of a kind,
// standing in one of the relations to it; with no relation named, in any. Act
// answers for a record at hand: what it is about, its state and its bars may
// stand against it.
func (s *Service) May(actor Actor, kind, act string, as ...Relation) bool {
	_, a, err := s.actOf(kind, act)
	if err != nil {
		return false
	}
	if len(as) == 0 {
		as = Relations()
	}
	if a.Creates() {
		return s.grants(actor, kind, a, "", as)
	}
	return slices.ContainsFunc(a.From, func(state State) bool { return s.grants(actor, kind, a, state, as) })
}

// SightOf returns which fields somebody could read of a record of a kind in a
// state, by whom it would be about and by its department: for figures about
// people that are worked out from such records. The actor stands in the office as
// on the day.
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
