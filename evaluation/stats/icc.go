package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Reasons why a reliability cannot be computed.
var (
	ErrTooFew   = errors.New("stats: fewer than two rows or columns")
	ErrRagged   = errors.New("stats: rows of unequal length, or values that are no numbers")
	ErrNoSpread = errors.New("stats: all values are equal")
)

// Reliability is an intraclass correlation with its confidence interval.
type Reliability struct {
	Value     float64
	Low, High float64
}

// Forms are the six intraclass correlations of Shrout & Fleiss (Psychological
// Bulletin 86, 1979, 420–428), for a single rating and for the mean of all k.
type Forms struct {
	Single1, Single2, Single3 Reliability // ICC(1,1), ICC(2,1), ICC(3,1)
	Mean1, Mean2, Mean3       Reliability // ICC(1,k), ICC(2,k), ICC(3,k)
}

// ICC needs a complete table with a row for each target and a column for each
// judge. confidence is the level of the intervals, such as 0.95. The interval of
// form 2 is that of McGraw & Wong (Psychological Methods 1, 1996, 30–46).
func ICC(rows [][]float64, confidence float64) (Forms, error) {
	a, err := TwoWaySquares(rows)
	if err != nil {
		return Forms{}, err
	}
	n, k := a.N, a.K
	one := interval(a.Targets/a.Within, n-1, n*(k-1), k, confidence)
	three := interval(a.Targets/a.Residual, n-1, (n-1)*(k-1), k, confidence)
	two := a.second(confidence)
	return Forms{
		Single1: one, Mean1: one.ofMean(k), Single2: two, Mean2: two.ofMean(k), Single3: three, Mean3: three.ofMean(k),
	}, nil
}

// OneWay returns ICC(1,1) for targets rated by different numbers of different
// judges, and ICC(1,k) for their average number k0: (N − Σn²/N) / (n − 1) (Snedecor
// & Cochran, Statistical Methods, 10.13).
func OneWay(groups [][]float64, confidence float64) (single, mean Reliability, k0 float64, err error) {
	a, err := OneWaySquares(groups)
	if err != nil {
		return single, mean, 0, err
	}
	single = interval(a.Targets/a.Within, a.N-1, a.Ratings-a.N, a.K, confidence)
	return single, single.ofMean(a.K), a.K, nil
}

// ofMean converts the reliability of one rating to that of the mean of k
// (Spearman–Brown).
func (r Reliability) ofMean(k float64) Reliability {
	up := func(v float64) float64 { return k * v / (1 + (k-1)*v) }
	return Reliability{up(r.Value), up(r.Low), up(r.High)}
}

// interval converts a ratio F of mean squares to (F − 1)/(F + k − 1), for the
// observed F and the ends of its interval.
func interval(f, df1, df2, k, confidence float64) Reliability {
	tail := 1 - (1-confidence)/2
	at := func(f float64) float64 {
		if math.IsInf(f, 1) {
			return 1 // the judges agree completely
		}
		return (f - 1) / (f + k - 1)
	}
	return Reliability{at(f), at(f / quantile(df1, df2, tail)), at(f * quantile(df2, df1, tail))}
}

// quantile is NaN if the distribution does not exist; then there is no interval
// either.
func quantile(df1, df2, p float64) float64 {
	const least, most = 1e-6, 1e12
	if !(df1 >= least && df2 >= least && df1 <= most && df2 <= most && p > 0 && p < 1) {
		return math.NaN()
	}
	return distuv.F{D1: df1, D2: df2}.Quantile(p)
}

func complete(rows [][]float64) error {
	if len(rows) < 2 || len(rows[0]) < 2 {
		return ErrTooFew
	}
	for _, r := range rows {
		if len(r) != len(rows[0]) {
			return ErrRagged
		}
		for _, v := range r {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return ErrRagged
			}
		}
	}
	return nil
}
