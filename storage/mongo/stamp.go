package mongo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"

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
