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

// manifest is the first entry of a back-up: it lists the other files.
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

	open Opener
}

const (
	manifestName = "manifest.json"
	databaseName = "kaoji.db"
	maxManifest  = 16 << 20 // bytes
)

// packedName matches the only names allowed in a back-up, so that a restore writes
// no other files.
var packedName = regexp.MustCompile(`^(kaoji\.db|keys/[a-z]+\.key|heads/[0-9a-zA-Z-]+ \d{4}-\d\d-\d\d\.json)$`)

// pack lists a file with its name in the back-up.
func pack(name string, open Opener) (packed, error) {
	p := packed{Name: name, open: open}
	h := sha256.New()
	n, err := p.copyTo(h)
	p.Size, p.SHA256 = n, hex.EncodeToString(h.Sum(nil))
	return p, err
}

func (p *packed) copyTo(to io.Writer) (n int64, err error) {
	c, err := p.open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	size, err := c.Size()
	if err != nil {
		return 0, err
	}
	return io.CopyBuffer(struct{ io.Writer }{to}, io.NewSectionReader(c, 0, size), make([]byte, chunk))
}

// plainFile is a file of the data folder.
type plainFile struct{ *os.File }

func openerOf(path string) Opener {
	return func() (Content, error) {
		f, err := os.Open(path) //nolint:gosec // a name of ours in the operator's folder
		return plainFile{f}, err
	}
}

// Size is how many bytes there are.
func (f plainFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// writeArchive writes a back-up in tar and gzip format, encrypted if there is a
// passphrase.
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
	_, err := p.copyTo(t)
	return err
}

var (
	errArchive    = errors.New("this is no back-up, or it was changed")
	errPassphrase = errors.New("this back-up is encrypted: set KAOJI_BACKUP_KEY")
)

// readArchive passes every file of a back-up to each, and then compares size and
// checksum with the manifest. With nil it only checks.
func readArchive(from io.Reader, passphrase string, each func(name string, content io.Reader) error) (manifest, error) {
	t, end, err := openArchive(from, passphrase)
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
	return m, end()
}

// openArchive opens a back-up. What it reads is checked by end.
func openArchive(from io.Reader, passphrase string) (_ *tar.Reader, end func() error, _ error) {
	in := bufio.NewReaderSize(from, 1<<20)
	head, err := in.Peek(len(magic))
	var next io.Reader = in
	if err == nil && string(head) == magic {
		if passphrase == "" {
			return nil, nil, errPassphrase
		}
		if _, err := in.Discard(len(magic)); err != nil {
			return nil, nil, err
		}
		if next, err = newOpening(in, passphrase); err != nil {
			return nil, nil, err
		}
	}
	z, err := gzip.NewReader(next)
	if err != nil {
		return nil, nil, errors.Join(errArchive, err)
	}
	return tar.NewReader(z), func() error { return readEnd(z) }, nil
}

// mostAfter is how many bytes may follow the end of the files: less than a block of tar's.
const mostAfter = 1 << 20

// readEnd reads what follows the files, so that gzip compares its checksum of everything,
// also of what no file contains.
func readEnd(z io.Reader) error {
	n, err := io.Copy(io.Discard, io.LimitReader(z, mostAfter))
	if err != nil || n == mostAfter {
		return errors.Join(errArchive, err)
	}
	return nil
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
