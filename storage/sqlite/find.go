package sqlite

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/storage"
)

// orders are the columns of the orders of Find; the id always follows.
var orders = map[string]string{
	"": "id", evaluation.SortID: "id", evaluation.SortChanged: "changed", evaluation.SortOn: "day",
	evaluation.SortDue: "due", evaluation.SortName: "sort",
}

// orderOf is the column of an order, "" if there is no such order.
func orderOf(sort string) string {
	if place, ok := evaluation.KeyPlace(sort); ok {
		return keyColumn(place)
	}
	return orders[sort]
}

func keyColumn(place int) string { return "key" + strconv.Itoa(place+1) }

// Find reads one page: first the rows by indexes, then their documents.
func (s *Store) Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error) {
	limit, err := storage.Limit(q.Limit)
	if err != nil {
		return evaluation.Found{}, err
	}
	a, err := s.asked(ctx, q)
	if err != nil {
		return evaluation.Found{}, err
	}
	text, args, err := statement(a, limit+1)
	if err != nil {
		return evaluation.Found{}, err
	}
	records := make([]evaluation.Record, 0, min(limit, 64)) // most queries ask for few
	var j jsonRecord
	dest := j.raw()
	if q.NoHistory {
		dest = dest[:1]
	}
	more := false
	err = s.rows(ctx, text, args, func(scan func(...any) error) error {
		if more = len(records) == limit; more {
			return nil // it is only needed to know that there is another page
		}
		if err := scan(dest...); err != nil {
			return err
		}
		records = append(records, evaluation.Record{})
		return j.decode(&records[len(records)-1])
	})
	if err != nil {
		return evaluation.Found{}, err
	}
	return storage.Page(q, records, more)
}

// statement is the SQL of a query, with its parameters.
func statement(q asked, rows int) (string, []any, error) {
	w, err := wanted(q)
	if err != nil {
		return "", nil, err
	}
	plus, direct := "", carried(q)
	if selective(q) && !direct {
		plus = "+" // so that the planner does not read the whole office in order
	}
	column, way := orderOf(q.Sort), " ASC"
	if err := w.after(q, column, plus); err != nil {
		return "", nil, err
	}
	if q.Desc {
		way = " DESC"
	}
	columns := jsonColumns
	if q.NoHistory {
		columns = jsonColumn
	}
	read := "SELECT " + columns + " FROM records WHERE "
	if direct {
		return read + w.text() + " ORDER BY " + order(column, way, "") + " LIMIT ?", append(w.args, rows), nil
	}
	text := read + "n IN (SELECT n FROM " + indexed(q) + " WHERE " + w.text() +
		" ORDER BY " + order(column, way, plus) + " LIMIT ?) ORDER BY " + order(column, way, "+")
	return text, append(w.args, rows), nil
}

func order(column, way, plus string) string {
	if column == "id" {
		return plus + "id" + way
	}
	return plus + column + way + ", " + plus + "id" + way
}

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
// looked up first, and for each record whether they have acted on it.
func (w *where) awaiting(q evaluation.Query) {
	if q.Awaiting {
		w.add("n IN (SELECT n FROM waiting WHERE office = ?)", q.Office)
	}
	if len(q.NotWaiting) > 0 {
		not := where{}
		not.add("office = ?", q.Office)
		not.list("token", q.NotWaiting)
		w.add("+n NOT IN (SELECT n FROM waiting WHERE "+not.text()+")", not.args...)
	}
	if !q.Awaiting || len(q.ActedBy) == 0 {
		w.side("acted", q.Office, q.ActedBy)
		return
	}
	by := where{}
	by.add("acted.office = ?", q.Office)
	by.list("acted.token", q.ActedBy)
	w.add("EXISTS (SELECT 1 FROM acted WHERE "+by.text()+" AND acted.n = records.n)", by.args...)
}

func jsonOf(values []string) string {
	b, _ := json.Marshal(values) //nolint:errchkjson // strings always marshal
	return string(b)
}

func wanted(q asked) (*where, error) {
	if err := storage.CheckQuery(q.Query); err != nil {
		return nil, err
	}
	w := &where{}
	if narrow(q) {
		w.add("+office = ?", q.Office) // the plus excludes this index: see selective
	} else {
		w.add("office = ?", q.Office)
	}
	plus := "" // keeps the planner from collecting all that the office has of a state, a period or some days
	if selective(q) {
		plus = "+"
	}
	own := plus
	if !narrow(q) && len(q.IDs)+len(q.Uniques)+len(q.Serials)+len(q.Parents)+len(q.Subjects) == 0 {
		own = "" // a department alone may hold more than a state or a period
	}
	w.list("id", q.IDs)
	if q.OnFrom.IsZero() && q.OnTo.IsZero() {
		w.list("kind", q.Kinds)
	} else {
		w.few("kind", q.Kinds)
	}
	w.list("uniq", q.Uniques)
	w.numbers("serial", q.Serials)
	w.list("parent", q.Parents)
	w.list("subject", q.Subjects)
	w.list(own+"unit", q.Units)
	w.list(own+"period", q.Periods)
	w.list(own+"state", texts(q.States))
	w.side("waiting", q.Office, q.Waiting)
	w.side("parties", q.Office, q.Parties)
	w.awaiting(q.Query)
	w.terms(q)
	if q.Pending {
		w.add("pending = 1")
	}
	w.days(plus+"day", q.OnFrom, q.OnTo)
	w.days(plus+"due", q.DueFrom, q.DueTo)
	if q.Undated {
		w.add(plus + "due = ''")
	}
	if !q.ChangedFrom.IsZero() {
		w.add(plus+"changed >= ?", q.ChangedFrom.UnixMilli())
	}
	if !q.ChangedTo.IsZero() {
		w.add(plus+"changed <= ?", q.ChangedTo.UnixMilli())
	}
	w.keys(q)
	w.within(q, q.Within)
	return w, nil
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

// carried reports whether one index contains the records of the query in its order:
// records of a kind with the same person, department, period, parent or key, by id;
// and records of a kind by a key.
func carried(q asked) bool {
	if _, ok := evaluation.KeyPlace(q.Sort); ok {
		return !selective(q)
	}
	shared := len(q.Parents) == 1 || len(q.Subjects) == 1 || len(q.Units) == 1 || len(q.Periods) == 1 || len(q.Keys) == 1 && len(q.Keys[0].Values) == 1
	return orders[q.Sort] == "id" && !narrow(q) && len(q.Kinds) == 1 && len(q.IDs)+len(q.Uniques)+len(q.Serials) == 0 && shared
}

// indexed is the table of the records, with the index where the planner would choose
// another because that one contains all columns that are asked for.
func indexed(q asked) string {
	switch {
	case len(q.IDs) > 0 && !narrow(q):
		return "records INDEXED BY records_id"
	case ofDays(q):
		return "records INDEXED BY records_kind_day"
	}
	return "records"
}

// ofDays reports whether the query asks for a kind within some days. Without
// statistics SQLite would read these days of every kind.
func ofDays(q asked) bool {
	return len(q.Kinds) == 1 && len(q.Periods) == 0 && !selective(q) && (!q.OnFrom.IsZero() || !q.OnTo.IsZero())
}

// selective reports whether the query finds few records of an office, so that
// they are best collected by their own index and ordered after.
func selective(q asked) bool {
	_, byKey := evaluation.KeyPlace(q.Sort)
	return narrow(q) || len(q.Keys) > 0 && !byKey || len(q.IDs)+len(q.Uniques)+len(q.Serials)+len(q.Parents)+len(q.Subjects)+len(q.Units) > 0
}

// narrow reports whether the records are found through a side table or the scopes,
// without the index of the office.
func narrow(q asked) bool {
	return q.span == "" && (q.Awaiting || len(q.Waiting)+len(q.Parties)+len(q.ActedBy)+len(q.by) > 0 || q.Within != nil && len(q.IDs) == 0 && !slices.ContainsFunc(q.Within, wide))
}

// named reports whether the query names its records, or whom they wait for: those are
// few, and each is held against the scopes. A person is a party to many more.
func named(q asked) bool { return len(q.IDs)+len(q.Waiting) > 0 }

func wide(c evaluation.Scope) bool { return c.Subject == "" && c.Party == "" && len(c.Units) == 0 }

// within adds the scopes.
func (w *where) within(q asked, scopes []evaluation.Scope) {
	if scopes == nil {
		return
	}
	if len(scopes) == 0 {
		w.add("FALSE")
		return
	}
	collect := q.span == "" && !named(q) && !slices.ContainsFunc(scopes, wide)
	var either []string
	var args []any
	for i := range scopes {
		scope, c, plus, from := &scopes[i], where{named: named(q)}, "+", "SELECT n FROM records WHERE "
		switch {
		case !collect:
		case scope.Subject == "" && len(scope.Units) == 0:
			c.add("+office = ?", q.Office) // by the parties alone
		default:
			c.add("office = ?", q.Office)
			c.list("kind", q.Kinds) // only these kinds of a department
			index := "records_unit" // others hold more, and all that is asked for
			if plus = ""; scope.Subject != "" {
				index = "records_subject"
			}
			from = "SELECT n FROM records INDEXED BY " + index + " WHERE "
		}
		c.scope(q.Office, scope, plus)
		if len(c.parts) == 0 {
			c.add("TRUE")
		}
		if !collect {
			from = ""
		}
		either = append(either, from+c.text())
		args = append(args, c.args...)
	}
	if collect {
		w.add("n IN ("+strings.Join(either, " UNION ALL ")+")", args...)
		return
	}
	w.add("("+strings.Join(either, " OR ")+")", args...)
}

// scope adds the conditions of one scope. plus is put before columns whose indexes
// must not be used.
func (w *where) scope(office string, c *evaluation.Scope, plus string) {
	if c.Subject != "" {
		w.add(plus+"subject = ?", c.Subject)
	}
	switch {
	case c.Party == "":
	case w.named:
		w.add("(SELECT 1 FROM parties WHERE office = ? AND token = ? AND parties.n = records.n) = 1", office, c.Party)
	default:
		w.side("parties", office, []string{c.Party})
	}
	w.list(plus+"unit", c.Units)
	w.but("subject", c.NotSubjects)
	w.but("unit", c.NotUnits)
	if c.NotHiddenFrom != "" {
		w.add("+n NOT IN (SELECT n FROM hidden WHERE office = ? AND token = ?)", office, c.NotHiddenFrom)
	}
	w.list("+kind", c.Kinds)
	w.list("+state", texts(c.States))
}
