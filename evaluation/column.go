package evaluation

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Column is a payload field by which lists of a kind can be ordered and filtered, in
// addition to the fields of the envelope. It is a text, a number, a day, or yes or
// no. Its value is in the index of the storage, so it must not be secret or long.
//
// To order or filter by a column is to read it: a record whose column the reader
// may not read is not found then. A list is not recorded in the audit trail, so a
// kind whose reading is recorded (Sight.Noted) has only columns that are in Brief.
type Column struct {
	Name    string   `json:"name"`              // top-level JSON name of the payload field
	Choices []string `json:"choices,omitempty"` // the values of a code, in their order
	// Since names the payload field of a day without which the value is none yet, such as
	// a figure before it is entered; "" if it always is one.
	Since string `json:"since,omitempty"`
}

// MaxColumns is the largest number of columns of a kind, because storages have one
// index for each place in Record.Keys.
const MaxColumns = 4

// keyOrder is the beginning of Query.Sort for an order by a key.
const keyOrder = "key"

// SortKey is the value of Query.Sort for the order of Record.Keys[place].
func SortKey(place int) string { return keyOrder + strconv.Itoa(place+1) }

// KeyPlace reverses SortKey; false if sort is another order.
func KeyPlace(sort string) (place int, ok bool) {
	digit, ok := strings.CutPrefix(sort, keyOrder)
	n, err := strconv.Atoi(digit)
	return n - 1, ok && err == nil && n >= 1 && n <= MaxColumns && SortKey(n-1) == sort
}

// KeyRange asks for records whose key in a place is one of Values, or lies between
// From and To, if there are no Values. The ends are inclusive, and "" is no end; a
// record without a value matches no range.
type KeyRange struct {
	Place    int
	Values   []string
	From, To string
}

// envelopeNames are parameters of lists with another meaning, which no column can have.
var envelopeNames = []string{
	"id", "kind", "parent", "subject", "unit", "period", "state", "on", "due", "changed", "waiting", "name", "sort", "limit", "cursor", "export",
	"col", "group", "first", "view", "list", "at", "nth", "of", // of pages
}

// checkColumns checks the declaration of a kind's columns.
func checkColumns(k *Kind) error {
	if len(k.Columns) > MaxColumns {
		return fmt.Errorf("kind %s: more than %d columns", k.Name, MaxColumns)
	}
	for i, c := range k.Columns {
		f, ok := k.field(c.Name)
		wrong := ""
		switch {
		case !ok:
			wrong = "no payload field has this name"
		case slices.Contains(envelopeNames, c.Name):
			wrong = "the envelope has this name"
		case slices.ContainsFunc(k.Columns[:i], func(other Column) bool { return other.Name == c.Name }):
			wrong = "stands twice"
		case len(c.Choices) > len(codeLetters):
			wrong = "too many choices"
		case !sortable(f.Type):
			wrong = "a value of its type has no order"
		case f.Type == reflect.TypeFor[Sealed]():
			wrong = "it is encrypted"
		case k.Sight.Noted && !slices.Contains(k.Brief, c.Name):
			wrong = "reading it is recorded, and reading a list is not"
		case !k.Sight.Readers.show(c.Name):
			wrong = "nobody may read it"
		case c.Since != "" && !k.hasDay(c.Since):
			wrong = "no payload field says since when it is a value"
		}
		if wrong != "" {
			return fmt.Errorf("column %s of %s: %s", c.Name, k.Name, wrong)
		}
	}
	return nil
}

// hasDay reports whether the payload has a day of the name.
func (k *Kind) hasDay(name string) bool {
	f, ok := k.field(name)
	return ok && f.Type == reflect.TypeFor[Date]()
}

// show reports whether somebody may read the field.
func (g Grants) show(field string) bool {
	return slices.ContainsFunc(g, func(line Grant) bool { return Shown(line.Fields, field) })
}

func sortable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64:
		return true
	}
	return t == dateType
}

// members caches the fields of payload types by JSON name.
var members sync.Map // of reflect.Type to map[string]reflect.StructField

func (k *Kind) field(name string) (reflect.StructField, bool) {
	return memberOf(reflect.TypeOf(k.Payload()).Elem(), name)
}

func memberOf(t reflect.Type, name string) (reflect.StructField, bool) {
	if t.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	known, ok := members.Load(t)
	if !ok {
		fields := map[string]reflect.StructField{}
		for _, sf := range Members(t) {
			name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
			fields[name] = sf
		}
		known, _ = members.LoadOrStore(t, fields)
	}
	fields, _ := known.(map[string]reflect.StructField)
	f, ok := fields[name]
	return f, ok
}

// Column returns the column with its place in Record.Keys, and its payload field.
func (k *Kind) Column(name string) (c Column, place int, ok bool) {
	if place = slices.IndexFunc(k.Columns, func(c Column) bool { return c.Name == name }); place < 0 {
		return c, place, false
	}
	return k.Columns[place], place, true
}

// ColumnField describes a column as a form field, with which people and programs
// filter by it.
func (k *Kind) ColumnField(c Column) Field {
	sf, _ := k.field(c.Name)
	f := fieldOf(sf, nil)
	if f.Choices = c.Choices; len(f.Choices) > 0 {
		f.Form = FormChoice
	}
	return f
}

// Order is the Query.Sort for the order of a column, "" if the kind has none of
// this name.
func (k *Kind) Order(name string) string {
	if _, place, ok := k.Column(name); ok {
		return SortKey(place)
	}
	return ""
}

// The ends of the names of parameters that ask for a range of a column.
const (
	ColumnFrom = "_from"
	ColumnTo   = "_to"
)

// ByColumns adds to a query of the kind the filters by its columns as addresses name
// them: values under the name of the column, or the ends of a range. An order by the
// name of a column becomes that of the storage.
func (k *Kind) ByColumns(q *Query, values func(param string) []string) error {
	m := Mistakes{}
	read := func(c Column, param string) (keys []string) {
		for _, v := range values(param) {
			key, mistake := k.keyOfText(c, v)
			if mistake != "" {
				m.Add(param, mistake)
			}
			if v != "" {
				keys = append(keys, key)
			}
		}
		return keys
	}
	for place, c := range k.Columns {
		among, from, to := read(c, c.Name), read(c, c.Name+ColumnFrom), read(c, c.Name+ColumnTo)
		if len(among)+len(from)+len(to) > 0 {
			q.Keys = append(q.Keys, KeyRange{Place: place, Values: among, From: strings.Join(from, ""), To: strings.Join(to, "")})
		}
	}
	if order := k.Order(q.Sort); order != "" {
		q.Sort = order
	}
	return m.Err()
}

// columnsAsked returns the fields of the columns by which a query orders and
// filters. Only a query for one kind can, and only by columns of this kind.
func (s *Service) columnsAsked(q *Query) ([]string, error) {
	var places []int
	if place, ok := KeyPlace(q.Sort); ok {
		places = append(places, place)
	}
	for _, r := range q.Keys {
		places = append(places, r.Place)
	}
	if len(places) == 0 {
		return nil, nil
	}
	var columns []Column
	if len(q.Kinds) == 1 && s.kinds[q.Kinds[0]] != nil {
		columns = s.kinds[q.Kinds[0]].Columns
	}
	var fields []string
	for _, place := range places {
		if place < 0 || place >= len(columns) {
			return nil, Fail(CodeInvalid, "error.column")
		}
		fields = append(fields, columns[place].Name)
	}
	return fields, nil
}

// brief returns the payload fields that lists show.
func (k *Kind) brief() []string {
	list := slices.Clone(k.Brief)
	for _, c := range k.Columns {
		list = append(list, c.Name)
	}
	return list
}
