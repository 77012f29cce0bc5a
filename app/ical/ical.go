// Package ical writes calendars for the calendar programs of phones and computers
// (iCalendar, RFC 5545): events of whole days. It does not read calendars.
package ical

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kaoji/evaluation"
)

// Media is the media type of the files.
const Media = "text/calendar; charset=utf-8"

// Calendar is a file.
type Calendar struct {
	Name    string
	Refresh time.Duration // how often programs should read it anew; whole hours
	Events  []Event
}

// Event is one event of a whole day in the office's time zone.
type Event struct {
	UID     string // the same whenever the calendar is read
	Day     evaluation.Date
	Summary string
}

// Write returns the file; now is when its events were written.
func Write(c *Calendar, now time.Time) []byte {
	w := &writer{}
	every := "PT" + strconv.Itoa(int(c.Refresh/time.Hour)) + "H"
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Kaoji//Kaoji//ZH")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.line("NAME", escape(c.Name))
	w.line("X-WR-CALNAME", escape(c.Name))
	w.line("REFRESH-INTERVAL;VALUE=DURATION", every)
	w.line("X-PUBLISHED-TTL", every)
	for _, e := range c.Events {
		w.line("BEGIN", "VEVENT")
		w.line("UID", escape(e.UID))
		w.line("DTSTAMP", now.UTC().Format("20060102T150405Z"))
		w.line("DTSTART;VALUE=DATE", day(e.Day))
		w.line("DTEND;VALUE=DATE", day(e.Day.AddDays(1)))
		w.line("SUMMARY", escape(e.Summary))
		w.line("CLASS", "PRIVATE")
		w.line("TRANSP", "TRANSPARENT") // the day stays free
		w.line("END", "VEVENT")
	}
	w.line("END", "VCALENDAR")
	return []byte(w.text.String())
}

func day(d evaluation.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// escape writes a text value (RFC 5545, 3.3.11). Control characters other than line
// breaks are left out.
func escape(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// folded is the largest length of a line in bytes, without its end.
const folded = 75

type writer struct{ text strings.Builder }

// line writes a property, in several lines if it is long; no character is cut
// (RFC 5545, 3.1).
func (w *writer) line(name, value string) {
	rest, most := name+":"+value, folded
	for len(rest) > most {
		at := most
		for !utf8.RuneStart(rest[at]) {
			at--
		}
		w.text.WriteString(rest[:at] + "\r\n ")
		rest, most = rest[at:], folded-1 // the space that a continued line begins with
	}
	w.text.WriteString(rest + "\r\n")
}
