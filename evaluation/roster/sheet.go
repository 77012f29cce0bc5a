package roster

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"kaoji/evaluation/table"
)

// Sheet is one sheet of a workbook, and Cell one of its cells.
type (
	Sheet = table.Sheet
	Cell  = table.Cell
)

// forms describes the headings of sheets as data, so that an office's own column
// names can be added without changing code.
type forms struct {
	People     form              `json:"people"`
	Committees form              `json:"committees"`
	Relatives  form              `json:"relatives"`
	Heads      []string          `json:"heads"`
	Yes        []string          `json:"yes"`
	No         []string          `json:"no"`
	Retired    []string          `json:"retired"` // words in the names of sheets that are not read by default
	Notes      []string          `json:"notes"`   // words with which notes below a table begin
	Kinship    string            `json:"kinship"` // characters of which every word for a relationship has one
	Empty      []string          `json:"empty"`
	Footers    []string          `json:"footers"`
	Suffixes   []string          `json:"committee_suffixes"`
	Sexes      map[string]string `json:"sexes"`
	Levels     map[string]string `json:"levels"`
	Help       struct {
		Name    string   `json:"name"`
		Lines   []string `json:"lines"`
		English []string `json:"english"`
	} `json:"help"`
	Options string `json:"options"`
}

type form struct {
	Name    string   `json:"name"`
	English string   `json:"english"`
	Title   string   `json:"title"`
	Columns []column `json:"columns"`
	More    []column `json:"more"`  // are read, too, but not offered in the template
	Units   []column `json:"units"` // name the department where no other column does, or the office
	Ignored []string `json:"ignored"`

	index, units *table.Columns
}

type column = table.Column

//go:embed sheets.json
var sheetsJSON []byte

// known parses the embedded file once; if it is malformed, this is an error in the
// program.
var known = sync.OnceValue(func() *forms {
	f := new(forms)
	if err := json.Unmarshal(sheetsJSON, f); err != nil {
		panic("roster: sheets.json: " + err.Error())
	}
	for _, form := range []*form{&f.People, &f.Committees, &f.Relatives} {
		form.index = table.Of(form.Columns)
	}
	f.People.units = table.Of(f.People.Units)
	f.People.index = table.Of(slices.Concat(f.People.Columns, f.People.More, yearColumns()))
	return f
})

// headerText returns a heading without spaces and line breaks used for layout.
func headerText(s string) string { return table.Head(s) }

func withoutBrackets(s string) string {
	if i := strings.IndexAny(s, "(["); i > 0 {
		return s[:i]
	}
	return s
}

func halfWidth(s string) string { return table.HalfWidth(s) }

// halfWidthAlnum converts full-width letters and digits and leaves Chinese
// punctuation unchanged.
func halfWidthAlnum(s string) string {
	return strings.Map(func(r rune) rune {
		if h := r - 0xFEE0; h >= '0' && h <= '9' || h >= 'A' && h <= 'Z' || h >= 'a' && h <= 'z' {
			return h
		}
		return r
	}, s)
}

func clean(s string) string { return table.Clean(s) }

// cleanText is one line of text.
func cleanText(s string) string {
	return strings.Join(strings.Fields(halfWidthAlnum(clean(s))), " ")
}

// cleanName removes spaces from a Chinese name that was padded to three characters,
// and unifies the dot in other names.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '•', '・', '‧', '∙', '．':
			return '·'
		}
		return r
	}, cleanText(s))
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		s = strings.ReplaceAll(s, " ", "")
	}
	return s
}

// cleanNo returns a staff number without spaces, in capitals.
func cleanNo(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(halfWidth(clean(s))), ""))
}

// validNo accepts 1 to 20 letters, digits and the characters - _ . /
func validNo(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 20 && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./", r)
	})
}

// SameHeads lists the other headings that offices use for the number or name of a
// person or for the department; it is empty for other columns.
func SameHeads(head string) []string {
	for _, c := range known().People.Columns {
		if c.Field != "no" && c.Field != "name" && c.Field != "department" {
			continue
		}
		all := append([]string{c.Header, c.English}, c.Aliases...)
		if slices.ContainsFunc(all, func(a string) bool { return strings.EqualFold(table.Head(a), table.Head(head)) }) {
			return all
		}
	}
	return nil
}

// Ordinary reports whether a heading is one of the usual columns that are never
// imported, such as a running number, so that no message about it is needed.
func Ordinary(head string) bool { return slices.Contains(known().People.Ignored, headerText(head)) }

// IsNo reports whether a heading is one of staff numbers.
func IsNo(head string) bool {
	return slices.Contains(SameHeads(head), known().People.header("no"))
}

func (f *form) header(field string) string {
	for _, c := range f.Columns {
		if c.Field == field {
			return c.Header
		}
	}
	return ""
}

// Foot returns a matcher for the rows below a table.
func Foot() *table.Foot { return &table.Foot{Starts: known().Footers, Notes: known().Notes} }

// CleanNo is a staff number as the roster writes it: no spaces, capitals.
func CleanNo(s string) string { return cleanNo(s) }

// CleanName is a name as the roster writes it.
func CleanName(s string) string { return cleanName(s) }
