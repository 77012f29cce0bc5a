package auth

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// checkMeasures checks that the permissions of measures refer only to existing
// roles, relations, states and fields.
func checkMeasures(measures []evaluation.Measure) error {
	var errs []error
	for _, m := range measures {
		for _, k := range m.Kinds {
			c := checker{kind: &k, fields: append(fieldsOf(&k), evaluation.All, evaluation.FieldHistory)}
			for _, a := range k.Acts {
				c.check(a.Name, a.May)
			}
			c.check(Read, k.Sight.Readers)
			if len(k.Sight.Readers) == 0 {
				c.wrong(Read, "nobody reads it")
			}
			errs = append(errs, c.errs...)
		}
	}
	return errors.Join(errs...)
}

// fieldsOf lists the top-level fields of a kind's payload.
func fieldsOf(k *evaluation.Kind) []string {
	var names []string
	for _, sf := range evaluation.Members(reflect.TypeOf(k.Payload()).Elem()) {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

type checker struct {
	kind   *evaluation.Kind
	fields []string
	errs   []error
}

func (c *checker) wrong(act, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("policy: %s of %s: "+format, append([]any{act, c.kind.Name}, args...)...))
}

// check checks the lines of one act. A role in a relation and state may be in one
// line only; for reading it may be in one line for some states and one for all
// states.
func (c *checker) check(act string, may evaluation.Grants) {
	seen := map[string]bool{}
	for _, g := range may {
		if len(g.Roles) == 0 {
			c.wrong(act, "a line without roles")
		}
		if (act == Read) != (len(g.Fields) > 0) {
			c.wrong(act, "fields belong to reading, and reading needs them")
		}
		if g.Relation != "" && !slices.Contains(evaluation.Relations(), g.Relation) {
			c.wrong(act, "unknown relation %s", g.Relation)
		}
		known(c, act, "role", evaluation.Roles(), g.Roles)
		known(c, act, "state", append([]evaluation.State{""}, c.kind.States...), g.States)
		known(c, act, "field", c.fields, g.Fields)
		for _, r := range g.Roles {
			for _, state := range append(slices.Clone(g.States), "every state")[:max(len(g.States), 1)] {
				line := fmt.Sprint(r, " as ", g.Relation, " in ", state)
				if seen[line] {
					c.wrong(act, "%s stands twice", line)
				}
				seen[line] = true
			}
		}
	}
}

func known[T comparable](c *checker, act, what string, there, named []T) {
	for _, n := range named {
		if !slices.Contains(there, n) {
			c.wrong(act, "unknown %s %v", what, n)
		}
	}
}
