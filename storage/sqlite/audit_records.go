package sqlite

import (
	"context"
	"fmt"
	"slices"

	"kaoji/evaluation"
)

// beside contains the rows of a side table by the row number of their record.
type beside map[int64][]string

func (a *audit) beside(ctx context.Context, q string) (beside, error) {
	list := beside{}
	_, err := collect(ctx, a.conn, q, nil, func(scan func(...any) error) (none struct{}, err error) {
		var n int64
		var office, token string
		if err = scan(&n, &office, &token); err == nil {
			list[n] = append(list[n], office+" "+token)
		}
		return none, err
	})
	return list, err
}

func (a *audit) records(ctx context.Context) error {
	var left [len(sides)]beside
	for i := range sides {
		var err error
		if left[i], err = a.beside(ctx, sides[i].audit); err != nil {
			return err
		}
	}
	type row struct {
		n    int64
		cols []any
	}
	for last := int64(0); ; {
		page, err := collect(ctx, a.conn, auditRecords, []any{last}, func(scan func(...any) error) (r row, err error) {
			r.cols = make([]any, len(recordColumns))
			dest := []any{&r.n}
			for i := range r.cols {
				dest = append(dest, &r.cols[i])
			}
			return r, scan(dest...)
		})
		if err != nil {
			return err
		}
		for _, r := range page {
			var rows [len(sides)][]string
			for i := range left {
				rows[i] = left[i][r.n]
				delete(left[i], r.n)
			}
			if err := a.record(r.cols, rows); err != nil {
				return err
			}
			last = r.n
		}
		if len(page) == 0 {
			break
		}
	}
	for i, t := range sides {
		if n := len(left[i]); n > 0 {
			if err := a.found("", t.table, fmt.Sprintf("rows of %d records that are not there", n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// record compares one row with its document: marks, columns, side tables.
func (a *audit) record(cols []any, beside [len(sides)][]string) error {
	value := func(name string) string { return fmt.Sprint(cols[slices.Index(recordColumns, name)]) }
	office, of := value("office"), value("kind")+" "+value("id")
	j := jsonRecord{[]byte(value("doc")), []byte(value("history"))}
	stored, _ := cols[slices.Index(recordColumns, "mark")].([]byte)
	var r evaluation.Record
	if j.decode(&r) != nil {
		return a.found(office, of, "its document cannot be read")
	}
	m := a.markRecord(j)
	if err := a.mark(r.Office, partOfRecord(r.Kind), of, m, stored); err != nil {
		return err
	}
	for i, want := range columns(&r, j, m) {
		if name := recordColumns[i]; name != "mark" && plain(want) != plain(cols[i]) {
			if err := a.found(office, of, "the column "+name+" is not what the document says"); err != nil {
				return err
			}
		}
	}
	for i, t := range sides {
		if !sameTokens(r.Office, t.of(&r), beside[i]) {
			if err := a.found(office, of, "the table "+t.table+" is not what the document says"); err != nil {
				return err
			}
		}
	}
	if a.to.Record == nil {
		return nil
	}
	return a.to.Record(&r)
}

// tallies compares the stored counts with the records.
func (a *audit) tallies(ctx context.Context) error {
	return a.asDerived(ctx, auditTallies, "the table tallies is not what the records say")
}

// shown compares the table that finds entries of the trail by person with the trail.
func (a *audit) shown(ctx context.Context) error {
	return a.asDerived(ctx, auditShown, "the table trail_shown is not what the trail says")
}

// asDerived reports the rows of a query: an office, and what is wrong.
func (a *audit) asDerived(ctx context.Context, q, what string) error {
	wrong, err := collect(ctx, a.conn, q, nil, func(scan func(...any) error) (w [2]string, err error) { return w, scan(&w[0], &w[1]) })
	for _, w := range wrong {
		if err == nil {
			err = a.found(w[0], w[1], what)
		}
	}
	return err
}

// plain returns the value of a column as text; booleans are stored as numbers.
func plain(v any) string {
	switch x := v.(type) {
	case bool:
		if x {
			return "1"
		}
		return "0"
	case []byte:
		return string(x)
	}
	return fmt.Sprint(v)
}

func sameTokens(office string, tokens, rows []string) bool {
	var want []string
	for _, t := range tokens {
		want = append(want, office+" "+t)
	}
	slices.Sort(want)
	slices.Sort(rows)
	return slices.Equal(slices.Compact(want), rows)
}
