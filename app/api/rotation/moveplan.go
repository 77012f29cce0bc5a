package rotation

import (
	"net/http"

	"kaoji/app/api/rest"
	"kaoji/evaluation"
	"kaoji/evaluation/rotation"
)

// planCheck says whether recomputing the stored inputs gives the plan.
type planCheck struct {
	Same   bool  `json:"same" doc:"worked out again, the result is the same"`
	Total  int64 `json:"total" doc:"total cost"`
	Bound  int64 `json:"bound" doc:"no plan that keeps all conditions costs less"`
	Proven bool  `json:"proven" doc:"the plan is one of least cost, or there is none"`
}

// movePlans returns the routes of rotation plans that are not acts.
func (a *operations) movePlans() []rest.Route {
	get := http.MethodGet
	return []rest.Route{
		{Method: get, Path: "/rotation/plans/{id}/moves", ID: "rotation-plan-moves", Tag: "rotation", Kind: rotation.KindPlan, Summary: "Moves of a plan that was submitted, as far as they are for the reader", Reply: rest.List[rotation.Move]{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: rest.AllAbout(a.API, a.planMoves)},
		{Method: get, Path: "/rotation/plans/{id}/check", ID: "rotation-plan-check", Tag: "rotation", Kind: rotation.KindPlan, Summary: "Work a plan out again from what is stored and compare", Reply: planCheck{}, Status: http.StatusOK, Fails: rest.Unfound(), Handle: rest.About(a.API, a.planCheck)},
	}
}

func (a *operations) planMoves(c *rest.Call, v evaluation.View) ([]rotation.Move, error) {
	return a.Rotation.PlanMoves(c.UserContext(), c.Actor(), evaluation.DateOf(a.Now()), &v)
}

func (a *operations) planCheck(_ *rest.Call, v evaluation.View) (planCheck, error) {
	p, err := evaluation.PayloadOf[rotation.MovePlan](v.Record)
	if err != nil {
		return planCheck{}, err
	}
	if p.Result == nil || len(p.Candidates) == 0 { // not computed, or the reader may not see it
		return planCheck{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	same, err := p.Same(p.Result)
	return planCheck{Same: same, Total: p.Result.Total, Bound: p.Result.Bound, Proven: p.Result.Proven}, err
}
