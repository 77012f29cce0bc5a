package evaluation

import (
	"context"
	"iter"
)

// MaxLimit and cursors are for code that shows one page. Code that needs all
// results of a query uses one of the functions below; they read all pages.

// RecordFinder finds records page by page: a Ledger, a Reader or a Doer.
type RecordFinder interface {
	Find(ctx context.Context, q Query) (Found, error)
}

// AllRecords yields every record that the query finds, in its order and from its
// cursor on. It stops at the first error.
func AllRecords(ctx context.Context, from RecordFinder, q Query) iter.Seq2[Record, error] {
	return everyPage(q, func(q Query) ([]Record, string, error) {
		found, err := from.Find(ctx, q)
		return found.Records, found.Next, err
	})
}

// AllViews yields every record that the query finds and the actor may read, in the
// order of the query and from its cursor on. list is Service.List or Service.Index.
// It stops at the first error.
func AllViews(ctx context.Context, list func(context.Context, Actor, Query) (Views, error), actor Actor, q Query) iter.Seq2[View, error] {
	return everyPage(q, func(q Query) ([]View, string, error) {
		found, err := list(ctx, actor, q)
		return found.Views, found.Next, err
	})
}

func everyPage[T any](q Query, page func(Query) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		q := q // each range begins anew
		q.Limit = MaxLimit
		for {
			list, next, err := page(q)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, one := range list {
				if !yield(one, nil) {
					return
				}
			}
			if q.Cursor = next; next == "" {
				return
			}
		}
	}
}

// AllCells yields every cell that a query finds, in the order of ids, whatever its
// Limit. It stops at the first error.
func AllCells(ctx context.Context, from Cells, q CellQuery) iter.Seq2[Cell, error] {
	return func(yield func(Cell, error) bool) {
		q.Limit = MaxLimit
		for q := q; ; {
			list, err := from.FindCells(ctx, q)
			if err != nil {
				yield(Cell{}, err)
				return
			}
			for _, c := range list {
				if !yield(c, nil) {
					return
				}
				q.After = c.ID
			}
			if len(list) < MaxLimit {
				return
			}
		}
	}
}

// AllEvents yields the whole audit trail of an office in its order. It stops at the
// first error.
func AllEvents(ctx context.Context, from TrailLog, office string) iter.Seq2[TrailEntry, error] {
	return func(yield func(TrailEntry, error) bool) {
		for after := int64(0); ; {
			list, err := from.FindTrail(ctx, office, TrailFilter{}, after, false, MaxLimit)
			if err != nil {
				yield(TrailEntry{}, err)
				return
			}
			for _, e := range list {
				if !yield(e, nil) {
					return
				}
				after = e.Seq
			}
			if len(list) < MaxLimit {
				return
			}
		}
	}
}

// Gather collects a sequence into a slice, or returns its error.
func Gather[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var list []T
	for one, err := range seq {
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}
