package rest

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"kaoji/app/server"
	"kaoji/evaluation"
)

// glanceReply is an evaluation.Glance.
type glanceReply struct {
	Measure string        `json:"measure"`
	Number  int           `json:"number" doc:"1 to 8; 0 for what is not one of the eight"`
	Main    string        `json:"main" doc:"Key of the figure that means most now"`
	Figures []figureReply `json:"figures"`
}

// figureReply is an evaluation.Figure of one department or all.
type figureReply struct {
	Key    string          `json:"key"`
	Label  string          `json:"label" doc:"In the language of the request"`
	Unit   string          `json:"unit" doc:"What is counted: people, times, pieces or issues"`
	Value  int64           `json:"value"`
	Of     int64           `json:"of" doc:"The whole of which the value is a share; 0 if it is none"`
	Period string          `json:"period" doc:"Such as 2026H2, if the value is of a period"`
	Before []pointReply    `json:"before" doc:"The same days of last year, or the period before; empty if there is none"`
	Due    evaluation.Date `json:"due,omitzero" doc:"Deadline"`
	Late   bool            `json:"late" doc:"The value is what is late"`
	List   string          `json:"list" doc:"Address of the list of exactly these records"`
	Units  []unitReply     `json:"units" doc:"The value by department"`
	Trend  []pointReply    `json:"trend" doc:"The value by period or month, oldest first; only of one measure"`
}

type unitReply struct {
	Unit  string `json:"unit" doc:"Id of the department; empty for records of none"`
	Value int64  `json:"value"`
	Of    int64  `json:"of"`
}

type pointReply struct {
	Period string `json:"period"`
	Value  int64  `json:"value"`
	Of     int64  `json:"of"`
}

func ofUnit() []Param {
	return []Param{{Name: "unit", Doc: "Only of this department"}}
}

func (a *API) glances(c *Call) error {
	list, err := a.Service.Glances(c.UserContext(), c.Actor())
	if err != nil {
		return err
	}
	out := List[glanceReply]{Items: make([]glanceReply, 0, len(list))}
	for i := range list {
		out.Items = append(out.Items, a.glanceOf(c, &list[i]))
	}
	return c.Answer(out)
}

func (a *API) glance(c *Call) error {
	g, err := a.Service.Glance(c.UserContext(), c.Actor(), c.Params("measure"))
	if err != nil {
		return err
	}
	return c.Answer(a.glanceOf(c, &g))
}

func (a *API) glanceOf(c *Call, g *evaluation.Glance) glanceReply {
	out := glanceReply{Measure: g.Measure, Number: g.Number, Main: g.Main().Key}
	for i := range g.Figures {
		f := &g.Figures[i]
		out.Figures = append(out.Figures, a.figureOf(f, c.Query("unit")))
		out.Figures[i].Label = a.Text.T(server.Lang(c.Ctx), g.Measure+".glance."+f.Key)
	}
	return out
}

func (a *API) figureOf(f *evaluation.Figure, unit string) figureReply {
	in := evaluation.Amount.Sum
	if unit != "" {
		in = func(amount evaluation.Amount) (int64, int64) { return amount.In(unit) }
	}
	out := figureReply{
		Key: f.Key, Unit: f.Unit, Period: f.Period, Due: f.Due, Late: f.Late, List: a.listOf(f, unit),
		Before: []pointReply{}, Units: []unitReply{}, Trend: []pointReply{},
	}
	out.Value, out.Of = in(f.Now)
	if f.Before != nil {
		before := pointReply{Period: f.BeforePeriod}
		before.Value, before.Of = in(*f.Before)
		out.Before = append(out.Before, before)
	}
	units := maps.Clone(f.Now.N)
	maps.Copy(units, f.Now.Of)
	for _, id := range slices.Sorted(maps.Keys(units)) {
		if unit == "" || unit == id {
			n, of := f.Now.In(id)
			out.Units = append(out.Units, unitReply{id, n, of})
		}
	}
	for _, p := range f.Trend {
		out.Trend = append(out.Trend, pointReply{p.Period, p.N, p.Of})
	}
	return out
}

// listOf is the address of the list of the records of a figure.
func (a *API) listOf(f *evaluation.Figure, unit string) string {
	q, params := f.Query(evaluation.DateOf(a.Now())), url.Values{}
	for _, state := range q.States {
		params.Add("state", string(state))
	}
	for name, value := range map[string]string{
		"unit": unit, "period": strings.Join(q.Periods, ""), "on_from": q.OnFrom.String(), "on_to": q.OnTo.String(), "due_to": q.DueTo.String(),
	} {
		if value != "" {
			params.Set(name, value)
		}
	}
	measure, thing, _ := strings.Cut(f.Kind, ".")
	return Prefix + "/" + measure + "/" + plural(thing) + "?" + params.Encode()
}
