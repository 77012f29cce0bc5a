package evaluation

import "time"

// Date is a day of the civil calendar in the office's time zone, written
// 2026-03-01. The zero value means "no date". A month without a known day is stored
// as its first day; the owner of the value stores a flag Month.
type Date struct {
	year  int
	month time.Month
	day   int
}

// Office is the time zone of all offices in mainland China (UTC+8). It is fixed, so
// that the zone database of a machine cannot change a deadline.
var Office = time.FixedZone("CST", 8*60*60)

// NewDate makes a Date from its parts, normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 12, 0, 0, 0, Office))
}

// DateOf returns the day of an instant in the office.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Office).Date()
	return Date{y, m, d}
}

// ParseDate reads a date in the form 2026-03-01 only. "" is the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	var n [10]int // its digits
	for i, c := range []byte(s[:min(len(s), len(n))]) {
		if n[i] = int(c) - '0'; i == 4 || i == 7 {
			if c != '-' {
				return Date{}, notADate(s)
			}
		} else if n[i] < 0 || n[i] > 9 {
			return Date{}, notADate(s)
		}
	}
	d := Date{n[0]*1000 + n[1]*100 + n[2]*10 + n[3], time.Month(n[5]*10 + n[6]), n[8]*10 + n[9]}
	if len(s) != len(n) || d != NewDate(d.year, d.month, d.day) {
		return Date{}, notADate(s)
	}
	if err := d.check(); err != nil {
		return Date{}, err
	}
	return d, nil
}

// The years of days that can be typed and stored.
const (
	FirstYear = 1900
	LastYear  = 2200
)

// FirstDay is the first of these days.
func FirstDay() Date { return NewDate(FirstYear, 1, 1) }

// check refuses a day that cannot be read again once it is stored.
func (d Date) check() error {
	if !d.IsZero() && (d.year < FirstYear || d.year > LastYear) {
		return notADate(d.String())
	}
	return nil
}

func notADate(s string) error { return Fail(CodeInvalid, "error.date", "value", s) }

// String returns the form 2026-03-01, "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	y, m := d.year, int(d.month)
	return string([]byte{
		digit(y / 1000), digit(y / 100), digit(y / 10), digit(y), '-', digit(m / 10), digit(m), '-', digit(d.day / 10), digit(d.day),
	})
}

func digit(n int) byte { return "0123456789"[n%10] }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year, Month and Day are the parts.
func (d Date) Year() int         { return d.year }
func (d Date) Month() time.Month { return d.month }
func (d Date) Day() int          { return d.day }

// Time returns the start of the day in the office.
func (d Date) Time() time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, Office)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// AddDays adds calendar days; n may be negative.
func (d Date) AddDays(n int) Date { return NewDate(d.year, d.month, d.day+n) }

// AddMonths adds calendar months. If the month has no such day, the result is its
// last day (31 January + 1 month is 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	first := NewDate(d.year, d.month+time.Month(n), 1)
	last := NewDate(first.year, first.month+1, 0).day
	return NewDate(first.year, first.month, min(d.day, last))
}

// LastOf returns the last day of some months that begin on a day: the day before the same
// day of the month in which they end, and the last day of that month if it has no such day.
func (d Date) LastOf(months int) Date {
	end := d.AddMonths(months)
	if end.day != d.day {
		return end
	}
	return end.AddDays(-1)
}

// Before reports whether d is earlier than o; After and Compare order days
// likewise.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }
func (d Date) After(o Date) bool  { return d.Compare(o) > 0 }

// Compare returns -1, 0 or +1.
func (d Date) Compare(o Date) int {
	a, b := d.number(), o.number()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (d Date) number() int { return (d.year*100+int(d.month))*100 + d.day }

// DaysUntil counts calendar days from d to o; the result is negative if o is
// earlier.
func (d Date) DaysUntil(o Date) int {
	a := time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
	b := time.Date(o.year, o.month, o.day, 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a) / (24 * time.Hour))
}

// MarshalText stores a Date as text in JSON. A day that was worked out and could not be
// read again is CodeInvalid, so that no act stores a record that nobody can open.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), d.check() }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}
