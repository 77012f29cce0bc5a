package stats_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation/stats"
)

// Table 2 of Shrout & Fleiss 1979: six targets, four judges.
func shroutFleiss() [][]float64 {
	return [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}
}

// Estimates: Shrout & Fleiss 1979, Table 4 (.17 .29 .71 .44 .62 .91). Intervals:
// the R package psych, which documents the same table in ?ICC.
func TestTheSixFormsAreThoseOfShroutAndFleiss(t *testing.T) {
	f, err := stats.ICC(shroutFleiss(), 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		got       stats.Reliability
		value     float64
		low, high float64
	}{
		{"ICC(1,1)", f.Single1, .17, -.133, .72}, {"ICC(2,1)", f.Single2, .29, .019, .76}, {"ICC(3,1)", f.Single3, .71, .342, .95},
		{"ICC(1,4)", f.Mean1, .44, -.884, .91}, {"ICC(2,4)", f.Mean2, .62, .071, .93}, {"ICC(3,4)", f.Mean3, .91, .676, .99},
	} {
		near := func(a, b, by float64) bool { return math.Abs(a-b) <= by }
		if !near(c.got.Value, c.value, .005) || !near(c.got.Low, c.low, .0015) || !near(c.got.High, c.high, .0055) {
			t.Errorf("%s: %.4f (%.4f to %.4f), want %.2f (%.3f to %.2f)", c.name, c.got.Value, c.got.Low, c.got.High, c.value, c.low, c.high)
		}
	}
}

func TestOneWayIsTheFirstFormWhereAllAreRatedEquallyOften(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(2, 8).Draw(t, "n"), rapid.IntRange(2, 6).Draw(t, "k")
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = rapid.SliceOfN(rapid.Float64Range(1, 100), k, k).Draw(t, "row")
		}
		f, err := stats.ICC(rows, 0.95)
		single, mean, k0, err1 := stats.OneWay(rows, 0.95)
		if (err == nil) != (err1 == nil) {
			t.Fatal(err, err1)
		}
		if err == nil && (!alike(f.Single1, single) || !alike(f.Mean1, mean) || math.Abs(k0-float64(k)) > 1e-9) {
			t.Errorf("%+v and %+v, %+v and %+v, k0 %v", f.Single1, single, f.Mean1, mean, k0)
		}
	})
}

func alike(a, b stats.Reliability) bool {
	near := func(x, y float64) bool {
		return x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= 1e-6*max(1, math.Abs(x))
	}
	return near(a.Value, b.Value) && near(a.Low, b.Low) && near(a.High, b.High)
}

// The third form does not see that a judge is stricter than the others; the
// first two do.
func TestAStricterJudgeIsNoDisagreementInOrder(t *testing.T) {
	rows := [][]float64{{90, 80}, {80, 70}, {70, 60}, {60, 50}}
	f, err := stats.ICC(rows, 0.95)
	if err != nil || f.Single3.Value != 1 || !(f.Single2.Value < 1) || !(f.Single1.Value < f.Single2.Value) {
		t.Errorf("%+v %v", f, err)
	}
}

func TestWhatHasNoReliabilitySaysWhy(t *testing.T) {
	for _, c := range []struct {
		rows [][]float64
		want error
	}{
		{nil, stats.ErrTooFew}, {[][]float64{{1, 2}}, stats.ErrTooFew}, {[][]float64{{1}, {2}}, stats.ErrTooFew},
		{[][]float64{{1, 2}, {1}}, stats.ErrRagged}, {[][]float64{{1, 2}, {1, math.NaN()}}, stats.ErrRagged},
		{[][]float64{{3, 3}, {3, 3}}, stats.ErrNoSpread},
	} {
		if _, err := stats.ICC(c.rows, 0.95); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.rows, err, c.want)
		}
	}
	for _, c := range []struct {
		groups [][]float64
		want   error
	}{
		{[][]float64{{1}, {2}, {3}}, stats.ErrTooFew}, {[][]float64{{1, 2}, nil}, stats.ErrTooFew},
		{[][]float64{{1, math.Inf(1)}, {2}}, stats.ErrRagged}, {[][]float64{{2, 2}, {2}}, stats.ErrNoSpread},
	} {
		if _, _, _, err := stats.OneWay(c.groups, 0.95); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.groups, err, c.want)
		}
	}
}

// Marks such as 88.7 have no exact float, and the mean of several equal ones can
// differ from them in the last place: that is no spread, whatever their number.
func TestEqualMarksHaveNoReliabilityAtWhateverValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mark := float64(rapid.IntRange(0, 10000).Draw(t, "hundredths")) / 100
		n, k := rapid.IntRange(2, 40).Draw(t, "n"), rapid.IntRange(2, 40).Draw(t, "k")
		rows := make([][]float64, n)
		for i := range rows {
			rows[i] = slices.Repeat([]float64{mark}, k)
		}
		if f, err := stats.ICC(rows, 0.95); !errors.Is(err, stats.ErrNoSpread) {
			t.Fatalf("ICC(2,1) %v of equal marks %v: %v", f.Single2.Value, mark, err)
		}
		rows[0] = rows[0][:k-1]
		if single, _, _, err := stats.OneWay(rows, 0.95); !errors.Is(err, stats.ErrNoSpread) {
			t.Fatalf("ICC(1,1) %v of equal marks %v: %v", single.Value, mark, err)
		}
		rows[0] = slices.Repeat([]float64{mark}, k)
		if a, err := stats.Alpha(rows); !errors.Is(err, stats.ErrNoSpread) {
			t.Fatalf("alpha %v of equal marks %v: %v", a, mark, err)
		}
	})
}

// One hundredth of a point is a spread and not taken for rounding.
func TestAHundredthOfAPointIsASpread(t *testing.T) {
	rows := [][]float64{{88.71, 88.71, 88.71}, {88.7, 88.7, 88.7}}
	if f, err := stats.ICC(rows, 0.95); err != nil || f.Single2.Value != 1 {
		t.Errorf("%+v %v", f, err)
	}
}

// An independent count in whole numbers: a share of p hundredths of n values
// leaves out ⌊p·n/100⌋ at either end.
func TestTheTrimmedMeanCutsTheWholePartOfTheShareExactly(t *testing.T) {
	for p := range 50 {
		for n := 1; n <= 200; n++ {
			values := make([]float64, n)
			for i := range values {
				values[i] = math.Pow(2, float64(i)/8) // every cut has a mean of its own
			}
			cut := p * n / 100
			if cut*2 >= n {
				continue
			}
			sum := 0.0
			for _, v := range values[cut : n-cut] {
				sum += v
			}
			if got, want := stats.TrimmedMean(values, float64(p)/100), sum/float64(n-2*cut); math.Abs(got-want) > 1e-9*want {
				t.Fatalf("%d %% of %d: %v, want %v", p, n, got, want)
			}
		}
	}
}

func FuzzNoTableOfRatingsPanics(f *testing.F) {
	f.Add(uint8(2), []byte{1, 2, 3, 4})
	f.Fuzz(func(_ *testing.T, wide uint8, cells []byte) {
		wide = wide%8 + 1
		if len(cells) > 400 {
			return
		}
		var rows [][]float64
		var p []float64
		for i, c := range cells {
			if i%int(wide) == 0 {
				rows = append(rows, nil)
			}
			v := float64(int8(c)) * 1e3 //nolint:gosec // any number will do
			if c == 0xff {
				v = math.NaN()
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], v)
			p = append(p, v)
		}
		_, _ = stats.ICC(rows, 0.95)
		_, _, _, _ = stats.OneWay(rows, 0.95)
		_, _ = stats.Alpha(rows)
		_ = stats.BenjaminiHochberg(p)
		_ = stats.TrimmedMean(p, 0.1)
	})
}
