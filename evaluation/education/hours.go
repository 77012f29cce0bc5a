package education

import (
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// Hours are class hours (学时) as stored: a number with at most one decimal, such as
// 1.5. Sums are computed in tenths, so that nothing is rounded.
type Hours string

// maxHours is the largest number of hours of one session or training, in tenths; a
// year has no more working hours.
const maxHours = 2000 * 10

// Tenths returns the hours in tenths; 0 if the text is not a number of hours.
func (h Hours) Tenths() int {
	n, _ := tenths(string(h))
	return n
}

// HoursOf converts tenths to hours.
func HoursOf(n int) Hours {
	if n%10 == 0 {
		return Hours(strconv.Itoa(n / 10))
	}
	return Hours(strconv.Itoa(n/10) + "." + strconv.Itoa(n%10))
}

// tenths reads 2, 1.5 or 0.5.
func tenths(s string) (int, bool) {
	whole, part, dot := strings.Cut(strings.TrimSpace(s), ".")
	n, err := strconv.ParseUint(whole, 10, 16)
	if err != nil || dot && len(part) != 1 {
		return 0, false
	}
	out := int(n) * 10
	if dot {
		d, err := strconv.ParseUint(part, 10, 8)
		if err != nil {
			return 0, false
		}
		out += int(d)
	}
	return out, out <= maxHours
}

// hours reads a field of an input.
func hours(m evaluation.Mistakes, field, s string) Hours {
	n, ok := tenths(s)
	if !ok || n == 0 {
		m.Add(field, "education.hours")
	}
	return HoursOf(n)
}
