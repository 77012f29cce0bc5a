package cli_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/app/text"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/storage/sqlite"
)

const office = "0197a3c2-7d1e-7000-8000-000000000001"

// place is a machine with a folder of its own, in which commands are run one
// after the other, each opening the storage anew.
type place struct {
	cli.Place
	t   *testing.T
	out *bytes.Buffer
	now time.Time
}

func newPlace(t *testing.T) *place {
	t.Helper()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, out: &bytes.Buffer{}, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	p.Place = cli.Place{Data: t.TempDir(), Lang: text.English, Text: catalog, Out: p.out, Now: func() time.Time { return p.now }}
	p.Database = filepath.Join(p.Data, "kaoji.db")
	return p
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

type books struct{}

func (books) Roster(_ context.Context, b *roster.Book, day evaluation.Date, _ string) ([]byte, error) {
	var out bytes.Buffer
	err := xlsx.Write(&out, b.On(day).Sheets(), roster.OptionsName())
	return out.Bytes(), err
}

// open is what the program gives to the commands.
func (p *place) open(ctx context.Context, use func(*cli.Desk) error) (err error) {
	keys, err := config.LoadKeys(filepath.Join(p.Data, "keys"), nil)
	if err != nil {
		return err
	}
	file, err := sqlite.Open(ctx, p.Database, sqlite.Options{Now: p.Now, Key: func(bool) ([]byte, error) { return keys.Trail, nil }})
	if err != nil {
		return err
	}
	store := evaluation.Whole{Store: file}
	defer func() { err = errors.Join(err, store.Close()) }()
	d := &cli.Desk{
		Place: p.Place, Office: office, Store: store, Files: store, Copy: p.copyOf(file), Trail: evaluation.NewTrail(store, keys.Trail, p.Now),
		Roster: roster.NewSource(store, p.Now), Sheets: books{}, NewID: newID,
		Heads: &cli.Heads{Folder: filepath.Join(p.Data, "heads"), Key: keys.Trail, Keys: keys.Marks()},
	}
	measure := roster.Measure(roster.Deps{Pinyin: xlsx.Pinyin, Open: func(ctx context.Context, office, id string) (roster.Workbook, error) {
		content, err := store.BlobContent(ctx, office, id)
		if err != nil {
			return roster.Workbook{}, err
		}
		sheets, err := xlsx.Read(content)
		return roster.Workbook{Name: "roster.xlsx", Sheets: sheets}, err
	}})
	policy, policyErr := auth.NewPolicy(measure)
	var serviceErr, authErr error
	d.Service, serviceErr = evaluation.NewService(evaluation.Parts{
		Ledger: store, Blobs: store, Policy: policy, Roster: d.Roster, Trail: d.Trail, Key: keys.Trail, Now: p.Now, NewID: newID,
		Log: slog.New(slog.DiscardHandler), Changed: d.Roster.Changed, Measures: []evaluation.Measure{measure},
	})
	d.Auth, authErr = auth.New(auth.Parts{
		Cost:  auth.Cost{Memory: 8, Time: 1}, // this is about something else
		Cells: store, Trail: d.Trail, Secret: keys.Secret, Now: p.Now, NewID: newID, Random: rand.Reader,
		Key: auth.TokenKeys{Current: auth.TokenKey{ID: keys.TokenID, Secret: keys.Token}}, Settings: auth.Settings{Office: office},
	})
	if err := errors.Join(policyErr, serviceErr, authErr); err != nil {
		return err
	}
	return use(d)
}

func (*place) copyOf(store *sqlite.Store) cli.Copy {
	return func(ctx context.Context, path string) (cli.Opener, error) {
		cipher := sqlite.NewCipher()
		return func() (cli.Content, error) { return cipher.Content(path) }, store.Backup(ctx, path, cipher)
	}
}

// inspect is what the program gives to the commands that only look.
func (p *place) inspect(ctx context.Context, use func(*cli.Exhibit) error) (err error) {
	keys, lost, err := config.ReadKeys(filepath.Join(p.Data, "keys"), config.HadOf(nil))
	if err != nil {
		return err
	}
	x := &cli.Exhibit{Place: p.Place, Key: keys.Trail, Heads: &cli.Heads{Folder: filepath.Join(p.Data, "heads"), Key: keys.Trail}}
	for _, l := range lost {
		x.Faults = append(x.Faults, l.Error())
	}
	store, err := sqlite.OpenReadOnly(ctx, p.Database, sqlite.Options{Key: func(bool) ([]byte, error) { return keys.Trail, nil }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	x.Store, x.Trail = store, evaluation.NewTrail(store, keys.Trail, p.Now)
	return use(x)
}

// run returns what a command printed.
func (p *place) run(c any) (string, error) {
	p.t.Helper()
	p.out.Reset()
	var err error
	switch c := c.(type) {
	case interface {
		Run(context.Context, cli.Open) error
	}:
		err = c.Run(p.t.Context(), p.open)
	case interface {
		Run(context.Context, cli.Inspect) error
	}:
		err = c.Run(p.t.Context(), p.inspect)
	default:
		p.t.Fatalf("%T is no command", c)
	}
	return p.out.String(), err
}

// must is run of a command that has to succeed.
func (p *place) must(c any) string {
	p.t.Helper()
	out, err := p.run(c)
	if err != nil {
		p.t.Fatalf("%T: %v\n%s", c, err, out)
	}
	return out
}

// at works in the place past the commands.
func (p *place) at(use func(*cli.Desk) error) {
	p.t.Helper()
	if err := p.open(p.t.Context(), use); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) restore(file string) error {
	p.t.Helper()
	p.out.Reset()
	return cli.Restore{File: file}.Run(p.t.Context(), p.Place, sqlite.CheckFile, p.open, p.inspect)
}
