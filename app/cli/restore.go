package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"kaoji/evaluation"
)

// Restore puts a back-up into an empty place.
type Restore struct {
	File string `arg:"" type:"existingfile" help:"Back-up to read."`
}

// CheckDatabase reads a whole database file and says what is wrong with it.
type CheckDatabase func(ctx context.Context, path string) error

// Run checks the whole back-up before anything gets its place. It opens
// nothing: there is nothing yet to open.
func (c Restore) Run(ctx context.Context, p Place, check CheckDatabase) error {
	return p.fault(c.run(ctx, &p, check))
}

func (c Restore) run(ctx context.Context, p *Place, check CheckDatabase) (err error) {
	if p.Database == "" {
		return evaluation.Fail(evaluation.CodeState, "cli.backup.elsewhere")
	}
	if err := p.empty(); err != nil {
		return err
	}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return err
	}
	work, err := os.MkdirTemp(p.Data, ".restore-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	m, err := readArchive(f, p.Passphrase, func(name string, content io.Reader) error { return unpack(work, name, content) })
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := check(ctx, filepath.Join(work, databaseName)); err != nil {
		return err
	}
	if err := p.settle(work); err != nil {
		return err
	}
	key := "cli.restore.done"
	if _, err := os.Stat(filepath.Join(p.Data, "keys")); err != nil {
		key = "cli.restore.without_keys"
	}
	return p.say(key, "made", m.Made.In(evaluation.Office).Format("2006-01-02 15:04"), "files", len(m.Files), "keys", filepath.Join(p.Data, "keys"))
}

// empty refuses a place where something stands already.
func (p *Place) empty() error {
	taken := []string{p.Database, p.Database + "-wal", filepath.Join(p.Data, "heads")}
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

// settle moves what was unpacked to its place, the database last: until it is
// there nothing can be started by mistake. Keys that stand there already must
// be put aside first.
func (p *Place) settle(work string) error {
	for _, folder := range []string{"keys", "heads"} {
		from, to := filepath.Join(work, folder), filepath.Join(p.Data, folder)
		if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
			continue
		}
		if _, err := os.Lstat(to); err == nil {
			return evaluation.Fail(evaluation.CodeConflict, "cli.restore.taken", "path", to)
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return os.Rename(filepath.Join(work, databaseName), p.Database)
}
