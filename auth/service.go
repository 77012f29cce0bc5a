package auth

import (
	"context"
	"io"
	"time"

	"kaoji/evaluation"
)

// Noter is the audit trail, as far as auth writes to it.
type Noter interface {
	Note(ctx context.Context, ev evaluation.TrailEvent) error
}

// Parts are what a Service is made of.
type Parts struct {
	Cells    evaluation.Cells
	Trail    Noter
	Key      TokenKeys
	Secret   Hidden // 32 bytes, kept outside the storage: encrypts second-factor secrets
	Now      func() time.Time
	NewID    func() string // UUIDv7
	Random   io.Reader     // crypto/rand.Reader
	Settings Settings
}

// Hidden is a secret that never prints.
type Hidden []byte

// String, GoString and MarshalText hide the value in logs and formatted texts.
func (Hidden) String() string               { return "[hidden]" }
func (Hidden) GoString() string             { return "[hidden]" }
func (Hidden) MarshalText() ([]byte, error) { return []byte("[hidden]"), nil }

// The password profiles: GB/T 22239 (等保) practice asks for character classes
// and an age, OWASP ASVS 5.0 (6.2.5, 6.2.10) forbids both.
const (
	ProfileMLPS = "mlps" // three of four character classes, at most 90 days old
	ProfileASVS = "asvs" // length and the list of common passwords alone
)

// Settings are the adjustable numbers; a zero one takes the default.
type Settings struct {
	Office          string            // where logins under an unknown name are noted in the trail
	MinPassword     int               // characters: 10
	Failures        int               // wrong passwords in a row that lock: 5
	Lock            time.Duration     // 30 minutes
	Idle            time.Duration     // 15 minutes without a request end a session
	History         int               // former passwords that may not come again: 5
	OneTime         time.Duration     // life of a one-time password: 7 days
	MaxAge          time.Duration     // life of a password under ProfileMLPS: 90 days
	Access          time.Duration     // life of an access token: 15 minutes
	Refresh         time.Duration     // life of a session, however often refreshed: 12 hours
	TOTPRequired    []evaluation.Role // roles that must use a second factor; empty: nobody must
	PasswordProfile string            // ProfileMLPS (default) or ProfileASVS
}
