package api

import (
	"net/http"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
)

// learning are the routes of measure 5 beside its records.
func (a *API) learning() []Route {
	about := func(path, name, summary, kind string, reply any, handle func(*call) error) Route {
		return Route{
			Method: http.MethodGet, Path: path + "/{id}/" + name, ID: "education-" + name, Tag: "education", Summary: summary, Kind: kind, Reply: reply,
			Status: http.StatusOK, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeForbidden, evaluation.CodeState}, handle: handle,
		}
	}
	return []Route{
		{
			Method: http.MethodGet, Path: "/education/hours/{year}", ID: "education-hours", Tag: "education",
			Summary: "Hours of a calendar year, each with what they were added up from, of the people whom the reader sees",
			Query:   []Param{{Name: "subject", Doc: "Person", Many: true}, {Name: "unit", Doc: "Department", Many: true}},
			Reply:   List[education.Tally]{}, Status: http.StatusOK, Fails: unfound(), handle: a.learned,
		},
		about("/education/campaigns", "completion", "Completion by department, as far as the reader sees it", education.KindCampaign, List[education.UnitCompletion]{}, a.completion),
		about("/education/sessions", "attendance", "The list of a session, for those who keep it", education.KindSession, List[education.Attending]{}, a.attendance),
		about("/education/sessions", "code", "The code that the screen shows now, for those who keep the list", education.KindSession, education.Code{}, a.sessionCode),
		about("/education/parts", "test", "The questions of the own test, without their answers", education.KindPart, List[education.Question]{}, a.paper),
	}
}

func (a *API) learned(c *call) error {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || year < 2000 || year > 2199 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	people, units := c.many("subject"), c.many("unit")
	list, err := a.Education.Years(c.UserContext(), a.Service, c.actor(), evaluation.DateOf(a.Now()), year, func(m *roster.Member) bool {
		return (len(people) == 0 || slices.Contains(people, m.ID)) && (len(units) == 0 || slices.Contains(units, m.Department))
	})
	return listed(c, list, err)
}

func (a *API) completion(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	list, err := education.Completion(c.UserContext(), a.Service, c.actor(), v.ID)
	return listed(c, list, err)
}

func (a *API) attendance(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	list, err := a.Education.Attendance(c.UserContext(), c.actor(), v)
	return listed(c, list, err)
}

func (a *API) sessionCode(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	code, err := a.Education.CodeOf(v, a.Now())
	return one(c, code, err)
}

func (a *API) paper(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	list, err := a.Education.Paper(c.UserContext(), v)
	return listed(c, list, err)
}
