package auth

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
)

// drawn is a small vocabulary, so that lines meet.
var (
	someRoles     = []evaluation.Role{evaluation.RoleHead, evaluation.RoleCadre, evaluation.RoleLeader}
	someRelations = []evaluation.Relation{evaluation.Own, evaluation.Charge, evaluation.Anyone}
	someStates    = []evaluation.State{"", "draft", "open"}
	someKinds     = []string{"a.x", "a.y"}
	someFields    = []string{"f", "g", evaluation.All}
)

func subset[T comparable](r *rapid.T, from []T, least int, label string) []T {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), least, len(from), rapid.ID).Draw(r, label)
}

func drawTable(r *rapid.T) []Grant {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) Grant {
		g := Grant{
			Kind: rapid.SampledFrom(someKinds).Draw(r, "kind"), Act: rapid.SampledFrom([]string{Read, "do"}).Draw(r, "act"),
			Grant: evaluation.Grant{
				Roles: subset(r, someRoles, 1, "roles"), Relation: rapid.SampledFrom(someRelations).Draw(r, "relation"),
				States: subset(r, someStates, 0, "states"),
			},
		}
		if g.Act == Read {
			g.Fields = subset(r, someFields, 1, "fields")
		}
		return g
	}), 0, 8).Draw(r, "table")
}

func TestTheLookUpsSayWhatTheTableSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		table := drawTable(r)
		p := newPolicy(table)
		kind, act := rapid.SampledFrom(someKinds).Draw(r, "kind"), rapid.SampledFrom([]string{Read, "do", "other"}).Draw(r, "act")
		state := rapid.SampledFrom(someStates).Draw(r, "state")
		roles, rel := subset(r, someRoles, 0, "roles"), subset(r, someRelations, 0, "relations")
		may := false
		var fields []string
		for _, g := range table {
			if g.Kind != kind || !slices.Contains(rel, g.Relation) || len(g.States) > 0 && !slices.Contains(g.States, state) ||
				!slices.ContainsFunc(g.Roles, func(role evaluation.Role) bool { return slices.Contains(roles, role) }) {
				continue
			}
			may = may || g.Act == act
			fields = append(fields, g.Fields...)
		}
		if slices.Contains(fields, evaluation.All) {
			fields = []string{evaluation.All}
		}
		slices.Sort(fields)
		fields = slices.Compact(fields)
		if got := p.May(roles, kind, act, state, rel); got != may {
			r.Fatalf("may %v, table %v", got, may)
		}
		if got := p.Fields(roles, kind, state, rel); !slices.Equal(got, fields) {
			r.Fatalf("fields %v, table %v", got, fields)
		}
		reached := slices.ContainsFunc(p.Reach(roles, kind), func(w evaluation.Reach) bool {
			return slices.Contains(rel, w.Relation) && states(w.States).hold(state)
		})
		if reached != (len(fields) > 0) {
			r.Fatalf("reach %v, fields %v", reached, fields)
		}
	})
}

func TestAskingDoesNotChangeThePolicy(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := newPolicy(drawTable(r))
		kind, roles := rapid.SampledFrom(someKinds).Draw(r, "kind"), subset(r, someRoles, 1, "roles")
		first := p.Reach(roles, kind)
		for i := range first {
			for j := range first[i].States {
				first[i].States[j] = "forged"
			}
		}
		p.Reach(someRoles, kind)
		for _, w := range p.Reach(roles, kind) {
			if slices.Contains(w.States, "forged") {
				r.Fatal("a caller changed the table")
			}
		}
	})
}

func TestALineForEveryStateWidensOneForSome(t *testing.T) {
	line := func(in ...evaluation.State) Grant {
		return Grant{Kind: "a.x", Act: Read, Grant: evaluation.Grant{Roles: someRoles[:1], Relation: evaluation.Own, States: in, Fields: []string{"f"}}}
	}
	for _, table := range [][]Grant{{line("draft"), line()}, {line(), line("draft")}, {line(), line("draft"), line("open")}} {
		got := newPolicy(table).Reach(someRoles[:1], "a.x")
		if len(got) != 1 || got[0].Relation != evaluation.Own || len(got[0].States) != 0 {
			t.Errorf("%v: %v", table, got)
		}
	}
	got := newPolicy([]Grant{line("draft"), line("open", "draft")}).Reach(someRoles[:1], "a.x")
	if len(got) != 1 || !slices.Equal(got[0].States, []evaluation.State{"draft", "open"}) {
		t.Errorf("%v", got)
	}
}
