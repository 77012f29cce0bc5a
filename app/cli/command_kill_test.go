package cli_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kaoji/app/cli"
	"kaoji/evaluation"
	"kaoji/storage/sqlite"
)

// A command is run by a process of its own, which stops in the middle and is
// killed there (SIGKILL).
const (
	killedCommand = "KAOJI_KILLED_COMMAND" // set: the test is that process
	ofCommand     = "KAOJI_KILLED_COMMAND_DATA"
	withFile      = "KAOJI_KILLED_COMMAND_FILE"
)

// haltingStore stops where the trail is read or, when everything is looked at, at
// the first record.
type haltingStore struct{ evaluation.Store }

func (haltingStore) FindTrail(context.Context, string, evaluation.TrailFilter, int64, bool, int) ([]evaluation.TrailEntry, error) {
	halting()
	return nil, nil
}

func (h haltingStore) Audit(ctx context.Context, to evaluation.Audit) error {
	to.Record = func(*evaluation.Record) error { halting(); return nil }
	return h.Store.Audit(ctx, to)
}

func TestACommandToBeKilled(t *testing.T) {
	command, file := os.Getenv(killedCommand), os.Getenv(withFile)
	if command == "" {
		return // the process below sets it
	}
	p := newPlace(t)
	p.Data = os.Getenv(ofCommand)
	p.Database = filepath.Join(p.Data, "kaoji.db")
	open := func(ctx context.Context, use func(*cli.Desk) error) error {
		return p.open(ctx, func(d *cli.Desk) error {
			d.Store = haltingStore{d.Store}
			if command == "backup" {
				d.Copy = haltingAt(halfWritten, d.Copy)
			}
			return use(d)
		})
	}
	var err error
	switch command {
	case "export":
		err = cli.Export{File: file}.Run(t.Context(), open)
	case "backup":
		err = cli.Backup{File: file}.Run(t.Context(), open)
	case "restore":
		check := func(context.Context, string) error { halting(); return nil }
		err = cli.Restore{File: file}.Run(t.Context(), p.Place, check, open, p.inspect)
	case "verify":
		err = cli.Verify{}.Run(t.Context(), func(ctx context.Context, use func(*cli.Exhibit) error) error {
			return p.inspect(ctx, func(x *cli.Exhibit) error {
				x.Store = haltingStore{x.Store}
				return use(x)
			})
		})
	}
	t.Fatalf("%s came to its end: %v", command, err)
}

// TestACommandThatIsKilledLeavesNothingThatCanBeReadOutsideTheDataFolder: and what
// it leaves there is removed by the next verify.
func TestACommandThatIsKilledLeavesNothingThatCanBeReadOutsideTheDataFolder(t *testing.T) {
	made := newPlace(t)
	made.must(cli.AccountCreate{Name: "ouyang", Display: aName, Role: []string{"personnel"}})
	made.at(func(d *cli.Desk) error {
		for range 2000 { // more than fits into the buffers of an archive
			id := newID()
			if _, err := d.Store.Put(t.Context(), evaluation.Record{
				Office: office, ID: id, Kind: "roster.person", Unique: id, Sort: aName, Payload: []byte(`{"name":"` + aName + id + `"}`),
			}); err != nil {
				return err
			}
		}
		return nil
	})
	backup := filepath.Join(t.TempDir(), "kaoji.backup")
	made.must(cli.Backup{File: backup})
	for _, command := range []string{"export", "backup", "restore", "verify"} {
		t.Run(command, func(t *testing.T) {
			p := newPlace(t)
			file := filepath.Join(t.TempDir(), "made")
			switch command {
			case "restore":
				file = backup
			case "verify":
				leftByACrash(t, made, p.Data)
			default:
				copyPlace(t, made.Data, p.Data)
			}
			temporary := t.TempDir()
			killCommand(t, killedCommand+"="+command, ofCommand+"="+p.Data, withFile+"="+file, "TMPDIR="+temporary)
			for _, folder := range []string{temporary, filepath.Dir(file)} {
				for _, readable := range []string{aName, "SQLite format", "PK\x03\x04"} {
					if at := holding(t, folder, readable); len(at) > 0 && at[0] != backup {
						t.Errorf("%q can be read in %v", readable, at)
					}
				}
			}
			if command == "restore" {
				if left := holding(t, p.Data, aName); len(left) == 0 {
					t.Error("nothing was left, so this proves nothing")
				}
			}
			_ = cli.Verify{}.Run(t.Context(), func(_ context.Context, use func(*cli.Exhibit) error) error {
				return use(&cli.Exhibit{Place: p.Place, Heads: &cli.Heads{Folder: filepath.Join(p.Data, "heads")}})
			})
			for _, folder := range []string{p.Data, filepath.Dir(file)} {
				if left, err := filepath.Glob(filepath.Join(folder, ".*work*")); err != nil || len(left) > 0 {
					t.Errorf("the next verify left %v, %v", left, err)
				}
			}
		})
	}
}

// leftByACrash copies the data as it is while a server has it open: with a log,
// and without the log's index, which a machine that stops loses.
func leftByACrash(t *testing.T, from *place, data string) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), from.Database)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.PutCell(t.Context(), evaluation.Cell{Class: "note", Office: office, ID: newID(), Body: []byte(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	copyPlace(t, from.Data, data)
	if err := errors.Join(os.Remove(filepath.Join(data, "kaoji.db-shm")), s.Close()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(data, "kaoji.db-wal")); err != nil || info.Size() == 0 {
		t.Fatalf("there is no log: %v", err)
	}
}

// copyPlace copies a data folder, its keys for the owner alone.
func copyPlace(t *testing.T, from, to string) {
	t.Helper()
	err := os.CopyFS(to, os.DirFS(from))
	keys := filepath.Join(to, "keys")
	files, rerr := os.ReadDir(keys)
	err = errors.Join(err, rerr, os.Chmod(keys, 0o700)) //nolint:gosec // a folder
	for _, f := range files {
		err = errors.Join(err, os.Chmod(filepath.Join(keys, f.Name()), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// killCommand runs the process until it stops, and kills it.
func killCommand(t *testing.T, env ...string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestACommandToBeKilled$") //nolint:gosec // this test itself
	child.Env = append(os.Environ(), env...)
	out, err := child.StdoutPipe()
	if err = errors.Join(err, child.Start()); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 200)
	if n, err := out.Read(said); err != nil || !strings.HasPrefix(string(said), "now") {
		t.Errorf("the command said %q, %v", said[:n], err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = child.Wait() // it was killed
}
