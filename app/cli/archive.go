package cli

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// manifest is the first entry of a back-up: what else is in it.
type manifest struct {
	Format int       `json:"format"`
	Made   time.Time `json:"made"`
	Office string    `json:"office"`
	Files  []packed  `json:"files"`
}

// packed is a file of a back-up.
type packed struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`

	from string // where it stands now
}

const (
	manifestName = "manifest.json"
	databaseName = "kaoji.db"
	maxManifest  = 16 << 20 // bytes
)

// packedName: nothing else is ever in a back-up, and so nothing else is
// written anywhere by restoring one.
var packedName = regexp.MustCompile(`^(kaoji\.db|keys/[a-z]+\.key|heads/[0-9a-zA-Z-]+ \d{4}-\d\d-\d\d\.json)$`)

func pack(name, from string) (packed, error) {
	f, err := os.Open(from) //nolint:gosec // a name of ours in the operator's folder
	if err != nil {
		return packed{}, err
	}
	h := sha256.New()
	n, err := io.Copy(h, f)
	return packed{Name: name, Size: n, SHA256: hex.EncodeToString(h.Sum(nil)), from: from}, errors.Join(err, f.Close())
}

// writeArchive writes a back-up: tar and gzip, which any machine can open, and
// if there is a passphrase sealed.
func writeArchive(to io.Writer, m manifest, passphrase string) (err error) {
	out := bufio.NewWriterSize(to, 1<<20)
	closers := []func() error{out.Flush}
	defer func() {
		for i := len(closers) - 1; i >= 0; i-- {
			err = errors.Join(err, closers[i]())
		}
	}()
	var next io.Writer = out
	if passphrase != "" {
		s, serr := newSealing(out, passphrase)
		if serr != nil {
			return serr
		}
		next, closers = s, append(closers, s.Close)
	}
	z := gzip.NewWriter(next)
	t := tar.NewWriter(z)
	closers = append(closers, z.Close, t.Close)
	return m.write(t)
}

func (m *manifest) write(t *tar.Writer) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	if err := t.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(raw)), ModTime: m.Made}); err != nil {
		return err
	}
	if _, err := t.Write(raw); err != nil {
		return err
	}
	for i := range m.Files {
		if err := m.Files[i].write(t, m.Made); err != nil {
			return err
		}
	}
	return nil
}

func (p *packed) write(t *tar.Writer, made time.Time) error {
	if err := t.WriteHeader(&tar.Header{Name: p.Name, Mode: 0o600, Size: p.Size, ModTime: made}); err != nil {
		return err
	}
	f, err := os.Open(p.from)
	if err != nil {
		return err
	}
	_, err = io.Copy(t, f)
	return errors.Join(err, f.Close())
}

var (
	errArchive    = errors.New("this is no back-up, or it was changed")
	errPassphrase = errors.New("this back-up is encrypted: set KAOJI_BACKUP_KEY")
)

// readArchive hands every file of a back-up to each, and then holds size and
// checksum against the manifest. With nil it only checks.
func readArchive(from io.Reader, passphrase string, each func(name string, content io.Reader) error) (manifest, error) {
	t, err := openArchive(from, passphrase)
	if err != nil {
		return manifest{}, err
	}
	m, err := readManifest(t)
	if err != nil {
		return m, err
	}
	for i := range m.Files {
		h, err := t.Next()
		if err != nil || h.Name != m.Files[i].Name {
			return m, errors.Join(errArchive, err)
		}
		if err := m.Files[i].check(t, each); err != nil {
			return m, err
		}
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return m, errors.Join(errArchive, err)
	}
	return m, nil
}

func openArchive(from io.Reader, passphrase string) (*tar.Reader, error) {
	in := bufio.NewReaderSize(from, 1<<20)
	head, err := in.Peek(len(magic))
	var next io.Reader = in
	if err == nil && string(head) == magic {
		if passphrase == "" {
			return nil, errPassphrase
		}
		if _, err := in.Discard(len(magic)); err != nil {
			return nil, err
		}
		if next, err = newOpening(in, passphrase); err != nil {
			return nil, err
		}
	}
	z, err := gzip.NewReader(next)
	if err != nil {
		return nil, errors.Join(errArchive, err)
	}
	return tar.NewReader(z), nil
}

func readManifest(t *tar.Reader) (m manifest, err error) {
	h, err := t.Next()
	if err != nil || h.Name != manifestName || h.Size > maxManifest {
		return m, errors.Join(errArchive, err)
	}
	if err := json.NewDecoder(io.LimitReader(t, maxManifest)).Decode(&m); err != nil || m.Format != 1 {
		return m, errors.Join(errArchive, err)
	}
	for _, f := range m.Files {
		if !packedName.MatchString(f.Name) || filepath.IsAbs(f.Name) {
			return m, fmt.Errorf("%w: %q", errArchive, f.Name)
		}
	}
	return m, nil
}

func (p *packed) check(content io.Reader, each func(string, io.Reader) error) error {
	sum := sha256.New()
	counted := &counter{from: io.TeeReader(io.LimitReader(content, p.Size+1), sum)}
	if each != nil {
		if err := each(p.Name, counted); err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, counted); err != nil {
		return errors.Join(errArchive, err)
	}
	if counted.n != p.Size || hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return fmt.Errorf("%w: %s", errArchive, p.Name)
	}
	return nil
}

type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}
