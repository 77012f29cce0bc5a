package roster

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"kaoji/evaluation"
)

// Day is a date as written in a sheet. If only the month is known, Date is its
// first day.
type Day struct {
	Date  evaluation.Date
	Month bool
	Age   int // age written next to a date of birth; 0 if none
}

// Same reports whether a stored date means the same day or month.
func (d Day) Same(stored evaluation.Date) bool {
	if d.Month && !stored.IsZero() {
		return d.Date.Year() == stored.Year() && d.Date.Month() == stored.Month()
	}
	return d.Date == stored
}

// dateFault is the reason why a date cell cannot be read.
type dateFault string

const (
	dateUnknown   dateFault = "roster.import.date"           // no date that we can read
	dateAmbiguous dateFault = "roster.import.date_ambiguous" // the number 2019.1 was typed as 2019.1 or 2019.10
	dateNoMonth   dateFault = "roster.import.date_year_only"
)

// Serial days: 10000 is 18 May 1927, 80000 is 11 January 2119.
const minSerial, maxSerial = 10000, 80000

var (
	datePattern = regexp.MustCompile(`^(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?$`)
	dateRun     = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})?$`)
	dateSigns   = strings.NewReplacer("年", "-", "月", "-", "日", "", "号", "", "生", "", "。", ".", "、", ".", "—", "-", "–", "-", "−", "-", "·", ".", "\\", "/")
)

// parseDay reads the formats of dates in personnel sheets: serial numbers, 2019.03,
// 2019年3月, 201903, 2019-03-05, 2019/3, 20190305, in half-width or full-width
// digits. An empty cell is the zero Day.
func parseDay(c Cell) (Day, dateFault) {
	text := strings.Join(strings.Fields(halfWidth(clean(c.Text))), "")
	if c.IsNumber || c.IsDate {
		return parseNumberDay(c.Number, text)
	}
	if cut, _, ok := strings.Cut(clean(c.Text), " "); ok && strings.Contains(clean(c.Text), ":") {
		text = halfWidth(cut) // 2019-03-05 00:00:00
	}
	if text == "" || isEmptyMark(text) {
		return Day{}, ""
	}
	age := 0
	if m := ageRemark.FindStringSubmatch(text); m != nil {
		text, age = m[1], number(m[2])
	}
	d, fault := parseTextDay(text)
	d.Age = age
	return d, fault
}

// ageRemark matches a date followed by the age: 1980.05(46岁).
var ageRemark = regexp.MustCompile(`^(.*?)\((\d{1,3})(?:周?岁)?\)$`)

func parseNumberDay(n float64, text string) (Day, dateFault) {
	whole := math.Trunc(n)
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0):
		return Day{}, dateUnknown
	case whole >= minSerial && whole <= maxSerial: // the fraction may be a time of day
		d := evaluation.NewDate(1899, time.December, 30).AddDays(int(whole))
		return Day{Date: d}, ""
	case n != whole && whole >= 1900 && whole <= 2200:
		// The sheet must show two decimals; otherwise a zero may be lost.
		if m := datePattern.FindStringSubmatch(text); m != nil && len(m[2]) == 2 {
			return parseTextDay(text)
		}
		short := strconv.FormatFloat(n, 'f', -1, 64)
		if _, decimals, _ := strings.Cut(short, "."); decimals == "1" {
			return Day{}, dateAmbiguous
		}
		return parseTextDay(short)
	case n == whole && whole > 0 && whole < 1e8:
		return parseTextDay(strconv.FormatFloat(whole, 'f', -1, 64))
	}
	return Day{}, dateUnknown
}

func parseTextDay(text string) (Day, dateFault) {
	text = strings.TrimRight(dateSigns.Replace(text), "-./")
	if len(text) == 5 {
		if n, err := strconv.Atoi(text); err == nil && n >= minSerial && n <= maxSerial {
			return parseNumberDay(float64(n), text)
		}
	}
	if len(text) == 4 && strings.Trim(text, "0123456789") == "" {
		return Day{}, dateNoMonth
	}
	m := datePattern.FindStringSubmatch(text)
	if m == nil {
		m = dateRun.FindStringSubmatch(text)
	}
	if m == nil {
		return Day{}, dateUnknown
	}
	year, month, day := number(m[1]), number(m[2]), 1
	if m[3] != "" {
		day = number(m[3])
	}
	d := evaluation.NewDate(year, time.Month(month), day)
	if year < 1900 || year > 2200 || month < 1 || month > 12 || d.Month() != time.Month(month) || d.Day() != day {
		return Day{}, dateUnknown
	}
	return Day{Date: d, Month: m[3] == ""}, ""
}

// number of a text that is known to be a few digits.
func number(s string) int {
	n, _ := strconv.Atoi(s) //nolint:errcheck // matched by \d{1,4}
	return n
}

// printDay returns the text of a stored date for a sheet: only the month if the
// date is the first day of a month, because months are stored in this way.
func printDay(d evaluation.Date) string {
	if d.Day() == 1 {
		return d.String()[:len("2006-01")]
	}
	return d.String()
}
