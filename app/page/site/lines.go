package site

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/bonus"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// Sections returns the lines of a payload, each group, such as a self-report or a
// decision, with its own heading.
func (p *Speaker) Sections(kind *evaluation.Kind, payload json.RawMessage) ([]Section, error) {
	lines, err := p.lines(kind, payload)
	if err != nil {
		return nil, err
	}
	first := Section{Heading: p.T("record.content")}
	all := []Section{first}
	for _, l := range lines {
		if l.Group == "" {
			all[0].Lines = append(all[0].Lines, l)
			continue
		}
		if all[len(all)-1].Heading != l.Group {
			all = append(all, Section{Heading: l.Group})
		}
		all[len(all)-1].Lines = append(all[len(all)-1].Lines, l)
	}
	return all, nil
}

// lines converts the payload that a reader may see to lines with labels, in the
// order of its type.
func (p *Speaker) lines(kind *evaluation.Kind, payload json.RawMessage) ([]view.Line, error) {
	var present map[string]json.RawMessage
	if err := json.Unmarshal(payload, &present); err != nil {
		return nil, err
	}
	typed := kind.Payload()
	if err := json.Unmarshal(payload, typed); err != nil {
		return nil, err
	}
	var lines []view.Line
	v := reflect.ValueOf(typed).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if p.repeats(v, name, v.Field(i)) || bookkeeping(v.Type().Field(i)) {
			continue
		}
		if _, ok := present[name]; ok && name != "-" || v.Type().Field(i).Anonymous {
			lines = append(lines, p.linesOf(kind.Name+".field", name, unitOf(v.Type().Field(i)), v.Field(i))...)
		}
	}
	return lines, nil
}

// bookkeeping are internal fields, such as the account that did something; the name
// is shown instead.
func bookkeeping(f reflect.StructField) bool { return f.Tag.Get("show") == "-" }

// linesOf returns the lines of one field; for a group, such as a self-report of
// five texts, those of its fields.
func (p *Speaker) linesOf(prefix, name, unit string, v reflect.Value) []view.Line {
	key := strings.TrimSuffix(prefix+"."+name, ".")
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || plain(v.Type()) {
		if l, ok := p.line(key, unit, v); ok {
			return []view.Line{l}
		}
		return nil
	}
	var lines []view.Line
	for i := range v.NumField() {
		inner, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if inner == "id" || p.repeats(v, inner, v.Field(i)) || bookkeeping(v.Type().Field(i)) {
			continue // only one of id and name is shown
		}
		lines = append(lines, p.linesOf(key, inner, unitOf(v.Type().Field(i)), v.Field(i))...)
	}
	for i := range lines {
		if name != "" {
			lines[i].Group = p.T(key)
		}
	}
	return lines
}

// repeats reports whether a field is the stored name for an id in another field
// (talker and talker_name, by or person and name), and the id gives the same name.
func (p *Speaker) repeats(v reflect.Value, field string, value reflect.Value) bool {
	ids := []string{"by", "person"}
	if id, named := strings.CutSuffix(field, "_name"); named {
		ids = []string{id}
	} else if field != "name" {
		return false
	}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains(ids, name) && v.Field(i).Kind() == reflect.String && value.Kind() == reflect.String {
			return p.Name(v.Field(i).String()) == value.String()
		}
	}
	return false
}

// allRepeat is repeats for a column: in every row of the table.
func (p *Speaker) allRepeat(rows reflect.Value, field string, col []int) bool {
	for i := range rows.Len() {
		if !p.repeats(rows.Index(i), field, rows.Index(i).FieldByIndex(col)) {
			return false
		}
	}
	return true
}

// plain types are shown as one value.
func plain(t reflect.Type) bool {
	return t == reflect.TypeFor[evaluation.Date]() || t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[evaluation.Problem]() || t == reflect.TypeFor[rulepack.Value]()
}

// line returns one value; false if it is empty or has no label in the catalog,
// because such fields are internal.
func (p *Speaker) line(key, unit string, v reflect.Value) (view.Line, bool) {
	if !p.Text.Has(key) || v.IsZero() || slices.Contains(fileFields, key[strings.LastIndex(key, ".")+1:]) {
		return view.Line{}, false // files have their own line with links
	}
	l := view.Line{Label: p.T(key)}
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		l.Table = p.table(key, v)
		return l, v.Len() > 0 && len(l.Table.Heads) > 0
	}
	l.Value = p.value(key, unit, v)
	l.Long = len([]rune(l.Value)) > 60
	return l, l.Value != ""
}

// Word returns the text for a code or id. Codes of one field have the same text
// anywhere in the payload; an id without a name is omitted.
func (p *Speaker) Word(key, value string) string {
	kind, rest, _ := strings.Cut(key, ".field.")
	field := rest[strings.LastIndex(rest, ".")+1:]
	measure, _, _ := strings.Cut(kind, ".")
	for _, k := range []string{
		key + "." + value, kind + ".field." + field + "." + value, measure + "." + field + "." + value, measure + ".group." + value,
		roster.KindPerson + ".field." + field + "." + value, // facts of the roster, wherever they are copied to
	} {
		if p.Text.Has(k) {
			return p.T(k)
		}
	}
	if name := p.Name(value); name != value || !looksLikeID(value) {
		return name
	}
	return ""
}

// looksLikeID recognises a UUID by its shape.
func looksLikeID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
}

// table shows a list of rows; columns that are empty in every row are omitted. A zero in a
// field with the tag show "some" means that there is nothing to count, and is left empty.
func (p *Speaker) table(key string, v reflect.Value) *view.Table {
	t := &view.Table{Rows: make([][]string, v.Len())}
	elem := v.Type().Elem()
	for _, f := range reflect.VisibleFields(elem) { // with those of what is embedded
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		account := name == "account" && f.Type.Kind() == reflect.String // says nothing to people
		_, named := elem.FieldByName("Name")
		if f.Anonymous || account || name == "id" && named || !p.Text.Has(key+"."+name) || p.allRepeat(v, name, f.Index) || bookkeeping(f) {
			continue
		}
		column := make([]string, v.Len())
		for row := range v.Len() {
			cell := v.Index(row).FieldByIndex(f.Index)
			if f.Tag.Get("show") == "some" && cell.IsZero() {
				continue
			}
			column[row] = p.value(wordsOf(key, name, f), unitOf(f), cell)
		}
		if strings.Join(column, "") == "" {
			continue
		}
		t.Heads = append(t.Heads, p.T(key+"."+name))
		t.Numbers = append(t.Numbers, f.Type.Kind() == reflect.Int64 || f.Type.Kind() == reflect.Int)
		for row := range column {
			t.Rows[row] = append(t.Rows[row], column[row])
		}
	}
	return t
}

// wordsOf is the key of the words of a column. A tag as names the field of the kind whose codes
// it has: the former and the new grade are said in the words of the grade.
func wordsOf(key, name string, f reflect.StructField) string {
	if as, said := f.Tag.Lookup("as"); said {
		kind, _, _ := strings.Cut(key, ".field.")
		return kind + ".field." + as
	}
	return key + "." + name
}

// unitOf returns the storage unit of a payload field, from its tag unit: a
// deadline, fen, hundredths, tenths, thousandths or basis_points; empty for whole
// numbers.
func unitOf(f reflect.StructField) string { return f.Tag.Get("unit") }

// inUnit formats a number for people, whatever its storage unit.
func inUnit(unit string, n int64) string {
	switch unit {
	case "fen":
		return bonus.Yuan(n)
	case "hundredths":
		return strconv.FormatFloat(float64(n)/100, 'f', -1, 64)
	case "tenths":
		return strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
	case "thousandths":
		return strconv.FormatFloat(float64(n)/1000, 'f', -1, 64)
	case "basis_points":
		return strconv.FormatFloat(float64(n)/100, 'f', -1, 64) + "%"
	}
	return strconv.FormatInt(n, 10)
}

func (p *Speaker) value(key, unit string, v reflect.Value) string {
	switch x := v.Interface().(type) {
	case evaluation.Date:
		if unit == "deadline" {
			return p.By(x)
		}
		return text.Day(p.Lang, x)
	case evaluation.Problem:
		return p.Text.Say(p.Lang, x)
	case time.Time:
		return text.Moment(p.Lang, x)
	case roster.Phone:
		return string(x)
	case rulepack.Value:
		return ruleValue(p, &rulepack.Entry{Value: x})
	}
	switch v.Kind() {
	case reflect.String:
		if key == rulepack.KindOverride+".field.key" {
			return p.ruleTitle(v.String())
		}
		if v.String() == "" && p.Text.Has(key+".unsaid") {
			return p.T(key + ".unsaid") // what it means that nothing is said
		}
		if s := v.String(); len(s) > len("2026") {
			return p.Word(key, p.Period(s)) // 2026Q3, but a number of four digits is no year
		}
		return p.Word(key, v.String())
	case reflect.Bool:
		return p.T("value." + strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int64:
		return inUnit(unit, v.Int())
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			item := v.Index(i)
			if item.Kind() == reflect.String {
				parts = append(parts, p.Word(key, item.String()))
			} else if w, says := item.Interface().(interface{ Words() evaluation.Problem }); says {
				parts = append(parts, p.Text.Say(p.Lang, w.Words()))
			}
		}
		return p.Join(parts)
	case reflect.Pointer:
		if !v.IsNil() {
			return p.value(key, unit, v.Elem())
		}
	}
	if w, ok := v.Interface().(fmt.Stringer); ok {
		return w.String()
	}
	return ""
}
