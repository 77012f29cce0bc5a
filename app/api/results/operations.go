// Package results contains the API operation of 结果运用 that is not an act on records: the
// lists of what follows from the grades of a year.
package results

import (
	"net/http"
	"slices"
	"strconv"

	"kaoji/app/api/rest"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// resultsReply is what follows from the grades of a year. Nothing follows by itself.
type resultsReply struct {
	Year   int               `json:"year" example:"2025"`
	People int               `json:"people" doc:"Civil servants, for whom the lists are made"`
	Others int               `json:"others" doc:"People of the office under other rules, or assessed above; they stand on no list"`
	Lists  []resultListReply `json:"lists" doc:"Those with anybody on them, in the order of rules A-40 to A-51"`
}

type resultListReply struct {
	What  string            `json:"what" enum:"commend,merit,rank,step,level,admonish,improve,adjust,demote,dismiss,barred,bonus,no_bonus"`
	Lines []resultLineReply `json:"lines" doc:"In the order of the roster"`
}

// resultLineReply is one person on a list, with the years that carry it.
type resultLineReply struct {
	Person    string             `json:"person"`
	Name      string             `json:"name"`
	Unit      string             `json:"unit" doc:"Department"`
	Rule      string             `json:"rule" doc:"Key in the rule pack"`
	Years     []int              `json:"years" doc:"That carry it, in ascending order"`
	Broken    []resultYearReply  `json:"broken" doc:"Years between or after them that do not count"`
	Lapsed    []int              `json:"lapsed" doc:"Those of years whose grade does not carry what was noted any more; nothing is withdrawn by itself"`
	Formed    []int              `json:"formed" doc:"Those of years whose grade is known from the appointment form alone"`
	Elsewhere []int              `json:"elsewhere" doc:"Those of years that an earlier office assessed"`
	Bars      []resultBarReply   `json:"bars" doc:"Penalties and open investigations that exclude a promotion today, if the line is one"`
	Grades    []resultGradeReply `json:"grades" doc:"Of these years; a year without one is not listed"`
	First     bool               `json:"first" doc:"Nothing of the kind is noted: earlier years may be used up already"`
	Open      bool               `json:"open" doc:"Something is still to be noted"`
	Done      *resultDoneReply   `json:"done,omitempty" doc:"How it was noted as done; of improve, the admonition"`
}

// resultYearReply is a year that does not count.
type resultYearReply struct {
	Year int      `json:"year"`
	Why  []string `json:"why" doc:"Why it has no grade, in the language of the request, as far as it is known"`
}

type resultBarReply struct {
	Kind  string          `json:"kind" doc:"As in the entry of the roster" example:"demerit"`
	Rule  string          `json:"rule" doc:"Key in the rule pack"`
	Until evaluation.Date `json:"until,omitzero" doc:"Last day; none is known if it is missing"`
}

type resultGradeReply struct {
	Year  int    `json:"year"`
	Grade string `json:"grade" enum:"excellent,competent,basic,incompetent,none"`
}

type resultDoneReply struct {
	Record    string          `json:"record" doc:"A results.use record"`
	On        evaluation.Date `json:"on"`
	Document  string          `json:"document,omitempty"`
	ImproveBy evaluation.Date `json:"improve_by,omitzero" doc:"Last day for the improvement after an admonition"`
	ReviewOn  evaluation.Date `json:"review_on,omitzero" doc:"Day on which the improvement is looked at, while it waits"`
	Reviewed  evaluation.Date `json:"reviewed,omitzero" doc:"Day of the last review"`
	Outcome   string          `json:"outcome,omitempty" doc:"Of the last review"`
}

type operations struct{ *rest.API }

// Operations returns the route of 结果运用 that is no act.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	return []rest.Route{{
		Method: http.MethodGet, Path: "/results/lists", ID: "results-lists", Tag: "results", Summary: "What the rules say follows from the grades of a year, and by which years; nothing follows by itself",
		For: results.Readers(), Query: []rest.Param{
			{Name: "year", Doc: "Of the grades (the last one that is over)", Max: evaluation.LastYear},
			{Name: "what", Doc: "Only these lists", Many: true, Choices: results.All()},
		}, Reply: resultsReply{}, Status: http.StatusOK, Handle: a.lists,
	}}
}

// lists answers with the lists of a year and records that the reader looked at the grades
// of whom they are about.
func (a *operations) lists(c *rest.Call) error {
	today := evaluation.DateOf(a.Now())
	year, err := strconv.Atoi(c.Query("year", strconv.Itoa(today.Year()-1)))
	if err != nil || year > today.Year() {
		return evaluation.Mistake("year", evaluation.Say("results.year_to_come"))
	}
	of, err := a.Results.Lists(c.UserContext(), c.Actor().Office, year, today, "")
	if err != nil {
		return err
	}
	book, err := a.Roster.Book(c.UserContext(), c.Actor().Office)
	if err != nil {
		return err
	}
	now, then := book.On(today), book.On(evaluation.NewDate(year, 12, 31))
	only := c.Many("what")
	say := func(p evaluation.Problem) string { return a.Text.Say(server.Lang(c.Ctx), p) }
	out, people := resultsReply{Year: year, People: of.People, Others: of.Others, Lists: []resultListReply{}}, []string{}
	for i := range of.Lines {
		l := &of.Lines[i]
		if len(only) > 0 && !slices.Contains(only, l.What) {
			continue
		}
		m, here := now.Member(l.Person)
		if !here { // has left since
			m, _ = then.Member(l.Person)
		}
		if n := len(out.Lists); n == 0 || out.Lists[n-1].What != l.What {
			out.Lists = append(out.Lists, resultListReply{What: l.What})
		}
		list := &out.Lists[len(out.Lists)-1]
		list.Lines, people = append(list.Lines, lineOf(l, &m, say)), append(people, l.Person)
	}
	return rest.One(c, out, a.Service.LookedAt(c.UserContext(), c.Actor(), results.KindUse, people...))
}

func lineOf(l *results.Line, m *roster.Member, say func(evaluation.Problem) string) resultLineReply {
	out := resultLineReply{
		Person: l.Person, Name: m.Name, Unit: m.DepartmentName, Rule: l.Rule, Years: l.Years, Broken: []resultYearReply{}, Lapsed: append([]int{}, l.Lapsed...), Formed: append([]int{}, l.Formed...),
		Elsewhere: append([]int{}, l.Elsewhere...), Bars: []resultBarReply{}, Grades: []resultGradeReply{}, First: l.First, Open: l.Open(),
	}
	for _, y := range l.Broken {
		year := resultYearReply{y, []string{}}
		for _, why := range l.Why[y] {
			year.Why = append(year.Why, say(why))
		}
		out.Broken = append(out.Broken, year)
	}
	for _, b := range l.Bars {
		out.Bars = append(out.Bars, resultBarReply{b.Kind, b.Rule, b.Until})
	}
	for _, y := range slices.Sorted(slices.Values(slices.Concat(l.Years, l.Broken))) {
		if grade := l.Of[y]; grade != "" {
			out.Grades = append(out.Grades, resultGradeReply{y, grade})
		}
	}
	if d := l.Done; d != nil {
		out.Done = &resultDoneReply{d.Record, d.On, d.Document, d.ImproveBy, d.ReviewOn, d.Reviewed, d.Outcome}
	}
	return out
}
