package roster

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of what one import takes. The plan of an import is kept whole in one
// record, which bounds the people; a sub-district office has some hundreds.
const (
	MaxPeople     = 1500
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
	s := cleanText(c.row[field].Text)
	if utf8.RuneCountInString(s) > longest {
		c.verdicts.add(Wrong, c.at, field, "roster.import.too_long", "max", longest)
		return ""
	}
	return s
}

func (c cells) name(field string) string {
	c.text(field, maxName)
	return cleanName(c.row[field].Text)
}

func (c cells) no(field string) string {
	cell := c.row[field]
	s := cleanNo(cell.Text)
	if cell.IsNumber && cell.Number == math.Trunc(cell.Number) && math.Abs(cell.Number) < 1e15 {
		if shown := strings.Trim(s, "0123456789"); shown != "" { // 1.0E+03 or 1,001
			s = strconv.FormatInt(int64(cell.Number), 10)
		}
	}
	switch {
	case s == "":
		c.verdicts.add(Wrong, c.at, field, "roster.import.no_missing")
	case !validNo(s):
		c.verdicts.add(Wrong, c.at, field, "roster.import.no_invalid")
		return ""
	}
	return s
}

func (c cells) day(field string) Day {
	d, fault := parseDay(c.row[field])
	if fault != "" {
		c.verdicts.add(Wrong, c.at, field, string(fault))
	}
	return d
}

// phone takes a number that Excel keeps as a number, too. What is no number is
// left out with a warning: a telephone decides nothing.
func (c cells) phone(field string) string {
	cell := c.row[field]
	s := strings.Join(strings.Fields(halfWidth(clean(cell.Text))), "")
	if cell.IsNumber && cell.Number > 0 && cell.Number < 1e15 {
		s = strconv.FormatInt(int64(cell.Number), 10)
	}
	if isEmptyMark(s) {
		return ""
	}
	if len(s) > 60 || strings.Trim(s, "0123456789+-/、,;()转") != "" {
		c.verdicts.add(Doubtful, c.at, field, "roster.import.phone")
		return ""
	}
	return s
}

func (c cells) level(field string) string {
	s := strings.ReplaceAll(halfWidth(c.text(field, maxText)), " ", "")
	if s == "" || isEmptyMark(s) {
		return ""
	}
	if full, ok := c.forms.Levels[s]; ok {
		s = full
	}
	if !slices.Contains(Levels(), s) {
		c.verdicts.add(Wrong, c.at, field, "roster.import.level")
		return ""
	}
	return s
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
	return slices.Contains(c.forms.Yes, s)
}

func (r *reader) people(t table, s Sheet) {
	r.each(t, s, func(row map[string]Cell, at place, section string) {
		if len(r.draft.People) >= MaxPeople {
			r.verdicts.add(Wrong, at, "", "roster.import.too_many", "max", MaxPeople)
			return
		}
		c := cells{r, row, at}
		p := DraftPerson{
			at: at, No: c.no("no"), Name: c.name("name"), Sex: c.sex("sex"), Politics: c.text("politics", maxText),
			Education: c.text("education", maxText), Department: c.text("department", maxName), Post: c.text("post", maxText),
			Level: c.level("level"), Establishment: c.text("establishment", maxText), Phone: c.phone("phone"),
			Duties: c.text("duties", maxDuties), Born: c.day("born"), WorkedSince: c.day("worked_since"),
			Joined: c.day("joined"), PostSince: c.day("post_since"), LevelSince: c.day("level_since"),
			Committees: splitCommittees(row["committees"].Text),
		}
		if p.Name == "" {
			r.verdicts.add(Wrong, at, "name", "roster.import.name_missing")
		}
		if p.Department == "" && !at.has("department") {
			p.Department = section
		}
		p.Heads = c.heads(p.Post)
		r.draft.People = append(r.draft.People, p)
	})
}

// splitCommittees reads a cell that lists committees in whatever way.
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

func (r *reader) committees(t table, s Sheet) {
	seen := map[string]int{}
	r.each(t, s, func(row map[string]Cell, at place, _ string) {
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

func (r *reader) relatives(t table, s Sheet) {
	r.each(t, s, func(row map[string]Cell, at place, _ string) {
		if len(r.draft.Relatives) >= MaxPeople {
			r.verdicts.add(Wrong, at, "", "roster.import.too_many", "max", MaxPeople)
			return
		}
		c := cells{r, row, at}
		d := DraftRelative{
			at: at, No: c.no("no"), Name: c.name("name"), Relative: c.no("relative"), RelativeName: c.name("relative_name"),
			Relation: c.text("relation", maxName),
		}
		if d.Relation == "" {
			r.verdicts.add(Wrong, at, "relation", "roster.import.relation_missing")
		}
		r.draft.Relatives = append(r.draft.Relatives, d)
	})
}
