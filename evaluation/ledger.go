package evaluation

import (
	"context"
	"encoding/json"
	"time"
)

// Ledger keeps records. The contract holds for every storage in the same
// words; storage/storagetest has a case for each sentence.
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
	// id, at most q.Limit of them. Records stored while one pages are found or
	// not, but none is found twice and none that was there is missed.
	Find(ctx context.Context, q Query) (Found, error)
	// Group counts the matching records by one of the fields kind, state,
	// unit, subject, period, parent; keys in ascending order.
	Group(ctx context.Context, q Query, field string) ([]Count, error)
}

// MaxLimit is the most records that one Find returns.
const MaxLimit = 500

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
	Pending  bool     // only those with effects to carry out

	OnFrom, OnTo           Date
	DueFrom, DueTo         Date // a record without a deadline matches neither
	ChangedFrom, ChangedTo time.Time

	Within []Scope // nil: no bound; otherwise at least one must hold, so an empty non-nil list finds nothing

	Sort   string // SortID (default), SortChanged, SortOn, SortDue (records without a deadline first), SortName
	Desc   bool
	Limit  int    // 0 means 50; more than MaxLimit is CodeInvalid
	Cursor string // from Found.Next of a query that differs in nothing but Limit; anything else is CodeInvalid
}

// Scope is one way in which a reader reaches records: all filled fields hold.
type Scope struct {
	Kind    string
	States  []State
	Subject string
	Party   string
	Units   []string
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
	Unique  string          // natural key within (Class, Office); the ID where there is none
	Ref     string          // what cells of the class are searched by, such as the account of a login
	Expires time.Time       // zero: never
	Version int64           // as in Record
	Body    json.RawMessage // a JSON object
}

// Cells keeps cells.
type Cells interface {
	// Cell returns the cell, or CodeNotFound. Expired cells are not found.
	Cell(ctx context.Context, class, office, id string) (Cell, error)
	// CellByUnique is Cell by natural key.
	CellByUnique(ctx context.Context, class, office, unique string) (Cell, error)
	// PutCell is compare-and-swap like Ledger.Put. An expired cell does not
	// stand in the way of a new one.
	PutCell(ctx context.Context, c Cell) (Cell, error)
	// DeleteCell removes it; an absent one is no error.
	DeleteCell(ctx context.Context, class, office, id string) error
	// FindCells returns the cells of a class with the Ref ("" for any) whose
	// id is greater than after, in the order of ids, at most limit.
	FindCells(ctx context.Context, class, office, ref, after string, limit int) ([]Cell, error)
	// SweepCells removes the cells that expired before t and says how many.
	SweepCells(ctx context.Context, t time.Time) (int, error)
}

// Blob is an attached file.
type Blob struct {
	Office  string
	ID      string
	Name    string // as the sender called it
	Type    string // media type found from the content, not what was claimed
	Size    int64
	SHA256  string
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
	// already holds; any other is CodeConflict.
	ClaimBlob(ctx context.Context, office, id, record string) error
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
	// FindTrail returns events with Seq > after (or < after if desc), in the
	// order of Seq, at most limit, filtered by those fields of f that are filled.
	FindTrail(ctx context.Context, office string, f TrailFilter, after int64, desc bool, limit int) ([]TrailEntry, error)
}

// Store is all that Kaoji asks of a storage.
type Store interface {
	Ledger
	Cells
	Blobs
	TrailLog
	// Offices lists the offices that have records, cells or events.
	Offices(ctx context.Context) ([]string, error)
	// Ping says whether the storage answers; CodeUnavailable if not.
	Ping(ctx context.Context) error
	// Close waits for writes under way. Every later call is CodeUnavailable.
	Close() error
}
