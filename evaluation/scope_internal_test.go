package evaluation

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// plainly reads scopes one sentence after the other.
func plainly(scopes []Scope, r *Record) bool {
	return slices.ContainsFunc(scopes, func(c Scope) bool {
		for _, holds := range []bool{
			len(c.Kinds) == 0 || slices.Contains(c.Kinds, r.Kind),
			len(c.States) == 0 || slices.Contains(c.States, r.State),
			len(c.Units) == 0 || slices.Contains(c.Units, r.Unit),
			c.Subject == "" || c.Subject == r.Subject,
			c.Party == "" || slices.Contains(r.Parties, c.Party),
			!slices.Contains(c.NotSubjects, r.Subject),
			!slices.Contains(c.NotUnits, r.Unit),
			c.NotHiddenFrom == "" || !slices.Contains(r.HiddenFrom, c.NotHiddenFrom),
		} {
			if !holds {
				return false
			}
		}
		return true
	})
}

// asks reads what a query asks for, its scopes aside.
func (q *Query) asks(r *Record) bool {
	in := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return in(q.Kinds, r.Kind) && (len(q.States) == 0 || slices.Contains(q.States, r.State)) && in(q.Units, r.Unit) &&
		in(q.Subjects, r.Subject) && (len(q.Parties) == 0 || slices.ContainsFunc(q.Parties, func(p string) bool { return slices.Contains(r.Parties, p) }))
}

var (
	oneKind    = rapid.SampledFrom([]string{"a", "b", "c"})
	oneState   = rapid.SampledFrom([]State{"s", "t", "u"})
	oneUnit    = rapid.SampledFrom([]string{"u1", "u2", "u3"})
	onePerson  = rapid.SampledFrom([]string{"p", "q", "r"})
	maybe      = rapid.SampledFrom([]string{"", "", "p", "q"})
	manyScopes = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Scope {
		return Scope{
			Kinds: few(t, "kinds", oneKind), States: few(t, "states", oneState), Units: few(t, "units", oneUnit),
			Subject: maybe.Draw(t, "subject"), Party: maybe.Draw(t, "party"), NotHiddenFrom: maybe.Draw(t, "not hidden from"),
			NotSubjects: few(t, "not about", onePerson), NotUnits: few(t, "not of", oneUnit),
		}
	}), 0, 8)
)

func few[T comparable](t *rapid.T, label string, one *rapid.Generator[T]) []T {
	return rapid.SliceOfNDistinct(one, 0, 2, rapid.ID[T]).Draw(t, label)
}

// Whatever scopes are left out, joined or written into the query, the same
// records are found.
func TestAConfinedQueryFindsWhatItsScopesReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scopes := manyScopes.Draw(t, "scopes")
		before := fmt.Sprint(scopes)
		asked := Query{
			Kinds: few(t, "kinds", oneKind), States: few(t, "states", oneState), Units: few(t, "units", oneUnit),
			Subjects: few(t, "subjects", onePerson), Parties: few(t, "parties", onePerson),
		}
		confined := asked
		confined.confineTo(scopes)
		if fmt.Sprint(scopes) != before {
			t.Fatalf("the scopes were %s and are %v", before, scopes)
		}
		if len(confined.Within) > len(scopes) {
			t.Fatalf("%d scopes became %d", len(scopes), len(confined.Within))
		}
		for i, c := range confined.Within {
			if slices.ContainsFunc(confined.Within[i+1:], func(o Scope) bool { return c.liesIn(&o) || o.liesIn(&c) }) {
				t.Fatalf("%+v is left beside what it lies in: %+v", c, confined.Within)
			}
		}
		for range 40 {
			r := Record{
				Kind: oneKind.Draw(t, "kind"), State: oneState.Draw(t, "state"), Unit: oneUnit.Draw(t, "unit"), Subject: onePerson.Draw(t, "subject"),
				Parties: few(t, "parties", onePerson), HiddenFrom: few(t, "hidden from", onePerson),
			}
			want := asked.asks(&r) && plainly(scopes, &r)
			got := confined.asks(&r) && (confined.Within == nil || plainly(confined.Within, &r))
			if got != want {
				t.Fatalf("%+v within %+v became %+v: finds %+v is %t, want %t", asked, scopes, confined, r, got, want)
			}
		}
	})
}

// What is asked about a person is found as subject and as party, within what the reader
// sees.
func TestAQueryAboutAPersonFindsBothSubjectsAndParties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		person := onePerson.Draw(t, "person")
		scopes := manyScopes.Draw(t, "scopes")
		for i := range scopes {
			if scopes[i].Party != "" {
				scopes[i].Party = person
			}
		}
		asked := Query{Kinds: few(t, "kinds", oneKind), States: few(t, "states", oneState), Units: few(t, "units", oneUnit)}
		confined := asked
		AboutParties.Restrict(&confined, person)
		confined.confineTo(inside(scopes, confined.Within))
		for range 40 {
			r := Record{
				Kind: oneKind.Draw(t, "kind"), State: oneState.Draw(t, "state"), Unit: oneUnit.Draw(t, "unit"), Subject: onePerson.Draw(t, "subject"),
				Parties: few(t, "parties", onePerson), HiddenFrom: few(t, "hidden from", onePerson),
			}
			want := asked.asks(&r) && plainly(scopes, &r) && (r.Subject == person || slices.Contains(r.Parties, person))
			got := confined.asks(&r) && (confined.Within == nil || plainly(confined.Within, &r))
			if got != want {
				t.Fatalf("%s within %+v became %+v: finds %+v is %t, want %t", person, scopes, confined, r, got, want)
			}
		}
	})
}

// A reader of everything has one condition, however many kinds and ways there are.
func TestScopesOfManyKindsAreOneCondition(t *testing.T) {
	for _, c := range []struct {
		name   string
		scopes []Scope
		want   Query
	}{
		{"bare kinds", []Scope{{Kinds: []string{"a"}}, {Kinds: []string{"b"}}}, Query{Kinds: []string{"a", "b"}}},
		{"with parts of the same kinds beside", []Scope{
			{Kinds: []string{"a"}}, {Kinds: []string{"a"}, Subject: "p"}, {Kinds: []string{"b"}}, {Kinds: []string{"b"}, Party: "p", States: []State{"s"}},
		}, Query{Kinds: []string{"a", "b"}}},
		{"but not about some, and the own beside", []Scope{
			{Kinds: []string{"a"}, NotSubjects: []string{"p"}}, {Kinds: []string{"a"}, Subject: "p"}, {Kinds: []string{"b"}, NotSubjects: []string{"p"}},
		}, Query{Within: []Scope{{Kinds: []string{"a", "b"}, NotSubjects: []string{"p"}}, {Kinds: []string{"a"}, Subject: "p"}}}},
		{"the own of departments", []Scope{{Kinds: []string{"a"}, Units: []string{"u"}}, {Kinds: []string{"a"}, Units: []string{"v"}}},
			Query{Kinds: []string{"a"}, Units: []string{"u", "v"}}},
		{"of departments that are left out", []Scope{{Kinds: []string{"a"}, Units: []string{"u", "v"}, NotUnits: []string{"v", "u"}}}, Query{Within: []Scope{}}},
		{"what joining kinds makes contained", []Scope{
			{Kinds: []string{"a"}}, {Kinds: []string{"a", "b"}, NotHiddenFrom: "p"}, {Kinds: []string{"b"}},
		}, Query{Kinds: []string{"a", "b"}}},
		{"nothing", nil, Query{Within: []Scope{}}},
	} {
		var q Query
		if q.confineTo(c.scopes); !reflect.DeepEqual(q, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, q, c.want)
		}
	}
}
