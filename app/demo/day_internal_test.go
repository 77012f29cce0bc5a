package demo

import (
	"testing"
	"text/template"
	"time"
)

// TestDaysCountFromTheDayOfTheDemo: half-years and quarters are worked on for 45
// days after their end.
func TestDaysCountFromTheDayOfTheDemo(t *testing.T) {
	for day, want := range map[string]map[string]string{
		"2026-11-29": { // a Sunday
			"ago 1": "2026-11-27", "ahead 6": "2026-12-07", "year 0": "2026", "year -2": "2024", "appraised 0": "2026",
			"(half 0).Name": "2026年下半年", "(half -1).To": "2026-06-30", "(half -2).Key": "2025H2", "(half -2).Half": "second",
			"(quarter 0).Name": "2026年第四季度", "(quarter -1).From": "2026-07-01", "(month 0).Name": "2026年10月",
			"moved `1985-02-28`": "1985-02-28", "moved `2024-05`": "2024-05", "pasts 2": "[-4 -3 -2 -1]",
		},
		"2028-02-10": {
			"(half 0).Key": "2027H2", "(half -1).Name": "2027年上半年", "(quarter 0).Key": "2027Q4", "(month -1).To": "2027-11-30", "year 0": "2027", "appraised -1": "2026",
			"moved `1985-03-15`": "1986-05-15", "moved `2024-05`": "2025-07", "begun": "2027-03-19",
		},
		"2028-02-15": {"(half 0).Key": "2028H1", "(quarter 0).Key": "2028Q1", "year 0": "2028"},
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		p := &player{Deps: Deps{Size: Size{Years: 2}}, now: at, templates: map[string]*template.Template{}}
		p.funcs = p.functions(t.Context())
		for expression, want := range want {
			if got, err := p.render("{{" + expression + "}}"); err != nil || got != want {
				t.Errorf("on %s, %s is %s %v, want %s", day, expression, got, err, want)
			}
		}
	}
}
