package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

const secretBytes = 32

// sealer encrypts values that must be readable again (AES-256-GCM) and hashes
// values that must only be recognised, with keys derived from one secret.
type sealer struct {
	keyID  string // first 8 hex digits of the key's hash; part of each value
	aead   cipher.AEAD
	mark   []byte
	random io.Reader
}

func newSealer(secret []byte, random io.Reader) (*sealer, error) {
	if len(secret) != secretBytes {
		return nil, fmt.Errorf("auth: secret has %d bytes, not %d", len(secret), secretBytes)
	}
	sum := sha256.Sum256(secret)
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	mark, err := hkdf.Key(sha256.New, secret, nil, "kaoji fingerprint", secretBytes)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return &sealer{keyID: hex.EncodeToString(sum[:4]), aead: aead, mark: mark, random: random}, nil
}

// seal binds the value to its owner, so that it cannot be used for another one.
func (s *sealer) seal(plain, owner string) (string, error) {
	box, err := s.box([]byte(plain), owner)
	if err != nil {
		return "", err
	}
	return s.keyID + ":" + base64.RawStdEncoding.EncodeToString(box), nil
}

func (s *sealer) open(sealed, owner string) (string, error) {
	id, text, _ := strings.Cut(sealed, ":")
	if id != s.keyID {
		return "", fmt.Errorf("auth: value is sealed with key %q, not %q", id, s.keyID)
	}
	box, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return "", errDamaged
	}
	plain, err := s.unbox(box, owner)
	return string(plain), err
}

var errDamaged = errors.New("auth: sealed value is damaged")

// box encrypts for the owner: the nonce, then the ciphertext.
func (s *sealer) box(plain []byte, owner string) ([]byte, error) {
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(plain)+s.aead.Overhead())
	if _, err := io.ReadFull(s.random, nonce); err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	return s.aead.Seal(nonce, nonce, plain, []byte(owner)), nil
}

// unbox reverses box.
func (s *sealer) unbox(box []byte, owner string) ([]byte, error) {
	n := s.aead.NonceSize()
	if len(box) < n {
		return nil, errDamaged
	}
	plain, err := s.aead.Open(nil, box[:n], box[n:], []byte(owner))
	if err != nil {
		return nil, fmt.Errorf("auth: sealed value: %w", err)
	}
	return plain, nil
}

// fingerprint is a keyed hash of a text that has too few possible values for a
// plain hash; purpose separates uses.
func (s *sealer) fingerprint(purpose, text string) string {
	m := hmac.New(sha256.New, s.mark)
	m.Write([]byte(purpose + "\x00" + text))
	return hex.EncodeToString(m.Sum(nil))
}
