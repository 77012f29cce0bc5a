// Package sqlite stores all data in one SQLite file, without cgo.
//
// One goroutine writes: it puts all waiting writes into one transaction and answers
// each of them after the commit, so that concurrent writers share the cost of
// flushing the disk. Readers use their own connections and never wait. The journal
// is a write-ahead log, flushed with every commit (synchronous=FULL).
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver" // also registers "sqlite3" for files that are only checked
	"github.com/ncruces/go-sqlite3/vfs/readervfs"

	"kaoji/evaluation"
	"kaoji/storage"
)

// Options can be set by tests.
type Options struct {
	Now func() time.Time // decides which cells have expired; time.Now if nil
	Key storage.KeyFor   // key for histories, marks and counts; storage.NoKey if nil

	Cipher Cipher // encrypts the file; only for a temporary one

	// Bulk answers writes before they are on the disk and commits some thousands of
	// them together, the last ones in Close. After a crash the file holds a part of
	// them. It is for files that are made anew then.
	Bulk bool

	disk string // name of another SQLite file system, for tests of power cuts
}

// Store is evaluation.Store in one SQLite file.
type Store struct {
	path   string
	disk   string
	cipher Cipher
	now    func() time.Time
	read   *sql.DB
	turns  chan struct{} // one place for each connection of read
	write  *sql.DB
	conn   *sql.Conn // the writer's one connection
	stmts  *statements
	jobs   chan *job
	done   chan struct{} // closed when the writer has ended
	mu     sync.RWMutex  // locked for reading while a job is submitted
	closed bool
	cache  cache // prepared statements of reads
	key    storage.KeyFor
	sealer storage.Sealer
	bulk   bool
	lost   atomic.Pointer[error] // why writes that were answered are lost; only with bulk
	frozen bool                  // opened read-only
	looked *merged               // the merged file that is read; nil if it is the file itself

	commits atomic.Int64
}

var _ evaluation.Store = (*Store)(nil)

// Open opens or creates the file at path and upgrades it to the newest schema. A
// file of a newer Kaoji is refused.
func Open(ctx context.Context, path string, opts ...Options) (*Store, error) {
	s := newStore(path, opts)
	if err := s.open(ctx); err != nil {
		return nil, storage.Unavailable(errors.Join(err, s.shut()))
	}
	go s.writer()
	return s, nil
}

func newStore(path string, opts []Options) *Store {
	s := &Store{
		path: path, now: time.Now, key: storage.NoKey, jobs: make(chan *job, maxBatch), done: make(chan struct{}),
		turns: make(chan struct{}, max(4, runtime.NumCPU())),
	}
	for _, o := range opts {
		if s.bulk = o.Bulk; o.Bulk {
			s.turns = make(chan struct{}, 1)
		}
		if s.disk, s.cipher = o.disk, o.Cipher; o.Now != nil {
			s.now = o.Now
		}
		if o.Key != nil {
			s.key = o.Key
		}
	}
	return s
}

func (s *Store) open(ctx context.Context) error {
	if err := s.takeKey(); err != nil {
		return err
	}
	err := newFile(s.path)
	if err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if s.write, err = connect(s.source("rwc")); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if s.conn, err = s.write.Conn(ctx); err != nil {
		return err
	}
	if err = s.migrate(ctx); err != nil {
		return err
	}
	if err = syncFolder(s.path); err != nil {
		return err
	}
	if s.stmts, err = prepare(ctx, s, s.conn); err != nil {
		return err
	}
	if s.read, err = connect(s.source("rw") + "&_pragma=query_only(1)"); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(cap(s.turns))
	s.read.SetMaxIdleConns(cap(s.turns))
	return s.read.PingContext(ctx)
}

// takeKey requests the key before anything is written.
func (s *Store) takeKey() error {
	info, err := os.Stat(s.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	key, err := s.key(err == nil && info.Size() > 0)
	s.sealer = storage.NewSealer(key)
	return err
}

// connect opens connections whose query plans do not depend on bound values.
// Otherwise SQLite would plan a prepared statement again each time a bound value
// changes, because of the partial indexes; this is half the cost of a short list.
func connect(source string) (*sql.DB, error) {
	return driver.Open(source, func(c *sqlite3.Conn) error {
		_, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true)
		return err
	})
}

// source is the name of the file for the driver, with its settings: foreign keys
// on, because SQLite has them off by default; recursive_triggers, so that REPLACE
// cannot bypass the triggers of the trail; temporary data in memory, because it may
// be personal; secure_delete, so that deleted data is overwritten in the file.
func (s *Store) source(mode string) string {
	v := url.Values{"mode": {mode}, "modeof": {s.path}, "_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"recursive_triggers(1)", "temp_store(MEMORY)", "cache_size(-10000)", "trusted_schema(0)", "secure_delete(1)",
	}}
	if s.disk != "" {
		v.Set("vfs", s.disk)
	}
	return s.cipher.address(s.path, v)
}

func address(path string, v url.Values) string {
	query := strings.ReplaceAll(v.Encode(), "+", "%20") // SQLite takes a plus for a plus
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + query
}

// Ping reads one row.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.row(ctx, "SELECT 1", nil, &one)
}

// Offices lists the offices that have anything.
func (s *Store) Offices(ctx context.Context) ([]string, error) {
	const q = `SELECT office FROM records UNION SELECT office FROM cells UNION SELECT office FROM trail ORDER BY 1`
	var list []string
	err := s.rows(ctx, q, nil, func(scan func(...any) error) error {
		var o string
		if err := scan(&o); err != nil || o == "" {
			return err
		}
		list = append(list, o)
		return nil
	})
	return list, err
}

// Close waits for running writes, then closes the file.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.jobs)
	s.mu.Unlock()
	<-s.done
	err := s.shut()
	if lost := s.lost.Load(); lost != nil {
		err = errors.Join(*lost, err)
	}
	return storage.Unavailable(err)
}

func (s *Store) shut() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.cache.close(), s.read.Close())
	}
	if s.stmts != nil {
		errs = append(errs, s.stmts.close())
	}
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.looked != nil {
		readervfs.Delete(s.looked.name())
		errs = append(errs, s.looked.Close())
	}
	return errors.Join(errs...)
}
