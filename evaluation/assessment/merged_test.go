package assessment_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/rulepack"
)

// marked are ballots of the marks given, each the same on all five contents.
func marked(marks ...[5]int) []assessment.Ballot {
	var out []assessment.Ballot
	for _, m := range marks {
		out = append(out, assessment.Ballot{Virtue: m[0], Ability: m[1], Diligence: m[2], Results: m[3], Integrity: m[4], Grade: assessment.Competent})
	}
	return out
}

func abstain(n int) []assessment.Ballot {
	return slices.Repeat([]assessment.Ballot{{Abstain: true}}, n)
}

// One leader 52.2 (35 %), three peers 61.4, 60.6 and 61.2 (25 %), one served
// 32.8 (40 %), by hand: (35 × 52.2 + 25 × 61.0667 + 40 × 32.8) ÷ 100 = 46.6567.
// The mean of the five ballots is 53.64.
func TestMergedGroupsKeepTheirWeights(t *testing.T) {
	r := compute(t, rules(t), cast(marked([5]int{52, 52, 52, 52, 53}),
		marked([5]int{61, 61, 61, 61, 63}, [5]int{60, 60, 60, 61, 62}, [5]int{61, 61, 61, 61, 62}), marked([5]int{32, 33, 33, 33, 33})))
	g := r.Groups[0]
	if len(r.Groups) != 1 || r.Total != 4666 || g.Mean != 4666 || g.Weight != 10000 || !slices.Equal(g.Weights, []int64{3500, 2500, 4000}) {
		t.Errorf("%+v", r)
	}
	// Virtue: (35 × 52 + 25 × 182 ÷ 3 + 40 × 32) ÷ 100 = 46.1667.
	if r.Contents[0] != 4617 || g.Contents[0] != 4617 {
		t.Errorf("virtue %d, %d", r.Contents[0], g.Contents[0])
	}
	// Neither the ballots' mean nor a trimmed one stands anywhere.
	raw, err := json.Marshal(r)
	if err != nil || r.Trimmed != 0 || g.Trimmed != 0 || strings.Contains(string(raw), "5364") {
		t.Errorf("%s %v", raw, err)
	}
}

func TestATrimmedTotalTakesMergedGroupsWithTheirPlainMean(t *testing.T) {
	// 2 leaders 60 and 3 peers 90 merge: (35 × 60 + 25 × 90) ÷ 60 = 72.5. Of six
	// served the 0 and the 100 go: 80; plain (4 × 80 + 100) ÷ 6 = 70.
	served := append(same(80, assessment.Competent, 4), append(same(0, assessment.Basic, 1), same(100, assessment.Excellent, 1)...)...)
	r := compute(t, rules(t), cast(same(60, assessment.Basic, 2), same(90, assessment.Excellent, 3), served))
	if g := r.Groups[0]; g.Mean != 7250 || g.Trimmed != 0 || g.Removed != 0 {
		t.Errorf("%+v", g)
	}
	if g := r.Groups[1]; g.Mean != 7000 || g.Trimmed != 8000 || g.Removed != 2 {
		t.Errorf("%+v", g)
	}
	if r.Total != 7150 || r.Trimmed != 7550 || r.Removed != 2 { // 0.6 × 72.5 + 0.4 × 70 and 0.6 × 72.5 + 0.4 × 80
		t.Errorf("%+v", r)
	}
}

// G-4: of 4 forms none is left out, of 5 and 9 one at each end, of 10 and 20 a tenth.
func TestTheTrimmedMeanLeavesOutOneAtEachEndOfFiveToNine(t *testing.T) {
	low := with(rules(t), "rating.floor", rulepack.Value{Kind: rulepack.KindInteger, N: 3})
	for n, removed := range map[int]int{4: 0, 5: 2, 9: 2, 10: 2, 20: 4} {
		ballots := slices.Concat(same(80, assessment.Competent, n-2), same(10, assessment.Basic, 1), same(90, assessment.Excellent, 1))
		g := compute(t, low, cast(ballots, nil, nil)).Groups[0]
		want := int64(0)
		if removed > 0 {
			want = 8000
		}
		if g.Trimmed != want || g.Removed != removed {
			t.Errorf("of %d: trimmed %d, removed %d", n, g.Trimmed, g.Removed)
		}
	}
}

// A group of which fewer than the floor voted is treated alike whether all, some
// or none of it had an opinion: what is published differs in no word.
func TestThatAllOfASmallGroupAbstainedIsNotTold(t *testing.T) {
	hide := with(rules(t), "rating.floor.below", rulepack.Value{Kind: rulepack.KindText, Text: "hide"})
	for name, f := range map[string]rulepack.Frozen{"merge": rules(t), "hide": hide} {
		var got [2]assessment.Result
		for i, leaders := range [][]assessment.Ballot{abstain(2), slices.Concat(abstain(1), same(80, assessment.Competent, 1))} {
			// One abstention more among the peers keeps the number of usable ballots.
			peers := append(same(80, assessment.Competent, 8-i), abstain(i)...)
			got[i] = compute(t, f, cast(leaders, peers, same(90, assessment.Competent, 8)))
		}
		for i, r := range got {
			if !r.Shown || r.Reweighted != 0 || r.Usable != 16 {
				t.Errorf("%s %d: %+v", name, i, r)
			}
			for _, g := range r.Groups {
				if g.State != assessment.GroupShown && g.Usable != 0 || g.State == assessment.GroupEmpty {
					t.Errorf("%s %d: %+v", name, i, g)
				}
			}
		}
		a, _ := json.Marshal(got[0])
		b, _ := json.Marshal(got[1])
		if string(a) != string(b) {
			t.Errorf("%s: who all abstained is told:\n%s\n%s", name, a, b)
		}
	}
}

func TestOfFewerFormsThanTheFloorItIsNotToldHowManyWereUsable(t *testing.T) {
	var all []string
	for _, leaders := range [][]assessment.Ballot{abstain(4), append(abstain(2), same(80, assessment.Competent, 2)...), same(80, assessment.Competent, 4)} {
		raw, err := json.Marshal(compute(t, rules(t), cast(leaders, nil, nil)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(raw))
	}
	if all[0] != all[1] || all[1] != all[2] || strings.Contains(all[0], "usable") {
		t.Errorf("%s", strings.Join(all, "\n"))
	}
}

// The total of weights 0, 0 and 100 is the mean of the one group that counts.
func TestATotalThatIsTheMeanOfAGroupUnderTheFloorIsWithheld(t *testing.T) {
	for _, below := range []string{"merge", "hide"} {
		f := with(rules(t), "rating.floor.below", rulepack.Value{Kind: rulepack.KindText, Text: below})
		c := cast(same(90, assessment.Excellent, 9), nil, same(40, assessment.Basic, 2))
		c[0].Weight, c[1].Weight, c[2].Weight = 0, 0, 10000
		r := compute(t, f, c)
		if r.Shown || r.Total != 0 || slices.ContainsFunc(r.Groups, func(g assessment.GroupResult) bool { return g.Mean != 0 }) {
			t.Errorf("%s: %+v", below, r)
		}
		c[1] = assessment.Cast{Group: assessment.Group{Code: assessment.Peers, Eligible: 6}, Ballots: same(70, assessment.Competent, 6)}
		c[2].Ballots = same(40, assessment.Basic, 5)
		c[0].Ballots = same(90, assessment.Excellent, 2)
		// Merged, the five served are enough; hidden beside the leaders, whose weight is 0, they would be the total.
		if r = compute(t, f, c); r.Shown != (below == "merge") || r.Solvable != (below == "hide") {
			t.Errorf("%s: %+v", below, r)
		}
	}
}

// The arithmetic that the explanation prints adds up by hand, or does not claim to.
func TestPrintedArithmeticAddsUpOrSaysAbout(t *testing.T) {
	w, cycle := rated.begin(t)
	view, err := w.Get(t.Context(), w.Personnel(), w.sheet(cycle, "a1"))
	w.Must(err)
	why, err := w.Assessment.Explain(t.Context(), view)
	w.Must(err)
	labels := map[string]bool{}
	var walk func(n assessment.Node)
	walk = func(n assessment.Node) {
		labels[n.Label.Key] = true
		if strings.Contains(n.Formula, "×?") && strings.Contains(n.Formula, "=") {
			t.Errorf("%s claims to add up", n.Formula)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(why.Tree)
	if n := officetest.AddsUp(t, why.Tree, 0.01); n < 6 {
		t.Errorf("only %d formulas could be worked out", n)
	}
	for _, key := range []string{"assessment.why.content", "assessment.content.virtue", "assessment.why.total", "assessment.why.usable"} {
		if !labels[key] {
			t.Errorf("no %s in %v", key, labels)
		}
	}
}

// A result that was made before merged groups kept their weights is worked out
// again as it was made.
func TestAResultOfBeforeIsWorkedOutAsItWasMade(t *testing.T) {
	w, cycle := rated.begin(t)
	id := w.sheet(cycle, "a1")
	stored := w.Stored(id)
	sh := officetest.Payload[assessment.Sheet](w.World, id)
	old, err := w.Assessment.Before(t.Context(), stored, sh)
	w.Must(err)
	raw, err := json.Marshal(old)
	w.Must(err)
	for _, field := range []string{"weighted", "removed", "weights", "solvable"} {
		if strings.Contains(string(raw), `"`+field+`"`) {
			t.Errorf("%s stands in a result of before: %s", field, raw)
		}
	}
	sh.Result = &old
	if stored.Payload, err = json.Marshal(sh); err != nil {
		t.Fatal(err)
	}
	if _, err = w.Store.Put(t.Context(), stored); err != nil {
		t.Fatal(err)
	}
	view, err := w.Get(t.Context(), w.Personnel(), id)
	w.Must(err)
	if why, err := w.Assessment.Explain(t.Context(), view); err != nil || why.Differs {
		t.Errorf("%+v %v", why, err)
	}
}

// The joining of before, on the figures of its own tests: one leader 52.2, three
// peers and one served merge into the mean of five ballots, 53.64, and of five
// forms a tenth is none.
func TestTheJoiningOfBeforeIsKept(t *testing.T) {
	f := rules(t)
	f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(e rulepack.Entry) bool { return e.Key == "rating.trim.share_from" })
	r, err := assessment.ComputeBefore(cast(marked([5]int{52, 52, 52, 52, 53}),
		marked([5]int{61, 61, 61, 61, 63}, [5]int{60, 60, 60, 61, 62}, [5]int{61, 61, 61, 61, 62}), marked([5]int{32, 33, 33, 33, 33})), f)
	if err != nil || r.Total != 5364 || r.Trimmed != 5364 || r.Groups[0].Trimmed != 5364 || r.Weighted {
		t.Errorf("%+v %v", r, err)
	}
	r, err = assessment.ComputeBefore(cast(abstain(2), same(80, assessment.Competent, 8), nil), f)
	if err != nil || r.Groups[0].State != assessment.GroupEmpty || r.Reweighted != 7500 || r.Groups[1].Usable != 8 {
		t.Errorf("%+v %v", r, err)
	}
}
