package ballot

import (
	"io"
	"strings"
)

// alphabet is that of Crockford's base 32: no I, L, O and U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength gives 60 bits: nobody guesses a code.
const codeLength = 12

// NewCode draws the code of a slip.
func NewCode(random io.Reader) (string, error) {
	raw := make([]byte, codeLength)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", err
	}
	for i, b := range raw {
		raw[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(raw), nil
}

// ReadCode normalises a typed code: letters of either case, with or without hyphens and
// spaces, and letters that Crockford's base 32 reads as digits.
func ReadCode(s string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(s)))
}
