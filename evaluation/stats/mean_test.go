package stats_test

import (
	"math"
	"testing"

	"kaoji/evaluation/stats"
)

// 18 marks with a mean of 90.5 and a standard deviation of 4: t(17) is 2.109816.
func TestTheIntervalOfAMeanIsStudents(t *testing.T) {
	low, high, ok := stats.MeanInterval(90.5, 4, 18, 0.95)
	if half := 2.109816 * 4 / math.Sqrt(18); !ok || math.Abs(90.5-half-low) > 1e-5 || math.Abs(90.5+half-high) > 1e-5 {
		t.Errorf("%v to %v, %t", low, high, ok)
	}
	if _, _, ok := stats.MeanInterval(90.5, 0, 1, 0.95); ok {
		t.Error("one value has an interval")
	}
}
