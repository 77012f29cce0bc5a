package main

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/storage/sqlite"
)

const sample = "xlsx/testdata/roster-sample.xlsx"

// command runs one of the operator's commands as the program does, with a
// storage of its own, and returns what it prints.
func command(t *testing.T, cfg config.Config, c any) (string, error) {
	t.Helper()
	p, out := desks(t, cfg)
	var err error
	switch c := c.(type) {
	case interface {
		Run(context.Context, cli.Open) error
	}:
		err = c.Run(t.Context(), program(cfg, p))
	case interface {
		Run(context.Context, cli.Inspect) error
	}:
		err = c.Run(t.Context(), inspect(cfg, p))
	default:
		t.Fatalf("%T is no command", c)
	}
	return out.String(), err
}

func desks(t *testing.T, cfg config.Config) (cli.Place, *bytes.Buffer) {
	t.Helper()
	p, err := place(cfg)
	if err != nil {
		t.Fatal(err)
	}
	out := &bytes.Buffer{}
	p.Out = out
	return p, out
}

func must(t *testing.T, cfg config.Config, c any) string {
	t.Helper()
	out, err := command(t, cfg, c)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return out
}

// elsewhere is another machine with the same passphrase.
func elsewhere(t *testing.T, cfg config.Config) config.Config {
	t.Helper()
	other := settings(t)
	other.BackupKey = cfg.BackupKey
	return other
}

func restore(t *testing.T, cfg config.Config, file string) error {
	t.Helper()
	p, _ := desks(t, cfg)
	return cli.Restore{File: file}.Run(t.Context(), p, sqlite.CheckFile, program(cfg, p), inspect(cfg, p))
}

func restored(t *testing.T, cfg config.Config, file string) {
	t.Helper()
	if err := restore(t, cfg, file); err != nil {
		t.Fatal(err)
	}
}

// importedPlace is an office with the roster of sample, stopped.
func importedPlace(t *testing.T) config.Config {
	t.Helper()
	return importedFolder.place(t, func() config.Config {
		cfg := settings(t)
		must(t, cfg, cli.Import{File: sample, Apply: true})
		return cfg
	})
}

var importedFolder prepared

// census counts what a place holds, by kind of record.
func census(t *testing.T, cfg config.Config) map[string]int64 {
	t.Helper()
	k := opened(t, cfg)
	groups, err := k.Store.Group(t.Context(), evaluation.Query{Office: k.Office}, "kind")
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int64{}
	for _, g := range groups {
		n[g.Keys[0]] = g.N
	}
	if err := k.Store.Close(); err != nil {
		t.Fatal(err)
	}
	return n
}

// Another process serves and writes, as in life.
func TestABackUpMadeWhileOthersWriteIsWhole(t *testing.T) {
	cfg := importedPlace(t)
	cfg.BackupKey = "correct horse"
	before := census(t, cfg)
	k := opened(t, cfg)
	file := filepath.Join(t.TempDir(), "kaoji.backup")
	var stop atomic.Bool
	var made atomic.Int64
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := 0; !stop.Load(); i++ {
				_, err := k.Service.Create(t.Context(), evaluation.System(k.Office), roster.KindCommittee, "open", evaluation.Creation{
					Input: &roster.OpenCommittee{Name: fmt.Sprintf("第%d之%d居委会", w, i), Order: 1, Opened: evaluation.NewDate(2020, 1, 1)},
				})
				if err != nil {
					t.Error(err)
					return
				}
				if err := k.Trail.Note(t.Context(), evaluation.TrailEvent{Office: k.Office, Action: "read", Outcome: evaluation.OutcomeOK}); err != nil {
					t.Error(err)
					return
				}
				made.Add(1)
			}
		})
	}
	for made.Load() < 8 && !t.Failed() { // until they are at it
		runtime.Gosched()
	}
	acknowledged := made.Load()
	_, err := command(t, cfg, cli.Backup{File: file})
	atEnd := made.Load()
	stop.Store(true)
	wg.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if atEnd == acknowledged {
		t.Error("nobody wrote during the back-up")
	}
	other := elsewhere(t, cfg)
	restored(t, other, file)
	if out, err := command(t, other, cli.Verify{}); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	got, all := census(t, other), census(t, cfg)
	committees := got[roster.KindCommittee] - before[roster.KindCommittee]
	if committees < acknowledged || got[roster.KindCommittee] > all[roster.KindCommittee] {
		t.Errorf("%d committees came back, %d were acknowledged before the back-up, %d made in all", committees, acknowledged, made.Load())
	}
	if got[roster.KindPerson] != before[roster.KindPerson] || got[roster.KindPerson] == 0 {
		t.Errorf("%d people came back of %d", got[roster.KindPerson], before[roster.KindPerson])
	}
	if err := restore(t, other, file); err == nil {
		t.Error("restored over what was there")
	}
	wrong := elsewhere(t, cfg)
	wrong.BackupKey = "wrong horse"
	if err := restore(t, wrong, file); err == nil {
		t.Error("restored with a wrong passphrase")
	}
}

// past changes the data file as whoever may write to it could: the guards in it
// go first.
func past(t *testing.T, cfg config.Config, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(cfg.Data, "kaoji.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append([]string{
		"DROP TRIGGER trail_appends", "DROP TRIGGER trail_keeps_changed", "DROP TRIGGER trail_keeps_removed",
	}, statements...) {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyFindsWhatWasDoneToTheDataFile(t *testing.T) {
	base := importedPlace(t)
	for _, login := range []string{"zhang", "wang", "zhao"} {
		must(t, base, cli.AccountCreate{Name: login, Display: login, Role: []string{"cadre"}})
	}
	signed(t, base)
	for name, c := range map[string]struct{ statement, finding string }{
		"a changed record": {
			`UPDATE records SET doc = replace(doc, '"sex":"女"', '"sex":"男"') WHERE kind = 'roster.person'`,
			"content: not what the last act left",
		},
		"a rewritten history": {
			`UPDATE records SET history = replace(history, '"act":"imported"', '"act":"enter"') WHERE kind = 'roster.person'`,
			"entry 1: changed",
		},
		"a changed trail entry":    {`UPDATE trail SET outcome = 'refused' WHERE seq = 2`, "entry 2 was changed or inserted"},
		"a removed trail entry":    {`DELETE FROM trail WHERE seq = 2`, "entries 2 to 2 are missing"},
		"an end that was cut off":  {`DELETE FROM trail WHERE seq > 2`, "the end was cut off"},
		"a trail that is all gone": {`DELETE FROM trail`, "the end was cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := copied(t, base)
			must(t, cfg, cli.Verify{})
			past(t, cfg, c.statement)
			if out, err := command(t, cfg, cli.Verify{}); err == nil || !strings.Contains(out, c.finding) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestAnExportedRosterImportsAgainUnchanged(t *testing.T) {
	cfg := importedPlace(t)
	file := filepath.Join(t.TempDir(), "all.zip")
	must(t, cfg, cli.Export{File: file})
	book := filepath.Join(t.TempDir(), "roster.xlsx")
	extract(t, file, "roster.xlsx", book)
	if out := must(t, cfg, cli.Import{File: book}); !strings.Contains(out, " 0 records new, 0 changed") {
		t.Errorf("here: %s", out)
	}
	other := settings(t)
	must(t, other, cli.Import{File: book, Apply: true})
	here, there := census(t, cfg), census(t, other)
	for _, kind := range []string{roster.KindPerson, roster.KindDepartment, roster.KindCommittee} {
		if here[kind] != there[kind] || here[kind] == 0 {
			t.Errorf("%s: %d here, %d there", kind, here[kind], there[kind])
		}
	}
}

func extract(t *testing.T, archive, name, to string) {
	t.Helper()
	z, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}
