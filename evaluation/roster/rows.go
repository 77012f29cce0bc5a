package roster

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of one import. One record contains the whole plan of an import, which
// limits the number of people; a sub-district office has some hundreds.
const (
	MaxPeople     = 5000
	MaxCommittees = 500
	maxName       = 50
	maxText       = 200
	maxDuties     = 500
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

func (r *reader) people(g grid, s Sheet) {
	if g.head.Names["name"] == "" {
		r.verdicts.add(Wrong, place{sheet: g.name, row: s.Rows[g.head.First][0].Row}, "", "roster.import.name_column")
	}
	r.each(g, s, func(row map[string]Cell, at place, section string) {
		if len(r.draft.People) >= MaxPeople {
			r.verdicts.once(Wrong, at, "", "roster.import.too_many", "max", MaxPeople)
			return
		}
		c := cells{r, row, at}
		p := c.person(section)
		if p.Name == "" && at.has("name") {
			r.verdicts.once(Wrong, at, "name", "roster.import.name_missing")
		}
		if p.No == "" && p.IDCard == "" && at.has("no") && row["no"].Text == "" {
			r.verdicts.once(Wrong, at, "no", "roster.import.no_missing")
		}
		r.draft.People = append(r.draft.People, p)
	})
}

func (c cells) person(section string) DraftPerson {
	no, inPlace := c.no("no")
	p := DraftPerson{
		at: c.at, No: no, Name: c.name("name"), Sex: c.sex("sex"), Politics: c.text("politics", maxText),
		Education: c.text("education", maxText), Department: c.unit("department"), Post: c.text("post", maxText),
		Level: c.level("level"), Establishment: c.text("establishment", maxText), Phone: c.phone("phone"),
		Duties: c.text("duties", maxDuties), Born: c.day("born"), WorkedSince: c.day("worked_since"),
		Joined: c.day("joined"), PostSince: c.day("post_since"), LevelSince: c.day("level_since"),
		Ethnicity: c.ethnicity("ethnicity"), Secondment: c.text("secondment", maxName),
		Committees: splitCommittees(c.row["committees"].Text),
	}
	if isEmptyMark(p.Secondment) || slices.Contains(c.forms.No, p.Secondment) {
		p.Secondment = ""
	}
	c.remarks(&p)
	if c.at.has("id_card") {
		p.IDCard = c.idCard("id_card", p.Born, p.Sex)
	}
	if inPlace != "" && p.IDCard == "" {
		p.IDCard = c.idCard("no", p.Born, p.Sex)
		c.verdicts.once(Doubtful, c.at, "no", "roster.import.id_as_no")
	}
	if p.Department == "" && !c.at.has("department") {
		p.Department = section
	}
	p.Heads = c.heads(p.Post)
	return p
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

var nameRemark = regexp.MustCompile(`^([^(（*＊]+)(?:[(（]([^)）]*)[)）])?[*＊]*$`)

// remarks moves remarks after a name into their fields: sex, ethnicity, secondment.
// Other remarks are reported and omitted.
func (c cells) remarks(p *DraftPerson) {
	m := nameRemark.FindStringSubmatch(p.Name)
	if m == nil || m[1] == p.Name {
		return
	}
	p.Name = cleanName(m[1])
	left := strings.HasSuffix(halfWidth(c.row["name"].Text), "*") && m[2] == ""
	for _, part := range strings.FieldsFunc(halfWidth(m[2]), func(r rune) bool { return strings.ContainsRune("、,;，；", r) }) {
		switch {
		case part == Male || part == Female:
			if p.Sex != "" && p.Sex != part {
				c.verdicts.add(Wrong, c.at, "sex", "roster.import.name_remark_sex", "sex", part)
			}
			p.Sex = part
		case strings.HasSuffix(part, "族"):
			p.Ethnicity = part
		case strings.Contains(part, "挂职") || strings.Contains(part, "借调") || strings.Contains(part, "抽调"):
			p.Secondment = part
		default:
			left = true
		}
	}
	key := "roster.import.name_remark"
	if left {
		key = "roster.import.name_remark_left"
	}
	c.verdicts.add(Doubtful, c.at, "name", key, "name", p.Name)
}

// splitCommittees splits a cell with several committees; it accepts various
// separators.
func splitCommittees(s string) []string {
	parts := strings.FieldsFunc(halfWidthAlnum(clean(s)), func(r rune) bool { return strings.ContainsRune(" \n、，,；;/|", r) })
	var all []string
	for _, p := range parts {
		if !isEmptyMark(p) && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

func isEmptyMark(s string) bool { return slices.Contains(known().Empty, s) }

func (r *reader) committees(g grid, s Sheet) {
	seen := map[string]int{}
	r.each(g, s, func(row map[string]Cell, at place, _ string) {
		c := cells{r, row, at}
		d := DraftCommittee{
			at: at, Name: cleanName(c.text("name", maxName)), Secretary: c.name("secretary"), Director: c.name("director"),
			Phone: c.phone("phone"), Households: c.count("households"),
		}
		switch first, twice := seen[d.Name]; {
		case d.Name == "":
			r.verdicts.add(Wrong, at, "name", "roster.import.committee_name")
		case twice:
			r.verdicts.add(Wrong, at, "name", "roster.import.twice", "row", first)
		case len(r.draft.Committees) >= MaxCommittees:
			r.verdicts.add(Wrong, at, "", "roster.import.too_many", "max", MaxCommittees)
		default:
			seen[d.Name] = at.row
			r.draft.Committees = append(r.draft.Committees, d)
		}
	})
}

// maxHouseholds of a residents' committee; the law's guide is 100 to 700
// (居民委员会组织法 art. 6), cities have several thousand.
const maxHouseholds = 100_000

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

func (r *reader) relatives(g grid, s Sheet) {
	r.each(g, s, func(row map[string]Cell, at place, _ string) {
		if len(r.draft.Relatives) >= MaxPeople {
			r.verdicts.once(Wrong, at, "", "roster.import.too_many", "max", MaxPeople)
			return
		}
		c := cells{r, row, at}
		d := DraftRelative{at: at, Name: c.name("name"), RelativeName: c.name("relative_name"), Relation: c.text("relation", maxName)}
		if d.No, _ = c.no("no"); d.No == "" && d.Name == "" {
			d.No = c.needed("no")
		}
		if d.Relative, _ = c.no("relative"); d.Relative == "" && d.RelativeName == "" {
			d.Relative = c.needed("relative")
		}
		switch {
		case d.Relation == "":
			r.verdicts.once(Wrong, at, "relation", "roster.import.relation_missing")
		case !kinship(d.Relation):
			r.verdicts.onceOf(d.Relation, Wrong, at, "relation", "roster.import.relation_unknown")
		}
		r.draft.Relatives = append(r.draft.Relatives, d)
	})
}
