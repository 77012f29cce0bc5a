package auth

// TokenKey signs access tokens: HS256, exactly 32 bytes.
type TokenKey struct {
	ID     string
	Secret Hidden
}

// TokenKeys are the key that signs and those that signed before and are still
// accepted.
type TokenKeys struct {
	Current TokenKey
	Former  []TokenKey
}
