package evaluation

import (
	"context"
	"encoding/json"
	"time"
)

// Ledger keeps records. The contract holds for every storage in the same
// words; storage/storagetest has a case for each sentence.
//
// What is stored comes back as: times in UTC and whole milliseconds; JSON
// (Payload, arguments of effects, the body of a cell) in the bytes of
// Canonical; an empty list as nil. Text that is not UTF-8 or holds U+0000, a
// JSON text that is none or nests deeper than 64 levels, a payload or body
// that is not an object, a day outside 1900 to 2200, and an empty Office, ID,
// Kind or Unique of a record are CodeInvalid; a JSON text of more than
// MaxDocument bytes or MaxValues values is CodeTooLarge, and so is a record that
// is as a whole too large for the storage. Offices do not see each other.
//
// A call whose context has ended is CodeUnavailable with the context's error
// as cause; a write that ends so is stored whole or not at all, and not at all
// if the context had ended before the call. A storage that is closed or away
// answers CodeUnavailable.
type Ledger interface {
	// Get returns the record, or CodeNotFound.
	Get(ctx context.Context, office, id string) (Record, error)
	// Put is compare-and-swap: Version 0 creates, otherwise Version must be
	// the stored one. It returns the record with the Version it now has. A
	// lost race, an id that exists already and a (Office, Kind, Unique) that
	// another record holds are CodeConflict; changing an absent record is
	// CodeNotFound. When Put has returned nil the record outlives a crash.
	Put(ctx context.Context, r Record) (Record, error)
	// Find returns the records that match, in the order of q.Sort and then
	// id, at most q.Limit of them. Text is ordered by its bytes. Records
	// stored while one pages are found or not, but none is found twice and
	// none that was there is missed, unless a change moves it in the order; in
	// the order of ids nothing moves.
	Find(ctx context.Context, q Query) (Found, error)
	// Group counts the matching records by one of the fields kind, state,
	// unit, subject, period, parent, any other is CodeInvalid; keys in
	// ascending order. It does not look at Sort, Desc, Limit and Cursor.
	Group(ctx context.Context, q Query, field string) ([]Count, error)
}

// MaxLimit is the most records that one Find returns, DefaultLimit how many it
// returns if no limit is asked for.
const (
	MaxLimit     = 500
	DefaultLimit = 50
)

// MaxDocument is the most bytes that the JSON of one payload or body has.
const MaxDocument = 4 << 20

// MaxValues is the most values, lists and objects among them, that stand in one
// payload or body. MongoDB stores documents of 16 MB, of which Kaoji fills 15: 4
// for the text (MaxDocument), 2 for envelope and history. Beside its text a value
// takes up to 16 bytes there: what it is, its place in a list as up to six digits,
// its length. The other 9 MB hold 589,824 of them.
const MaxValues = 9 << 20 / 16

// Query chooses records. A list that is empty does not restrict; a filled one
// asks for equality with any of its values. The range ends are inclusive and
// zero means open.
type Query struct {
	Office   string // required
	IDs      []string
	Kinds    []string
	Uniques  []string
	Parents  []string
	Subjects []string
	Units    []string
	Periods  []string
	States   []State
	Waiting  []string // any of the record's Waiting
	Parties  []string // any of the record's Parties
	ActedBy  []string // any of the record's ActedBy
	Pending  bool     // only those with effects to carry out

	OnFrom, OnTo           Date // a record without the day matches neither
	DueFrom, DueTo         Date // nor does one without a deadline
	Undated                bool // only those without a deadline
	ChangedFrom, ChangedTo time.Time

	Within []Scope // nil: no bound; otherwise at least one must hold, so an empty non-nil list finds nothing

	Sort   string // SortID (default), SortChanged, SortOn, SortDue (records without a deadline first), SortName
	Desc   bool   // turns the whole order round, ids too
	Limit  int    // 0 means DefaultLimit; less than 0 or more than MaxLimit is CodeInvalid
	Cursor string // from Found.Next of a query that differs in nothing but Limit; anything else is CodeInvalid
}

// The orders of Find.
const (
	SortID      = "id" // UUIDv7: order of creation
	SortChanged = "changed"
	SortOn      = "on"
	SortDue     = "due"
	SortName    = "sort"
)

// Found is one page of records. Next is "" on the last one.
type Found struct {
	Records []Record
	Next    string
}

// Count is how many records share a value of a field.
type Count struct {
	Key string
	N   int64
}

// Cell is a small document outside the envelope of records: an account, a
// login, a kept reply, a ballot box. It has no author and no time of its own,
// because a ballot box must not have any.
type Cell struct {
	Class   string
	Office  string // "" for what belongs to the whole deployment
	ID      string
	Unique  string          // natural key within (Class, Office); "" becomes the ID
	Ref     string          // what cells of the class are searched by, such as the account of a login
	Expires time.Time       // zero: never
	Version int64           // as in Record
	Body    json.RawMessage // a JSON object
}

// Cells keeps cells.
type Cells interface {
	// Cell returns the cell, or CodeNotFound. Expired cells are not found: a
	// cell has expired from the moment Expires on.
	Cell(ctx context.Context, class, office, id string) (Cell, error)
	// CellByUnique is Cell by natural key.
	CellByUnique(ctx context.Context, class, office, unique string) (Cell, error)
	// PutCell is compare-and-swap like Ledger.Put. An expired cell does not
	// stand in the way of a new one. An empty Class or ID is CodeInvalid.
	PutCell(ctx context.Context, c Cell) (Cell, error)
	// DeleteCell removes it; an absent one is no error.
	DeleteCell(ctx context.Context, class, office, id string) error
	// DeleteCells removes the cells of a class that have the Ref, expired or
	// not, in as many writes as it takes. An empty ref is CodeInvalid.
	DeleteCells(ctx context.Context, class, office, ref string) error
	// FindCells returns the cells of a class with the Ref ("" for any) whose
	// id is greater than after, in the order of ids, at most limit (as in
	// Query.Limit).
	FindCells(ctx context.Context, class, office, ref, after string, limit int) ([]Cell, error)
	// SweepCells removes the cells that expired before t and says how many.
	SweepCells(ctx context.Context, t time.Time) (int, error)
}

// Blob is an attached file.
type Blob struct {
	Office  string
	ID      string
	Name    string    // as the sender called it
	Type    string    // media type found from the content, not what was claimed
	Size    int64     // set by the storage
	SHA256  string    // set by the storage
	Owner   string    // account that sent it
	Record  string    // the record that holds it; "" until an act has taken it up
	Created time.Time // unclaimed blobs are swept a day after
}

// MaxBlob is the most bytes that one attachment has (rule I-product, 10 MB).
const MaxBlob = 10 << 20

// Blobs keeps attachments of up to MaxBlob bytes.
type Blobs interface {
	// PutBlob stores a new blob; an id that exists is CodeConflict, too many bytes CodeTooLarge.
	PutBlob(ctx context.Context, b Blob, content []byte) error
	// BlobInfo and BlobContent return it, or CodeNotFound.
	BlobInfo(ctx context.Context, office, id string) (Blob, error)
	BlobContent(ctx context.Context, office, id string) ([]byte, error)
	// ClaimBlob sets the record of an unclaimed blob or of one that the record
	// already holds; any other is CodeConflict, an absent one CodeNotFound.
	ClaimBlob(ctx context.Context, office, id, record string) error
	// ReleaseBlob makes a blob that the record holds unclaimed again; any other is
	// left as it is.
	ReleaseBlob(ctx context.Context, office, id, record string) error
	// SweepBlobs removes unclaimed blobs created before t and says how many.
	SweepBlobs(ctx context.Context, t time.Time) (int, error)
}

// TrailLog keeps the audit trail: append-only, one chain for each office.
type TrailLog interface {
	// AppendTrail stores the event if its Seq is the office's last plus one;
	// otherwise CodeConflict.
	AppendTrail(ctx context.Context, e TrailEntry) error
	// LastTrail returns the office's last event, CodeNotFound if there is none.
	LastTrail(ctx context.Context, office string) (TrailEntry, error)
	// FindTrail returns events with Seq > after (or < after if desc, where 0
	// means from the end), in the order of Seq (falling if desc), at most
	// limit (as in Query.Limit), filtered by those fields of f that are
	// filled; From and To are inclusive.
	FindTrail(ctx context.Context, office string, f TrailFilter, after int64, desc bool, limit int) ([]TrailEntry, error)
}

// Store is all that Kaoji asks of a storage.
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
	// Ping says whether the storage answers; CodeUnavailable if not.
	Ping(ctx context.Context) error
	// Close waits for writes under way. Every later call is CodeUnavailable.
	Close() error
}
