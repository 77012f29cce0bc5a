package stats

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg returns the adjusted p-values in the order of p: the smallest
// false discovery rate at which the step-up procedure of Benjamini & Hochberg (J.
// R. Statist. Soc. B 57, 1995, 289–300) rejects each hypothesis. NaN counts as 1.
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range p {
		order[i] = i
	}
	at := func(i int) float64 {
		if math.IsNaN(p[i]) {
			return 1
		}
		return min(max(p[i], 0), 1)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at(a), at(b)) })
	adjusted := make([]float64, len(p))
	least := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, at(i)*float64(len(p))/float64(rank))
		adjusted[i] = max(least, at(i)) // dividing may round below
	}
	return adjusted
}
