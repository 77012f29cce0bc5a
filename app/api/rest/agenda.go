package rest

import (
	"context"

	"kaoji/app/server"
	"kaoji/evaluation"
)

// agendaReply is an evaluation.CalendarSpan.
type agendaReply struct {
	Items []agendaItem `json:"items" doc:"In the order of days"`
	More  []string     `json:"more" doc:"Kinds of which there is more on these days; GET their lists with on_from and on_to"`
}

// agendaItem is an evaluation.CalendarEntry.
type agendaItem struct {
	Day    evaluation.Date `json:"day"`
	Time   string          `json:"time" doc:"Hour and minute; empty for the whole day"`
	Kind   string          `json:"kind"`
	Way    string          `json:"way" doc:"What the day is: something opens, closes, or takes place"`
	What   string          `json:"what" doc:"In words; empty: these records wait for the reader, see /tasks"`
	State  string          `json:"state"`
	N      int64           `json:"n" doc:"Number of records"`
	Record string          `json:"record" doc:"Id of the record, or of the first one; empty if they were only counted"`
}

// longestSpan is how many days one request has at most.
const longestSpan = 366

// daysOfAgenda are the days of a request: without them those of the present month or year.
func daysOfAgenda(present string) []Param {
	return []Param{
		{Name: "from", Doc: "First day; without it, of this " + present, Example: "2026-12-01", Date: true},
		{Name: "to", Doc: "Last day, of at most 366; without it, a " + present + " from the first", Example: "2026-12-31", Date: true},
	}
}

// agenda answers with the reader's own calendar.
func (a *API) agenda(c *Call) error { return a.agendaFrom(c, 1, a.Service.Calendar) }

// agendaOfYear answers with what opens and closes in the whole office.
func (a *API) agendaOfYear(c *Call) error { return a.agendaFrom(c, 12, a.Service.CalendarOfYear) }

func (a *API) agendaFrom(c *Call, months int, calendar func(context.Context, evaluation.Actor, evaluation.Date, evaluation.Date) (evaluation.CalendarSpan, error)) error {
	first, last, err := a.span(c, months)
	if err != nil {
		return err
	}
	span, err := calendar(c.UserContext(), c.Actor(), first, last)
	if err != nil {
		return err
	}
	return c.Answer(a.agendaOf(c, &span))
}

// span is the first and the last day of a request; without them it begins with the present
// part of the year, of so many months, and is as long.
func (a *API) span(c *Call, months int) (first, last evaluation.Date, err error) {
	first, last = c.day("from"), c.day("to")
	if first.IsZero() {
		today := evaluation.DateOf(a.Now())
		first = evaluation.NewDate(today.Year(), today.Month(), 1)
		if months > 1 {
			first = evaluation.NewDate(today.Year(), 1, 1)
		}
	}
	if last.IsZero() {
		last = first.AddMonths(months).AddDays(-1)
	}
	m := evaluation.Mistakes{}
	if n := first.DaysUntil(last); n < 0 || n >= longestSpan {
		m.Add("to", "error.day.span", "from", first, "to", first.AddDays(longestSpan-1))
	}
	return first, last, m.Err()
}

func (a *API) agendaOf(c *Call, span *evaluation.CalendarSpan) agendaReply {
	out := agendaReply{Items: make([]agendaItem, 0, len(span.Entries)), More: append([]string{}, span.More...)}
	for i := range span.Entries {
		e := &span.Entries[i]
		item := agendaItem{Day: e.Day, Time: e.Time, Kind: e.Kind, Way: string(e.Way), State: string(e.State), N: e.N}
		if e.Key != "" {
			item.What = a.Text.T(server.Lang(c.Ctx), e.Kind+".day."+e.Key)
		}
		if e.View != nil {
			item.Record = e.View.ID
		}
		out.Items = append(out.Items, item)
	}
	return out
}
