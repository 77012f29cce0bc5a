package workday

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"kaoji/evaluation"
)

// Limits of a year file. Real files have 7 holidays, 8 make-up days and about 1 kB.
// Format never prints more than MaxFile for a year within the other limits.
const (
	MaxFile  = 64 << 10 // bytes
	maxDays  = 60       // holidays, and make-up days, in one year
	maxName  = 40       // characters of a holiday's name
	maxText  = 200      // characters of any other text
	earliest = 1949
	latest   = 2200
)

// Year is the arrangement of one calendar year. If the notice of a neighbouring
// year arranges a day (31 December off with New Year's Day), the day is in the file
// of its own year.
type Year struct {
	Year     int             `json:"year"`
	Source   string          `json:"source"`         // title of the notice
	Document string          `json:"document"`       // its number, 国办发明电〔2024〕12号
	Issued   evaluation.Date `json:"issued"`         // its date
	Status   string          `json:"status"`         // "seen": compared with a copy of the notice; "unverified"
	Note     string          `json:"note,omitempty"` // what a reader should know
	Holidays []Holiday       `json:"holidays"`
	Workdays []Workday       `json:"workdays"`
}

// Holiday is a series of days off, both ends included; it may include weekends.
type Holiday struct {
	Name string          `json:"name"`
	From evaluation.Date `json:"from"`
	To   evaluation.Date `json:"to"`
}

// Workday is a Saturday or Sunday on which people work to make up for a holiday.
type Workday struct {
	Date evaluation.Date `json:"date"`
	For  string          `json:"for"`
}

// ParseYear reads a year file, which is JSON in the form of Year. It refuses an
// unknown field, a date outside the year, a duplicate day, a day that is both a
// holiday and a make-up day, a make-up day that is not on a weekend, and a file
// larger than MaxFile.
func ParseYear(data []byte) (Year, error) {
	if len(data) > MaxFile {
		return Year{}, evaluation.Fail(evaluation.CodeTooLarge, "workday.size", "max", MaxFile)
	}
	if !utf8.Valid(data) {
		return Year{}, evaluation.Fail(evaluation.CodeInvalid, "workday.format")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var y Year
	if err := dec.Decode(&y); err != nil {
		if own, ok := errors.AsType[*evaluation.Error](err); ok {
			return Year{}, own // not a date
		}
		return Year{}, evaluation.Fail(evaluation.CodeInvalid, "workday.format").Because(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Year{}, evaluation.Fail(evaluation.CodeInvalid, "workday.format")
	}
	if err := y.Check(); err != nil {
		return Year{}, err
	}
	return y, nil
}

// Format returns y as a file; ParseYear reads it back to an equal Year.
func (y Year) Format() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(y); err != nil {
		return nil, evaluation.Fail(evaluation.CodeInternal, "error.internal").Because(err)
	}
	return b.Bytes(), nil
}

// Check returns every mistake of y by its field.
func (y Year) Check() error {
	bad := evaluation.Mistakes{}
	if y.Year < earliest || y.Year > latest {
		bad.Add("year", "workday.year_range", "min", earliest, "max", latest)
	}
	text(bad, "source", y.Source, true, maxText)
	text(bad, "document", y.Document, false, maxText)
	text(bad, "note", y.Note, false, maxText)
	if y.Status != "seen" && y.Status != "unverified" {
		bad.Add("status", "workday.status")
	}
	if len(y.Holidays) == 0 || len(y.Holidays) > maxDays {
		bad.Add("holidays", "workday.holidays", "max", maxDays)
	}
	if len(y.Workdays) > maxDays {
		bad.Add("workdays", "workday.workdays", "max", maxDays)
	}
	if len(bad) == 0 {
		taken := map[evaluation.Date]bool{}
		y.checkHolidays(bad, taken)
		y.checkWorkdays(bad, taken)
	}
	return bad.Err()
}

// clone returns a copy that shares no slice with y, so that a Calendar cannot
// change.
func (y Year) clone() Year {
	y.Holidays, y.Workdays = slices.Clone(y.Holidays), slices.Clone(y.Workdays)
	return y
}

func (y Year) checkHolidays(bad evaluation.Mistakes, taken map[evaluation.Date]bool) {
	for i, h := range y.Holidays {
		at := "holidays." + strconv.Itoa(i)
		text(bad, at+".name", h.Name, true, maxName)
		switch {
		case h.From.Year() != y.Year:
			bad.Add(at+".from", "workday.outside", "date", h.From.String(), "year", y.Year)
			continue
		case h.To.Year() != y.Year:
			bad.Add(at+".to", "workday.outside", "date", h.To.String(), "year", y.Year)
			continue
		case h.To.Before(h.From):
			bad.Add(at+".to", "workday.order", "from", h.From.String(), "to", h.To.String())
			continue
		}
		for d := h.From; !d.After(h.To); d = d.AddDays(1) {
			if taken[d] {
				bad.Add(at, "workday.twice", "date", d.String())
			}
			taken[d] = true
		}
	}
}

func (y Year) checkWorkdays(bad evaluation.Mistakes, taken map[evaluation.Date]bool) {
	for i, w := range y.Workdays {
		at := "workdays." + strconv.Itoa(i)
		text(bad, at+".for", w.For, true, maxName)
		switch {
		case w.Date.Year() != y.Year:
			bad.Add(at+".date", "workday.outside", "date", w.Date.String(), "year", y.Year)
		case taken[w.Date]:
			bad.Add(at+".date", "workday.twice", "date", w.Date.String())
		case w.Date.Weekday() != time.Saturday && w.Date.Weekday() != time.Sunday:
			bad.Add(at+".date", "workday.weekend", "date", w.Date.String())
		}
		taken[w.Date] = true
	}
}

func text(bad evaluation.Mistakes, field, s string, required bool, longest int) {
	have := utf8.RuneCountInString(s)
	switch {
	case required && have == 0:
		bad.Add(field, "error.field.required")
	case have > longest:
		bad.Add(field, "error.field.too_long", "max", longest, "have", have)
	}
}
