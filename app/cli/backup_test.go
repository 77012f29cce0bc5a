package cli_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaoji/app/cli"
)

// filled is a place with an office in it, and a back-up of it.
func filled(t *testing.T, passphrase string) (p *place, file string) {
	t.Helper()
	p = newPlace(t)
	p.must(cli.AccountCreate{Name: "zhang", Display: "张伟", Role: []string{"personnel"}})
	p.must(cli.Import{File: sample, Apply: true})
	p.at(func(d *cli.Desk) error {
		return d.Heads.Keep(t.Context(), d.Trail, d.Store, office, p.now)
	})
	p.Passphrase = passphrase
	file = filepath.Join(t.TempDir(), "kaoji.backup")
	p.must(cli.Backup{File: file})
	return p, file
}

func TestASealedBackUpComesBackWholeWithItsKeys(t *testing.T) {
	_, file := filled(t, "correct horse")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"SQLite", "kaoji.db", "manifest"} {
		if bytes.Contains(raw, []byte(never)) {
			t.Errorf("%q can be read in it", never)
		}
	}
	q := newPlace(t)
	q.Passphrase = "correct horse"
	if err := q.restore(file); err != nil {
		t.Fatal(err)
	}
	if out := q.must(cli.Verify{}); !strings.Contains(out, "1 signed heads") {
		t.Errorf("verify: %s", out)
	}
	if out := q.must(cli.AccountList{}); !strings.Contains(out, "张伟") {
		t.Errorf("accounts: %s", out)
	}
	if err := q.restore(file); err == nil {
		t.Error("restored over what was there")
	}
}

func TestAPlainBackUpHoldsNoKeys(t *testing.T) {
	p, file := filled(t, "")
	q := newPlace(t)
	if err := q.restore(file); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(q.Data, "keys")); err == nil {
		t.Error("the keys came along")
	}
	if !strings.Contains(q.out.String(), "no keys") {
		t.Errorf("the operator is not told: %s", q.out)
	}
	if err := os.CopyFS(filepath.Join(q.Data, "keys"), os.DirFS(filepath.Join(p.Data, "keys"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(q.Data, "keys"), 0o700); err != nil { //nolint:gosec // a folder
		t.Fatal(err)
	}
	for _, f := range []string{"token", "secret", "trail", "ballot", "form", "report"} {
		if err := os.Chmod(filepath.Join(q.Data, "keys", f+".key"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	q.must(cli.Verify{})
}

func TestARestoreElsewhereThatFailsCanBeMadeAgain(t *testing.T) {
	_, file := filled(t, "")
	q := newPlace(t)
	database := q.Database
	q.Database = ""
	q.Fill = func(context.Context, string) error { return errors.New("there are no keys yet") }
	if err := q.restore(file); err == nil {
		t.Error("restored without keys")
	}
	if left, err := os.ReadDir(q.Data); err != nil || len(left) > 0 {
		t.Errorf("%v left behind, %v", left, err)
	}
	q.Fill = func(_ context.Context, path string) error { return os.Rename(path, database) }
	if err := q.restore(file); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(q.Data, "heads")); err != nil {
		t.Errorf("the heads are missing: %v", err)
	}
}

// unpackedAlike reports whether two gzip files contain the same.
func unpackedAlike(x, y []byte) bool {
	unpack := func(raw []byte) ([]byte, error) {
		r, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	a, aerr := unpack(x)
	b, berr := unpack(y)
	return aerr == nil && berr == nil && bytes.Equal(a, b)
}

func TestABackUpThatWasChangedIsNotRestored(t *testing.T) {
	for _, passphrase := range []string{"", "correct horse"} {
		_, file := filled(t, passphrase)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		refused := func(what string, content []byte, passphrase string) {
			t.Helper()
			bad := filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(bad, content, 0o600); err != nil {
				t.Fatal(err)
			}
			q := newPlace(t)
			q.Passphrase = passphrase
			if err := q.restore(bad); err == nil {
				t.Errorf("restored although %s", what)
			}
			left, err := os.ReadDir(q.Data)
			if err != nil || len(left) > 0 {
				t.Errorf("%s: %v left behind, %v", what, left, err)
			}
		}
		for i := range 24 {
			at := 20 + (len(raw)-21)*i/23 // not in gzip's own header, whose time stamp says nothing
			flipped := bytes.Clone(raw)
			flipped[at] ^= 1
			for passphrase == "" && unpackedAlike(flipped, raw) { // the bits that fill up a block of gzip say nothing either
				flipped[at] ^= 1
				at--
				flipped[at] ^= 1
			}
			refused("a bit was flipped", flipped, passphrase)
		}
		refused("the end is missing", raw[:len(raw)-1000], passphrase)
		refused("half is missing", raw[:len(raw)/2], passphrase)
		refused("it is empty", nil, passphrase)
		if passphrase != "" {
			refused("the passphrase is wrong", raw, "wrong horse")
			refused("there is no passphrase", raw, "")
		}
	}
}

func TestATrailWhoseEndWasCutOffIsFound(t *testing.T) {
	p, file := filled(t, "k")
	p.must(cli.AccountReset{Name: "zhang"})
	p.now = p.now.AddDate(0, 0, 1)
	p.at(func(d *cli.Desk) error {
		return d.Heads.Keep(t.Context(), d.Trail, d.Store, office, p.now)
	})
	p.must(cli.Verify{})
	// Whoever owns the machine puts an older state of the database back.
	q := newPlace(t)
	q.Passphrase = "k"
	if err := q.restore(file); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(q.Data, "later"), os.DirFS(filepath.Join(p.Data, "heads"))); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(q.Data, "heads")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(q.Data, "later"), filepath.Join(q.Data, "heads")); err != nil {
		t.Fatal(err)
	}
	out, err := q.run(cli.Verify{})
	if err == nil || !strings.Contains(out, "the end was cut off") {
		t.Errorf("%v\n%s", err, out)
	}
	// And a head that was written to fit is not ours.
	files, err := filepath.Glob(filepath.Join(q.Data, "heads", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, bytes.Replace(raw, []byte(`"seq":`), []byte(`"seq":1`), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := q.run(cli.Verify{}); err == nil || !strings.Contains(out, "the signature is not ours") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestNothingIsRestoredOverADatabase(t *testing.T) {
	_, file := filled(t, "k")
	q := newPlace(t)
	q.Passphrase = "k"
	if err := os.WriteFile(q.Database, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := q.restore(file); err == nil {
		t.Error("restored")
	}
	if raw, err := os.ReadFile(q.Database); err != nil || string(raw) != "mine" {
		t.Errorf("the database is %q, %v", raw, err)
	}
}
