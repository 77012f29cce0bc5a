package api

import (
	"net/http"

	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// planCheck says whether a plan is what its stored inputs give.
type planCheck struct {
	Same   bool  `json:"same" doc:"worked out again, the result is the same"`
	Total  int64 `json:"total" doc:"total cost"`
	Bound  int64 `json:"bound" doc:"no plan that keeps all conditions costs less"`
	Proven bool  `json:"proven" doc:"the plan is one of least cost, or there is none"`
}

// movePlans are the routes of rotation plans beside their records.
func (a *API) movePlans() []Route {
	get := http.MethodGet
	return []Route{
		{Method: get, Path: "/rotation/plans/{id}/moves", ID: "rotation-plan-moves", Tag: "rotation", Kind: rotation.KindPlan, Summary: "Moves of a plan that was submitted, as far as they are for the reader", Reply: List[rotation.Move]{}, Status: http.StatusOK, Fails: unfound(), handle: a.planMoves},
		{Method: get, Path: "/rotation/plans/{id}/check", ID: "rotation-plan-check", Tag: "rotation", Kind: rotation.KindPlan, Summary: "Work a plan out again from what is stored and compare", Reply: planCheck{}, Status: http.StatusOK, Fails: unfound(), handle: a.planCheck},
	}
}

func (a *API) planMoves(c *call) error {
	v, err := a.plan(c)
	if err != nil {
		return err
	}
	list, err := a.Rotation.PlanMoves(c.UserContext(), c.actor(), evaluation.DateOf(a.Now()), v.ID)
	if err != nil {
		return err
	}
	return c.answer(List[rotation.Move]{Items: list})
}

// plan is a rotation plan that the reader may see.
func (a *API) plan(c *call) (evaluation.View, error) {
	v, err := a.get(c)
	if err == nil && v.Kind != rotation.KindPlan {
		err = evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return v, err
}

func (a *API) planCheck(c *call) error {
	v, err := a.plan(c)
	if err != nil {
		return err
	}
	p, err := evaluation.PayloadOf[rotation.MovePlan](v.Record)
	if err != nil {
		return err
	}
	if p.Result == nil || len(p.Candidates) == 0 { // not worked out, or not for these eyes
		return evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	same, err := p.Same(p.Result)
	return one(c, planCheck{Same: same, Total: p.Result.Total, Bound: p.Result.Bound, Proven: p.Result.Proven}, err)
}
