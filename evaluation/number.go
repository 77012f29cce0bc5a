package evaluation

import (
	"regexp"
	"strconv"
	"strings"
)

// yearOfSerials is the step between the serials of two years: Record.Serial is the
// year of creation times this, plus the number within the year.
const yearOfSerials = 10_000_000

// Serials returns the first and the last possible serial of the year in which a
// record was created.
func Serials(r *Record) (first, last int64) {
	year := int64(DateOf(r.Created).Year())
	return year*yearOfSerials + 1, (year+1)*yearOfSerials - 1
}

// Singled reports that somebody may not see the record although they see others of
// its kind, because it is about a person or confidential. The serials of such records
// do not follow each other: a missing number would tell of a record that is hidden.
func (r *Record) Singled() bool { return r.Subject != "" || r.Confidential || len(r.HiddenFrom) > 0 }

// Number is what people call the record: 〔2026〕57号. Kinds whose papers have official
// numbers give them as natural keys; all other records are numbered by year.
func (r *Record) Number() string {
	switch {
	case strings.HasPrefix(r.Unique, "〔"):
		return r.Unique
	case r.Serial == 0:
		return ""
	}
	return numberOf(r.Serial/yearOfSerials, r.Serial%yearOfSerials)
}

func numberOf(year, n int64) string {
	return "〔" + strconv.FormatInt(year, 10) + "〕" + strconv.FormatInt(n, 10) + "号"
}

var numberText = regexp.MustCompile(`^[〔\[［【(（](\d{4})[〕\]］】)）]\s*(?:第\s*)?(\d{1,7})\s*[号期]?$`)

// ParseNumber returns the serial and the natural key of a number that somebody typed,
// with brackets of any form: records are found by Query.Serials with the one, papers
// with official numbers by Query.Uniques with the other.
func ParseNumber(s string) (serial int64, unique string, ok bool) {
	m := numberText.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, "", false
	}
	year, _ := strconv.ParseInt(m[1], 10, 64)
	n, _ := strconv.ParseInt(m[2], 10, 64)
	return year*yearOfSerials + n, numberOf(year, n), n > 0
}
