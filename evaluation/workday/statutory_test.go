package workday_test

import (
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/workday"
)

func statutory(from, to evaluation.Date) map[string]string {
	days := map[string]string{}
	for d := from; !d.After(to); d = d.AddDays(1) {
		if name := workday.Statutory(d); name != "" {
			days[d.String()] = name
		}
	}
	return days
}

// The notices for 2007 to 2026: the statutory days are those of the office's own
// published dates, which the year files hold for 2024 to 2026. For the others the
// first day of the first lunar month, 清明, 端午 and 中秋 as the notices name them.
func TestTheStatutoryDaysAreThoseOfTheNotices(t *testing.T) {
	for _, y := range builtin(t).Years() {
		for on, name := range statutory(evaluation.NewDate(y.Year, 1, 1), evaluation.NewDate(y.Year, 12, 31)) {
			d, inside := day(t, on), false
			for _, h := range y.Holidays {
				inside = inside || !d.Before(h.From) && !d.After(h.To) && (h.Name == name || len(h.Name) > len(name))
			}
			if !inside {
				t.Errorf("%s (%s) is in no holiday of the notice", on, name)
			}
		}
	}
	for _, published := range []map[string]string{
		{"2013-02-09": "春节", "2013-02-11": "春节", "2013-04-04": "清明节", "2013-06-12": "端午节", "2013-09-19": "中秋节"},
		{"2017-01-28": "春节", "2017-01-30": "春节", "2017-04-04": "清明节", "2017-05-30": "端午节", "2017-10-04": "中秋节"},
		{"2018-02-16": "春节", "2018-04-05": "清明节", "2018-06-18": "端午节", "2018-09-24": "中秋节"},
		{"2020-01-25": "春节", "2020-04-04": "清明节", "2020-06-25": "端午节", "2020-10-01": "国庆节"}, // and 中秋
		{"2021-02-12": "春节", "2021-04-04": "清明节", "2021-06-14": "端午节", "2021-09-21": "中秋节"},
		{"2022-02-01": "春节", "2022-04-05": "清明节", "2022-06-03": "端午节", "2022-09-10": "中秋节"},
		{"2023-01-22": "春节", "2023-04-05": "清明节", "2023-06-22": "端午节", "2023-09-29": "中秋节"},
	} {
		for on, name := range published {
			if got := workday.Statutory(day(t, on)); got != name {
				t.Errorf("%s is %q, not %s", on, got, name)
			}
		}
	}
}

// The number of days is that of the 放假办法 in force: 10 from 2000, 11 from 2008
// and from 2014, 13 from 2025; a year in which 中秋 falls on National Day has one
// day less.
func TestAYearHasAsManyStatutoryDaysAsTheRuleInForceSays(t *testing.T) {
	for year := 2000; year <= 2050; year++ {
		want := 10
		switch {
		case year >= 2025:
			want = 13
		case year >= 2008:
			want = 11
		}
		days := statutory(evaluation.NewDate(year, 1, 1), evaluation.NewDate(year, 12, 31))
		if len(days) < want-1 || len(days) > want {
			t.Errorf("%d has %d", year, len(days))
		}
	}
	if n := len(statutory(evaluation.NewDate(2051, 1, 1), evaluation.NewDate(2051, 12, 31))); n != 6 {
		t.Errorf("beyond the table %d fixed days are known, want 6", n)
	}
}

func TestTheRevisionOf2024HoldsFrom2025(t *testing.T) {
	for on, name := range map[string]string{
		"2024-02-09": "", "2024-02-10": "春节", "2024-02-12": "春节", "2024-05-01": "劳动节", "2024-05-02": "",
		"2025-01-28": "春节", "2025-01-31": "春节", "2025-02-01": "", "2025-05-02": "劳动节", "2025-05-03": "",
		"2012-01-22": "春节", "2012-01-25": "", "2007-05-03": "劳动节", "2007-04-05": "", "1999-10-01": "",
	} {
		if got := workday.Statutory(day(t, on)); got != name {
			t.Errorf("%s is %q, want %q", on, got, name)
		}
	}
}

func TestTheTableIsAYearOfTheMoonAndTheSun(t *testing.T) {
	for year := 2000; year <= 2050; year++ {
		first := evaluation.Date{}
		for d := evaluation.NewDate(year, 1, 21); !d.After(evaluation.NewDate(year, 2, 20)); d = d.AddDays(1) {
			if workday.Statutory(d) == "春节" {
				first = d
			}
		}
		if first.IsZero() {
			t.Errorf("no Spring Festival between 21 January and 20 February %d", year)
		}
		if year < 2008 {
			continue
		}
		if workday.Statutory(evaluation.NewDate(year, time.April, 4)) == workday.Statutory(evaluation.NewDate(year, time.April, 5)) {
			t.Errorf("%d has no 清明 on 4 or 5 April", year)
		}
	}
}
