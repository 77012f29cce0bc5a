package assessment

import (
	"errors"
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/app/server"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
)

// ballotsInput is the body of many ballots.
type ballotsInput struct {
	Ballots []sheetBallot `json:"ballots" maxLength:"200" doc:"One for each person; each is a ballot of its own"`
}

type sheetBallot struct {
	Sheet string `json:"sheet" doc:"Whom it is about: a sheet of /assessment/tasks"`
	assessment.Ballot
}

// gradesInput is the body of many decisions.
type gradesInput struct {
	Grades []sheetGrade `json:"grades" maxLength:"200" doc:"One for each person; each is an act of its own"`
}

type sheetGrade struct {
	Sheet   string `json:"sheet" doc:"The sheet"`
	Version int    `json:"version" minimum:"1" doc:"Version of the sheet that was seen" example:"7"`
	assessment.DecideInput
}

// rowReply is what became of one row. Without a problem it was done.
type rowReply struct {
	Sheet   string          `json:"sheet"`
	Problem *server.Problem `json:"problem,omitempty" doc:"Why it was not done; other rows are not affected"`
}

// manyRoutes are operations on several sheets at once, with a result for each.
func (a *operations) manyRoutes() []rest.Route {
	reply := rest.List[rowReply]{}
	return []rest.Route{
		{Method: http.MethodPost, Path: "/assessment/ballots", ID: "assessment-ballots", Summary: "Put several ballots in, each once and without a name", Input: evaluation.New[ballotsInput], Reply: reply, Status: http.StatusOK, Handle: a.castAll},
		{Method: http.MethodPost, Path: "/assessment/cycles/{id}/grades", ID: "assessment-grades", Summary: "Decide several grades, each by the act decide", Kind: assessment.KindCycle, For: evaluation.Principal, Input: evaluation.New[gradesInput], Reply: reply, Status: http.StatusOK, Fails: rest.Unfound(), Handle: a.decideAll},
	}
}

func (a *operations) castAll(c *rest.Call) error {
	in := rest.Input[ballotsInput](c)
	return a.each(c, len(in.Ballots), func(i int) (string, error) {
		b := &in.Ballots[i]
		return b.Sheet, a.Assessment.Cast(c.UserContext(), c.Actor(), b.Sheet, b.Ballot)
	})
}

// decideAll decides the grades of sheets of one cycle.
func (a *operations) decideAll(c *rest.Call) error {
	v, err := a.Service.Get(c.UserContext(), c.Actor(), c.Params("id"))
	if err != nil {
		return err
	}
	if err := v.Needs(assessment.KindCycle, "participants"); err != nil {
		return err
	}
	known := map[string]bool{}
	cycle, err := evaluation.PayloadOf[assessment.Cycle](v.Record)
	if err != nil {
		return err
	}
	for _, p := range cycle.Participants {
		known[p.Sheet] = true
	}
	in := rest.Input[gradesInput](c)
	return a.each(c, len(in.Grades), func(i int) (string, error) {
		g := &in.Grades[i]
		if !known[g.Sheet] {
			return g.Sheet, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
		}
		_, err := a.Service.Act(c.UserContext(), c.Actor(), g.Sheet, int64(g.Version), "decide", evaluation.Change{Input: &g.DecideInput})
		return g.Sheet, err
	})
}

// each does n rows and answers with the result of each.
func (a *operations) each(c *rest.Call, n int, do func(i int) (sheet string, err error)) error {
	out := make([]rowReply, 0, n)
	for i := range n {
		sheet, err := do(i)
		row := rowReply{Sheet: sheet}
		if err != nil {
			if e, ok := errors.AsType[*evaluation.Error](err); !ok || e.Code == evaluation.CodeInternal {
				return err
			}
			problem := server.ProblemOf(err, a.Text, server.Lang(c.Ctx))
			row.Problem = &problem
		}
		out = append(out, row)
	}
	return rest.Listed(c, out, nil)
}
