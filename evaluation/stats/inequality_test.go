package stats_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/stats"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %.7f, want %.7f", what, got, want)
	}
}

// Three worked examples on the web: the incomes of twenty people (worksheet GINI,
// docstoc.com/docs/10699438: 0.38625), of ten (justaaa.com/economics/35719:
// 0.384) and of Jack and Jane (justaaa.com/economics/23151: 0.3).
func TestTheGiniCoefficientIsThatOfPublishedExamples(t *testing.T) {
	near(t, "worksheet", stats.Gini([]float64{
		1000, 3000, 4000, 5000, 6000, 8000, 8000, 9000, 11000, 12000, 14000, 17000, 19000, 21000, 23000, 27000, 29000, 32000, 33000, 38000,
	}), 0.38625, 5e-6)
	near(t, "ten incomes", stats.Gini([]float64{8000, 22000, 45000, 85000, 11000, 35000, 115000, 40000, 37000, 28000}), 0.384, 0.0005)
	near(t, "Jack and Jane", stats.Gini([]float64{40000, 10000}), 0.3, 1e-12)
	for _, none := range [][]float64{nil, {0, 0}, {1, -1}, {math.NaN()}} {
		if got := stats.Gini(none); !math.IsNaN(got) {
			t.Errorf("Gini of %v is %v", none, got)
		}
	}
}

// The example of scipy.stats.spearmanr, whose second variable has a tie
// (docs.scipy.org: 0.82078…), and one without ties of a textbook: Introduction to
// Business Statistics, example 4-7 (0.93).
func TestRankCorrelationIsThatOfPublishedExamples(t *testing.T) {
	near(t, "scipy", stats.Spearman([]float64{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}), 0.8207826816681233, 1e-12)
	near(t, "example 4-7", stats.Spearman(
		[]float64{75, 88, 95, 70, 60, 80, 81, 50}, []float64{120, 134, 150, 115, 110, 140, 142, 100}), 1-36.0/504, 1e-12)
	if got := stats.Ranks([]float64{10, 12, 12, 15}); !slices.Equal(got, []float64{1, 2.5, 2.5, 4}) {
		t.Errorf("ranks %v", got)
	}
	if !math.IsNaN(stats.Spearman([]float64{1, 1}, []float64{1, 2})) || !math.IsNaN(stats.Spearman([]float64{1}, []float64{1, 2})) {
		t.Error("a constant correlates")
	}
}

// The examples of R's lsr::etaSquared (0.5497229) and of MOTE (health and
// attachments: 25.24 of 44.91).
func TestEtaSquaredIsThatOfPublishedAnalysesOfVariance(t *testing.T) {
	near(t, "lsr", stats.EtaSquared([]float64{1.4, 2.1, 3.0, 2.1, 3.2, 4.7, 3.5, 4.5, 5.4},
		[]string{"1", "1", "1", "2", "2", "2", "3", "3", "3"}), 0.5497229, 5e-8)
	near(t, "MOTE", stats.EtaSquared([]float64{4, 3, 2, 3, 3, 5, 8, 3, 1, 0, 2},
		[]string{"e", "e", "e", "e", "f", "f", "f", "p", "p", "p", "p"}), 25.24/44.91, 0.0005)
	if !math.IsNaN(stats.EtaSquared([]float64{2, 2}, []string{"a", "b"})) || !math.IsNaN(stats.EtaSquared([]float64{2, 2}, []string{"a"})) {
		t.Error("what does not vary is explained")
	}
	if got := stats.EtaSquared([]float64{1, 2, 3}, []string{"a", "b", "c"}); !math.IsNaN(got) {
		t.Errorf("one value in each group: %v, want none", got)
	}
}

func TestInequalityStaysWithinItsBoundsAndDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 1, 50).Draw(t, "amounts")
		g := stats.Gini(amounts)
		if math.IsNaN(g) {
			return
		}
		if g < 0 || g > 1-1/float64(len(amounts))+1e-9 {
			t.Fatalf("Gini %v of %d", g, len(amounts))
		}
		if turned := slices.Sorted(slices.Values(amounts)); math.Abs(stats.Gini(turned)-g) > 1e-9 {
			t.Fatalf("another order gives %v, not %v", stats.Gini(turned), g)
		}
		ranks, sum := stats.Ranks(amounts), 0.0
		for _, r := range ranks {
			sum += r
		}
		if n := float64(len(amounts)); math.Abs(sum-n*(n+1)/2) > 1e-6 {
			t.Fatalf("ranks add up to %v", sum)
		}
	})
}
