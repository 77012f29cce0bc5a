package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/storage"
)

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
