package appraisal_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation/desk"
)

// find is the first node of a label.
func find(n desk.Node, key string) (desk.Node, bool) {
	if n.Label.Key == key {
		return n, true
	}
	for _, c := range n.Children {
		if got, ok := find(c, key); ok {
			return got, true
		}
	}
	return desk.Node{}, false
}

// The table of Shrout & Fleiss (Psychological Bulletin 86, 1979, table 2): mean
// squares 11.24 between targets, 32.49 between judges, 1.02 residual; ICC(2,4)
// is .62 and its interval .07 to .93 (McGraw & Wong, as the package psych has it).
func TestTheAgreementShowsItsMeanSquaresAndItsInterval(t *testing.T) {
	rules := ruleBook(t)
	rules.Values = slices.Clone(rules.Values)
	for i := range rules.Values {
		if rules.Values[i].Key == "rating.floor" {
			rules.Values[i].Value.N = 3
		}
	}
	people := []string{"c1", "c2", "c3", "c4", "c5", "c6"}
	byJudge := [][]int{{9, 6, 8, 7, 10, 6}, {2, 1, 4, 1, 5, 2}, {5, 3, 6, 2, 6, 4}, {8, 2, 8, 6, 9, 7}}
	d := figuredBy(t, rules, map[string][]string{"k1": people}, map[string][][]int{"k1": byJudge})
	why, err := d.round.Why("c1", d.boxes, rules)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"appraisal.why.square.targets": "11.242", "appraisal.why.square.judges": "32.486", "appraisal.why.square.residual": "1.019", "appraisal.why.range": "0.071 – 0.927",
	} {
		if n, ok := find(why, key); !ok || n.Value != want {
			t.Errorf("%s: %+v, want %s", key, n, want)
		}
	}
	if n := officetest.AddsUp(t, why, 0.003); n < 6 {
		t.Errorf("%d formulas", n)
	}
}

// Two committees that mark ten points apart, two cadres of their own and one
// whom both mark: of each mean stands what the raters mark above the others.
func TestTheCorrectedMeanShowsHowFarEachCommitteeMarksAbove(t *testing.T) {
	d := figured(t, map[string][]string{"k1": {"c1", "c2"}, "k2": {"c2", "c3"}}, map[string][][]int{
		"k1": {{80, 80}, {81, 81}, {82, 82}, {79, 79}, {78, 78}},
		"k2": {{70, 70}, {71, 71}, {72, 72}, {69, 69}, {68, 68}},
	})
	why, err := d.round.Why("c1", d.boxes, d.rules)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := find(why, "appraisal.why.fair"); n.Formula != "80.00 − (5×(5.00)) ÷ 5 = 75.00" || n.Children[0].Value != "5.00" {
		t.Errorf("%+v", n)
	}
	// 80 ± 0, 1, 2 and 70 ± 0, 1, 2: 10 + 10 + 10·25 = 270 squared points about 75.
	if why, err = d.round.Why("c2", d.boxes, d.rules); err != nil {
		t.Fatal(err)
	}
	if n, _ := find(why, "appraisal.why.sd"); n.Formula != "√(270.00 ÷ (10 − 1)) ≈ 5.48" || math.Abs(math.Sqrt(30)-5.48) > 0.005 {
		t.Errorf("%+v", n)
	}
	if n, _ := find(why, "appraisal.why.trimmed_removed"); n.Label.Args["removed"] != 2 || !strings.HasPrefix(n.Formula, "Σ ÷ (10 − 2) = ") {
		t.Errorf("%+v", n)
	}
	// One way: 2·(MSB − MSW) shows too, and adds up.
	d = figured(t, map[string][]string{"k1": {"c1"}, "k2": {"c2"}}, map[string][][]int{
		"k1": {{80}, {82}, {84}, {86}, {88}}, "k2": {{60}, {62}, {64}, {66}, {68}},
	})
	if why, err = d.round.Why("c1", d.boxes, d.rules); err != nil {
		t.Fatal(err)
	}
	if n, _ := find(why, "appraisal.why.agreement.oneway"); n.Formula != "(1000.000 − 10.000) ÷ 1000.000 ≈ 0.990" {
		t.Errorf("%+v", n)
	}
	if officetest.AddsUp(t, why, 0.002) < 4 {
		t.Error("too few formulas")
	}
}

func TestPrintedArithmeticOfAnAppraisalAddsUp(t *testing.T) {
	w, round := voted(t)
	v, err := w.Get(t.Context(), w.principal(), w.sheet(round, "c4"))
	w.Must(err)
	e, err := w.Appraisal.Explain(t.Context(), v)
	w.Must(err)
	if officetest.AddsUp(t, e.Tree, 0.01) == 0 {
		t.Error("no formula could be worked out")
	}
	for _, key := range []string{"appraisal.why.sd", "appraisal.why.item", "appraisal.why.mean"} {
		if n, ok := find(e.Tree, key); !ok || n.Formula == "" {
			t.Errorf("%s has no formula", key)
		}
	}
}
