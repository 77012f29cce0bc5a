package mongo

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
)

// numberings is how often a new record takes another serial because one that was
// created at the same time has taken it.
const numberings = 100

// insertRecord writes a new record and gives it a serial if it has none.
func (s *Store) insertRecord(ctx context.Context, r *evaluation.Record, doc *record) error {
	given := r.Serial
	for i := 0; ; i++ {
		if given == 0 {
			var err error
			if r.Serial, err = s.sealer.Serial(r, s.highest(ctx, r), s.taken(ctx, r)); err != nil {
				return err
			}
			doc.Serial = r.Serial
		}
		err := s.insert(ctx, s.records, place{doc.Office, doc.Key}, doc.part(), doc, &doc.Stamp)
		if given != 0 || i == numberings || !driver.IsDuplicateKeyError(err) {
			return err
		}
		if lost, terr := s.taken(ctx, r)(r.Serial); terr != nil || !lost {
			return cmp.Or(terr, err)
		}
	}
}

func serials(r *evaluation.Record, serial any) bson.D {
	return bson.D{equals("office", r.Office), equals("kind", r.Kind), equals("serial", serial)}
}

func (s *Store) highest(ctx context.Context, r *evaluation.Record) func(first, last int64) (int64, error) {
	return func(first, last int64) (int64, error) {
		var d struct {
			Serial int64 `bson:"serial"`
		}
		err := s.records.FindOne(ctx, serials(r, bson.D{equals("$gte", first), equals("$lte", last)}),
			options.FindOne().SetSort(bson.D{equals("serial", -1)}).SetProjection(bson.D{equals("serial", 1)})).Decode(&d)
		if errors.Is(err, driver.ErrNoDocuments) {
			err = nil
		}
		return d.Serial, err
	}
}

func (s *Store) taken(ctx context.Context, r *evaluation.Record) func(int64) (bool, error) {
	return func(serial int64) (bool, error) {
		n, err := s.records.CountDocuments(ctx, serials(r, serial))
		return n > 0, err
	}
}

// numbering gives serials to the records of a database from before schema 4, in the
// order of their keys: ids sort by the time of creation.
type numbering struct {
	s    *Store
	high map[string]int64 // by office, kind and year
	used map[string]bool  // by office, kind and serial
}

func (s *Store) numbering() *numbering {
	return &numbering{s: s, high: map[string]int64{}, used: map[string]bool{}}
}

func ofKind(r *evaluation.Record, n int64) string {
	return fmt.Sprintf("%q %q %d", r.Office, r.Kind, n)
}

// give gives the record a serial unless it has one.
func (n *numbering) give(r *evaluation.Record) (err error) {
	first, _ := evaluation.Serials(r)
	year := ofKind(r, first)
	if r.Serial == 0 {
		r.Serial, err = n.s.sealer.Serial(r, func(_, _ int64) (int64, error) { return n.high[year], nil },
			func(serial int64) (bool, error) { return n.used[ofKind(r, serial)], nil })
	}
	n.used[ofKind(r, r.Serial)] = true
	n.high[year] = max(n.high[year], r.Serial)
	return err
}

// numberAll gives all records their serials. No other program may write meanwhile.
func (s *Store) numberAll(ctx context.Context) error {
	n := s.numbering()
	for last := ""; ; {
		page, err := all[bson.Raw](ctx, s, s.records, bson.D{equals("_id", bson.D{equals("$gt", last)})},
			options.Find().SetSort(bson.D{equals("_id", 1)}).SetLimit(pageOfEverything))
		if err != nil || len(page) == 0 {
			return err
		}
		var open []unnumbered
		for _, raw := range page {
			u, err := n.read(raw)
			if err != nil {
				return err
			}
			if last = u.old.ID; u.doc.Serial != 0 {
				open = append(open, u)
			}
		}
		if err := together(open, func(u *unnumbered) error {
			_, err := s.replace(ctx, s.records, u.old, u.doc.part(), &u.doc, &u.doc.Stamp)
			return err
		}); err != nil {
			return err
		}
	}
}

// unnumbered is a stored record, and as it is to be stored: with a serial, or with
// none if there is nothing to change.
type unnumbered struct {
	old *standing
	doc record
}

// read leaves a document that was changed outside Kaoji and cannot be read as it is:
// verification reports it.
func (n *numbering) read(raw bson.Raw) (u unnumbered, err error) {
	if u.old, err = standingOf(raw); err != nil {
		return u, err
	}
	var r evaluation.Record
	if err = bson.Unmarshal(raw, &u.doc); err == nil {
		r, err = u.doc.value()
	}
	if err != nil {
		return unnumbered{old: u.old}, nil //nolint:nilerr // verification reports it
	}
	had := r.Serial
	if err := n.give(&r); err != nil || had != 0 {
		return unnumbered{old: u.old}, err
	}
	u.doc.Serial = r.Serial
	return u, nil
}
