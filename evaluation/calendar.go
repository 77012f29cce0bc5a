package evaluation

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
)

// CalendarItem is one line of a calendar: a milestone of records of a kind, or what
// waits for the actor by a day. It says nothing of whom the records are about.
type CalendarItem struct {
	Day   Date
	Time  string // "" for the whole day
	Kind  string // "" in an Agenda: of a kind that is not named outside
	Key   string // of the milestone; "": these records wait for the actor in State
	State State
	Way   Way
	N     int64 // number of records
}

// CalendarEntry is an item with its record.
type CalendarEntry struct {
	CalendarItem
	View *View // the only record, or the first one, as in Index; nil: there were too many to read
}

// CalendarSpan is what stands in a calendar from one day to another.
type CalendarSpan struct {
	Entries []CalendarEntry
	More    []string // kinds of which there is more on these days than is read; their lists have all
}

// calendarReads is how many records each query of a calendar reads, if Parts does not say.
const calendarReads = 2000

// calendarViews is how many of the records that wait are read to be named; the others
// are counted only.
const calendarViews = 100

// Calendar returns what stands in the actor's own calendar from one day to another: the
// deadlines of what waits for them, and the milestones that concern them, of records
// that they may read. The number of queries does not depend on the number of records.
func (s *Service) Calendar(ctx context.Context, actor Actor, from, to Date) (CalendarSpan, error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return CalendarSpan{}, err
	}
	span, err := s.calendar(ctx, &who, from, to)
	if err != nil {
		return CalendarSpan{}, err
	}
	return span, s.lookedUp(ctx, actor, span.Entries)
}

// CalendarOfYear returns the milestones of the office's year that the actor may read,
// whomever they concern.
func (s *Service) CalendarOfYear(ctx context.Context, actor Actor, from, to Date) (CalendarSpan, error) {
	return Lately(ctx, s, actor, "year "+from.String()+to.String(), func(ctx context.Context) (CalendarSpan, error) {
		return s.calendarOfYear(ctx, actor, from, to)
	})
}

func (s *Service) calendarOfYear(ctx context.Context, actor Actor, from, to Date) (CalendarSpan, error) {
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return CalendarSpan{}, err
	}
	c := &collecting{from: from, to: to, who: &who, year: true, seen: map[string]bool{}}
	for _, q := range s.asksOfYear(c) {
		if err := s.collect(ctx, c, q); err != nil {
			return CalendarSpan{}, err
		}
	}
	due, err := s.dueInYear(ctx, actor, from, to)
	if err != nil {
		return CalendarSpan{}, err
	}
	return CalendarSpan{sortCalendar(append(c.list, due...)), c.more}, s.lookedUp(ctx, actor, c.list)
}

// lookedUp records in the trail whom a calendar names.
func (s *Service) lookedUp(ctx context.Context, actor Actor, list []CalendarEntry) error {
	var views []View
	for _, e := range list {
		if e.View != nil {
			views = append(views, *e.View)
		}
	}
	return s.looked(ctx, actor, actList, false, views...)
}

// Agenda is a calendar that leaves Kaoji: it has no records and so no people, and does
// not name the kinds that are Discreet.
type Agenda struct {
	Late  int64 // number of records that wait for the actor and are overdue
	Items []CalendarItem
	More  bool // there is more on these days than is read
}

// Agenda returns the actor's Calendar as it may leave Kaoji. Nobody is named, so nothing
// is recorded in the trail.
func (s *Service) Agenda(ctx context.Context, actor Actor, from, to Date) (Agenda, error) {
	var out Agenda
	who, err := s.onlooker(ctx, actor)
	if err != nil {
		return out, err
	}
	late, err := s.Group(ctx, actor, Query{Waiting: WaitTokens(actor, who.Heads), DueTo: DateOf(s.Now()).AddDays(-1)}, "kind", "state")
	if err != nil {
		return out, err
	}
	for _, c := range late {
		if k := s.kinds[c.Keys[0]]; k != nil && k.CanWait(State(c.Keys[1])) {
			out.Late += c.N
		}
	}
	span, err := s.calendar(ctx, &who, from, to)
	if err != nil {
		return out, err
	}
	out.More = len(span.More) > 0
	sums := map[CalendarItem]int64{}
	for _, e := range span.Entries {
		item := e.CalendarItem
		switch {
		case item.Key == "" && item.Day.Before(DateOf(s.Now())):
			continue // among the late ones
		case s.kinds[item.Kind].Discreet:
			item = CalendarItem{Day: item.Day, Time: item.Time, N: item.N}
		case item.Key != "":
			item.State = ""
		}
		n := item.N
		item.N = 0
		sums[item] += n
	}
	for item, n := range sums {
		item.N = n
		out.Items = append(out.Items, item)
	}
	slices.SortFunc(out.Items, compareItems)
	return out, nil
}

// calendar is Calendar without a line in the trail.
func (s *Service) calendar(ctx context.Context, who *Onlooker, from, to Date) (CalendarSpan, error) {
	c := &collecting{from: from, to: to, who: who, seen: map[string]bool{}}
	asks, err := s.asksOf(ctx, c)
	if err != nil {
		return CalendarSpan{}, err
	}
	for _, q := range asks {
		if err := s.collect(ctx, c, q); err != nil {
			return CalendarSpan{}, err
		}
	}
	tasks, err := s.deadlines(ctx, who, from, to)
	if err != nil {
		return CalendarSpan{}, err
	}
	return CalendarSpan{sortCalendar(once(c.list, tasks)), c.more}, nil
}

// once joins milestones and tasks. Of the same record on the same day an appointment
// stands for the task to keep it, and a task for the milestone that it is done by.
func once(milestones, tasks []CalendarEntry) []CalendarEntry {
	same := func(list []CalendarEntry, e *CalendarEntry) bool {
		return slices.ContainsFunc(list, func(o CalendarEntry) bool {
			return o.N == 1 && e.N == 1 && o.View != nil && e.View != nil && o.View.ID == e.View.ID && o.Day == e.Day
		})
	}
	booked := slices.DeleteFunc(slices.Clone(milestones), func(e CalendarEntry) bool { return e.Way != Takes })
	tasks = slices.DeleteFunc(tasks, func(e CalendarEntry) bool { return same(booked, &e) })
	milestones = slices.DeleteFunc(milestones, func(e CalendarEntry) bool { return e.Way != Takes && same(tasks, &e) })
	return append(milestones, tasks...)
}

// collecting is a calendar in the making.
type collecting struct {
	from, to Date
	who      *Onlooker
	year     bool // of the office's year, whomever it concerns
	list     []CalendarEntry
	more     []string          // kinds of which not all records are read, in ascending order
	seen     map[string]bool   // by record and milestone
	parts    map[string]string // of what somebody takes part in: the department, by the parent
}

// collect adds the milestones of the records that a query finds, and notes the kinds of
// which it finds more than it reads.
func (s *Service) collect(ctx context.Context, c *collecting, q Query) error {
	q.NoHistory = true
	read := map[string]int64{}
	for left := cmp.Or(s.CalendarReads, calendarReads); left > 0; {
		q.Limit = min(left, MaxLimit) //nolint:forbidigo // in pages; what is not read is said
		found, err := s.list(ctx, c.who.Actor, q, viewOptions{})
		if err != nil {
			return err
		}
		for i := range found.Views {
			read[found.Views[i].Kind]++
			if err := s.collectFrom(c, &found.Views[i]); err != nil {
				return err
			}
		}
		if left -= len(found.Views); found.Next == "" {
			return nil
		}
		q.Cursor = found.Next
	}
	q.Cursor = ""
	counts, err := s.Group(ctx, c.who.Actor, q, "kind")
	for _, n := range counts {
		if kind := n.Keys[0]; n.N > read[kind] && !slices.Contains(c.more, kind) {
			c.more = append(c.more, kind)
		}
	}
	slices.Sort(c.more)
	return err
}

// collectFrom adds the milestones of a record.
func (s *Service) collectFrom(c *collecting, v *View) error {
	k := s.kinds[v.Kind]
	relations, payload, fields := k.Sight.Relations(c.who, &v.Record), v.Payload, v.Fields
	if err := s.abridge(v, c.who.Actor); err != nil {
		return err
	}
	for j := range k.Milestones {
		m := &k.Milestones[j]
		if mark := v.ID + " " + m.Key; m.Day != "" && m.in(v.State) && m.shownTo(fields) && !c.seen[mark] {
			c.seen[mark] = true
			if err := c.add(m, v, relations, payload); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds a milestone of a record if it is on one of the days and for the calendar.
func (c *collecting) add(m *Milestone, v *View, relations []Relation, payload json.RawMessage) error {
	day, at, units, err := m.read(payload)
	if err != nil || day.IsZero() || day.Before(c.from) || day.After(c.to) {
		return err
	}
	unit, part := c.parts[v.Parent]
	if !part {
		unit, part = c.parts[v.ID]
	}
	switch {
	case c.year && m.Year:
	case c.year || !m.concerns(c.who, relations):
		return nil
	case m.Through != "" && (!part || len(units) > 0 && !slices.Contains(units, unit)):
		return nil
	}
	item := CalendarItem{Day: day, Time: timeOfDay(at), Kind: v.Kind, Key: m.Key, State: v.State, Way: m.Way, N: 1}
	c.list = append(c.list, CalendarEntry{item, v})
	return nil
}

// deadlines are what waits for somebody, by kind, state and deadline.
func (s *Service) deadlines(ctx context.Context, who *Onlooker, from, to Date) ([]CalendarEntry, error) {
	q := Query{Waiting: WaitTokens(who.Actor, who.Heads), DueFrom: from, DueTo: to}
	counts, err := s.Group(ctx, who.Actor, q, "due", "kind", "state")
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	q.Sort, q.Limit, q.NoHistory = SortDue, calendarViews, true
	page, err := s.index(ctx, who.Actor, q, viewOptions{})
	if err != nil {
		return nil, err
	}
	var list []CalendarEntry
	for _, c := range counts {
		e, err := entryOf(c)
		if err != nil {
			return nil, err
		}
		if k := s.kinds[e.Kind]; k == nil || !k.CanWait(e.State) { // written by an earlier version
			continue
		}
		if i := slices.IndexFunc(page.Views, func(v View) bool { return v.Due == e.Day && v.Kind == e.Kind && v.State == e.State }); i >= 0 {
			e.View = &page.Views[i]
		}
		list = append(list, e)
	}
	return list, nil
}

// dueInYear counts the milestones of the year that are deadlines.
func (s *Service) dueInYear(ctx context.Context, actor Actor, from, to Date) ([]CalendarEntry, error) {
	q := Query{DueFrom: from, DueTo: to}
	keys := map[string]map[State]string{} // of the milestones, by kind and state
	for _, name := range s.names {
		k := s.kinds[name]
		for i := range k.Milestones {
			if m := &k.Milestones[i]; m.Day == "" && s.Reads(actor, name) {
				if keys[name] == nil {
					keys[name] = map[State]string{}
					q.Kinds = append(q.Kinds, name)
				}
				for _, state := range m.Of {
					keys[name][state] = m.Key
				}
			}
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	counts, err := s.Group(ctx, actor, q, "due", "kind", "state")
	if err != nil {
		return nil, err
	}
	sums := map[CalendarItem]int64{}
	for _, c := range counts {
		e, err := entryOf(c)
		if err != nil {
			return nil, err
		}
		if e.Key = keys[e.Kind][e.State]; e.Key != "" {
			sums[CalendarItem{Day: e.Day, Kind: e.Kind, Key: e.Key, Way: Closes}] += c.N
		}
	}
	var list []CalendarEntry
	for item, n := range sums {
		item.N = n
		list = append(list, CalendarEntry{CalendarItem: item})
	}
	return list, nil
}

// entryOf makes an entry of a count by due, kind and state.
func entryOf(c Count) (CalendarEntry, error) {
	day, err := ParseDate(c.Keys[0])
	return CalendarEntry{CalendarItem: CalendarItem{Day: day, Kind: c.Keys[1], State: State(c.Keys[2]), Way: Closes, N: c.N}}, err
}

func sortCalendar(list []CalendarEntry) []CalendarEntry {
	slices.SortStableFunc(list, func(a, b CalendarEntry) int { return compareItems(a.CalendarItem, b.CalendarItem) })
	return list
}

// compareItems orders by day; what has a time stands first.
func compareItems(a, b CalendarItem) int {
	late := func(i CalendarItem) string { return cmp.Or(i.Time, "~") }
	return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(late(a), late(b)), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key), cmp.Compare(a.State, b.State))
}
