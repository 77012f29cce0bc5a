// Package assessment contains the API operations of measure 7 that are not acts on
// records.
package assessment

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// factReply is a fact recorded by another measure.
type factReply struct {
	On     evaluation.Date `json:"on"`
	Kind   string          `json:"kind"`
	Record string          `json:"record"`
	Text   string          `json:"text" doc:"In the language of the request"`
	Goes   string          `json:"goes,omitempty" enum:"results,training" doc:"Part of the self-report that it belongs to"`
}

type operations struct{ *rest.API }

// Operations returns the routes of measure 7 that are not acts. Each shows what the
// reader may see of the record in its address.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	cycle := func(name, summary string, reply any, handle func(*rest.Call) error) rest.Route {
		return rest.Route{
			Method: http.MethodGet, Path: "/assessment/cycles/{id}/" + name, ID: "assessment-" + name, Summary: summary,
			Kind: assessment.KindCycle, Reply: reply, Status: http.StatusOK, Fails: rest.Unfound(), Handle: handle,
		}
	}
	routes := []rest.Route{
		{Method: http.MethodGet, Path: "/assessment/tasks", ID: "assessment-tasks", Summary: "Whom the reader may rate now", Reply: rest.List[assessment.Task]{}, Status: http.StatusOK, Handle: a.tasks},
		{Method: http.MethodPost, Path: "/assessment/sheets/{id}/ballot", ID: "assessment-ballot", Summary: "Put a ballot in, once and without a name", Kind: assessment.KindSheet, Input: evaluation.New[assessment.Ballot], Status: http.StatusNoContent, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeRecused, evaluation.CodeConflict, evaluation.CodeState}, Handle: a.cast},
		cycle("preflight", "What is missing before the cycle can be opened", rest.List[rest.CheckReply]{}, rest.AllAbout(of, a.preflight)),
		cycle("progress", "How many ballots came back, never whose", assessment.Progress{}, rest.About(of, a.progress)),
		cycle("results", "Participants with their results, in the order of names", rest.List[assessment.Line]{}, rest.AllAbout(of, a.results)),
		cycle("seats", "Places for the excellent grade, taken and left", assessment.Seats{}, rest.About(of, a.seats)),
		cycle("wall", "Where each participant stands and who has to act next", rest.List[assessment.WallLine]{}, rest.AllAbout(of, a.wall)),
		{Method: http.MethodGet, Path: "/assessment/sheets/{id}/why", ID: "assessment-why", Summary: "Where each figure of a result comes from", Kind: assessment.KindSheet, Reply: rest.WhyReply{}, Status: http.StatusOK, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeState}, Handle: rest.About(of, a.why)},
		{Method: http.MethodGet, Path: "/assessment/talks/{id}/prepared", ID: "assessment-prepared", Summary: "What the talker finds before the talk", Kind: assessment.KindTalk, Reply: assessment.Prepared{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: rest.About(of, a.prepared)},
		{Method: http.MethodGet, Path: "/assessment/sheets/{id}/material", ID: "assessment-sheet-material", Summary: "What other measures have on record for the year, to report and to comment by", Kind: assessment.KindSheet, Reply: rest.List[factReply]{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: rest.AllAbout(of, a.material)},
		{Method: http.MethodGet, Path: "/assessment/talks/{id}/material", ID: "assessment-talk-material", Summary: "What other measures have on record for the year, to hold the talk by", Kind: assessment.KindTalk, Reply: rest.List[factReply]{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: rest.AllAbout(of, a.material)},
	}
	routes = append(routes, a.manyRoutes()...)
	for i := range routes {
		routes[i].Tag = "assessment"
	}
	return routes
}

func (a *operations) tasks(c *rest.Call) error {
	tasks, err := a.Assessment.Tasks(c.UserContext(), c.Actor())
	return rest.Listed(c, tasks, err)
}

func (a *operations) cast(c *rest.Call) error {
	if err := a.Assessment.Cast(c.UserContext(), c.Actor(), c.Params("id"), *rest.Input[assessment.Ballot](c)); err != nil {
		return err
	}
	return c.Nothing()
}

// preflight is for people who may open the cycle.
func (a *operations) preflight(c *rest.Call, v evaluation.View) ([]rest.CheckReply, error) {
	if !v.Grants("open") {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	plan, err := evaluation.PayloadOf[assessment.Cycle](v.Record)
	if err != nil {
		return nil, err
	}
	checks, err := a.Assessment.Preflight(c.UserContext(), v.Office, plan)
	if err != nil {
		return nil, err
	}
	return a.Checks(c, checks)
}

func (a *operations) progress(c *rest.Call, v evaluation.View) (assessment.Progress, error) {
	out, err := a.Assessment.Progress(c.UserContext(), v)
	if err == nil {
		err = a.lookedAt(c, v)
	}
	return out, err
}

// lookedAt notes the participants of a cycle, whom the answer names.
func (a *operations) lookedAt(c *rest.Call, v evaluation.View) error {
	cycle, err := evaluation.PayloadOf[assessment.Cycle](v.Record)
	if err != nil {
		return err
	}
	var people []string
	for i := range cycle.Participants {
		people = append(people, cycle.Participants[i].Person)
	}
	return a.Service.LookedAt(c.UserContext(), c.Actor(), assessment.KindSheet, people...)
}

func (a *operations) results(c *rest.Call, v evaluation.View) ([]assessment.Line, error) {
	out, err := a.Assessment.Results(c.UserContext(), c.Actor(), v)
	if err == nil {
		err = a.lookedAt(c, v)
	}
	return out, err
}

func (a *operations) seats(c *rest.Call, v evaluation.View) (assessment.Seats, error) {
	return a.Assessment.Seats(c.UserContext(), v)
}

func (a *operations) wall(c *rest.Call, v evaluation.View) ([]assessment.WallLine, error) {
	out, err := a.Assessment.Wall(c.UserContext(), v)
	if err == nil {
		err = a.lookedAt(c, v)
	}
	return out, err
}

func (a *operations) why(c *rest.Call, v evaluation.View) (rest.WhyReply, error) {
	e, err := a.Assessment.Explain(c.UserContext(), v)
	return rest.WhyReply{Version: e.Version, Differs: e.Differs, Result: a.WhyOf(e.Tree, server.Lang(c.Ctx))}, err
}

func (a *operations) material(c *rest.Call, v evaluation.View) ([]factReply, error) {
	facts, err := a.Assessment.Material(c.UserContext(), c.Actor(), a.Service.Index, v)
	out := make([]factReply, 0, len(facts))
	for _, f := range facts {
		out = append(out, factReply{On: f.On, Kind: f.Kind, Record: f.Record, Goes: f.Goes, Text: a.Text.Say(server.Lang(c.Ctx), f.Say)})
	}
	return out, err
}

func (a *operations) prepared(c *rest.Call, v evaluation.View) (assessment.Prepared, error) {
	return a.Assessment.PrepareTalk(c.UserContext(), a.Service, c.Actor(), v)
}
