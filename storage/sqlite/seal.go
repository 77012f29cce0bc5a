package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
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

const (
	unmarkedRecords = `SELECT n, doc FROM records WHERE n > ? ORDER BY n LIMIT 200`
	markedRecord    = `UPDATE records SET doc = ?, history = ?, mark = ? WHERE n = ?`
	unmarkedCells   = cellColumns + `WHERE (class, office, id) > (?, ?, ?) ORDER BY class, office, id LIMIT 200`
	markedCell      = `UPDATE cells SET mark = ? WHERE class = ? AND office = ? AND id = ?`
	unmarkedBlobs   = blobColumns + `ORDER BY n`
	markedBlob      = `UPDATE blobs SET sha256 = ?, mark = ? WHERE office = ? AND id = ?`
	unmarkedEvents  = trailBegun + `'' FROM trail WHERE TRUE ORDER BY office, seq`
)

// upgrading adds keyed histories, marks and counts to a file from before
// 0003_sealed.sql, in the transaction of that migration.
type upgrading struct {
	*Store
	tx      *sql.Tx
	changes []storage.Change
	report  storage.Upgraded
}

func (s *Store) sealAll(ctx context.Context, tx *sql.Tx) error {
	u := &upgrading{Store: s, tx: tx}
	for _, step := range []func(context.Context) error{u.records, u.cells, u.blobs, u.events, u.migrations, u.note} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return s.count(ctx, tx, nil, u.changes)
}

func (u *upgrading) add(office, part string, m evaluation.Mark) {
	u.changes = append(u.changes, storage.Change{Office: office, Part: part, New: &m})
}

func (u *upgrading) records(ctx context.Context) error {
	type row struct {
		n   int64
		doc []byte
	}
	for last := int64(0); ; {
		page, err := collect(ctx, u.tx, unmarkedRecords, []any{last}, func(scan func(...any) error) (r row, err error) {
			return r, scan(&r.n, &r.doc)
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, r := range page {
			if err := u.record(ctx, r.n, r.doc); err != nil {
				return err
			}
			last = r.n
		}
	}
}

func (u *upgrading) record(ctx context.Context, n int64, doc []byte) error {
	var r evaluation.Record
	if err := (jsonRecord{doc: doc}).decode(&r); err != nil { // its history stands in it
		return err
	}
	u.report.Add(u.sealer.KeyHistory(&r), r.ID)
	r.HiddenFrom = storage.HiddenBefore(&r)
	if len(r.HiddenFrom) > 0 {
		if _, err := u.tx.ExecContext(ctx, sides[hidden].insert, r.Office, n, tokens(r.HiddenFrom)); err != nil {
			return err
		}
	}
	j, err := encode(r)
	if err != nil {
		return err
	}
	m := u.markRecord(j)
	u.add(r.Office, partOfRecord(r.Kind), m)
	_, err = u.tx.ExecContext(ctx, markedRecord, string(j.doc), string(j.history), m[:], n)
	return err
}

func (u *upgrading) cells(ctx context.Context) error {
	for last := []any{"", "", ""}; ; {
		page, err := collect(ctx, u.tx, unmarkedCells, last, func(scan func(...any) error) (c cell, err error) {
			return c, scan(c.dest()...)
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			c := &page[i]
			m := u.markCell(c)
			u.add(c.Office, partOfCell(c.Class), m)
			if _, err := u.tx.ExecContext(ctx, markedCell, m[:], c.Class, c.Office, c.ID); err != nil {
				return err
			}
			last = []any{c.Class, c.Office, c.ID}
		}
	}
}

func (u *upgrading) blobs(ctx context.Context) error {
	list, err := collect(ctx, u.tx, unmarkedBlobs, nil, func(scan func(...any) error) (b evaluation.Blob, err error) {
		return b, scan(blobDest(&b)...)
	})
	if err != nil {
		return err
	}
	for i := range list {
		b := &list[i]
		if b.SHA256 == "" { // some were stored without
			var content []byte
			if err := u.tx.QueryRowContext(ctx, getContent, b.Office, b.ID).Scan(&content); err != nil {
				return err
			}
			b.SHA256 = storage.SHA256(content)
		}
		m := u.markBlob(b)
		u.add(b.Office, evaluation.PartFiles, m)
		if _, err := u.tx.ExecContext(ctx, markedBlob, b.SHA256, m[:], b.Office, b.ID); err != nil {
			return err
		}
	}
	return nil
}

func (u *upgrading) events(ctx context.Context) error {
	_, err := collect(ctx, u.tx, unmarkedEvents, nil, func(scan func(...any) error) (none struct{}, err error) {
		var e evaluation.TrailEntry
		if err = scan(entryDest(&e)...); err == nil {
			u.add(e.Office, evaluation.PartTrail, u.markEvent(&e))
		}
		return none, err
	})
	return err
}

// migrations counts the earlier migrations; the present one is counted like every
// later one.
func (u *upgrading) migrations(ctx context.Context) error {
	_, err := collect(ctx, u.tx, allMigrations, nil, func(scan func(...any) error) (none struct{}, err error) {
		var n int64
		var name, at string
		if err = scan(&n, &name, &at); err == nil {
			u.add("", evaluation.PartSchema, u.markMigration(n, name, at))
		}
		return none, err
	})
	return err
}

// note stores the result of the upgrade for the audit trail; nothing for a new
// file.
func (u *upgrading) note(ctx context.Context) error {
	if u.report.Records == 0 {
		return nil
	}
	body, err := json.Marshal(u.report)
	if err != nil {
		return err
	}
	c := cell{Cell: evaluation.Cell{Class: storage.UpgradeClass, ID: storage.UpgradeSealed, Unique: storage.UpgradeSealed, Version: 1}, body: body}
	m := u.markCell(&c)
	u.add("", partOfCell(storage.UpgradeClass), m)
	_, err = u.tx.ExecContext(ctx, insertCell, c.Unique, c.Ref, c.expires, c.Version, string(c.body), m[:], c.Class, c.Office, c.ID)
	return err
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
