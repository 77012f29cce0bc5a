package stats

import "math"

// Squares are the mean squares of marks. The intraclass correlations are ratios of
// them.
type Squares struct {
	Targets  float64 // between targets
	Within   float64 // within targets
	Judges   float64 // between judges, only in the two-way model
	Residual float64 // residual, only in the two-way model
	N        float64 // targets
	K        float64 // judges per target; in the one-way model their average number
	Ratings  float64 // number of ratings
}

// TwoWaySquares needs a complete table with a row for each target and a column for
// each judge.
func TwoWaySquares(rows [][]float64) (Squares, error) {
	if err := complete(rows); err != nil {
		return Squares{}, err
	}
	a := variance(rows)
	for _, square := range []*float64{&a.Targets, &a.Judges, &a.Residual, &a.Within} {
		if nought(*square, rows...) {
			*square = 0
		}
	}
	if a.Targets+a.Within == 0 {
		return Squares{}, ErrNoSpread
	}
	return a, nil
}

// OneWaySquares takes the marks of each target; targets without marks are ignored.
func OneWaySquares(groups [][]float64) (Squares, error) {
	a, squares, sum := Squares{}, 0.0, 0.0
	for _, g := range groups {
		for _, v := range g {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return Squares{}, ErrRagged
			}
			sum += v
		}
		if n := float64(len(g)); n > 0 {
			a.N, a.Ratings, squares = a.N+1, a.Ratings+n, squares+n*n
		}
	}
	if a.N < 2 || a.Ratings <= a.N {
		return Squares{}, ErrTooFew
	}
	a.K = (a.Ratings - squares/a.Ratings) / (a.N - 1)
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		m := Mean(g)
		a.Targets += float64(len(g)) * (m - sum/a.Ratings) * (m - sum/a.Ratings) / (a.N - 1)
		for _, v := range g {
			a.Within += (v - m) * (v - m) / (a.Ratings - a.N)
		}
	}
	for _, square := range []*float64{&a.Targets, &a.Within} {
		if nought(*square, groups...) {
			*square = 0
		}
	}
	if a.Targets+a.Within == 0 {
		return Squares{}, ErrNoSpread
	}
	return a, nil
}

func variance(rows [][]float64) Squares {
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
	s := Squares{N: n, K: k, Ratings: n * k}
	for _, m := range byTarget {
		s.Targets += k * (m - all) * (m - all) / (n - 1)
	}
	for _, m := range byJudge {
		s.Judges += n * (m - all) * (m - all) / (k - 1)
	}
	for i, r := range rows {
		for j, v := range r {
			left := v - byTarget[i] - byJudge[j] + all
			s.Residual += left * left / ((n - 1) * (k - 1))
			s.Within += (v - byTarget[i]) * (v - byTarget[i]) / (n * (k - 1))
		}
	}
	return s
}

// OneWayQuantiles returns the quantiles of F for the interval of form 1: first with
// the degrees of freedom of targets over those within, then the reverse.
func (s Squares) OneWayQuantiles(confidence float64) (up, down float64) {
	tail := 1 - (1-confidence)/2
	return quantile(s.N-1, s.Ratings-s.N, tail), quantile(s.Ratings-s.N, s.N-1, tail)
}

// TwoWayQuantiles returns the quantiles for form 2, whose degrees of freedom are
// estimated (McGraw & Wong 1996, table 7, case 2A).
func (s Squares) TwoWayQuantiles(confidence float64) (up, down float64) {
	n, k, r := s.N, s.K, s.single2()
	a, b := k*r/(n*(1-r)), 1+k*r*(n-1)/(n*(1-r))
	judges, residual := a*s.Judges, b*s.Residual
	df := (judges + residual) * (judges + residual) / (judges*judges/(k-1) + residual*residual/((n-1)*(k-1)))
	tail := 1 - (1-confidence)/2
	return quantile(n-1, df, tail), quantile(df, n-1, tail)
}

func (s Squares) single2() float64 {
	return (s.Targets - s.Residual) / (s.Targets + (s.K-1)*s.Residual + s.K*(s.Judges-s.Residual)/s.N)
}

// second is ICC(2,1).
func (s Squares) second(confidence float64) Reliability {
	if s.Residual == 0 && s.Judges == 0 {
		return Reliability{1, 1, 1}
	}
	n, k := s.N, s.K
	up, down := s.TwoWayQuantiles(confidence)
	noise := k*s.Judges + (k*n-k-n)*s.Residual
	return Reliability{
		Value: s.single2(),
		Low:   n * (s.Targets - up*s.Residual) / (up*noise + n*s.Targets),
		High:  n * (down*s.Targets - s.Residual) / (noise + n*down*s.Targets),
	}
}
