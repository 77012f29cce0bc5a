package evaluation

import (
	"context"
	"errors"
	"time"
)

// Pure is a storage that refuses to write while an act decides. So an act that is
// refused, only tried, or loses a race changes nothing. Measures get this storage.
type Pure struct{ Store }

type decidingKey struct{}

// deciding marks the context of an act that decides.
func deciding(ctx context.Context) context.Context {
	return context.WithValue(ctx, decidingKey{}, true)
}

// ErrDecides is returned when an act writes while it decides; this is an error in
// the program.
var ErrDecides = errors.New("an act writes while it decides")

func decided(ctx context.Context) error {
	if ctx.Value(decidingKey{}) != nil {
		return ErrDecides
	}
	return nil
}

// Put is Store.Put.
func (p Pure) Put(ctx context.Context, r Record) (Record, error) {
	if err := decided(ctx); err != nil {
		return Record{}, err
	}
	return p.Store.Put(ctx, r)
}

// PutCell is Store.PutCell.
func (p Pure) PutCell(ctx context.Context, c Cell) (Cell, error) {
	if err := decided(ctx); err != nil {
		return Cell{}, err
	}
	return p.Store.PutCell(ctx, c)
}

// DeleteCell is Store.DeleteCell.
func (p Pure) DeleteCell(ctx context.Context, class, office, id string) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.DeleteCell(ctx, class, office, id)
}

// DeleteCells is Store.DeleteCells.
func (p Pure) DeleteCells(ctx context.Context, class, office, ref string) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.DeleteCells(ctx, class, office, ref)
}

// SweepCells is Store.SweepCells.
func (p Pure) SweepCells(ctx context.Context, t time.Time) (int, error) {
	if err := decided(ctx); err != nil {
		return 0, err
	}
	return p.Store.SweepCells(ctx, t)
}

// PutBlob is Store.PutBlob.
func (p Pure) PutBlob(ctx context.Context, b Blob, content []byte) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.PutBlob(ctx, b, content)
}

// ClaimBlob is Store.ClaimBlob.
func (p Pure) ClaimBlob(ctx context.Context, office, id, record string) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.ClaimBlob(ctx, office, id, record)
}

// ReleaseBlob is Store.ReleaseBlob.
func (p Pure) ReleaseBlob(ctx context.Context, office, id, record string) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.ReleaseBlob(ctx, office, id, record)
}

// SweepBlobs is Store.SweepBlobs.
func (p Pure) SweepBlobs(ctx context.Context, t time.Time) (int, error) {
	if err := decided(ctx); err != nil {
		return 0, err
	}
	return p.Store.SweepBlobs(ctx, t)
}

// AppendTrail is Store.AppendTrail.
func (p Pure) AppendTrail(ctx context.Context, e TrailEntry) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.AppendTrail(ctx, e)
}

// Take is Store.Take.
func (p Pure) Take(ctx context.Context, it Item) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.Take(ctx, it)
}

// Signed is Store.Signed.
func (p Pure) Signed(ctx context.Context, office string, writes int64) error {
	if err := decided(ctx); err != nil {
		return err
	}
	return p.Store.Signed(ctx, office, writes)
}
