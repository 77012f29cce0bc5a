package stats

import (
	"math"
	"slices"
)

// noise is the relative difference that is treated as rounding error of
// floating-point sums: 2^-53 for each of up to 90,000 terms.
const noise = 1e-11

// nought reports whether a mean square of values is zero except for rounding: at
// most the square of noise times the largest value.
func nought(square float64, values ...[]float64) bool {
	most := 0.0
	for _, list := range values {
		for _, v := range list {
			most = max(most, math.Abs(v))
		}
	}
	return square <= noise*noise*most*most
}

// Mean returns the mean of values; NaN if there are none.
func Mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// TrimmedMean leaves out the share of values at each end, rounded down: with ten
// values and a share of 0.1 the lowest and the highest (rule G-4; Tukey 1962). A
// share outside 0 to 0.5 gives NaN.
func TrimmedMean(values []float64, share float64) float64 {
	if !(share >= 0 && share < 0.5) {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	// A share such as 0.29 is not exact in floating point. Of 100 values 29 must be
	// cut, so a product just below a whole number is rounded up.
	cut := int(share*float64(len(values))*(1+noise) + noise)
	return Mean(sorted[cut : len(sorted)-cut])
}

// SD returns the sample standard deviation (n − 1); NaN for fewer than two values.
func SD(values []float64) float64 {
	if len(values) < 2 {
		return math.NaN()
	}
	m, sum := Mean(values), 0.0
	for _, v := range values {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / float64(len(values)-1))
}

// Z95 is the 97.5 % quantile of the normal distribution.
const Z95 = 1.959963984540054

// Wilson returns the score interval of k of n (Wilson 1927); NaN unless 0 ≤ k ≤ n
// and n > 0.
func Wilson(k, n int, z float64) (low, high float64) {
	if n <= 0 || k < 0 || k > n {
		return math.NaN(), math.NaN()
	}
	size, share := float64(n), float64(k)/float64(n)
	middle := share + z*z/(2*size)
	half := z * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	whole := 1 + z*z/size
	return max(0, (middle-half)/whole), min(1, (middle+half)/whole)
}

// Margin returns the margin of error, z standard errors, of a share p of n answers.
func Margin(p float64, n int, z float64) float64 {
	return z * math.Sqrt(p*(1-p)/float64(n))
}

// Alpha returns Cronbach's alpha of a table with a row for each person and a column
// for each item (Cronbach, Psychometrika 16, 1951, 297–334).
func Alpha(rows [][]float64) (float64, error) {
	if err := complete(rows); err != nil {
		return math.NaN(), err
	}
	items := len(rows[0])
	sums, within := make([]float64, len(rows)), 0.0
	for j := range items {
		column := make([]float64, len(rows))
		for i, r := range rows {
			column[i] = r[j]
			sums[i] += r[j]
		}
		within += SD(column) * SD(column)
	}
	whole := SD(sums) * SD(sums)
	if nought(whole, sums) {
		return math.NaN(), ErrNoSpread
	}
	k := float64(items)
	return k / (k - 1) * (1 - within/whole), nil
}
