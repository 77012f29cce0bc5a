package cadreform

import (
	"regexp"
	"time"

	"kaoji/evaluation"
)

var idNumber = regexp.MustCompile(`^\d{17}[\dX]$`)

// ID is an ID-card number of 18 characters (GB 11643-1999).
type ID string

// Well reports whether the number has the right form and contains a day.
func (id ID) Well() bool {
	_, ok := id.Born()
	return ok
}

// Born is the day of birth that the number contains.
func (id ID) Born() (evaluation.Date, bool) {
	if !idNumber.MatchString(string(id)) {
		return evaluation.Date{}, false
	}
	t, err := time.Parse("20060102", string(id[6:14]))
	if err != nil || t.Year() < 1900 {
		return evaluation.Date{}, false
	}
	return evaluation.NewDate(t.Year(), t.Month(), t.Day()), true
}

// Male reports the sex that a well-formed number contains: its 17th digit is odd for men.
func (id ID) Male() bool { return (id[16]-'0')%2 == 1 }

// Checks reports whether the check character is right (ISO 7064 MOD 11-2).
func (id ID) Checks() bool {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[i]-'0') * w
	}
	return "10X98765432"[sum%11] == id[17]
}
