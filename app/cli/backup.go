package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Backup writes a back-up while the server runs.
type Backup struct {
	File string `arg:"" type:"path" help:"File to write; must not be there yet."`
}

// Run writes the back-up, reads it back and prints its checksum.
func (c Backup) Run(ctx context.Context, open Open) error {
	return open(ctx, func(d *Desk) error { return d.fault(d.backup(ctx, c.File)) })
}

func (d *Desk) backup(ctx context.Context, path string) error {
	if err := RemoveLeftovers(d.Data); err != nil {
		return err
	}
	err := d.working(filepath.Dir(path), func(work string) error { return d.writeBackup(ctx, work, path) })
	if err != nil {
		return err
	}
	sum, err := d.checksum(path)
	if err != nil {
		return err
	}
	if err := d.note(ctx, "backup", "sha256 "+sum); err != nil {
		return err
	}
	if d.Passphrase == "" {
		return d.say("cli.backup.plain", "file", path, "sum", sum, "keys", filepath.Join(d.Data, "keys"))
	}
	return d.say("cli.backup.sealed", "file", path, "sum", sum)
}

// writeBackup writes the back-up in the folder work, reads it back and gives it its
// name.
func (d *Desk) writeBackup(ctx context.Context, work, path string) error {
	m, err := d.collect(ctx, work)
	if err != nil {
		return err
	}
	return whole(work, path, func(f *os.File) error {
		if err := writeArchive(f, m, d.Passphrase); err != nil {
			return err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err := readArchive(f, d.Passphrase, nil)
		return err
	})
}

// collect copies the database and lists the other files. The keys are included only
// in an encrypted back-up: next to an unencrypted copy of the data they would
// protect nothing.
func (d *Desk) collect(ctx context.Context, work string) (manifest, error) {
	m := manifest{Format: 1, Made: d.Now().UTC(), Office: d.Office}
	database, err := d.Copy(ctx, filepath.Join(work, databaseName))
	if err != nil {
		return m, err
	}
	p, err := pack(databaseName, database)
	if err != nil {
		return m, err
	}
	m.Files = append(m.Files, p)
	folders := map[string]string{"heads": d.Heads.Folder}
	if d.Passphrase != "" {
		folders["keys"] = filepath.Join(d.Data, "keys")
	}
	for _, name := range sorted(folders) {
		if err := m.folder(name, folders[name]); err != nil {
			return m, err
		}
	}
	return m, nil
}

func (m *manifest) folder(name, path string) error {
	files, err := os.ReadDir(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		if !packedName.MatchString(name + "/" + f.Name()) {
			continue
		}
		p, err := pack(name+"/"+f.Name(), openerOf(filepath.Join(path, f.Name())))
		if err != nil {
			return err
		}
		m.Files = append(m.Files, p)
	}
	return nil
}

// checksum writes <file>.sha256 in the format of sha256sum -c.
func (d *Desk) checksum(path string) (string, error) {
	f, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	sum := hex.EncodeToString(h.Sum(nil))
	return sum, os.WriteFile(path+".sha256", fmt.Appendf(nil, "%s  %s\n", sum, filepath.Base(path)), 0o600)
}
