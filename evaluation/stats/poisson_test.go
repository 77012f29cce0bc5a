package stats_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/stats"
)

// Smallest x with P(X ≥ x | μ) ≤ α, from the test vectors of the office's rules
// (for α 0.05, 0.025, 0.01, 0.001).
func TestLimitsAreThoseOfTheRules(t *testing.T) {
	alphas := []float64{0.05, 0.025, 0.01, 0.001}
	for mu, want := range map[float64][]int{
		0.5: {3, 3, 4, 5}, 1: {4, 4, 5, 6}, 2: {6, 6, 7, 9}, 3: {7, 8, 9, 11},
		5: {10, 11, 12, 14}, 8: {14, 15, 16, 19}, 10: {16, 18, 19, 22}, 20: {29, 30, 32, 36},
	} {
		for i, alpha := range alphas {
			if got := stats.PoissonLimit(mu, alpha); got != want[i] {
				t.Errorf("μ %v, α %v: %d, want %d", mu, alpha, got, want[i])
			}
		}
	}
}

// P(X ≤ x) to three places from the table of cumulative Poisson probabilities
// of Wackerly, Mendenhall & Scheaffer, Mathematical Statistics with
// Applications (Appendix 3, Table 3).
func TestTailsAreThoseOfAPublishedTable(t *testing.T) {
	for _, c := range []struct {
		mu   float64
		x    int
		want float64
	}{
		{1, 0, 0.368}, {1, 3, 0.981}, {2, 4, 0.947}, {2, 0, 0.135}, {3, 5, 0.916}, {5, 9, 0.968}, {5, 3, 0.265}, {8, 13, 0.966}, {10, 15, 0.951}, {10, 10, 0.583},
	} {
		if got := stats.PoissonLower(c.x, c.mu); math.Abs(got-c.want) > 0.0005 {
			t.Errorf("P(X ≤ %d | %v) is %.4f, want %.3f", c.x, c.mu, got, c.want)
		}
		if got := stats.PoissonUpper(c.x+1, c.mu); math.Abs(got-(1-c.want)) > 0.0005 {
			t.Errorf("P(X ≥ %d | %v) is %.4f, want %.3f", c.x+1, c.mu, got, 1-c.want)
		}
	}
}

// R, ?ppois: "1 - ppois(10*(15:25), lambda = 100)  # becomes 0 (cancellation)",
// the upper tail itself does not. And ?poisson.test: 137 cases against 24.19893
// expected has p < 2.2e-16.
func TestTheFarTailDoesNotVanish(t *testing.T) {
	last := 1.0
	for x := 150; x <= 250; x += 10 {
		p := stats.PoissonUpper(x+1, 100)
		if !(p > 0 && p < last) {
			t.Errorf("P(X > %d | 100) is %g after %g", x, p, last)
		}
		last = p
	}
	if p := stats.PoissonUpper(137, 24.19893); !(p > 0 && p < 2.2e-16) {
		t.Errorf("137 of 24.19893: %g", p)
	}
}

func TestTailsAreTheSumOfTheirTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mu, x := rapid.Float64Range(0.01, 60).Draw(t, "mu"), rapid.IntRange(0, 90).Draw(t, "x")
		below, term := 0.0, math.Exp(-mu)
		for i := range x {
			below += term
			term *= mu / float64(i+1)
		}
		if got := stats.PoissonUpper(x, mu); math.Abs(got-(1-below)) > 1e-9 {
			t.Errorf("P(X ≥ %d | %g) is %g, the terms say %g", x, mu, got, 1-below)
		}
		if both := stats.PoissonUpper(x, mu) + stats.PoissonLower(x-1, mu); math.Abs(both-1) > 1e-9 {
			t.Errorf("the two sides make %g", both)
		}
	})
}

func TestMoreCountsAndFewerExpectedNeverRaiseTheTail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mu, x := rapid.Float64Range(0, 500).Draw(t, "mu"), rapid.IntRange(0, 600).Draw(t, "x")
		if stats.PoissonUpper(x+1, mu) > stats.PoissonUpper(x, mu)+1e-12 {
			t.Error("one more is less surprising")
		}
		if stats.PoissonUpper(x, mu*0.9) > stats.PoissonUpper(x, mu)+1e-12 {
			t.Error("the same count of fewer expected is less surprising")
		}
	})
}

func TestFunnelLimitsAreTightAndNeverExceedTheNominalChance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mu := rapid.Float64Range(0, 300).Draw(t, "mu")
		coverage := rapid.SampledFrom([]float64{0.95, 0.998}).Draw(t, "coverage")
		tail := (1 - coverage) / 2
		low, high := stats.FunnelLimits(mu, coverage)
		if above := stats.PoissonUpper(high+1, mu); above > tail {
			t.Errorf("above %d lies %g", high, above)
		}
		if below := stats.PoissonLower(low-1, mu); below > tail {
			t.Errorf("below %d lies %g", low, below)
		}
		if high > 0 && stats.PoissonUpper(high, mu) <= tail {
			t.Errorf("%d could be lower", high)
		}
		if stats.PoissonLower(low, mu) <= tail {
			t.Errorf("%d could be higher", low)
		}
	})
}

func TestImpossibleNumbersGiveNoLimits(t *testing.T) {
	for _, mu := range []float64{-1, math.NaN(), math.Inf(1), 1e300} {
		if got := stats.PoissonLimit(mu, 0.05); got != -1 {
			t.Errorf("mean %v: %d", mu, got)
		}
		if low, high := stats.FunnelLimits(mu, 0.95); low <= high {
			t.Errorf("mean %v: %d to %d", mu, low, high)
		}
	}
	for _, alpha := range []float64{0, 1, -1, math.NaN()} {
		if got := stats.PoissonLimit(1, alpha); got != -1 {
			t.Errorf("alpha %v: %d", alpha, got)
		}
	}
	if !math.IsNaN(stats.PoissonUpper(1, -1)) || stats.PoissonUpper(1, 0) != 0 || stats.PoissonUpper(0, 0) != 1 || stats.PoissonLower(0, 0) != 1 {
		t.Error("the ends of the mean")
	}
}
