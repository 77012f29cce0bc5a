package evaluation_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaoji/evaluation"
)

func day(t *testing.T, s string) evaluation.Date {
	t.Helper()
	d, err := evaluation.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADateIsReadInOneFormOnly(t *testing.T) {
	for _, good := range []string{"", "1900-01-01", "2024-02-29", "2026-12-31", "2200-12-31"} {
		if got := day(t, good); got.String() != good {
			t.Errorf("%s became %s", good, got)
		}
	}
	for _, bad := range []string{
		"2026-2-3", "2026-02-30", "2025-02-29", "2026/02/03", "20260203", " 2026-02-03", "2026-02-03 ", "2026-02-03T00:00:00Z",
		"1899-12-31", "2201-01-01", "0000-00-00", "２０２６-02-03", "2026-13-01", "-2026-01-01", "x",
	} {
		if d, err := evaluation.ParseDate(bad); evaluation.CodeOf(err) != evaluation.CodeInvalid {
			t.Errorf("%q was read as %s (%v)", bad, d, err)
		}
	}
}

func TestTheDayOfAnInstantIsTheOfficesOwn(t *testing.T) {
	for at, want := range map[string]string{
		"2026-02-28T15:59:59Z": "2026-02-28", "2026-02-28T16:00:00Z": "2026-03-01", "2026-03-01T00:00:00+14:00": "2026-02-28",
	} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := evaluation.DateOf(instant).String(); got != want {
			t.Errorf("%s is %s, want %s", at, got, want)
		}
	}
	if got := day(t, "2026-03-01").Time().UTC().Format(time.RFC3339); got != "2026-02-28T16:00:00Z" {
		t.Errorf("the day begins at %s", got)
	}
	if got := day(t, "2026-03-01").Weekday(); got != time.Sunday {
		t.Errorf("1 March 2026 is a %s", got)
	}
}

func TestMonthsEndWhereTheyEnd(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-01-31", 3, "2026-04-30"}, {"2026-03-31", -1, "2026-02-28"},
		{"2024-02-29", 12, "2025-02-28"}, {"2026-11-15", 2, "2027-01-15"}, {"2026-01-15", -13, "2024-12-15"}, {"2026-01-31", 0, "2026-01-31"},
	} {
		if got := day(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func anyDay(t *rapid.T) evaluation.Date {
	return evaluation.NewDate(1950, 1, 1).AddDays(rapid.IntRange(0, 80_000).Draw(t, "days"))
}

func TestDaysAreCountedAsTheyAreAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t), rapid.IntRange(-10_000, 10_000).Draw(t, "n")
		o := d.AddDays(n)
		if d.DaysUntil(o) != n || o.DaysUntil(d) != -n || o.AddDays(-n) != d {
			t.Fatalf("%s and %d days is %s, %d days later", d, n, o, d.DaysUntil(o))
		}
		if d.Before(o) != (n > 0) || d.After(o) != (n < 0) || (d.Compare(o) == 0) != (n == 0) || o.Compare(d) != -d.Compare(o) {
			t.Fatalf("%s and %s are out of order", d, o)
		}
		if d.Before(o) != (d.String() < o.String()) && n != 0 {
			t.Fatalf("%s and %s sort otherwise as text", d, o)
		}
		if evaluation.DateOf(d.Time()) != d || evaluation.NewDate(d.Year(), d.Month(), d.Day()) != d {
			t.Fatalf("%s is not its own day", d)
		}
	})
}

func TestAddingMonthsKeepsTheDayOrTakesTheLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t), rapid.IntRange(-240, 240).Draw(t, "n")
		o := d.AddMonths(n)
		if months := (o.Year()-d.Year())*12 + int(o.Month()-d.Month()); months != n {
			t.Fatalf("%s and %d months is %s", d, n, o)
		}
		if o.Day() != d.Day() && (o.Day() > d.Day() || o.AddDays(1).Day() != 1) {
			t.Fatalf("%s and %d months is %s", d, n, o)
		}
	})
}

func TestADateGoesThroughJSON(t *testing.T) {
	type form struct {
		On  evaluation.Date `json:"on"`
		Due evaluation.Date `json:"due,omitzero"`
	}
	b, err := json.Marshal(form{On: day(t, "2026-03-01")})
	if err != nil || string(b) != `{"on":"2026-03-01"}` {
		t.Errorf("%s %v", b, err)
	}
	var f form
	if err := json.Unmarshal([]byte(`{"on":"","due":"2026-04-30"}`), &f); err != nil || !f.On.IsZero() || f.Due.String() != "2026-04-30" {
		t.Errorf("%+v %v", f, err)
	}
	if err := json.Unmarshal([]byte(`{"due":"2026-02-30"}`), &f); evaluation.CodeOf(err) != evaluation.CodeInvalid || f.Due.String() != "2026-04-30" {
		t.Errorf("%+v %v", f, err)
	}
	for _, on := range []evaluation.Date{evaluation.NewDate(2201, 1, 1), evaluation.NewDate(1899, 12, 31)} { // worked out, not typed
		if b, err := json.Marshal(form{On: on}); evaluation.CodeOf(err) != evaluation.CodeInvalid {
			t.Errorf("%s is stored and cannot be read: %s, %v", on, b, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-03-01", "2024-02-29", "２０２６-０３-０１", "2026.03", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := evaluation.ParseDate(s)
		if err == nil && d.String() != s {
			t.Errorf("%q was read as %s", s, d)
		}
		if err != nil && !d.IsZero() {
			t.Errorf("%q: %s beside an error", s, d)
		}
	})
}

func TestMonthsEndTheDayBeforeOrOnTheLastOfAShorterMonth(t *testing.T) {
	for from, want := range map[string]string{"2026-12-01": "2028-11-30", "2028-02-29": "2030-02-28", "2026-02-28": "2028-02-27", "2026-01-01": "2027-12-31", "2026-03-01": "2028-02-29"} {
		day, err := evaluation.ParseDate(from)
		if err != nil {
			t.Fatal(err)
		}
		if got := day.LastOf(24).String(); got != want {
			t.Errorf("two years from %s end on %s, want %s", from, got, want)
		}
	}
}
