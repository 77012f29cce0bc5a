package stats

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Rating is a mark that a rater gave a ratee.
type Rating struct {
	Rater, Ratee string
	Score        float64
}

// ErrDisconnected means that the raters and ratees fall into groups that cannot be
// compared with each other.
var ErrDisconnected = errors.New("stats: the ratings are not connected")

// Connected reports whether every ratee is linked to every other through raters who
// rated both. Only then the severity of raters can be separated from the merit of
// ratees (rule H-13).
func Connected(ratings []Rating) bool {
	parent := map[string]string{}
	root := func(x string) string {
		if _, ok := parent[x]; !ok {
			parent[x] = x
		}
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	for _, r := range ratings {
		parent[root("a"+r.Rater)] = root("b" + r.Ratee)
	}
	first := ""
	for x := range parent {
		if first == "" {
			first = root(x)
		}
		if root(x) != first {
			return false
		}
	}
	return len(ratings) > 0
}

// Severity fits score = ratee + rater by least squares; the effects of the raters
// add up to zero. fair is the mark of each ratee averaged over all raters, leniency
// says how much higher a rater marks than the average rater. It returns
// ErrDisconnected if the ratees cannot be compared (Linacre, Many-Facet Rasch
// Measurement, 1994, on fair averages and connected designs).
func Severity(ratings []Rating) (fair, leniency map[string]float64, err error) {
	if !Connected(ratings) {
		return nil, nil, ErrDisconnected
	}
	var ratees, raters []string
	for _, r := range ratings {
		if math.IsNaN(r.Score) || math.IsInf(r.Score, 0) {
			return nil, nil, ErrRagged
		}
		ratees, raters = append(ratees, r.Ratee), append(raters, r.Rater)
	}
	slices.Sort(ratees)
	slices.Sort(raters)
	ratees, raters = slices.Compact(ratees), slices.Compact(raters)
	x, err := leastSquares(ratings, ratees, raters)
	if err != nil {
		return nil, nil, err
	}
	fair, leniency = map[string]float64{}, map[string]float64{}
	for i, name := range ratees {
		fair[name] = x.AtVec(i)
	}
	for j, name := range raters {
		leniency[name] = x.AtVec(len(ratees) + j)
	}
	return fair, leniency, nil
}

// leastSquares returns the effects of ratees, then of raters. The square of the
// condition that the raters' effects add up to zero is added to the normal
// equations. This does not change the solution and makes the matrix positive
// definite, so that Cholesky factorisation works.
func leastSquares(ratings []Rating, ratees, raters []string) (*mat.VecDense, error) {
	n := len(ratees) + len(raters)
	a, b := mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
	for _, r := range ratings {
		i, _ := slices.BinarySearch(ratees, r.Ratee)
		j, _ := slices.BinarySearch(raters, r.Rater)
		j += len(ratees)
		for _, at := range [][2]int{{i, i}, {i, j}, {j, j}} {
			a.SetSym(at[0], at[1], a.At(at[0], at[1])+1)
		}
		b.SetVec(i, b.AtVec(i)+r.Score)
		b.SetVec(j, b.AtVec(j)+r.Score)
	}
	for j := len(ratees); j < n; j++ {
		for k := j; k < n; k++ {
			a.SetSym(j, k, a.At(j, k)+1)
		}
	}
	var factors mat.Cholesky
	if !factors.Factorize(a) {
		return nil, ErrDisconnected
	}
	x := mat.NewVecDense(n, nil)
	return x, factors.SolveVecTo(x, b)
}
