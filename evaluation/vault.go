package evaluation

import "regexp"

// Vault encrypts values that must be readable again, such as ballots, and hashes
// values that must only be recognised, such as ID-card numbers, with a key outside the
// storage. An encrypted value can be read only with its owner's id; hashes of one
// purpose are not those of another.
type Vault interface {
	Seal(plain, owner string) (Sealed, error)
	Open(sealed Sealed, owner string) (string, error)
	Mark(purpose, text string) string
}

// Sealed is a value that a Vault has encrypted.
type Sealed string

// sealedForm is how a Vault writes an encrypted value: what it is encrypted with, and at least
// a nonce and a tag in base64.
var sealedForm = regexp.MustCompile(`^"[0-9a-f]{8}:[A-Za-z0-9+/]{38,}"$`)

// isSealed reports whether a value in JSON has the form of an encrypted one.
func isSealed(value []byte) bool { return sealedForm.Match(value) }
