package roster

import (
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// fact is one value of a person as written in a sheet.
type fact struct{ field, value string }

// personFacts returns the facts of a person on a day in the order of the sheet;
// name returns the names of departments, committees and people.
func personFacts(name func(id string) string, p *Person, day evaluation.Date) []fact {
	a, since := Appointment{}, evaluation.Date{}
	if i := p.at(day); i >= 0 {
		a, since = p.Appointments[i], p.postSince(i)
		a.Level, a.LevelSince = p.levelOn(i, day)
	}
	heads := ""
	if a.Heads {
		heads = known().Yes[0]
	}
	facts := []fact{
		{"name", p.Name},
		{"no", p.No},
		{"sex", p.Sex},
		{"born", printDay(p.Born)},
		{"politics", p.Politics},
		{"education", p.Education},
		{"department", name(a.Department)},
		{"post", a.Post},
		{"heads", heads},
		{"level", a.Level},
		{"establishment", p.Establishment},
		{"worked_since", printDay(p.WorkedSince)},
		{"joined", printDay(p.Joined)},
		{"post_since", printDay(since)},
		{"level_since", printDay(a.LevelSince)},
		{"committees", join(name, p.serves(day))},
		{"phone", string(p.Phone)},
		{"duties", p.Duties},
		{"ethnicity", p.Ethnicity},
		{"secondment", p.Secondment},
	}
	relatives := make([]string, len(p.Relatives))
	for i, r := range p.Relatives {
		relatives[i] = name(r.Person) + " " + r.Relation
	}
	return append(facts, fact{"relatives", strings.Join(relatives, listMark)}, fact{"left", p.Left.String()}, fact{"leaving", leavingWord(p.Leaving)})
}

func committeeFacts(c *Committee) []fact {
	households := ""
	if c.Households > 0 {
		households = strconv.Itoa(c.Households)
	}
	return []fact{
		{"name", c.Name}, {"secretary", c.Secretary}, {"director", c.Director}, {"phone", string(c.Phone)}, {"households", households},
	}
}

// listMark separates the entries of a cell.
const listMark = "、"

func join(name func(id string) string, ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = name(id)
	}
	return strings.Join(names, listMark)
}

// serves lists the committees that a person serves on a day.
func (p *Person) serves(day evaluation.Date) []string {
	var ids []string
	for _, l := range p.Liaisons {
		if during(day, l.From, l.To) {
			ids = append(ids, l.Committee)
		}
	}
	return ids
}

// changed compares facts; was may be empty. Both lists have the same fields.
func changed(was, now []fact) []FieldChange {
	var list []FieldChange
	for i, f := range now {
		old := ""
		if i < len(was) {
			old = was[i].value
		}
		if old != f.value {
			list = append(list, FieldChange{Field: f.field, Old: old, New: f.value})
		}
	}
	return list
}
