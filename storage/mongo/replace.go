package mongo

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/storage"
)

// tries is how often a write is repeated because the replaced document was counted
// meanwhile.
const tries = 20

// insert writes a new document. It replaces a removed document that is not yet
// counted out.
func (s *Store) insert(ctx context.Context, c *driver.Collection, at place, part string, doc any, st *Stamp) error {
	if err := s.stamped(c, at.id, part, doc, st, uncounted+random()); err != nil {
		return err
	}
	_, err := c.InsertOne(ctx, doc)
	if !driver.IsDuplicateKeyError(err) {
		return err
	}
	for range tries {
		old, serr := s.standing(ctx, c, at)
		if errors.Is(serr, driver.ErrNoDocuments) || serr == nil && !old.Gone {
			return err
		}
		if serr != nil {
			return serr
		}
		if done, rerr := s.replace(ctx, c, old, part, doc, st); done || rerr != nil {
			return rerr
		}
	}
	return err
}

// replace overwrites the document that was read, if it is unchanged.
func (s *Store) replace(ctx context.Context, c *driver.Collection, old *standing, part string, doc any, st *Stamp) (bool, error) {
	was, err := s.carried(c.Name(), old)
	if err != nil {
		return false, err
	}
	if err := s.stamped(c, old.ID, part, doc, st, was); err != nil {
		return false, err
	}
	res, err := c.ReplaceOne(ctx, old.same(), doc)
	return err == nil && res.MatchedCount > 0, err
}

// swap replaces the document if it still has the version; otherwise it returns
// whether it has another version or does not exist. Not every server says on
// replace that a natural key is taken, so the reason of a failure is looked up.
func (s *Store) swap(ctx context.Context, c *driver.Collection, at place, part string, seen int64, doc any, st *Stamp, natural bson.D) error {
	for range tries {
		old, err := s.standing(ctx, c, at)
		switch {
		case err != nil:
			return err
		case old.Gone:
			return storage.NotFound()
		case old.Version != seen:
			return storage.Conflict()
		}
		done, err := s.replace(ctx, c, old, part, doc, st)
		if err != nil {
			n, cerr := c.CountDocuments(ctx, append(natural, equals("_id", bson.D{equals("$ne", at.id)})))
			if cerr == nil && n > 0 {
				return storage.Conflict().Because(err)
			}
			return err
		}
		if done {
			return nil
		}
	}
	return storage.Conflict()
}

// left is the filter for documents that were not removed.
var left = equals("gone", bson.D{equals("$ne", true)})

// pageOfRemoval is the number of documents removed with one command.
const pageOfRemoval = 500

// remove removes the documents that match the filter and returns their number. A
// removed document stays as an empty one, which no call finds, until it is counted
// out.
func (s *Store) remove(ctx context.Context, c *driver.Collection, filter bson.D) (n int, err error) {
	filter = append(filter, left)
	for range 1000 {
		var page []bson.Raw
		cur, err := c.Find(ctx, filter, options.Find().SetLimit(pageOfRemoval).SetProjection(bson.D{equals("content", 0)}))
		if err == nil {
			err = cur.All(ctx, &page)
		}
		if err != nil || len(page) == 0 {
			return n, err
		}
		var removed atomic.Int64
		if err := together(page, func(raw *bson.Raw) error {
			old, err := standingOf(*raw)
			if err != nil {
				return err
			}
			grave, err := s.grave(c.Name(), old)
			if err != nil {
				return err
			}
			res, err := c.ReplaceOne(ctx, old.same(), grave)
			if err == nil {
				removed.Add(res.MatchedCount)
			}
			return err
		}); err != nil {
			return n, err
		}
		n += int(removed.Load())
	}
	return n, errors.New("mongodb: removing does not end")
}

// grave is the empty document that replaces a removed one. It is expired and has no
// natural key.
func (s *Store) grave(table string, old *standing) (bson.D, error) {
	was, err := s.carried(table, old)
	if err != nil {
		return nil, err
	}
	part := old.part(table)
	return bson.D{
		equals("_id", old.ID), equals("office", old.Office), equals("class", ""), equals("id", old.ID), equals("unique", old.ID), equals("ref", ""),
		equals("record", "gone"), equals("expires", millis(time.UnixMilli(0))), equals("version", old.Version+1),
		equals("gone", true), equals("part", part), equals("salt", random()), equals("mark", ""), equals("was", was), equals("open", true),
		equals("tie", s.tie(table, old.ID, part, "", was)),
	}, nil
}
