package roster

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cells reads the fields of one row.
type cells struct {
	*reader
	row map[string]Cell
	at  place
}

func (c cells) text(field string, longest int) string {
	s := cleanText(c.row[field].Value())
	if utf8.RuneCountInString(s) > longest {
		c.verdicts.add(Wrong, c.at, field, "roster.import.too_long", "max", longest)
		return ""
	}
	c.characters(field)
	return s
}

// characters reports characters that are not visible in the sheet: broken ones, and
// those for private use, which are kept.
func (c cells) characters(field string) {
	raw := c.row[field].Value()
	switch {
	case strings.ContainsRune(raw, utf8.RuneError):
		c.verdicts.add(Wrong, c.at, field, "roster.import.broken")
	case strings.ContainsFunc(raw, func(r rune) bool { return unicode.Is(unicode.Co, r) }):
		c.verdicts.add(Doubtful, c.at, field, "roster.import.private")
	}
}

func (c cells) name(field string) string {
	c.text(field, maxName)
	return cleanName(c.row[field].Value())
}

// unit returns the name of a department without line breaks and spaces used for
// layout.
func (c cells) unit(field string) string {
	c.text(field, maxName)
	return cleanName(c.row[field].Value())
}

// no reads a staff number; if there is an ID-card number instead, it is returned as
// id.
func (c cells) no(field string) (no, id string) {
	cell := c.row[field]
	s := cleanNo(cell.Value())
	if cell.IsNumber && cell.Shown == "" && cell.Number == math.Trunc(cell.Number) && math.Abs(cell.Number) < 1e15 {
		if shown := strings.Trim(s, "0123456789"); shown != "" { // 1.0E+03 or 1,001
			s = strconv.FormatInt(int64(cell.Number), 10)
		}
	}
	switch {
	case s == "":
		return "", ""
	case lost(cell):
		c.verdicts.once(Wrong, c.at, field, "roster.import.digits_lost")
		return "", ""
	case idNumber.MatchString(s):
		return "", s
	case !validNo(s):
		c.verdicts.add(Wrong, c.at, field, "roster.import.no_invalid")
		return "", ""
	}
	return s, ""
}

// needed reads a required staff number.
func (c cells) needed(field string) string {
	no, _ := c.no(field)
	if no == "" && c.row[field].Text == "" {
		c.verdicts.once(Wrong, c.at, field, "roster.import.no_missing")
	}
	return no
}

func (c cells) day(field string) Day {
	d, fault := parseDay(c.row[field])
	if fault != "" {
		c.verdicts.add(Wrong, c.at, field, string(fault))
	}
	return d
}

// phone also accepts a number that Excel stores as a number. A text that is not a
// telephone number is omitted with a warning and does not prevent the import.
func (c cells) phone(field string) string {
	cell := c.row[field]
	s := strings.Join(strings.Fields(halfWidth(clean(cell.Text))), "")
	if cell.IsNumber && cell.Number > 0 && cell.Number < 1e15 {
		s = strconv.FormatInt(int64(cell.Number), 10)
	}
	if isEmptyMark(s) {
		return ""
	}
	if s != "" && !validPhone(s) {
		c.verdicts.add(Doubtful, c.at, field, "roster.import.phone")
		return ""
	}
	return s
}

// validPhone reports whether each number of a list can be dialled in China: a
// mobile number of 11 digits, a fixed line of 7 or 8 with or without area code, a
// short number of 3 to 6 digits or an extension.
func validPhone(s string) bool {
	if len(s) > 60 || strings.Trim(s, "0123456789+-/、,;()转*") != "" {
		return false
	}
	list := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/、,;", r) })
	for _, one := range list {
		main, _, _ := strings.Cut(one, "转")
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, main)
		if abroad, ok := strings.CutPrefix(digits, "86"); ok && len(abroad) > 8 && abroad[0] != '1' {
			digits = "0" + abroad // the area code is written without its zero there
		} else if ok {
			digits = abroad
		}
		n := len(digits)
		mobile := n == 11 && digits[0] == '1' && digits[1] >= '3'
		if n < 3 || n > 16 || n > 8 && digits[0] != '0' && !mobile {
			return false
		}
	}
	return len(list) > 0
}

// level reads a level. A word that is not a known level becomes a question and does
// not prevent the import; text in brackets is reported.
func (c cells) level(field string) string {
	s := strings.ReplaceAll(halfWidth(c.text(field, maxText)), " ", "")
	if s == "" || isEmptyMark(s) {
		return ""
	}
	if to := c.choice.Levels[s]; to != "" {
		c.verdicts.onceOf(s, Noted, c.at, field, "roster.import.level_answered", "level", to)
		return to
	}
	if full := levelOf(s); full != "" {
		return full
	}
	if slices.Contains(c.choice.Known, s) {
		return s
	}
	if full := levelOf(withoutBrackets(s)); full != "" {
		c.verdicts.add(Doubtful, c.at, field, "roster.import.level_remark", "level", full)
		return full
	}
	c.verdicts.onceOf(s, Doubtful, c.at, field, "roster.import.level_unknown")
	if !slices.Contains(c.draft.Unknown, s) && len(c.draft.Unknown) < maxAnswers {
		c.draft.Unknown = append(c.draft.Unknown, s)
	}
	c.at.faulty[field] = true
	return ""
}

func (c cells) sex(field string) string {
	s := strings.ToUpper(c.text(field, maxText))
	if full, ok := c.forms.Sexes[s]; ok {
		s = full
	}
	if s != "" && s != Male && s != Female {
		c.verdicts.add(Wrong, c.at, field, "roster.import.sex")
		return ""
	}
	return s
}

func (c cells) heads(post string) bool {
	if !c.at.has("heads") {
		return slices.Contains(c.forms.Heads, post)
	}
	s := strings.ToUpper(cleanText(c.row["heads"].Text))
	switch {
	case slices.Contains(c.forms.Yes, s):
		return true
	case s != "" && !isEmptyMark(s) && !slices.Contains(c.forms.No, s):
		c.verdicts.add(Wrong, c.at, "heads", "roster.import.yes_no")
	}
	return false
}

// ethnicity reads one of the 56 ethnicities, with or without 族.
func (c cells) ethnicity(field string) string {
	s := cleanName(c.text(field, maxName))
	if s == "" || isEmptyMark(s) {
		return ""
	}
	if !strings.HasSuffix(s, "族") && utf8.RuneCountInString(s) <= 5 {
		s += "族"
	}
	return s
}

func isEmptyMark(s string) bool { return slices.Contains(known().Empty, s) }

func (c cells) count(field string) int {
	s := strings.TrimSuffix(strings.ReplaceAll(halfWidth(c.text(field, maxText)), ",", ""), "户")
	if s == "" || isEmptyMark(s) {
		return 0
	}
	n, err := strconv.Atoi(s)
	if cell := c.row[field]; cell.IsNumber && cell.Number == math.Trunc(cell.Number) && math.Abs(cell.Number) <= maxHouseholds {
		n, err = int(cell.Number), nil
	}
	if err != nil || n < 0 || n > maxHouseholds {
		c.verdicts.add(Wrong, c.at, field, "roster.import.count", "max", maxHouseholds)
		return 0
	}
	return n
}
