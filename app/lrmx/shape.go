package lrmx

import (
	"errors"
	"fmt"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// ErrShape is the cause if the fields of an .lrm file are not those of the format, in its
// order: nothing of it is taken, because its texts would stand in wrong places.
var ErrShape = errors.New("lrmx: the fields of the .lrm file are not those of the format")

// shapeError says what does not fit.
type shapeError struct {
	fields int // of the file
	at     int // the field that does not fit, -1 if their number does not
}

func (e *shapeError) Error() string {
	return fmt.Sprintf("%v: %d fields, the first that does not fit is %d", ErrShape, e.fields, e.at)
}

func (e *shapeError) Unwrap() error { return ErrShape }

// problem says it to a person. The fields have their names on the form.
func (e *shapeError) problem() evaluation.Problem {
	if e.at < 0 {
		return evaluation.Say("roster.forms.lrm_fields", "n", e.fields, "want", lrmFields)
	}
	return evaluation.Say("roster.forms.lrm_field", "n", e.at+1, "field", lrmPlaces[e.at].name)
}

// shaped returns the fields of a file in the order of the format, if they are that. The
// format has no head: what stands where is seen from the number of fields, from those that
// are always empty, and from whether each text can be what it would be taken for. An
// ID-card number, which the format has no place for, is recognised by its check character
// and the birth, and returned apart; empty fields at the end are left out where the dates
// before them stand where they must.
func shaped(parts []string) (fields []string, id string, err error) {
	if len(parts) < lrmLeast {
		return nil, "", ErrForeign
	}
	fields = make([]string, len(parts))
	for i, text := range parts {
		fields[i] = trim(text)
	}
	if len(fields) == lrmFields+1 {
		if at := idAmong(fields); at >= 0 {
			id, fields = fields[at], append(fields[:at:at], fields[at+1:]...)
		}
	}
	if len(fields) > lrmFields && strings.Join(fields[lrmFields:], "") == "" && fields[lrmAgeOn] != "" && fields[lrmFilledOn] != "" {
		fields = fields[:lrmFields]
	}
	if len(fields) != lrmFields {
		return nil, "", &shapeError{len(parts), -1}
	}
	for at, text := range fields {
		if text != "" && !lrmPlaces[at].fits(text) {
			return nil, "", &shapeError{len(parts), at}
		}
	}
	if at := contradicted(fields, id); at >= 0 {
		return nil, "", &shapeError{len(parts), at}
	}
	return fields, id, nil
}

// idAmong is the only field that is an ID-card number, -1 if there is none or another.
func idAmong(fields []string) int {
	found := -1
	for at, text := range fields {
		if id := cadreform.ID(text); id.Well() && id.Checks() {
			if found >= 0 {
				return -1
			}
			found = at
		}
	}
	return found
}

// contradicted is the first field that contradicts others, so that one of them is no field
// of its place, -1 for none.
func contradicted(fields []string, id string) int {
	const school, adult = 10, 15 // years of age that nobody works, or joins a party, before
	born, known := cadreform.ParseMonth(fields[lrmBorn])
	before := func(at, age int) bool {
		month, ok := cadreform.ParseMonth(fields[at])
		return known && ok && cadreform.Age(born.Date, month.Date) < age
	}
	made := firstOf(fields[lrmAgeOn], fields[lrmFilledOn])
	after := func(at int) bool {
		month, ok := cadreform.ParseMonth(fields[at])
		return ok && !made.IsZero() && made.Before(month.Date)
	}
	anchored := fields[lrmAgeOn] != "" || fields[lrmFilledOn] != ""
	switch {
	case id != "" && !agrees(cadreform.ID(id), born, known, fields[lrmSex]):
		return lrmBorn
	case before(lrmParty, adult), after(lrmParty):
		return lrmParty
	case before(lrmWorked, school), after(lrmWorked):
		return lrmWorked
	case fields[lrmOrigin] != "" && fields[lrmHealth] == fields[lrmOrigin]:
		return lrmHealth
	case fields[lrmGrades] == "" && onlyGrades(fields[lrmHonours]):
		return lrmHonours
	case !anchored && fields[lrmPost] == "" && strings.Join(fields[lrmPost+1:lrmAgeOn], "") != "":
		return lrmPost
	}
	return looseKin(fields)
}

// firstOf is the first of the days on which a form was made, the zero date if it says none.
func firstOf(texts ...string) evaluation.Date {
	var first evaluation.Date
	for _, text := range texts {
		if m, ok := cadreform.ParseMonth(text); ok && (first.IsZero() || m.Before(first)) {
			first = m.Date
		}
	}
	return first
}

// agrees reports whether an ID-card number says the birth and sex of a form.
func agrees(id cadreform.ID, born cadreform.Month, known bool, sex string) bool {
	day, _ := id.Born()
	return known && day.Year() == born.Year() && day.Month() == born.Month() && (sex == "" || id.Male() == (sex == "男"))
}

// looseKin is a column of the family that has other rows than the relations, or a text in a
// row without one, -1 for none.
func looseKin(fields []string) int {
	relations := kinCells(fields[lrmKin])
	for at := lrmKin + 1; at < lrmKin+len(kinFields); at++ {
		cells := kinCells(fields[at])
		if fields[at] != "" && len(cells) != len(relations) {
			return at
		}
		for row, text := range cells {
			if text != "" && relations[row] == "" {
				return at
			}
		}
	}
	return -1
}

// kinCells are the rows of a column of the family; # says nothing.
func kinCells(column string) []string {
	list := strings.Split(strings.TrimSuffix(column, "|"), "@")
	for i, text := range list {
		if list[i] = trim(text); list[i] == "#" {
			list[i] = ""
		}
	}
	return list
}
