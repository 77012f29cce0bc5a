package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	cellColumns = `SELECT class, office, id, uniq, ref, expires, version, body FROM cells `
	live        = ` AND (expires IS NULL OR expires > ?)`
	getCell     = cellColumns + `WHERE class = ? AND office = ? AND id = ?` + live
	getCellBy   = cellColumns + `WHERE class = ? AND office = ? AND uniq = ?` + live

	returned    = ` RETURNING class, office, id, uniq, ref, expires, version, body`
	dropExpired = `DELETE FROM cells WHERE class = ?1 AND office = ?2 AND id IN (SELECT ?3 UNION ALL SELECT id FROM cells WHERE class = ?1 AND office = ?2 AND uniq = ?4) AND expires <= ?5` + returned
	insertCell  = `INSERT INTO cells (uniq, ref, expires, version, body, mark, class, office, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	updateCell  = `UPDATE cells SET uniq = ?, ref = ?, expires = ?, version = ?, body = ?, mark = ? WHERE class = ? AND office = ? AND id = ? AND version = ?`
	rewriteCell = `UPDATE cells SET version = ?, body = ?, mark = ? WHERE class = ? AND office = ? AND id = ? AND version = ?`
	storedCell  = getCell
	deleteCell  = `DELETE FROM cells WHERE class = ? AND office = ? AND id = ?` + returned
	deleteCells = `DELETE FROM cells WHERE (class, office, id) IN (SELECT class, office, id FROM cells WHERE class = ? AND office = ? AND ref = ? LIMIT 2000)` + returned
	sweepCells  = `DELETE FROM cells WHERE expires < ?` + returned
)

// Cell reads a cell by its id.
func (s *Store) Cell(ctx context.Context, class, office, id string) (evaluation.Cell, error) {
	return s.cell(ctx, getCell, class, office, id)
}

// CellByUnique reads a cell by its natural key.
func (s *Store) CellByUnique(ctx context.Context, class, office, unique string) (evaluation.Cell, error) {
	return s.cell(ctx, getCellBy, class, office, unique)
}

func (s *Store) cell(ctx context.Context, query, class, office, key string) (evaluation.Cell, error) {
	var c cell
	if err := s.row(ctx, query, []any{class, office, key, s.now().UnixMilli()}, c.dest()...); err != nil {
		return evaluation.Cell{}, err
	}
	return c.value(), nil
}

// cell is a row of the table.
type cell struct {
	evaluation.Cell
	expires sql.NullInt64
	body    []byte
}

func (c *cell) dest() []any {
	return []any{&c.Class, &c.Office, &c.ID, &c.Unique, &c.Ref, &c.expires, &c.Version, &c.body}
}

func (c *cell) value() evaluation.Cell {
	if c.Expires = (time.Time{}); c.expires.Valid {
		c.Expires = instant(c.expires.Int64)
	}
	c.Body = c.body
	return c.Cell
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// PutCell writes a cell. Expired cells are looked for only if one may be in the way.
func (s *Store) PutCell(ctx context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	c, err := storage.Cell(c)
	if err != nil {
		return evaluation.Cell{}, err
	}
	seen := c.Version
	c.Version++
	row, now := rowOfCell(&c), s.now().UnixMilli()
	err = s.submit(ctx, func(ctx context.Context, w *statements) error {
		err := w.writeCell(ctx, &row, seen, now)
		if evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
		if n, derr := w.removeCells(ctx, dropExpired, c.Class, c.Office, c.ID, c.Unique, now); derr != nil || n == 0 {
			return cmp.Or(derr, err)
		}
		return w.writeCell(ctx, &row, seen, now)
	})
	if err != nil {
		return evaluation.Cell{}, err
	}
	return c, nil
}

// rowOfCell converts a cell to its row.
func rowOfCell(c *evaluation.Cell) cell {
	return cell{Cell: *c, expires: sql.NullInt64{Int64: c.Expires.UnixMilli(), Valid: !c.Expires.IsZero()}, body: c.Body}
}

func (c *cell) columns(m evaluation.Mark) []any {
	return []any{c.Unique, c.Ref, c.expires, c.Version, string(c.body), m[:], c.Class, c.Office, c.ID}
}

// writeCell inserts a cell, or updates the one that has the version seen and has not
// expired by now.
func (w *statements) writeCell(ctx context.Context, c *cell, seen, now int64) error {
	if seen == 0 {
		return w.insertCell(ctx, c)
	}
	return w.updateCell(ctx, c, seen, now)
}

func (w *statements) insertCell(ctx context.Context, c *cell) error {
	m := w.store.markCell(c)
	if err := w.exec(ctx, insertCell, c.columns(m)...); err != nil {
		return err
	}
	w.changed(c.Office, partOfCell(c.Class), nil, &m)
	return nil
}

func (w *statements) updateCell(ctx context.Context, c *cell, seen, now int64) error {
	var stored cell
	err := w.one(ctx, storedCell, []any{c.Class, c.Office, c.ID, now}, stored.dest()...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return storage.NotFound()
	case err != nil:
		return err
	case stored.Version != seen:
		return storage.Conflict()
	}
	before, after := w.store.markCell(&stored), w.store.markCell(c)
	update, args := updateCell, c.columns(after)
	if stored.Unique == c.Unique && stored.Ref == c.Ref && stored.expires == c.expires { // no index changes
		update, args = rewriteCell, args[3:]
	}
	if err := w.exec(ctx, update, append(args, seen)...); err != nil {
		return err
	}
	w.changed(c.Office, partOfCell(c.Class), &before, &after)
	return nil
}

// removeCells runs a statement that deletes cells and returns them.
func (w *statements) removeCells(ctx context.Context, q string, args ...any) (n int, err error) {
	err = w.each(ctx, q, args, func(scan func(...any) error) error {
		var c cell
		if err := scan(c.dest()...); err != nil {
			return err
		}
		m := w.store.markCell(&c)
		w.changed(c.Office, partOfCell(c.Class), &m, nil)
		n++
		return nil
	})
	return n, err
}

// DeleteCell removes a cell, expired or not.
func (s *Store) DeleteCell(ctx context.Context, class, office, id string) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		_, err := w.removeCells(ctx, deleteCell, class, office, id)
		return err
	})
}

// DeleteCells removes the cells with a ref, in portions, so that other writes do
// not wait long.
func (s *Store) DeleteCells(ctx context.Context, class, office, ref string) error {
	if ref == "" {
		return storage.Invalid("cells: no ref")
	}
	for {
		n, err := s.removed(ctx, func(ctx context.Context, w *statements) (int, error) {
			return w.removeCells(ctx, deleteCells, class, office, ref)
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

// FindCells reads a page of cells.
func (s *Store) FindCells(ctx context.Context, q evaluation.CellQuery) ([]evaluation.Cell, error) {
	limit, err := storage.Limit(q.Limit)
	if err != nil {
		return nil, err
	}
	query, args := cellsOf(&q)
	var list []evaluation.Cell
	err = s.rows(ctx, query, append(args, s.now().UnixMilli(), limit), func(scan func(...any) error) error {
		var c cell
		err := scan(c.dest()...)
		list = append(list, c.value())
		return err
	})
	return list, err
}

// cellsOf makes the statement of a query; the present time and the limit are its last
// arguments. Without help SQLite would walk over all later ids of the class.
func cellsOf(q *evaluation.CellQuery) (query string, args []any) {
	from, args, after, order := cellColumns, []any{q.Class, q.Office}, `id > ?`, ` ORDER BY id`
	if q.Desc {
		order = ` ORDER BY id DESC`
	}
	if q.Desc && q.After != "" {
		after = `id < ?`
	}
	where := ""
	if len(q.IDs) > 0 {
		where, args, after = `id IN (SELECT value FROM json_each(?)) AND `, append(args, jsonOf(q.IDs)), `+`+after
	}
	if len(q.Refs) > 0 {
		where, args = where+`ref IN (SELECT value FROM json_each(?)) AND `, append(args, jsonOf(q.Refs))
	}
	if len(q.IDs) == 0 && len(q.Refs) > 0 {
		from += `INDEXED BY cells_ref `
	}
	return from + `WHERE class = ? AND office = ? AND ` + where + after + live + order + ` LIMIT ?`, append(args, q.After)
}

// SweepCells removes cells that expired before t.
func (s *Store) SweepCells(ctx context.Context, t time.Time) (int, error) {
	return s.removed(ctx, func(ctx context.Context, w *statements) (int, error) {
		return w.removeCells(ctx, sweepCells, t.UnixMilli())
	})
}

// removed runs a job that returns the number of rows it removed.
func (s *Store) removed(ctx context.Context, run func(ctx context.Context, w *statements) (int, error)) (int, error) {
	n := make(chan int, 1) // not a variable: the write may continue after the caller has returned
	err := s.submit(ctx, func(ctx context.Context, w *statements) error {
		changed, err := run(ctx, w)
		if err == nil {
			select {
			case n <- changed:
			default: // run again after a failed transaction
				<-n
				n <- changed
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return <-n, nil
}
