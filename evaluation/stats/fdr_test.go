package stats_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/stats"
)

func rejected(p []float64, q float64) int {
	n := 0
	for _, a := range stats.BenjaminiHochberg(p) {
		if a <= q {
			n++
		}
	}
	return n
}

// The worked example of Benjamini & Hochberg 1995, section 3.2 (fifteen
// comparisons of thrombolysis with APSAC after myocardial infarction): at 0.05
// the procedure rejects the four smallest, Bonferroni's three.
func TestTheExampleOfBenjaminiAndHochberg(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000}
	if n := rejected(p, 0.05); n != 4 {
		t.Errorf("%d are rejected, not 4", n)
	}
	bonferroni := 0
	for _, v := range p {
		if v <= 0.05/15 {
			bonferroni++
		}
	}
	if bonferroni != 3 {
		t.Errorf("Bonferroni rejects %d, not 3", bonferroni)
	}
}

// The example among the test vectors of the office's rules.
func TestTheExampleOfTheRules(t *testing.T) {
	p := []float64{.001, .008, .039, .041, .042, .06, .074, .205, .212, .216}
	if n := rejected(p, 0.05); n != 2 {
		t.Errorf("%d are rejected, not 2", n)
	}
}

// R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "BH") is 0.05 five times.
func TestAdjustedValuesAreThoseOfR(t *testing.T) {
	for _, a := range stats.BenjaminiHochberg([]float64{0.03, 0.01, 0.05, 0.02, 0.04}) {
		if math.Abs(a-0.05) > 1e-12 {
			t.Errorf("adjusted to %v", a)
		}
	}
}

func TestAFamilyOfOneIsThePlainTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		if got := stats.BenjaminiHochberg([]float64{p}); got[0] != p {
			t.Errorf("%v became %v", p, got[0])
		}
	})
}

func TestOrderDoesNotMatterAndASmallerPNeverRejectsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 40).Draw(t, "p")
		adjusted := stats.BenjaminiHochberg(p)
		order := rapid.Permutation(indices(len(p))).Draw(t, "order")
		turned := make([]float64, len(p))
		for i, j := range order {
			turned[i] = p[j]
		}
		for i, a := range stats.BenjaminiHochberg(turned) {
			if a != adjusted[order[i]] {
				t.Fatalf("in another order %v became %v", adjusted[order[i]], a)
			}
		}
		for i, a := range adjusted {
			if a < p[i] || a > 1 {
				t.Fatalf("%v adjusted to %v", p[i], a)
			}
		}
		lower := slices.Clone(p)
		i := rapid.IntRange(0, len(p)-1).Draw(t, "which")
		lower[i] *= rapid.Float64Range(0, 1).Draw(t, "less")
		for j, a := range stats.BenjaminiHochberg(lower) {
			if a > adjusted[j]+1e-12 {
				t.Fatalf("a smaller p raised %v to %v", adjusted[j], a)
			}
		}
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestValuesThatAreNoneCountAsOne(t *testing.T) {
	got := stats.BenjaminiHochberg([]float64{math.NaN(), -1, 2, 0.01})
	for i, want := range []float64{1, 0, 1, 0.02} {
		if got[i] != want {
			t.Errorf("%d: %v, want %v", i, got[i], want)
		}
	}
	if len(stats.BenjaminiHochberg(nil)) != 0 {
		t.Error("nothing is adjusted to something")
	}
}
