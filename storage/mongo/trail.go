package mongo

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

type event struct {
	Key     string             `bson:"_id"`
	Office  string             `bson:"office"`
	Seq     int64              `bson:"seq"`
	At      primitive.DateTime `bson:"at"`
	Account string             `bson:"account"`
	Person  string             `bson:"person"`
	Name    string             `bson:"name"`
	Action  string             `bson:"action"`
	Outcome string             `bson:"outcome"`
	Kind    string             `bson:"kind"`
	Record  string             `bson:"record"`
	Detail  string             `bson:"detail"`
	Address string             `bson:"address"`
	Prev    string             `bson:"prev"`
	Hash    string             `bson:"hash"`
	Look    string             `bson:"look,omitempty"`   // as JSON
	People  []string           `bson:"people,omitempty"` // of Look
	Stamp   `bson:",inline"`
}

func trailIndexes() []driver.IndexModel {
	return []driver.IndexModel{
		index(true, "office", "seq"),
		index(false, "office", "account", "seq"),
		index(false, "office", "record", "seq"),
		index(false, "office", "action", "outcome", "seq"),
		index(false, "office", "people", "seq"),
		index(false, "office", "open"),
	}
}

// AppendTrail stores the next entry. It first checks that the entry before it is
// there. Entries are never removed, so the unique key then decides every race.
func (s *Store) AppendTrail(ctx context.Context, e evaluation.TrailEntry) error {
	e, err := storage.Trail(e)
	if err != nil {
		return err
	}
	look, err := storage.Look(&e.Look)
	if err != nil {
		return err
	}
	return s.read(ctx, func(ctx context.Context) error {
		if e.Seq > 1 {
			before := place{e.Office, eventKey(e.Office, e.Seq-1)}.filter()
			err := s.trail.FindOne(ctx, before, options.FindOne().SetProjection(bson.D{equals("_id", 1)})).Err()
			if errors.Is(err, driver.ErrNoDocuments) {
				return storage.Conflict()
			}
			if err != nil {
				return err
			}
		}
		doc := event{
			Key: eventKey(e.Office, e.Seq), Office: e.Office, Seq: e.Seq, At: millis(e.At),
			Account: e.Account, Person: e.Person, Name: e.Name, Action: e.Action, Outcome: e.Outcome, Kind: e.Kind,
			Record: e.Record, Detail: e.Detail, Address: e.Address, Prev: e.Prev, Hash: e.Hash,
			Look: look, People: e.Look.People(),
		}
		return s.insert(ctx, s.trail, place{doc.Office, doc.Key}, evaluation.PartTrail, &doc, &doc.Stamp)
	})
}

func eventKey(office string, seq int64) string { return key(office, fmt.Sprintf("%012d", seq)) }

func (s *Store) last(ctx context.Context, office string) (event, error) {
	var d event
	err := s.trail.FindOne(ctx, bson.D{equals("office", office)}, options.FindOne().SetSort(bson.D{equals("seq", -1)})).Decode(&d)
	return d, err
}

// LastTrail reads the end of the chain.
func (s *Store) LastTrail(ctx context.Context, office string) (evaluation.TrailEntry, error) {
	var d event
	err := s.read(ctx, func(ctx context.Context) (err error) {
		d, err = s.last(ctx, office)
		return err
	})
	if err != nil {
		return evaluation.TrailEntry{}, err
	}
	return d.value(), nil
}

func (d *event) value() evaluation.TrailEntry {
	return evaluation.TrailEntry{
		TrailEvent: evaluation.TrailEvent{
			Office: d.Office, Account: d.Account, Person: d.Person, Name: d.Name, Action: d.Action, Outcome: d.Outcome,
			Kind: d.Kind, Record: d.Record, Detail: d.Detail, Address: d.Address, Look: storage.ReadLook(d.Look),
		},
		Seq: d.Seq, At: instant(d.At), Prev: d.Prev, Hash: d.Hash,
	}
}

// FindTrail reads a page of the chain.
func (s *Store) FindTrail(ctx context.Context, office string, f evaluation.TrailFilter, after int64, desc bool, limit int) ([]evaluation.TrailEntry, error) {
	limit, err := storage.Limit(limit)
	if err != nil {
		return nil, err
	}
	filter := bson.D{equals("office", office)}
	for _, c := range []struct{ field, value string }{
		{"account", f.Account}, {"action", f.Action}, {"outcome", f.Outcome}, {"kind", f.Kind}, {"record", f.Record},
	} {
		if c.value != "" {
			filter = append(filter, equals(c.field, c.value))
		}
	}
	if f.Shown != "" {
		filter = append(filter, equals("people", f.Shown))
	}
	filter = span(filter, "at", f.From, f.To)
	way := 1
	switch {
	case !desc:
		filter = append(filter, equals("seq", bson.D{equals("$gt", after)}))
	case after != 0:
		filter = append(filter, equals("seq", bson.D{equals("$lt", after)}))
	}
	if desc {
		way = -1
	}
	docs, err := all[event](ctx, s, s.trail, filter, options.Find().SetSort(bson.D{equals("seq", way)}).SetLimit(int64(limit)))
	if err != nil {
		return nil, err
	}
	var list []evaluation.TrailEntry
	for i := range docs {
		list = append(list, docs[i].value())
	}
	return list, nil
}
