package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	getSeal = `SELECT body, tag FROM seals WHERE office = ?`
	putSeal = `INSERT INTO seals (office, body, tag) VALUES (?, ?, ?)
		ON CONFLICT (office) DO UPDATE SET body = excluded.body, tag = excluded.tag`
)

// The marks of rows. Each covers all columns except the row number; the columns of
// a record repeat its document, which is marked with its history.

func (s *Store) markRecord(j jsonRecord) evaluation.Mark {
	return s.sealer.Mark("records", j.doc, j.history)
}

func (s *Store) markCell(c *cell) evaluation.Mark {
	expires := "never"
	if c.expires.Valid {
		expires = strconv.FormatInt(c.expires.Int64, 10)
	}
	return s.sealer.Mark("cells", []byte(c.Class), []byte(c.Office), []byte(c.ID), []byte(c.Unique), []byte(c.Ref),
		[]byte(expires), strconv.AppendInt(nil, c.Version, 10), c.body)
}

func (s *Store) markBlob(b *evaluation.Blob) evaluation.Mark {
	return s.sealer.Mark("files", []byte(b.Office), []byte(b.ID), []byte(b.Name), []byte(b.Type), strconv.AppendInt(nil, b.Size, 10),
		[]byte(b.SHA256), []byte(b.Owner), []byte(b.Record), strconv.AppendInt(nil, b.Created.UnixMilli(), 10))
}

func (s *Store) markEvent(e *evaluation.TrailEntry) evaluation.Mark {
	content := [][]byte{
		[]byte(e.Office), strconv.AppendInt(nil, e.Seq, 10), strconv.AppendInt(nil, e.At.UnixMilli(), 10),
		[]byte(e.Account), []byte(e.Person), []byte(e.Name), []byte(e.Action), []byte(e.Outcome), []byte(e.Kind),
		[]byte(e.Record), []byte(e.Detail), []byte(e.Address), []byte(e.Prev), []byte(e.Hash),
	}
	if look, err := storage.Look(&e.Look); err != nil || look != "" { // entries of earlier versions have none, and keep their mark
		content = append(content, []byte(look))
	}
	return s.sealer.Mark("trail", content...)
}

func (s *Store) markMigration(n int64, name, at string) evaluation.Mark {
	return s.sealer.Mark("migrations", strconv.AppendInt(nil, n, 10), []byte(name), []byte(at))
}

func partOfRecord(kind string) string { return evaluation.PartRecords + kind }
func partOfCell(class string) string  { return evaluation.PartCells + class }

// changed records the change of the running job to the counts. It is counted when
// the job is done.
func (w *statements) changed(office, part string, before, after *evaluation.Mark) {
	w.changes = append(w.changes, storage.Change{Office: office, Part: part, Old: before, New: after})
}

// queryer runs queries in a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
}

// QueryRowContext runs one of the prepared statements.
func (w *statements) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	return w.all[q].QueryRowContext(ctx, args...)
}

// ExecContext runs one of the prepared statements.
func (w *statements) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	return w.all[q].ExecContext(ctx, args...)
}

// sealRow is the row of a seal as it was last read or written.
type sealRow struct {
	body, tag string
	seal      evaluation.Seal
}

// count updates the seals of the offices by the changes of the transaction. Counts
// that were changed without Kaoji are left as they are, so that verify finds them;
// people can continue to work. known has the rows as they were written last: one that
// still stands there is not read again; it may be nil.
func (s *Store) count(ctx context.Context, tx queryer, known map[string]sealRow, changes []storage.Change) error {
	offices := map[string][]storage.Change{}
	for _, c := range changes {
		offices[c.Office] = append(offices[c.Office], c)
	}
	for office, list := range offices {
		row, err := s.sealIn(ctx, tx, known[office], office)
		if evaluation.CodeOf(err) == evaluation.CodeState {
			continue
		}
		if err != nil {
			return err
		}
		storage.Count(&row.seal, list)
		if row, err = s.writeSeal(ctx, tx, row.seal); err != nil {
			return err
		}
		if known != nil {
			known[office] = row
		}
	}
	return nil
}

// sealIn reads a seal; last is its row as it was last written.
func (s *Store) sealIn(ctx context.Context, tx queryer, last sealRow, office string) (sealRow, error) {
	var row sealRow
	err := tx.QueryRowContext(ctx, getSeal, office).Scan(&row.body, &row.tag)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return sealRow{seal: storage.EmptySeal(office)}, nil
	case err != nil:
		return row, err
	case row.body == last.body && row.tag == last.tag:
		return last, nil
	}
	row.seal, err = s.sealer.Read(office, []byte(row.body), row.tag)
	return row, err
}

func (s *Store) writeSeal(ctx context.Context, tx queryer, seal evaluation.Seal) (sealRow, error) {
	body, tag, err := s.sealer.Write(&seal)
	if err == nil {
		_, err = tx.ExecContext(ctx, putSeal, seal.Office, string(body), tag)
	}
	return sealRow{string(body), tag, seal}, err
}

// Seal reads the counts of an office.
func (s *Store) Seal(ctx context.Context, office string) (evaluation.Seal, error) {
	if err := s.settled(ctx); err != nil {
		return evaluation.Seal{}, err
	}
	var body []byte
	var tag string
	err := s.row(ctx, getSeal, []any{office}, &body, &tag)
	switch {
	case evaluation.CodeOf(err) == evaluation.CodeNotFound:
		return storage.EmptySeal(office), nil
	case err != nil:
		return evaluation.Seal{}, err
	}
	return s.sealer.Read(office, body, tag)
}

// Signed stores in the seal that it was signed.
func (s *Store) Signed(ctx context.Context, office string, writes int64) error {
	return s.reseal(ctx, office, func(seal *evaluation.Seal) { seal.Signed = max(seal.Signed, writes) })
}

// takeSeal continues the count of writes from the storage from which everything was
// copied, so that its signatures are older than the data here.
func (s *Store) takeSeal(ctx context.Context, from evaluation.Seal) error {
	return s.reseal(ctx, from.Office, func(seal *evaluation.Seal) {
		seal.Writes, seal.Signed = max(seal.Writes, from.Writes)+1, max(seal.Signed, from.Signed)
	})
}

func (s *Store) reseal(ctx context.Context, office string, change func(*evaluation.Seal)) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		if err := w.flush(ctx); err != nil {
			return err
		}
		row, err := s.sealIn(ctx, w, w.seals[office], office)
		if err != nil {
			return err
		}
		change(&row.seal)
		w.seals[office], err = s.writeSeal(ctx, w, row.seal)
		return err
	})
}

// rowser runs queries that return rows.
type rowser interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, tx rowser, q string, args []any, read func(scan func(...any) error) (T, error)) ([]T, error) {
	rows, err := tx.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	var list []T
	for rows.Next() {
		v, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
