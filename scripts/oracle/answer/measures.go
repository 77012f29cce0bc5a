package main

import (
	"kaoji/evaluation"
	"kaoji/evaluation/assign"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/reminder"
)

func init() {
	on("reminder.concentrate", func(in struct {
		Exposed []reminder.Exposed         `json:"exposed"`
		By      map[string][]reminder.Item `json:"by"`
		Limits  reminder.Limits            `json:"limits"`
	},
	) (any, error) {
		return reminder.Concentrate(in.Exposed, in.By, in.Limits), nil
	})
	on("reminder.within", func(in struct {
		Records []reminder.Exposure `json:"records"`
		First   evaluation.Date     `json:"first"`
		Last    evaluation.Date     `json:"last"`
	},
	) (any, error) {
		units, people := reminder.Within(in.Records, reminder.BasisCases, in.First, in.Last)
		return map[string]any{"units": units, "people": people}, nil
	})
	on("reminder.once", func(in struct {
		Items  []reminder.Item `json:"items"`
		Within int             `json:"within"`
	},
	) (any, error) {
		counted, repeated := reminder.Once(in.Items, in.Within)
		return map[string][]reminder.Item{"counted": counted, "repeated": repeated}, nil
	})
	on("bonus.compute", divide)
	on("assign.solve", solve)
}

func divide(in struct {
	Plan  bonus.Plan   `json:"plan"`
	Pool  int64        `json:"pool"`
	Lines []bonus.Line `json:"lines"`
},
) (any, error) {
	o, err := bonus.Compute(&in.Plan, in.Pool, in.Lines)
	if err != nil {
		return nil, err
	}
	amounts := make([]int64, len(o.Shares))
	for i := range o.Shares {
		amounts[i] = o.Shares[i].Amount
	}
	return map[string]any{"amounts": amounts, "taking": o.Taking(), "left": o.Left, "classes": o.Classes(in.Plan.Classes)}, nil
}

// found is a plan as far as two programs have to agree on it: plans of equal
// cost may differ.
type found struct {
	Found  bool  `json:"found"`
	Proven bool  `json:"proven"`
	Total  int64 `json:"total"`
	Bound  int64 `json:"bound"`
	Cols   []int `json:"cols"`
}

func of(p assign.Plan) found { return found{p.Found(), p.Proven, p.Total, p.Bound, p.Cols} }

func solve(in struct {
	Problem assign.Problem `json:"problem"`
	Pairs   []assign.Pair  `json:"pairs"` // to be had and to be gone without
	Nodes   int            `json:"nodes"`
},
) (any, error) {
	o := assign.Options{Nodes: in.Nodes}
	best, err := assign.Solve(&in.Problem, o)
	if err != nil {
		return nil, err
	}
	var with, without []found
	for _, at := range in.Pairs {
		p, err := assign.With(&in.Problem, at, o)
		if err != nil {
			return nil, err
		}
		near := o
		near.From = best.Proof
		if best.Found() && best.Cols[at.Row] == at.Col {
			near.Near = best.Cols
		}
		q, err := assign.Without(&in.Problem, at, near)
		if err != nil {
			return nil, err
		}
		with, without = append(with, of(p)), append(without, of(q))
	}
	return map[string]any{"best": of(best), "with": with, "without": without}, nil
}
