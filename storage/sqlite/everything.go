package sqlite

import (
	"context"

	"kaoji/evaluation"
	"kaoji/storage"
)

// Page sizes for reading all tables; each page continues after the last key.
const (
	pageRecords = `SELECT ` + jsonColumns + ` FROM records WHERE (office, id) > (?, ?) ORDER BY office, id LIMIT 200`
	pageCells   = cellColumns + `WHERE (class, office, id) > (?, ?, ?)` + live + ` ORDER BY class, office, id LIMIT 200`
	pageBlobs   = `SELECT office, id FROM blobs WHERE (office, id) > (?, ?) ORDER BY office, id LIMIT 200`
	pageTrail   = trailColumns + `(office, seq) > (?, ?) ORDER BY office, seq LIMIT 200`
)

// Everything reads all tables in the order of their keys.
func (s *Store) Everything(ctx context.Context, each func(evaluation.Item) error) error {
	if err := s.settled(ctx); err != nil {
		return err
	}
	for _, table := range []func(context.Context, func(evaluation.Item) error) error{s.allRecords, s.allCells, s.allBlobs, s.allTrail, s.allSeals} {
		if err := table(ctx, each); err != nil {
			return err
		}
	}
	return nil
}

// walk reads page after page after a key, which starts before all others; give
// returns the key of each item. give is called between the reads, so that a slow
// caller does not block a connection.
func walk[T any](ctx context.Context, s *Store, query string, key []any, read func(scan func(...any) error) (T, error), give func(*T) ([]any, error)) error {
	for {
		var list []T
		err := s.rows(ctx, query, key, func(scan func(...any) error) error {
			v, err := read(scan)
			list = append(list, v)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if key, err = give(&list[i]); err != nil {
				return err
			}
		}
	}
}

func (s *Store) allRecords(ctx context.Context, each func(evaluation.Item) error) error {
	return walk(ctx, s, pageRecords, []any{"", ""}, func(scan func(...any) error) (r evaluation.Record, err error) {
		var j jsonRecord
		if err = scan(j.raw()...); err == nil {
			err = j.decode(&r)
		}
		return r, err
	}, func(r *evaluation.Record) ([]any, error) {
		return []any{r.Office, r.ID}, each(evaluation.Item{Record: r})
	})
}

func (s *Store) allCells(ctx context.Context, each func(evaluation.Item) error) error {
	now := s.now().UnixMilli()
	return walk(ctx, s, pageCells, []any{"", "", "", now}, func(scan func(...any) error) (evaluation.Cell, error) {
		var c cell
		err := scan(c.dest()...)
		return c.value(), err
	}, func(c *evaluation.Cell) ([]any, error) {
		return []any{c.Class, c.Office, c.ID, now}, each(evaluation.Item{Cell: c})
	})
}

// allBlobs reads contents one by one, because a page of them would be too large.
func (s *Store) allBlobs(ctx context.Context, each func(evaluation.Item) error) error {
	type key struct{ office, id string }
	return walk(ctx, s, pageBlobs, []any{"", ""}, func(scan func(...any) error) (k key, err error) {
		return k, scan(&k.office, &k.id)
	}, func(k *key) ([]any, error) {
		b, content, err := s.wholeBlob(ctx, k.office, k.id)
		switch {
		case evaluation.CodeOf(err) == evaluation.CodeNotFound: // swept meanwhile
			err = nil
		case err == nil:
			err = each(evaluation.Item{Blob: &b, Content: content})
		}
		return []any{k.office, k.id}, err
	})
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
	return walk(ctx, s, pageTrail, []any{"", int64(0)}, func(scan func(...any) error) (evaluation.TrailEntry, error) {
		var e evaluation.TrailEntry
		err := scan(entryDest(&e)...)
		return e, err
	}, func(e *evaluation.TrailEntry) ([]any, error) {
		return []any{e.Office, e.Seq}, each(evaluation.Item{Event: e})
	})
}

func (s *Store) allSeals(ctx context.Context, each func(evaluation.Item) error) error {
	offices, err := s.Offices(ctx)
	if err != nil {
		return err
	}
	for _, office := range append(offices, "") {
		seal, err := s.Seal(ctx, office)
		if evaluation.CodeOf(err) == evaluation.CodeState {
			continue // the other items continue
		}
		if err == nil {
			err = each(evaluation.Item{Seal: &seal})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Take stores an item unchanged.
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
	case it.Seal != nil:
		return s.takeSeal(ctx, *it.Seal)
	}
	return storage.Invalid("an item of nothing")
}

func (s *Store) takeRecord(ctx context.Context, r evaluation.Record) error {
	r, err := storage.Record(r)
	if err != nil {
		return err
	}
	j, err := encode(r)
	if err != nil {
		return err
	}
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		r := r // the transaction may run again
		return w.insert(ctx, &r, j)
	})
}

func (s *Store) takeCell(ctx context.Context, c evaluation.Cell) error {
	c, err := storage.Cell(c)
	if err != nil {
		return err
	}
	row := rowOfCell(&c)
	return s.submit(ctx, func(ctx context.Context, w *statements) error { return w.insertCell(ctx, &row) })
}
