package evaluation_test

import (
	"fmt"
	"testing"

	"kaoji/evaluation"
)

func TestWhatIsKeptOfOfficesIsBoundedAndTheOneNotAskedForLongestGoes(t *testing.T) {
	var kept evaluation.Recent[int]
	made := 0
	of := func(office int) int {
		return kept.Of(fmt.Sprint(office), func() int { made++; return office })
	}
	for i := range evaluation.MostOffices {
		of(i)
	}
	of(0)
	of(evaluation.MostOffices) // one more: 1 goes
	if made != evaluation.MostOffices+1 {
		t.Fatalf("%d made", made)
	}
	if v, ok := kept.Get("0"); !ok || v != 0 {
		t.Errorf("the office that was just asked for: %d, %t", v, ok)
	}
	if _, ok := kept.Get("1"); ok {
		t.Error("the office that was not asked for longest is kept")
	}
	kept.Drop("0")
	if _, ok := kept.Get("0"); ok {
		t.Error("dropped and still kept")
	}
	kept.Set("0", 7)
	if v, _ := kept.Get("0"); v != 7 {
		t.Errorf("set 7, got %d", v)
	}
}
