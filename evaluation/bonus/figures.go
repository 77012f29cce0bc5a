package bonus

import (
	"cmp"
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/stats"
)

// figures returns the arithmetic of the Gini coefficient, the rank correlation and
// the share explained by level, so that each can be recomputed by hand. Amounts are
// in yuan before rounding.
func (b *basis) figures(s *Split, lines []Line) []desk.Node {
	if len(b.who) == 0 {
		return nil
	}
	return []desk.Node{b.giniNode(s, lines), b.rhoNode(s, lines), b.etaNode(s)}
}

func say(key string, pairs ...any) evaluation.Problem {
	return evaluation.Say("bonus.figure."+key, pairs...)
}

// number prints a statistic, or that it is undetermined.
func (f Figure) number() string {
	if !f.Known {
		return "—"
	}
	return plain(float64(f.N)/10_000, 4)
}

func plain(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// yuan are the exact amounts in yuan.
func (b *basis) yuan() []float64 {
	list := make([]float64, len(b.exact))
	for i, fen := range b.exact {
		list[i] = fen / 100
	}
	return list
}

// giniNode: 2 × Σ(place × amount) ÷ (n × Σ amount) − (n + 1) ÷ n.
func (b *basis) giniNode(s *Split, lines []Line) desk.Node {
	amounts, n := b.yuan(), len(b.who)
	order := b.order(amounts)
	node := desk.Node{Label: say("gini"), Value: s.Gini.number()}
	sum, weighed := 0.0, 0.0
	for place, i := range order {
		sum, weighed = sum+amounts[i], weighed+float64(place+1)*amounts[i]
		node.Children = append(node.Children, desk.Node{
			Label: say("place", "place", place+1, "name", lines[b.who[i]].Name), Value: plain(amounts[i], 6),
		})
	}
	node.Formula = "2 × " + plain(weighed, 6) + " ÷ (" + strconv.Itoa(n) + " × " + plain(sum, 6) + ") − " + strconv.Itoa(n+1) + " ÷ " + strconv.Itoa(n)
	return node
}

// order returns the people by ascending amount.
func (b *basis) order(amounts []float64) []int {
	order := make([]int, len(amounts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(amounts[x], amounts[y]) })
	return order
}

// rhoNode: Σ(x − x̄)(y − ȳ) ÷ √(Σ(x − x̄)² × Σ(y − ȳ)²) of the ranks by amount and
// by level; equal values share the mean of their ranks.
func (b *basis) rhoNode(s *Split, lines []Line) desk.Node {
	x, y := stats.Ranks(b.places), stats.Ranks(b.ranks)
	node := desk.Node{Label: say("rho"), Value: s.Rho.number()}
	mean, xy, xx, yy := float64(len(x)+1)/2, 0.0, 0.0, 0.0
	for i := range x {
		dx, dy := x[i]-mean, y[i]-mean
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
		node.Children = append(node.Children, desk.Node{
			Label:   say("ranks", "name", lines[b.who[i]].Name, "level", b.levels[i]),
			Formula: "(" + plain(x[i], 1) + " − " + plain(mean, 1) + ") × (" + plain(y[i], 1) + " − " + plain(mean, 1) + ")", Value: plain(dx*dy, 2),
		})
	}
	node.Formula = plain(xy, 2) + " ÷ √(" + plain(xx, 2) + " × " + plain(yy, 2) + ")"
	return node
}

// etaNode: Σ n(level mean − mean)² ÷ Σ(amount − mean)².
func (b *basis) etaNode(s *Split) desk.Node {
	amounts := b.yuan()
	mean, whole, between := stats.Mean(amounts), 0.0, 0.0
	by, levels := map[string][]float64{}, []string{}
	for i, x := range amounts {
		if _, seen := by[b.levels[i]]; !seen {
			levels = append(levels, b.levels[i])
		}
		by[b.levels[i]] = append(by[b.levels[i]], x)
		whole += (x - mean) * (x - mean)
	}
	node := desk.Node{Label: say("eta"), Value: s.Eta.number()}
	for _, level := range levels {
		n, of := len(by[level]), stats.Mean(by[level])
		part := float64(n) * (of - mean) * (of - mean)
		between += part
		node.Children = append(node.Children, desk.Node{
			Label:   say("level", "level", level, "n", n),
			Formula: strconv.Itoa(n) + " × (" + plain(of, 6) + " − " + plain(mean, 6) + ")²", Value: plain(part, 6),
		})
	}
	node.Formula = plain(between, 6) + " ÷ " + plain(whole, 6)
	if len(levels) == len(amounts) {
		node.Children = append(node.Children, desk.Node{Label: say("single"), Value: "—"})
	}
	return node
}
