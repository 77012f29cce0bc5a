package evaluation

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Look is the part of a TrailEvent that is told to the people who were shown: see
// Service.Looks. The zero value shows nobody.
type Look struct {
	Roles []Role `json:"roles"` // with which the account looked
	Shown []Seen `json:"shown"` // in the order of Kind
	Taken Taken  `json:"taken,omitempty"`
}

// Seen are the people about whom records of one kind were shown.
type Seen struct {
	Kind   string   `json:"kind"`
	People []string `json:"people"` // in ascending order
}

// People are the people of all kinds, in ascending order.
func (l *Look) People() []string {
	var list []string
	for _, s := range l.Shown {
		list = append(list, s.People...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// quiet are the roles whose looks nobody is told of, because they would reveal an
// investigation. Looks of accounts that hold one of them are not told whatever other
// role they have.
var quiet = By(RoleDiscipline, RoleSupervisor, RoleAuditor, RoleSystem)

// looks collects what one request shows, so that it is one event of the trail.
type looks struct {
	mu     sync.Mutex
	noted  bool                       // the event is written: what comes now is written at once
	events []TrailEvent               // reads of restricted records
	listed []string                   // marks of restricted records that lists contain
	first  *TrailEvent                // the first other record that was read
	shown  map[string]map[string]bool // by person and kind
	muted  map[string]bool            // people who must not be told
	mute   bool                       // nobody is told: a record was read that the trail does not name
	taken  Taken
}

func newLooks(taken Taken) *looks {
	return &looks{shown: map[string]map[string]bool{}, muted: map[string]bool{}, taken: taken}
}

type looksKey struct{}

// Looking returns a context whose reads are recorded in one event of the trail by
// Service.NoteLooks, before what was read is sent. Reads in any other context are
// recorded at once. Within such a context it begins an event of its own, taken in the same
// way.
func Looking(ctx context.Context) context.Context {
	return context.WithValue(ctx, looksKey{}, newLooks(takenIn(ctx)))
}

// looked records in the trail that records of other people were read: alone or in a
// list. full means with their content, not only that they exist and their states.
func (s *Service) looked(ctx context.Context, actor Actor, how string, full bool, views ...View) error {
	return s.collected(ctx, actor, func(l *looks) bool { return l.add(s, how, full, views) })
}

// lookedAgain records what was collected before as shown once more.
func (s *Service) lookedAgain(ctx context.Context, actor Actor, shown *looks) error {
	return s.collected(ctx, actor, func(l *looks) bool { return l.join(shown) })
}

// collected puts looks into those of the request, or, if there are none or their event is
// written, into an event of their own. into returns false if the event is written.
func (s *Service) collected(ctx context.Context, actor Actor, into func(*looks) bool) error {
	if actor.Has(RoleSystem) {
		return nil
	}
	if l, ok := ctx.Value(looksKey{}).(*looks); ok && into(l) {
		return nil
	}
	l := newLooks(takenIn(ctx))
	into(l)
	return s.noteLooks(ctx, actor, l)
}

// join adds what another has collected. It returns false if the event has been written.
func (l *looks) join(other *looks) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.noted {
		return false
	}
	l.events, l.listed = append(l.events, other.events...), append(l.listed, other.listed...)
	if l.first == nil {
		l.first = other.first
	}
	for person, kinds := range other.shown {
		for kind := range kinds {
			l.show(person, kind)
		}
	}
	maps.Copy(l.muted, other.muted)
	l.mute = l.mute || other.mute
	return true
}

// add collects views. It returns false if the event has been written.
func (l *looks) add(s *Service, how string, full bool, views []View) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.noted {
		return false
	}
	for i := range views {
		v := &views[i]
		if v.Own {
			continue
		}
		k := s.kinds[v.Kind]
		kind, mark := s.Traced(v.Kind, v.ID)
		ev := TrailEvent{Kind: kind, Record: mark}
		switch {
		case !full:
		case v.Confidential && how == ActRead:
			l.events = append(l.events, ev)
		case v.Confidential:
			l.listed = append(l.listed, mark)
		}
		switch {
		case k.Sight.ShowsSubject(&v.Record):
			l.show(v.Subject, kind)
			if how == ActRead && l.first == nil {
				l.first = &ev
			}
		case full && k.Sight.Unnamed:
			l.mute = true
		case full && v.Subject != "":
			l.muted[v.Subject] = true
		}
	}
	return true
}

func (l *looks) show(person, kind string) {
	if l.shown[person] == nil {
		l.shown[person] = map[string]bool{}
	}
	l.shown[person][kind] = true
}

// LookedAt records that a page or file made from the roster or other data names
// people, as if records of a kind about them had been listed.
func (s *Service) LookedAt(ctx context.Context, actor Actor, kind string, people ...string) error {
	views := make([]View, 0, len(people))
	for _, id := range people {
		v := View{Record: Record{Office: actor.Office, Kind: kind, Subject: id}, Own: id == actor.Person}
		k := s.kinds[kind]
		for _, v.State = range k.States { // one in which they see their own
			if k.Sight.ShowsSubject(&v.Record) {
				break
			}
		}
		views = append(views, v)
	}
	return s.looked(ctx, actor, actList, false, views...)
}

const actList = "list"

// NoteLooks writes what was read in the context of Looking to the trail. It is called
// once, before anything that was read is sent; what is read later, while a file is
// sent, is recorded at once.
func (s *Service) NoteLooks(ctx context.Context, actor Actor) error {
	l, ok := ctx.Value(looksKey{}).(*looks)
	if !ok {
		return nil
	}
	l.mu.Lock()
	was := l.noted
	l.noted = true
	l.mu.Unlock()
	if was {
		return nil
	}
	return s.noteLooks(ctx, actor, l)
}

// noteLooks writes one event; if several restricted records were read alone, one for
// each, because the trail is searched by the record.
func (s *Service) noteLooks(ctx context.Context, actor Actor, l *looks) error {
	look, err := s.tellable(ctx, actor, l)
	if err != nil {
		return err
	}
	events := l.events
	if len(l.listed) > 0 {
		events = append(events, TrailEvent{Action: actList, Detail: strings.Join(l.listed, " ")})
	}
	if len(events) == 0 && len(look.Shown) > 0 {
		if l.first == nil {
			l.first = &TrailEvent{Action: actList}
			if len(look.Shown) == 1 {
				l.first.Kind = look.Shown[0].Kind
			}
		}
		events = []TrailEvent{*l.first}
	}
	for i, ev := range events {
		ev.Office, ev.Account, ev.Person, ev.Name, ev.Outcome = actor.Office, actor.Account, actor.Person, actor.Name, OutcomeOK
		if ev.Action == "" {
			ev.Action = ActRead
		}
		if i == 0 {
			ev.Look = look
		}
		if err := s.Trail.Note(ctx, ev); err != nil {
			return err
		}
	}
	return nil
}

// tellable returns whom a look is told to. People are left out who may not know of
// something that was read with it, and those about whom the reader handles a matter
// that they may not know of.
func (s *Service) tellable(ctx context.Context, actor Actor, l *looks) (Look, error) {
	if l.mute || quiet.Include(actor) {
		return Look{}, nil
	}
	maps.DeleteFunc(l.shown, func(person string, _ map[string]bool) bool { return person == actor.Person || l.muted[person] })
	if len(l.shown) == 0 {
		return Look{}, nil
	}
	secret, err := s.handling(ctx, actor, slices.Sorted(maps.Keys(l.shown)))
	if err != nil {
		return Look{}, err
	}
	people := map[string][]string{}
	for person, kinds := range l.shown {
		for kind := range kinds {
			if !slices.Contains(secret, person) {
				people[kind] = append(people[kind], person)
			}
		}
	}
	look := Look{Roles: actor.Roles, Taken: l.taken}
	for _, kind := range slices.Sorted(maps.Keys(people)) {
		slices.Sort(people[kind])
		look.Shown = append(look.Shown, Seen{Kind: kind, People: people[kind]})
	}
	if len(look.Shown) == 0 {
		return Look{}, nil
	}
	return look, nil
}

// handling returns those of the people about whom there is an open record that the
// actor is to deal with by name and that they may not know of, such as a concern.
func (s *Service) handling(ctx context.Context, actor Actor, people []string) ([]string, error) {
	q := Query{Office: actor.Office, Subjects: people, Parties: []string{PartyAccount(actor.Account)}, NoHistory: true}
	if actor.Person != "" {
		q.Parties = append(q.Parties, actor.Person)
	}
	for _, name := range s.names {
		if k := s.kinds[name]; k.Sight.Noted && !k.shownThroughout() {
			q.Kinds = append(q.Kinds, name)
		}
	}
	q.States = s.open(q.Kinds)
	var list []string
	if len(q.Kinds) == 0 {
		return nil, nil
	}
	for r, err := range AllRecords(ctx, s.Ledger, q) {
		if err != nil {
			return nil, err
		}
		if !s.kinds[r.Kind].Sight.ShowsSubject(&r) {
			list = append(list, r.Subject)
		}
	}
	return list, nil
}

// shownThroughout reports whether the person whom a record is about can read it in
// every state, whatever it says.
func (k *Kind) shownThroughout() bool {
	return k.Sight.HiddenFrom == nil && !slices.ContainsFunc(k.States, func(state State) bool {
		return !k.Sight.ShowsSubject(&Record{Subject: "-", State: state})
	})
}

// errNobody is the cause if somebody without an entry in the roster asks who looked.
var errNobody = errors.New("the account has no person")

// Looks returns the looks at records about the actor that the actor is told of, newest
// first: at most limit before the entry of that number (0: from the newest). Each
// entry's Look contains only what was shown of the actor.
func (s *Service) Looks(ctx context.Context, log TrailLog, actor Actor, before int64, limit int) ([]TrailEntry, error) {
	list, err := s.lookedOn(ctx, log, actor, before, limit)
	for i := range list {
		e := &list[i]
		*e = TrailEntry{Seq: e.Seq, At: e.At, TrailEvent: TrailEvent{Name: e.Name, Action: e.Action, Look: e.Look.of(actor.Person)}}
	}
	return list, err
}

// of is the look as one of the people is told of it.
func (l Look) of(person string) Look {
	own := Look{Roles: l.Roles, Taken: l.Taken}
	for _, s := range l.Shown {
		if slices.Contains(s.People, person) {
			own.Shown = append(own.Shown, Seen{Kind: s.Kind, People: []string{person}})
		}
	}
	return own
}
