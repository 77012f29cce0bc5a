package ballot

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

// sealLock encrypts a lock with the key of the server too, so that a person with
// the storage alone cannot try passphrases.
func (s *Service) sealLock(owner string, l lock) (string, error) {
	raw, err := json.Marshal(l)
	if err != nil {
		return "", fmt.Errorf("ballot: %w", err)
	}
	return s.seal("locks", owner, raw)
}

// openLock returns the lock of the keeper with index i.
func (s *Service) openLock(k *Keeping, i int) (lock, error) {
	var l lock
	if i >= len(k.Stored.Locks) {
		return l, errSealed
	}
	raw, err := s.unseal("locks", k.Keepers[i].Account, k.Stored.Locks[i])
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(raw, &l)
}

// seal encrypts with the key of the server, bound to a purpose and an owner.
func (s *Service) seal(purpose, owner string, plain []byte) (string, error) {
	gcm, err := s.gcm(purpose)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(gcm.Seal(nonce, nonce, plain, []byte(owner))), nil
}

var errSealed = errors.New("ballot: what is stored does not open with this key")

func (s *Service) unseal(purpose, owner, sealed string) ([]byte, error) {
	gcm, err := s.gcm(purpose)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < gcm.NonceSize() {
		return nil, errors.Join(errSealed, err)
	}
	n := gcm.NonceSize()
	plain, err := gcm.Open(nil, raw[:n], raw[n:], []byte(owner))
	if err != nil {
		return nil, errors.Join(errSealed, err)
	}
	return plain, nil
}

func (s *Service) gcm(purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.key, nil, "kaoji ballots "+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("ballot: %w", err)
	}
	return gcm, nil
}
