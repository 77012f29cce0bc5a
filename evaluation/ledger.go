package evaluation

import (
	"context"
	"encoding/json"
	"time"
)

// Ledger stores records. Every storage must keep this contract; storage/storagetest
// has a case for each sentence.
//
// Stored values come back in this form: times in UTC and whole milliseconds; JSON
// (Payload, arguments of effects, the body of a cell) in the bytes of Canonical; an
// empty list as nil. CodeInvalid is returned for text that is not UTF-8 or contains
// U+0000, for malformed JSON or JSON nested deeper than 64 levels, for a payload or
// body that is not an object, for a day outside 1900 to 2200, and for an empty
// Office, ID, Kind or Unique of a record. CodeTooLarge is returned for a JSON text
// of more than MaxDocument bytes or MaxValues values, and for a record that is too
// large for the storage as a whole. Data of one office is not visible in another.
//
// If the context of a call has ended, the call returns CodeUnavailable with the
// context's error as cause. Such a write is then stored completely or not at all,
// and not at all if the context had ended before the call. A storage that is closed
// or does not answer returns CodeUnavailable.
type Ledger interface {
	// Get returns the record, or CodeNotFound.
	Get(ctx context.Context, office, id string) (Record, error)
	// Put is compare-and-swap: Version 0 creates, otherwise Version must be the
	// stored one. It returns the record with its new Version. CodeConflict is
	// returned for another stored version, for an id that exists already and for a
	// (Office, Kind, Unique) of another record; CodeNotFound for a change of a
	// record that does not exist. When Put has returned nil, the record survives a
	// crash.
	//
	// A new record without a Serial gets one of the year of its Created that no
	// other record of its office and kind has: one more than the highest, and if the
	// record is Singled any free one, as short as possible but of four digits. A
	// change keeps it.
	Put(ctx context.Context, r Record) (Record, error)
	// Find returns the matching records in the order of q.Sort and then id, at most
	// q.Limit of them. Text is ordered by its bytes. Records created during paging
	// may be found or not. No record is found twice and no existing record is
	// missed, unless a change moves it in the order; in the order of ids nothing
	// moves.
	Find(ctx context.Context, q Query) (Found, error)
	// Group counts the matching records by one or several of the fields kind,
	// state, unit, subject, period, parent, due and month (the year and month of
	// On, such as 2026-03); without a day, due and month are "". Any other field,
	// none, and one that is named twice are CodeInvalid. Keys are in ascending order, by the first field
	// first. It ignores Sort, Desc, Limit and Cursor.
	Group(ctx context.Context, q Query, fields ...string) ([]Count, error)
}

// MaxLimit is the largest number of records that one Find returns, DefaultLimit the
// number if the query has no limit.
const (
	MaxLimit     = 500
	DefaultLimit = 50
)

// MaxDocument is the largest size in bytes of the JSON of one payload or body.
const MaxDocument = 4 << 20

// MaxValues is the largest number of values in one payload or body, including lists
// and objects. MongoDB stores documents of 16 MB, of which Kaoji uses 15: 4 for the
// text (MaxDocument), 2 for envelope and history. In addition to its text a value
// takes up to 16 bytes there: its type, its index in a list with up to six digits,
// its length. The other 9 MB are enough for 589,824 values.
const MaxValues = 9 << 20 / 16

// Query selects records. An empty list does not restrict; a non-empty list matches
// records with any of its values. The ends of ranges are inclusive, and zero means
// no bound.
type Query struct {
	Office   string // required
	IDs      []string
	Kinds    []string
	Uniques  []string
	Serials  []int64
	Parents  []string
	Subjects []string
	Units    []string
	Periods  []string
	States   []State
	Waiting  []string // any of the record's Waiting
	Parties  []string // any of the record's Parties
	ActedBy  []string // any of the record's ActedBy
	Terms    []string // all of them are among the Terms of the record's Words
	Pending  bool     // only those with open effects

	Awaiting   bool     // only those that wait for somebody
	NotWaiting []string // none of the record's Waiting

	OnFrom, OnTo           Date // a record without On does not match
	DueFrom, DueTo         Date // a record without a deadline does not match
	Undated                bool // only those without a deadline
	ChangedFrom, ChangedTo time.Time
	Keys                   []KeyRange // all of them, one for a place; only with one kind

	NoHistory bool // the records come without their History: only to be shown, never to be written back

	Within []Scope // nil: no restriction; otherwise at least one must match, so an empty non-nil list finds nothing

	Sort   string // SortID (default), SortChanged, SortOn, SortDue (records without a deadline first), SortName; with one kind SortKey (records without a value first)
	Desc   bool   // reverses the whole order, including ids
	Limit  int    // 0 means DefaultLimit; less than 0 or more than MaxLimit is CodeInvalid
	Cursor string // Found.Next or one of Found.Places of the same query, which may differ only in Limit and Places; anything else is CodeInvalid
	Places bool   // fills Found.Places
}

// The orders of Find.
const (
	SortID      = "id" // UUIDv7: order of creation
	SortChanged = "changed"
	SortOn      = "on"
	SortDue     = "due"
	SortName    = "sort"
)

// Found is one page of records. Next is "" on the last one. Places are the cursors of
// what comes after each record, also after the last one of all.
type Found struct {
	Records []Record
	Next    string
	Places  []string
}

// Count is the number of records with the same values of some fields.
type Count struct {
	Keys []string // the values, in the order in which the fields were asked for
	N    int64
}

// Cell is a small document that is not a record: an account, a login, a stored
// reply, a part of a ballot box. It has no author and no time, because ballots must
// not have them.
type Cell struct {
	Class   string
	Office  string // "" for cells of the whole deployment
	ID      string
	Unique  string          // natural key within (Class, Office); "" means the ID
	Ref     string          // search key for cells of the class, such as the account of a login
	Expires time.Time       // zero: never
	Version int64           // as in Record
	Body    json.RawMessage // a JSON object
}

// CellQuery finds cells of one class of an office. It returns cells with one of the
// ids, one of the refs, and an id greater than After; a field that is empty is no
// condition. With Desc the order is reversed, and the ids are less than After.
type CellQuery struct {
	Class, Office string
	IDs, Refs     []string
	After         string
	Desc          bool
	Limit         int // as in Query
}

// Cells stores cells.
type Cells interface {
	// Cell returns the cell, or CodeNotFound. Expired cells are not found; at the
	// time Expires a cell is expired.
	Cell(ctx context.Context, class, office, id string) (Cell, error)
	// CellByUnique is Cell by natural key.
	CellByUnique(ctx context.Context, class, office, unique string) (Cell, error)
	// PutCell is compare-and-swap like Ledger.Put. A new cell can replace an
	// expired one. An empty Class or ID is CodeInvalid.
	PutCell(ctx context.Context, c Cell) (Cell, error)
	// DeleteCell removes the cell; if it does not exist, this is not an error.
	DeleteCell(ctx context.Context, class, office, id string) error
	// DeleteCells removes the cells of a class with the Ref, expired or not,
	// possibly in several writes. An empty ref is CodeInvalid.
	DeleteCells(ctx context.Context, class, office, ref string) error
	// FindCells returns the cells that a query finds, in the order of ids, or
	// with Desc in reverse.
	FindCells(ctx context.Context, q CellQuery) ([]Cell, error)
	// SweepCells removes the cells that expired before t and returns their number.
	SweepCells(ctx context.Context, t time.Time) (int, error)
}

// Blob is an attached file.
type Blob struct {
	Office  string
	ID      string
	Name    string    // file name given by the sender
	Type    string    // media type detected from the content, not the claimed one
	Size    int64     // set by the storage
	SHA256  string    // set by the storage
	Owner   string    // account that uploaded it
	Record  string    // record that contains it; "" until an act attaches it
	Created time.Time // unclaimed blobs are deleted after a day
}

// MaxBlob is the largest size of one attachment in bytes (rule I-product, 10 MB).
const MaxBlob = 10 << 20

// Blobs stores attachments of up to MaxBlob bytes.
type Blobs interface {
	// PutBlob stores a new blob; an id that exists is CodeConflict, too many bytes CodeTooLarge.
	PutBlob(ctx context.Context, b Blob, content []byte) error
	// BlobInfo and BlobContent return it, or CodeNotFound.
	BlobInfo(ctx context.Context, office, id string) (Blob, error)
	BlobContent(ctx context.Context, office, id string) ([]byte, error)
	// ClaimBlob sets the record of a blob that is unclaimed or already belongs to
	// this record; a blob of another record is CodeConflict, a missing one
	// CodeNotFound.
	ClaimBlob(ctx context.Context, office, id, record string) error
	// ReleaseBlob makes a blob of this record unclaimed again; any other blob is
	// not changed.
	ReleaseBlob(ctx context.Context, office, id, record string) error
	// SweepBlobs removes unclaimed blobs created before t and returns their number.
	SweepBlobs(ctx context.Context, t time.Time) (int, error)
}

// TrailLog stores the audit trail: append-only, one chain for each office.
type TrailLog interface {
	// AppendTrail stores the event if its Seq is the office's last plus one;
	// otherwise CodeConflict.
	AppendTrail(ctx context.Context, e TrailEntry) error
	// LastTrail returns the office's last event, CodeNotFound if there is none.
	LastTrail(ctx context.Context, office string) (TrailEntry, error)
	// FindTrail returns events with Seq > after, in ascending order of Seq. If
	// desc, it returns events with Seq < after (0 means from the end) in descending
	// order. It returns at most limit (as in Query.Limit), filtered by the filled
	// fields of f; From and To are inclusive.
	FindTrail(ctx context.Context, office string, f TrailFilter, after int64, desc bool, limit int) ([]TrailEntry, error)
}

// Store is the complete port of a storage.
type Store interface {
	Ledger
	Cells
	Blobs
	TrailLog
	Mover
	Sealer
	// Offices lists the offices that have records, cells or events, in
	// ascending order, without "".
	Offices(ctx context.Context) ([]string, error)
	// Ping returns nil if the storage answers, otherwise CodeUnavailable.
	Ping(ctx context.Context) error
	// Close waits for running writes. Every later call is CodeUnavailable.
	Close() error
}
