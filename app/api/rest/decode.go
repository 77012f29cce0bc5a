package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaoji/evaluation"
)

// Limits of a body.
const (
	maxJSON   = 1 << 20 // bytes
	maxDepth  = 16      // nesting of objects and lists
	maxValues = 50_000  // texts, numbers, lists and objects in total; each takes far more memory than bytes
)

func badBody(key string, pairs ...any) error {
	return evaluation.Fail(evaluation.CodeInvalid, key, pairs...)
}

// parse reads one JSON value. Unlike encoding/json it refuses a duplicate key, text
// that is not UTF-8 and anything after the value, because two readers could
// interpret such a body differently.
func parse(body []byte) (any, error) {
	if !utf8.Valid(body) {
		return nil, badBody("api.body.syntax")
	}
	d := &parser{Decoder: json.NewDecoder(bytes.NewReader(body))}
	d.UseNumber()
	v, err := d.value(0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, badBody("api.body.syntax")
	}
	return v, nil
}

// parser counts the values it has read.
type parser struct {
	*json.Decoder
	values int
}

func (d *parser) value(depth int) (any, error) {
	if d.values++; d.values > maxValues {
		return nil, badBody("api.body.values", "max", maxValues)
	}
	t, err := d.Token()
	if err != nil {
		return nil, badBody("api.body.syntax")
	}
	open, nested := t.(json.Delim)
	switch {
	case !nested:
		return t, nil
	case depth == maxDepth:
		return nil, badBody("api.body.depth", "max", maxDepth)
	case open == '{':
		return d.object(depth + 1)
	}
	return d.list(depth + 1)
}

func (d *parser) object(depth int) (any, error) {
	out := map[string]any{}
	for d.More() {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return nil, badBody("api.body.syntax")
		}
		if _, twice := out[key]; twice {
			return nil, badBody("api.body.twice", "name", clip(key))
		}
		if out[key], err = d.value(depth); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, badBody("api.body.syntax")
	}
	return out, nil
}

func (d *parser) list(depth int) (any, error) {
	out := []any{}
	for d.More() {
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, badBody("api.body.syntax")
	}
	return out, nil
}

var dateType = reflect.TypeFor[evaluation.Date]()

// fill stores a parsed value in v, whose type is one that evaluation.FieldsOf
// knows. Every mistake is recorded under its path. null counts as missing.
func fill(m evaluation.Mistakes, path string, v reflect.Value, given any) {
	switch {
	case given == nil:
	case v.Type() == dateType:
		fillDate(m, path, v, given)
	case v.Kind() == reflect.Struct:
		fillStruct(m, path, v, given)
	case v.Kind() == reflect.Slice:
		items, ok := given.([]any)
		if !ok {
			m.Add(path, "api.body.list")
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
		for i, item := range items {
			if m.Full() {
				return
			}
			fill(m, path+"."+strconv.Itoa(i), v.Index(i), item)
		}
	default:
		fillPlain(m, path, v, given)
	}
}

func fillStruct(m evaluation.Mistakes, path string, v reflect.Value, given any) {
	members, ok := given.(map[string]any)
	if !ok {
		m.Add(path, "api.body.object")
		return
	}
	known := map[string]reflect.Value{}
	for _, in := range evaluation.Places(v.Type()) {
		known[in.Name] = v.FieldByIndex(in.Index)
	}
	for name, member := range members {
		at := strings.TrimPrefix(path+"."+name, ".")
		field, ok := known[name]
		if !ok {
			m.Add(clip(at), "api.body.unknown")
			continue
		}
		fill(m, at, field, member)
	}
}

func fillDate(m evaluation.Mistakes, path string, v reflect.Value, given any) {
	s, ok := given.(string)
	if !ok {
		m.Add(path, "api.body.text")
		return
	}
	day, err := evaluation.ParseDate(s)
	if err != nil {
		m.Add(path, "error.date", "value", clip(s))
		return
	}
	v.Set(reflect.ValueOf(day))
}

func fillPlain(m evaluation.Mistakes, path string, v reflect.Value, given any) {
	switch g := given.(type) {
	case string:
		if v.Kind() == reflect.String {
			v.SetString(g)
			return
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(g)
			return
		}
	case json.Number:
		if n, err := strconv.ParseInt(g.String(), 10, 64); err == nil && v.CanInt() {
			v.SetInt(n)
			return
		}
	}
	wanted := map[reflect.Kind]string{reflect.String: "api.body.text", reflect.Bool: "api.body.bool"}[v.Kind()]
	if wanted == "" {
		wanted = "error.field.integer"
	}
	m.Add(path, wanted)
}

// clip shortens a text of the request that is repeated in a reply.
func clip(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
