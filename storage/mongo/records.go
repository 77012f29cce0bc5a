package mongo

import (
	"context"
	"strconv"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	driver "go.mongodb.org/mongo-driver/mongo"

	"kaoji/evaluation"
	"kaoji/storage"
)

// record is the document of an evaluation.Record. Days are text as printed, ""
// for none, so that they sort and compare as days.
type record struct {
	Key          string             `bson:"_id"`
	Serial       int64              `bson:"serial"`
	Office       string             `bson:"office"`
	ID           string             `bson:"id"`
	Kind         string             `bson:"kind"`
	Unique       string             `bson:"unique"`
	Parent       string             `bson:"parent"`
	Subject      string             `bson:"subject"`
	Unit         string             `bson:"unit"`
	Period       string             `bson:"period"`
	State        string             `bson:"state"`
	On           string             `bson:"on"`
	Due          string             `bson:"due"`
	Waiting      []string           `bson:"waiting"`
	Parties      []string           `bson:"parties"`
	HiddenFrom   []string           `bson:"hidden_from,omitempty"`
	Keys         bson.D             `bson:"keys,omitempty"` // k1, k2, … so that each has an index
	Words        string             `bson:"words,omitempty"`
	Terms        []string           `bson:"terms,omitempty"` // of the words
	Sort         string             `bson:"sort"`
	Confidential bool               `bson:"confidential"`
	Pending      bool               `bson:"pending"`
	Created      primitive.DateTime `bson:"created"`
	Changed      primitive.DateTime `bson:"changed"`
	Rules        string             `bson:"rules"`
	Version      int64              `bson:"version"`
	Payload      any                `bson:"payload"`
	Actors       []string           `bson:"actors,omitempty"`
	Effects      []effect           `bson:"effects"`
	History      []entry            `bson:"history"`
	Stamp        `bson:",inline"`
}

type effect struct {
	ID   string `bson:"id"`
	Name string `bson:"name"`
	Args *value `bson:"args,omitempty"`
	Done bool   `bson:"done"`
}

// value tells a null from nothing at all.
type value struct {
	Value any `bson:"value"`
}

type entry struct {
	Seq     int                `bson:"seq"`
	At      primitive.DateTime `bson:"at"`
	Account string             `bson:"account"`
	Person  string             `bson:"person"`
	Name    string             `bson:"name"`
	Act     string             `bson:"act"`
	From    string             `bson:"from"`
	To      string             `bson:"to"`
	Reason  string             `bson:"reason"`
	Content string             `bson:"content"`
	Prev    string             `bson:"prev"`
	Hash    string             `bson:"hash"`
}

func keyName(place int) string { return "k" + strconv.Itoa(place+1) }

func keyField(place int) string { return "keys." + keyName(place) }

func recordIndexes() []driver.IndexModel {
	return []driver.IndexModel{
		index(true, "office", "id"),
		index(true, "office", "kind", "unique"),
		index(false, "office", "kind", "id"),
		index(false, "office", "unique"),
		index(false, "office", "parent", "kind", "id"),
		index(false, "office", "subject", "kind", "id"),
		index(false, "office", "unit", "kind", "id"),
		index(false, "office", "period", "kind", "id"),
		index(false, "office", "state", "kind", "id"),
		index(false, "office", "kind", "state", "unit", "period"), // counts
		index(false, "office", "kind", "on", "state", "unit"),     // counts of a year
		index(false, "office", "on", "id"),
		index(false, "office", "due", "id"),
		index(false, "office", "sort", "id"),
		index(false, "office", "changed", "id"),
		index(false, "office", "kind", "changed", "id"),
		index(false, "office", "kind", keyField(0), "id"),
		index(false, "office", "kind", keyField(1), "id"),
		index(false, "office", "kind", keyField(2), "id"),
		index(false, "office", "kind", keyField(3), "id"),
		index(false, "office", "pending", "id"),
		index(false, "office", "waiting", "due"),
		index(false, "office", "parties", "id"),
		index(false, "office", "hidden_from"),
		index(false, "office", "kind", "terms", "id"),
		index(false, "office", "history.account", "changed"),
		index(false, "office", "open"),
	}
}

// serialIndex can be made when all records have serials.
func serialIndex() driver.IndexModel { return index(true, "office", "kind", "serial") }

// Get reads one record by its key.
func (s *Store) Get(ctx context.Context, office, id string) (evaluation.Record, error) {
	var doc record
	err := s.read(ctx, func(ctx context.Context) error {
		return s.records.FindOne(ctx, place{office, key(office, id)}.filter()).Decode(&doc)
	})
	if err != nil {
		return evaluation.Record{}, err
	}
	return doc.value()
}

// Put inserts, or replaces the version that was seen.
func (s *Store) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	r, err := storage.Record(r)
	if err != nil {
		return evaluation.Record{}, err
	}
	seen := r.Version
	r.Version++
	doc, err := document(&r)
	if err != nil {
		return evaluation.Record{}, storage.Invalid(err.Error())
	}
	err = s.write(ctx, func(ctx context.Context) error {
		if seen == 0 {
			return s.insertRecord(ctx, &r, &doc)
		}
		return s.swap(ctx, s.records, place{doc.Office, doc.Key}, doc.part(), seen, &doc, &doc.Stamp, bson.D{equals("office", r.Office), equals("kind", r.Kind), equals("unique", r.Unique)})
	})
	if err != nil {
		return evaluation.Record{}, err
	}
	return r, nil
}

func (d *record) part() string { return evaluation.PartRecords + d.Kind }

func document(r *evaluation.Record) (record, error) {
	d := record{
		Key: key(r.Office, r.ID), Serial: r.Serial, Office: r.Office, ID: r.ID, Kind: r.Kind, Unique: r.Unique, Parent: r.Parent,
		Subject: r.Subject, Unit: r.Unit, Period: r.Period, State: string(r.State), On: r.On.String(), Due: r.Due.String(),
		Waiting: r.Waiting, Parties: r.Parties, HiddenFrom: r.HiddenFrom, Actors: r.Actors, Words: r.Words, Terms: evaluation.Terms(r.Words), Sort: r.Sort, Confidential: r.Confidential, Pending: r.Pending,
		Created: millis(r.Created), Changed: millis(r.Changed), Rules: r.Rules, Version: r.Version,
	}
	for place, key := range r.Keys {
		d.Keys = append(d.Keys, equals(keyName(place), key))
	}
	var err error
	if d.Payload, err = fromJSON(r.Payload); err != nil {
		return d, err
	}
	for _, e := range r.Effects {
		to := effect{ID: e.ID, Name: e.Name, Done: e.Done}
		if len(e.Args) > 0 {
			args, err := fromJSON(e.Args)
			if err != nil {
				return d, err
			}
			to.Args = &value{args}
		}
		d.Effects = append(d.Effects, to)
	}
	for _, e := range r.History {
		d.History = append(d.History, entry{
			Seq: e.Seq, At: millis(e.At), Account: e.Account, Person: e.Person, Name: e.Name, Act: e.Act,
			From: string(e.From), To: string(e.To), Reason: e.Reason, Content: e.Content, Prev: e.Prev, Hash: e.Hash,
		})
	}
	return d, nil
}

func (d *record) value() (evaluation.Record, error) {
	r := evaluation.Record{
		Serial: d.Serial, Office: d.Office, ID: d.ID, Kind: d.Kind, Unique: d.Unique, Parent: d.Parent,
		Subject: d.Subject, Unit: d.Unit, Period: d.Period, State: evaluation.State(d.State),
		Waiting: none(d.Waiting), Parties: none(d.Parties), HiddenFrom: none(d.HiddenFrom), Actors: none(d.Actors), Words: d.Words, Sort: d.Sort, Confidential: d.Confidential, Pending: d.Pending,
		Created: instant(d.Created), Changed: instant(d.Changed), Rules: d.Rules, Version: d.Version,
	}
	for _, e := range d.Keys {
		key, _ := e.Value.(string)
		r.Keys = append(r.Keys, key)
	}
	var err error
	if r.On, err = evaluation.ParseDate(d.On); err != nil {
		return r, storage.Unavailable(err)
	}
	if r.Due, err = evaluation.ParseDate(d.Due); err != nil {
		return r, storage.Unavailable(err)
	}
	if r.Payload, err = toJSON(d.Payload); err != nil {
		return r, storage.Unavailable(err)
	}
	for _, e := range d.Effects {
		to := evaluation.Effect{ID: e.ID, Name: e.Name, Done: e.Done}
		if e.Args != nil {
			if to.Args, err = toJSON(e.Args.Value); err != nil {
				return r, storage.Unavailable(err)
			}
		}
		r.Effects = append(r.Effects, to)
	}
	for _, e := range d.History {
		r.History = append(r.History, evaluation.Entry{
			Seq: e.Seq, At: instant(e.At), Account: e.Account, Person: e.Person, Name: e.Name, Act: e.Act,
			From: evaluation.State(e.From), To: evaluation.State(e.To), Reason: e.Reason, Content: e.Content, Prev: e.Prev, Hash: e.Hash,
		})
	}
	return r, nil
}
