package evaluation

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Field describes one field of an act's input. It is read from the tags of the
// input struct, so that page, API and check use the same definition:
//
//	json        name; ",omitempty" makes it optional
//	form        type of form field: see FieldForms; the default depends on the Go type
//	minLength, maxLength   characters of a text; entries of a list
//	minimum, maximum       of an integer
//	enum        allowed values, separated by commas
//	begin       what the form of a date or a time begins with: see BeginToday
//	rules       rule pack keys whose numbers are shown next to it
//	doc, example           English, for the API description
type Field struct {
	Name      string
	Form      string
	Optional  bool
	MinLength int
	MaxLength int // 0: the default of its form
	Min, Max  *int64
	Choices   []string
	Rules     []string
	Begin     string
	Accept    []string // of files: the endings that the act takes, none for all that can be attached
	Doc       string
	Example   string
	Rows      []Field // fields of a repeated group
}

// The forms of a field.
const (
	FormText      = "text"      // one line
	FormLong      = "long"      // several lines
	FormDate      = "date"      //
	FormTime      = "time"      // a text that holds a time of day, hour and minute: 09:30
	FormInteger   = "integer"   //
	FormDecimal   = "decimal"   // a text that holds a number with decimals
	FormTick      = "tick"      // yes or no
	FormChoice    = "choice"    // one of Choices
	FormChoices   = "choices"   // any of Choices
	FormPerson    = "person"    // a person of the roster, by id
	FormPeople    = "people"    // several
	FormUnit      = "unit"      // a department, by id
	FormUnits     = "units"     // several
	FormHidden    = "hidden"    // goes along unseen: the link that leads to the form fills it in
	FormCommittee = "committee" // a residents' committee, by id
	FormLevel     = "level"     // a level of the roster, or nothing
	FormFiles     = "files"     // attachments, by id
	FormPhoto     = "photo"     // one picture, by the id of an attachment, which the act does not keep
	FormRows      = "rows"      // a repeated group
	FormPassword  = "password"  // one line that is never shown again, kept as a draft or stored
)

const (
	defaultMaxText = 200
	defaultMaxLong = 5000
	defaultMaxList = 200
)

var dateType = reflect.TypeFor[Date]()

// FieldsOf returns the fields of a struct (or pointer to one). It panics if a field
// has a type that no form supports, because this is an error in the program.
func FieldsOf(input any) []Field {
	if input == nil {
		return nil
	}
	t := reflect.TypeOf(input)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return fieldsOf(t)
}

func fieldsOf(t reflect.Type) []Field {
	var fields []Field
	for _, p := range Places(t) {
		fields = append(fields, p.Field)
	}
	return fields
}

// Members returns the fields of a struct in the order of its JSON, with the fields
// of embedded structs in their place. Use them with FieldByIndex.
func Members(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(sf reflect.StructField) bool {
		return sf.Anonymous || !sf.IsExported() || sf.Tag.Get("json") == "-"
	})
}

// Place is a field of an input struct with its index for FieldByIndex.
type Place struct {
	Field
	Index []int
}

// described caches the places of each input type: they never change, and every act
// needs them.
var described sync.Map // of reflect.Type to []Place

// Places returns the members of an input struct with their Field. The slice is
// shared: do not change it.
func Places(t reflect.Type) []Place {
	if known, ok := described.Load(t); ok {
		return known.([]Place) //nolint:errcheck // nothing else is stored
	}
	var places []Place
	of, chooses := reflect.New(t).Interface().(Chooser)
	for _, sf := range Members(t) {
		var choices []string
		if chooses {
			choices = of.ChoicesOf(nameOf(sf))
		}
		places = append(places, Place{fieldOf(sf, choices), sf.Index})
	}
	described.Store(t, places)
	return places
}

// Chooser is an input of which some choices are derived from elsewhere instead of standing in
// the tag enum; nil for other fields.
type Chooser interface{ ChoicesOf(field string) []string }

func fieldOf(sf reflect.StructField, choices []string) Field {
	name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
	f := Field{
		Name: name, Form: sf.Tag.Get("form"), Optional: strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero"),
		Choices: append(list(sf.Tag.Get("enum")), choices...), Rules: list(sf.Tag.Get("rules")), Begin: sf.Tag.Get("begin"), Accept: list(sf.Tag.Get("accept")),
		Doc: sf.Tag.Get("doc"), Example: sf.Tag.Get("example"),
		Min: bound(sf.Tag.Get("minimum")), Max: bound(sf.Tag.Get("maximum")),
	}
	if n := bound(sf.Tag.Get("minLength")); n != nil {
		f.MinLength = int(*n)
	}
	if n := bound(sf.Tag.Get("maxLength")); n != nil {
		f.MaxLength = int(*n)
	}
	byType(&f, sf)
	if !beginIsKnown(f.Begin) {
		panic(fmt.Sprintf("evaluation: %s has begin:%q", f.Name, f.Begin))
	}
	return f
}

func byType(f *Field, sf reflect.StructField) {
	var form string
	longest := defaultMaxText
	switch t := sf.Type; {
	case t == dateType:
		form = FormDate
	case t.Kind() == reflect.String && len(f.Choices) > 0:
		form = FormChoice
	case t.Kind() == reflect.String:
		form = FormText
	case t.Kind() == reflect.Bool:
		form = FormTick
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		form = FormInteger
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		form, longest, f.Rows = FormRows, defaultMaxList, fieldsOf(t.Elem())
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		form, longest = FormChoices, defaultMaxList
	default:
		panic("evaluation: no form asks for " + sf.Name + " of type " + t.String())
	}
	if f.Form == "" {
		f.Form = form
	}
	if f.Form == FormLong {
		longest = defaultMaxLong
	}
	if f.MaxLength == 0 {
		f.MaxLength = longest
	}
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

func bound(s string) *int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return nil
	}
	return &n
}
