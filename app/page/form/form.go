// Package form converts the values posted by a browser to the input of an act and
// back. It reads the same struct tags as evaluation.FieldsOf, so a form has exactly
// the fields of the act.
//
// Names are JSON names joined by dots with the index of a row: improvements.0.due.
// A completely empty row is skipped, so spare rows work without script.
package form

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
)

// MaxRows is the largest number of rows of a repeated group that are read.
const MaxRows = 200

// Decode fills the struct that into points to. Values that cannot be read are
// returned by field; all others are filled, so that the form can be shown again
// with the typed values.
func Decode(values url.Values, into any) evaluation.Mistakes {
	m := evaluation.Mistakes{}
	decodeStruct(m, values, "", reflect.ValueOf(into).Elem())
	return m
}

func decodeStruct(m evaluation.Mistakes, values url.Values, prefix string, v reflect.Value) {
	for _, in := range evaluation.Places(v.Type()) {
		decodeValue(m, values, prefix+in.Name, v.FieldByIndex(in.Index))
	}
}

func decodeValue(m evaluation.Mistakes, values url.Values, path string, v reflect.Value) {
	text := strings.TrimSpace(strings.ReplaceAll(values.Get(path), "\r\n", "\n"))
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(text != "")
	case reflect.Int, reflect.Int64:
		decodeInteger(m, path, text, v)
	case reflect.Slice:
		decodeList(m, values, path, v)
	case reflect.Struct:
		if d, ok := v.Addr().Interface().(*evaluation.Date); ok {
			if err := d.UnmarshalText([]byte(text)); err != nil {
				m.Add(path, "error.date", "value", text)
			}
		}
	}
}

func decodeInteger(m evaluation.Mistakes, path, text string, v reflect.Value) {
	if text == "" {
		return
	}
	n, err := strconv.ParseInt(halfWidth(text), 10, 64)
	if err != nil {
		m.Add(path, "error.field.integer")
		return
	}
	v.SetInt(n)
}

// halfWidth accepts full-width digits as typed with a Chinese input method.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

func decodeList(m evaluation.Mistakes, values url.Values, path string, v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.String {
		var all []string
		for _, s := range values[path] {
			if s = strings.TrimSpace(s); s != "" && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
		v.Set(reflect.ValueOf(all))
		return
	}
	for i := range Rows(values, path) {
		prefix := path + "." + strconv.Itoa(i) + "."
		if !filled(values, prefix) {
			continue
		}
		row := reflect.New(v.Type().Elem()).Elem()
		at := path + "." + strconv.Itoa(v.Len()) + "." // mistakes name the row as it will be shown again
		inner := evaluation.Mistakes{}
		decodeStruct(inner, values, prefix, row)
		for f, p := range inner {
			m[at+strings.TrimPrefix(f, prefix)] = p
		}
		v.Set(reflect.Append(v, row))
	}
}

// Rows counts the rows of a repeated group in a posted form, including spare ones.
func Rows(values url.Values, path string) int {
	n := 0
	for name := range values {
		rest, ok := strings.CutPrefix(name, path+".")
		if !ok {
			continue
		}
		index, _, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(index); err == nil && i >= n && i < MaxRows {
			n = i + 1
		}
	}
	return n
}

// Filled is Rows without the empty ones at the end.
func Filled(values url.Values, path string) int {
	n := Rows(values, path)
	for n > 0 && !filled(values, path+"."+strconv.Itoa(n-1)+".") {
		n--
	}
	return n
}

func filled(values url.Values, prefix string) bool {
	for name, list := range values {
		if strings.HasPrefix(name, prefix) && strings.TrimSpace(strings.Join(list, "")) != "" {
			return true
		}
	}
	return false
}

// Encode reverses Decode: it returns the values that a form shows for an input.
func Encode(from any) url.Values {
	values := url.Values{}
	encodeStruct(values, "", reflect.Indirect(reflect.ValueOf(from)))
	return values
}

func encodeStruct(values url.Values, prefix string, v reflect.Value) {
	for _, m := range evaluation.Places(v.Type()) {
		encodeValue(values, prefix+m.Name, v.FieldByIndex(m.Index))
	}
}

func encodeValue(values url.Values, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		values.Set(path, v.String())
	case reflect.Bool:
		if v.Bool() {
			values.Set(path, "1")
		}
	case reflect.Int, reflect.Int64:
		if v.Int() != 0 {
			values.Set(path, strconv.FormatInt(v.Int(), 10))
		}
	case reflect.Slice:
		for i := range v.Len() {
			if item := v.Index(i); item.Kind() == reflect.Struct {
				encodeStruct(values, path+"."+strconv.Itoa(i)+".", item)
			} else {
				values.Add(path, item.String())
			}
		}
	case reflect.Struct:
		if d, ok := v.Interface().(evaluation.Date); ok {
			values.Set(path, d.String())
		}
	}
}
