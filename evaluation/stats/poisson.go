package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// PoissonUpper is P(X ≥ x) for a Poisson variable of mean mu, exact also far in
// the tail: the regularised incomplete gamma function P(x, mu) (Abramowitz &
// Stegun 26.4.21). A mean that is negative or no number gives NaN.
func PoissonUpper(x int, mu float64) float64 {
	switch {
	case math.IsNaN(mu) || mu < 0:
		return math.NaN()
	case x <= 0 || math.IsInf(mu, 1):
		return 1
	case mu == 0:
		return 0
	}
	return mathext.GammaIncReg(float64(x), mu)
}

// PoissonLower is P(X ≤ x).
func PoissonLower(x int, mu float64) float64 {
	switch {
	case math.IsNaN(mu) || mu < 0:
		return math.NaN()
	case x < 0 || math.IsInf(mu, 1):
		return 0
	case mu == 0:
		return 1
	}
	return mathext.GammaIncRegComp(float64(x)+1, mu)
}

// mostExpected bounds the search for limits; no office expects a million.
const mostExpected = 1e6

// PoissonLimit is the smallest count whose upper tail is at most alpha. A mean
// that is no number, negative or above a million, and an alpha that is not
// between 0 and 1, give -1.
func PoissonLimit(mu, alpha float64) int {
	if !(mu >= 0 && mu <= mostExpected) || !(alpha > 0 && alpha < 1) {
		return -1
	}
	low, high := 0, int(mu)+1
	for PoissonUpper(high, mu) > alpha {
		low, high = high, 2*high
	}
	for low+1 < high { // the tail at low is above alpha, at high it is not
		if mid := (low + high) / 2; PoissonUpper(mid, mu) > alpha {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// FunnelLimits are the exact prediction limits of a funnel plot: counts below
// low or above high each have a chance of at most (1 - coverage) / 2, never
// more, as discrete counts cannot meet the nominal chance exactly (rule H-21).
// Impossible arguments give (0, -1), an empty range.
func FunnelLimits(mu, coverage float64) (low, high int) {
	tail := (1 - coverage) / 2
	if high = PoissonLimit(mu, tail) - 1; high < -1 {
		return 0, -1
	}
	// The most that may lie below low: the largest low with P(X < low) ≤ tail.
	end := int(mu) + 1
	for low < end {
		mid := (low + end + 1) / 2
		if PoissonLower(mid-1, mu) > tail {
			end = mid - 1
		} else {
			low = mid
		}
	}
	return low, high
}
