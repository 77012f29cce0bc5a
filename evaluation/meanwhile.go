package evaluation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Absent is somebody who is away from work.
type Absent struct {
	Person string
	Until  Date // last day
	// Entrusted: the reader is the substitute.
	Entrusted bool
}

// Meanwhile is what falls due while somebody is away and waits for them: records of
// the same kind and state.
type Meanwhile struct {
	Person string
	Kind   string
	State  State
	N      int64 // number of records
	Due    Date  // the first deadline
	// Views are the records, by deadline, as far as the reader may see them. If there are
	// at most Alike of them, each has the acts by which the reader can give it to somebody
	// else. nil: the reader is the substitute, and is told that they wait and no more.
	Views []View
}

// MostMeanwhile is how many records Meanwhile returns at most, of each: those that the
// reader sees, and those of which a substitute is told.
const MostMeanwhile = 100

// Meanwhile returns what falls due in the absences, or is overdue, by person and
// deadline: the records that the actor may see, and those of which a substitute is told
// (Kind.Told). What waits for a role waits for everybody who holds it, and is not among
// them; nor is what is about the actor or a relative. more reports that there are more
// than MostMeanwhile, due later.
func (s *Service) Meanwhile(ctx context.Context, actor Actor, away []Absent) (list []Meanwhile, more bool, err error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil || len(away) == 0 {
		return nil, false, err
	}
	m := meanwhile{who: &who, away: away, waits: make([][]string, len(away))}
	for i := range away {
		stand, err := s.Roster.Standing(ctx, actor.Office, away[i].Person, DateOf(s.Now()))
		if err != nil {
			return nil, false, err
		}
		m.waits[i] = WaitTokens(Actor{Person: away[i].Person}, stand.Heads)
	}
	q := m.query(func(*Absent) bool { return true })
	seen, err := s.Index(ctx, actor, q)
	if err != nil {
		return nil, false, err
	}
	for i := range seen.Views {
		m.add(&seen.Views[i].Record, &seen.Views[i])
	}
	if err := s.tell(ctx, &m); err != nil {
		return nil, false, err
	}
	slices.SortStableFunc(m.list, func(a, b Meanwhile) int {
		at := func(m *Meanwhile) int {
			return slices.IndexFunc(away, func(x Absent) bool { return x.Person == m.Person })
		}
		return cmp.Or(cmp.Compare(at(&a), at(&b)), a.Due.Compare(b.Due))
	})
	return m.list, m.more || seen.Next != "", s.offerPassing(ctx, &m)
}

// meanwhile collects the answer of Meanwhile.
type meanwhile struct {
	who   *Onlooker
	away  []Absent
	waits [][]string // the entries of Waiting that mean each of away
	list  []Meanwhile
	more  bool // of what a substitute is told
}

// query finds what waits for some of the absent and is due before the last of them is
// back.
func (m *meanwhile) query(of func(*Absent) bool) Query {
	q := Query{Office: m.who.Office, DueFrom: FirstDay(), Sort: SortDue, Limit: MostMeanwhile, NoHistory: true}
	for i := range m.away {
		if of(&m.away[i]) {
			q.Waiting, q.DueTo = append(q.Waiting, m.waits[i]...), Last(q.DueTo, m.away[i].Until)
		}
	}
	return q
}

// add adds a record to the lines of those whom it waits for. A nil view adds it as told
// to their substitute.
func (m *meanwhile) add(r *Record, v *View) {
	if m.who.recused(r) {
		return
	}
	for i, a := range m.away {
		waits := slices.ContainsFunc(r.Waiting, func(w string) bool { return slices.Contains(m.waits[i], w) })
		if !waits || r.Due.After(a.Until) || v == nil && (!a.Entrusted || r.Subject == a.Person) {
			continue
		}
		at := slices.IndexFunc(m.list, func(x Meanwhile) bool {
			return x.Person == a.Person && x.Kind == r.Kind && x.State == r.State && (x.Views == nil) == (v == nil)
		})
		if at < 0 {
			at = len(m.list)
			m.list = append(m.list, Meanwhile{Person: a.Person, Kind: r.Kind, State: r.State, Due: r.Due})
		}
		if m.list[at].N++; v != nil {
			m.list[at].Views = append(m.list[at].Views, *v)
		}
	}
}

// tell adds the records that a substitute does not see, of kinds and states of which a
// substitute is told.
func (s *Service) tell(ctx context.Context, m *meanwhile) error {
	q := m.query(func(a *Absent) bool { return a.Entrusted })
	if len(q.Waiting) == 0 {
		return nil
	}
	not := slices.Clone(m.who.Relatives)
	if m.who.Person != "" {
		not = append(not, m.who.Person)
	}
	var scopes []Scope
	for _, name := range s.names {
		if k := s.kinds[name]; len(k.Told) > 0 {
			scopes = append(scopes, Scope{Kinds: []string{name}, States: k.Told, NotSubjects: not})
		}
	}
	q.confineTo(scopes)
	found, err := s.Ledger.Find(ctx, q)
	if err != nil {
		return err
	}
	m.more = found.Next != ""
	for i := range found.Records {
		r := &found.Records[i]
		if len(s.Policy.Fields(m.who.Roles, r.Kind, r.State, s.kinds[r.Kind].Sight.Relations(m.who, r))) == 0 {
			m.add(r, nil)
		}
	}
	return nil
}

// offerPassing finds out which of the few records of a line the reader can give to
// somebody else.
func (s *Service) offerPassing(ctx context.Context, m *meanwhile) error {
	var ids []string
	views := map[string]*View{}
	for i := range m.list {
		l := &m.list[i]
		if k := s.kinds[l.Kind]; l.N <= Alike && len(k.Passes) > 0 {
			for j := range l.Views {
				ids, views[l.Views[j].ID] = append(ids, l.Views[j].ID), &l.Views[j]
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	passes := func(r *Record, act string) bool { return slices.Contains(s.kinds[r.Kind].Passes, act) }
	offered, err := s.index(ctx, m.who.Actor, Query{IDs: ids, Limit: MostMeanwhile}, s.trying(passes))
	for i := range offered.Views {
		views[offered.Views[i].ID].Acts = offered.Views[i].Acts
	}
	return err
}

// checkMeanwhile reports what a substitute is told of although it is confidential, and
// acts of Passes that the kind does not have.
func (k *Kind) checkMeanwhile() error {
	for _, state := range k.Told {
		if !k.CanWait(state) {
			return fmt.Errorf("kind %s: nothing waits in state %s, so no substitute is told of it", k.Name, state)
		}
	}
	if sight := &k.Sight; len(k.Told) > 0 && (sight.Noted || sight.NotHead || sight.NotRelatives || sight.HiddenFrom != nil || sight.Unnamed) {
		return fmt.Errorf("kind %s: it is kept from some people, so no substitute is told of it", k.Name)
	}
	for _, name := range k.Passes {
		if a, ok := k.Act(name); !ok || a.Creates() || len(a.May) == 0 {
			return fmt.Errorf("act %s of %s: nobody gives a record to somebody else by it", name, k.Name)
		}
	}
	return nil
}
