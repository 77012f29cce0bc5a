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

// numberAll gives the records of a database from before schema 4 their serials. Ids
// sort by the time of creation, and keys by office and id. No other program may
// write meanwhile.
func (s *Store) numberAll(ctx context.Context) error {
	high, used := map[string]int64{}, map[string]bool{}
	kind := func(r *evaluation.Record) string { return fmt.Sprintf("%q %q", r.Office, r.Kind) }
	year := func(r *evaluation.Record) string {
		first, _ := evaluation.Serials(r)
		return fmt.Sprint(kind(r), first)
	}
	return walk(ctx, s, s.records, nil, func(raw *bson.Raw) (string, error) {
		old, err := standingOf(*raw)
		if err != nil {
			return "", err
		}
		var doc record
		if bson.Unmarshal(*raw, &doc) != nil {
			return old.ID, nil // it was changed outside Kaoji: verification reports it
		}
		r, err := doc.value()
		if err != nil {
			return old.ID, nil //nolint:nilerr // as above
		}
		numbered := r.Serial != 0
		if !numbered {
			doc.Serial, err = s.sealer.Serial(&r, func(_, _ int64) (int64, error) { return high[year(&r)], nil },
				func(n int64) (bool, error) { return used[fmt.Sprint(kind(&r), n)], nil })
			if err != nil {
				return "", err
			}
			r.Serial = doc.Serial
			if _, err = s.replace(ctx, s.records, old, doc.part(), &doc, &doc.Stamp); err != nil {
				return "", err
			}
		}
		used[fmt.Sprint(kind(&r), r.Serial)] = true
		high[year(&r)] = max(high[year(&r)], r.Serial)
		return old.ID, nil
	})
}
