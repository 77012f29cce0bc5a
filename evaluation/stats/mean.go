package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MeanInterval returns the interval of a mean of n values with a standard deviation
// (of the sample), by Student's t. false if n is less than 2.
func MeanInterval(mean, sd float64, n int, confidence float64) (low, high float64, ok bool) {
	if n < 2 {
		return mean, mean, false
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile((1 + confidence) / 2)
	half := t * sd / math.Sqrt(float64(n))
	return mean - half, mean + half, true
}
