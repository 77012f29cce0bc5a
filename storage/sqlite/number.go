package sqlite

import (
	"context"
	"database/sql"

	"kaoji/evaluation"
	"kaoji/storage"
)

// numberedBy is the number of the migration that introduced serials.
const numberedBy = 6

const (
	unnumbered     = `SELECT n, office, id, ` + jsonColumns + ` FROM records WHERE (office, id) > (?, ?) ORDER BY office, id LIMIT 200`
	numberedRecord = `UPDATE records SET serial = ?, doc = ?, mark = ? WHERE n = ?`
)

// serialsOf are the records whose serials follow each other: those of an office, a
// kind and a year.
type serialsOf struct {
	office, kind string
	first        int64
}

// serial is the serial of a new record. The highest ones are kept in memory, since
// nobody else writes to the file.
func (w *statements) serial(ctx context.Context, r *evaluation.Record) (int64, error) {
	return w.store.sealer.Serial(r, func(first, last int64) (n int64, err error) {
		if n, ok := w.highest[serialsOf{r.Office, r.Kind, first}]; ok {
			return n, nil
		}
		return n, w.one(ctx, highSerial, []any{r.Office, r.Kind, first, last}, &n)
	}, func(serial int64) (bool, error) {
		var n int
		err := w.one(ctx, takenSerial, []any{r.Office, r.Kind, serial}, &n)
		return n > 0, err
	})
}

// numbered remembers the serial of a record that was inserted.
func (w *statements) numbered(r *evaluation.Record) {
	if first, last := evaluation.Serials(r); first <= r.Serial && r.Serial <= last && !r.Singled() {
		of := serialsOf{r.Office, r.Kind, first}
		w.highest[of] = max(w.highest[of], r.Serial)
	}
}

// numberAll gives the records of a file from before 0006_serials.sql their serials,
// in the transaction of that migration. Ids sort by the time of creation.
func (s *Store) numberAll(ctx context.Context, tx *sql.Tx) error {
	type row struct {
		n          int64
		office, id string
		j          jsonRecord
	}
	var changes []storage.Change
	for last := []any{"", ""}; ; {
		page, err := collect(ctx, tx, unnumbered, last, func(scan func(...any) error) (r row, err error) {
			return r, scan(&r.n, &r.office, &r.id, &r.j.doc, &r.j.history)
		})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return s.count(ctx, tx, nil, changes)
		}
		for i := range page {
			r := &page[i]
			done, err := s.numberOne(ctx, tx, r.n, r.j)
			if err != nil {
				return err
			}
			changes = append(changes, done...)
			last = []any{r.office, r.id}
		}
	}
}

// numberOne leaves a document that was changed outside Kaoji and cannot be read as
// it is: verification reports it.
func (s *Store) numberOne(ctx context.Context, tx *sql.Tx, n int64, j jsonRecord) ([]storage.Change, error) {
	var r evaluation.Record
	if err := j.decode(&r); err != nil || r.Serial != 0 {
		return nil, nil //nolint:nilerr // verification reports it
	}
	serial, err := s.sealer.Serial(&r, func(first, last int64) (high int64, err error) {
		return high, tx.QueryRowContext(ctx, highSerial, r.Office, r.Kind, first, last).Scan(&high)
	}, func(serial int64) (bool, error) {
		var taken int
		err := tx.QueryRowContext(ctx, takenSerial, r.Office, r.Kind, serial).Scan(&taken)
		return taken > 0, err
	})
	if err != nil {
		return nil, err
	}
	before := s.markRecord(j)
	j.doc = withSerial(j.doc, serial)
	after := s.markRecord(j)
	part := partOfRecord(r.Kind)
	_, err = tx.ExecContext(ctx, numberedRecord, serial, string(j.doc), after[:], n)
	return []storage.Change{{Office: r.Office, Part: part, Old: &before}, {Office: r.Office, Part: part, New: &after}}, err
}
