package assessment

import (
	"context"
	"fmt"
	"math/big"
	"reflect"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Node is one figure with where it comes from; Groups are of raters.
type Node = desk.Node

// Explanation answers "why this result".
type Explanation struct {
	Version string `json:"version"` // of the rule pack
	Tree    Node   `json:"-"`
	Differs bool   `json:"differs"` // working it out again from the stored ballots gives something else
}

// Explain works the result of a sheet out again from the stored ballots and
// says how. The view needs sight of the result. What the floor hides is not in
// the explanation either.
func (s *Service) Explain(ctx context.Context, sheet evaluation.View) (Explanation, error) {
	if err := sees(sheet, KindSheet, "result"); err != nil {
		return Explanation{}, err
	}
	r, err := s.Ledger.Get(ctx, sheet.Office, sheet.ID) // the view may lack the groups and rules
	if err != nil {
		return Explanation{}, err
	}
	sh, err := evaluation.PayloadOf[Sheet](r)
	if err != nil {
		return Explanation{}, err
	}
	if sh.Result == nil {
		return Explanation{}, desk.WrongState("assessment.no_result")
	}
	cast, err := s.ballots(ctx, r.Office, r.ID, sh.Groups)
	if err != nil {
		return Explanation{}, err
	}
	now, err := Compute(cast, sh.Rules)
	if err != nil {
		return Explanation{}, err
	}
	return Explanation{Version: sh.Rules.Version, Tree: tree(now), Differs: !reflect.DeepEqual(now, *sh.Result)}, nil
}

// tree is a result as figures with their formulas.
func tree(r Result) Node {
	root := Node{Label: evaluation.Say("assessment.why.total"), Rule: "rating.weights", Value: "—"}
	var up, down []string
	for _, g := range r.Groups {
		root.Children = append(root.Children, groupNode(g))
		if g.State == GroupShown {
			up = append(up, points(g.Weight)+"×"+points(g.Mean))
		} else if g.State != GroupEmpty {
			up = append(up, points(g.Weight)+"×?")
		}
		if g.State != GroupEmpty {
			down = append(down, points(g.Weight))
		}
	}
	if r.Shown {
		root.Value = points(r.Total)
		root.Formula = fmt.Sprintf("(%s) ÷ (%s) = %s", strings.Join(up, " + "), strings.Join(down, " + "), root.Value)
	}
	root.Children = append(root.Children, around(r)...)
	return root
}

// groupNode is a group's mean, or why there is none to see.
func groupNode(g GroupResult) Node {
	n := Node{Label: evaluation.Say("assessment.why.group."+g.State, "usable", g.Usable, "returned", g.Returned, "eligible", g.Eligible), Groups: g.Codes, Value: "—"}
	switch g.State {
	case GroupShown:
		n.Value = points(g.Mean)
		n.Formula = fmt.Sprintf("Σ ÷ %d = %s", g.Usable, n.Value)
		if len(g.Codes) > 1 {
			n.Rule = "rating.floor.below"
		}
		if g.Trimmed > 0 {
			n.Children = append(n.Children, Node{Label: evaluation.Say("assessment.why.trimmed"), Value: points(g.Trimmed), Rule: "rating.trim"})
		}
	case GroupHidden:
		n.Rule = "rating.floor"
	case GroupComplement:
		n.Rule = "rating.complement"
	}
	return n
}

// around are the figures beside the total: whether it is valid, what was
// re-weighted, the votes and their signals.
func around(r Result) []Node {
	share := func(key, rule string, part, whole int) Node {
		v := "—"
		if whole > 0 {
			v = points(hundredths(big.NewRat(int64(100*part), int64(whole)))) + "%"
		}
		return Node{Label: evaluation.Say(key), Formula: fmt.Sprintf("%d ÷ %d", part, whole), Value: v, Rule: rule}
	}
	out := []Node{
		share("assessment.why.attendance", "rating.attendance", r.Returned, r.Eligible),
		share("assessment.why.usable", "rating.usable", r.Usable, r.Returned),
	}
	if r.Reweighted > 0 {
		out = append(out, Node{Label: evaluation.Say("assessment.why.reweighted"), Value: points(r.Reweighted) + "%", Rule: "rating.weights"})
	}
	if !r.Shown {
		return out
	}
	v := r.Votes
	all := v.Excellent + v.Competent + v.Basic + v.Incompetent
	return append(out,
		share("assessment.why.competent", "assessment.signal.competent", v.Excellent+v.Competent, all),
		share("assessment.why.incompetent", "assessment.signal.incompetent", v.Incompetent, all),
	)
}

// points writes hundredths: 8840 is 88.40. It serves basis points too: 3500 is 35.00.
func points(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
