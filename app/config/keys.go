package config

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"kaoji/auth"
)

// Keys are the secrets outside the storage, each 32 bytes in its own file that only
// the owner can read.
type Keys struct {
	Token   auth.Hidden // signs access tokens
	TokenID string
	Secret  auth.Hidden // encrypts second-factor secrets
	Trail   auth.Hidden // key for the audit trail, the histories of records and the counts of stored data
	Ballot  auth.Hidden // key for the hashes that record who has voted
	Form    auth.Hidden // binds forms to sessions
	Report  auth.Hidden // encrypts who reported a concern
}

func (k *Keys) fields() map[string]*auth.Hidden {
	return map[string]*auth.Hidden{
		"token": &k.Token, "secret": &k.Secret, "trail": &k.Trail, "ballot": &k.Ballot, "form": &k.Form, "report": &k.Report,
	}
}

// Marks returns the keys' fingerprints by name, so that a replaced key can be
// detected later.
func (k *Keys) Marks() map[string]string {
	marks := map[string]string{}
	for name, b := range k.fields() {
		if len(*b) > 0 {
			marks[name] = keyMark(name, *b)
		}
	}
	return marks
}

func keyMark(name string, b []byte) string {
	sum := sha256.Sum256(append([]byte("kaoji key "+name+"\x00"), b...))
	return hex.EncodeToString(sum[:8])
}

// first are the keys that every data folder has had from the start.
var first = []string{"token", "secret", "trail", "ballot", "form", "report"}

// Had are the fingerprints, by name, of the keys with which existing data was
// written, as signed last; "" if a key was not signed. It is nil if there is no
// data.
type Had map[string]string

// HadOf returns the Had of existing data.
func HadOf(signed map[string]string) Had {
	had := Had{}
	for _, name := range first {
		had[name] = ""
	}
	maps.Copy(had, signed)
	return had
}

// LoadKeys reads the keys in the folder and creates missing ones. If existing data
// was written with a key that is now missing or different, it returns an error and
// creates nothing in its place. Only the owner may have access to the folder and
// the files.
func LoadKeys(dir string, had Had) (Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Keys{}, fmt.Errorf("keys: %w", err)
	}
	k, lost, err := read(dir, had)
	if err != nil {
		return Keys{}, fmt.Errorf("keys: %w", err)
	}
	if len(lost) > 0 {
		return Keys{}, fmt.Errorf("keys: %w", errors.Join(lost...))
	}
	for name, to := range k.fields() {
		if len(*to) > 0 {
			continue
		}
		if *to, err = makeKey(filepath.Join(dir, name+".key")); err != nil {
			return Keys{}, fmt.Errorf("keys: %w", err)
		}
	}
	return k, nil
}

// ReadKeys reads the keys in the folder and creates nothing. Missing or replaced
// keys of had are returned in lost.
func ReadKeys(dir string, had Had) (k Keys, lost []error, err error) { return read(dir, had) }

func read(dir string, had Had) (k Keys, lost []error, err error) {
	k.TokenID = "k1"
	fields := k.fields()
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fields = nil
	case err != nil:
		return k, nil, err
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return k, nil, fmt.Errorf("the folder %s is open to others: chmod 700 %s", dir, dir)
	}
	for name, to := range fields {
		if *to, err = readKey(filepath.Join(dir, name+".key")); err != nil {
			return k, nil, err
		}
	}
	marks := k.Marks()
	for _, name := range slices.Sorted(maps.Keys(had)) {
		switch mark := marks[name]; {
		case mark == "":
			lost = append(lost, fmt.Errorf("%s.key is missing and data was written with it: put it back into %s", name, dir))
		case had[name] != "" && had[name] != mark:
			lost = append(lost, fmt.Errorf("%s.key is not the one that the data was written with: put that back into %s", name, dir))
		}
	}
	return k, lost, nil
}

const keyBytes = 32

func makeKey(path string) ([]byte, error) {
	b := make([]byte, keyBytes)
	_, _ = rand.Read(b)                                                   // never fails
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // a name of ours in the operator's folder
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(hex.EncodeToString(b) + "\n")
	return b, errors.Join(err, f.Sync(), f.Close())
}

// readKey returns nil if there is no such file.
func readKey(path string) ([]byte, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // as above
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		return nil, errors.Join(fmt.Errorf("%s can be read by others: chmod 600", filepath.Base(path)), err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(b) != keyBytes {
		return nil, fmt.Errorf("%s is not a key of %d bytes", filepath.Base(path), keyBytes)
	}
	return b, nil
}
