package stats

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Gini measures how unequal amounts are: 0 if all are the same, (n − 1)/n if one
// person has everything (Gini 1912; computed from the sorted amounts, Sen, On
// Economic Inequality, 1973, 31). It is NaN without amounts, with a negative
// amount, or if all are zero.
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

// Ranks returns the ranks of values, 1 for the smallest; equal values share the
// mean of their ranks (Kendall, Rank Correlation Methods, 1948, ch. 3).
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

// Spearman returns the rank correlation of two variables with ties: the product
// moment correlation of their ranks (Spearman 1904; Kendall 1948). It is NaN if one
// of them does not vary or the lengths differ.
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

// EtaSquared returns the share of the variance of values that the groups explain:
// the sum of squares between groups divided by the total (Fisher, Statistical
// Methods for Research Workers, 1925, ch. VII). It is NaN if nothing varies, if
// every group has one value (then the groups explain everything trivially), or if
// the lengths differ.
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
	for _, g := range slices.Sorted(maps.Keys(by)) { // in a fixed order, so that rounding is the same each time
		d := Mean(by[g]) - mean
		between += float64(len(by[g])) * d * d
	}
	return min(1, between/whole)
}
