package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	getRecord    = `SELECT ` + jsonColumns + ` FROM records WHERE office = ? AND id = ?`
	insertRecord = `INSERT INTO records (serial, kind, uniq, parent, subject, unit, period, state, day, due, key1, key2, key3, key4, sort, changed, pending, version, doc, history, mark, office, id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	storedRecord = `SELECT n, serial, kind, uniq, parent, subject, unit, period, state, day, due, key1, key2, key3, key4, sort, changed, pending, version, ` + jsonColumns + ` FROM records WHERE office = ? AND id = ?`
	highSerial   = `SELECT coalesce(max(serial), 0) FROM records WHERE office = ? AND kind = ? AND serial BETWEEN ? AND ?`
	takenSerial  = `SELECT count(*) FROM records WHERE office = ? AND kind = ? AND serial = ?`
)

// writes are the texts of all statements of the writer.
var writes = append(writesOfSides(),
	insertRecord, storedRecord, highSerial, takenSerial,
	dropExpired, insertCell, updateCell, rewriteCell, storedCell, deleteCell, deleteCells, sweepCells,
	insertBlob, insertContent, storedBlob, claimBlob, sweepBlobs,
	insertTrail, getSeal, putSeal,
)

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
	n, err := w.row(ctx, insertRecord, columns(r, j, m)...)
	if err != nil {
		return err
	}
	w.numbered(r)
	w.changed(r.Office, partOfRecord(r.Kind), nil, &m)
	return w.name(ctx, n, r, &evaluation.Record{})
}

// update counts the old document as it stands there and not as it was marked:
// one that was changed behind Kaoji's back is found even when an act has
// written over it.
func (w *statements) update(ctx context.Context, r *evaluation.Record, j jsonRecord, seen int64) error {
	var n int64
	var stored jsonRecord
	had := make([]any, docColumn)
	dest := []any{&n}
	for i := range had {
		dest = append(dest, &had[i])
	}
	err := w.one(ctx, storedRecord, []any{r.Office, r.ID}, append(dest, &stored.doc, &stored.history)...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return storage.NotFound()
	case err != nil:
		return err
	case had[versionColumn] != seen:
		return storage.Conflict()
	}
	before, after := w.store.markRecord(stored), w.store.markRecord(j)
	q, args := updateRecord(had, columns(r, j, after))
	if err := w.prepared(ctx, q); err != nil {
		return err
	}
	if err := w.exec(ctx, q, append(args, seen)...); err != nil {
		return err
	}
	kind, _ := had[kindColumn].(string)
	w.changed(r.Office, partOfRecord(kind), &before, nil)
	w.changed(r.Office, partOfRecord(r.Kind), nil, &after)
	var old evaluation.Record
	if stored.decode(&old) != nil { // verification reports it
		return w.name(ctx, n, r, nil)
	}
	return w.name(ctx, n, r, &old)
}

// side is a table beside the records: who stands in a list of the document, one
// row each.
type side struct {
	table                        string
	of                           func(*evaluation.Record) []string
	forever                      bool // who stands there once stays
	clear, remove, insert, audit string
}

const hidden = 2 // its place in sides

var sides = [...]side{
	newSide("waiting", func(r *evaluation.Record) []string { return r.Waiting }, false),
	newSide("parties", func(r *evaluation.Record) []string { return r.Parties }, false),
	newSide("hidden", func(r *evaluation.Record) []string { return r.HiddenFrom }, false),
	newSide("acted", (*evaluation.Record).ActedBy, true), // nobody's act is ever taken back
	newSide("found", kindTerms, false),
}

func newSide(table string, of func(*evaluation.Record) []string, forever bool) side {
	return side{
		table: table, of: of, forever: forever, clear: "DELETE FROM " + table + " WHERE n = ?",
		remove: "DELETE FROM " + table + " WHERE office = ? AND token IN (SELECT value FROM json_each(?)) AND n = ?",
		insert: "INSERT OR IGNORE INTO " + table + " (office, token, n) SELECT ?, value, ? FROM json_each(?)", audit: "SELECT n, office, token FROM " + table,
	}
}

// writesOfSides are the texts of the statements that write the tables beside the
// records.
func writesOfSides() []string {
	var list []string
	for i := range sides {
		list = append(list, sides[i].insert)
		if !sides[i].forever {
			list = append(list, sides[i].clear, sides[i].remove)
		}
	}
	return list
}

// name writes what changed in the rows that record n has in the tables beside the
// records. old is the record as it was; without it all rows are written anew.
func (w *statements) name(ctx context.Context, n int64, r, old *evaluation.Record) error {
	for i := range sides {
		t := &sides[i]
		var had []string
		if old != nil {
			had = t.of(old)
		} else if !t.forever {
			if err := w.exec(ctx, t.clear, n); err != nil {
				return err
			}
		}
		has := t.of(r)
		if gone := without(had, has); len(gone) > 0 && !t.forever {
			if err := w.exec(ctx, t.remove, r.Office, tokens(gone), n); err != nil {
				return err
			}
		}
		if more := without(has, had); len(more) > 0 {
			if err := w.exec(ctx, t.insert, r.Office, n, tokens(more)); err != nil {
				return err
			}
		}
	}
	return nil
}

// without returns the tokens of a list that are not in the other.
func without(list, other []string) []string {
	if len(other) == 0 {
		return list
	}
	var rest []string
	for _, token := range list {
		if !slices.Contains(other, token) {
			rest = append(rest, token)
		}
	}
	return rest
}

// tokens is a list of tokens as JSON, which one statement reads as rows.
func tokens(list []string) string {
	text, _ := json.Marshal(list) //nolint:errchkjson // strings always become JSON
	return string(text)
}
