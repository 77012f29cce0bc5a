package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	getRecord    = `SELECT ` + jsonColumns + ` FROM records WHERE office = ? AND id = ?`
	insertRecord = `INSERT INTO records (serial, kind, uniq, parent, subject, unit, period, state, day, due, key1, key2, key3, key4, sort, changed, pending, version, doc, history, mark, office, id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	updateRecord = `UPDATE records SET serial = ?, kind = ?, uniq = ?, parent = ?, subject = ?, unit = ?, period = ?, state = ?, day = ?, due = ?,
		key1 = ?, key2 = ?, key3 = ?, key4 = ?, sort = ?, changed = ?, pending = ?, version = ?, doc = ?, history = ?, mark = ? WHERE office = ? AND id = ? AND version = ?`
	storedRecord = `SELECT kind, version, ` + jsonColumns + ` FROM records WHERE office = ? AND id = ?`
	rowOfRecord  = `SELECT n FROM records WHERE office = ? AND id = ?`
	highSerial   = `SELECT coalesce(max(serial), 0) FROM records WHERE office = ? AND kind = ? AND serial BETWEEN ? AND ?`
	takenSerial  = `SELECT count(*) FROM records WHERE office = ? AND kind = ? AND serial = ?`
)

// writes are the texts of all statements of the writer.
var writes = []string{
	insertRecord, updateRecord, storedRecord, rowOfRecord, highSerial, takenSerial,
	sides[0].clear, sides[0].insert, sides[1].clear, sides[1].insert, sides[2].clear, sides[2].insert, sides[3].insert, sides[4].clear, sides[4].insert,
	dropExpired, insertCell, updateCell, storedCell, deleteCell, deleteCells, sweepCells,
	insertBlob, insertContent, storedBlob, claimBlob, sweepBlobs,
	insertTrail, getSeal, putSeal,
}

// Get reads one record by its key.
func (s *Store) Get(ctx context.Context, office, id string) (evaluation.Record, error) {
	var r evaluation.Record
	err := s.rows(ctx, getRecord, []any{office, id}, func(scan func(...any) error) error {
		var j jsonRecord
		if err := scan(j.raw()...); err != nil {
			return err
		}
		return j.decode(&r)
	})
	if err == nil && r.ID == "" {
		err = storage.NotFound()
	}
	return r, err
}

// Put writes the record, its columns and its side tables in one transaction.
func (s *Store) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	r, err := storage.Record(r)
	if err != nil {
		return evaluation.Record{}, err
	}
	seen, serial := r.Version, r.Serial
	r.Version++
	j, err := encode(r)
	if err != nil {
		return evaluation.Record{}, err
	}
	err = s.submit(ctx, func(ctx context.Context, w *statements) error {
		if seen == 0 {
			r.Serial = serial // the transaction before this one may have failed
			return w.insert(ctx, &r, j)
		}
		return w.update(ctx, &r, j, seen)
	})
	if err != nil {
		return evaluation.Record{}, err
	}
	return r, nil
}

func (w *statements) insert(ctx context.Context, r *evaluation.Record, j jsonRecord) (err error) {
	if r.Serial == 0 {
		if r.Serial, err = w.serial(ctx, r); err != nil {
			return err
		}
		j.doc = withSerial(j.doc, r.Serial)
	}
	m := w.store.markRecord(j)
	if err := w.exec(ctx, insertRecord, columns(r, j, m)...); err != nil {
		return err
	}
	w.changed(r.Office, partOfRecord(r.Kind), nil, &m)
	return w.name(ctx, r, nil)
}

// serial is the serial of a new record.
func (w *statements) serial(ctx context.Context, r *evaluation.Record) (int64, error) {
	return w.store.sealer.Serial(r, func(first, last int64) (n int64, err error) {
		return n, w.one(ctx, highSerial, []any{r.Office, r.Kind, first, last}, &n)
	}, func(serial int64) (bool, error) {
		var n int
		err := w.one(ctx, takenSerial, []any{r.Office, r.Kind, serial}, &n)
		return n > 0, err
	})
}

// update counts the old document as it stands there and not as it was marked:
// one that was changed behind Kaoji's back is found even when an act has
// written over it.
func (w *statements) update(ctx context.Context, r *evaluation.Record, j jsonRecord, seen int64) error {
	var kind string
	var version int64
	var stored jsonRecord
	err := w.one(ctx, storedRecord, []any{r.Office, r.ID}, &kind, &version, &stored.doc, &stored.history)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return storage.NotFound()
	case err != nil:
		return err
	case version != seen:
		return storage.Conflict()
	}
	before, after := w.store.markRecord(stored), w.store.markRecord(j)
	if err := w.exec(ctx, updateRecord, append(columns(r, j, after), seen)...); err != nil {
		return err
	}
	w.changed(r.Office, partOfRecord(kind), &before, nil)
	w.changed(r.Office, partOfRecord(r.Kind), nil, &after)
	return w.name(ctx, r, &stored)
}

// columns are the parameters of insertRecord.
func columns(r *evaluation.Record, j jsonRecord, m evaluation.Mark) []any {
	key := func(place int) any {
		if place < len(r.Keys) {
			return r.Keys[place]
		}
		return nil
	}
	return []any{
		r.Serial, r.Kind, r.Unique, r.Parent, r.Subject, r.Unit, r.Period, string(r.State), r.On.String(), r.Due.String(), key(0), key(1), key(2), key(3), r.Sort,
		r.Changed.UnixMilli(), r.Pending, r.Version, string(j.doc), string(j.history), m[:], r.Office, r.ID,
	}
}

// side is a table beside the records: who stands in a list of the document, one
// row each.
type side struct {
	table                string
	of                   func(*evaluation.Record) []string
	forever              bool // who stands there once stays
	clear, insert, audit string
}

const hidden = 2 // its place in sides

var sides = [...]side{
	newSide("waiting", func(r *evaluation.Record) []string { return r.Waiting }, false),
	newSide("parties", func(r *evaluation.Record) []string { return r.Parties }, false),
	newSide("hidden", func(r *evaluation.Record) []string { return r.HiddenFrom }, false),
	newSide("acted", (*evaluation.Record).ActedBy, true), // nobody's act is ever taken back
	newSide("found", func(r *evaluation.Record) []string { return evaluation.Terms(r.Words) }, false),
}

func newSide(table string, of func(*evaluation.Record) []string, forever bool) side {
	return side{
		table: table, of: of, forever: forever, clear: "DELETE FROM " + table + " WHERE n = ?",
		insert: "INSERT OR IGNORE INTO " + table + " (office, token, n) VALUES (?, ?, ?)", audit: "SELECT n, office, token FROM " + table,
	}
}

// name writes the rows of a record in the tables beside the records. Those of a list
// that is the same as in the document before are there already.
func (w *statements) name(ctx context.Context, r *evaluation.Record, before *jsonRecord) error {
	var old evaluation.Record
	known := before != nil && before.decode(&old) == nil
	if before == nil && !slices.ContainsFunc(sides[:], func(t side) bool { return len(t.of(r)) > 0 }) {
		return nil
	}
	var n int64
	if err := w.one(ctx, rowOfRecord, []any{r.Office, r.ID}, &n); err != nil {
		return err
	}
	for i := range sides {
		t := &sides[i]
		if known && slices.Equal(t.of(&old), t.of(r)) {
			continue
		}
		if before != nil && !t.forever {
			if err := w.exec(ctx, t.clear, n); err != nil {
				return err
			}
		}
		for _, token := range t.of(r) {
			if err := w.exec(ctx, t.insert, r.Office, token, n); err != nil {
				return err
			}
		}
	}
	return nil
}
