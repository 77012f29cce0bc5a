package assessment_test

import (
	"math/big"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/rulepack"
)

// rules are the shipped ones.
func rules(t interface{ Fatal(...any) }) rulepack.Frozen {
	pack, err := rulepack.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return pack.On(evaluation.NewDate(2026, 12, 1))
}

// with replaces a text or number of the rules.
func with(f rulepack.Frozen, key string, v rulepack.Value) rulepack.Frozen {
	f.Values = slices.Clone(f.Values)
	for i := range f.Values {
		if f.Values[i].Key == key {
			f.Values[i].Value = v
		}
	}
	return f
}

func same(mark int, grade string, n int) []assessment.Ballot {
	return slices.Repeat([]assessment.Ballot{{
		Virtue: mark, Ability: mark, Diligence: mark, Results: mark, Integrity: mark, Grade: grade,
	}}, n)
}

func cast(leaders, peers, served []assessment.Ballot) []assessment.Cast {
	in := func(code string, weight int64, b []assessment.Ballot) assessment.Cast {
		return assessment.Cast{Group: assessment.Group{Code: code, Weight: weight, Eligible: len(b)}, Ballots: b}
	}
	return []assessment.Cast{in(assessment.Leaders, 3500, leaders), in(assessment.Peers, 2500, peers), in(assessment.Served, 4000, served)}
}

func compute(t interface{ Fatal(...any) }, f rulepack.Frozen, c []assessment.Cast) assessment.Result {
	r, err := assessment.Compute(c, f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func shape(r assessment.Result) []string {
	out := []string{}
	for _, g := range r.Groups {
		s := g.State
		for _, c := range g.Codes {
			s += " " + c
		}
		out = append(out, s)
	}
	return out
}

func TestTheTotalIsTheMeansByTheirWeightsRoundedOnce(t *testing.T) {
	// (35×90 + 25×80 + 40×(5×70+1×71)/6) / 100 = 31.5 + 20 + 28.0666… = 79.5666…
	r := compute(t, rules(t), cast(same(90, assessment.Excellent, 5), same(80, assessment.Competent, 6),
		append(same(70, assessment.Basic, 5), same(71, assessment.Competent, 1)...)))
	if r.Total != 7957 || !r.Shown || r.Groups[2].Mean != 7017 || r.Reweighted != 0 {
		t.Errorf("%+v", r)
	}
	if r.Votes != (assessment.Votes{Excellent: 5, Competent: 7, Basic: 5}) || len(r.Signals) != 0 {
		t.Errorf("votes %+v, signals %v", r.Votes, r.Signals)
	}
}

func TestAGroupWithoutBallotsIsReweightedAndNeverCountsAsZero(t *testing.T) {
	r := compute(t, rules(t), cast(same(90, assessment.Excellent, 5), nil, same(80, assessment.Competent, 5)))
	// (35×90 + 40×80) / 75 = 84.666…
	if r.Total != 8467 || r.Reweighted != 2500 || r.Groups[1].State != assessment.GroupEmpty {
		t.Errorf("%+v", r)
	}
}

func TestGroupsUnderTheFloorAreMergedOrHiddenWithACompanion(t *testing.T) {
	merge, hide := rules(t), with(rules(t), "rating.floor.below", rulepack.Value{Kind: rulepack.KindText, Text: "hide"})
	b := func(n int) []assessment.Ballot { return same(80, assessment.Competent, n) }
	for _, c := range []struct {
		name     string
		rules    rulepack.Frozen
		n        [3]int
		shown    bool
		expected []string
	}{
		{"all large", merge, [3]int{5, 5, 5}, true, []string{"shown leaders", "shown peers", "shown served"}},
		{"the first into the next", merge, [3]int{3, 5, 9}, true, []string{"shown leaders peers", "shown served"}},
		{"the last into the one before", merge, [3]int{6, 7, 2}, true, []string{"shown leaders", "shown peers served"}},
		{"two small make one large", merge, [3]int{3, 3, 9}, true, []string{"shown leaders peers", "shown served"}},
		{"three small make one", merge, [3]int{2, 2, 2}, true, []string{"shown leaders peers served"}},
		{"an empty one is passed over", merge, [3]int{3, 0, 9}, true, []string{"empty peers", "shown leaders served"}},
		{"too few in all", merge, [3]int{1, 1, 2}, false, []string{"hidden leaders peers served"}},
		{"one hidden takes the next smallest along", hide, [3]int{3, 6, 9}, true, []string{"hidden leaders", "complement peers", "shown served"}},
		{"two hidden ones that are enough together", hide, [3]int{3, 4, 9}, true, []string{"hidden leaders", "hidden peers", "shown served"}},
		{"two hidden ones that are not", hide, [3]int{2, 2, 9}, true, []string{"hidden leaders", "hidden peers", "complement served"}},
		{"two groups, one small", hide, [3]int{4, 0, 9}, true, []string{"hidden leaders", "empty peers", "complement served"}},
	} {
		r := compute(t, c.rules, cast(b(c.n[0]), b(c.n[1]), b(c.n[2])))
		if got := shape(r); !slices.Equal(got, c.expected) || r.Shown != c.shown {
			t.Errorf("%s: %v, shown %t", c.name, got, r.Shown)
		}
	}
}

func TestTheFloorCannotBeLoweredUnderThree(t *testing.T) {
	one := with(rules(t), "rating.floor", rulepack.Value{Kind: rulepack.KindInteger, N: 1})
	if r := compute(t, one, cast(same(80, assessment.Competent, 2), nil, nil)); r.Floor != 3 || r.Shown {
		t.Errorf("%+v", r)
	}
}

func TestARatingIsValidWithTwoThirdsReturnedAndFourFifthsUsable(t *testing.T) {
	c := cast(same(80, assessment.Competent, 6), nil, nil)
	c[0].Eligible = 9
	if r := compute(t, rules(t), c); len(r.Invalid) != 0 || !r.Shown {
		t.Errorf("6 of 9: %v", r.Invalid)
	}
	c[0].Eligible = 10
	if r := compute(t, rules(t), c); !slices.Equal(r.Invalid, []string{"attendance"}) || r.Shown || r.Total != 0 {
		t.Errorf("6 of 10: %+v", r)
	}
	c = cast(append(same(80, assessment.Competent, 8), assessment.Ballot{Abstain: true}, assessment.Ballot{Abstain: true}), nil, nil)
	if r := compute(t, rules(t), c); len(r.Invalid) != 0 {
		t.Errorf("8 of 10 usable: %v", r.Invalid)
	}
	c[0].Ballots[0] = assessment.Ballot{Abstain: true}
	if r := compute(t, rules(t), c); !slices.Equal(r.Invalid, []string{"usable"}) {
		t.Errorf("7 of 10 usable: %v", r.Invalid)
	}
}

func TestVotesSignalUnderTwoThirdsAndOverOneThird(t *testing.T) {
	for _, c := range []struct {
		competent, basic, incompetent int
		expected                      []string
	}{
		{6, 3, 0, []string{}},
		{5, 4, 0, []string{"competent"}},
		{6, 0, 3, []string{}},
		{5, 0, 4, []string{"competent", "incompetent"}},
	} {
		all := slices.Concat(same(80, assessment.Competent, c.competent), same(60, assessment.Basic, c.basic), same(40, assessment.Incompetent, c.incompetent))
		if r := compute(t, rules(t), cast(all, nil, nil)); !slices.Equal(r.Signals, c.expected) {
			t.Errorf("%+v: %v", c, r.Signals)
		}
	}
}

func TestTheTrimmedMeanLeavesOutATenthOnEitherSide(t *testing.T) {
	b := append(same(80, assessment.Competent, 8), append(same(0, assessment.Basic, 1), same(100, assessment.Excellent, 1)...)...)
	r := compute(t, rules(t), cast(b, nil, nil))
	if r.Groups[0].Trimmed != 8000 || r.Groups[0].Mean != 7400 || r.Trimmed != 8000 || r.Total != 7400 {
		t.Errorf("%+v", r)
	}
}

func drawBallots(r *rapid.T, label string) []assessment.Ballot {
	mark := rapid.IntRange(0, 100)
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) assessment.Ballot {
		if rapid.IntRange(0, 19).Draw(r, "abstain") == 0 {
			return assessment.Ballot{Abstain: true}
		}
		return assessment.Ballot{
			Virtue: mark.Draw(r, "v"), Ability: mark.Draw(r, "a"), Diligence: mark.Draw(r, "d"), Results: mark.Draw(r, "r"),
			Integrity: mark.Draw(r, "i"), Grade: rapid.SampledFrom(assessment.Grades()).Draw(r, "g"),
		}
	}), 0, 12).Draw(r, label)
}

func drawCast(r *rapid.T) []assessment.Cast {
	return cast(drawBallots(r, "leaders"), drawBallots(r, "peers"), drawBallots(r, "served"))
}

func drawRules(r *rapid.T) rulepack.Frozen {
	return with(rules(r), "rating.floor.below", rulepack.Value{
		Kind: rulepack.KindText, Text: rapid.SampledFrom([]string{"merge", "hide"}).Draw(r, "below"),
	})
}

func TestTheOrderOfBallotsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f, c := drawRules(r), drawCast(r)
		before := compute(r, f, c)
		for i := range c {
			c[i].Ballots = rapid.Permutation(c[i].Ballots).Draw(r, "order")
		}
		if after := compute(r, f, c); !reflect.DeepEqual(before, after) {
			r.Fatalf("%+v\n%+v", before, after)
		}
	})
}

// An independent sum in exact fractions comes to the same total, and weights
// that are there come to the whole.
func TestTheTotalIsWhatAPlainSumSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		got := compute(r, drawRules(r), drawCast(r))
		weight := int64(0)
		top, all := new(big.Rat), int64(0)
		for _, g := range got.Groups {
			weight += g.Weight
			if g.State == assessment.GroupShown {
				top.Add(top, big.NewRat(g.Weight*g.Mean, 1))
				all += g.Weight
			}
		}
		if weight != 10000 {
			r.Fatalf("weights come to %d", weight)
		}
		if !got.Shown || slices.ContainsFunc(got.Groups, func(g assessment.GroupResult) bool {
			return g.State == assessment.GroupHidden || g.State == assessment.GroupComplement
		}) {
			return
		}
		if all+got.Reweighted != 10000 {
			r.Fatalf("shown %d and reweighted %d", all, got.Reweighted)
		}
		// Means are rounded for show, so the sum of the shown ones lies within one hundredth.
		low := new(big.Rat).Quo(top, big.NewRat(all, 1))
		diff := new(big.Rat).Sub(low, big.NewRat(got.Total, 1))
		if diff.Abs(diff).Cmp(big.NewRat(1, 1)) > 0 {
			r.Fatalf("total %d, means say %s", got.Total, low.FloatString(3))
		}
	})
}

func TestTheQuotaOfExcellentGrades(t *testing.T) {
	for n, want := range map[int][2]int{
		4: {0, 1}, 5: {1, 1}, 9: {1, 2}, 10: {2, 2}, 12: {2, 3}, 15: {3, 3}, 18: {3, 4}, 20: {4, 5}, 24: {4, 6}, 28: {5, 7}, 40: {8, 10}, 60: {12, 15},
	} {
		for i, ceiling := range []bool{false, true} {
			c := assessment.Cycle{}
			if ceiling {
				c.CeilingDocument = "浦公局〔2026〕8号"
			}
			got, err := c.Quota(n, assessment.Civil, rules(t))
			if err != nil || got != want[i] {
				t.Errorf("%d, ceiling %t: %d %v, want %d", n, ceiling, got, err, want[i])
			}
			if c.CeilingDocument = ""; ceiling { // staff of institutions have a document of their own
				c.InstitutionCeiling = "浦人社〔2026〕3号"
			}
			for category, want := range map[string]int{assessment.Institution: want[i], assessment.Civil: want[0]} {
				if got, err := c.Quota(n, category, rules(t)); err != nil || got != want {
					t.Errorf("%d of %s, ceiling %t: %d %v, want %d", n, category, ceiling, got, err, want)
				}
			}
		}
	}
}
