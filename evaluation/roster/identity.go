package roster

import (
	"fmt"
	"regexp"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
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
	id := cadreform.ID(s)
	day, ok := id.Born()
	switch {
	case !ok:
		c.verdicts.add(Wrong, c.at, field, "roster.import.id_card")
		return ""
	case !id.Checks():
		c.verdicts.add(Doubtful, c.at, field, "roster.import.id_card_check")
	}
	if !born.Date.IsZero() && !born.Same(day) && !(Day{Date: day, Month: true}).Same(born.Date) {
		c.verdicts.add(Doubtful, c.at, "born", "roster.import.id_card_born", "born", day)
	}
	if sex != "" && sex != sexOf(id) {
		c.verdicts.add(Doubtful, c.at, "sex", "roster.import.id_card_sex", "sex", sexOf(id))
	}
	return s
}

// sexOf is the sex that an ID-card number contains.
func sexOf(id cadreform.ID) string {
	if id.Male() {
		return Male
	}
	return Female
}

// setIDCard checks an ID-card number and stores it encrypted, with the mark by which it
// is found.
func (k keeper) setIDCard(m evaluation.Mistakes, b *Book, self, text string, p *Person) error {
	id := cadreform.ID(cleanNo(text))
	if id == "" {
		return nil
	}
	born, ok := id.Born()
	mark := k.Vault.Mark(idPurpose, string(id))
	other := b.byMark[mark]
	switch {
	case !ok:
		m.Add("id_card", "roster.import.id_card")
	case !id.Checks():
		m.Add("id_card", "roster.import.id_card_check")
	case !p.Born.IsZero() && !(Day{Date: born, Month: true}).Same(p.Born):
		m.Add("id_card", "roster.import.id_card_born", "born", born)
	case p.Sex != "" && p.Sex != sexOf(id):
		m.Add("id_card", "roster.import.id_card_sex", "sex", sexOf(id))
	case other != "" && other != self:
		m.Add("id_card", "roster.import.id_taken", "name", b.Name(other))
	default:
		sealed, err := k.Vault.Seal(string(id), self)
		p.IDCard, p.IDMark = sealed, mark
		return err
	}
	return nil
}

// propose returns the next unused staff number.
func (p *planner) propose() string {
	for {
		p.proposed++
		no := fmt.Sprintf("N%04d", p.proposed)
		_, known := p.book.ByNo(no)
		if _, taken := p.byNo[no]; !known && !taken && p.drafted[no] == 0 {
			return no
		}
	}
}
