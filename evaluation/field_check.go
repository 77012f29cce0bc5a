package evaluation

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// CheckInput checks a filled input (pointer to struct) against its tags, returns all
// mistakes together, and takes blanks off its texts. Paths are JSON names joined by dots, with the index of a
// row: improvements.0.due.
func CheckInput(input any) error {
	if input == nil {
		return nil
	}
	m := Mistakes{}
	checkStruct(m, "", reflect.Indirect(reflect.ValueOf(input)))
	trim(input)
	return m.Err()
}

func checkStruct(m Mistakes, prefix string, v reflect.Value) {
	for _, p := range Places(v.Type()) {
		checkValue(m, prefix+p.Name, p.Field, v.FieldByIndex(p.Index))
	}
}

func checkValue(m Mistakes, path string, f Field, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		checkText(m, path, f, v.String())
	case reflect.Int, reflect.Int64:
		n := v.Int()
		if (f.Min != nil && n < *f.Min || f.Max != nil && n > *f.Max) && (n != 0 || !f.Optional) {
			m.Add(path, "error.field.range", "min", value(f.Min), "max", value(f.Max))
		}
	case reflect.Slice:
		checkList(m, path, f, v)
	case reflect.Struct:
		if d, ok := v.Interface().(Date); ok && d.IsZero() && !f.Optional {
			m.Add(path, "error.field.required")
		}
	}
}

func checkText(m Mistakes, path string, f Field, s string) {
	n, all := utf8.RuneCountInString(trimmed(FormText, s)), utf8.RuneCountInString(s)
	switch {
	case all > f.MaxLength: // spaces count too
		m.Add(path, "error.field.too_long", "max", f.MaxLength, "have", all)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, control):
		m.Add(path, "error.field.characters")
	case n == 0 && !f.Optional:
		m.Add(path, "error.field.required")
	case n == 0:
	case n < f.MinLength:
		m.Add(path, "error.field.too_short", "min", f.MinLength, "have", n)
	case len(f.Choices) > 0 && !contains(f.Choices, s):
		m.Add(path, "error.field.choice")
	case f.Form == FormTime && !TimeOfDay.MatchString(s):
		m.Add(path, "error.field.time")
	}
}

// TimeOfDay matches the value of a FormTime field, such as 09:30.
var TimeOfDay = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

func checkList(m Mistakes, path string, f Field, v reflect.Value) {
	n := v.Len()
	switch {
	case n == 0 && !f.Optional:
		m.Add(path, "error.field.required")
		return
	case n > 0 && n < f.MinLength:
		m.Add(path, "error.field.too_few", "min", f.MinLength)
	case n > f.MaxLength:
		m.Add(path, "error.field.too_many", "max", f.MaxLength)
		return
	}
	for i := range n {
		at := path + "." + strconv.Itoa(i)
		item := v.Index(i)
		switch {
		case item.Kind() == reflect.Struct:
			checkStruct(m, at+".", item)
		case len(f.Choices) > 0 && !contains(f.Choices, item.String()):
			m.Add(path, "error.field.choice")
		case len(f.Choices) == 0:
			checkText(m, at, Field{MaxLength: defaultMaxText}, item.String())
		}
	}
}

func control(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func value(n *int64) any {
	if n == nil {
		return "∞"
	}
	return *n
}
