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
	"regexp"
	"slices"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

// Heads stores the state of an office at a moment: the end of its audit trail and
// the counts of its data. It is a folder outside the storage with one file a day,
// signed at start, at stop and every hour. So every change made before without
// Kaoji can be detected. Copy the folder to a place where the machine's own
// administrator cannot write.
type Heads struct {
	Folder string
	Key    auth.Hidden       // of the trail
	Keys   map[string]string // fingerprints of all keys
}

// signedHead is one file of the folder.
type signedHead struct {
	Office string `json:"office"`
	Day    string `json:"day"`
	evaluation.TrailHead
	Signature string            `json:"signature"` // HMAC-SHA256 of the fields before it
	At        time.Time         `json:"at,omitzero"`
	Seals     []evaluation.Seal `json:"seals,omitempty"` // of the office, and of the deployment
	Keys      map[string]string `json:"keys,omitempty"`
	Proof     string            `json:"proof,omitempty"` // HMAC-SHA256 of everything but itself
}

// sealed reports whether the head contains counts. Heads from before Kaoji counted
// contain only the end of the trail.
func (s *signedHead) sealed() bool { return s.Proof != "" }

func (s *signedHead) seal(office string) evaluation.Seal {
	for _, seal := range s.Seals {
		if seal.Office == office {
			return seal
		}
	}
	return evaluation.Seal{}
}

// headName matches the file names, which contain office and day.
var headName = regexp.MustCompile(`^([0-9a-zA-Z-]+) (\d{4}-\d\d-\d\d)\.json$`)

func (h *Heads) sign(s *signedHead) error {
	m := hmac.New(sha256.New, h.Key)
	_, _ = fmt.Fprintf(m, "head\x00%s\x00%s\x00%d\x00%s", s.Office, s.Day, s.Seq, s.Hash) // a hash takes everything
	s.Signature = hex.EncodeToString(m.Sum(nil))
	if s.At.IsZero() {
		return nil
	}
	s.Proof = ""
	raw, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("head: %w", err)
	}
	m = hmac.New(sha256.New, h.Key)
	_, _ = m.Write(append([]byte("proof\x00"), raw...))
	s.Proof = hex.EncodeToString(m.Sum(nil))
	return nil
}

// Keep signs the present state of the office. If it is older than the last signed
// one, it is not signed and an error is returned.
func (h *Heads) Keep(ctx context.Context, trail *evaluation.Trail, store evaluation.Sealer, office string, now time.Time) error {
	if err := os.MkdirAll(h.Folder, 0o700); err != nil {
		return err
	}
	head, err := trail.Head(ctx, office)
	if err != nil || head.Seq == 0 {
		return err
	}
	s := signedHead{Office: office, Day: evaluation.DateOf(now).String(), TrailHead: head, At: now.UTC().Truncate(time.Second), Keys: h.Keys}
	for _, o := range []string{office, ""} {
		seal, err := store.Seal(ctx, o)
		if err != nil {
			return err
		}
		s.Seals = append(s.Seals, seal)
	}
	last, err := h.last(office)
	if err != nil {
		return err
	}
	if bad := older(&s, last); len(bad) > 0 {
		return evaluation.Fail(evaluation.CodeState, "cli.heads.older").Because(errors.New(bad[0]))
	}
	if last.Day == s.Day && last.Seq == s.Seq && last.seal(office).Writes == s.seal(office).Writes && last.seal("").Writes == s.seal("").Writes {
		return nil
	}
	if err := h.write(&s); err != nil {
		return err
	}
	for _, seal := range s.Seals {
		if err := store.Signed(ctx, seal.Office, seal.Writes); err != nil {
			return err
		}
	}
	return nil
}

// older lists in what the present state is older than, or differs from, the one
// signed before.
func older(now *signedHead, before signedHead) []string {
	var bad []string
	for _, was := range before.Seals {
		is := now.seal(was.Office)
		of := "the office"
		if was.Office == "" {
			of = "the deployment"
		}
		switch {
		case is.Writes < was.Writes:
			bad = append(bad, fmt.Sprintf("%s is older than what was signed on %s: %d writes, %d were signed", of, before.Day, is.Writes, was.Writes))
		case is.Writes == was.Writes && !sameParts(is.Parts, was.Parts):
			bad = append(bad, fmt.Sprintf("%s is not what was signed on %s", of, before.Day))
		}
	}
	return bad
}

func sameParts(a, b map[string]evaluation.Sum) bool {
	if len(a) != len(b) {
		return false
	}
	for part, sum := range a {
		if b[part] != sum {
			return false
		}
	}
	return true
}

// write replaces the file of the day, completely or not at all.
func (h *Heads) write(s *signedHead) error {
	if err := h.sign(s); err != nil {
		return err
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("head: %w", err)
	}
	return renewed(filepath.Join(h.Folder, s.Office+" "+s.Day+".json"), append(raw, '\n'))
}

// Of returns the signed ends of an office's audit trail. A file with a wrong
// signature is an error.
func (h *Heads) Of(office string) ([]evaluation.TrailHead, error) {
	list, err := h.all(office)
	if err != nil {
		return nil, err
	}
	var heads []evaluation.TrailHead
	for i := range list {
		heads = append(heads, list[i].TrailHead)
	}
	return heads, nil
}

func (h *Heads) all(office string) ([]signedHead, error) {
	names, err := h.names()
	if err != nil {
		return nil, err
	}
	var list []signedHead
	for _, name := range names {
		if headName.FindStringSubmatch(name)[1] != office {
			continue
		}
		s, err := h.read(name)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// last returns the newest head of an office, an empty one if there is none.
func (h *Heads) last(office string) (signedHead, error) {
	list, err := h.all(office)
	if err != nil || len(list) == 0 {
		return signedHead{}, err
	}
	return list[len(list)-1], nil
}

// names lists the files of the folder, sorted by office and day.
func (h *Heads) names() ([]string, error) {
	files, err := os.ReadDir(h.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		if headName.MatchString(f.Name()) {
			names = append(names, f.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func (h *Heads) parse(name string) (signedHead, error) {
	var s signedHead
	raw, err := os.ReadFile(filepath.Join(h.Folder, name)) //nolint:gosec // a name of ours in the operator's folder
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

func (h *Heads) read(name string) (signedHead, error) {
	s, err := h.parse(name)
	if err != nil {
		return s, err
	}
	ours := s
	if err := h.sign(&ours); err != nil {
		return s, err
	}
	of := headName.FindStringSubmatch(name)
	same := hmac.Equal([]byte(s.Signature), []byte(ours.Signature)) && hmac.Equal([]byte(s.Proof), []byte(ours.Proof))
	if !same || s.Office != of[1] || s.Day != of[2] {
		return s, fmt.Errorf("%s: the signature is not ours", name)
	}
	return s, nil
}

// SignedKeys returns the fingerprints of the keys as last signed by any office; nil
// if there are none. The signatures are not checked, because the key for it may be
// the lost one.
func (h *Heads) SignedKeys() (map[string]string, error) {
	names, err := h.names()
	if err != nil {
		return nil, err
	}
	var newest signedHead
	for _, name := range names {
		s, err := h.parse(name)
		if err == nil && s.At.After(newest.At) {
			newest = s
		}
	}
	return newest.Keys, nil
}
