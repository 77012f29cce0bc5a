package evaluation

import (
	"context"
	"sync"
)

// Item is one thing that a storage holds: exactly one of its fields is filled,
// Content beside Blob.
type Item struct {
	Record  *Record
	Cell    *Cell
	Blob    *Blob
	Content []byte
	Event   *TrailEntry
	Seal    *Seal // how far the counts had come; what is counted comes by itself
}

// Mover is how everything leaves a storage and comes into another, for
// back-ups and for the way from one storage to the other.
type Mover interface {
	// Everything calls each for all that is stored, of every office: records,
	// then cells that have not expired, then files, then the audit trail of each
	// office in its order, then the seals. What is stored when it begins is there; what is
	// changed meanwhile comes as it was before or after. A file that a record
	// names is never missing, because it was stored before the record and comes
	// after; and the trail holds whatever was noted before it began. The error
	// of each ends it.
	Everything(ctx context.Context, each func(Item) error) error
	// Take stores an item as it came, version and times included. What is there
	// already is CodeConflict, an entry of the trail that is not the next one
	// too. Of a seal only Writes and Signed are taken over: writes are counted on
	// from there.
	Take(ctx context.Context, it Item) error
}

// movers is how many items are on their way at once: storages share the cost of
// making writes last among those that come together.
const movers = 64

// Move brings everything from one storage into another, empty one and says how
// many items there were beside the seals. The trail goes in its order, all else as it comes.
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
