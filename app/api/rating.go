package api

import (
	"net/http"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// factReply is what another measure has on record.
type factReply struct {
	On     evaluation.Date `json:"on"`
	Kind   string          `json:"kind"`
	Record string          `json:"record"`
	Text   string          `json:"text" doc:"In the language of the request"`
	Goes   string          `json:"goes,omitempty" enum:"results,training" doc:"Part of the self-report that it belongs to"`
}

// rating are the routes of measure 7 beside its records. Each shows what the
// policy lets the reader see of the record in its address.
func (a *API) rating() []Route {
	cycle := func(name, summary string, reply any, handle func(*call) error) Route {
		return Route{
			Method: http.MethodGet, Path: "/assessment/cycles/{id}/" + name, ID: "assessment-" + name, Summary: summary,
			Kind: assessment.KindCycle, Reply: reply, Status: http.StatusOK, Fails: unfound(), handle: handle,
		}
	}
	routes := []Route{
		{Method: http.MethodGet, Path: "/assessment/tasks", ID: "assessment-tasks", Summary: "Whom the reader may rate now", Reply: List[assessment.Task]{}, Status: http.StatusOK, handle: a.tasks},
		{Method: http.MethodPost, Path: "/assessment/sheets/{id}/ballot", ID: "assessment-ballot", Summary: "Put a ballot in, once and without a name", Kind: assessment.KindSheet, Input: evaluation.New[assessment.Ballot], Status: http.StatusNoContent, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeRecused, evaluation.CodeConflict, evaluation.CodeState}, handle: a.cast},
		cycle("preflight", "What is missing before the cycle can be opened", List[checkReply]{}, a.preflight),
		cycle("progress", "How many ballots came back, never whose", assessment.Progress{}, a.progress),
		cycle("results", "Participants with their results, in the order of names", List[assessment.Line]{}, a.results),
		cycle("seats", "Places for the excellent grade, taken and left", assessment.Seats{}, a.seats),
		cycle("wall", "Where each participant stands and who has to act next", List[assessment.WallLine]{}, a.wall),
		{Method: http.MethodGet, Path: "/assessment/sheets/{id}/why", ID: "assessment-why", Summary: "Where each figure of a result comes from", Kind: assessment.KindSheet, Reply: whyReply{}, Status: http.StatusOK, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeState}, handle: a.why},
		{Method: http.MethodGet, Path: "/assessment/talks/{id}/prepared", ID: "assessment-prepared", Summary: "What the talker finds before the talk", Kind: assessment.KindTalk, Reply: assessment.Prepared{}, Status: http.StatusOK, Fails: unfound(), handle: a.prepared},
		{Method: http.MethodGet, Path: "/assessment/sheets/{id}/material", ID: "assessment-sheet-material", Summary: "What other measures have on record for the year, to report and to comment by", Kind: assessment.KindSheet, Reply: List[factReply]{}, Status: http.StatusOK, Fails: unfound(), handle: a.material},
		{Method: http.MethodGet, Path: "/assessment/talks/{id}/material", ID: "assessment-talk-material", Summary: "What other measures have on record for the year, to hold the talk by", Kind: assessment.KindTalk, Reply: List[factReply]{}, Status: http.StatusOK, Fails: unfound(), handle: a.material},
	}
	for i := range routes {
		routes[i].Tag = "assessment"
	}
	return routes
}

func (a *API) tasks(c *call) error {
	tasks, err := a.Assessment.Tasks(c.UserContext(), c.actor())
	return listed(c, tasks, err)
}

func (a *API) cast(c *call) error {
	if err := a.Assessment.Cast(c.UserContext(), c.actor(), c.Params("id"), *input[assessment.Ballot](c)); err != nil {
		return err
	}
	return c.nothing()
}

// preflight is for whoever may open the cycle.
func (a *API) preflight(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	if !v.Grants("open") {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	plan, err := evaluation.PayloadOf[assessment.Cycle](v.Record)
	if err != nil {
		return err
	}
	checks, err := a.Assessment.Preflight(c.UserContext(), v.Office, plan)
	out := make([]checkReply, 0, len(checks))
	for _, k := range checks {
		r := checkReply{
			Level: k.Level, Key: k.Say.Key, Text: a.Text.Say(server.Lang(c.Ctx), k.Say), Name: k.Name, Person: k.Person, Unit: k.Unit,
		}
		if k.Then.Key != "" {
			r.Then = a.Text.Say(server.Lang(c.Ctx), k.Then)
		}
		out = append(out, r)
	}
	return listed(c, out, err)
}

func (a *API) progress(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	p, err := a.Assessment.Progress(c.UserContext(), v)
	return one(c, p, err)
}

func (a *API) results(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	lines, err := a.Assessment.Results(c.UserContext(), c.actor(), v)
	return listed(c, lines, err)
}

func (a *API) seats(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	s, err := a.Assessment.Seats(c.UserContext(), v)
	return one(c, s, err)
}

func (a *API) wall(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	lines, err := a.Assessment.Wall(c.UserContext(), v)
	return listed(c, lines, err)
}

func (a *API) why(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	e, err := a.Assessment.Explain(c.UserContext(), v)
	return one(c, whyReply{Version: e.Version, Differs: e.Differs, Result: a.whyOf(e.Tree, server.Lang(c.Ctx))}, err)
}

func (a *API) material(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	facts, err := a.Assessment.Material(c.UserContext(), c.actor(), a.Service.Index, v)
	out := make([]factReply, 0, len(facts))
	for _, f := range facts {
		out = append(out, factReply{On: f.On, Kind: f.Kind, Record: f.Record, Goes: f.Goes, Text: a.Text.Say(server.Lang(c.Ctx), f.Say)})
	}
	return listed(c, out, err)
}

func (a *API) prepared(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	p, err := a.Assessment.PrepareTalk(c.UserContext(), c.actor(), v)
	return one(c, p, err)
}
