package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

const pageOfEverything = 200

// Everything reads all collections in the order of their keys.
func (s *Store) Everything(ctx context.Context, each func(evaluation.Item) error) error {
	if err := walk(ctx, s, s.records, nil, func(d *record) (string, error) {
		r, err := d.value()
		if err != nil {
			return d.Key, err
		}
		return d.Key, each(evaluation.Item{Record: &r})
	}); err != nil {
		return err
	}
	if err := walk(ctx, s, s.cells, bson.D{s.live()}, func(d *cell) (string, error) {
		c, err := d.value()
		if err != nil {
			return d.Key, err
		}
		return d.Key, each(evaluation.Item{Cell: &c})
	}); err != nil {
		return err
	}
	if err := walk(ctx, s, s.blobs, bson.D{left}, func(d *blob) (string, error) { return d.Key, s.giveBlob(ctx, d, each) }); err != nil {
		return err
	}
	if err := walk(ctx, s, s.trail, nil, func(d *event) (string, error) {
		e := d.value()
		return d.Key, each(evaluation.Item{Event: &e})
	}); err != nil {
		return err
	}
	return s.allSeals(ctx, each)
}

// allSeals returns the seals as counted so far.
func (s *Store) allSeals(ctx context.Context, each func(evaluation.Item) error) error {
	offices, err := s.Offices(ctx)
	if err != nil {
		return err
	}
	for _, office := range append(offices, "") {
		var k kept
		err := s.read(ctx, func(ctx context.Context) (err error) {
			k, err = s.readSeal(ctx, office)
			return err
		})
		if evaluation.CodeOf(err) == evaluation.CodeState {
			continue // the other items continue
		}
		if err == nil {
			err = each(evaluation.Item{Seal: &k.Seal})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// walk reads page after page in the order of keys; give returns the key of each.
// Contents of files are not included; they are read one by one.
func walk[T any](ctx context.Context, s *Store, c *driver.Collection, only bson.D, give func(*T) (string, error)) error {
	last := ""
	for {
		docs, err := all[T](ctx, s, c, append(bson.D{equals("_id", bson.D{equals("$gt", last)})}, only...),
			options.Find().SetSort(bson.D{equals("_id", 1)}).SetLimit(int64(s.page)).SetProjection(bson.D{equals("content", 0)}))
		if err != nil || len(docs) == 0 {
			return err
		}
		for i := range docs {
			if last, err = give(&docs[i]); err != nil {
				return err
			}
		}
	}
}

func (s *Store) giveBlob(ctx context.Context, d *blob, each func(evaluation.Item) error) error {
	b, err := s.BlobInfo(ctx, d.Office, d.ID)
	if err == nil {
		var content []byte
		if content, err = s.BlobContent(ctx, d.Office, d.ID); err == nil {
			return each(evaluation.Item{Blob: &b, Content: content})
		}
	}
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil // swept meanwhile
	}
	return err
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
	doc, err := document(&r)
	if err != nil {
		return storage.Invalid(err.Error())
	}
	return s.write(ctx, func(ctx context.Context) error {
		return s.insertRecord(ctx, &r, &doc)
	})
}

func (s *Store) takeCell(ctx context.Context, c evaluation.Cell) error {
	c, err := storage.Cell(c)
	if err != nil {
		return err
	}
	doc, err := cellDocument(&c)
	if err != nil {
		return storage.Invalid(err.Error())
	}
	return s.write(ctx, func(ctx context.Context) error {
		return s.insert(ctx, s.cells, place{doc.Office, doc.Key}, doc.part(), &doc, &doc.Stamp)
	})
}
