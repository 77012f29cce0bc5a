package view

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
)

// Asset is one static file, ready to be sent.
type Asset struct {
	Type    string
	Content []byte
	// Gzip returns the compressed content, nil if it would not be smaller. It is
	// compressed at the first request.
	Gzip func() ([]byte, error)
}

// Assets are the static files. Their addresses change with their content, so
// browsers may cache them forever.
type Assets struct {
	files map[string]Asset  // address below the prefix -> file
	names map[string]string // name -> address below the prefix
}

// Prefix is where the server mounts the static files.
const Prefix = "/static/"

// NewAssets reads and hashes every file below root.
func NewAssets(root fs.FS) (*Assets, error) {
	a := &Assets{files: map[string]Asset{}, names: map[string]string{}}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".LICENSE") {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		address := hex.EncodeToString(sum[:6]) + "/" + path.Base(name)
		a.files[address] = Asset{
			Type: mime.TypeByExtension(path.Ext(name)), Content: content,
			Gzip: sync.OnceValues(func() ([]byte, error) { return compress(content) }),
		}
		a.names[name] = address
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("static files: %w", err)
	}
	return a, nil
}

func compress(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if b.Len() >= len(content) {
		return nil, nil
	}
	return b.Bytes(), nil
}

// URL returns the address of a file by its name; an unknown name is an error in a
// template and fails the page.
func (a *Assets) URL(name string) (string, error) {
	address, ok := a.names[name]
	if !ok {
		return "", fmt.Errorf("no static file %s", name)
	}
	return Prefix + address, nil
}

// File returns the file at an address below Prefix.
func (a *Assets) File(address string) (Asset, bool) {
	f, ok := a.files[address]
	return f, ok
}
