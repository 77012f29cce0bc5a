package ical_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kaoji/app/ical"
	"kaoji/evaluation"
)

// property is one line of a calendar after unfolding.
type property struct{ name, value string }

// read unfolds a calendar and checks its lines by the words of RFC 5545, 3.1.
func read(t *testing.T, file []byte) []property {
	t.Helper()
	text := string(file)
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Fatalf("not lines of UTF-8: %q", text)
	}
	var list []property
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d bytes: %q", len(line), line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("a character is cut: %q", line)
		}
		if rest, goesOn := strings.CutPrefix(line, " "); goesOn {
			list[len(list)-1].value += rest
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("no property: %q", line)
		}
		list = append(list, property{name, value})
	}
	return list
}

// unescaped reads a text value.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i++; s[i] == 'n' || s[i] == 'N' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func TestACalendarReadsBackAsItWasWritten(t *testing.T) {
	long := strings.Repeat("核实二十四人的述职，", 20)
	events := []ical.Event{
		{UID: "a@kaoji", Day: evaluation.NewDate(2026, 12, 31), Summary: "反馈谈话 3 件，今天截止"},
		{UID: "b@kaoji", Day: evaluation.NewDate(2028, 2, 28), Summary: `a;b,c\d` + "\ne\r\nf"},
		{UID: "c@kaoji", Day: evaluation.NewDate(2026, 1, 1), Summary: long},
	}
	now := time.Date(2026, 11, 29, 23, 5, 9, 0, evaluation.Office)
	got := read(t, ical.Write(&ical.Calendar{Name: "考绩, 日历", Refresh: 6 * time.Hour, Events: events}, now))
	want := []property{
		{"BEGIN", "VCALENDAR"}, {"VERSION", "2.0"}, {"PRODID", "-//Kaoji//Kaoji//ZH"}, {"CALSCALE", "GREGORIAN"}, {"METHOD", "PUBLISH"},
		{"NAME", `考绩\, 日历`}, {"X-WR-CALNAME", `考绩\, 日历`}, {"REFRESH-INTERVAL;VALUE=DURATION", "PT6H"}, {"X-PUBLISHED-TTL", "PT6H"},
	}
	for i, days := range [][2]string{{"20261231", "20270101"}, {"20280228", "20280229"}, {"20260101", "20260102"}} {
		want = append(want, property{"BEGIN", "VEVENT"}, property{"UID", events[i].UID}, property{"DTSTAMP", "20261129T150509Z"},
			property{"DTSTART;VALUE=DATE", days[0]}, property{"DTEND;VALUE=DATE", days[1]}, property{"SUMMARY", strings.ReplaceAll(events[i].Summary, "\r\n", "\n")},
			property{"CLASS", "PRIVATE"}, property{"TRANSP", "TRANSPARENT"}, property{"END", "VEVENT"})
	}
	want = append(want, property{"END", "VCALENDAR"})
	if len(got) != len(want) {
		t.Fatalf("%d properties, want %d", len(got), len(want))
	}
	for i, p := range got {
		if p.name == "SUMMARY" {
			p.value = unescaped(p.value)
		}
		if p != want[i] {
			t.Errorf("%q, want %q", p, want[i])
		}
	}
}

func FuzzNoTextBreaksACalendar(f *testing.F) {
	f.Add("a\r\nEND:VCALENDAR\r\n")
	f.Add("\x00\xff；" + strings.Repeat("谈", 100))
	f.Fuzz(func(t *testing.T, summary string) {
		got := read(t, ical.Write(&ical.Calendar{Events: []ical.Event{{UID: summary, Day: evaluation.NewDate(2026, 1, 1), Summary: summary}}}, time.Unix(0, 0)))
		if len(got) != 9+9+1 {
			t.Errorf("%d properties: %q", len(got), got)
		}
	})
}
