package rulepack_test

import (
	"slices"
	"testing"

	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
)

// G-4 row by row: fewer than 5 none, from 5 to 9 one at each end, from 10 on a
// tenth at each end, rounded down.
func TestHowManyBallotsATrimmedMeanLeavesOut(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rules := pack.On(evaluation.NewDate(2026, 12, 1))
	trim, err := rulepack.TrimOf(rules)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]int{0: 0, 3: 0, 4: 0, 5: 1, 6: 1, 9: 1, 10: 1, 19: 1, 20: 2, 29: 2, 30: 3, 100: 10} {
		if got := trim.Cut(n); got != want {
			t.Errorf("of %d ballots %d are left out at each end, not %d", n, got, want)
		}
	}
	// Rules frozen before: a tenth of any number from five on.
	rules.Values = slices.DeleteFunc(slices.Clone(rules.Values), func(e rulepack.Entry) bool { return e.Key == "rating.trim.share_from" })
	if trim, err = rulepack.TrimOf(rules); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]int{4: 0, 5: 0, 9: 0, 10: 1, 25: 2} {
		if got := trim.Cut(n); got != want {
			t.Errorf("before: of %d ballots %d, not %d", n, got, want)
		}
	}
}

func TestATrimmedMeanNeverLeavesTheMarkOfOnePerson(t *testing.T) {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rules := pack.On(evaluation.NewDate(2026, 12, 1))
	rules.Values = slices.Clone(rules.Values)
	for i := range rules.Values {
		switch v := &rules.Values[i].Value; rules.Values[i].Key {
		case "rating.trim.least":
			v.N = 3
		case "rating.trim":
			v.N = 2500
		}
	}
	trim, err := rulepack.TrimOf(rules)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		if left := n - 2*trim.Cut(n); n >= 3 && left < 3 {
			t.Errorf("of %d ballots %d are left", n, left)
		}
	}
}
