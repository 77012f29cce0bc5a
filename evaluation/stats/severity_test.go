package stats_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/stats"
)

// Two raters, one ten points stricter, meet in one ratee: by hand, the effects
// are +5 and -5, so the ratee of the strict one alone gains five.
func TestAStrictRaterIsAllowedFor(t *testing.T) {
	fair, leniency, err := stats.Severity([]stats.Rating{{"mild", "both", 90}, {"strict", "both", 80}, {"mild", "one", 85}, {"strict", "other", 70}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"both": 85, "one": 80, "other": 75} {
		if math.Abs(fair[name]-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, fair[name], want)
		}
	}
	if math.Abs(leniency["mild"]-5) > 1e-9 || math.Abs(leniency["strict"]+5) > 1e-9 {
		t.Errorf("%v", leniency)
	}
}

func TestWhatNobodyConnectsIsNotCompared(t *testing.T) {
	apart := []stats.Rating{{"a", "x", 90}, {"b", "x", 80}, {"c", "y", 70}}
	if _, _, err := stats.Severity(apart); !errors.Is(err, stats.ErrDisconnected) || stats.Connected(apart) || stats.Connected(nil) {
		t.Errorf("%v", err)
	}
	if together := append(apart, stats.Rating{Rater: "c", Ratee: "x", Score: 60}); !stats.Connected(together) {
		t.Error("a rater of both connects them")
	}
	// A rater and a ratee of the same name are not one.
	if stats.Connected([]stats.Rating{{"a", "b", 1}, {"b", "a", 1}}) {
		t.Error("names of raters and ratees are mixed up")
	}
}

func TestAnAdditiveWorldIsFoundAgainInWhateverOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratees, raters := rapid.IntRange(2, 6).Draw(t, "ratees"), rapid.IntRange(2, 6).Draw(t, "raters")
		merit := rapid.SliceOfN(rapid.Float64Range(50, 100), ratees, ratees).Draw(t, "merit")
		mild := rapid.SliceOfN(rapid.Float64Range(-10, 10), raters, raters).Draw(t, "mild")
		middle := stats.Mean(mild)
		var ratings []stats.Rating
		for i := range ratees {
			for j := range raters {
				if j == 0 || rapid.Bool().Draw(t, "rates") { // the first rates all: connected
					ratings = append(ratings, stats.Rating{fmt.Sprint("j", j), fmt.Sprint("i", i), merit[i] + mild[j]})
				}
			}
		}
		order := rapid.Permutation(indices(len(ratings))).Draw(t, "order")
		turned := make([]stats.Rating, len(ratings))
		for i, j := range order {
			turned[i] = ratings[j]
		}
		fair, _, err := stats.Severity(turned)
		if err != nil {
			t.Fatal(err)
		}
		present := map[string]bool{}
		for _, r := range ratings {
			present[r.Rater] = true
		}
		if len(present) < raters {
			middle = 0
			for j := range raters {
				if present[fmt.Sprint("j", j)] {
					middle += mild[j] / float64(len(present))
				}
			}
		}
		for i := range ratees {
			if got := fair[fmt.Sprint("i", i)]; math.Abs(got-merit[i]-middle) > 1e-6 {
				t.Fatalf("ratee %d: %v, want %v", i, got, merit[i]+middle)
			}
		}
	})
}

func TestWhereAllRateAllTheFairMeanIsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(2, 5).Draw(t, "n"), rapid.IntRange(2, 5).Draw(t, "k")
		var ratings []stats.Rating
		sums := map[string][]float64{}
		for i := range n {
			for j := range k {
				v := rapid.Float64Range(1, 100).Draw(t, "v")
				ratings = append(ratings, stats.Rating{fmt.Sprint(j), fmt.Sprint(i), v})
				sums[fmt.Sprint(i)] = append(sums[fmt.Sprint(i)], v)
			}
		}
		fair, _, err := stats.Severity(ratings)
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range sums {
			if math.Abs(fair[name]-stats.Mean(values)) > 1e-6 {
				t.Fatalf("%s: %v, mean %v", name, fair[name], stats.Mean(values))
			}
		}
	})
}

// G-5 and the test vectors of the office's rules.
func TestSharesHaveTheIntervalsOfTheRules(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{85, 100, 76.7, 90.7}, {17, 20, 64.0, 94.8}, {5, 5, 56.6, 100}} {
		low, high := stats.Wilson(c.k, c.n, stats.Z95)
		if math.Abs(low*100-c.low) > .05 || math.Abs(high*100-c.high) > .05 {
			t.Errorf("%d of %d: %.1f to %.1f, want %.1f to %.1f", c.k, c.n, low*100, high*100, c.low, c.high)
		}
	}
	for n, want := range map[int]float64{30: 17.9, 50: 13.9, 80: 11.0, 100: 9.8, 150: 8.0, 200: 6.9} {
		if got := stats.Margin(0.5, n, stats.Z95) * 100; math.Abs(got-want) > .05 {
			t.Errorf("of %d: %.2f, want %.1f", n, got, want)
		}
	}
	if low, _ := stats.Wilson(3, 2, stats.Z95); !math.IsNaN(low) {
		t.Error("three of two")
	}
}

func TestTrimmingLeavesOutTheEndsAlone(t *testing.T) {
	ten := []float64{100, 71, 72, 73, 74, 75, 76, 77, 78, 0}
	if got := stats.TrimmedMean(ten, 0.1); got != 74.5 {
		t.Errorf("of ten: %v", got)
	}
	if got := stats.TrimmedMean(ten[:9], 0.1); got != stats.Mean(ten[:9]) {
		t.Errorf("of nine nothing is a tenth: %v", got)
	}
	if !slices.Equal(ten, []float64{100, 71, 72, 73, 74, 75, 76, 77, 78, 0}) {
		t.Error("the values were put in another order")
	}
	if !math.IsNaN(stats.TrimmedMean(ten, 0.5)) || !math.IsNaN(stats.SD([]float64{1})) || !math.IsNaN(stats.Mean(nil)) {
		t.Error("what has no value has one")
	}
	if got := stats.SD([]float64{2, 4, 4, 4, 5, 5, 7, 9}); math.Abs(got-2.13809) > 1e-5 { // variance 32/7
		t.Errorf("spread %v", got)
	}
}

// Alpha of a table is ICC(3,k) of the same table (Shrout & Fleiss 1979, p. 422),
// whose published value for their six targets is .91.
func TestAlphaIsTheThirdFormOfTheMean(t *testing.T) {
	alpha, err := stats.Alpha(shroutFleiss())
	f, err1 := stats.ICC(shroutFleiss(), 0.95)
	if err != nil || err1 != nil || math.Abs(alpha-f.Mean3.Value) > 1e-9 || math.Abs(alpha-.91) > .005 {
		t.Errorf("%v %v %v %v", alpha, f.Mean3.Value, err, err1)
	}
}

// Committees of five to nine share cadres, and everybody gives the same mark:
// nobody is severe, and every corrected mean is that mark. The factorisation by
// blocks of 32 columns gave 84.91 to 85.76.
func TestEqualMarksOfManyRatersNeedNoCorrection(t *testing.T) {
	var ratings []stats.Rating
	for _, committee := range []struct {
		name   string
		raters int
		cadres []string
	}{
		{"k0", 5, []string{"c3"}},
		{"k1", 9, []string{"c1", "c2", "c3", "c4"}},
		{"k2", 9, []string{"c2", "c3", "c4"}},
		{"k3", 9, []string{"c0", "c3", "c4"}},
	} {
		for i := range committee.raters {
			for _, cadre := range committee.cadres {
				ratings = append(ratings, stats.Rating{Rater: fmt.Sprint(committee.name, "m", i), Ratee: cadre, Score: 85})
			}
		}
	}
	fair, leniency, err := stats.Severity(ratings)
	if err != nil {
		t.Fatal(err)
	}
	for who, mean := range fair {
		if math.Abs(mean-85) > 1e-9 {
			t.Errorf("corrected mean of %s: %g", who, mean)
		}
	}
	for who, above := range leniency {
		if math.Abs(above) > 1e-9 {
			t.Errorf("leniency of %s: %g", who, above)
		}
	}
}
