package cli

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func sealedBytes(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	s, err := newSealing(&out, "pass")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(raw []byte) ([]byte, error) {
	in := bytes.NewReader(raw)
	if _, err := in.Seek(int64(len(magic)), io.SeekStart); err != nil {
		return nil, err
	}
	o, err := newOpening(in, "pass")
	if err != nil {
		return nil, err
	}
	return io.ReadAll(o)
}

func TestWhatIsSealedComesBackByteForByteAtEverySize(t *testing.T) {
	for _, n := range []int{0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3*chunk + 7} {
		content := bytes.Repeat([]byte{byte(n), 3}, n/2+1)[:n]
		got, err := opened(sealedBytes(t, content))
		if err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes: %d came back, %v", n, len(got), err)
		}
	}
}

func TestChunksCannotBeMovedRepeatedOrLeftOff(t *testing.T) {
	raw := sealedBytes(t, bytes.Repeat([]byte("abc"), chunk)) // three chunks
	head, size := len(magic)+saltBytes, chunk+16
	a, b, c := raw[head:head+size], raw[head+size:head+2*size], raw[head+2*size:]
	for name, parts := range map[string][][]byte{
		"moved": {b, a, c}, "repeated": {a, a, b, c}, "left off": {a, b}, "dropped": {a, c}, "emptied": {},
	} {
		forged := append(bytes.Clone(raw[:head]), bytes.Join(parts, nil)...)
		if _, err := opened(forged); err == nil {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}

func TestAFileUnderAnyOtherNameIsRefused(t *testing.T) {
	for _, name := range []string{"../kaoji.db", "/etc/passwd", "keys/../../x.key", "kaoji.db/x", "keys/token.key/..", "heads/x", "other"} {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		w := tar.NewWriter(z)
		raw, err := json.Marshal(manifest{Format: 1, Made: time.Unix(0, 0), Files: []packed{{Name: name}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range []*tar.Header{{Name: manifestName, Size: int64(len(raw))}, {Name: name}} {
			if err := w.WriteHeader(h); err != nil {
				t.Fatal(err)
			}
			if h.Size > 0 {
				if _, err := w.Write(raw); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := readArchive(&out, "", func(string, io.Reader) error { t.Errorf("%s was handed out", name); return nil }); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestAFileThatIsNotWhatTheManifestSaysIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("the content"), 0o600); err != nil {
		t.Fatal(err)
	}
	honest, err := pack("keys/token.key", openerOf(path))
	if err != nil {
		t.Fatal(err)
	}
	forged := honest
	forged.SHA256 = "00" + forged.SHA256[2:]
	for _, c := range []struct {
		file packed
		ok   bool
	}{{honest, true}, {forged, false}} {
		var out bytes.Buffer
		if err := writeArchive(&out, manifest{Format: 1, Files: []packed{c.file}}, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := readArchive(&out, "", nil); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.file.SHA256, err)
		}
	}
}
