package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// PoissonUpper returns P(X ≥ x) for a Poisson variable with mean mu, exact also far
// in the tail: the regularised incomplete gamma function P(x, mu) (Abramowitz &
// Stegun 26.4.21). It is NaN if mu is negative or NaN.
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

// PoissonLower returns P(X ≤ x).
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

// mostExpected limits the search; no office expects a million concerns.
const mostExpected = 1e6

// PoissonLimit returns the smallest count whose upper tail is at most alpha. It is
// -1 if mu is NaN, negative or above a million, or if alpha is not between 0 and 1.
func PoissonLimit(mu, alpha float64) int {
	if !(mu >= 0 && mu <= mostExpected) || !(alpha > 0 && alpha < 1) {
		return -1
	}
	low, high := 0, int(mu)+1
	for PoissonUpper(high, mu) > alpha {
		low, high = high, 2*high
	}
	for low+1 < high { // the tail at low is above alpha, at high it is at most alpha
		if mid := (low + high) / 2; PoissonUpper(mid, mu) > alpha {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// FunnelLimits returns the exact prediction limits of a funnel plot: counts below
// low and counts above high each have a probability of at most (1 - coverage) / 2.
// As counts are discrete, the probability is mostly smaller (rule H-21). Invalid
// arguments give (0, -1), an empty range.
func FunnelLimits(mu, coverage float64) (low, high int) {
	tail := (1 - coverage) / 2
	if high = PoissonLimit(mu, tail) - 1; high < -1 {
		return 0, -1
	}
	// The largest low with P(X < low) ≤ tail.
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
