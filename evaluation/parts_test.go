package evaluation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// breaking is a storage that can be told to break off before or after a write.
type breaking struct {
	evaluation.Store
	cell, put string // "", before, after
}

var errKilled = errors.New("killed")

func (b *breaking) PutCell(ctx context.Context, c evaluation.Cell) (evaluation.Cell, error) {
	if b.cell == "before" {
		return c, errKilled
	}
	c, err := b.Store.PutCell(ctx, c)
	if b.cell == "after" {
		return c, errKilled
	}
	return c, err
}

func (b *breaking) Put(ctx context.Context, r evaluation.Record) (evaluation.Record, error) {
	if b.put == "before" {
		return r, errKilled
	}
	r, err := b.Store.Put(ctx, r)
	if b.put == "after" {
		return r, errKilled
	}
	return r, err
}

// parted is a world whose records may have any number of acts.
func parted(t *testing.T) (*world, *breaking) {
	t.Helper()
	return partedIn(t, filepath.Join(t.TempDir(), "kaoji.db"))
}

func partedIn(t *testing.T, path string) (*world, *breaking) {
	t.Helper()
	w := worldIn(t, path)
	b := &breaking{Store: w.store}
	w.Key, w.Ledger = trailKey, evaluation.Whole{Store: b}
	return w, b
}

func (w *world) many(t *testing.T, r evaluation.Record, n int, reason func(int) string) evaluation.Record {
	t.Helper()
	for i := range n {
		var err error
		r, err = w.Act(t.Context(), wang, r.ID, r.Version, "amend", evaluation.Change{Input: &text{Text: fmt.Sprint("第", i)}, Reason: reason(i)})
		if err != nil {
			t.Fatalf("act %d: %v", i, err)
		}
	}
	return r
}

func short(int) string { return "更正" }

func (w *world) faults(t *testing.T, id string) []string {
	t.Helper()
	r, err := w.store.Get(t.Context(), "o1", id)
	if err != nil {
		t.Fatal(err)
	}
	bad, err := evaluation.VerifyParts(t.Context(), w.store, trailKey, r)
	if err != nil {
		t.Fatal(err)
	}
	return bad
}

// TestAHistoryInPartsIsTheSameHistory acts on a record with parts and on one
// without: every reader gets the same entries, and the document stays small. One
// history is parted for its number of entries, and looked at on the way, one for
// its length.
func TestAHistoryInPartsIsTheSameHistory(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test
	for _, c := range []struct {
		longest int
		looked  []int // after so many acts
	}{{100, []int{1, 199, 200, 201, 320}}, {4900, []int{90}}} {
		seed := 1 + random.IntN(30)
		reason := func(i int) string { return strings.Repeat("由", c.longest-(i*seed*37)%(c.longest/5)) }
		plain, _ := parted(t)
		plain.Ledger = plain.store
		whole, _ := parted(t)
		r, p := plain.about(t), whole.about(t)
		for _, n := range c.looked {
			more := func(i int) string { return reason(len(r.History) + i) }
			r, p = plain.many(t, r, n+1-len(r.History), more), whole.many(t, p, n+1-len(p.History), more)
			without, with := plain.history(t, r), whole.history(t, p)
			if len(without) != n+1 || !reflect.DeepEqual(without, with) {
				t.Errorf("%d acts: %d entries without parts, %d with", n, len(without), len(with))
			}
			if doc, err := whole.store.Get(t.Context(), "o1", p.ID); err != nil || len(doc.History) > 200 {
				t.Errorf("%d acts: %d entries in the document, %v", n, len(doc.History), err)
			}
		}
	}
}

// history is that of a record as every reader gets it.
func (w *world) history(t *testing.T, r evaluation.Record) []evaluation.Entry {
	t.Helper()
	v, err := w.Get(t.Context(), wang, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	list, err := w.Ledger.Find(t.Context(), evaluation.Query{Office: "o1", IDs: []string{r.ID}})
	if err != nil || len(list.Records) != 1 || !reflect.DeepEqual(list.Records[0].History, v.History) || !reflect.DeepEqual(r.History, v.History) {
		t.Errorf("%d entries: a query, the act and the record itself show other histories (%v)", len(r.History), err)
	}
	if bad := w.faults(t, r.ID); len(bad) > 0 {
		t.Errorf("%d entries: %v", len(r.History), bad)
	}
	return v.History
}

// TestAWriteBrokenOffBetweenPartAndDocumentHarmsNothing: the act is done or not
// done, the next one succeeds, and the history is whole after each.
func TestAWriteBrokenOffBetweenPartAndDocumentHarmsNothing(t *testing.T) {
	full, _ := parted(t)
	before := full.many(t, full.about(t), 199, short)
	for _, kill := range []breaking{{cell: "before"}, {cell: "after"}, {put: "before"}, {put: "after"}} {
		t.Run("part "+kill.cell+", document "+kill.put, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy.db")
			if err := full.store.Backup(t.Context(), path, sqlite.Cipher{}); err != nil {
				t.Fatal(err)
			}
			w, b := partedIn(t, path)
			r := before
			b.cell, b.put = kill.cell, kill.put
			if _, err := w.Act(t.Context(), wang, r.ID, r.Version, "amend", evaluation.Change{Input: &text{Text: "断电"}, Reason: strings.Repeat("长", 1500)}); !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
			b.cell, b.put = "", ""
			want := 200
			if kill.put == "after" {
				want = 201
			}
			now, err := w.Ledger.Get(t.Context(), "o1", r.ID)
			if bad := w.faults(t, r.ID); err != nil || len(now.History) != want || len(bad) > 0 {
				t.Fatalf("%d entries, %v, %v", len(now.History), bad, err)
			}
			now = w.many(t, now, 120, short)
			if bad := w.faults(t, r.ID); len(now.History) != want+120 || len(bad) > 0 {
				t.Errorf("%d entries, %v", len(now.History), bad)
			}
		})
	}
}

// TestALongHistoryOfTheProgramBeforeIsParted: its document may hold more
// entries than the bounds allow.
func TestALongHistoryOfTheProgramBeforeIsParted(t *testing.T) {
	w, _ := parted(t)
	w.Ledger = w.store
	r := w.many(t, w.about(t), 410, short)
	w.Ledger = evaluation.Whole{Store: w.store}
	r = w.many(t, r, 1, short)
	doc, err := w.store.Get(t.Context(), "o1", r.ID)
	if bad := w.faults(t, r.ID); err != nil || len(bad) > 0 || len(doc.History) > 200 || len(r.History) != 412 {
		t.Errorf("%d entries, %d in the document, %v, %v", len(r.History), len(doc.History), bad, err)
	}
}

func TestVerifyFindsWhatWasDoneToAPart(t *testing.T) {
	w, _ := parted(t)
	r := w.many(t, w.about(t), 320, short)
	whole, err := w.store.FindCells(t.Context(), evaluation.CellQuery{Class: evaluation.ClassHistory, Office: "o1", Refs: []string{r.ID}, Limit: 10})
	if err != nil || len(whole) < 2 || len(w.faults(t, r.ID)) > 0 {
		t.Fatalf("%d parts, %v, %v", len(whole), w.faults(t, r.ID), err)
	}
	edited := func(change func([]evaluation.Entry) []evaluation.Entry) func(evaluation.Store) error {
		return func(s evaluation.Store) error {
			c := whole[0]
			var body struct {
				Entries []evaluation.Entry `json:"entries"`
			}
			if err := json.Unmarshal(c.Body, &body); err != nil {
				return err
			}
			body.Entries = change(body.Entries)
			raw, err := json.Marshal(body)
			c.Body = raw
			return errors.Join(err, errOf(s.PutCell(t.Context(), c)))
		}
	}
	for name, c := range map[string]struct {
		do   func(evaluation.Store) error
		want string
	}{
		"control": {func(evaluation.Store) error { return nil }, ""},
		"the first part removed": {func(s evaluation.Store) error {
			return s.DeleteCell(t.Context(), evaluation.ClassHistory, "o1", whole[0].ID)
		}, "entries 1 to "},
		"all parts removed": {func(s evaluation.Store) error {
			return s.DeleteCells(t.Context(), evaluation.ClassHistory, "o1", r.ID)
		}, "entries 1 to "},
		"a reason changed":      {edited(func(e []evaluation.Entry) []evaluation.Entry { e[3].Reason = "另一个"; return e }), "entry 4: changed"},
		"the last one left off": {edited(func(e []evaluation.Entry) []evaluation.Entry { return e[:len(e)-1] }), "not of this history"},
		"emptied":               {edited(func([]evaluation.Entry) []evaluation.Entry { return nil }), "cannot be read"},
		"one put in between":    {edited(func(e []evaluation.Entry) []evaluation.Entry { return slices.Insert(e, 3, e[3]) }), "missing"},
		"a part of its own": {func(s evaluation.Store) error {
			c := whole[0]
			c.ID, c.Unique, c.Version = r.ID+"/000000050", "", 0
			return errOf(s.PutCell(t.Context(), c))
		}, "not of this history"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy.db")
			if err := w.store.Backup(t.Context(), path, sqlite.Cipher{}); err != nil {
				t.Fatal(err)
			}
			s, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			if err := c.do(s); err != nil {
				t.Fatal(err)
			}
			doc, err := s.Get(t.Context(), "o1", r.ID)
			if err != nil {
				t.Fatal(err)
			}
			bad, err := evaluation.VerifyParts(t.Context(), s, trailKey, doc)
			if got := strings.Join(bad, "; "); err != nil || c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func errOf(_ evaluation.Cell, err error) error { return err }
