package evaluation

import "slices"

// Scope is one set of records that a reader may see: all filled fields must match.
// An empty list does not restrict; a non-empty list matches any of its values.
type Scope struct {
	Kinds   []string
	States  []State
	Subject string
	Party   string
	Units   []string

	NotSubjects   []string // without records about these people
	NotUnits      []string // without records of these departments
	NotHiddenFrom string   // without records that have this person in HiddenFrom
}

// confineTo restricts the query to the scopes with as few conditions as possible:
// conditions that the query already has are removed, scopes contained in others are
// dropped, and a single scope is written into the query itself, which storages can
// answer from one index.
func (q *Query) confineTo(scopes []Scope) {
	inside := []Scope{}
	for _, c := range scopes {
		if c.intersect(q) {
			inside = append(inside, c)
		}
	}
	if q.Within = fewest(inside); len(q.Within) == 1 {
		q.fold(q.Within[0])
	}
}

// inside returns the parts of the scopes that are also in one of those asked for, which
// name a subject or a party and nothing else; nil asks for everything. What a reader sees
// only as a party is not found by another party.
func inside(scopes, asked []Scope) []Scope {
	if asked == nil {
		return scopes
	}
	parts := []Scope{}
	for _, c := range scopes {
		for _, a := range asked {
			part := c
			if narrow(&part.Subject, a.Subject) && narrow(&part.Party, a.Party) {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// narrow sets a condition; it returns false if there is another one already.
func narrow(has *string, asked string) bool {
	if asked == "" || *has == asked {
		return true
	}
	free := *has == ""
	if free {
		*has = asked
	}
	return free
}

// intersect removes from the scope the conditions that the query already has. It
// returns false if no record can match both.
func (c *Scope) intersect(q *Query) bool {
	var some [4]bool
	c.Kinds, some[0] = meet(q.Kinds, c.Kinds)
	c.States, some[1] = meet(q.States, c.States)
	units, subjects := c.Units, q.Subjects
	if len(units) == 0 {
		units = q.Units
	}
	c.Units, some[2] = meet(q.Units, c.Units)
	some[3] = true
	if c.Subject != "" {
		var rest []string
		subjects = []string{c.Subject}
		if rest, some[3] = meet(q.Subjects, subjects); len(rest) == 0 {
			c.Subject = ""
		}
	}
	if len(q.Parties) == 1 && q.Parties[0] == c.Party {
		c.Party = ""
	}
	return !slices.Contains(some[:], false) && leaveOut(subjects, &c.NotSubjects) && leaveOut(units, &c.NotUnits)
}

// meet returns the values of list that are also asked for; an empty list means any
// value. If all values of asked are in list, the result is empty (no restriction).
// It returns false if there is no common value.
func meet[T comparable](asked, list []T) ([]T, bool) {
	if len(asked) == 0 || len(list) == 0 {
		return list, true
	}
	both := common(asked, list)
	if len(both) == len(asked) {
		return nil, true
	}
	return both, len(both) > 0
}

// common returns the values of a that are also in b.
func common[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(v T) bool { return !slices.Contains(b, v) })
}

// leaveOut reduces the excluded values to those that the scope could contain (empty
// values: any). It returns false if nothing is left of the scope.
func leaveOut(values []string, not *[]string) bool {
	if len(values) == 0 || len(*not) == 0 {
		return true
	}
	*not = common(values, *not)
	return len(*not) < len(values)
}

// fewest returns fewer scopes that match the same records: scopes that differ in
// one list only are joined, and scopes contained in others are dropped, until
// neither changes anything, since what was joined can contain another scope.
func fewest(scopes []Scope) []Scope {
	for {
		before := len(scopes)
		scopes = join(scopes, func(c *Scope) *[]State { return &c.States })
		scopes = join(scopes, func(c *Scope) *[]string { return &c.Units })
		scopes = largest(scopes)
		scopes = join(scopes, func(c *Scope) *[]string { return &c.Kinds })
		if len(scopes) == before {
			return scopes
		}
	}
}

// largest returns the scopes that lie in no other; of equal scopes it keeps the first.
func largest(scopes []Scope) []Scope {
	kept := make([]Scope, 0, len(scopes))
	for i := range scopes {
		if c := &scopes[i]; !c.isContained(i, scopes) {
			kept = append(kept, *c)
		}
	}
	return kept
}

// isContained reports whether the scope at a place lies in another one, or equals
// an earlier one.
func (c *Scope) isContained(place int, scopes []Scope) bool {
	for i := range scopes {
		if o := &scopes[i]; i != place && c.liesIn(o) && (i < place || !o.liesIn(c)) {
			return true
		}
	}
	return false
}

// join joins scopes that differ in one list only.
func join[T comparable](scopes []Scope, list func(*Scope) *[]T) []Scope {
	joined := make([]Scope, 0, len(scopes)) // without their lists
	lists := make([][]T, 0, len(scopes))
	for _, c := range scopes {
		values := *list(&c)
		*list(&c) = nil
		same := 0
		for same < len(joined) && !c.equal(&joined[same]) {
			same++
		}
		switch {
		case same == len(joined):
			joined, lists = append(joined, c), append(lists, values)
		case len(lists[same]) == 0:
		case len(values) == 0:
			lists[same] = nil
		default:
			lists[same] = union(lists[same], values)
		}
	}
	for i := range joined {
		*list(&joined[i]) = lists[i]
	}
	return joined
}

func union[T comparable](a, b []T) []T {
	for _, v := range b {
		if !slices.Contains(a, v) {
			a = append(slices.Clip(a), v)
		}
	}
	return a
}

func (c *Scope) equal(o *Scope) bool {
	return c.Subject == o.Subject && c.Party == o.Party && c.NotHiddenFrom == o.NotHiddenFrom &&
		slices.Equal(c.Kinds, o.Kinds) && slices.Equal(c.States, o.States) && slices.Equal(c.Units, o.Units) &&
		slices.Equal(c.NotSubjects, o.NotSubjects) && slices.Equal(c.NotUnits, o.NotUnits)
}

// liesIn reports whether the other scope contains all records of this one.
func (c *Scope) liesIn(o *Scope) bool {
	var subject []string
	if c.Subject != "" {
		subject = []string{c.Subject}
	}
	return (o.Subject == "" || o.Subject == c.Subject) && (o.Party == "" || o.Party == c.Party) &&
		(o.NotHiddenFrom == "" || o.NotHiddenFrom == c.NotHiddenFrom) &&
		among(c.Kinds, o.Kinds) && among(c.States, o.States) && among(c.Units, o.Units) &&
		without(subject, c.NotSubjects, o.NotSubjects) && without(c.Units, c.NotUnits, o.NotUnits)
}

// among reports whether all values are in list; an empty slice means any value.
func among[T comparable](values, list []T) bool {
	return len(list) == 0 || len(values) > 0 && !slices.ContainsFunc(values, func(v T) bool { return !slices.Contains(list, v) })
}

// without reports whether a scope with these values and exclusions also excludes
// others.
func without(values, not, others []string) bool {
	return !slices.ContainsFunc(others, func(v string) bool {
		return !slices.Contains(not, v) && (len(values) == 0 || slices.Contains(values, v))
	})
}

// fold writes the conditions of the only scope into the query itself where
// possible.
func (q *Query) fold(c Scope) {
	if len(c.Kinds) > 0 {
		q.Kinds, c.Kinds = c.Kinds, nil
	}
	if len(c.States) > 0 {
		q.States, c.States = c.States, nil
	}
	if len(c.Units) > 0 {
		q.Units, c.Units = c.Units, nil
	}
	if c.Subject != "" {
		q.Subjects, c.Subject = []string{c.Subject}, ""
	}
	if c.Party != "" && len(q.Parties) == 0 {
		q.Parties, c.Party = []string{c.Party}, ""
	}
	if q.Within = []Scope{c}; c.equal(&Scope{}) {
		q.Within = nil
	}
}
