package evaluation

import (
	"reflect"
	"strings"
	"unicode"
)

// trim takes blanks off the texts of an input (pointer to struct), so that no act takes them
// for words. Blanks at the ends of a long text stay: they are its form. A passphrase is left
// as it was typed.
func trim(input any) {
	if v := reflect.ValueOf(input); v.Kind() == reflect.Pointer && !v.IsNil() {
		trimStruct(v.Elem())
	}
}

func trimStruct(v reflect.Value) {
	for _, p := range Places(v.Type()) {
		if p.Form != FormPassword {
			trimValue(p.Form, v.FieldByIndex(p.Index))
		}
	}
}

func trimValue(form string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := trimmed(form, v.String()); s != v.String() { // unchanged inputs are not written to
			v.SetString(s)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if item := v.Index(i); item.Kind() == reflect.Struct {
				trimStruct(item)
			} else {
				trimValue(form, item)
			}
		}
	}
}

// trimmed returns "" for a text in which nothing can be read.
func trimmed(form, s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) }) {
		return ""
	}
	if form == FormLong {
		return s
	}
	return strings.TrimSpace(s)
}
