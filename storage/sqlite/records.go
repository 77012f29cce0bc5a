package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	getRecord    = `SELECT doc FROM records WHERE office = ? AND id = ?`
	insertRecord = `INSERT INTO records (kind, uniq, parent, subject, unit, period, state, day, due, sort, changed, pending, version, doc, office, id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	updateRecord = `UPDATE records SET kind = ?, uniq = ?, parent = ?, subject = ?, unit = ?, period = ?, state = ?, day = ?, due = ?, sort = ?,
		changed = ?, pending = ?, version = ?, doc = ? WHERE office = ? AND id = ? AND version = ?`
	rowOfRecord   = `SELECT n FROM records WHERE office = ? AND id = ?`
	clearWaiting  = `DELETE FROM waiting WHERE n = ?`
	clearParties  = `DELETE FROM parties WHERE n = ?`
	insertWaiting = `INSERT OR IGNORE INTO waiting (office, token, n) VALUES (?, ?, ?)`
	insertParties = `INSERT OR IGNORE INTO parties (office, token, n) VALUES (?, ?, ?)`
)

// writes are the texts of all statements of the writer.
var writes = []string{
	insertRecord, updateRecord, rowOfRecord, clearWaiting, clearParties, insertWaiting, insertParties,
	dropExpired, insertCell, updateCell, versionOfCell, deleteCell, deleteCells, sweepCells,
	insertBlob, insertContent, ownerOfBlob, claimBlob, releaseBlob, sweepBlobs,
	insertTrail,
}

// Get reads one record by its key.
func (s *Store) Get(ctx context.Context, office, id string) (evaluation.Record, error) {
	var doc []byte
	if err := s.row(ctx, getRecord, []any{office, id}, &doc); err != nil {
		return evaluation.Record{}, err
	}
	return decode(doc)
}

func decode(doc []byte) (evaluation.Record, error) {
	var r evaluation.Record
	return r, storage.Unavailable(json.Unmarshal(doc, &r))
}

// Put writes the record, its columns and its side tables in one transaction.
func (s *Store) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	r, err := storage.Record(r)
	if err != nil {
		return evaluation.Record{}, err
	}
	seen := r.Version
	r.Version++
	doc, err := json.Marshal(r)
	if err != nil {
		return evaluation.Record{}, storage.Invalid(err.Error())
	}
	args := columns(&r, doc)
	err = s.submit(ctx, func(ctx context.Context, w *statements) error {
		if seen == 0 {
			if _, err := w.exec(ctx, insertRecord, args...); err != nil {
				return err
			}
			return w.name(ctx, &r, false)
		}
		n, err := w.exec(ctx, updateRecord, append(args, seen)...)
		if err != nil {
			return err
		}
		if n == 0 {
			return w.lost(ctx, rowOfRecord, r.Office, r.ID)
		}
		return w.name(ctx, &r, true)
	})
	if err != nil {
		return evaluation.Record{}, err
	}
	return r, nil
}

// columns are the parameters of insertRecord.
func columns(r *evaluation.Record, doc []byte) []any {
	return []any{
		r.Kind, r.Unique, r.Parent, r.Subject, r.Unit, r.Period, string(r.State), r.On.String(), r.Due.String(), r.Sort,
		r.Changed.UnixMilli(), r.Pending, r.Version, string(doc), r.Office, r.ID,
	}
}

// lost says why a compare-and-swap found nothing to change.
func (w *statements) lost(ctx context.Context, q string, key ...any) error {
	var n int64
	err := w.one(ctx, q, key, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return storage.NotFound()
	}
	if err != nil {
		return err
	}
	return storage.Conflict()
}

// name writes who is waited for and who takes part.
func (w *statements) name(ctx context.Context, r *evaluation.Record, replace bool) error {
	if !replace && len(r.Waiting)+len(r.Parties) == 0 {
		return nil
	}
	var n int64
	if err := w.one(ctx, rowOfRecord, []any{r.Office, r.ID}, &n); err != nil {
		return err
	}
	for _, side := range []struct {
		clear, insert string
		tokens        []string
	}{{clearWaiting, insertWaiting, r.Waiting}, {clearParties, insertParties, r.Parties}} {
		if replace {
			if _, err := w.exec(ctx, side.clear, n); err != nil {
				return err
			}
		}
		for _, t := range side.tokens {
			if _, err := w.exec(ctx, side.insert, r.Office, t, n); err != nil {
				return err
			}
		}
	}
	return nil
}
