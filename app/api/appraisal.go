package api

import (
	"net/http"

	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// codesReply are new codes. They are sent this once and kept nowhere.
type codesReply struct {
	Codes []string `json:"codes" doc:"To be printed and drawn by lot"`
}

// appraising are the routes of measure 3 beside its records. Neither ballots nor
// codes take an Idempotency-Key, because replies to those are kept.
func (a *API) appraising() []Route {
	on := func(path, name, summary, kind string, reply any, handle func(*call) error) Route {
		return Route{
			Method: http.MethodGet, Path: path + "/{id}/" + name, ID: "appraisal-" + name, Summary: summary, Kind: kind, Reply: reply,
			Status: http.StatusOK, Fails: unfound(), handle: handle,
		}
	}
	const rounds, sheets, papers = "/appraisal/rounds", "/appraisal/sheets", "/appraisal/papers"
	why := on(sheets, "why", "Where each figure of a result comes from", appraisal.KindSheet, whyReply{}, a.appraisalWhy)
	why.Fails = append(why.Fails, evaluation.CodeState)
	routes := []Route{
		{Method: http.MethodGet, Path: "/appraisal/tasks", ID: "appraisal-tasks", Summary: "Forms that the reader may fill in now", Reply: List[appraisal.Form]{}, Status: http.StatusOK, handle: a.appraisalTasks},
		{Method: http.MethodPost, Path: rounds + "/{id}/ballot", ID: "appraisal-ballot", Summary: "Put a ballot in, once and without a name", Kind: appraisal.KindRound, Input: evaluation.New[appraisal.Ballot], Status: http.StatusNoContent, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeRecused, evaluation.CodeConflict, evaluation.CodeState}, handle: a.appraisalCast},
		{Method: http.MethodPost, Path: rounds + "/{id}/codes", ID: "appraisal-codes", Summary: "Issue slips for a committee; the codes are sent this once", Kind: appraisal.KindRound, Act: "issue", Record: true, Versioned: true, Input: evaluation.New[appraisal.IssueInput], Reply: codesReply{}, Status: http.StatusCreated, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeForbidden, evaluation.CodeRecused, evaluation.CodeConflict, evaluation.CodeState, evaluation.CodePrecondition}, handle: a.appraisalCodes},
		on(rounds, "preflight", "What is missing before the round can be published", appraisal.KindRound, List[checkReply]{}, a.appraisalPreflight),
		on(rounds, "progress", "How many have voted, never who", appraisal.KindRound, appraisal.Progress{}, a.appraisalProgress),
		on(rounds, "slips", "Slips by committee: issued is used, spoilt and unused", appraisal.KindRound, List[appraisal.Balance]{}, a.appraisalSlips),
		why,
		on(papers, "differences", "What two entries of a batch do not agree on", appraisal.KindPaper, List[appraisal.Difference]{}, a.appraisalDifferences),
	}
	for i := range routes {
		routes[i].Tag = "appraisal"
	}
	return routes
}

func (a *API) appraisalTasks(c *call) error {
	list, err := a.Appraisal.Tasks(c.UserContext(), c.actor())
	return listed(c, list, err)
}

func (a *API) appraisalCast(c *call) error {
	if err := a.Appraisal.Cast(c.UserContext(), c.actor(), c.Params("id"), *input[appraisal.Ballot](c)); err != nil {
		return err
	}
	return c.nothing()
}

func (a *API) appraisalCodes(c *call) error {
	in := input[appraisal.IssueInput](c)
	codes, err := a.Appraisal.Issue(c.UserContext(), a.Service, c.actor(), c.Params("id"), c.version, in.Committee, in.Count)
	return one(c, codesReply{codes}, err)
}

// appraisalPreflight is for whoever may publish the round.
func (a *API) appraisalPreflight(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	if !v.Grants("publish") {
		return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	plan, err := evaluation.PayloadOf[appraisal.Round](v.Record)
	if err != nil {
		return err
	}
	checks, err := a.Appraisal.Preflight(c.UserContext(), v.Office, plan)
	out := make([]checkReply, 0, len(checks))
	for _, k := range checks {
		out = append(out, checkReply{Level: k.Level, Key: k.Say.Key, Text: a.Text.Say(server.Lang(c.Ctx), k.Say), Name: k.Name, Record: k.Record})
	}
	return listed(c, out, err)
}

func (a *API) appraisalProgress(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	p, err := a.Appraisal.Progress(c.UserContext(), v)
	return one(c, p, err)
}

func (a *API) appraisalSlips(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	list, err := a.Appraisal.Slips(c.UserContext(), v)
	return listed(c, list, err)
}

func (a *API) appraisalWhy(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	e, err := a.Appraisal.Explain(c.UserContext(), v)
	return one(c, whyReply{Version: e.Version, Differs: e.Differs, Result: a.whyOf(e.Tree, server.Lang(c.Ctx))}, err)
}

func (a *API) appraisalDifferences(c *call) error {
	v, err := a.get(c)
	if err != nil {
		return err
	}
	list, err := a.Appraisal.Differences(c.UserContext(), v)
	return listed(c, list, err)
}
