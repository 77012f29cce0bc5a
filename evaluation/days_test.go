package evaluation_test

import (
	"testing"
	"time"

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
		field := evaluation.Field{Begin: rapid.SampledFrom([]string{"today", "workday", "last", "half", "half-end", "quarter", "record", "known", "+10"}).Draw(t, "begin")}
		begin := field.BeginsOn(today, d, func(x evaluation.Date) evaluation.Date { return x.AddDays(rapid.IntRange(0, 3).Draw(t, "off")) })
		got := d.Proposed(has, today, begin)
		if !got.IsZero() && !d.Holds(got) {
			t.Errorf("%v proposes %s", d, got)
		}
		if !has.IsZero() && d.Holds(has) && got != has {
			t.Errorf("%v makes %s of %s", d, got, has)
		}
	})
}

func TestAFormBeginsWithTheDayThatItsFieldNames(t *testing.T) {
	today, none := evaluation.NewDate(2027, 2, 26), evaluation.Date{} // a Friday
	monday := func(x evaluation.Date) evaluation.Date {
		for x.Weekday() == time.Saturday || x.Weekday() == time.Sunday {
			x = x.AddDays(1)
		}
		return x
	}
	past, future := today.AddDays(-1), today.AddDays(1)
	for name, c := range map[string]struct {
		days  evaluation.Days
		has   evaluation.Date
		begin string
		want  evaluation.Date
	}{
		"what happened, nothing noted":    {evaluation.Days{To: today}, none, "today", today},
		"what happened, for tomorrow":     {evaluation.Days{To: today}, future, "today", today},
		"what happened, not yet possible": {evaluation.Days{From: future, To: today}, none, "today", none},
		"what ended before today":         {evaluation.Days{To: past}, none, "today", past},
		"an appointment":                  {evaluation.Days{From: today}, none, "workday", evaluation.NewDate(2027, 3, 1)},
		"an appointment that has passed":  {evaluation.Days{From: today}, past, "workday", today},
		"an appointment, later":           {evaluation.Days{From: evaluation.NewDate(2027, 3, 6)}, none, "workday", evaluation.NewDate(2027, 3, 8)},
		"a stay that has passed":          {evaluation.Days{From: future, To: today.AddMonths(12)}, past, "last", today.AddMonths(12)},
		"a term":                          {evaluation.Days{}, none, "+8", evaluation.NewDate(2027, 3, 8)},
		"the half-year":                   {evaluation.Days{}, none, "half", evaluation.NewDate(2027, 1, 1)},
		"its end":                         {evaluation.Days{}, none, "half-end", evaluation.NewDate(2027, 6, 30)},
		"the quarter":                     {evaluation.Days{}, none, "quarter", evaluation.NewDate(2027, 1, 1)},
		"a date of birth":                 {evaluation.Days{To: today}, none, "known", none},
	} {
		field := evaluation.Field{Begin: c.begin}
		if got := c.days.Proposed(c.has, today, field.BeginsOn(today, c.days, monday)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAFormBeginsWithThePeriodThatIsMeant(t *testing.T) {
	for day, want := range map[string][3]string{
		"2026-12-01": {"2026H2", "2026-11", "2026"}, "2027-01-15": {"2026H2", "2026-12", "2027"}, "2027-03-31": {"2026H2", "2027-02", "2027"},
		"2027-04-01": {"2027H1", "2027-03", "2027"}, "2027-09-30": {"2027H1", "2027-08", "2027"}, "2027-10-01": {"2027H2", "2027-09", "2027"},
	} {
		today, err := evaluation.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		for i, begin := range []string{evaluation.BeginHalfYear, evaluation.BeginLastMonth, evaluation.BeginYear} {
			field := evaluation.Field{Begin: begin}
			if got := field.BeginsWith(today); got != want[i] {
				t.Errorf("%s on %s: %q, want %q", begin, day, got, want[i])
			}
		}
	}
}
