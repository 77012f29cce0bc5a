package sqlite

import (
	"context"
	"slices"
	"strconv"

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
	w.awaiting(q)
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

// ofDays reports whether the query asks for some kinds within some days. Without
// statistics SQLite would read these days of every kind.
func ofDays(q asked) bool {
	const few = 8
	return len(q.Kinds) > 0 && len(q.Kinds) <= few && len(q.Periods) == 0 && !selective(q) && (!q.OnFrom.IsZero() || !q.OnTo.IsZero())
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
	return q.span == "" && (q.Awaiting || len(q.ActedBy) > 0 && !q.often || len(q.Waiting)+len(q.Parties)+len(q.by) > 0 || q.Within != nil && len(q.IDs) == 0 && !ofPerson(q) && !slices.ContainsFunc(q.Within, wide))
}

// named reports whether the query names its records, or whom they wait for, or asks for
// those of a kind about a person: those are few, and each is held against the scopes. A
// person is a party to many more.
func named(q asked) bool { return len(q.IDs)+len(q.Waiting) > 0 || ofPerson(q) }

func ofPerson(q asked) bool { return len(q.Subjects) == 1 && len(q.Kinds) == 1 }

func wide(c evaluation.Scope) bool { return c.Subject == "" && c.Party == "" && len(c.Units) == 0 }
