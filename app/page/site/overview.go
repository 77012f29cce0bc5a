package site

import (
	"context"
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

// measureState is how one measure stands, as far as the reader may see.
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

// Oversees reports whether somebody runs the measures or leads.
func Oversees(a evaluation.Actor) bool {
	return slices.ContainsFunc([]evaluation.Role{
		evaluation.RolePersonnel, evaluation.RolePrincipal, evaluation.RoleLeader, evaluation.RoleDiscipline,
	}, a.Has)
}

// overview is the state of the measures at a glance: counts alone, of what the
// reader may see.
func (s *Site) overview(c *fiber.Ctx, p *Speaker) error {
	if !Oversees(Actor(c)) {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	content := overviewPage{Empty: view.Empty{Why: p.T("overview.empty"), Do: p.T("overview.empty_do")}}
	for i := range s.Measures {
		m := &s.Measures[i]
		if m.Number == 0 && !s.pagesOf(m.Name).Counted {
			continue
		}
		state, err := s.stateOf(c.UserContext(), p, Actor(c), m)
		if err != nil {
			return err
		}
		if len(state.Kinds) > 0 {
			content.Measures = append(content.Measures, state)
		}
	}
	return s.Show(c, "overview", p.T("menu.overview"), content)
}

func (s *Site) stateOf(ctx context.Context, p *Speaker, a evaluation.Actor, m *evaluation.Measure) (measureState, error) {
	out := measureState{Number: m.Number, Name: p.T("measure." + m.Name)}
	var kinds []string
	for i := range m.Kinds {
		k := &m.Kinds[i]
		if len(s.Policy.Reach(a.Roles, k.Name)) == 0 {
			continue
		}
		kinds = append(kinds, k.Name)
		one, err := s.kindState(ctx, p, a, k)
		if err != nil {
			return out, err
		}
		out.Kinds = append(out.Kinds, one)
	}
	if len(kinds) == 0 {
		return out, nil
	}
	var err error
	out.Units, err = s.CountsBy(ctx, p, a, kinds, "unit", chart.Text{
		ID: "units-" + m.Name, Title: p.T("overview.units", "measure", out.Name), Label: p.T("list.unit"), Value: p.T("overview.records"),
	})
	if err != nil {
		return out, err
	}
	out.Times, err = s.CountsBy(ctx, p, a, kinds, "period", chart.Text{
		ID: "times-" + m.Name, Title: p.T("overview.periods", "measure", out.Name), Label: p.T("list.period"), Value: p.T("overview.records"),
	})
	return out, err
}

func (s *Site) kindState(ctx context.Context, p *Speaker, a evaluation.Actor, k *evaluation.Kind) (kindState, error) {
	href := p.List(k.Name)
	out := kindState{Href: href, Label: p.T(k.Name), LateHref: p.To("/lists", k.Name) + "?due=late"}
	states, err := s.Service.Group(ctx, a, evaluation.Query{Kinds: []string{k.Name}}, "state")
	if err != nil {
		return out, err
	}
	for _, n := range states {
		out.N += n.N
		out.States = append(out.States, stateCount{
			Href:  p.To("/lists", k.Name) + "?state=" + n.Key,
			Badge: p.State(&evaluation.Record{Kind: k.Name, State: evaluation.State(n.Key)}), N: n.N,
		})
	}
	order := func(key string) int {
		return slices.IndexFunc(k.States, func(state evaluation.State) bool { return p.T(k.Name+".state."+string(state)) == key })
	}
	slices.SortStableFunc(out.States, func(x, y stateCount) int { return order(x.Badge.Label) - order(y.Badge.Label) })
	late, err := s.Service.Group(ctx, a, evaluation.Query{
		Kinds: []string{k.Name}, States: Open(k), DueTo: s.Today().AddDays(-1),
	}, "kind")
	for _, n := range late {
		out.Late += n.N
	}
	return out, err
}

// Open are the states that something follows.
func Open(k *evaluation.Kind) []evaluation.State {
	return slices.DeleteFunc(slices.Clone(k.States), func(state evaluation.State) bool { return slices.Contains(k.Final, state) })
}

// CountsBy draws how many records there are by department or period.
func (s *Site) CountsBy(ctx context.Context, p *Speaker, a evaluation.Actor, kinds []string, field string, t chart.Text) (chart.Figure, error) {
	counts, err := s.Service.Group(ctx, a, evaluation.Query{Kinds: kinds}, field)
	if err != nil {
		return chart.Figure{}, err
	}
	var items []chart.Item
	most := int64(0)
	for _, n := range counts {
		label := p.Name(n.Key)
		if field == "period" {
			label = p.Period(n.Key)
		}
		if n.Key == "" {
			continue // of no department, of no period
		}
		if n.N > most {
			most, t.Note = n.N, p.T("overview.most", "label", label, "n", strconv.FormatInt(n.N, 10))
		}
		items = append(items, chart.Item{Label: label, Value: float64(n.N)})
	}
	return chart.Bars(t, items), nil
}
