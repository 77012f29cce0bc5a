package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ClassColumns is the class of the one cell with the columns of the program that last
// wrote the keys of all records: a map from kinds to their Columns.
const (
	ClassColumns = "columns"
	idColumns    = "columns"
)

// Rekey gives all records the keys of their kind's columns. It does so when the
// columns are not those with which the keys were written: after an upgrade, and
// when data of another program was restored. It is called before anybody works. If
// it is interrupted, it begins again at the next start.
func (s *Service) Rekey(ctx context.Context, store Store) error {
	now := map[string][]Column{}
	for name, k := range s.kinds {
		if len(k.Columns) > 0 {
			now[name] = k.Columns
		}
	}
	body, err := json.Marshal(now)
	if err != nil {
		return fmt.Errorf("columns: %w", err)
	}
	if body, err = Canonical(body); err != nil {
		return fmt.Errorf("columns: %w", err)
	}
	c, err := store.Cell(ctx, ClassColumns, "", idColumns)
	if CodeOf(err) == CodeNotFound {
		c, err = Cell{Class: ClassColumns, ID: idColumns, Body: json.RawMessage("{}")}, nil
	}
	if err != nil || string(c.Body) == string(body) {
		return err
	}
	var before map[string][]Column
	if err := json.Unmarshal(c.Body, &before); err != nil {
		return fmt.Errorf("columns: %w", err)
	}
	offices, err := store.Offices(ctx)
	if err != nil {
		return err
	}
	for _, office := range offices {
		for _, name := range s.names {
			if same := slices.EqualFunc(before[name], now[name], Column.equal); same {
				continue
			}
			if err := s.rekeyKind(ctx, store, office, s.kinds[name]); err != nil {
				return err
			}
		}
	}
	c.Body = body
	if _, err = store.PutCell(ctx, c); CodeOf(err) == CodeConflict { // another machine has done the same
		return nil
	}
	return err
}

func (c Column) equal(o Column) bool { return c.Name == o.Name && slices.Equal(c.Choices, o.Choices) }

// rekeyKind changes the records of a kind that have other keys.
func (s *Service) rekeyKind(ctx context.Context, ledger Ledger, office string, k *Kind) error {
	batch := make([]Record, 0, movers)
	for r, err := range AllRecords(ctx, ledger, Query{Office: office, Kinds: []string{k.Name}}) {
		if err != nil {
			return err
		}
		if batch = append(batch, r); len(batch) == cap(batch) {
			if err := rekeyAll(ctx, ledger, k, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return rekeyAll(ctx, ledger, k, batch)
}

// rekeyAll writes records at the same time, because storages commit simultaneous
// writes together.
func rekeyAll(ctx context.Context, ledger Ledger, k *Kind, records []Record) error {
	errs := make([]error, len(records))
	var wg sync.WaitGroup
	for i, r := range records {
		wg.Go(func() { errs[i] = rekey(ctx, ledger, k, r) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// rekey repeats the write if another machine has just changed the record.
func rekey(ctx context.Context, ledger Ledger, k *Kind, r Record) error {
	const tries = 20
	for i := 0; ; i++ {
		keys, err := k.KeysOf(&r)
		if err != nil {
			return nil //nolint:nilerr // it was changed outside Kaoji; verification reports it
		}
		if slices.Equal(keys, r.Keys) {
			return nil
		}
		r.Keys = keys
		if _, err = ledger.Put(ctx, r); CodeOf(err) == CodeConflict && i < tries {
			r, err = ledger.Get(ctx, r.Office, r.ID)
			if err == nil {
				continue
			}
		}
		if err != nil {
			return fmt.Errorf("keys of %s %s: %w", k.Name, r.ID, err)
		}
		return nil
	}
}
