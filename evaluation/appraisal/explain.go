package appraisal

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
)

// Explanation answers "why this result".
type Explanation struct {
	Version string    `json:"version"` // of the rule pack
	Tree    desk.Node `json:"-"`
	Differs bool      `json:"differs"` // recomputing from the stored ballots gives another result
}

// Explain recomputes the result of a sheet from the stored ballots and returns the
// steps. The view must include the result. Figures hidden by the anonymity floor
// are not in the explanation either.
func (s *Service) Explain(ctx context.Context, sheet evaluation.View) (Explanation, error) {
	if err := sheet.Needs(KindSheet, "result"); err != nil {
		return Explanation{}, err
	}
	rec, err := s.Ledger.Get(ctx, sheet.Office, sheet.ID) // the view may not include the necessary fields
	if err != nil {
		return Explanation{}, err
	}
	sh, err := evaluation.PayloadOf[Sheet](rec)
	if err != nil {
		return Explanation{}, err
	}
	if sh.Result == nil {
		return Explanation{}, desk.WrongState("appraisal.no_result")
	}
	counted, err := s.results(ctx, rec.Office, rec.Parent, sh.Result.Veiled)
	if err != nil {
		return Explanation{}, err
	}
	now := counted.results[rec.Subject]
	// The figures of the year before are those known at the time.
	now.LastPresent, now.LastYear, now.Last, now.Change = sh.Result.LastPresent, sh.Result.LastYear, sh.Result.Last, sh.Result.Change
	return Explanation{Version: sh.Rules.Version, Tree: tree(now, rec.Subject, counted.work), Differs: !reflect.DeepEqual(now, *sh.Result)}, nil
}

func node(key, value, formula, rule string, pairs ...any) desk.Node {
	return desk.Node{Label: evaluation.Say(key, pairs...), Value: value, Formula: formula, Rule: rule}
}

// tree returns a result as figures with their formulas.
func tree(x Result, person string, w workings) desk.Node {
	root := node("appraisal.why.hidden", "—", "", "rating.floor", "returned", x.Returned, "floor", x.Floor)
	if x.Shown {
		root = node("appraisal.why.mean", points2(x.Mean), fmt.Sprintf("Σ ÷ %d = %s", x.Usable, points2(x.Mean)), "rating.floor")
		root.Children = append(root.Children, itemsNode(x))
	}
	for _, p := range x.Panels {
		root.Children = append(root.Children, panelNode(p))
	}
	root.Children = append(root.Children, ratio("appraisal.why.attendance", "rating.attendance", x.Returned, x.Eligible))
	if x.Returned >= x.Floor { // for fewer ballots it is not shown
		root.Children = append(root.Children, ratio("appraisal.why.usable", "rating.usable", x.Usable, x.Returned))
	}
	if x.Shown {
		root.Children = append(root.Children, aroundMean(x, w.spread[person], w)...)
	}
	return root
}

// itemsNode shows that the mean is the weighted mean of the items.
func itemsNode(x Result) desk.Node {
	var sum []string
	var weights, means []int64
	out := node("appraisal.why.items", points2(x.Mean), "", "")
	for _, i := range x.Items {
		sum = append(sum, fmt.Sprintf("%d%%×%s", i.Weight, points2(i.Mean)))
		weights, means = append(weights, int64(i.Weight)), append(means, i.Mean)
		formula := fmt.Sprintf("Σ ÷ %d = %s", x.Usable, points2(i.Mean))
		out.Children = append(out.Children, node("appraisal.why.item", points2(i.Mean), formula, "", "name", i.Name, "weight", i.Weight))
	}
	out.Formula = strings.Join(sum, " + ") + " " + desk.Sign(weights, means, x.Mean) + " " + out.Value
	return out
}

func panelNode(p PanelResult) desk.Node {
	out := node("appraisal.why.panel."+p.State, "—", "", "", "name", p.Name, "usable", p.Usable, "returned", p.Returned, "eligible", p.Eligible)
	switch p.State {
	case PanelShown:
		out.Value, out.Formula = points2(p.Mean), fmt.Sprintf("Σ ÷ %d = %s", p.Usable, points2(p.Mean))
	case PanelHidden:
		out.Rule = "rating.floor"
	case PanelComplement:
		out.Rule = "rating.complement"
	case PanelNamed:
		out.Rule = "appraisal.single"
	}
	return out
}

func ratio(key, rule string, part, whole int) desk.Node {
	value := "—"
	if whole > 0 {
		value = points2(int64((20000*part+whole)/(2*whole))) + "%"
	}
	return node(key, value, fmt.Sprintf("%d ÷ %d", part, whole), rule)
}

// aroundMean returns the other figures shown with the mean.
func aroundMean(x Result, spread float64, w workings) []desk.Node {
	out := []desk.Node{spreadNode(x, spread)}
	switch {
	case x.Removed > 0:
		formula := fmt.Sprintf("Σ ÷ (%d − %d) = %s", x.Usable, x.Removed, points2(x.Trimmed))
		out = append(out, node("appraisal.why.trimmed_removed", points2(x.Trimmed), formula, "rating.trim", "removed", x.Removed))
	case x.Trimmed > 0: // old results do not store the number
		out = append(out, node("appraisal.why.trimmed", points2(x.Trimmed), "", "rating.trim"))
	}
	out = append(out, agreementNode(x.Agreement, w), fairNode(x, w))
	if x.LastPresent {
		out = append(out, node("appraisal.why.last", points2(x.Change), fmt.Sprintf("%s − %s", points2(x.Mean), points2(x.Last)), "", "year", x.LastYear))
	}
	return out
}

// points2 writes hundredths: 8840 is 88.40.
func points2(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// decimals writes thousandths: 734 is 0.734.
func decimals(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	return fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000)
}
