package auth

import "io"

// Vault seals what must be readable again and marks what must only be
// recognised (AES-256-GCM and HMAC-SHA256), with keys derived from a secret of
// 32 bytes outside the storage.
type Vault struct{ seal *sealer }

// NewVault makes a Vault; random is crypto/rand.Reader.
func NewVault(secret Hidden, random io.Reader) (*Vault, error) {
	seal, err := newSealer(secret, random)
	if err != nil {
		return nil, err
	}
	return &Vault{seal}, nil
}

// Seal encrypts a text for its owner, to whom it is bound.
func (v *Vault) Seal(plain, owner string) (string, error) { return v.seal.seal(plain, owner) }

// Open is the way back; a value of another owner or key does not open.
func (v *Vault) Open(sealed, owner string) (string, error) { return v.seal.open(sealed, owner) }

// Mark recognises a text (64 hex digits); purposes do not mix.
func (v *Vault) Mark(purpose, text string) string { return v.seal.fingerprint(purpose, text) }
