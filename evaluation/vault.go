package evaluation

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
