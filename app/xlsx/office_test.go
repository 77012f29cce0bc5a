package xlsx_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/storage/sqlite"
)

const street = "tangqiao"

// desk is an office over a real database, with the personnel section at work.
type desk struct {
	*evaluation.Service
	store  evaluation.Store
	source *roster.Source
	now    time.Time
	ids    int
	ledger evaluation.Ledger
}

func personnel() evaluation.Actor {
	return evaluation.Actor{Office: street, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
}

func newDesk(t *testing.T, wrap func(evaluation.Ledger) evaluation.Ledger) *desk {
	t.Helper()
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	store := evaluation.Whole{Store: file}
	t.Cleanup(func() { _ = store.Close() })
	d := &desk{store: store, now: time.Date(2026, 1, 6, 1, 0, 0, 0, time.UTC), ledger: store}
	if wrap != nil {
		d.ledger = wrap(store)
	}
	now := func() time.Time { return d.now }
	d.source = roster.NewSource(store, now)
	measure := roster.Measure(roster.Deps{Pinyin: xlsx.Pinyin, Open: d.open, Vault: sealing{}})
	policy, err := auth.NewPolicy(measure)
	if err != nil {
		t.Fatal(err)
	}
	d.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: d.ledger, Policy: policy, Roster: d.source, Log: slog.New(slog.DiscardHandler), Now: now, NewID: d.newID,
		Trail:    evaluation.NewTrail(store, bytes.Repeat([]byte("k"), 32), now),
		Changed:  d.source.Changed,
		Measures: []evaluation.Measure{measure},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) newID() string {
	d.ids++
	d.now = d.now.Add(time.Millisecond)
	return fmt.Sprintf("0198c2f0-0000-7000-8000-%012d", d.ids)
}

func (d *desk) open(ctx context.Context, office, blob string) (roster.Workbook, error) {
	info, err := d.store.BlobInfo(ctx, office, blob)
	if err != nil {
		return roster.Workbook{}, err
	}
	content, err := d.store.BlobContent(ctx, office, blob)
	if err != nil {
		return roster.Workbook{}, err
	}
	sheets, err := xlsx.Read(content)
	return roster.Workbook{Name: info.Name, SHA256: info.SHA256, Sheets: sheets}, err
}

// attach stores a workbook and returns its id.
func (d *desk) attach(t *testing.T, data []byte) string {
	t.Helper()
	sum := sha256.Sum256(data)
	b := evaluation.Blob{
		Office: street, ID: d.newID(), Name: "花名册.xlsx", Type: xlsx.ContentType, SHA256: hex.EncodeToString(sum[:]), Owner: "zuzhi", Created: d.now,
	}
	if err := d.store.PutBlob(t.Context(), b, data); err != nil {
		t.Fatal(err)
	}
	return b.ID
}

func (d *desk) prepare(t *testing.T, data []byte, asOf evaluation.Date) (evaluation.Record, *roster.Import) {
	t.Helper()
	r, err := d.Create(t.Context(), personnel(), roster.KindImport, "prepare", evaluation.Creation{
		Input: &roster.Prepare{Files: []string{d.attach(t, data)}, AsOf: asOf},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, payload[roster.Import](t, r)
}

func payload[P any](t *testing.T, r evaluation.Record) *P {
	t.Helper()
	p, err := evaluation.PayloadOf[P](r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (d *desk) apply(t *testing.T, r evaluation.Record, in roster.Apply) evaluation.Record {
	t.Helper()
	r, err := d.Act(t.Context(), personnel(), r.ID, r.Version, "apply", evaluation.Change{Input: &in})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (d *desk) book(t *testing.T) *roster.Book {
	t.Helper()
	b, err := d.source.Book(t.Context(), street)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func day(s string) evaluation.Date {
	d, err := evaluation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var asOf = day("2025-12-31")

// imported is an office with the sample in it.
func imported(t *testing.T) (*desk, evaluation.Record) {
	t.Helper()
	d := newDesk(t, nil)
	r, p := d.prepare(t, sample(t), asOf)
	if r.State != roster.StatePrepared {
		t.Fatalf("state %s: %+v", r.State, p.Verdicts)
	}
	return d, d.apply(t, r, roster.Apply{})
}

func export(t *testing.T, s *roster.Snapshot) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := xlsx.Write(&out, s.Sheets(), roster.OptionsName()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
