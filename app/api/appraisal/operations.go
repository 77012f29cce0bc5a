// Package appraisal contains the API operations of measure 3 that are not acts on
// records.
package appraisal

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// codesReply are new codes. They are sent only once and not stored.
type codesReply struct {
	Codes []string `json:"codes" doc:"To be printed and drawn by lot"`
}

type operations struct{ *rest.API }

// Operations returns the routes of measure 3 that are not acts. Ballots and codes
// have no Idempotency-Key, because replies with a key are stored.
func Operations(of *rest.API) []rest.Route {
	a := &operations{of}
	on := func(path, name, summary, kind string, reply any, handle func(*rest.Call) error) rest.Route {
		return rest.Route{
			Method: http.MethodGet, Path: path + "/{id}/" + name, ID: "appraisal-" + name, Summary: summary, Kind: kind, Reply: reply,
			Status: http.StatusOK, Fails: rest.Unfound(), Handle: handle,
		}
	}
	const rounds, sheets, papers = "/appraisal/rounds", "/appraisal/sheets", "/appraisal/papers"
	why := on(sheets, "why", "Where each figure of a result comes from", appraisal.KindSheet, rest.WhyReply{}, rest.About(of, a.appraisalWhy))
	why.Fails = append(why.Fails, evaluation.CodeState)
	routes := []rest.Route{
		{Method: http.MethodGet, Path: "/appraisal/tasks", ID: "appraisal-tasks", Summary: "Forms that the reader may fill in now", Reply: rest.List[appraisal.Form]{}, Status: http.StatusOK, Handle: a.appraisalTasks},
		{Method: http.MethodPost, Path: rounds + "/{id}/ballot", ID: "appraisal-ballot", Summary: "Put a ballot in, once and without a name", Kind: appraisal.KindRound, Input: evaluation.New[appraisal.Ballot], Status: http.StatusNoContent, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeRecused, evaluation.CodeConflict, evaluation.CodeState}, Handle: a.appraisalCast},
		{Method: http.MethodPost, Path: rounds + "/{id}/codes", ID: "appraisal-codes", Summary: "Issue slips for a committee; the codes are sent this once", Kind: appraisal.KindRound, Act: "issue", Record: true, Versioned: true, Input: evaluation.New[appraisal.IssueInput], Reply: codesReply{}, Status: http.StatusCreated, Fails: []evaluation.Code{evaluation.CodeNotFound, evaluation.CodeForbidden, evaluation.CodeRecused, evaluation.CodeConflict, evaluation.CodeState, evaluation.CodePrecondition}, Handle: a.appraisalCodes},
		on(rounds, "preflight", "What is missing before the round can be published", appraisal.KindRound, rest.List[rest.CheckReply]{}, rest.AllAbout(of, a.appraisalPreflight)),
		on(rounds, "progress", "How many have voted, never who", appraisal.KindRound, appraisal.Progress{}, rest.About(of, a.appraisalProgress)),
		on(rounds, "slips", "Slips by committee: issued is used, spoilt and unused", appraisal.KindRound, rest.List[appraisal.Balance]{}, rest.AllAbout(of, a.appraisalSlips)),
		why,
		on(papers, "differences", "What two entries of a batch do not agree on", appraisal.KindPaper, rest.List[appraisal.Difference]{}, rest.AllAbout(of, a.appraisalDifferences)),
	}
	for i := range routes {
		routes[i].Tag = "appraisal"
	}
	return routes
}

func (a *operations) appraisalTasks(c *rest.Call) error {
	list, err := a.Appraisal.Tasks(c.UserContext(), c.Actor())
	return rest.Listed(c, list, err)
}

func (a *operations) appraisalCast(c *rest.Call) error {
	if err := a.Appraisal.Cast(c.UserContext(), c.Actor(), c.Params("id"), *rest.Input[appraisal.Ballot](c)); err != nil {
		return err
	}
	return c.Nothing()
}

func (a *operations) appraisalCodes(c *rest.Call) error {
	in := rest.Input[appraisal.IssueInput](c)
	codes, err := a.Appraisal.Issue(c.UserContext(), a.Service, c.Actor(), c.Params("id"), c.Version, in.Committee, in.Count)
	return rest.One(c, codesReply{codes}, err)
}

// appraisalPreflight is for people who may publish the round.
func (a *operations) appraisalPreflight(c *rest.Call, v evaluation.View) ([]rest.CheckReply, error) {
	if !v.Grants("publish") {
		return nil, evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	plan, err := evaluation.PayloadOf[appraisal.Round](v.Record)
	if err != nil {
		return nil, err
	}
	checks, err := a.Appraisal.Preflight(c.UserContext(), v.Office, plan)
	if err != nil {
		return nil, err
	}
	return a.Checks(c, checks)
}

func (a *operations) appraisalProgress(c *rest.Call, v evaluation.View) (appraisal.Progress, error) {
	return a.Appraisal.Progress(c.UserContext(), v)
}

func (a *operations) appraisalSlips(c *rest.Call, v evaluation.View) ([]appraisal.Balance, error) {
	return a.Appraisal.Slips(c.UserContext(), v)
}

func (a *operations) appraisalWhy(c *rest.Call, v evaluation.View) (rest.WhyReply, error) {
	e, err := a.Appraisal.Explain(c.UserContext(), v)
	return rest.WhyReply{Version: e.Version, Differs: e.Differs, Result: a.WhyOf(e.Tree, server.Lang(c.Ctx))}, err
}

func (a *operations) appraisalDifferences(c *rest.Call, v evaluation.View) ([]appraisal.Difference, error) {
	return a.Appraisal.Differences(c.UserContext(), v)
}
