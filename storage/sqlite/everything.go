package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"kaoji/evaluation"
	"kaoji/storage"
)

// Pages of the way through everything: each continues behind the last key.
const (
	pageRecords = `SELECT doc FROM records WHERE (office, id) > (?, ?) ORDER BY office, id LIMIT 200`
	pageCells   = cellColumns + `WHERE (class, office, id) > (?, ?, ?)` + live + ` ORDER BY class, office, id LIMIT 200`
	pageBlobs   = `SELECT office, id FROM blobs WHERE (office, id) > (?, ?) ORDER BY office, id LIMIT 200`
	pageTrail   = trailColumns + `(office, seq) > (?, ?) ORDER BY office, seq LIMIT 200`
)

// Everything walks through all tables by their keys.
func (s *Store) Everything(ctx context.Context, each func(evaluation.Item) error) error {
	for _, walk := range []func(context.Context, func(evaluation.Item) error) error{s.allRecords, s.allCells, s.allBlobs, s.allTrail} {
		if err := walk(ctx, each); err != nil {
			return err
		}
	}
	return nil
}

// page reads one page; each is called after it, so that a storage that takes
// long does not hold a reader.
func page[T any](ctx context.Context, s *Store, query string, args []any, read func(scan func(...any) error) (T, error)) ([]T, error) {
	var list []T
	err := s.rows(ctx, query, args, func(scan func(...any) error) error {
		v, err := read(scan)
		list = append(list, v)
		return err
	})
	return list, err
}

func (s *Store) allRecords(ctx context.Context, each func(evaluation.Item) error) error {
	last := evaluation.Record{}
	for {
		list, err := page(ctx, s, pageRecords, []any{last.Office, last.ID}, func(scan func(...any) error) (evaluation.Record, error) {
			var doc []byte
			if err := scan(&doc); err != nil {
				return evaluation.Record{}, err
			}
			return decode(doc)
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := each(evaluation.Item{Record: &list[i]}); err != nil {
				return err
			}
		}
		last = list[len(list)-1]
	}
}

func (s *Store) allCells(ctx context.Context, each func(evaluation.Item) error) error {
	last := evaluation.Cell{}
	for {
		list, err := page(ctx, s, pageCells, []any{last.Class, last.Office, last.ID, s.now().UnixMilli()}, func(scan func(...any) error) (evaluation.Cell, error) {
			var c cell
			err := scan(c.dest()...)
			return c.value(), err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := each(evaluation.Item{Cell: &list[i]}); err != nil {
				return err
			}
		}
		last = list[len(list)-1]
	}
}

func (s *Store) allBlobs(ctx context.Context, each func(evaluation.Item) error) error {
	var last struct{ office, id string }
	for {
		list, err := page(ctx, s, pageBlobs, []any{last.office, last.id}, func(scan func(...any) error) (k struct{ office, id string }, err error) {
			return k, scan(&k.office, &k.id)
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, k := range list {
			b, content, err := s.wholeBlob(ctx, k.office, k.id)
			if evaluation.CodeOf(err) == evaluation.CodeNotFound {
				continue // swept meanwhile
			}
			if err != nil {
				return err
			}
			if err := each(evaluation.Item{Blob: &b, Content: content}); err != nil {
				return err
			}
		}
		last = list[len(list)-1]
	}
}

func (s *Store) wholeBlob(ctx context.Context, office, id string) (evaluation.Blob, []byte, error) {
	b, err := s.BlobInfo(ctx, office, id)
	if err != nil {
		return b, nil, err
	}
	content, err := s.BlobContent(ctx, office, id)
	return b, content, err
}

func (s *Store) allTrail(ctx context.Context, each func(evaluation.Item) error) error {
	last := evaluation.TrailEntry{}
	for {
		list, err := page(ctx, s, pageTrail, []any{last.Office, last.Seq}, func(scan func(...any) error) (evaluation.TrailEntry, error) {
			var e evaluation.TrailEntry
			err := scan(entryDest(&e)...)
			return e, err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := each(evaluation.Item{Event: &list[i]}); err != nil {
				return err
			}
		}
		last = list[len(list)-1]
	}
}

// Take stores an item as it came.
func (s *Store) Take(ctx context.Context, it evaluation.Item) error {
	switch {
	case it.Record != nil:
		return s.takeRecord(ctx, *it.Record)
	case it.Cell != nil:
		return s.takeCell(ctx, *it.Cell)
	case it.Blob != nil:
		return s.PutBlob(ctx, *it.Blob, it.Content)
	case it.Event != nil:
		return s.AppendTrail(ctx, *it.Event)
	}
	return storage.Invalid("an item of nothing")
}

func (s *Store) takeRecord(ctx context.Context, r evaluation.Record) error {
	r, err := storage.Record(r)
	if err != nil {
		return err
	}
	doc, err := json.Marshal(r)
	if err != nil {
		return storage.Invalid(err.Error())
	}
	args := columns(&r, doc)
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		if _, err := w.exec(ctx, insertRecord, args...); err != nil {
			return err
		}
		return w.name(ctx, &r, false)
	})
}

func (s *Store) takeCell(ctx context.Context, c evaluation.Cell) error {
	c, err := storage.Cell(c)
	if err != nil {
		return err
	}
	expires := sql.NullInt64{Int64: c.Expires.UnixMilli(), Valid: !c.Expires.IsZero()}
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		_, err := w.exec(ctx, insertCell, c.Unique, c.Ref, expires, c.Version, string(c.Body), c.Class, c.Office, c.ID)
		return err
	})
}
