package concern

import (
	"strconv"
	"testing"

	"kaoji/evaluation"
)

// marking is a Vault whose marks are the texts themselves.
type marking struct{ evaluation.Vault }

func (marking) Mark(purpose, text string) string { return purpose + text }

// A figure is near the count, and from what count on it is rounded up differs: who knows that
// there are seven or eight does not learn from it which.
func TestNobodyKnowsWhereAFigureIsRoundedUp(t *testing.T) {
	s, step := New(Deps{Vault: marking{}}), &evaluation.Step{Record: &evaluation.Record{Office: "o"}}
	const by = 5
	up := map[int]int{}
	for i := range 100 {
		lean := s.lean(step, "half "+strconv.Itoa(i), "total", by)
		if again := s.lean(step, "half "+strconv.Itoa(i), "total", by); again != lean {
			t.Fatalf("counted again it leans by %d, before %d", again, lean)
		}
		for n := range 30 {
			got := round(n, by, lean)
			if got%by != 0 || n < by && got != 0 || n >= by && (got < by || got <= n-by || got >= n+by) {
				t.Errorf("%d with %d is %d", n, lean, got)
			}
			if got > n {
				up[n]++
			}
		}
	}
	for _, n := range []int{6, 7, 8, 9} {
		if up[n] < 5 || up[n] > 95 {
			t.Errorf("%d is rounded up %d times of a hundred", n, up[n])
		}
	}
	if up[10] != 0 || round(7, 1, 0) != 7 {
		t.Errorf("ten is rounded up %d times", up[10])
	}
}
