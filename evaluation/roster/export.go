package roster

import (
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Sheets returns the office on a day as sheets that Read can read: people,
// committees, relatives. Importing them changes nothing.
func (s *Snapshot) Sheets() []Sheet {
	f := known()
	form := f.People
	form.Columns = slices.DeleteFunc(slices.Clone(form.Columns), func(c column) bool {
		return c.Field == "id_card" || slices.Contains(sheetParticulars, c.Field) // never leaves; lists with chosen columns have the others
	})
	people := form.sheet(s.day, chineseHeads)
	relatives := f.Relatives.sheet(s.day, chineseHeads)
	for _, m := range s.members {
		fill(&people, form.Columns, personFacts(s.unitName, m.Person, s.day))
		for _, r := range m.Person.Relatives {
			other, here := s.Member(r.Person)
			if !here {
				continue
			}
			fill(&relatives, f.Relatives.Columns, []fact{
				{"no", m.No}, {"name", m.Name}, {"relative", other.No}, {"relative_name", other.Name}, {"relation", r.Relation},
			})
		}
	}
	committees := f.Committees.sheet(s.day, chineseHeads)
	for _, c := range s.committees {
		fill(&committees, f.Committees.Columns, committeeFacts(s.book.committees[c.ID]))
	}
	return []Sheet{people, committees, relatives}
}

// unitName returns the name of a department on the day.
func (s *Snapshot) unitName(id string) string {
	if d, ok := s.book.departments[id]; ok {
		return d.nameOn(s.day)
	}
	return s.book.Name(id)
}

// Template returns the empty workbook to fill in: the three sheets with headings,
// lists to choose from, and instructions. For lang "en" the headings are English.
// levels are additional levels to choose from.
func (s *Snapshot) Template(lang string, levels ...string) []Sheet {
	f, heads, lines := known(), chineseHeads, known().Help.Lines
	if lang == "en" {
		heads, lines = englishHeads, f.Help.English
	}
	people := f.People.sheet(s.day, heads)
	committees, relatives := f.Committees.sheet(s.day, heads), f.Relatives.sheet(s.day, heads)
	people.Choices = map[int][]string{}
	for i, c := range f.People.Columns {
		people.Choices[i] = s.choices(c.Field, levels)
	}
	help := Sheet{Name: f.Help.Name}
	for i, line := range lines {
		help.Rows = append(help.Rows, []Cell{{Text: line, Row: i + 1, Col: 1}})
	}
	return []Sheet{people, committees, relatives, help}
}

func chineseHeads(c column) string { return c.Header }

func englishHeads(c column) string { return c.English }

// OptionsName is the name of the sheet with the lists to choose from.
func OptionsName() string { return known().Options }

func (s *Snapshot) choices(field string, levels []string) []string {
	var all []string
	switch field {
	case "sex":
		all = []string{Male, Female}
	case "level":
		all = s.book.Levels(levels...)
	case "heads":
		all = known().Yes[:1]
	case "department":
		for _, d := range s.departments {
			all = append(all, d.Name)
		}
	}
	return all
}

// sheet creates a sheet with its title and heading.
func (f *form) sheet(day evaluation.Date, heads func(column) string) Sheet {
	s := Sheet{Name: f.Name}
	s.Rows = append(s.Rows, []Cell{{Text: strings.ReplaceAll(f.Title, "{day}", day.String()), Row: 1, Col: 1}})
	var header []Cell
	for i, c := range f.Columns {
		header = append(header, Cell{Text: heads(c), Row: 2, Col: i + 1})
	}
	s.Rows = append(s.Rows, header)
	return s
}

// fill adds the facts under their columns.
func fill(s *Sheet, columns []column, facts []fact) {
	var cells []Cell
	for i, c := range columns {
		if at := slices.IndexFunc(facts, func(f fact) bool { return f.field == c.Field }); at >= 0 && facts[at].value != "" {
			cells = append(cells, Cell{Text: facts[at].value, Row: len(s.Rows) + 1, Col: i + 1})
		}
	}
	s.Rows = append(s.Rows, cells)
}
