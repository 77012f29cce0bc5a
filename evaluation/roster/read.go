package roster

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Read makes sense of the sheets of a workbook. It finds each header by its
// column names wherever it stands, passes over titles, blank rows, section
// rows, repeated headers and the footer, and names every cell that it cannot
// read. It never fails: what is wrong is in the verdicts.
func Read(sheets []Sheet) (Draft, []Verdict) {
	r := reader{forms: known()}
	for _, s := range sheets {
		r.sheet(s)
	}
	if !r.found {
		r.verdicts.add(Wrong, place{}, "", "roster.import.no_header")
	}
	return r.draft, r.verdicts
}

type reader struct {
	forms    *forms
	draft    Draft
	verdicts verdicts
	found    bool
}

// headerRows is how far down a header is looked for.
const headerRows = 30

// table is a sheet whose header was found.
type table struct {
	form    *form
	name    string
	header  int            // index of the header row
	columns map[int]string // column (from 1) -> field
	headers map[string]string
}

func (r *reader) sheet(s Sheet) {
	best, score := table{}, 0
	for i := range min(len(s.Rows), headerRows) {
		for _, f := range []*form{&r.forms.People, &r.forms.Relatives, &r.forms.Committees} {
			t := match(f, s.Rows[i])
			if n := len(t.columns); n > score && r.plausible(t) {
				best, score = t, n
				best.header = i
			}
		}
	}
	best.name = s.Name
	switch {
	case score == 0:
		if s.Name != r.forms.Help.Name && s.Name != r.forms.Options && len(s.Rows) > 0 {
			r.verdicts.add(Doubtful, place{sheet: s.Name}, "", "roster.import.sheet_ignored")
		}
	case best.form == &r.forms.People:
		r.found = true
		r.people(best, s)
	case best.form == &r.forms.Committees:
		r.committees(best, s)
	default:
		r.relatives(best, s)
	}
}

func match(f *form, row []Cell) table {
	t := table{form: f, columns: map[int]string{}, headers: map[string]string{}}
	for _, c := range row {
		if field := f.field(headerText(c.Text)); field != "" && t.headers[field] == "" {
			t.columns[c.Col], t.headers[field] = field, cleanText(c.Text)
		}
	}
	return t
}

// plausible tells a header from a row that happens to hold one of its words.
func (r *reader) plausible(t table) bool {
	has := func(f string) bool { return t.headers[f] != "" }
	switch t.form {
	case &r.forms.People:
		return len(t.columns) >= 3 && (has("name") || has("no")) && (has("department") || has("post") || has("born") || has("sex"))
	case &r.forms.Relatives:
		return has("no") && has("relative")
	default:
		return has("name") && (has("secretary") || has("director") || has("households"))
	}
}

// row reads one data row by its header; nil if it is none.
func (r *reader) row(t table, cells []Cell) (map[string]Cell, place) {
	at := place{sheet: t.name, headers: t.headers, values: map[string]string{}}
	row := map[string]Cell{}
	for _, c := range cells {
		at.row = c.Row
		if f := t.columns[c.Col]; f != "" && clean(c.Text) != "" {
			row[f], at.values[f] = c, c.Text
		}
	}
	return row, at
}

// each calls f for every data row of the table.
func (r *reader) each(t table, s Sheet, f func(row map[string]Cell, at place, section string)) {
	r.unread(t, s.Rows[t.header])
	section := ""
	for _, cells := range s.Rows[t.header+1:] {
		row, at := r.row(t, cells)
		texts := distinct(cells)
		switch {
		case len(texts) == 0:
		case r.footer(texts), len(match(t.form, cells).columns) >= max(2, len(t.columns)/2):
		case len(row) == 0 && !hasOther(cells): // pre-numbered but empty
		case len(texts) == 1 && row["no"].Text == "":
			section = sectionName(texts[0])
			for field := range row { // one at most: all else is empty or the same text
				r.verdicts.add(Doubtful, at, field, "roster.import.row_passed")
				break
			}
		default:
			f(row, at, section)
		}
	}
}

// unread names the columns that nothing is read from.
func (r *reader) unread(t table, header []Cell) {
	at := place{sheet: t.name, row: t.header + 1}
	for _, c := range header {
		at.row = c.Row
		if h := headerText(c.Text); h != "" && t.columns[c.Col] == "" && !slices.Contains(t.form.Ignored, h) {
			at.headers = map[string]string{"": cleanText(c.Text)}
			key := "roster.import.column_ignored"
			if t.form.field(h) != "" {
				key = "roster.import.column_twice"
			}
			r.verdicts.add(Doubtful, at, "", key)
		}
	}
}

// distinct lists the different texts of a row: a merged cell may repeat its own.
func distinct(cells []Cell) []string {
	var all []string
	for _, c := range cells {
		if s := clean(c.Text); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// hasOther reports whether a cell holds more than a running number.
func hasOther(cells []Cell) bool {
	return slices.ContainsFunc(cells, func(c Cell) bool {
		s := halfWidth(clean(c.Text))
		_, err := strconv.Atoi(s)
		return s != "" && err != nil
	})
}

func (r *reader) footer(texts []string) bool {
	first := headerText(texts[0])
	return slices.ContainsFunc(r.forms.Footers, func(f string) bool { return strings.HasPrefix(first, f) }) && len(texts) <= 6
}

// sectionName takes numbering and counts off a section row: 一、党政办公室（8人）.
func sectionName(s string) string {
	s = headerText(s)
	if before, after, ok := strings.Cut(s, "、"); ok && utf8.RuneCountInString(before) <= 3 {
		s = after
	}
	s = strings.TrimRight(s, ":")
	return withoutBrackets(s)
}
