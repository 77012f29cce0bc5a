package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"kaoji/evaluation"
)

// Restore restores a back-up into an empty data folder or database.
type Restore struct {
	File string `arg:"" type:"existingfile" help:"Back-up to read."`
}

// CheckDatabase reads a whole database file and returns the problems.
type CheckDatabase func(ctx context.Context, path string) error

// Run checks the whole back-up before any file gets its place, and verifies all
// chains afterwards.
func (c Restore) Run(ctx context.Context, p Place, check CheckDatabase, open Open, inspect Inspect) error {
	made, err := c.run(ctx, &p, check)
	if err != nil {
		return p.fault(err)
	}
	keys := filepath.Join(p.Data, "keys")
	pairs := []any{"made", made.Made.In(evaluation.Office).Format("2006-01-02 15:04"), "files", len(made.Files), "keys", keys}
	if _, err := os.Stat(keys); err != nil { // without them the trail cannot be verified
		return p.say("cli.restore.without_keys", pairs...)
	}
	// A back-up of an older program is first upgraded to the newest schema.
	err = open(ctx, func(*Desk) error { return nil })
	if err == nil {
		err = inspect(ctx, func(x *Exhibit) error { return x.verify(ctx) })
	}
	if err != nil {
		return p.fault(evaluation.Fail(evaluation.CodeState, "cli.restore.bad", "data", p.Data).Because(err))
	}
	return p.say("cli.restore.done", pairs...)
}

func (c Restore) run(ctx context.Context, p *Place, check CheckDatabase) (m manifest, err error) {
	if err := RemoveLeftovers(p.Data); err != nil {
		return m, err
	}
	if err := p.empty(); err != nil {
		return m, err
	}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return m, err
	}
	err = p.working(p.Data, func(work string) error {
		if m, err = c.unpack(p, work); err != nil {
			return err
		}
		if err := check(ctx, filepath.Join(work, databaseName)); err != nil {
			return err
		}
		return p.settle(ctx, work)
	})
	return m, err
}

func (c Restore) unpack(p *Place, work string) (manifest, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return manifest{}, err
	}
	m, err := readArchive(f, p.Passphrase, func(name string, content io.Reader) error { return unpack(work, name, content) })
	return m, errors.Join(err, f.Close())
}

// empty returns an error if there is already data.
func (p *Place) empty() error {
	taken := []string{filepath.Join(p.Data, "heads")}
	if p.Database != "" {
		taken = append(taken, p.Database, p.Database+"-wal")
	}
	for _, path := range taken {
		if _, err := os.Lstat(path); err == nil {
			return evaluation.Fail(evaluation.CodeConflict, "cli.restore.taken", "path", path)
		} else if !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func unpack(work, name string, content io.Reader) error {
	path := filepath.Join(work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // names are held against packedName
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// settle moves the unpacked files to their place, the database last: before that
// nothing can be started by mistake. With MongoDB the data comes before the heads,
// so that a failed restore can be repeated.
func (p *Place) settle(ctx context.Context, work string) error {
	if err := p.settleFolder(work, "keys"); err != nil {
		return err
	}
	database := filepath.Join(work, databaseName)
	if p.Fill != nil {
		if err := p.Fill(ctx, database); err != nil {
			return err
		}
		return p.settleFolder(work, "heads")
	}
	if err := p.settleFolder(work, "heads"); err != nil {
		return err
	}
	return os.Rename(database, p.Database)
}

// settleFolder moves a folder that the back-up may contain. Existing keys must be
// moved away first.
func (p *Place) settleFolder(work, folder string) error {
	from, to := filepath.Join(work, folder), filepath.Join(p.Data, folder)
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if _, err := os.Lstat(to); err == nil {
		return evaluation.Fail(evaluation.CodeConflict, "cli.restore.taken", "path", to)
	}
	return os.Rename(from, to)
}
