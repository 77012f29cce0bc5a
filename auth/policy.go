package auth

import (
	"cmp"
	"slices"

	"kaoji/evaluation"
)

// Grant is one line of the permission table: the roles that may do one act of a
// kind. Everything that no line allows is forbidden.
type Grant struct {
	Kind string // <measure>.<thing>, or an area (without a dot) for things that are not records
	Act  string // Read, or the name of an act
	evaluation.Grant
}

// Read is the act for reading fields.
const Read = "read"

// Policy is the permission table with its indexes; it does not change after
// NewPolicy.
type Policy struct {
	grants []Grant
	acts   map[lookup][]states
	reads  map[lookup][]readable
	reach  map[holder][]evaluation.Reach
}

type (
	holder struct {
		role evaluation.Role
		kind string
	}
	lookup struct {
		holder
		act      string
		relation evaluation.Relation
	}
	states   []evaluation.State
	readable struct {
		in     states
		fields []string
	}
)

func (s states) hold(state evaluation.State) bool { return len(s) == 0 || slices.Contains(s, state) }

var _ evaluation.Policy = (*Policy)(nil)

// NewPolicy builds the table from the acts and kinds of the measures and from the
// areas. Its error lists every line with an unknown role, relation, state or field,
// and every duplicate line.
func NewPolicy(measures ...evaluation.Measure) (*Policy, error) {
	if err := checkMeasures(measures); err != nil {
		return nil, err
	}
	grants := slices.Clone(areaGrants)
	for _, m := range measures {
		for _, k := range m.Kinds {
			for _, a := range k.Acts {
				grants = append(grants, lines(k.Name, a.Name, a.May)...)
			}
			grants = append(grants, lines(k.Name, Read, k.Sight.Readers)...)
		}
	}
	return newPolicy(grants), nil
}

func lines(kind, act string, may evaluation.Grants) []Grant {
	list := make([]Grant, len(may))
	for i, g := range may {
		list[i] = Grant{Kind: kind, Act: act, Grant: g}
	}
	return list
}

func newPolicy(grants []Grant) *Policy {
	p := &Policy{
		grants: slices.Clone(grants), acts: map[lookup][]states{}, reads: map[lookup][]readable{},
		reach: map[holder][]evaluation.Reach{},
	}
	for i := range p.grants {
		g := &p.grants[i]
		g.Relation = cmp.Or(g.Relation, evaluation.Anyone)
		for _, r := range g.Roles {
			key := lookup{holder{r, g.Kind}, g.Act, g.Relation}
			p.acts[key] = append(p.acts[key], g.States)
			if g.Act == Read {
				p.reads[key] = append(p.reads[key], readable{g.States, g.Fields})
				p.reach[key.holder] = widen(p.reach[key.holder], g.Relation, g.States)
			}
		}
	}
	return p
}

// widen adds a way of reading to the known ones; no states means all states.
func widen(known []evaluation.Reach, relation evaluation.Relation, in []evaluation.State) []evaluation.Reach {
	i := slices.IndexFunc(known, func(r evaluation.Reach) bool { return r.Relation == relation })
	if i < 0 {
		return append(known, evaluation.Reach{Relation: relation, States: slices.Clone(in)})
	}
	if len(in) == 0 || len(known[i].States) == 0 {
		known[i].States = nil
		return known
	}
	for _, state := range in {
		if !slices.Contains(known[i].States, state) {
			known[i].States = append(known[i].States, state)
		}
	}
	return known
}

// Grants returns the whole table, for its documentation and the matrix test.
func (p *Policy) Grants() []Grant { return slices.Clone(p.grants) }

// May implements evaluation.Policy.
func (p *Policy) May(roles []evaluation.Role, kind, act string, state evaluation.State, relations []evaluation.Relation) bool {
	for _, role := range roles {
		for _, relation := range relations {
			in := p.acts[lookup{holder{role, kind}, act, relation}]
			if slices.ContainsFunc(in, func(in states) bool { return in.hold(state) }) {
				return true
			}
		}
	}
	return false
}

// Fields implements evaluation.Policy.
func (p *Policy) Fields(roles []evaluation.Role, kind string, state evaluation.State, relations []evaluation.Relation) []string {
	var fields []string
	for _, role := range roles {
		for _, relation := range relations {
			for _, s := range p.reads[lookup{holder{role, kind}, Read, relation}] {
				if s.in.hold(state) {
					fields = append(fields, s.fields...)
				}
			}
		}
	}
	if slices.Contains(fields, evaluation.All) {
		return []string{evaluation.All}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// Reach implements evaluation.Policy.
func (p *Policy) Reach(roles []evaluation.Role, kind string, fields ...string) []evaluation.Reach {
	var all []evaluation.Reach
	if len(fields) > 0 {
		for _, relation := range evaluation.Relations() {
			if in, ok := p.readsAll(roles, kind, relation, fields); ok {
				all = append(all, evaluation.Reach{Relation: relation, States: in})
			}
		}
		return all
	}
	for _, role := range roles {
		for _, r := range p.reach[holder{role, kind}] {
			all = widen(all, r.Relation, r.States)
		}
	}
	return all
}

// readsAll returns the states in which the roles can read all of the fields through
// the relation (none: every state); false if there is no such state.
func (p *Policy) readsAll(roles []evaluation.Role, kind string, relation evaluation.Relation, fields []string) (in states, ok bool) {
	for i, field := range fields {
		var ways []evaluation.Reach
		for _, role := range roles {
			for _, s := range p.reads[lookup{holder{role, kind}, Read, relation}] {
				if evaluation.Shown(s.fields, field) {
					ways = widen(ways, relation, s.in)
				}
			}
		}
		switch {
		case len(ways) == 0:
			return nil, false
		case i == 0 || len(in) == 0:
			in = ways[0].States
		case len(ways[0].States) > 0:
			in = slices.DeleteFunc(slices.Clone(in), func(s evaluation.State) bool { return !slices.Contains(ways[0].States, s) })
			if len(in) == 0 {
				return nil, false
			}
		}
	}
	return in, true
}

// Can reports whether the roles may do the act in an area.
func (p *Policy) Can(roles []evaluation.Role, area, act string) bool {
	return p.May(roles, area, act, "", []evaluation.Relation{evaluation.Anyone})
}
