package evaluation_test

import (
	"fmt"
	"testing"
	"time"

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
	if of(0); made != evaluation.MostOffices+1 {
		t.Error("the office that was just asked for is not kept")
	}
	if of(1); made != evaluation.MostOffices+2 {
		t.Error("the office that was not asked for longest is kept")
	}
	kept.Drop("0")
	if of(0); made != evaluation.MostOffices+3 {
		t.Error("dropped and still kept")
	}
}

// TestAValueThatIsReadDuringAChangeIsNotKept: otherwise whoever made the change would
// not see it for two seconds.
func TestAValueThatIsReadDuringAChangeIsNotKept(t *testing.T) {
	var kept evaluation.Recent[int]
	now, reads := time.Now(), 0
	read := func(after time.Duration, during func()) int {
		v, err := kept.Read("o", now.Add(after), func() (int, error) {
			reads++
			during()
			return reads, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	still := func() {}
	for _, c := range []struct {
		after  time.Duration
		during func()
		want   int
	}{
		{0, func() { kept.Drop("o") }, 1}, // the change
		{0, still, 2},
		{time.Second, still, 2},
		{2 * time.Second, still, 3},
		{time.Second, still, 4}, // the clock was set back
	} {
		if got := read(c.after, c.during); got != c.want {
			t.Errorf("after %v: read %d, want %d", c.after, got, c.want)
		}
	}
}
