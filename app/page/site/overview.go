package site

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/chart"
	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type overviewPage struct {
	Measures []measureState
	Empty    view.Empty
}

// measureState is the state of one measure, as far as the reader may see it.
type measureState struct {
	Number int
	Name   string
	Kinds  []kindState
	Units  chart.Figure // by department
	Times  chart.Figure // by period
}

type kindState struct {
	Href, Label string
	N, Late     int64
	LateHref    string
	States      []stateCount
}

type stateCount struct {
	Href  string
	Badge view.Badge
	N     int64
}

// overseers are who runs the measures or leads: the overview is of no one kind.
var overseers = evaluation.Reviewers

// Oversees reports whether somebody runs the measures or leads.
func Oversees(a evaluation.Actor) bool { return overseers.Include(a) }

// overview shows the state of the measures by counts of records that the reader may
// see.
func (s *Site) overview(c *fiber.Ctx, p *Speaker) error {
	content := overviewPage{Empty: view.Empty{Why: p.T("overview.empty"), Do: p.T("overview.empty_do")}}
	counted, late, err := s.counted(c.UserContext(), Actor(c))
	if err != nil {
		return err
	}
	for i := range s.Measures {
		m := &s.Measures[i]
		if m.Number == 0 && !s.pagesOf(m.Name).Counted {
			continue
		}
		if state := s.stateOf(p, Actor(c), m, counted, late); len(state.Kinds) > 0 {
			content.Measures = append(content.Measures, state)
		}
	}
	return s.Show(c, "overview", p.T("menu.overview"), content)
}

// The positions of the fields in the values of a count.
const (
	byKind = iota
	byState
	byUnit
	byPeriod
)

// counted are the records that the reader may see, by kind, state, unit and period,
// and those of them whose deadline has passed, by kind and state.
func (s *Site) counted(ctx context.Context, a evaluation.Actor) (all, late []evaluation.Count, err error) {
	if all, err = s.Service.Group(ctx, a, evaluation.Query{}, "kind", "state", "unit", "period"); err != nil {
		return nil, nil, err
	}
	late, err = s.Service.Group(ctx, a, evaluation.Query{DueTo: s.Today().AddDays(-1)}, "kind", "state")
	return all, late, err
}

// sum adds up the counts of some kinds by one field, in the order of its values.
func sum(counts []evaluation.Count, kinds []string, field int) []evaluation.Count {
	n := map[string]int64{}
	for _, c := range counts {
		if slices.Contains(kinds, c.Keys[byKind]) {
			n[c.Keys[field]] += c.N
		}
	}
	list := make([]evaluation.Count, 0, len(n))
	for _, key := range slices.Sorted(maps.Keys(n)) {
		list = append(list, evaluation.Count{Keys: []string{key}, N: n[key]})
	}
	return list
}

func (s *Site) stateOf(p *Speaker, a evaluation.Actor, m *evaluation.Measure, counted, late []evaluation.Count) measureState {
	out := measureState{Number: m.Number, Name: p.T("measure." + m.Name)}
	var kinds []string
	for i := range m.Kinds {
		k := &m.Kinds[i]
		if !s.Service.Reads(a, k.Name) {
			continue
		}
		kinds = append(kinds, k.Name)
		out.Kinds = append(out.Kinds, kindStateOf(p, k, sum(counted, []string{k.Name}, byState), sum(late, []string{k.Name}, byState)))
	}
	if len(kinds) == 0 {
		return out
	}
	out.Units = drawCounts(p, sum(counted, kinds, byUnit), p.Name, chart.Text{
		ID: "units-" + m.Name, Title: p.T("overview.units", "measure", out.Name), Label: p.T("list.unit"), Value: p.T("overview.records"),
	})
	out.Times = drawCounts(p, sum(counted, kinds, byPeriod), p.Period, chart.Text{
		ID: "times-" + m.Name, Title: p.T("overview.periods", "measure", out.Name), Label: p.T("list.period"), Value: p.T("overview.records"),
	})
	return out
}

func kindStateOf(p *Speaker, k *evaluation.Kind, states, late []evaluation.Count) kindState {
	out := kindState{Href: p.List(k.Name), Label: p.T(k.Name), LateHref: p.To("/lists", k.Name) + "?due=late"}
	for _, n := range states {
		out.N += n.N
		out.States = append(out.States, stateCount{
			Href:  p.To("/lists", k.Name) + "?state=" + n.Keys[0],
			Badge: p.State(&evaluation.Record{Kind: k.Name, State: evaluation.State(n.Keys[0])}), N: n.N,
		})
	}
	order := func(key string) int {
		return slices.IndexFunc(k.States, func(state evaluation.State) bool { return p.T(k.Name+".state."+string(state)) == key })
	}
	slices.SortStableFunc(out.States, func(x, y stateCount) int { return order(x.Badge.Label) - order(y.Badge.Label) })
	for _, n := range late {
		if slices.Contains(Open(k), evaluation.State(n.Keys[0])) {
			out.Late += n.N
		}
	}
	return out
}

// Open returns the states that are not final.
func Open(k *evaluation.Kind) []evaluation.State {
	return slices.DeleteFunc(slices.Clone(k.States), func(state evaluation.State) bool { return slices.Contains(k.Final, state) })
}

// CountsBy draws the number of records by department or period.
func (s *Site) CountsBy(ctx context.Context, p *Speaker, a evaluation.Actor, kinds []string, field string, t chart.Text) (chart.Figure, error) {
	counts, err := s.Service.Group(ctx, a, evaluation.Query{Kinds: kinds}, field)
	if err != nil {
		return chart.Figure{}, err
	}
	name := p.Name
	if field == "period" {
		name = p.Period
	}
	return drawCounts(p, counts, name, t), nil
}

func drawCounts(p *Speaker, counts []evaluation.Count, name func(string) string, t chart.Text) chart.Figure {
	var items []chart.Item
	most := int64(0)
	for _, n := range counts {
		key := n.Keys[0]
		if key == "" {
			continue // of no department, of no period
		}
		label := name(key)
		if n.N > most {
			most, t.Note = n.N, p.T("overview.most", "label", label, "n", strconv.FormatInt(n.N, 10))
		}
		items = append(items, chart.Item{Label: label, Value: float64(n.N)})
	}
	return chart.Bars(t, items)
}
