package roster

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation/table"
)

// Choice selects the parts of a workbook that are read. The zero Choice skips
// hidden sheets, sheets of retired people and hidden rows.
type Choice struct {
	Sheets []string          `json:"sheets,omitempty"` // the sheets to read, by name; empty: the default ones
	Hidden bool              `json:"hidden,omitempty"` // read hidden rows too
	Levels map[string]string `json:"levels,omitempty"` // the office's answers: a word of the sheets -> the level that it means
	Known  []string          `json:"-"`                // levels of the office besides the published ones
}

// Read reads with the zero Choice.
func Read(sheets []Sheet) (Draft, []Verdict) { return Choice{}.Read(sheets) }

// Read reads the sheets of a workbook. It finds each heading by its column names in
// any row, skips titles, blank rows, section rows, repeated headings and the
// footer, and reports every cell that it cannot read. It never fails: all problems
// are in the verdicts.
func (c Choice) Read(sheets []Sheet) (Draft, []Verdict) {
	r := reader{forms: known(), choice: c}
	r.draft.Unknown = []string{}
	for _, s := range sheets {
		if key := c.leaves(s); key != "" {
			r.verdicts.add(Noted, place{sheet: s.Name}, "", key, "rows", len(s.Rows))
			continue
		}
		r.sheet(s)
	}
	if !r.found {
		r.verdicts.add(Wrong, place{}, "", "roster.import.no_header")
	}
	return r.draft, r.verdicts
}

// leaves returns the reason why a sheet is not read, "" if it is read.
func (c Choice) leaves(s Sheet) string {
	own := s.Name == known().Options || s.Name == known().Help.Name
	switch {
	case len(s.Rows) == 0 || own && s.Hidden:
		return ""
	case len(c.Sheets) > 0 && !slices.Contains(c.Sheets, s.Name):
		return "roster.import.sheet_unchosen"
	case len(c.Sheets) > 0:
		return ""
	case s.Hidden:
		return "roster.import.sheet_hidden"
	case retired(s.Name):
		return "roster.import.sheet_retired"
	}
	return ""
}

// retired reports whether the name of a sheet says that its people are not in the
// office, or that it is an old sheet.
func retired(name string) bool {
	name = strings.ToLower(name)
	words := strings.FieldsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })
	return slices.ContainsFunc(known().Retired, func(w string) bool {
		if w[0] < utf8.RuneSelf {
			return slices.Contains(words, w)
		}
		return strings.Contains(name, w)
	})
}

type reader struct {
	forms    *forms
	choice   Choice
	draft    Draft
	verdicts verdicts
	found    bool
}

// headerRows is the number of rows in which a heading is searched.
const headerRows = 30

// grid is a sheet with the position of its heading.
type grid struct {
	form *form
	name string
	head table.Header
}

func (r *reader) sheet(s Sheet) {
	best, score := grid{}, 0
	for i := range min(len(s.Rows), headerRows) {
		for _, f := range []*form{&r.forms.People, &r.forms.Relatives, &r.forms.Committees} {
			g := grid{form: f, name: s.Name, head: table.Match(s.Rows, i, f.index)}
			if n := len(g.head.Fields); n > score && r.plausible(g) {
				best, score = g, n
			}
		}
	}
	switch {
	case score == 0:
		if s.Name != r.forms.Help.Name && s.Name != r.forms.Options && len(s.Rows) > 0 {
			r.verdicts.add(Doubtful, place{sheet: s.Name}, "", "roster.import.sheet_ignored")
		}
	case best.form == &r.forms.People:
		r.found = true
		r.unitColumn(&best, s)
		r.people(best, s)
	case best.form == &r.forms.Committees:
		r.committees(best, s)
	default:
		r.relatives(best, s)
	}
}

// plausible distinguishes a heading from a row that only contains one of its words.
func (r *reader) plausible(g grid) bool {
	has := func(f string) bool { return g.head.Names[f] != "" }
	switch g.form {
	case &r.forms.People:
		return len(g.head.Fields) >= 3 && (has("name") || has("no")) && (has("department") || has("post") || has("born") || has("sex"))
	case &r.forms.Relatives:
		return (has("no") || has("name")) && (has("relative") || has("relative_name")) && (has("no") && has("relative") || has("relation"))
	default:
		return has("name") && (has("secretary") || has("director") || has("households"))
	}
}

// row reads one data row, and reports the cells that have no value.
func (r *reader) row(g grid, cells []Cell) (map[string]Cell, place) {
	at := place{sheet: g.name, headers: g.head.Names, values: map[string]string{}, faulty: map[string]bool{}}
	row := map[string]Cell{}
	for _, c := range cells {
		at.row = c.Row
		f := g.head.Fields[c.Col]
		if f == "" || c.Across {
			continue
		}
		if at.values[f] = c.Value(); f == fieldHealth && at.values[f] != "" {
			at.values[f] = "***" // verdicts are stored readable
		}
		switch {
		case c.Fault != "":
			at.faulty[f] = true
		case clean(c.Text) != "":
			row[f] = c
		}
	}
	return row, at
}

// faults reports once per column the formulas that were never computed, and once
// per kind of error the cells that show it.
func (r *reader) faults(g grid, cells []Cell, at place) {
	for _, c := range cells {
		f := g.head.Fields[c.Col]
		switch {
		case f == "" || c.Copied:
		case c.Fault == table.FaultFormula:
			r.verdicts.once(Wrong, at, f, "roster.import.formula")
		case c.Fault == table.FaultError:
			r.verdicts.onceOf(c.Text, Wrong, at, f, "roster.import.cell_error")
		}
	}
}

// each calls f for every data row of the table.
func (r *reader) each(g grid, s Sheet, f func(row map[string]Cell, at place, section string)) {
	r.unread(g)
	section, foot := "", Foot()
	for i := g.head.Last + 1; i < len(s.Rows); i++ {
		cells := s.Rows[i]
		row, at := r.row(g, cells)
		texts := table.Distinct(cells)
		switch {
		case len(texts) == 0 && len(at.faulty) == 0:
		case foot.Passes(cells):
			at.values[""] = texts[0]
			r.verdicts.once(Noted, at, "", "roster.import.footer_passed")
		case len(table.Match(s.Rows, i, g.form.index).Fields) >= max(2, len(g.head.Fields)/2): // the heading repeated
		case len(row) == 0 && len(at.faulty) == 0 && !hasOther(cells): // numbered in advance but empty
		case len(texts) == 1 && row["no"].Text == "" && len(at.faulty) == 0:
			section = sectionName(texts[0])
			for field := range row { // at most one: the other cells are empty or have the same text
				r.verdicts.add(Doubtful, at, field, "roster.import.row_passed")
				break
			}
		case hidden(cells) && !r.choice.Hidden:
			r.verdicts.once(Noted, at, "", "roster.import.row_hidden")
		default:
			r.faults(g, cells, at)
			f(row, at, section)
		}
	}
}

// hidden reports whether a row is hidden: all its cells are.
func hidden(cells []Cell) bool {
	return !slices.ContainsFunc(cells, func(c Cell) bool { return !c.Hidden })
}

// unread lists the columns that are not read, and those that are hidden.
func (r *reader) unread(g grid) {
	for _, u := range g.head.Unread {
		if slices.Contains(g.form.Ignored, headerText(u.Cell.Text)) {
			continue
		}
		at := place{sheet: g.name, row: u.Cell.Row, headers: map[string]string{"": u.Name}}
		key := "roster.import.column_ignored"
		switch {
		case u.Field == "level" && headerText(g.head.Names["level"]) != headerText(u.Name):
			key = "roster.import.column_other_level"
		case u.Field != "":
			key = "roster.import.column_twice"
		}
		r.verdicts.add(Doubtful, at, "", key, "other", g.head.Names[u.Field])
	}
	for _, f := range g.head.Hidden {
		r.verdicts.add(Noted, place{sheet: g.name, headers: g.head.Names}, f, "roster.import.column_hidden")
	}
}

// hasOther reports whether a cell contains more than a running number.
func hasOther(cells []Cell) bool {
	return slices.ContainsFunc(cells, func(c Cell) bool {
		s := halfWidth(clean(c.Text))
		_, err := strconv.Atoi(s)
		return s != "" && err != nil && !c.Copied
	})
}

// sectionName removes numbering and counts from a section row: 一、党政办公室（8人）.
func sectionName(s string) string {
	s = headerText(s)
	if before, after, ok := strings.Cut(s, "、"); ok && utf8.RuneCountInString(before) <= 3 {
		s = after
	}
	s = strings.TrimRight(s, ":")
	return withoutBrackets(s)
}
