package appraisal_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation/appraisal"
)

// alike are n raters who all mark 80.
func alike(n int) [][]int { return slices.Repeat([][]int{{80}}, n) }

// abstaining takes the marks of the first n raters of a committee back.
func (d *drawn) abstaining(t *testing.T, committee string, n int) {
	t.Helper()
	for i := range n {
		d.boxes[committee][i][0].Points = nil
	}
	d.compute(t)
}

// G-4: of 4 ballots none is left out, of 5 and 9 one at each end, of 10 and 20 a tenth.
func TestOfFiveToNineBallotsOneIsLeftOutAtEachEnd(t *testing.T) {
	for n, removed := range map[int]int{5: 2, 9: 2, 10: 2, 20: 4} {
		given := append(alike(n-2), []int{10}, []int{95})
		x := figured(t, map[string][]string{"k1": {"c1"}}, map[string][][]int{"k1": given}).results["c1"]
		if plain := int64(100*(80*(n-2)+105)*2+n) / int64(2*n); x.Trimmed != 8000 || x.Removed != removed || x.Mean != plain {
			t.Errorf("of %d: trimmed %d, removed %d, mean %d", n, x.Trimmed, x.Removed, x.Mean)
		}
	}
}

// A committee of which fewer than the floor voted is treated alike whether all,
// some or none of it had an opinion.
func TestThatAllOfASmallCommitteeAbstainedIsNotTold(t *testing.T) {
	served := map[string][]string{"k1": {"c1"}, "k2": {"c1"}, "k3": {"c1"}}
	var got []map[string]appraisal.Result
	for abstained := range 3 { // 2, 1 or none of the small committee, the others of the large one
		d := figured(t, served, map[string][][]int{"k1": alike(2), "k2": alike(9), "k3": alike(12)})
		d.abstaining(t, "k1", 2-abstained)
		d.abstaining(t, "k2", abstained)
		got = append(got, d.results)
	}
	x := got[0]["c1"]
	if !x.Shown || x.Usable != 21 || x.Panels[0].State != appraisal.PanelHidden || x.Panels[1].State != appraisal.PanelComplement || x.Panels[2].State != appraisal.PanelShown {
		t.Errorf("%+v", x)
	}
	for i := range got {
		if !reflect.DeepEqual(got[0], got[i]) {
			t.Errorf("who abstained shows:\n%+v\n%+v", got[0], got[i])
		}
	}
}

// The small committee is all that connects two cadres: whether a mean could be
// corrected must not say that it had an opinion.
func TestWhyNoMeanIsCorrectedDoesNotTellThatASmallCommitteeAbstained(t *testing.T) {
	served := map[string][]string{"k1": {"c1", "c2"}, "k2": {"c1"}, "k3": {"c2"}}
	var got []map[string]appraisal.Result
	for _, abstains := range []string{"k1", "k2 k3"} {
		d := figured(t, served, map[string][][]int{"k1": {{80, 80}, {80, 80}}, "k2": alike(9), "k3": alike(9)})
		for committee, ballots := range d.boxes {
			for i := range 2 {
				for m := range ballots[i] {
					if strings.Contains(abstains, committee) {
						ballots[i][m].Points = nil
					}
				}
			}
		}
		d.compute(t)
		got = append(got, d.results)
	}
	if !reflect.DeepEqual(got[0], got[1]) || got[0]["c1"].FairWhy != appraisal.FairHidden {
		t.Errorf("%+v\n%+v", got[0], got[1])
	}
}

func TestOfACadreWithFewBallotsItIsNotToldHowManyWereUsable(t *testing.T) {
	var got []string
	for abstained := range 5 {
		d := figured(t, map[string][]string{"k1": {"c1"}}, map[string][][]int{"k1": alike(4)})
		d.abstaining(t, "k1", abstained)
		raw, err := json.Marshal(d.results["c1"])
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, string(raw)); got[0] != got[abstained] || strings.Contains(got[0], "usable") {
			t.Errorf("with %d abstentions: %s", abstained, raw)
		}
	}
}

// Results that were made when hidden committees told their usable ballots, and
// of five to nine ballots none was left out, are worked out again as they were.
func TestAResultOfBeforeIsWorkedOutAsItWasMade(t *testing.T) {
	d := figured(t, map[string][]string{"k1": {"c1"}, "k2": {"c1"}}, map[string][][]int{"k1": alike(2), "k2": alike(9)})
	d.abstaining(t, "k1", 2)
	old, err := d.round.ComputeBefore(d.boxes, d.rules)
	if err != nil {
		t.Fatal(err)
	}
	if x := old["c1"]; x.Panels[0].State != appraisal.PanelEmpty || x.Panels[1].Usable != 9 || x.Removed != 0 || x.Veiled {
		t.Errorf("%+v", x)
	}
	w, round := voted(t)
	sheet := w.sheet(round, "c4")
	stored := w.Stored(sheet)
	sh := officetest.Payload[appraisal.Sheet](w.World, sheet)
	was, err := w.Appraisal.Before(t.Context(), stored)
	w.Must(err)
	for _, field := range []string{"removed", "veiled"} {
		if raw := string(must(json.Marshal(was))); strings.Contains(raw, `"`+field+`"`) {
			t.Errorf("%s stands in a result of before: %s", field, raw)
		}
	}
	sh.Result = &was
	stored.Payload = must(json.Marshal(sh))
	if _, err := w.Store.Put(t.Context(), stored); err != nil {
		t.Fatal(err)
	}
	v, err := w.Get(t.Context(), w.principal(), sheet)
	w.Must(err)
	if e, err := w.Appraisal.Explain(t.Context(), v); err != nil || e.Differs {
		t.Errorf("%+v %v", e, err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
