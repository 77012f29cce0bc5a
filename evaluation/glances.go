package evaluation

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Glances returns what the measures tell the actor at a glance, in their order. A
// figure is left out if the actor, by their position in the office, does not see all
// records that it is about: the own record of a head says nothing of the department.
// Measures of which nothing is left are left out. The number of queries is the same
// however many measures and records there are.
func (s *Service) Glances(ctx context.Context, actor Actor) ([]Glance, error) {
	return Lately(ctx, s, actor, "glances", func(ctx context.Context) ([]Glance, error) {
		return s.glances(ctx, actor, s.Measures, false)
	})
}

// Glance returns one measure of Glances, with the trends of its figures. It is
// CodeNotFound if the actor sees none of them.
func (s *Service) Glance(ctx context.Context, actor Actor, measure string) (Glance, error) {
	one := slices.DeleteFunc(slices.Clone(s.Measures), func(m Measure) bool { return m.Name != measure })
	list, err := s.glances(ctx, actor, one, true)
	if err == nil && len(list) == 0 {
		err = Fail(CodeNotFound, "error.not_found")
	}
	if err != nil {
		return Glance{}, err
	}
	return list[0], nil
}

func (s *Service) glances(ctx context.Context, actor Actor, measures []Measure, trend bool) ([]Glance, error) {
	var list []Glance
	for i := range measures {
		g := Glance{Measure: measures[i].Name, Number: measures[i].Number}
		for _, l := range measures[i].Glance {
			if s.overlooks(actor, &l) {
				g.Figures = append(g.Figures, Figure{Indicator: l})
			}
		}
		if len(g.Figures) > 0 {
			list = append(list, g)
		}
	}
	seen := sighting{today: DateOf(s.Now()), trend: trend}
	if err := seen.read(ctx, s, actor, list); err != nil {
		return nil, err
	}
	for i := range list {
		for j := range list[i].Figures {
			seen.fill(&list[i].Figures[j])
		}
	}
	return list, nil
}

// overlooks reports whether the actor sees all that a figure is about, because of
// their position and not because a record is about them or names them.
func (s *Service) overlooks(actor Actor, l *Indicator) bool {
	return slices.ContainsFunc(s.Policy.Reach(actor.Roles, l.Kind), func(r Reach) bool {
		return slices.Contains([]Relation{Department, Charge, Anyone}, r.Relation) &&
			(len(r.States) == 0 || !slices.ContainsFunc(l.states(), func(state State) bool { return !slices.Contains(r.States, state) }))
	})
}

// sighting is what the figures of a reader are computed from: numbers of records that
// the reader may see.
type sighting struct {
	today Date
	trend bool

	present        []Count // by kind, state and unit
	periods        []Count // by kind, state, unit and period, of the last periods
	late           []Count // whose deadline has passed, by kind, state and unit
	year, lastYear []Count // of this year to today, and of the same days of last year, by kind, state, unit and, for trends, month
	rest           []Count // of the other days of last year, for trends
	dues           map[dueOf]Date
}

// dueOf names a record that many others belong to, such as a cycle.
type dueOf struct{ kind, period string }

// The positions of the fields in the values of a count.
const (
	byKind = iota
	byState
	byUnit
	byPeriod // or month
)

// read counts what the figures need, each sort in one query.
func (s *sighting) read(ctx context.Context, from *Service, actor Actor, list []Glance) error {
	of := func(span Span, late bool) []string {
		return kindsOf(list, func(f *Figure) string {
			if f.Span == span && f.Late == late {
				return f.Kind
			}
			return ""
		})
	}
	yearly, periodic := of(ThisYear, false), Query{Kinds: of(Latest, false)}
	if err := s.lastPeriods(ctx, from, actor, &periodic); err != nil {
		return err
	}
	last := s.today.AddMonths(-12)
	january := func(year int) Date { return NewDate(year, 1, 1) }
	ofYear := []string{"kind", "state", "unit"}
	if s.trend {
		ofYear = append(ofYear, "month")
	}
	for _, c := range []struct {
		into   *[]Count
		q      Query
		fields []string
		wanted bool
	}{
		{&s.present, Query{Kinds: of(Present, false)}, []string{"kind", "state", "unit"}, true},
		{&s.periods, periodic, []string{"kind", "state", "unit", "period"}, true},
		{&s.late, Query{Kinds: of(Present, true), DueTo: s.today.AddDays(-1)}, []string{"kind", "state", "unit"}, true},
		{&s.year, Query{Kinds: yearly, OnFrom: january(s.today.Year()), OnTo: s.today}, ofYear, true},
		{&s.lastYear, Query{Kinds: yearly, OnFrom: january(last.Year()), OnTo: last}, ofYear, true},
		{&s.rest, Query{Kinds: yearly, OnFrom: last.AddDays(1), OnTo: january(s.today.Year()).AddDays(-1)}, ofYear, s.trend},
	} {
		if len(c.q.Kinds) == 0 || !c.wanted {
			continue
		}
		var err error
		if *c.into, err = from.Group(ctx, actor, c.q, c.fields...); err != nil {
			return err
		}
	}
	return s.readDues(ctx, from, actor, kindsOf(list, func(f *Figure) string { return f.Until }))
}

// kindsOf lists the kinds that figures name, without "".
func kindsOf(list []Glance, named func(*Figure) string) []string {
	set := map[string]bool{}
	for i := range list {
		for j := range list[i].Figures {
			set[named(&list[i].Figures[j])] = true
		}
	}
	delete(set, "")
	return slices.Sorted(maps.Keys(set))
}

// lastPeriods restricts a query to the last periods of its kinds, unless trends are
// asked for: two are shown, and some can be without a record that counts, because the
// period was cancelled.
func (s *sighting) lastPeriods(ctx context.Context, from *Service, actor Actor, q *Query) error {
	if len(q.Kinds) == 0 || s.trend {
		return nil
	}
	const most = 3
	counts, err := from.Group(ctx, actor, *q, "kind", "period")
	last := map[string]bool{}
	for i, c := range counts {
		if next := i + most; next >= len(counts) || counts[next].Keys[byKind] != c.Keys[byKind] {
			last[c.Keys[1]] = true
		}
	}
	q.Periods = slices.Sorted(maps.Keys(last))
	return err
}

// readDues reads the deadlines of the records, such as cycles, that are not over.
func (s *sighting) readDues(ctx context.Context, from *Service, actor Actor, kinds []string) error {
	s.dues = map[dueOf]Date{}
	if len(kinds) == 0 {
		return nil
	}
	found, err := from.Index(ctx, actor, Query{Kinds: kinds, States: from.open(kinds), DueFrom: NewDate(s.today.Year()-1, 1, 1), NoHistory: true})
	for i := range found.Views {
		v := &found.Views[i]
		s.dues[dueOf{v.Kind, v.Period}] = v.Due
	}
	return err
}

// fill computes the figure.
func (s *sighting) fill(f *Figure) {
	switch {
	case f.Late:
		f.Now = f.amount(s.late, "")
	case f.Span == ThisYear:
		f.Now, f.BeforePeriod = f.amount(s.year, ""), strconv.Itoa(s.today.Year()-1)
		before := f.amount(s.lastYear, "")
		f.Before = &before
		if s.trend {
			f.Trend = f.months(slices.Concat(s.lastYear, s.rest, s.year), s.today)
		}
	case f.Span == Latest:
		periods := f.periods(s.periods)
		if len(periods) == 0 {
			break
		}
		f.Period = periods[len(periods)-1]
		f.Now, f.Due = f.amount(s.periods, f.Period), s.dues[dueOf{f.Until, f.Period}]
		if len(periods) > 1 {
			f.BeforePeriod = periods[len(periods)-2]
			before := f.amount(s.periods, f.BeforePeriod)
			f.Before = &before
		}
		if s.trend {
			f.Trend = f.trend(s.periods, periods)
		}
	default:
		f.Now = f.amount(s.present, "")
	}
}

// amount adds up the counts of the figure, of one period if it is not "".
func (f *Figure) amount(counts []Count, period string) Amount {
	a := Amount{N: Split{}}
	if f.Of != nil {
		a.Of = Split{}
	}
	for _, c := range counts {
		if c.Keys[byKind] != f.Kind || period != "" && c.Keys[byPeriod] != period {
			continue
		}
		state, unit := State(c.Keys[byState]), c.Keys[byUnit]
		if slices.Contains(f.States, state) {
			a.N[unit] += c.N
		}
		if slices.Contains(f.Of, state) {
			a.Of[unit] += c.N
		}
	}
	return a
}

// periods are those of the counted records that are as long as the last one, in
// ascending order.
func (f *Figure) periods(counts []Count) []string {
	set := map[string]bool{}
	for _, c := range counts {
		if c.Keys[byKind] == f.Kind && slices.Contains(f.states(), State(c.Keys[byState])) {
			set[c.Keys[byPeriod]] = true
		}
	}
	list := slices.Sorted(maps.Keys(set))
	if len(list) == 0 {
		return nil
	}
	last := list[len(list)-1]
	return slices.DeleteFunc(list, func(period string) bool { return !alike(period, last) })
}

// alike reports whether two periods are written alike, such as two half-years.
func alike(x, y string) bool {
	form := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0'
			}
			return r
		}, s)
	}
	return form(x) == form(y)
}

// trend has at most as many periods as a chart can show.
func (f *Figure) trend(counts []Count, periods []string) []Point {
	const most = 10
	var list []Point
	for _, period := range periods[max(0, len(periods)-most):] {
		p := Point{Period: period}
		p.N, p.Of = f.amount(counts, period).Sum()
		list = append(list, p)
	}
	return list
}

// months has every month from January of last year to this one.
func (f *Figure) months(counts []Count, today Date) []Point {
	var list []Point
	for day := NewDate(today.Year()-1, 1, 1); !day.After(today); day = day.AddMonths(1) {
		p := Point{Period: day.String()[:len("2026-01")]}
		p.N, p.Of = f.amount(counts, p.Period).Sum()
		list = append(list, p)
	}
	return list
}
