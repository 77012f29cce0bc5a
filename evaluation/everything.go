package evaluation

import (
	"context"
	"sync"
)

// Item is one stored item: exactly one of its fields is filled, except that Content
// comes with Blob.
type Item struct {
	Record  *Record
	Cell    *Cell
	Blob    *Blob
	Content []byte
	Event   *TrailEntry
	Seal    *Seal // the number of counted writes; the counts themselves are computed by the storage that takes the items
}

// Mover exports and imports all data of a storage, for back-ups and to move an
// office from one storage to the other.
type Mover interface {
	// Everything calls each for every stored item of every office, in this order:
	// records, cells that have not expired, files, the audit trail of each office
	// in its order, seals. All items that exist at the start are included; an item
	// changed meanwhile comes in its old or new state. Every file that a record
	// names is included, because it was stored before the record and is read after
	// it. The trail contains everything recorded before the start. If each returns
	// an error, Everything stops and returns it.
	Everything(ctx context.Context, each func(Item) error) error
	// Take stores an item unchanged, with its version and times. If it exists
	// already, or if an entry of the trail is not the next one, the answer is
	// CodeConflict. From a seal only Writes and Signed are used: the count of
	// writes continues from there.
	Take(ctx context.Context, it Item) error
}

// movers is the number of items that are copied at the same time, because storages
// commit simultaneous writes together.
const movers = 64

// Move copies all data from one storage into another, empty one and returns the
// number of items without the seals. Entries of the trail keep their order.
func Move(ctx context.Context, from, to Mover) (int, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	room := make(chan struct{}, movers)
	n := 0
	err := from.Everything(ctx, func(it Item) error {
		if it.Seal == nil {
			n++
		}
		if it.Event != nil || it.Seal != nil {
			wg.Wait()
			return to.Take(ctx, it)
		}
		select {
		case room <- struct{}{}:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		wg.Go(func() {
			defer func() { <-room }()
			if err := to.Take(ctx, it); err != nil {
				stop(err)
			}
		})
		return nil
	})
	wg.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return n, cause
	}
	return n, err
}
