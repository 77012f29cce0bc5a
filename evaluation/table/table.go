// Package table interprets the sheets of a workbook: it finds the heading, the
// meaning of each column, and the rows with data. All imports use it.
package table

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sheet is one sheet of a workbook. Choices offers values for the cells below the
// last row, by column (from 0); it is empty in sheets that were read.
type Sheet struct {
	Name    string
	Hidden  bool
	Rows    [][]Cell
	Choices map[int][]string
}

// Cell is one cell as the workbook shows it. Number is set if the cell contains a
// number or a date (as serial number of the day, 1 = 1 January 1900).
type Cell struct {
	Text     string
	Shown    string // the number as its format shows it, with leading zeros, prefix or unit; "" if that is the same
	Number   float64
	IsNumber bool
	IsDate   bool
	Hidden   bool  // the row or the column is hidden
	Copied   bool  // repeats the first cell of a merged area
	Across   bool  // repeats a cell to the left of it
	Fault    Fault // reason why there is no value
	Row, Col int   // from 1
}

// Fault is the reason why a cell has no readable value.
type Fault string

// The faults of a cell.
const (
	FaultError   Fault = "error"   // the sheet shows an error such as #N/A
	FaultFormula Fault = "formula" // a formula whose value was never computed
)

// Value returns the text of a cell as the sheet shows it, including prefix and
// zeros.
func (c Cell) Value() string {
	if c.Shown != "" {
		return c.Shown
	}
	return c.Text
}

// Clean removes invisible characters (control, direction and zero-width
// characters), turns every kind of space into a plain one and trims. Line breaks
// stay, and so do characters for private use, which rare characters in names need.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// HalfWidth turns full-width letters, digits and signs into plain ones.
func HalfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		return r
	}, s)
}

// Foot recognises the rows below the data of a table that say who filled it in,
// count its rows or explain it.
type Foot struct {
	Starts []string // words with which such rows begin
	Notes  []string // those of them that begin notes; numbered lines of the note follow
	noted  bool
}

// Passes reports whether a row is one of them. Call it for all rows in order.
func (f *Foot) Passes(cells []Cell) bool {
	const most = 6 // cells of such a row
	texts := Distinct(cells)
	if len(texts) == 0 {
		return false
	}
	first := Head(texts[0])
	begins := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(first, w) })
	}
	foot := len(texts) <= most && (begins(f.Starts) || counts(first)) || f.noted && len(texts) == 1
	f.noted = foot && (f.noted || begins(f.Notes))
	return foot
}

// counts reports whether a text is a count of rows: 共2人, 共计 12 名.
func counts(s string) bool {
	rest, ok := strings.CutPrefix(s, "共")
	if !ok {
		return false
	}
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "计"), ":")
	digits := strings.TrimLeft(rest, "0123456789")
	return digits != rest && (strings.HasPrefix(digits, "人") || strings.HasPrefix(digits, "名") || strings.HasPrefix(digits, "条") || strings.HasPrefix(digits, "行"))
}

// Distinct lists the different texts of a row; the cells of a merged area have the
// same text.
func Distinct(cells []Cell) []string {
	var all []string
	for _, c := range cells {
		if s := Clean(c.Text); s != "" && !c.Copied && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}
