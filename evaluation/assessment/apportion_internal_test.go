package assessment

import (
	"testing"

	"pgregory.net/rapid"
)

// Ten seats for 4 and 46 people, with 200 % and 0 %: the small department is full with four,
// and the others get what is left.
func TestWeightsLeaveNoSeatOverWhileSomebodyCouldHaveIt(t *testing.T) {
	units := []Seat{{Unit: "a", Eligible: 4}, {Unit: "b", Eligible: 46}}
	apportion(units, 10, map[string]int{"a": 20_000, "b": 0})
	if units[0].Allowed != 4 || units[1].Allowed != 6 {
		t.Errorf("%+v", units)
	}
	rapid.Check(t, func(rt *rapid.T) {
		var units []Seat
		people, weights := 0, map[string]int{}
		for i := range rapid.IntRange(1, 8).Draw(rt, "units") {
			u := Seat{Unit: string(rune('a' + i)), Eligible: rapid.IntRange(0, 12).Draw(rt, "people")}
			units, people = append(units, u), people+u.Eligible
			if rapid.Bool().Draw(rt, "weighted") {
				weights[u.Unit] = rapid.IntRange(0, 20_000).Draw(rt, "weight")
			}
		}
		seats := rapid.IntRange(0, people).Draw(rt, "seats")
		apportion(units, seats, weights)
		sum := 0
		for _, u := range units {
			if sum += u.Allowed; u.Allowed < 0 || u.Allowed > u.Eligible {
				rt.Fatalf("%+v", u)
			}
		}
		if sum != seats {
			rt.Fatalf("%d of %d seats: %+v", sum, seats, units)
		}
	})
}
