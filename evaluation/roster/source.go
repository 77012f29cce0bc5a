package roster

import (
	"context"
	"slices"
	"sync"
	"time"

	"kaoji/evaluation"
)

// Source caches the Books of the recently used offices. A change by the same
// process is visible at once (Changed); a change by another process is visible
// within evaluation.Recheck, if the clocks differ by less than settle.
type Source struct {
	ledger evaluation.Ledger
	now    func() time.Time
	books  evaluation.Recent[*keptBook]
}

var _ evaluation.Organisation = (*Source)(nil)

// settle is the time after the newest change during which a Book is read again at
// every check: a change by another process at the same moment, or with a slower
// clock, would not be recognised as newer.
const settle = 10 * time.Second

type keptBook struct {
	reading sync.Mutex // one reader of the storage for each office

	mu      sync.Mutex
	book    *Book
	written []evaluation.Record // since, by this process
	newest  newest
	checked time.Time
	changes int // number of calls of Changed; data read during a call is outdated
}

// newest identifies the last change in a Book.
type newest struct {
	id      string
	version int64
	at      time.Time
}

// NewSource makes a Source over the ledger.
func NewSource(ledger evaluation.Ledger, now func() time.Time) *Source {
	return &Source{ledger: ledger, now: now}
}

func (s *Source) kept(office string) *keptBook {
	return s.books.Of(office, func() *keptBook { return &keptBook{} })
}

// mostWritten is the number of written records above which the roster is read again
// instead: an import writes thousands.
const mostWritten = 100

// Changed is called for every stored act and keeps the written record for the next
// caller of Book, so that consecutive acts do not read the roster again. newest is
// not changed: earlier writes of another process are read at the next check.
func (s *Source) Changed(r evaluation.Record) {
	if !slices.Contains(bookKinds(), r.Kind) {
		return
	}
	sh := s.kept(r.Office)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.changes++
	switch {
	case sh.book == nil:
	case len(sh.written) == mostWritten:
		sh.book, sh.written = nil, nil
	default:
		sh.written = append(sh.written, r)
	}
}

// current returns the Book with what this process has written since, nil if there
// is none. The caller holds mu.
func (sh *keptBook) current() *Book {
	if sh.book != nil && len(sh.written) > 0 {
		book, err := sh.book.With(sh.written...)
		if err != nil {
			book = nil // whoever reads the roster gets the error
		}
		sh.book, sh.written = book, nil
	}
	return sh.book
}

// Book returns the current roster of an office. When half of Recheck has passed, one
// caller checks it and the others go on with the Book that is there: nobody waits
// for a check unless there was no caller for longer than Recheck.
func (s *Source) Book(ctx context.Context, office string) (*Book, error) {
	sh := s.kept(office)
	if b := sh.fresh(s.now(), evaluation.Recheck/2); b != nil {
		return b, nil
	}
	if !sh.reading.TryLock() {
		if b := sh.fresh(s.now(), evaluation.Recheck); b != nil {
			return b, nil
		}
		sh.reading.Lock()
	}
	defer sh.reading.Unlock()
	if b := sh.fresh(s.now(), evaluation.Recheck/2); b != nil {
		return b, nil
	}
	b, err := s.read(ctx, office, sh)
	if err != nil {
		if old := sh.fresh(s.now(), evaluation.Recheck); old != nil {
			return old, nil
		}
	}
	return b, err
}

// fresh returns the Book if it was checked less than age ago.
func (sh *keptBook) fresh(now time.Time, age time.Duration) *Book {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if now.Sub(sh.checked) < age && !now.Before(sh.checked) {
		return sh.current()
	}
	return nil
}

func (s *Source) read(ctx context.Context, office string, sh *keptBook) (*Book, error) {
	sh.mu.Lock()
	book, known, changes := sh.current(), sh.newest, sh.changes
	sh.mu.Unlock()
	start := s.now()
	last, err := s.newest(ctx, office)
	if err != nil {
		return nil, err
	}
	if book == nil || last != known || start.Sub(known.at) < settle {
		if book, err = reload(ctx, s.ledger, office, book); err != nil {
			return nil, err
		}
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.changes == changes {
		sh.book, sh.written, sh.newest, sh.checked = book, nil, last, start
	}
	return book, nil
}

func (s *Source) newest(ctx context.Context, office string) (newest, error) {
	var last newest
	for _, kind := range bookKinds() { // one at a time: each is one step in an index
		found, err := s.ledger.Find(ctx, evaluation.Query{
			Office: office, Kinds: []string{kind}, Sort: evaluation.SortChanged, Desc: true, Limit: 1,
		})
		if err != nil {
			return newest{}, err
		}
		for _, r := range found.Records {
			if at := r.Changed.UTC(); at.After(last.at) || at.Equal(last.at) && r.ID > last.id {
				last = newest{id: r.ID, version: r.Version, at: at}
			}
		}
	}
	return last, nil
}

func bookKinds() []string { return []string{KindPerson, KindDepartment, KindCommittee} }

// Load reads the roster of an office as it is stored now.
func Load(ctx context.Context, from evaluation.RecordFinder, office string) (*Book, error) {
	return reload(ctx, from, office, nil)
}

// reload is Load; what known has in the same version is not decoded again. known can be nil.
func reload(ctx context.Context, from evaluation.RecordFinder, office string, known *Book) (*Book, error) {
	var all []evaluation.Record
	for _, kind := range bookKinds() { // one at a time: the storage has an index for each
		some, err := evaluation.Gather(evaluation.AllRecords(ctx, from, evaluation.Query{Office: office, Kinds: []string{kind}}))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return newBook(office, all, known)
}

// Left reports whether a person has left the office, or the committee whose cadre
// they were. It is false for people who are not in the roster.
func (s *Source) Left(ctx context.Context, office, person string) (bool, error) {
	b, err := s.Book(ctx, office)
	if err != nil {
		return false, err
	}
	return b.Left(person), nil
}

// Standing returns a person's standing in the office on a day.
func (s *Source) Standing(ctx context.Context, office, person string, day evaluation.Date) (evaluation.Standing, error) {
	b, err := s.Book(ctx, office)
	if err != nil {
		return evaluation.Standing{}, err
	}
	heads, charges := b.On(day).Units(person)
	return evaluation.Standing{Heads: heads, Charges: charges, Relatives: b.Relatives(person)}, nil
}
