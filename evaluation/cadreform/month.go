package cadreform

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
)

// Month is a month, or a day if Exact.
type Month struct {
	evaluation.Date
	Exact bool // the day is known, too
}

var monthShape = regexp.MustCompile(`^(\d{4})(?:[./\-年]?)(\d{1,2})(?:[./\-月]?)(\d{1,2})?日?$`)

// ParseMonth reads 198005, 1980.05, 1980.5, 1980-05, 1980年5月, 19800517 and 1980.05.17;
// ok is false for anything else and for days that do not exist.
func ParseMonth(text string) (m Month, ok bool) {
	text = strings.TrimSuffix(halfWidth(strings.Join(strings.Fields(text), "")), "生")
	found := monthShape.FindStringSubmatch(text)
	if found == nil {
		return m, false
	}
	year, month, day := number(found[1]), number(found[2]), number(found[3])
	m.Exact = day > 0
	if !m.Exact {
		day = 1
	}
	m.Date = evaluation.NewDate(year, time.Month(month), day)
	return m, year >= 1900 && year < 2200 && int(m.Month()) == month && m.Day() == day
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// Dotted writes a month as forms do: 1980.05; "" for no date.
func Dotted(d evaluation.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d.%02d", d.Year(), int(d.Month()))
}

// Digits writes a month as files do: 198005; "" for no date.
func Digits(d evaluation.Date) string { return strings.ReplaceAll(Dotted(d), ".", "") }

// DottedText is a month as written, in the way of forms if it can be read.
func DottedText(text string) string {
	if m, ok := ParseMonth(text); ok {
		return Dotted(m.Date)
	}
	return text
}

// Age is the number of whole years from a month to a day, as forms count it.
func Age(born, on evaluation.Date) int {
	years := on.Year() - born.Year()
	if on.Month() < born.Month() {
		years--
	}
	return years
}

// halfWidth converts full-width digits, points and hyphens.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - 0xFEE0
		}
		return r
	}, s)
}
