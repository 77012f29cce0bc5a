// Package mongo stores all data in MongoDB: a replica set or a sharded cluster, for
// a district or city with many offices.
//
// Every operation of the port is one single-document write with majority and
// journal, so no transactions are needed. Payloads are real BSON documents that
// operators can query. Collections can be sharded by {office: 1}: every unique
// index begins with it.
package mongo

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	commands "go.mongodb.org/mongo-driver/event"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/mongo/readconcern"
	"go.mongodb.org/mongo-driver/mongo/readpref"
	"go.mongodb.org/mongo-driver/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"

	"kaoji/evaluation"
	"kaoji/storage"
)

// Options can be set by tests.
type Options struct {
	Now func() time.Time // decides which cells have expired; time.Now if nil
	Key storage.KeyFor   // key for histories, marks and counts; storage.NoKey if nil
	// Limits for the duration of a read and a write; 5 and 15 seconds if zero.
	ReadPatience, WritePatience time.Duration
	// Before is the folder to which an upgrade first writes the content of the
	// database, in the format of mongodump; "" writes nothing.
	Before string

	monitor *commands.CommandMonitor // receives every command, in tests
	page    int                      // documents read at once of everything, in tests; pageOfEverything if zero
}

// Store is evaluation.Store in a MongoDB database.
type Store struct {
	client  *driver.Client
	records *driver.Collection
	cells   *driver.Collection
	blobs   *driver.Collection
	trail   *driver.Collection
	meta    *driver.Collection
	seals   *driver.Collection
	name    string // of the database
	before  string
	key     storage.KeyFor
	sealer  storage.Sealer
	frozen  bool // opened read-only
	now     func() time.Time
	reading time.Duration // see readPatience
	writing time.Duration
	monitor *commands.CommandMonitor
	page    int          // documents read at once of everything
	mu      sync.RWMutex // locked for reading during a call
	closed  bool
}

var _ evaluation.Store = (*Store)(nil)

// Limits for the duration of a call, after which it returns CodeUnavailable; the
// caller's context may be shorter. A write waits for an election: the driver finds
// the new primary and repeats once a write that the old primary may not have
// stored.
const (
	readPatience  = 5 * time.Second
	writePatience = 15 * time.Second
	// countPatience limits operations on many documents: counting and auditing. An
	// interrupted one continues where it ended.
	countPatience = 5 * time.Minute
)

// Open connects to uri, whose path is the name of the database (default kaoji),
// creates the indexes and upgrades the data to the newest schema. A database of a
// newer Kaoji is refused.
func Open(ctx context.Context, uri string, opts ...Options) (*Store, error) {
	return start(ctx, uri, opts, (*Store).migrate)
}

// OpenReadOnly connects to read the data: nothing is written unless a call does so.
// An empty database is CodeNotFound, one of an older Kaoji CodeState.
func OpenReadOnly(ctx context.Context, uri string, opts ...Options) (*Store, error) {
	return start(ctx, uri, opts, (*Store).look)
}

func start(ctx context.Context, uri string, opts []Options, begin func(*Store, context.Context) error) (*Store, error) {
	address, err := connstring.ParseAndValidate(uri)
	if err != nil {
		// The driver's text may contain the address with its password.
		return nil, storage.Unavailable(errors.New("mongodb: the address cannot be read"))
	}
	name := address.Database
	if name == "" {
		name = "kaoji"
	}
	journal := true
	s := &Store{name: name, now: time.Now, key: storage.NoKey, reading: readPatience, writing: writePatience, page: pageOfEverything}
	for _, o := range opts {
		s.take(o)
	}
	client, err := driver.Connect(ctx, options.Client().ApplyURI(uri).
		SetServerSelectionTimeout(s.writing).SetConnectTimeout(s.reading).SetRetryWrites(true).
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journal, WTimeout: s.writing}).
		SetReadConcern(readconcern.Majority()).SetReadPreference(readpref.Primary()).SetMonitor(s.monitor))
	if err != nil {
		return nil, storage.Unavailable(err)
	}
	db := client.Database(name)
	s.client = client
	s.records, s.cells, s.blobs = db.Collection("records"), db.Collection("cells"), db.Collection("blobs")
	s.trail, s.meta, s.seals = db.Collection("trail"), db.Collection("meta"), db.Collection("seals")
	if err := begin(s, ctx); err != nil {
		return nil, storage.Unavailable(errors.Join(err, client.Disconnect(context.WithoutCancel(ctx))))
	}
	return s, nil
}

func (s *Store) take(o Options) {
	s.before, s.monitor = o.Before, o.monitor
	if o.page > 0 {
		s.page = o.page
	}
	if o.Now != nil {
		s.now = o.Now
	}
	if o.Key != nil {
		s.key = o.Key
	}
	if o.ReadPatience > 0 {
		s.reading = o.ReadPatience
	}
	if o.WritePatience > 0 {
		s.writing = o.WritePatience
	}
}

// read runs a call with the limit readPatience.
func (s *Store) read(ctx context.Context, call func(context.Context) error) error {
	return s.do(ctx, s.reading, call)
}

// write runs a call with the limit writePatience.
func (s *Store) write(ctx context.Context, call func(context.Context) error) error {
	return s.do(ctx, s.writing, call)
}

// do runs a call while the store is open and converts driver errors to errors of
// the port.
func (s *Store) do(ctx context.Context, patience time.Duration, call func(context.Context) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return storage.Unavailable(storage.ErrClosed)
	}
	if err := storage.Alive(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := call(ctx)
	switch {
	case driver.IsDuplicateKeyError(err):
		return storage.Conflict().Because(err)
	case errors.Is(err, driver.ErrNoDocuments):
		return storage.NotFound()
	}
	return storage.Unavailable(err)
}

// Ping asks the primary.
func (s *Store) Ping(ctx context.Context) error {
	return s.read(ctx, func(ctx context.Context) error { return s.client.Ping(ctx, readpref.Primary()) })
}

// Offices lists the offices that have data.
func (s *Store) Offices(ctx context.Context) ([]string, error) {
	seen := map[string]bool{}
	err := s.read(ctx, func(ctx context.Context) error {
		for _, c := range []*driver.Collection{s.records, s.cells, s.trail} {
			list, err := c.Distinct(ctx, "office", bson.D{})
			if err != nil {
				return err
			}
			for _, v := range list {
				if office, ok := v.(string); ok && office != "" {
					seen[office] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sorted(seen), nil
}

// Close waits for running calls.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	ctx, cancel := context.WithTimeout(context.Background(), s.reading)
	defer cancel()
	return storage.Unavailable(s.client.Disconnect(ctx))
}

// schema is the version of the data format. Since 2 every document has a stamp.
// Since 3 the oldest entries of a long history are in cells, which a program for
// schema 2 would ignore. Since 4 every record has a serial.
const schema = 4

// version is the schema of the database, 0 if it is empty.
func (s *Store) version(ctx context.Context) (int, error) {
	var m struct {
		Version int `bson:"version"`
	}
	err := s.meta.FindOne(ctx, bson.D{equals("_id", "schema")}).Decode(&m)
	if errors.Is(err, driver.ErrNoDocuments) {
		err = nil
	}
	if err == nil && m.Version > schema {
		err = storage.Newer(m.Version, schema)
	}
	return m.Version, err
}

// takeKey requests the key before anything is written.
func (s *Store) takeKey(have int) error {
	key, err := s.key(have > 0)
	s.sealer = storage.NewSealer(key)
	return err
}

func (s *Store) look(ctx context.Context) error {
	have, err := s.version(ctx)
	switch {
	case err != nil:
		return err
	case have == 0:
		return storage.NotFound().Because(errors.New("mongodb: the database is empty"))
	case have < schema:
		return storage.Older(have, schema)
	}
	s.frozen = true
	return s.takeKey(have)
}

func (s *Store) migrate(ctx context.Context) error {
	have, err := s.version(ctx)
	if err != nil {
		return err
	}
	if err := s.takeKey(have); err != nil {
		return err
	}
	for c, list := range map[*driver.Collection][]driver.IndexModel{
		s.records: recordIndexes(), s.cells: cellIndexes(), s.blobs: blobIndexes(), s.trail: trailIndexes(),
	} {
		for _, i := range list { // one by one: FerretDB 1.24 closes the connection on several that exist
			if _, err := c.Indexes().CreateOne(ctx, i); err != nil {
				return err
			}
		}
	}
	if err := s.dropIndex(ctx, "office_1_terms_1_id_1"); err != nil { // of earlier versions
		return err
	}
	if have > 0 && have < schema {
		if err := s.upgrade(ctx, have); err != nil {
			return err
		}
	}
	if _, err := s.records.Indexes().CreateOne(ctx, serialIndex()); err != nil {
		return err
	}
	return s.setVersion(ctx, schema)
}

// dropIndex removes an index of the records that is not used any more, if it is there.
func (s *Store) dropIndex(ctx context.Context, name string) error {
	const notFound = 27
	_, err := s.records.Indexes().DropOne(ctx, name)
	if e, ok := errors.AsType[driver.CommandError](err); ok && e.HasErrorCode(notFound) {
		return nil
	}
	return err
}

func (s *Store) setVersion(ctx context.Context, n int) error {
	_, err := s.meta.ReplaceOne(ctx, bson.D{equals("_id", "schema")}, bson.D{equals("_id", "schema"), equals("version", n)}, options.Replace().SetUpsert(true))
	return err
}

// index names an index after its fields; all are ascending.
func index(unique bool, fields ...string) driver.IndexModel {
	keys := bson.D{}
	for _, f := range fields {
		keys = append(keys, bson.E{Key: f, Value: 1})
	}
	o := options.Index()
	if unique {
		o.SetUnique(true)
	}
	return driver.IndexModel{Keys: keys, Options: o}
}
