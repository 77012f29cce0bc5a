package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// What keeps a reliability from being computed.
var (
	ErrTooFew   = errors.New("stats: fewer than two rows or columns")
	ErrRagged   = errors.New("stats: rows of unequal length, or values that are no numbers")
	ErrNoSpread = errors.New("stats: all values are equal")
)

// Reliability is an intraclass correlation with its interval.
type Reliability struct {
	Value     float64
	Low, High float64
}

// Forms are the six intraclass correlations of Shrout & Fleiss (Psychological
// Bulletin 86, 1979, 420–428): of a single rating and of the mean of all k.
type Forms struct {
	Single1, Single2, Single3 Reliability // ICC(1,1), ICC(2,1), ICC(3,1)
	Mean1, Mean2, Mean3       Reliability // ICC(1,k), ICC(2,k), ICC(3,k)
}

// ICC takes a table with a row for each target and a column for each judge,
// complete. confidence is that of the intervals, such as 0.95. The interval of
// form 2 is that of McGraw & Wong (Psychological Methods 1, 1996, 30–46).
func ICC(rows [][]float64, confidence float64) (Forms, error) {
	if err := complete(rows); err != nil {
		return Forms{}, err
	}
	a := variance(rows)
	for _, square := range []*float64{&a.targets, &a.judges, &a.residual, &a.within} {
		if nought(*square, rows...) {
			*square = 0
		}
	}
	if a.targets+a.within == 0 {
		return Forms{}, ErrNoSpread
	}
	n, k := float64(len(rows)), float64(len(rows[0]))
	one := interval(a.targets/a.within, n-1, n*(k-1), k, confidence)
	three := interval(a.targets/a.residual, n-1, (n-1)*(k-1), k, confidence)
	two := a.second(n, k, confidence)
	return Forms{
		Single1: one, Mean1: one.ofMean(k), Single2: two, Mean2: two.ofMean(k), Single3: three, Mean3: three.ofMean(k),
	}, nil
}

// OneWay is ICC(1,1) for targets that different judges rated, not all equally
// many, and ICC(1,k) for the usual number k0 of them:
// (N − Σn²/N) / (n − 1) (Snedecor & Cochran, Statistical Methods, 10.13).
func OneWay(groups [][]float64, confidence float64) (single, mean Reliability, k0 float64, err error) {
	n, all, squares := 0.0, 0.0, 0.0
	var sum float64
	for _, g := range groups {
		for _, v := range g {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return single, mean, 0, ErrRagged
			}
			sum += v
		}
		if len(g) > 0 {
			n, all, squares = n+1, all+float64(len(g)), squares+float64(len(g))*float64(len(g))
		}
	}
	if n < 2 || all <= n {
		return single, mean, 0, ErrTooFew
	}
	k0 = (all - squares/all) / (n - 1)
	between, within := 0.0, 0.0
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		m := Mean(g)
		between += float64(len(g)) * (m - sum/all) * (m - sum/all)
		for _, v := range g {
			within += (v - m) * (v - m)
		}
	}
	if nought(between/(n-1), groups...) {
		between = 0
	}
	if nought(within/(all-n), groups...) {
		within = 0
	}
	if between+within == 0 {
		return single, mean, 0, ErrNoSpread
	}
	single = interval(between/(n-1)/(within/(all-n)), n-1, all-n, k0, confidence)
	return single, single.ofMean(k0), k0, nil
}

// ofMean steps a reliability up to that of the mean of k (Spearman–Brown).
func (r Reliability) ofMean(k float64) Reliability {
	up := func(v float64) float64 { return k * v / (1 + (k-1)*v) }
	return Reliability{up(r.Value), up(r.Low), up(r.High)}
}

// interval turns a ratio F of mean squares into (F − 1)/(F + k − 1), at the F
// observed and at the ends of its interval.
func interval(f, df1, df2, k, confidence float64) Reliability {
	tail := 1 - (1-confidence)/2
	at := func(f float64) float64 {
		if math.IsInf(f, 1) {
			return 1 // the judges agree in everything
		}
		return (f - 1) / (f + k - 1)
	}
	return Reliability{at(f), at(f / quantile(df1, df2, tail)), at(f * quantile(df2, df1, tail))}
}

// quantile is NaN where there is no such distribution: then there is no
// interval either.
func quantile(df1, df2, p float64) float64 {
	const least, most = 1e-6, 1e12
	if !(df1 >= least && df2 >= least && df1 <= most && df2 <= most && p > 0 && p < 1) {
		return math.NaN()
	}
	return distuv.F{D1: df1, D2: df2}.Quantile(p)
}

// squares are the mean squares of a two-way table.
type squares struct{ targets, judges, residual, within float64 }

func variance(rows [][]float64) squares {
	n, k := float64(len(rows)), float64(len(rows[0]))
	byTarget, byJudge := make([]float64, len(rows)), make([]float64, len(rows[0]))
	all := 0.0
	for i, r := range rows {
		for j, v := range r {
			byTarget[i] += v / k
			byJudge[j] += v / n
			all += v / (n * k)
		}
	}
	var s squares
	for _, m := range byTarget {
		s.targets += k * (m - all) * (m - all) / (n - 1)
	}
	for _, m := range byJudge {
		s.judges += n * (m - all) * (m - all) / (k - 1)
	}
	for i, r := range rows {
		for j, v := range r {
			left := v - byTarget[i] - byJudge[j] + all
			s.residual += left * left / ((n - 1) * (k - 1))
			s.within += (v - byTarget[i]) * (v - byTarget[i]) / (n * (k - 1))
		}
	}
	return s
}

// second is ICC(2,1).
func (s squares) second(n, k, confidence float64) Reliability {
	r := (s.targets - s.residual) / (s.targets + (k-1)*s.residual + k*(s.judges-s.residual)/n)
	if s.residual == 0 && s.judges == 0 {
		return Reliability{1, 1, 1}
	}
	a, b := k*r/(n*(1-r)), 1+k*r*(n-1)/(n*(1-r))
	judges, residual := a*s.judges, b*s.residual
	df := (judges + residual) * (judges + residual) / (judges*judges/(k-1) + residual*residual/((n-1)*(k-1)))
	tail := 1 - (1-confidence)/2
	up, down := quantile(n-1, df, tail), quantile(df, n-1, tail)
	noise := k*s.judges + (k*n-k-n)*s.residual
	return Reliability{
		Value: r,
		Low:   n * (s.targets - up*s.residual) / (up*noise + n*s.targets),
		High:  n * (down*s.targets - s.residual) / (noise + n*down*s.targets),
	}
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
