package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	auditRecords = `SELECT n, serial, kind, uniq, parent, subject, unit, period, state, day, due, key1, key2, key3, key4, sort, changed, pending, version, doc, history, mark, office, id
		FROM records WHERE n > ? ORDER BY n LIMIT 200`
	auditCells = `SELECT class, office, id, uniq, ref, expires, version, body, mark FROM cells
		WHERE (class, office, id) > (?, ?, ?) ORDER BY class, office, id LIMIT 200`
	auditBlobs = `SELECT b.office, b.id, b.name, b.type, b.size, b.sha256, b.owner, b.record, b.created, b.mark, b.n, c.content
		FROM blobs b LEFT JOIN blob_contents c ON c.n = b.n WHERE b.n > ? ORDER BY b.n LIMIT 1`
	auditTallies = `SELECT office, kind || ' ' || state || ' ' || unit || ' ' || period FROM (
		SELECT office, kind, state, unit, period, n FROM tallies
		UNION ALL SELECT office, kind, state, unit, period, -count(*) FROM records GROUP BY 1, 2, 3, 4, 5)
		GROUP BY office, kind, state, unit, period HAVING sum(n) <> 0`
	auditShown = `SELECT office, person || ' ' || seq FROM (
		SELECT office, person, seq, 1 AS n FROM trail_shown
		UNION ALL SELECT DISTINCT t.office, who.value, t.seq, -1
		FROM trail AS t, json_each(CASE WHEN json_valid(t.look) THEN t.look ELSE '{}' END, '$.shown') AS of, json_each(of.value, '$.people') AS who
		WHERE t.look <> '')
		GROUP BY office, person, seq HAVING sum(n) <> 0`
	auditStray  = `SELECT n FROM blob_contents WHERE n NOT IN (SELECT n FROM blobs)`
	auditTrail  = trailColumns + `(office, seq) > (?, ?) ORDER BY office, seq LIMIT 200`
	auditSeals  = `SELECT office, body, tag FROM seals ORDER BY office`
	auditSchema = `SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'`
)

// audit is one check of all data.
type audit struct {
	*Store
	conn *sql.Conn
	to   evaluation.Audit
	sums map[string]map[string]evaluation.Sum // by office and part
}

// Audit reads all data in one transaction.
func (s *Store) Audit(ctx context.Context, to evaluation.Audit) (err error) {
	if err := s.settled(ctx); err != nil {
		return err
	}
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return storage.Unavailable(err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN DEFERRED"); err != nil {
		return storage.Unavailable(err)
	}
	defer func() {
		if _, end := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); end != nil {
			err = errors.Join(err, storage.Unavailable(end))
		}
	}()
	a := &audit{Store: s, conn: conn, to: to, sums: map[string]map[string]evaluation.Sum{}}
	for _, part := range []func(context.Context) error{
		a.file, a.schema, a.records, a.tallies, a.cells, a.blobs, a.strays, a.events, a.shown, a.migrations, a.seals,
	} {
		if err := part(ctx); err != nil {
			return storage.Unavailable(err)
		}
	}
	return nil
}

func (a *audit) found(office, of, what string) error {
	if a.to.Found == nil {
		return nil
	}
	return a.to.Found(office, of, what)
}

func (a *audit) add(office, part string, m evaluation.Mark) {
	if a.sums[office] == nil {
		a.sums[office] = map[string]evaluation.Sum{}
	}
	sum := a.sums[office][part]
	a.sums[office][part] = evaluation.Sum{Count: sum.Count + 1, Marks: sum.Marks.Plus(m)}
}

// mark counts an item and compares it with its stored mark.
func (a *audit) mark(office, part, of string, now evaluation.Mark, stored []byte) error {
	a.add(office, part, now)
	if bytes.Equal(now[:], stored) {
		return nil
	}
	return a.found(office, of, "it is not as it was written")
}

func (a *audit) cells(ctx context.Context) error {
	type row struct {
		cell
		mark []byte
	}
	for last := []any{"", "", ""}; ; {
		page, err := collect(ctx, a.conn, auditCells, last, func(scan func(...any) error) (r row, err error) {
			return r, scan(append(r.dest(), &r.mark)...)
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			c := &page[i]
			if err := a.mark(c.Office, partOfCell(c.Class), "cells "+c.Class+" "+c.ID, a.markCell(&c.cell), c.mark); err != nil {
				return err
			}
			last = []any{c.Class, c.Office, c.ID}
		}
	}
}

func (a *audit) blobs(ctx context.Context) error {
	type row struct {
		evaluation.Blob
		mark, content []byte
		n             int64
	}
	for last := int64(0); ; {
		page, err := collect(ctx, a.conn, auditBlobs, []any{last}, func(scan func(...any) error) (r row, err error) {
			return r, scan(append(blobDest(&r.Blob), &r.mark, &r.n, &r.content)...)
		})
		if err != nil || len(page) == 0 {
			return err
		}
		b := &page[0]
		last = b.n
		if err := a.mark(b.Office, evaluation.PartFiles, "files "+b.ID, a.markBlob(&b.Blob), b.mark); err != nil {
			return err
		}
		if int64(len(b.content)) != b.Size || storage.SHA256(b.content) != b.SHA256 {
			if err := a.found(b.Office, "files "+b.ID, "the content is not what its SHA-256 says"); err != nil {
				return err
			}
		}
	}
}

func (a *audit) strays(ctx context.Context) error {
	list, err := collect(ctx, a.conn, auditStray, nil, func(scan func(...any) error) (n int64, err error) { return n, scan(&n) })
	if err != nil || len(list) == 0 {
		return err
	}
	return a.found("", "blob_contents", fmt.Sprintf("%d contents belong to no file", len(list)))
}

func (a *audit) events(ctx context.Context) error {
	for last := []any{"", int64(-1 << 62)}; ; {
		page, err := collect(ctx, a.conn, auditTrail, last, func(scan func(...any) error) (e evaluation.TrailEntry, err error) {
			return e, scan(entryDest(&e)...)
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			a.add(page[i].Office, evaluation.PartTrail, a.markEvent(&page[i]))
		}
		end := &page[len(page)-1]
		last = []any{end.Office, end.Seq}
	}
}

func (a *audit) migrations(ctx context.Context) error {
	_, err := collect(ctx, a.conn, allMigrations, nil, func(scan func(...any) error) (none struct{}, err error) {
		var n int64
		var name, at string
		if err = scan(&n, &name, &at); err == nil {
			a.add("", evaluation.PartSchema, a.markMigration(n, name, at))
		}
		return none, err
	})
	return err
}

// seals compares the counts of the seals with the data found.
func (a *audit) seals(ctx context.Context) error {
	type row struct {
		office, tag string
		body        []byte
	}
	list, err := collect(ctx, a.conn, auditSeals, nil, func(scan func(...any) error) (r row, err error) {
		return r, scan(&r.office, &r.body, &r.tag)
	})
	if err != nil {
		return err
	}
	for _, r := range list {
		seal, err := a.sealer.Read(r.office, r.body, r.tag)
		if err != nil {
			if err := a.found(r.office, "seals", "the counts were not written by Kaoji with this key"); err != nil {
				return err
			}
		} else if err := a.differ(r.office, seal.Parts); err != nil {
			return err
		}
		delete(a.sums, r.office)
	}
	for office := range a.sums {
		if err := a.differ(office, nil); err != nil {
			return err
		}
	}
	return nil
}

func (a *audit) differ(office string, counted map[string]evaluation.Sum) error {
	for _, what := range storage.Differences(counted, a.sums[office]) {
		if err := a.found(office, "counts", what); err != nil {
			return err
		}
	}
	return nil
}
