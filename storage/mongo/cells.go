package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

type cell struct {
	Key     string              `bson:"_id"`
	Office  string              `bson:"office"`
	Class   string              `bson:"class"`
	ID      string              `bson:"id"`
	Unique  string              `bson:"unique"`
	Ref     string              `bson:"ref"`
	Expires *primitive.DateTime `bson:"expires"` // nil: never
	Version int64               `bson:"version"`
	Body    any                 `bson:"body"`
	Stamp   `bson:",inline"`
}

func cellIndexes() []driver.IndexModel {
	return []driver.IndexModel{
		index(true, "office", "class", "unique"),
		index(false, "office", "class", "id"),
		index(false, "office", "class", "ref", "id"),
		index(false, "expires"),
		index(false, "office", "open"),
	}
}

// Cell reads a cell by its id.
func (s *Store) Cell(ctx context.Context, class, office, id string) (evaluation.Cell, error) {
	return s.cell(ctx, place{office, key(class, office, id)}.filter())
}

// CellByUnique reads a cell by its natural key.
func (s *Store) CellByUnique(ctx context.Context, class, office, unique string) (evaluation.Cell, error) {
	return s.cell(ctx, bson.D{equals("office", office), equals("class", class), equals("unique", unique)})
}

func (s *Store) cell(ctx context.Context, filter bson.D) (evaluation.Cell, error) {
	var doc cell
	err := s.read(ctx, func(ctx context.Context) error { return s.cells.FindOne(ctx, append(filter, s.live())).Decode(&doc) })
	if err != nil {
		return evaluation.Cell{}, err
	}
	return doc.value()
}

// live is the filter for cells that have not expired.
func (s *Store) live() bson.E {
	return equals("$or", bson.A{
		bson.D{equals("expires", nil)},
		bson.D{equals("expires", bson.D{equals("$gt", millis(s.now()))})},
	})
}

func (d *cell) value() (evaluation.Cell, error) {
	c := evaluation.Cell{Class: d.Class, Office: d.Office, ID: d.ID, Unique: d.Unique, Ref: d.Ref, Version: d.Version}
	if d.Expires != nil {
		c.Expires = instant(*d.Expires)
	}
	var err error
	c.Body, err = toJSON(d.Body)
	return c, storage.Unavailable(err)
}

// PutCell writes a cell. An expired cell with the same id or key is deleted first,
// in a separate write; if the second write fails, nothing is lost. A new cell is
// inserted at once, and looks for an expired one only if it is refused as a duplicate.
func (s *Store) PutCell(ctx context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	c, err := storage.Cell(c)
	if err != nil {
		return evaluation.Cell{}, err
	}
	seen := c.Version
	c.Version++
	doc, err := cellDocument(&c)
	if err != nil {
		return evaluation.Cell{}, storage.Invalid(err.Error())
	}
	err = s.write(ctx, func(ctx context.Context) error {
		if seen == 0 {
			err := s.insert(ctx, s.cells, place{doc.Office, doc.Key}, doc.part(), &doc, &doc.Stamp)
			if !driver.IsDuplicateKeyError(err) {
				return err
			}
		}
		if err := s.dropExpired(ctx, &c); err != nil {
			return err
		}
		if seen == 0 {
			return s.insert(ctx, s.cells, place{doc.Office, doc.Key}, doc.part(), &doc, &doc.Stamp)
		}
		return s.swap(ctx, s.cells, place{doc.Office, doc.Key}, doc.part(), seen, &doc, &doc.Stamp, bson.D{equals("office", c.Office), equals("class", c.Class), equals("unique", c.Unique)})
	})
	if err != nil {
		return evaluation.Cell{}, err
	}
	return c, nil
}

func cellDocument(c *evaluation.Cell) (cell, error) {
	doc := cell{
		Key: key(c.Class, c.Office, c.ID), Office: c.Office, Class: c.Class, ID: c.ID,
		Unique: c.Unique, Ref: c.Ref, Version: c.Version,
	}
	if !c.Expires.IsZero() {
		at := millis(c.Expires)
		doc.Expires = &at
	}
	var err error
	doc.Body, err = fromJSON(c.Body)
	return doc, err
}

func (d *cell) part() string { return evaluation.PartCells + d.Class }

func (s *Store) dropExpired(ctx context.Context, c *evaluation.Cell) error {
	_, err := s.remove(ctx, s.cells, bson.D{
		equals("office", c.Office), equals("class", c.Class),
		equals("$or", bson.A{bson.D{equals("id", c.ID)}, bson.D{equals("unique", c.Unique)}}),
		equals("expires", bson.D{equals("$ne", nil), equals("$lte", millis(s.now()))}),
	})
	return err
}

// DeleteCell removes a cell, expired or not.
func (s *Store) DeleteCell(ctx context.Context, class, office, id string) error {
	return s.write(ctx, func(ctx context.Context) error {
		_, err := s.remove(ctx, s.cells, place{office, key(class, office, id)}.filter())
		return err
	})
}

// DeleteCells removes the cells with a ref.
func (s *Store) DeleteCells(ctx context.Context, class, office, ref string) error {
	if ref == "" {
		return storage.Invalid("cells: no ref")
	}
	_, err := s.sweep(ctx, s.cells, bson.D{equals("office", office), equals("class", class), equals("ref", ref)})
	return err
}

// FindCells reads a page of cells.
func (s *Store) FindCells(ctx context.Context, q evaluation.CellQuery) ([]evaluation.Cell, error) {
	limit, err := storage.Limit(q.Limit)
	if err != nil {
		return nil, err
	}
	after, order := "$gt", 1
	if q.Desc {
		order = -1
	}
	if q.Desc && q.After != "" {
		after = "$lt"
	}
	id := bson.D{equals(after, q.After)}
	if len(q.IDs) > 0 {
		id = append(id, equals("$in", q.IDs))
	}
	filter := bson.D{equals("office", q.Office), equals("class", q.Class), equals("id", id), s.live()}
	if len(q.Refs) > 0 {
		filter = append(filter, equals("ref", bson.D{equals("$in", q.Refs)}))
	}
	docs, err := all[cell](ctx, s, s.cells, filter, options.Find().SetSort(bson.D{equals("id", order)}).SetLimit(int64(limit)))
	if err != nil {
		return nil, err
	}
	var list []evaluation.Cell
	for i := range docs {
		c, err := docs[i].value()
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// SweepCells removes cells that expired before t.
func (s *Store) SweepCells(ctx context.Context, t time.Time) (int, error) {
	return s.sweep(ctx, s.cells, bson.D{equals("expires", bson.D{equals("$ne", nil), equals("$lt", millis(t))})})
}

func (s *Store) sweep(ctx context.Context, c *driver.Collection, filter bson.D) (n int, err error) {
	err = s.write(ctx, func(ctx context.Context) (err error) {
		n, err = s.remove(ctx, c, filter)
		return err
	})
	return n, err
}
