package evaluation_test

import (
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
)

// Whatever a form has and whatever the bounds, what it proposes is nothing or
// within; what was within stays.
func TestADateThatIsProposedIsNeverOutsideItsBounds(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) evaluation.Date {
		if rapid.Bool().Draw(t, "none") {
			return evaluation.Date{}
		}
		return evaluation.NewDate(2024, 2, 27).AddDays(rapid.IntRange(-3, 5).Draw(t, "day")) // around 29 February
	})
	rapid.Check(t, func(t *rapid.T) {
		d := evaluation.Days{From: day.Draw(t, "from"), To: day.Draw(t, "to")}
		has, today := day.Draw(t, "has"), evaluation.NewDate(2024, 2, 29)
		got := d.Proposed(has, today)
		if !got.IsZero() && !d.Holds(got) {
			t.Errorf("%v proposes %s", d, got)
		}
		if !has.IsZero() && d.Holds(has) && got != has {
			t.Errorf("%v makes %s of %s", d, got, has)
		}
	})
}

func TestTodayIsProposedForWhatHasHappenedAndForWhatHasPassed(t *testing.T) {
	today, none := evaluation.NewDate(2027, 1, 1), evaluation.Date{}
	past, future := today.AddDays(-1), today.AddDays(1)
	for name, c := range map[string]struct {
		days      evaluation.Days
		has, want evaluation.Date
	}{
		"what happened, nothing noted":    {evaluation.Days{To: today}, none, today},
		"what happened, for tomorrow":     {evaluation.Days{To: today}, future, today},
		"what happened, not yet possible": {evaluation.Days{From: future, To: today}, none, none},
		"an appointment that has passed":  {evaluation.Days{From: today}, past, today},
		"no appointment":                  {evaluation.Days{From: today}, none, none},
		"a stay that has passed":          {evaluation.Days{From: future, To: today.AddMonths(12)}, past, none},
	} {
		if got := c.days.Proposed(c.has, today); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
