package view

import (
	"strconv"

	"kaoji/evaluation"
)

// Mistake is what is wrong with a field of a form, with the address of the field on the page.
type Mistake struct {
	Field, Error, Href string
}

// Mistakes lists what is wrong in a form, in its order.
func Mistakes(fields []Field) []Mistake {
	var list []Mistake
	for i := range fields {
		f := &fields[i]
		if f.Form == evaluation.FormHidden {
			continue
		}
		if f.Error != "" {
			list = append(list, Mistake{Field: f.Label, Error: f.Error, Href: "#" + f.anchor()})
		}
		for n, row := range f.Rows {
			for _, one := range Mistakes(row) {
				one.Field = f.Label + " " + strconv.Itoa(n+1) + " · " + one.Field
				list = append(list, one)
			}
		}
	}
	return list
}

// anchor is the id of the input, or of the note below it where the field has several.
func (f *Field) anchor() string {
	switch f.Form {
	case evaluation.FormPeople, evaluation.FormChoices, evaluation.FormUnits, evaluation.FormRows:
		return f.ID + "-note"
	}
	return f.ID
}
