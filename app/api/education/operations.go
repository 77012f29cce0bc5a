// Package education contains the API operations of measure 5 that are not acts on
// records.
package education

import (
	"net/http"
	"slices"
	"strconv"

	"kaoji/app/api/rest"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
	"kaoji/evaluation/roster"
)

type operations struct{ *rest.API }

// Operations returns the routes of measure 5 that are not acts.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	about := func(path, name, summary, kind string, reply any, handle func(*rest.Call) error) rest.Route {
		return rest.Route{
			Method: http.MethodGet, Path: path + "/{id}/" + name, ID: "education-" + name, Tag: "education", Summary: summary, Kind: kind, Reply: reply,
			Status: http.StatusOK, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeForbidden, evaluation.CodeState}, Handle: handle,
		}
	}
	return []rest.Route{
		{
			Method: http.MethodGet, Path: "/education/hours/{year}", ID: "education-hours", Tag: "education",
			Summary: "Hours of a calendar year, each with what they were added up from, of the people whom the reader sees",
			Query:   []rest.Param{{Name: "subject", Doc: "Person", Many: true}, {Name: "unit", Doc: "Department", Many: true}},
			Reply:   rest.List[education.Tally]{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: a.learned,
		},
		about("/education/campaigns", "completion", "Completion by department, as far as the reader sees it", education.KindCampaign, rest.List[education.UnitCompletion]{}, rest.AllAbout(of, a.completion)),
		about("/education/sessions", "attendance", "The list of a session, for those who keep it", education.KindSession, rest.List[education.Attending]{}, rest.AllAbout(of, a.attendance)),
		about("/education/sessions", "code", "The code that the screen shows now, for those who keep the list", education.KindSession, education.Code{}, rest.About(of, a.sessionCode)),
		about("/education/parts", "test", "The questions of the own test, without their answers", education.KindPart, rest.List[education.Question]{}, rest.AllAbout(of, a.paper)),
	}
}

func (a *operations) learned(c *rest.Call) error {
	year, err := strconv.Atoi(c.Params("year"))
	if err != nil || year < 2000 || year > 2199 {
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	people, units := c.Many("subject"), c.Many("unit")
	list, err := a.Education.Years(c.UserContext(), a.Service, c.Actor(), evaluation.DateOf(a.Now()), year, func(m *roster.Member) bool {
		return (len(people) == 0 || slices.Contains(people, m.ID)) && (len(units) == 0 || slices.Contains(units, m.Department))
	})
	return rest.Listed(c, list, err)
}

func (a *operations) completion(c *rest.Call, v evaluation.View) ([]education.UnitCompletion, error) {
	return education.Completion(c.UserContext(), a.Service, c.Actor(), v.ID)
}

func (a *operations) attendance(c *rest.Call, v evaluation.View) ([]education.Attending, error) {
	list, err := a.Education.Attendance(c.UserContext(), a.Service, c.Actor(), v)
	var people []string
	for i := range list {
		people = append(people, list[i].Person)
	}
	if err == nil {
		err = a.Service.LookedAt(c.UserContext(), c.Actor(), education.KindPart, people...)
	}
	return list, err
}

func (a *operations) sessionCode(_ *rest.Call, v evaluation.View) (education.Code, error) {
	return a.Education.CodeOf(v, a.Now())
}

func (a *operations) paper(c *rest.Call, v evaluation.View) ([]education.Question, error) {
	return a.Education.Paper(c.UserContext(), v)
}
