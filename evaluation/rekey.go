package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ClassColumns is the class of the one cell with what the program that last wrote the
// keys and words of all records makes them of: a map from kinds to indexed.
const (
	ClassColumns = "columns"
	idColumns    = "columns"
)

// indexed is what a kind declares about the index of its records.
type indexed struct {
	Columns []Column `json:"columns,omitempty"`
	Found   []string `json:"found,omitempty"`
}

func (x indexed) equal(o indexed) bool {
	return slices.EqualFunc(x.Columns, o.Columns, Column.equal) && slices.Equal(x.Found, o.Found)
}

// Rekey gives all records the keys of their kind's columns and the words by which
// search finds them. It does so when the declarations are not those with which they
// were written: after an upgrade, and when data of another program was restored. It
// is called before anybody works. If it is interrupted, it begins again at the next
// start.
func (s *Service) Rekey(ctx context.Context, store Store) error {
	now := map[string]indexed{}
	for name, k := range s.kinds {
		if len(k.Columns)+len(k.Found) > 0 {
			now[name] = indexed{k.Columns, k.Found}
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
	var before map[string]indexed
	if json.Unmarshal(c.Body, &before) != nil {
		before = nil // of a program that knew only columns
	}
	offices, err := store.Offices(ctx)
	if err != nil {
		return err
	}
	for _, office := range offices {
		for _, name := range s.names {
			if before[name].equal(now[name]) {
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

// rekeyKind changes the records of a kind that have other keys or words.
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
		keys, words, err := k.Indexed(&r)
		if err != nil {
			return nil //nolint:nilerr // it was changed outside Kaoji; verification reports it
		}
		if slices.Equal(keys, r.Keys) && words == r.Words {
			return nil
		}
		r.Keys, r.Words = keys, words
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
