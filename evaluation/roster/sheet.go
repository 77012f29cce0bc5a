package roster

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Sheet is one sheet of a workbook. Choices offers values for the cells below
// the last row, by column (from 0); it is empty in what was read.
type Sheet struct {
	Name    string
	Rows    [][]Cell
	Choices map[int][]string
}

// Cell is one cell as the workbook shows it. Number is set where it holds a
// number or a date (as the serial number of the day, 1 = 1 January 1900).
type Cell struct {
	Text     string
	Number   float64
	IsNumber bool
	IsDate   bool
	Row, Col int // from 1
}

// forms is what sheets look like: data, so that an office's own column names
// are added without touching code.
type forms struct {
	People     form              `json:"people"`
	Committees form              `json:"committees"`
	Relatives  form              `json:"relatives"`
	Heads      []string          `json:"heads"`
	Yes        []string          `json:"yes"`
	Empty      []string          `json:"empty"`
	Footers    []string          `json:"footers"`
	Suffixes   []string          `json:"committee_suffixes"`
	Sexes      map[string]string `json:"sexes"`
	Levels     map[string]string `json:"levels"`
	Help       struct {
		Name  string   `json:"name"`
		Lines []string `json:"lines"`
	} `json:"help"`
	Options string `json:"options"`
}

type form struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Columns []column `json:"columns"`
	Ignored []string `json:"ignored"`
}

type column struct {
	Field   string   `json:"field"`
	Header  string   `json:"header"`
	Aliases []string `json:"aliases"`
}

//go:embed sheets.json
var sheetsJSON []byte

// known reads the embedded file once; it is part of the program, so a mistake
// in it is one of ours.
var known = sync.OnceValue(func() *forms {
	f := new(forms)
	if err := json.Unmarshal(sheetsJSON, f); err != nil {
		panic("roster: sheets.json: " + err.Error())
	}
	return f
})

// field is the field that a header stands for, "" if none.
func (f *form) field(header string) string {
	for _, h := range []string{header, withoutBrackets(header)} {
		for _, c := range f.Columns {
			if h == c.Header || slices.Contains(c.Aliases, h) {
				return c.Field
			}
		}
	}
	return ""
}

// headerText is a header without the spaces and line breaks that make it look
// well.
func headerText(s string) string {
	return strings.Join(strings.Fields(halfWidth(clean(s))), "")
}

func withoutBrackets(s string) string {
	if i := strings.IndexAny(s, "(["); i > 0 {
		return s[:i]
	}
	return s
}

// halfWidth turns full-width letters, digits and signs into plain ones.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		return r
	}, s)
}

// halfWidthAlnum leaves Chinese punctuation as it is.
func halfWidthAlnum(s string) string {
	return strings.Map(func(r rune) rune {
		if h := r - 0xFEE0; h >= '0' && h <= '9' || h >= 'A' && h <= 'Z' || h >= 'a' && h <= 'z' {
			return h
		}
		return r
	}, s)
}

// clean drops what no reader sees (control, direction and zero-width
// characters, broken UTF-8), turns every kind of space into a plain one and
// trims. Line breaks stay.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// cleanText is one line of text.
func cleanText(s string) string {
	return strings.Join(strings.Fields(halfWidthAlnum(clean(s))), " ")
}

// cleanName takes the spaces out of a Chinese name that was padded to the
// width of three characters, and writes the dot of other names in one way.
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

// cleanNo is a staff number: no spaces, capitals.
func cleanNo(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(halfWidth(clean(s))), ""))
}

// validNo: letters, digits and - _ . /, 1 to 20 of them.
func validNo(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 20 && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./", r)
	})
}
