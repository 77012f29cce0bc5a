package mongo

import (
	"context"
	"errors"
	"sync"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

// pageOfCounting is the number of documents of a collection that are counted at
// once.
const pageOfCounting = 500

// settle counts the documents of an office that are open when it begins, and
// returns the seal.
//
// A write and its counting are two writes, because there are no transactions. To
// make this safe, each document stores what is counted of it (Was), and the seal
// names the documents whose stamps do not say so yet (Pending):
//
//  1. the seal is replaced: it counts the open documents and names them;
//  2. each of them that is unchanged is closed; one that was replaced or removed
//     meanwhile gets the counted mark as its Was;
//  3. the seal is replaced once more, without names.
//
// After a crash, or next to another process, settle begins with step 2 for the
// documents that the seal names; repeating it has no further effect.
func (s *Store) settle(ctx context.Context, office string) (evaluation.Seal, error) {
	for last := false; ; {
		k, err := s.readSeal(ctx, office)
		if err != nil {
			return k.Seal, err
		}
		if err := s.closeAll(ctx, k.Pending); err != nil {
			return k.Seal, err
		}
		var found counting
		if !last {
			if found, err = s.open(ctx, office); err != nil {
				return k.Seal, err
			}
		}
		if len(found.names) == 0 && len(k.Pending) == 0 {
			return k.Seal, nil
		}
		if k.Pending = found.names; len(found.names) > 0 {
			storage.Count(&k.Seal, found.changes)
		}
		done, err := s.writeSeal(ctx, &k) // a lost race is handled in the next round
		if err != nil {
			return k.Seal, err
		}
		last = last || done && !found.more
	}
}

// counting is the content of one round; more says that there are more documents.
type counting struct {
	changes []storage.Change
	names   []pending
	more    bool
}

// open finds documents that must be counted. A stamp not written by Kaoji is
// skipped; the audit reports it.
func (s *Store) open(ctx context.Context, office string) (found counting, err error) {
	for _, c := range s.collections() {
		var page []bson.Raw
		cur, err := c.Find(ctx, bson.D{equals("office", office), equals("open", true)},
			options.Find().SetLimit(pageOfCounting).SetProjection(bson.D{equals("content", 0), equals("payload", 0), equals("history", 0), equals("body", 0)}))
		if err == nil {
			err = cur.All(ctx, &page)
		}
		if err != nil {
			return found, err
		}
		found.more = found.more || len(page) == pageOfCounting
		for _, raw := range page {
			d, err := standingOf(raw)
			if err != nil {
				return found, err
			}
			if !s.tied(c.Name(), d) {
				continue
			}
			found.changes = append(found.changes, storage.Change{Office: office, Part: d.part(c.Name()), Old: counted(d.Was), New: markOf(d.Mark)})
			found.names = append(found.names, pending{Table: c.Name(), Office: d.Office, ID: d.ID, Old: d.Was, New: d.Mark, Part: d.part(c.Name())})
		}
	}
	return found, nil
}

// closeAll closes the stamps of counted documents.
func (s *Store) closeAll(ctx context.Context, list []pending) error {
	return together(list, func(p *pending) error { return s.close(ctx, p) })
}

// together makes independent writes, some at the same time, because they wait for
// the same journal. It returns their errors joined.
func together[T any](list []T, write func(*T) error) error {
	const atOnce = 16
	errs := make([]error, len(list))
	room := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i := range list {
		room <- struct{}{}
		wg.Go(func() {
			defer func() { <-room }()
			errs[i] = write(&list[i])
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// close closes the stamp of a counted document. Usually the document is unchanged.
func (s *Store) close(ctx context.Context, p *pending) error {
	c := s.client.Database(s.name).Collection(p.Table)
	same := append(place{p.Office, p.ID}.filter(), equals("mark", p.New), equals("was", p.Old))
	if p.New == "" {
		res, err := c.DeleteOne(ctx, append(same, equals("gone", true)))
		if err != nil || res.DeletedCount > 0 {
			return err
		}
		return s.closeChanged(ctx, c, p)
	}
	res, err := c.UpdateOne(ctx, same, bson.D{equals("$set", bson.D{
		equals("was", p.New), equals("open", false), equals("tie", s.tie(p.Table, p.ID, p.Part, p.New, p.New)),
	})})
	if err != nil || res.MatchedCount > 0 {
		return err
	}
	return s.closeChanged(ctx, c, p)
}

// closeChanged closes a document that was replaced, removed or closed by somebody
// else after it was counted.
func (s *Store) closeChanged(ctx context.Context, c *driver.Collection, p *pending) error {
	for range tries {
		d, err := s.standing(ctx, c, place{p.Office, p.ID})
		switch {
		case errors.Is(err, driver.ErrNoDocuments):
			return nil
		case err != nil:
			return err
		case d.Was != p.Old:
			return nil // somebody has already done it
		}
		was := p.New
		if was == "" { // it was removed, counted out, and has come again
			was = uncounted + random()
		}
		res, err := c.UpdateOne(ctx, d.same(), bson.D{equals("$set", bson.D{
			equals("was", was), equals("open", d.Mark != was), equals("tie", s.tie(p.Table, p.ID, d.part(p.Table), d.Mark, was)),
		})})
		if err != nil || res.MatchedCount > 0 {
			return err
		}
	}
	return storage.Conflict()
}

// collections are the collections with stamped documents.
func (s *Store) collections() []*driver.Collection {
	return []*driver.Collection{s.records, s.cells, s.blobs, s.trail}
}
