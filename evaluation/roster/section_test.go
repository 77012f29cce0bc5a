package roster_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/storage/sqlite"
)

// section is the personnel section at work on a real database.
type section struct {
	*evaluation.Service
	store  evaluation.Store
	source *roster.Source
	office string
	now    atomic.Int64 // Unix milliseconds
	ids    atomic.Int64
}

func newSection(t *testing.T) *section {
	t.Helper()
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	store := evaluation.Whole{Store: file}
	t.Cleanup(func() { _ = store.Close() })
	d := &section{store: store, office: "o"}
	d.now.Store(time.Date(2026, 6, 30, 1, 0, 0, 0, time.UTC).UnixMilli())
	d.source = roster.NewSource(store, d.clock)
	vault, err := auth.NewVault(bytes.Repeat([]byte("v"), 32), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	measure := roster.Measure(roster.Deps{
		Vault: vault, Blobs: store,
		Establishments: func(context.Context, string, evaluation.Date) ([]string, error) {
			return []string{"事业", "编外"}, nil
		},
		Pinyin: strings.ToLower, Open: func(context.Context, string, string) (roster.Workbook, error) { return roster.Workbook{}, nil },
	})
	policy, err := auth.NewPolicy(measure)
	if err != nil {
		t.Fatal(err)
	}
	d.Service, err = evaluation.NewService(evaluation.Parts{
		Ledger: store, Blobs: store, Vault: vault, Policy: policy, Roster: d.source, Log: slog.New(slog.DiscardHandler), Now: d.clock,
		NewID:    func() string { return fmt.Sprintf("0198c2f0-0000-7000-8000-%012d", d.ids.Add(1)) },
		Trail:    evaluation.NewTrail(store, bytes.Repeat([]byte("k"), 32), d.clock),
		Changed:  d.source.Changed,
		Measures: []evaluation.Measure{measure},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *section) clock() time.Time { return time.UnixMilli(d.now.Load()).UTC() }

func (d *section) actor() evaluation.Actor {
	return evaluation.Actor{Office: d.office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
}

func (d *section) create(ctx context.Context, kind, act string, in any) (string, error) {
	r, err := d.Create(ctx, d.actor(), kind, act, evaluation.Creation{Input: in, Reason: "因工作需要"})
	return r.ID, err
}

func (d *section) act(ctx context.Context, id, act string, in any) error {
	r, err := d.Load(ctx, d.office, id)
	if err == nil {
		_, err = d.Act(ctx, d.actor(), id, r.Version, act, evaluation.Change{Input: in, Reason: "因工作需要"})
	}
	return err
}

// fatal is for steps that the test takes for granted.
type fatal interface {
	Helper()
	Context() context.Context
	Fatalf(format string, args ...any)
}

func (d *section) must(t fatal, id string, err error) string {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return id
}

func (d *section) department(t fatal, name string, order int) string {
	id, err := d.create(t.Context(), roster.KindDepartment, "open", &roster.OpenDepartment{Name: name, Order: order})
	return d.must(t, id, err)
}

func (d *section) committee(t fatal, name string, order int) string {
	id, err := d.create(t.Context(), roster.KindCommittee, "open", &roster.OpenCommittee{Name: name, Order: order})
	return d.must(t, id, err)
}

// entry is somebody who may be entered as it stands.
func entry(no, department string) *roster.Enter {
	return &roster.Enter{
		No: no, Name: "干部" + no, Sex: roster.Male, Born: date("1980-05-01"), WorkedSince: date("2002-07-01"), Joined: date("2020-01-01"),
		Department: department, Post: "科员", PostSince: date("2020-01-01"), Level: "一级科员", LevelSince: date("2020-01-01"),
	}
}

func (d *section) person(t fatal, in *roster.Enter) string {
	id, err := d.create(t.Context(), roster.KindPerson, "enter", in)
	return d.must(t, id, err)
}

func (d *section) on(t fatal, day evaluation.Date) *roster.Snapshot {
	b, err := d.source.Book(t.Context(), d.office)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b.On(day)
}
