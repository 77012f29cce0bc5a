package cli

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kaoji/auth"
	"kaoji/evaluation"
)

// Heads keeps, once a day, where the audit trail of each office ended: in a
// folder outside the storage, signed, so that cutting off the end of the trail
// or writing it anew is found. Copy the folder to where the machine's own
// administrator cannot write.
type Heads struct {
	Folder string
	Key    auth.Hidden // of the trail
}

// signedHead is one file of the folder.
type signedHead struct {
	Office string `json:"office"`
	Day    string `json:"day"`
	evaluation.TrailHead
	Signature string `json:"signature"` // HMAC-SHA256 of the fields before it
}

func (h *Heads) sign(s signedHead) string {
	m := hmac.New(sha256.New, h.Key)
	_, _ = fmt.Fprintf(m, "head\x00%s\x00%s\x00%d\x00%s", s.Office, s.Day, s.Seq, s.Hash) // a hash takes everything
	return hex.EncodeToString(m.Sum(nil))
}

// Keep writes down where the trail of an office ends today, if that has not
// been done.
func (h *Heads) Keep(ctx context.Context, trail *evaluation.Trail, office string, today evaluation.Date) error {
	if err := os.MkdirAll(h.Folder, 0o700); err != nil {
		return err
	}
	path := filepath.Join(h.Folder, office+" "+today.String()+".json")
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	head, err := trail.Head(ctx, office)
	if err != nil || head.Seq == 0 {
		return err
	}
	s := signedHead{Office: office, Day: today.String(), TrailHead: head}
	s.Signature = h.sign(s)
	raw, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("head: %w", err)
	}
	err = whole(path, func(f *os.File) error {
		_, err := f.Write(append(raw, '\n'))
		return err
	})
	if errors.Is(err, fs.ErrExist) { // another process was faster
		return nil
	}
	return err
}

// Of returns what was kept of an office. A file that is not what was signed is
// an error.
func (h *Heads) Of(office string) ([]evaluation.TrailHead, error) {
	files, err := os.ReadDir(h.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var heads []evaluation.TrailHead
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), office+" ") {
			continue
		}
		s, err := h.read(filepath.Join(h.Folder, f.Name()))
		if err != nil {
			return nil, err
		}
		heads = append(heads, s.TrailHead)
	}
	return heads, nil
}

func (h *Heads) read(path string) (signedHead, error) {
	var s signedHead
	raw, err := os.ReadFile(path) //nolint:gosec // a name of ours in the operator's folder
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return s, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if !hmac.Equal([]byte(s.Signature), []byte(h.sign(s))) {
		return s, fmt.Errorf("%s: the signature is not ours", filepath.Base(path))
	}
	return s, nil
}
