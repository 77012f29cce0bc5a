package stats

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Gini is how unequal amounts are: 0 if all are the same, (n − 1)/n if one has
// everything (Gini 1912; computed over the ordered amounts, Sen, On Economic
// Inequality, 1973, 31). NaN of no amounts, of a negative one and of nothing but
// zeros.
func Gini(amounts []float64) float64 {
	sorted := slices.Sorted(slices.Values(amounts))
	if len(sorted) == 0 || !(sorted[0] >= 0) {
		return math.NaN()
	}
	n, sum, weighed := float64(len(sorted)), 0.0, 0.0
	for i, x := range sorted {
		sum += x
		weighed += float64(i+1) * x
	}
	if sum == 0 {
		return math.NaN()
	}
	return max(0, 2*weighed/(n*sum)-(n+1)/n)
}

// Ranks are the places of values from 1 for the least; equal values share the
// mean of their places (Kendall, Rank Correlation Methods, 1948, ch. 3).
func Ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return a - b
	})
	ranks := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+1+to) / 2
		}
		from = to
	}
	return ranks
}

// Spearman is the rank correlation of two variables with ties: the product
// moment correlation of their ranks (Spearman 1904; Kendall 1948). NaN if one of
// them does not vary or they differ in length.
func Spearman(x, y []float64) float64 {
	if len(x) != len(y) || len(x) < 2 {
		return math.NaN()
	}
	rx, ry := Ranks(x), Ranks(y)
	if constant(rx) || constant(ry) {
		return math.NaN()
	}
	return stat.Correlation(rx, ry, nil)
}

func constant(values []float64) bool {
	return slices.Min(values) == slices.Max(values)
}

// EtaSquared is the share of the variance of values that the groups explain: the
// sum of squares between groups over the whole (Fisher, Statistical Methods for
// Research Workers, 1925, ch. VII). NaN if nothing varies, if no group has two
// values (then the groups explain everything by being single), or if the lengths
// differ.
func EtaSquared(values []float64, groups []string) float64 {
	if len(values) != len(groups) || len(values) < 2 || constant(values) {
		return math.NaN()
	}
	mean, by := Mean(values), map[string][]float64{}
	for i, g := range groups {
		by[g] = append(by[g], values[i])
	}
	if len(by) == len(values) {
		return math.NaN()
	}
	whole, between := 0.0, 0.0
	for _, v := range values {
		whole += (v - mean) * (v - mean)
	}
	for _, g := range slices.Sorted(maps.Keys(by)) { // in one order, so that the last bit is the same each time
		d := Mean(by[g]) - mean
		between += float64(len(by[g])) * d * d
	}
	return min(1, between/whole)
}
