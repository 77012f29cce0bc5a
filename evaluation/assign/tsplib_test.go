package assign_test

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"kaoji/evaluation/assign"
)

//go:embed testdata/tsplib.txt.bz2
var tsplib []byte

// instances reads the matrices of TSPLIB.
func instances(t testing.TB) map[string]*assign.Problem {
	t.Helper()
	all := map[string]*assign.Problem{}
	lines := bufio.NewScanner(bzip2.NewReader(bytes.NewReader(tsplib)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var name string
		var n int
		if _, err := fmt.Sscan(lines.Text(), &name, &n); err != nil {
			t.Fatal(err)
		}
		p := &assign.Problem{}
		for range n {
			lines.Scan()
			p.Cost = append(p.Cost, costs(t, strings.Fields(lines.Text())))
		}
		all[name] = p
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func costs(t testing.TB, words []string) []int64 {
	t.Helper()
	row := make([]int64, len(words))
	for j, word := range words {
		if word == "-" {
			row[j] = no
			continue
		}
		c, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		row[j] = c
	}
	return row
}

// The assignment problem is the classic relaxation of the asymmetric travelling
// salesman problem: everybody is followed by somebody else, in whatever circles.
// Its optimum on the instances of TSPLIB is published as the first bound of
// Fischetti and Toth, An additive bounding procedure for the asymmetric
// travelling salesman problem (Mathematical Programming 53, 1992): compared for
// all. Their polyhedral approach (Management Science 43, 1997) gives it as a gap
// to the shortest tour, in percent of the tour: compared where a gap stands, as a
// second witness. The tours are TSPLIB's own (Reinelt 1991). Of the rbg instances
// the assignment is as long as the tour, so that TSPLIB alone vouches for it.
func TestTheInstancesOfTSPLIBHaveTheirPublishedBound(t *testing.T) {
	const unsaid = -1
	all := instances(t)
	for _, c := range []struct {
		name  string
		size  int
		bound int64
		tour  int64
		gap   float64 // in percent of the tour
	}{
		{"br17", 17, 0, 39, unsaid},
		{"ftv33", 34, 1185, 1286, 7.85},
		{"ftv35", 36, 1381, 1473, 6.25},
		{"ftv38", 39, 1438, 1530, unsaid},
		{"ftv44", 45, 1521, 1613, 5.70},
		{"ftv47", 48, 1652, 1776, 6.98},
		{"ry48p", 48, 12517, 14422, 13.21},
		{"ft53", 53, 5931, 6905, 14.11},
		{"ftv55", 56, 1435, 1608, 10.76},
		{"ftv64", 65, 1721, 1839, unsaid},
		{"ft70", 70, 37978, 38673, unsaid},
		{"ftv70", 71, 1766, 1950, unsaid},
		{"kro124p", 100, 33978, 36230, unsaid},
		{"ftv170", 171, 2631, 2755, unsaid},
		{"rbg323", 323, 1326, 1326, 0},
		{"rbg358", 358, 1163, 1163, 0},
		{"rbg403", 403, 2465, 2465, 0},
	} {
		p := all[c.name]
		if p == nil || p.Rows() != c.size || p.Cols() != c.size {
			t.Fatalf("%s is not there in its size", c.name)
		}
		delete(all, c.name)
		got := solved(t, p)
		total, ok := p.Total(got.Cols)
		if !ok || !got.Proven || total != got.Total || got.Total != c.bound || got.Bound != c.bound {
			t.Errorf("%s: %d, published %d (proven %v)", c.name, got.Total, c.bound, got.Proven)
		}
		if gap := 100 * float64(c.tour-got.Total) / float64(c.tour); c.gap != unsaid && math.Abs(gap-c.gap) > 0.005 {
			t.Errorf("%s: %.3f %% below the tour, published %.2f", c.name, gap, c.gap)
		}
	}
	if len(all) > 0 {
		t.Errorf("%d instances are not looked at", len(all))
	}
}
