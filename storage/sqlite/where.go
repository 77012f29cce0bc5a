package sqlite

import (
	"encoding/json"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/storage"
)

// where collects conditions. Identifiers are constants; every value is a
// parameter.
type where struct {
	parts []string
	args  []any
	named bool // see named
}

func (w *where) text() string { return strings.Join(w.parts, " AND ") }

func (w *where) add(part string, args ...any) {
	w.parts = append(w.parts, part)
	w.args = append(w.args, args...)
}

// list asks for any of the values; a list of any length is one parameter.
func (w *where) list(column string, values []string) {
	switch len(values) {
	case 0:
	case 1:
		w.add(column+" = ?", values[0])
	default:
		w.add(column+" IN (SELECT value FROM json_each(?))", jsonOf(values))
	}
}

func (w *where) numbers(column string, values []int64) {
	if len(values) > 0 {
		b, _ := json.Marshal(values) //nolint:errchkjson // numbers always marshal
		w.add(column+" IN (SELECT value FROM json_each(?))", string(b))
	}
}

// few is list with one parameter for each value, so that the planner knows how few
// they are and takes an index that begins with the column.
func (w *where) few(column string, values []string) {
	const most = 64
	if len(values) == 0 || len(values) > most {
		w.list(column, values)
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.add(column+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", args...)
}

// but excludes the values.
func (w *where) but(column string, values []string) {
	if len(values) > 0 {
		w.add("+"+column+" NOT IN (SELECT value FROM json_each(?))", jsonOf(values))
	}
}

// side asks for any of the values in a side table.
func (w *where) side(table, office string, values []string) {
	if len(values) > 0 {
		in := where{}
		in.add("office = ?", office)
		in.list("token", values)
		w.add("n IN (SELECT n FROM "+table+" WHERE "+in.text()+")", in.args...)
	}
}

// awaiting adds who a record waits for besides, and who has acted on it. What waits
// is little compared with what somebody has dealt with over the years, so it is
// looked up first, and for each record whether they have acted on it; so is each record
// in the order of the page when they have acted on most.
func (w *where) awaiting(q asked) {
	if q.Awaiting {
		w.add("n IN (SELECT n FROM waiting WHERE office = ?)", q.Office)
	}
	if len(q.NotWaiting) > 0 {
		not := where{}
		not.add("office = ?", q.Office)
		not.list("token", q.NotWaiting)
		w.add("+n NOT IN (SELECT n FROM waiting WHERE "+not.text()+")", not.args...)
	}
	by := where{}
	by.add("acted.office = ?", q.Office)
	by.list("acted.token", q.ActedBy)
	switch look := "(SELECT 1 FROM acted WHERE " + by.text() + " AND acted.n = records.n)"; {
	case len(q.ActedBy) == 0:
	case q.Awaiting:
		w.add("EXISTS "+look, by.args...)
	case q.often:
		w.add(look+" = 1", by.args...) // an EXISTS would be made a join: see terms
	default:
		w.side("acted", q.Office, q.ActedBy)
	}
}

func jsonOf(values []string) string {
	b, _ := json.Marshal(values) //nolint:errchkjson // strings always marshal
	return string(b)
}

func texts(states []evaluation.State) []string {
	list := make([]string, len(states))
	for i, s := range states {
		list[i] = string(s)
	}
	return list
}

func (w *where) days(column string, from, to evaluation.Date) {
	if !from.IsZero() {
		w.add(column+" >= ?", from.String())
	}
	if !to.IsZero() {
		w.add(column+" BETWEEN '0' AND ?", to.String()) // '' is no day
	}
}

// keys adds the ranges of keys. For an order by a key it adds the condition that the
// record has one, because the index of a key contains only such records.
func (w *where) keys(q asked) {
	if _, ok := evaluation.KeyPlace(q.Sort); ok {
		plus := ""
		if selective(q) {
			plus = "+"
		}
		w.add(plus + orderOf(q.Sort) + " IS NOT NULL")
	}
	for _, r := range q.Keys {
		column := keyColumn(r.Place)
		switch {
		case len(r.Values) > 0:
			w.list(column, r.Values)
		case r.From != "" && r.To != "":
			w.add(column+" BETWEEN ? AND ?", r.From, r.To)
		case r.From != "":
			w.add(column+" >= ?", r.From)
		default:
			w.add(column + " > ''")
			if r.To != "" {
				w.add(column+" <= ?", r.To)
			}
		}
	}
}

// after continues after the position of the cursor.
func (w *where) after(q asked, column, plus string) error {
	place, ok, err := storage.PlaceOf(q.Query)
	if err != nil || !ok {
		return err
	}
	than := " > "
	if q.Desc {
		than = " < "
	}
	if column == "id" {
		w.add(plus+"id"+than+"?", place.ID)
		return nil
	}
	var key any = place.Key
	if column == "changed" {
		if key, err = strconv.ParseInt(place.Key, 10, 64); err != nil {
			return storage.Invalid("not a cursor")
		}
	}
	w.add("("+plus+column+", "+plus+"id)"+than+"(?, ?)", key, place.ID)
	return nil
}
