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

// Node is one figure with its origin.
type Node = desk.Node

// Explanation answers "why this result".
type Explanation struct {
	Version string `json:"version"` // of the rule pack
	Tree    Node   `json:"-"`
	Differs bool   `json:"differs"` // recomputing from the stored ballots gives another result
}

// Explain recomputes the result of a sheet from the stored ballots and returns the
// steps. The view must include the result. Figures hidden by the anonymity floor
// are not in the explanation either.
func (s *Service) Explain(ctx context.Context, sheet evaluation.View) (Explanation, error) {
	if err := sheet.Needs(KindSheet, "result"); err != nil {
		return Explanation{}, err
	}
	r, err := s.Ledger.Get(ctx, sheet.Office, sheet.ID) // the view may not include the groups and rules
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
	work := Compute
	if !sh.Result.Weighted {
		work = computeBefore
	}
	now, err := work(cast, sh.Rules)
	if err != nil {
		return Explanation{}, err
	}
	return Explanation{Version: sh.Rules.Version, Tree: tree(now), Differs: !reflect.DeepEqual(now, *sh.Result)}, nil
}

// tree returns a result as figures with their formulas.
func tree(r Result) Node {
	root := Node{Label: evaluation.Say("assessment.why.total"), Rule: "rating.weights", Value: "—"}
	if r.Solvable {
		root.Label, root.Rule = evaluation.Say("assessment.why.solvable"), "rating.complement"
	}
	for _, g := range r.Groups {
		root.Children = append(root.Children, groupNode(g))
	}
	if r.Shown {
		root.Value = points(r.Total)
		root.Formula = joined(r.Groups, r.Total, func(g GroupResult) int64 { return g.Mean })
		root.Children = append(root.Children, totalNodes(r)...)
	}
	root.Children = append(root.Children, around(r)...)
	return root
}

// joined prints how the figures of the groups give the total by their weights. A
// hidden figure is printed as a question mark.
func joined(groups []GroupResult, total int64, of func(GroupResult) int64) string {
	var up, down []string
	var weights, parts []int64
	for _, g := range groups {
		switch g.State {
		case GroupEmpty:
			continue
		case GroupShown:
			up = append(up, points(g.Weight)+"×"+points(of(g)))
			parts = append(parts, of(g))
		default:
			up = append(up, points(g.Weight)+"×?")
		}
		down, weights = append(down, points(g.Weight)), append(weights, g.Weight)
	}
	return fmt.Sprintf("(%s) ÷ (%s) %s %s", strings.Join(up, " + "), strings.Join(down, " + "), desk.Sign(weights, parts, total), points(total))
}

// totalNodes returns the trimmed total and the five contents over all groups.
func totalNodes(r Result) []Node {
	var out []Node
	if r.Trimmed > 0 {
		out = append(out, Node{
			Label: trimmedLabel("assessment.why.trimmed_total", r.Removed), Value: points(r.Trimmed), Rule: "rating.trim",
			Formula: joined(r.Groups, r.Trimmed, func(g GroupResult) int64 {
				if g.Trimmed > 0 {
					return g.Trimmed
				}
				return g.Mean
			}),
		})
	}
	for i, c := range Contents() {
		out = append(out, Node{
			Label: evaluation.Say("assessment.why.content", "content", evaluation.Say("assessment.content."+c)), Value: points(r.Contents[i]), Rule: "rating.weights",
			Formula: joined(r.Groups, r.Contents[i], func(g GroupResult) int64 { return g.Contents[i] }),
		})
	}
	return out
}

// trimmedLabel says how many ballots are left out; old results do not store it.
func trimmedLabel(key string, removed int) evaluation.Problem {
	if removed == 0 {
		return evaluation.Say("assessment.why.trimmed")
	}
	return evaluation.Say(key, "removed", removed)
}

// groupNode returns a group's mean, or the reason why it is not shown.
func groupNode(g GroupResult) Node {
	n := Node{Label: evaluation.Say("assessment.why.group."+g.State, "usable", g.Usable, "returned", g.Returned, "eligible", g.Eligible), Groups: g.Codes, Value: "—"}
	switch g.State {
	case GroupShown:
		n.Value, n.Formula = points(g.Mean), origin(g, g.Mean)
		if len(g.Weights) > 0 {
			n.Label = evaluation.Say("assessment.why.group.merged", "usable", g.Usable, "returned", g.Returned, "eligible", g.Eligible)
		}
		if len(g.Codes) > 1 {
			n.Rule = "rating.floor.below"
		}
		n.Children = insideNodes(g)
	case GroupHidden:
		n.Rule = "rating.floor"
	case GroupComplement:
		n.Rule = "rating.complement"
	}
	return n
}

// insideNodes returns the trimmed mean and the five contents of a group.
func insideNodes(g GroupResult) []Node {
	var out []Node
	if g.Trimmed > 0 {
		n := Node{Label: trimmedLabel("assessment.why.trimmed_group", g.Removed), Value: points(g.Trimmed), Rule: "rating.trim"}
		if g.Removed > 0 {
			n.Formula = fmt.Sprintf("Σ ÷ (%d − %d) = %s", g.Usable, g.Removed, n.Value)
		}
		out = append(out, n)
	}
	for i, c := range Contents() {
		out = append(out, Node{Label: evaluation.Say("assessment.content." + c), Value: points(g.Contents[i]), Formula: origin(g, g.Contents[i])})
	}
	return out
}

// origin prints where a figure of one pool comes from: its ballots, or the merged
// groups, whose own figures are not shown.
func origin(g GroupResult, figure int64) string {
	if len(g.Weights) == 0 {
		return fmt.Sprintf("Σ ÷ %d = %s", g.Usable, points(figure))
	}
	var up []string
	for _, w := range g.Weights {
		up = append(up, points(w)+"×?")
	}
	return fmt.Sprintf("(%s) ÷ %s ≈ %s", strings.Join(up, " + "), points(g.Weight), points(figure))
}

// around returns the other figures: whether the result is valid, changed weights,
// the votes and their signals.
func around(r Result) []Node {
	share := func(key, rule string, part, whole int) Node {
		v := "—"
		if whole > 0 {
			v = points(hundredths(big.NewRat(int64(100*part), int64(whole)))) + "%"
		}
		return Node{Label: evaluation.Say(key), Formula: fmt.Sprintf("%d ÷ %d", part, whole), Value: v, Rule: rule}
	}
	out := []Node{share("assessment.why.attendance", "rating.attendance", r.Returned, r.Eligible)}
	if r.Returned >= r.Floor { // for fewer ballots it is not shown
		out = append(out, share("assessment.why.usable", "rating.usable", r.Usable, r.Returned))
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

// points prints hundredths: 8840 is 88.40. It also prints basis points: 3500 is
// 35.00.
func points(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
