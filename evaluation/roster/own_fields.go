package roster

import (
	"reflect"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// OwnFields are the fields of a person's entry, and of the particulars, that their pages show
// to the person, in the order of the pages. Fields that say nothing of the person, such as
// the import that a record came from, are left out.
func OwnFields() (entry, particulars []string) {
	return shownFields(reflect.TypeFor[Person](), fullFields), shownFields(reflect.TypeFor[Particulars](), formFields)
}

func shownFields(payload reflect.Type, seen []string) (list []string) {
	for _, sf := range evaluation.Members(payload) {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if slices.Contains(seen, name) && name != "import" && name != "photo_on" {
			list = append(list, name)
		}
	}
	return list
}
