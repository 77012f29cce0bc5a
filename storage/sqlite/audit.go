package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	auditRecords = `SELECT n, kind, uniq, parent, subject, unit, period, state, day, due, key1, key2, key3, key4, sort, changed, pending, version, doc, history, mark, office, id
		FROM records WHERE n > ? ORDER BY n LIMIT 200`
	auditCells = `SELECT class, office, id, uniq, ref, expires, version, body, mark FROM cells
		WHERE (class, office, id) > (?, ?, ?) ORDER BY class, office, id LIMIT 200`
	auditBlobs = `SELECT b.office, b.id, b.name, b.type, b.size, b.sha256, b.owner, b.record, b.created, b.mark, b.n, c.content
		FROM blobs b LEFT JOIN blob_contents c ON c.n = b.n WHERE b.n > ? ORDER BY b.n LIMIT 1`
	auditTallies = `SELECT office, kind || ' ' || state || ' ' || unit || ' ' || period FROM (
		SELECT office, kind, state, unit, period, n FROM tallies
		UNION ALL SELECT office, kind, state, unit, period, -count(*) FROM records GROUP BY 1, 2, 3, 4, 5)
		GROUP BY office, kind, state, unit, period HAVING sum(n) <> 0`
	auditStray  = `SELECT n FROM blob_contents WHERE n NOT IN (SELECT n FROM blobs)`
	auditTrail  = trailColumns + `(office, seq) > (?, ?) ORDER BY office, seq LIMIT 200`
	auditSeals  = `SELECT office, body, tag FROM seals ORDER BY office`
	auditSchema = `SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'`
)

// recordColumns are the names of the columns in auditRecords.
var recordColumns = []string{
	"kind", "uniq", "parent", "subject", "unit", "period", "state", "day", "due", "key1", "key2", "key3", "key4", "sort", "changed", "pending", "version", "doc", "history", "mark", "office", "id",
}

// audit is one check of all data.
type audit struct {
	*Store
	conn *sql.Conn
	to   evaluation.Audit
	sums map[string]map[string]evaluation.Sum // by office and part
}

// Audit reads all data in one transaction.
func (s *Store) Audit(ctx context.Context, to evaluation.Audit) (err error) {
	if err := s.alive(ctx); err != nil {
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
		a.file, a.schema, a.records, a.tallies, a.cells, a.blobs, a.strays, a.events, a.migrations, a.seals,
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

// file runs SQLite's own checks.
func (a *audit) file(ctx context.Context) error {
	list, err := collect(ctx, a.conn, "PRAGMA integrity_check(20)", nil, oneText)
	if err != nil {
		return err
	}
	for _, verdict := range list {
		if verdict == "ok" {
			continue
		}
		if err := a.found("", "data file", verdict); err != nil {
			return err
		}
	}
	return nil
}

func oneText(scan func(...any) error) (s string, err error) { return s, scan(&s) }

// schema compares tables, indexes and triggers with those of a new file.
func (a *audit) schema(ctx context.Context) error {
	want, err := freshSchema(ctx)
	if err != nil {
		return err
	}
	have, err := schemaOf(ctx, a.conn)
	if err != nil {
		return err
	}
	for name, text := range have {
		if text != want[name] {
			if err := a.found("", name, "it is not as Kaoji made it"); err != nil {
				return err
			}
		}
		delete(want, name)
	}
	for name := range want {
		if err := a.found("", name, "it is missing"); err != nil {
			return err
		}
	}
	return nil
}

func schemaOf(ctx context.Context, from rowser) (map[string]string, error) {
	have := map[string]string{}
	_, err := collect(ctx, from, auditSchema, nil, func(scan func(...any) error) (none struct{}, err error) {
		var name string
		var text sql.NullString
		if err = scan(&name, &text); err == nil {
			have[name] = text.String
		}
		return none, err
	})
	return have, err
}

// freshSchema returns the schema of a new file.
func freshSchema(ctx context.Context) (map[string]string, error) {
	db, err := sql.Open("sqlite3", "file::memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	files, err := migrations.ReadDir("migrations")
	if err == nil {
		_, err = db.ExecContext(ctx, listMigrations)
	}
	for _, f := range files {
		var text []byte
		if err == nil {
			text, err = migrations.ReadFile("migrations/" + f.Name())
		}
		if err == nil {
			_, err = db.ExecContext(ctx, string(text))
		}
	}
	var schema map[string]string
	if err == nil {
		schema, err = schemaOf(ctx, db)
	}
	return schema, errors.Join(err, db.Close())
}

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
	wrong, err := collect(ctx, a.conn, auditTallies, nil, func(scan func(...any) error) (w [2]string, err error) { return w, scan(&w[0], &w[1]) })
	for _, w := range wrong {
		if err == nil {
			err = a.found(w[0], w[1], "the table tallies is not what the records say")
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
