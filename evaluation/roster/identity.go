package roster

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"kaoji/evaluation"
)

// idPurpose separates the hashes of ID-card numbers from other hashes.
const idPurpose = "roster id card"

var (
	idNumber = regexp.MustCompile(`^\d{17}[\dX]$`)
	idShape  = regexp.MustCompile(`^\d{15}(\d{2}[\dXx])?$`)
)

// maskID shows the first three and last two characters of an ID-card number.
func maskID(s string) string {
	if len(s) < 6 {
		return s
	}
	return s[:3] + strings.Repeat("*", len(s)-5) + s[len(s)-2:]
}

// idBorn returns the day of birth in an ID-card number (GB 11643-1999).
func idBorn(id string) (evaluation.Date, bool) {
	t, err := time.Parse("20060102", id[6:14])
	if err != nil || t.Year() < 1900 {
		return evaluation.Date{}, false
	}
	return evaluation.NewDate(t.Year(), t.Month(), t.Day()), true
}

// idSex returns the sex in an ID-card number: the 17th digit is odd for men.
func idSex(id string) string {
	if (id[16]-'0')%2 == 1 {
		return Male
	}
	return Female
}

// idChecks reports whether the check character is right (GB 11643-1999, ISO 7064
// MOD 11-2).
func idChecks(id string) bool {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[i]-'0') * w
	}
	return "10X98765432"[sum%11] == id[17]
}

// lost reports whether a cell contains a long number that a spreadsheet has rounded
// to 15 digits.
func lost(c Cell) bool {
	const most = 1e15
	return c.IsNumber && c.Number >= most || !c.IsNumber && lostText.MatchString(strings.TrimSpace(c.Text))
}

var lostText = regexp.MustCompile(`^\d(\.\d+)?[Ee]\+1[4-9]$`)

// idCard reads an ID-card number and compares it with the rest of the row.
func (c cells) idCard(field string, born Day, sex string) string {
	cell := c.row[field]
	s := cleanNo(cell.Value())
	switch {
	case s == "" || isEmptyMark(s):
		return ""
	case lost(cell):
		c.verdicts.once(Wrong, c.at, field, "roster.import.digits_lost")
		return ""
	case !idNumber.MatchString(s):
		c.verdicts.add(Wrong, c.at, field, "roster.import.id_card")
		return ""
	}
	day, ok := idBorn(s)
	switch {
	case !ok:
		c.verdicts.add(Wrong, c.at, field, "roster.import.id_card")
		return ""
	case !idChecks(s):
		c.verdicts.add(Doubtful, c.at, field, "roster.import.id_card_check")
	}
	if !born.Date.IsZero() && !born.Same(day) && !(Day{Date: day, Month: true}).Same(born.Date) {
		c.verdicts.add(Doubtful, c.at, "born", "roster.import.id_card_born", "born", day)
	}
	if sex != "" && sex != idSex(s) {
		c.verdicts.add(Doubtful, c.at, "sex", "roster.import.id_card_sex", "sex", idSex(s))
	}
	return s
}

// propose returns the next unused staff number.
func (p *planner) propose() string {
	for {
		p.proposed++
		no := fmt.Sprintf("N%04d", p.proposed)
		_, known := p.book.ByNo(no)
		if _, taken := p.byNo[no]; !known && !taken && !p.drafted[no] {
			return no
		}
	}
}
