package roster

import (
	"maps"
	"strconv"

	"kaoji/evaluation"
)

// Verdict is a message of an import about a cell, a row or a sheet.
type Verdict struct {
	Sheet  string         `json:"sheet"`
	Row    int            `json:"row"`    // from 1; 0: the sheet as a whole
	Column string         `json:"column"` // the header, "" for the row as a whole
	Value  string         `json:"value"`  // what the cell shows, cut to a line
	Level  VerdictLevel   `json:"level"`
	Key    string         `json:"key"` // in the catalog of texts
	Args   map[string]any `json:"args,omitempty"`
	// Rows are the rows if the same cause affects several, such as 2–90、92; "" for
	// one row.
	Rows string `json:"rows,omitempty"`

	of   string // distinguishes causes with the same column and key
	runs runs
}

// VerdictLevel says whether a Verdict prevents the import.
type VerdictLevel string

// The levels of a Verdict.
const (
	Wrong    VerdictLevel = "error" // nothing is applied
	Doubtful VerdictLevel = "warn"  // applied, but look at it
	Noted    VerdictLevel = "note"  // how the sheet was read
)

// Problem returns the verdict's message.
func (v Verdict) Problem() evaluation.Problem { return evaluation.Problem{Key: v.Key, Args: v.Args} }

// Failed reports whether any verdict prevents the import.
func Failed(verdicts []Verdict) bool {
	for _, v := range verdicts {
		if v.Level == Wrong {
			return true
		}
	}
	return false
}

// Draft is the content of sheets before it is compared with the roster.
type Draft struct {
	People     []DraftPerson
	Committees []DraftCommittee
	Relatives  []DraftRelative
	Unknown    []string // words in level columns that are not known levels
}

// place is the place in the workbook from which something was read.
type place struct {
	sheet   string
	row     int
	headers map[string]string // field -> header as written
	values  map[string]string // field -> cell as shown
	faulty  map[string]bool   // fields whose cell could not be read and that already have a verdict
}

// DraftPerson is a row of the people's sheet. A field whose column is missing or
// whose cell is empty has the zero value; see Has.
type DraftPerson struct {
	at                                            place
	No, Name, Sex, Politics, Education            string
	Department, Post, Level, Establishment, Phone string
	Duties, Ethnicity, Secondment                 string
	IDCard                                        string // checked; "" if none
	Born, WorkedSince, Joined                     Day
	PostSince, LevelSince                         Day
	Heads                                         bool
	Blank                                         bool // the sheet has a column for staff numbers, and it is empty here
	Committees                                    []string
	Form                                          map[string]string // of sheetParticulars, those that the row says
	Left                                          Day               // last day in the office
	Leaving                                       string            // why, in the words of the sheet
	grades                                        []rowGrade
	concurrent                                    string
}

// DraftCommittee is a row of the committees' sheet.
type DraftCommittee struct {
	at                               place
	Name, Secretary, Director, Phone string
	Households                       int
}

// DraftRelative is a row of the relatives' sheet.
type DraftRelative struct {
	at                     place
	No, Name               string
	Relative, RelativeName string
	Relation               string
}

// Row returns the person's place in the workbook.
func (p DraftPerson) Row() (sheet string, row int) { return p.at.sheet, p.at.row }

// Has reports whether the sheet has the column.
func (p DraftPerson) Has(field string) bool { return p.at.has(field) }

func (p place) has(field string) bool {
	_, ok := p.headers[field]
	return ok
}

// maxVerdicts limits the verdicts on one workbook; mistakes are recorded up to
// twice this number, so that warnings do not displace them.
const maxVerdicts = 500

// verdicts gathers what is found.
type verdicts []Verdict

func (v *verdicts) add(level VerdictLevel, at place, field, key string, pairs ...any) {
	if n := len(*v); n >= 2*maxVerdicts || n >= maxVerdicts && level != Wrong {
		return
	}
	if at.faulty[field] && level != Noted && key != "roster.import.formula" && key != "roster.import.cell_error" {
		return // the cell has no readable value and already has a verdict
	}
	*v = append(*v, Verdict{
		Sheet: at.sheet, Row: at.row, Column: at.headers[field], Value: cut(at.values[field]),
		Level: level, Key: key, Args: maps.Clone(evaluation.Say(key, pairs...).Args),
	})
}

// once reports the same cause in a column of a sheet only once, with its rows and
// their number (n).
func (v *verdicts) once(level VerdictLevel, at place, field, key string, pairs ...any) {
	v.onceOf("", level, at, field, key, pairs...)
}

// onceOf is once for causes that differ by a word, such as an unknown level.
func (v *verdicts) onceOf(of string, level VerdictLevel, at place, field, key string, pairs ...any) {
	for i := range *v {
		if x := &(*v)[i]; x.Sheet == at.sheet && x.Column == at.headers[field] && x.Key == key && x.of == of {
			n, _ := x.Args["n"].(int) //nolint:errcheck // set below
			x.Args["n"], x.Rows = n+1, x.runs.add(at.row)
			return
		}
	}
	before := len(*v)
	if v.add(level, at, field, key, append(pairs, "n", 1)...); len(*v) > before {
		x := &(*v)[before]
		x.of = of
		x.runs.add(at.row)
	}
}

// runs collects row numbers and writes neighbours as a range.
type runs struct {
	done     string // the ranges before the last one
	from, to int
	n        int
}

// maxRuns is the largest number of ranges that are listed.
const maxRuns = 20

func (r *runs) add(row int) string {
	switch {
	case row == r.to:
	case row == r.to+1 && r.n > 0:
		r.to = row
	case r.n > maxRuns:
	default:
		if r.n > 0 {
			r.done += r.last() + "、"
		}
		r.from, r.to, r.n = row, row, r.n+1
	}
	if r.n > maxRuns {
		return r.done + "…"
	}
	return r.done + r.last()
}

func (r *runs) last() string {
	if r.from == r.to {
		return strconv.Itoa(r.from)
	}
	return strconv.Itoa(r.from) + "–" + strconv.Itoa(r.to)
}

// cut shortens a shown value to one line of 80 characters, and an ID-card number to
// its first and last characters.
func cut(s string) string {
	r := []rune(cleanText(s))
	if idShape.MatchString(string(r)) {
		return maskID(string(r))
	}
	if len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return string(r)
}
