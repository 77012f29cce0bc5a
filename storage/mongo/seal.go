package mongo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

// Stamp contains the last fields of every document. It is written with the document
// in the same write, and says what part of it has been counted in the office's
// seal. Counting comes later and can be interrupted at any point: see settle.
type Stamp struct {
	Salt string `bson:"salt"` // random: no two writes have the same mark
	Mark string `bson:"mark"` // keyed hash of the document with its salt; "" of a removed one
	Was  string `bson:"was"`  // the mark that is counted in the seal; begins with uncounted if none is
	Open bool   `bson:"open"` // Mark is not counted yet
	Tie  string `bson:"tie"`  // keyed hash of the key, the part, Mark and Was
}

// uncounted is the prefix of Was in a document that has not been counted. A random
// value follows, so that a new document with the same key is different.
const uncounted = "~"

func counted(was string) *evaluation.Mark {
	if strings.HasPrefix(was, uncounted) {
		return nil
	}
	return markOf(was)
}

func markOf(text string) *evaluation.Mark {
	var m evaluation.Mark
	if m.UnmarshalText([]byte(text)) != nil {
		return nil
	}
	return &m
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

func hexed(m evaluation.Mark) string { return hex.EncodeToString(m[:]) }

// markRaw is the mark of a document as stored: of all fields except the stamp, and
// for files without the content, which is covered by its SHA-256.
func (s *Store) markRaw(table string, raw bson.Raw) (string, error) {
	fields, err := raw.Elements()
	if err != nil {
		return "", err
	}
	var content [][]byte
	for _, f := range fields {
		switch f.Key() {
		case "mark", "was", "open", "tie", "content":
		default:
			content = append(content, f)
		}
	}
	return hexed(s.sealer.Mark(table, content...)), nil
}

func (s *Store) tie(table, id, part, mark, was string) string {
	return hexed(s.sealer.Mark("tie "+table, []byte(id), []byte(part), []byte(mark), []byte(was)))
}

// maxStored is the largest size of a document in BSON, in bytes. MongoDB accepts 16
// MB; the rest is for the stamp and the driver's command.
const maxStored = 15 << 20

// stamped fills the stamp st, which is part of doc.
func (s *Store) stamped(c *driver.Collection, id, part string, doc any, st *Stamp, was string) error {
	*st = Stamp{Salt: random()}
	raw, err := bson.Marshal(doc)
	if err != nil {
		return storage.Invalid(err.Error())
	}
	if len(raw) > maxStored {
		return storage.TooLarge()
	}
	if st.Mark, err = s.markRaw(c.Name(), raw); err != nil {
		return err
	}
	st.Was, st.Open, st.Tie = was, true, s.tie(c.Name(), id, part, st.Mark, was)
	return nil
}

// standing is the stored document under a key, as far as needed to replace it.
type standing struct {
	ID      string `bson:"_id"`
	Office  string `bson:"office"`
	Kind    string `bson:"kind"`  // of a record
	Class   string `bson:"class"` // of a cell
	Part    string `bson:"part"`  // of a removed thing
	Gone    bool   `bson:"gone"`  // it was removed and is still to be counted out
	Version int64  `bson:"version"`
	Stamp   `bson:",inline"`

	raw bson.Raw
}

// part is the part of the seal in which a document is counted.
func (d *standing) part(table string) string {
	switch {
	case d.Gone:
		return d.Part
	case table == "records":
		return evaluation.PartRecords + d.Kind
	case table == "cells":
		return evaluation.PartCells + d.Class
	case table == "blobs":
		return evaluation.PartFiles
	}
	return evaluation.PartTrail
}

// tied reports whether Kaoji wrote the stamp.
func (s *Store) tied(table string, d *standing) bool {
	return d.Tie == s.tie(table, d.ID, d.part(table), d.Mark, d.Was)
}

// carried returns the Was of the document that replaces this one: its counted
// state. If it was changed without Kaoji, it is the mark of the present content,
// which was never counted, so that the counts no longer fit.
func (s *Store) carried(table string, d *standing) (string, error) {
	if d.Gone && s.tied(table, d) || d.Open && s.tied(table, d) {
		return d.Was, nil
	}
	return s.markRaw(table, d.raw)
}

func (s *Store) standing(ctx context.Context, c *driver.Collection, at place) (*standing, error) {
	raw, err := c.FindOne(ctx, at.filter(), options.FindOne().SetProjection(bson.D{equals("content", 0)})).Raw()
	if err != nil {
		return nil, err
	}
	return standingOf(raw)
}

func standingOf(raw bson.Raw) (*standing, error) {
	d := &standing{raw: raw}
	return d, bson.Unmarshal(raw, d)
}

// same is the filter for a document that has not changed since it was read.
func (d *standing) same() bson.D {
	return append(place{d.Office, d.ID}.filter(), equals("mark", d.Mark), equals("was", d.Was))
}

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

// kept is a seal as stored in the database: with the names of documents that it
// counts and whose stamps do not say so yet.
type kept struct {
	evaluation.Seal
	Pending []pending `json:"pending,omitempty"`

	tag string // as read; "" if there was none
}

type pending struct {
	Table  string `json:"table"`
	Office string `json:"office"`
	ID     string `json:"id"`
	Old    string `json:"old"` // the stamp's Was
	New    string `json:"new"` // the stamp's Mark; "" if the thing was removed
	Part   string `json:"part"`
}

type sealDoc struct {
	ID   string `bson:"_id"`
	Body string `bson:"body"`
	Tag  string `bson:"tag"`
}

func sealKey(office string) string { return "office/" + office }

func (s *Store) readSeal(ctx context.Context, office string) (kept, error) {
	k := kept{Seal: storage.EmptySeal(office)}
	var doc sealDoc
	err := s.seals.FindOne(ctx, bson.D{equals("_id", sealKey(office))}).Decode(&doc)
	switch {
	case errors.Is(err, driver.ErrNoDocuments):
		return k, nil
	case err != nil:
		return k, err
	}
	if k.Seal, err = s.sealer.Read(office, []byte(doc.Body), doc.Tag); err != nil {
		return k, err
	}
	k.tag = doc.Tag
	return k, json.Unmarshal([]byte(doc.Body), &k)
}

// writeSeal returns false if somebody else wrote it meanwhile.
func (s *Store) writeSeal(ctx context.Context, k *kept) (bool, error) {
	body, err := json.Marshal(k)
	if err != nil {
		return false, err
	}
	doc := sealDoc{ID: sealKey(k.Office), Body: string(body), Tag: s.sealer.Tag(body)}
	if k.tag == "" {
		_, err = s.seals.InsertOne(ctx, doc)
		if driver.IsDuplicateKeyError(err) {
			return false, nil
		}
		return err == nil, err
	}
	res, err := s.seals.ReplaceOne(ctx, bson.D{equals("_id", doc.ID), equals("tag", k.tag)}, doc)
	return err == nil && res.MatchedCount > 0, err
}

// Seal counts the open documents and returns the counts.
func (s *Store) Seal(ctx context.Context, office string) (evaluation.Seal, error) {
	var seal evaluation.Seal
	err := s.do(ctx, countPatience, func(ctx context.Context) (err error) {
		if s.frozen {
			k, err := s.readSeal(ctx, office)
			seal = k.Seal
			return err
		}
		seal, err = s.settle(ctx, office)
		return err
	})
	return seal, err
}

// Signed stores in the seal that it was signed.
func (s *Store) Signed(ctx context.Context, office string, writes int64) error {
	return s.reseal(ctx, office, func(seal *evaluation.Seal) { seal.Signed = max(seal.Signed, writes) })
}

// takeSeal continues the count of writes from the storage from which everything was
// copied, so that its signatures are older than the data here.
func (s *Store) takeSeal(ctx context.Context, from evaluation.Seal) error {
	return s.reseal(ctx, from.Office, func(seal *evaluation.Seal) {
		seal.Writes, seal.Signed = max(seal.Writes, from.Writes)+1, max(seal.Signed, from.Signed)
	})
}

func (s *Store) reseal(ctx context.Context, office string, change func(*evaluation.Seal)) error {
	return s.write(ctx, func(ctx context.Context) error {
		for range tries {
			k, err := s.readSeal(ctx, office)
			if err != nil {
				return err
			}
			change(&k.Seal)
			if done, err := s.writeSeal(ctx, &k); done || err != nil {
				return err
			}
		}
		return storage.Conflict()
	})
}
