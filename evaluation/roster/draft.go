package roster

import (
	"maps"
	"strconv"

	"kaoji/evaluation"
)

// Verdict is what an import has to say about a cell, a row or a sheet.
type Verdict struct {
	Sheet  string         `json:"sheet"`
	Row    int            `json:"row"`    // from 1; 0: the sheet as a whole
	Column string         `json:"column"` // the header, "" for the row as a whole
	Value  string         `json:"value"`  // what the cell shows, cut to a line
	Level  VerdictLevel   `json:"level"`
	Key    string         `json:"key"` // in the catalog of texts
	Args   map[string]any `json:"args,omitempty"`
	// Rows are the rows of a cause that stands in several, such as 2–90、92; "" for
	// one row.
	Rows string `json:"rows,omitempty"`

	of   string // tells causes of the same column and key apart
	runs runs
}

// VerdictLevel says whether a Verdict stands in the way.
type VerdictLevel string

// The levels of a Verdict.
const (
	Wrong    VerdictLevel = "error" // nothing is applied
	Doubtful VerdictLevel = "warn"  // applied, but look at it
	Noted    VerdictLevel = "note"  // how the sheet was read
)

// Problem is the verdict's sentence.
func (v Verdict) Problem() evaluation.Problem { return evaluation.Problem{Key: v.Key, Args: v.Args} }

// Failed reports whether any verdict stands in the way.
func Failed(verdicts []Verdict) bool {
	for _, v := range verdicts {
		if v.Level == Wrong {
			return true
		}
	}
	return false
}

// Draft is what sheets say, before it is held against the roster.
type Draft struct {
	People     []DraftPerson
	Committees []DraftCommittee
	Relatives  []DraftRelative
	Unknown    []string // words in the columns of levels that stand for none
}

// place is where in the workbook something was read.
type place struct {
	sheet   string
	row     int
	headers map[string]string // field -> header as written
	values  map[string]string // field -> cell as shown
	faulty  map[string]bool   // fields whose cell has no value that could be read; said already
}

// DraftPerson is a row of the people's sheet. A field whose column is missing
// from the sheet, or whose cell is empty, is the zero value; see Has.
type DraftPerson struct {
	at                                            place
	No, Name, Sex, Politics, Education            string
	Department, Post, Level, Establishment, Phone string
	Duties, Ethnicity, Secondment                 string
	IDCard                                        string // checked; "" if none
	Born, WorkedSince, Joined                     Day
	PostSince, LevelSince                         Day
	Heads                                         bool
	Committees                                    []string
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

// Row is where the person stands in the workbook.
func (p DraftPerson) Row() (sheet string, row int) { return p.at.sheet, p.at.row }

// Has reports whether the sheet has the column.
func (p DraftPerson) Has(field string) bool { return p.at.has(field) }

func (p place) has(field string) bool {
	_, ok := p.headers[field]
	return ok
}

// maxVerdicts bounds what is said about one workbook; mistakes are heard up to
// twice as long, so that warnings do not keep them out.
const maxVerdicts = 500

// verdicts gathers what is found.
type verdicts []Verdict

func (v *verdicts) add(level VerdictLevel, at place, field, key string, pairs ...any) {
	if n := len(*v); n >= 2*maxVerdicts || n >= maxVerdicts && level != Wrong {
		return
	}
	if at.faulty[field] && level != Noted && key != "roster.import.formula" && key != "roster.import.cell_error" {
		return // the cell has no value; that is said
	}
	*v = append(*v, Verdict{
		Sheet: at.sheet, Row: at.row, Column: at.headers[field], Value: cut(at.values[field]),
		Level: level, Key: key, Args: maps.Clone(evaluation.Say(key, pairs...).Args),
	})
}

// once says the same cause in a column of a sheet one time, with its rows and how
// many there are (n).
func (v *verdicts) once(level VerdictLevel, at place, field, key string, pairs ...any) {
	v.onceOf("", level, at, field, key, pairs...)
}

// onceOf is once for causes that are told apart by a word, such as the level that
// nobody knows.
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

// runs writes row numbers as they come, neighbours as a span.
type runs struct {
	done     string // the spans before the last one
	from, to int
	n        int
}

// maxRuns is how many spans are named.
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

// cut keeps a shown value to one line of 80 characters, and an ID-card number
// to its ends.
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
