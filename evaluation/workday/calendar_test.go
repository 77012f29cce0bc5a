package workday_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/workday"
)

func day(t testing.TB, s string) evaluation.Date {
	t.Helper()
	d, err := evaluation.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func builtin(t testing.TB) workday.Calendar {
	t.Helper()
	c, err := workday.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The days are those named in the notices 国办发明电〔2023〕7号, 〔2024〕12号
// and 〔2025〕7号.
func TestDaysOfTheNoticesAreOffAndWorkedAsAnnounced(t *testing.T) {
	c := builtin(t)
	for _, run := range []struct {
		from, to string
		worked   bool
	}{
		{"2024-02-09", "2024-02-09", true}, // New Year's Eve was not in that year's holiday
		{"2024-02-10", "2024-02-17", false},
		{"2024-02-18", "2024-02-18", true},
		{"2024-04-07", "2024-04-07", true},
		{"2024-05-01", "2024-05-05", false},
		{"2024-05-11", "2024-05-11", true},
		{"2024-06-08", "2024-06-10", false},
		{"2024-09-14", "2024-09-14", true},
		{"2024-10-01", "2024-10-07", false},
		{"2024-10-12", "2024-10-12", true},
		{"2025-01-01", "2025-01-01", false},
		{"2025-01-02", "2025-01-03", true},
		{"2025-01-26", "2025-01-27", true},
		{"2025-01-28", "2025-02-04", false},
		{"2025-09-28", "2025-09-30", true},
		{"2025-10-01", "2025-10-08", false},
		{"2025-10-09", "2025-10-11", true},
		{"2025-10-12", "2025-10-12", false},
		{"2026-01-04", "2026-01-04", true},
		{"2026-02-14", "2026-02-14", true},
		{"2026-02-15", "2026-02-23", false},
		{"2026-02-28", "2026-02-28", true},
		{"2026-09-20", "2026-09-20", true},
		{"2026-10-10", "2026-10-10", true},
	} {
		for d := day(t, run.from); !d.After(day(t, run.to)); d = d.AddDays(1) {
			if got := c.IsWorkday(d); got != run.worked {
				t.Errorf("IsWorkday(%s) = %v, want %v", d, got, run.worked)
			}
		}
	}
}

// Moving days about does not change their number: a year has its Mondays to
// Fridays less the days of 全国年节及纪念日放假办法, 11 until 2024 and 13 since
// 2025. A wrong or forgotten day of a year file shows here.
func TestAYearHasItsWeekdaysLessTheStatutoryHolidays(t *testing.T) {
	c := builtin(t)
	for year, want := range map[int]int{2024: 262 - 11, 2025: 261 - 13, 2026: 261 - 13} {
		n, missing := c.Between(evaluation.NewDate(year-1, time.December, 31), evaluation.NewDate(year, time.December, 31))
		if n != want || len(missing) != 0 {
			t.Errorf("%d has %d working days (missing %v), want %d", year, n, missing, want)
		}
	}
}

func TestTermsRunFromTheDayAfterTheEvent(t *testing.T) {
	c := builtin(t)
	for _, x := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-06-09", 5, "2025-06-16"},  // Monday + 5 = next Monday
		{"2025-09-26", 1, "2025-09-28"},  // a made-up Sunday counts
		{"2025-09-30", 1, "2025-10-09"},  // over the National Day holiday
		{"2025-09-29", 5, "2025-10-13"},  // 30, 9, 10, Sat 11, 13
		{"2026-02-12", 15, "2026-03-11"}, // 函询 over Spring Festival: 13, 14, 24 to 28, 2 to 6, 9 to 11
		{"2025-10-09", -1, "2025-09-30"},
		{"2025-10-05", 0, "2025-10-05"},
	} {
		got, missing := c.Add(day(t, x.from), x.n)
		if got.String() != x.want || len(missing) != 0 {
			t.Errorf("Add(%s, %d) = %s (missing %v), want %s", x.from, x.n, got, missing, x.want)
		}
	}
}

func TestATermThatEndsOnADayOffEndsAfterIt(t *testing.T) {
	c := builtin(t)
	for from, want := range map[string]string{
		"2025-10-03": "2025-10-09", "2025-10-11": "2025-10-11", "2025-10-12": "2025-10-13", "2025-06-11": "2025-06-11",
	} {
		if got, _ := c.OnOrAfter(day(t, from)); got.String() != want {
			t.Errorf("OnOrAfter(%s) = %s, want %s", from, got, want)
		}
	}
}

func TestAMissingYearCountsByTheStatutoryHolidaysAndIsNamed(t *testing.T) {
	c := builtin(t)
	got, missing := c.Add(day(t, "2026-12-31"), 1)
	if got.String() != "2027-01-04" || !slices.Equal(missing, []int{2027}) { // 1 January is a Friday
		t.Errorf("Add over the end of 2026 = %s, missing %v", got, missing)
	}
	if _, missing = c.Add(day(t, "2026-12-30"), 1); missing != nil {
		t.Errorf("a term inside 2026 misses %v", missing)
	}
	if _, missing = c.Between(day(t, "2023-12-29"), day(t, "2028-01-03")); !slices.Equal(missing, []int{2023, 2027, 2028}) {
		t.Errorf("2023 to 2028 misses %v", missing)
	}
	// New Year's Eve 5 February 2027 is a Friday, the third a Monday.
	if got, missing = c.Add(day(t, "2027-02-04"), 1); got.String() != "2027-02-09" || !slices.Equal(missing, []int{2027}) {
		t.Errorf("over the Spring Festival of 2027: %s, missing %v", got, missing)
	}
	if got, _ = c.OnOrAfter(day(t, "2027-05-01")); got.String() != "2027-05-03" { // a Saturday and a Sunday, both statutory
		t.Errorf("May 2027: %s", got)
	}
	if name := c.Name(day(t, "2027-09-15")); name != "中秋节" {
		t.Errorf("15 September 2027 is %q", name)
	}
}

func TestADeadlineThatDependsOnAnUnpublishedNoticeIsKnown(t *testing.T) {
	c := builtin(t)
	for on, want := range map[string]bool{"2023-06-01": false, "2024-01-05": false, "2026-12-31": false, "2027-01-04": true, "2050-01-04": true} {
		if got := c.Unsettled(day(t, on)); got != want {
			t.Errorf("%s: %v", on, got)
		}
	}
	if c.Unsettled(evaluation.Date{}) {
		t.Error("no date depends on a notice")
	}
}

func TestALoadedYearIsUsedAndOneLoadedAgainReplacesTheOld(t *testing.T) {
	file := []byte(`{"year":2027,"source":"通知","document":"","issued":"","status":"unverified",
		"holidays":[{"name":"元旦","from":"2027-01-01","to":"2027-01-03"}],"workdays":[]}`)
	c, err := workday.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	got, missing := c.Add(day(t, "2026-12-31"), 1)
	if got.String() != "2027-01-04" || missing != nil {
		t.Errorf("with 2027 loaded: %s, missing %v", got, missing)
	}
	if years := c.Years(); len(years) != 4 || years[3].Year != 2027 || years[0].Year != 2024 {
		t.Errorf("years are %v", years)
	}
	changed := c.Years()[3]
	changed.Holidays[0].To = day(t, "2027-01-01")
	if c.Years()[3].Holidays[0].To.Day() != 3 {
		t.Error("a calendar changed through a list that it gave out")
	}
	if c = c.With(changed); c.IsWorkday(day(t, "2027-01-03")) || c.Name(day(t, "2027-01-02")) != "" {
		t.Error("the replaced year still shows its old holiday")
	}
}

func TestTheNoDateStaysNoDate(t *testing.T) {
	c := builtin(t)
	var none evaluation.Date
	if got, _ := c.Add(none, 5); !got.IsZero() {
		t.Errorf("Add on no date = %s", got)
	}
	if got, _ := c.OnOrAfter(none); !got.IsZero() {
		t.Errorf("OnOrAfter on no date = %s", got)
	}
	if n, _ := c.Between(none, day(t, "2025-01-01")); n != 0 {
		t.Errorf("Between with no date = %d", n)
	}
}

func anyDay() *rapid.Generator[evaluation.Date] {
	return rapid.Custom(func(t *rapid.T) evaluation.Date {
		return evaluation.NewDate(2023, time.July, 1).AddDays(rapid.IntRange(0, 4*365).Draw(t, "offset"))
	})
}

func TestBetweenUndoesAdd(t *testing.T) {
	c := builtin(t)
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay().Draw(t, "day"), rapid.IntRange(-200, 200).Draw(t, "n")
		end, _ := c.Add(d, n)
		if got, _ := c.Between(d, end); got != n {
			t.Fatalf("Between(%s, %s) = %d, want %d", d, end, got, n)
		}
		if n != 0 && !c.IsWorkday(end) {
			t.Fatalf("Add(%s, %d) = %s, which is off", d, n, end)
		}
	})
}

func TestTwoTermsInARowAreOneLongTerm(t *testing.T) {
	c := builtin(t)
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay().Draw(t, "day")
		a, b := rapid.IntRange(0, 60).Draw(t, "a"), rapid.IntRange(0, 60).Draw(t, "b")
		mid, m1 := c.Add(d, a)
		split, m2 := c.Add(mid, b)
		whole, m := c.Add(d, a+b)
		if split != whole {
			t.Fatalf("%s + %d + %d = %s, + %d = %s", d, a, b, split, a+b, whole)
		}
		both := slices.Compact(slices.Sorted(slices.Values(append(m1, m2...))))
		if !slices.Equal(both, m) {
			t.Fatalf("missing %v and %v, whole %v", m1, m2, m)
		}
	})
}

func TestWithoutAnyYearFiveWorkingDaysAreAWeekBesideHolidays(t *testing.T) {
	var c workday.Calendar
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay().Draw(t, "day")
		start, missing := c.OnOrAfter(d)
		end, _ := c.Add(start, 5)
		off := 0
		for x := start; !x.After(end); x = x.AddDays(1) {
			if workday.Statutory(x) != "" && x.Weekday() != time.Saturday && x.Weekday() != time.Sunday {
				off++
			}
		}
		if n := start.DaysUntil(end); off == 0 && n != 7 || n < 7+off || len(missing) == 0 {
			t.Fatalf("%s + 5 = %s with %d days off, missing %v", start, end, off, missing)
		}
	})
}
