package roster

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
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
		p.Blank = at.has("no") && row["no"].Text == ""
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
		Committees: splitCommittees(c.row["committees"].Text), Left: c.day("left"), Leaving: c.text("leaving", maxText),
	}
	if isEmptyMark(p.Leaving) {
		p.Leaving = ""
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
	p.Form, p.grades = c.particulars(), c.grades()
	if p.concurrent = c.text("concurrent", maxText); isEmptyMark(p.concurrent) {
		p.concurrent = ""
	}
	if !c.at.has("education") {
		p.Education = cmp.Or(p.Form["in_education"], p.Form["full_education"])
	}
	return p
}

// particulars are what a row says of the particulars in words, nil for nothing.
func (c cells) particulars() map[string]string {
	var form map[string]string
	say := func(field, text string) {
		if text == "" || isEmptyMark(text) {
			return
		}
		if form == nil {
			form = map[string]string{}
		}
		form[field] = text
	}
	for _, field := range sheetParticulars {
		say(field, c.text(field, maxSchool))
	}
	say(fieldHonours, c.lines(fieldHonours))
	return form
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
