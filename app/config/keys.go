package config

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kaoji/auth"
)

// Keys are the secrets that stand outside the storage, each 32 bytes in a file
// of its own that only the owner can read.
type Keys struct {
	Token   auth.Hidden // signs access tokens
	TokenID string
	Secret  auth.Hidden // encrypts second-factor secrets
	Trail   auth.Hidden // keys the audit trail's hashes
	Ballot  auth.Hidden // keys the marks of who has voted
	Form    auth.Hidden // binds forms to sessions
	Report  auth.Hidden // encrypts who reported a concern
}

// LoadKeys reads the keys in the folder and makes those that are missing.
func LoadKeys(dir string) (Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Keys{}, fmt.Errorf("keys: %w", err)
	}
	var k Keys
	for name, to := range map[string]*auth.Hidden{
		"token": &k.Token, "secret": &k.Secret, "trail": &k.Trail, "ballot": &k.Ballot, "form": &k.Form, "report": &k.Report,
	} {
		b, err := key(filepath.Join(dir, name+".key"))
		if err != nil {
			return Keys{}, fmt.Errorf("keys: %w", err)
		}
		*to = b
	}
	k.TokenID = "k1"
	return k, nil
}

const keyBytes = 32

func key(path string) ([]byte, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // a name of ours in the operator's folder
	if errors.Is(err, fs.ErrNotExist) {
		b := make([]byte, keyBytes)
		_, _ = rand.Read(b)                                                   // never fails
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // as above
		if err != nil {
			return nil, err
		}
		_, err = f.WriteString(hex.EncodeToString(b) + "\n")
		return b, errors.Join(err, f.Sync(), f.Close())
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
