package mongo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

// upgrade brings a database of an older schema up. It can be interrupted and
// repeated.
func (s *Store) upgrade(ctx context.Context, have int) error {
	if err := s.dump(ctx, have+1); err != nil {
		return err
	}
	if have == 1 {
		if err := s.stampEverything(ctx); err != nil {
			return err
		}
		if err := s.setVersion(ctx, have+1); err != nil {
			return err
		}
	}
	return s.numberAll(ctx)
}

// stampEverything adds keyed histories and stamps to a database of schema 1.
// Documents with a stamp are skipped.
func (s *Store) stampEverything(ctx context.Context) error {
	n, err := s.seals.CountDocuments(ctx, bson.D{})
	if err != nil {
		return err
	}
	if n > 0 {
		return errors.New("mongodb: the schema was set back: the database has been counted before")
	}
	var report storage.Upgraded
	for _, c := range s.collections() {
		if err := s.stampAll(ctx, c, &report); err != nil {
			return err
		}
	}
	body, err := json.Marshal(report)
	if err != nil || report.Records == 0 {
		return err
	}
	_, err = s.PutCell(ctx, evaluation.Cell{Class: storage.UpgradeClass, ID: storage.UpgradeSealed, Body: body})
	if evaluation.CodeOf(err) == evaluation.CodeConflict { // it was interrupted after this point
		return nil
	}
	return err
}

func (s *Store) stampAll(ctx context.Context, c *driver.Collection, report *storage.Upgraded) error {
	for {
		var page []bson.Raw
		cur, err := c.Find(ctx, bson.D{equals("tie", bson.D{equals("$exists", false)})},
			options.Find().SetLimit(pageOfEverything).SetProjection(bson.D{equals("content", 0)}))
		if err == nil {
			err = cur.All(ctx, &page)
		}
		if err != nil || len(page) == 0 {
			return err
		}
		for _, raw := range page {
			if err := s.stampOne(ctx, c, raw, report); err != nil {
				return err
			}
		}
	}
}

// stampOne gives a document its stamp, and a record its keyed history. No other
// program may write meanwhile.
func (s *Store) stampOne(ctx context.Context, c *driver.Collection, raw bson.Raw, report *storage.Upgraded) error {
	d, err := standingOf(raw)
	if err != nil {
		return err
	}
	var doc bson.D
	if err := bson.Unmarshal(raw, &doc); err != nil {
		return err
	}
	set := bson.D{}
	if c == s.blobs {
		if set, err = s.hashed(ctx, place{d.Office, d.ID}, doc); err != nil {
			return err
		}
	}
	if c == s.records {
		history, hidden, fits, err := s.keyed(raw)
		if err != nil {
			return err
		}
		report.Add(fits, d.ID)
		if len(hidden) > 0 {
			set, doc = append(set, equals("hidden_from", hidden)), append(doc, equals("hidden_from", hidden))
		}
		if fits {
			set = append(set, equals("history", history))
			for i := range doc {
				if doc[i].Key == "history" {
					doc[i].Value = history
				}
			}
		}
	}
	st := Stamp{Salt: random(), Was: uncounted + random(), Open: true}
	full, err := bson.Marshal(append(doc, equals("salt", st.Salt)))
	if err != nil {
		return err
	}
	if st.Mark, err = s.markRaw(c.Name(), full); err != nil {
		return err
	}
	st.Tie = s.tie(c.Name(), d.ID, d.part(c.Name()), st.Mark, st.Was)
	_, err = c.UpdateOne(ctx, place{d.Office, d.ID}.filter(), bson.D{equals("$set", append(set,
		equals("salt", st.Salt), equals("mark", st.Mark), equals("was", st.Was), equals("open", st.Open), equals("tie", st.Tie)))})
	return err
}

// hashed adds the SHA-256 to a file that was stored without one.
func (s *Store) hashed(ctx context.Context, at place, doc bson.D) (set bson.D, err error) {
	for i := range doc {
		if doc[i].Key != "sha256" || doc[i].Value != "" {
			continue
		}
		var b blob
		if err := s.blobs.FindOne(ctx, at.filter()).Decode(&b); err != nil {
			return nil, err
		}
		doc[i].Value = storage.SHA256(b.Content)
		set = append(set, doc[i])
	}
	return set, nil
}

func (s *Store) keyed(raw bson.Raw) (history []entry, hidden []string, fits bool, err error) {
	var doc record
	if err := bson.Unmarshal(raw, &doc); err != nil {
		return nil, nil, false, err
	}
	r, err := doc.value()
	if err != nil {
		return nil, nil, false, err
	}
	fits = s.sealer.KeyHistory(&r)
	doc, err = document(&r)
	return doc.History, storage.HiddenBefore(&r), fits, err
}

// dump writes every collection into the folder Before, one document after the
// other; mongorestore --drop can restore them. An existing file is the complete one
// of an interrupted upgrade.
func (s *Store) dump(ctx context.Context, to int) error {
	if s.before == "" {
		return nil
	}
	folder := filepath.Join(s.before, "before-schema-"+strconv.Itoa(to), s.name)
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	part := folder + ".part"
	if err := errors.Join(os.RemoveAll(part), os.MkdirAll(part, 0o700)); err != nil {
		return err
	}
	for _, c := range append(s.collections(), s.meta) {
		if err := dumpOne(ctx, c, filepath.Join(part, c.Name()+".bson")); err != nil {
			return err
		}
	}
	return os.Rename(part, folder)
}

func dumpOne(ctx context.Context, c *driver.Collection, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // in the operator's data folder
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	cur, err := c.Find(ctx, bson.D{})
	if err == nil {
		for err == nil && cur.Next(ctx) {
			_, err = w.Write(cur.Current)
		}
		err = errors.Join(err, cur.Err(), cur.Close(ctx))
	}
	if err == nil {
		err = errors.Join(w.Flush(), f.Sync())
	}
	return errors.Join(err, f.Close())
}
