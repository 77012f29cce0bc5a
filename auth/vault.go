package auth

import (
	"io"

	"kaoji/evaluation"
)

// Vault encrypts values that must be readable again and hashes values that must
// only be recognised (AES-256-GCM and HMAC-SHA256), with keys derived from a secret
// of 32 bytes outside the storage.
type Vault struct{ seal *sealer }

// NewVault makes a Vault; random is crypto/rand.Reader.
func NewVault(secret Hidden, random io.Reader) (*Vault, error) {
	seal, err := newSealer(secret, random)
	if err != nil {
		return nil, err
	}
	return &Vault{seal}, nil
}

// Seal encrypts a text for an owner; it can be opened only with the same owner.
func (v *Vault) Seal(plain, owner string) (evaluation.Sealed, error) {
	sealed, err := v.seal.seal(plain, owner)
	return evaluation.Sealed(sealed), err
}

// Open reverses Seal; it fails for another owner or key.
func (v *Vault) Open(sealed evaluation.Sealed, owner string) (string, error) {
	return v.seal.open(string(sealed), owner)
}

// Mark is a keyed hash of a text (64 hex digits); different purposes give different
// hashes.
func (v *Vault) Mark(purpose, text string) string { return v.seal.fingerprint(purpose, text) }
