package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"kaoji/evaluation"
)

// Noter is the part of the audit trail that auth needs.
type Noter interface {
	Note(ctx context.Context, ev evaluation.TrailEvent) error
}

// Parts are the dependencies of a Service.
type Parts struct {
	Cells    evaluation.Cells
	Trail    Noter
	Key      TokenKeys
	Secret   Hidden // 32 bytes, kept outside the storage: encrypts second-factor secrets
	Now      func() time.Time
	NewID    func() string // UUIDv7
	Random   io.Reader     // crypto/rand.Reader
	Settings Settings
	Cost     Cost // of a password's hash; zero means the value recommended by OWASP
	// Current returns the settings at this moment; nil means they do not change. It
	// is called for every request.
	Current func(Settings) Settings
	// Left reports whether a person of the roster has left the office; nil means
	// never. It is called for every request.
	Left func(ctx context.Context, office, person string) (bool, error)
	// Closed reports whether an office is closed; nil means never. It is called for every
	// request.
	Closed func(ctx context.Context, office string) (bool, error)
	// OfficeByCode returns the id of the office with a code, or CodeNotFound; nil if the
	// deployment has one office.
	OfficeByCode func(ctx context.Context, code string) (string, error)
}

// Hidden is a secret that is never printed.
type Hidden []byte

// String hides the value in formatted texts.
func (Hidden) String() string { return "[hidden]" }

// GoString hides it from %#v.
func (Hidden) GoString() string { return "[hidden]" }

// MarshalText hides it in logs and JSON.
func (Hidden) MarshalText() ([]byte, error) { return []byte("[hidden]"), nil }

// The password profiles: GB/T 22239-2019 (等保) is applied with character classes and
// an expiry, OWASP ASVS 5.0 (6.2.5, 6.2.10) forbids both.
const (
	ProfileMLPS = "mlps" // three of four character classes, at most 90 days old
	ProfileASVS = "asvs" // length and the list of common passwords alone
)

// Settings are the adjustable numbers; zero means the default.
type Settings struct {
	Office          string            // the first office: whose login names stand for themselves
	MinPassword     int               // characters: 10; less than 8 is refused
	Failures        int               // wrong passwords in a row that lock: 5
	AddressFailures int               // wrong guesses from one address within Lock after which it must wait: 100
	Lock            time.Duration     // 30 minutes
	Idle            time.Duration     // 15 minutes without a request end a session
	History         int               // number of last passwords, including the present one, that cannot be used again: 5
	OneTime         time.Duration     // validity of a one-time password: 7 days
	MaxAge          time.Duration     // validity of a password in ProfileMLPS: 90 days
	Access          time.Duration     // validity of an access token: 15 minutes
	Refresh         time.Duration     // length of a session, including refreshes: 12 hours
	TOTPRequired    []evaluation.Role // roles that must use a second factor; empty: nobody must
	PasswordProfile string            // ProfileMLPS (default) or ProfileASVS
}

const lowestMinPassword = 8

func (s Settings) withDefaults() Settings {
	fill(&s.MinPassword, 10)
	fill(&s.Failures, 5)
	fill(&s.AddressFailures, 100)
	fill(&s.Lock, 30*time.Minute)
	fill(&s.Idle, 15*time.Minute)
	fill(&s.History, 5)
	fill(&s.OneTime, 7*24*time.Hour)
	fill(&s.MaxAge, 90*24*time.Hour)
	fill(&s.Access, 15*time.Minute)
	fill(&s.Refresh, 12*time.Hour)
	fill(&s.PasswordProfile, ProfileMLPS)
	return s
}

func fill[T comparable](v *T, otherwise T) {
	var zero T
	if *v == zero {
		*v = otherwise
	}
}

// Check returns every mistake.
func (s Settings) Check() error {
	var errs []error
	if s.MinPassword < lowestMinPassword || s.MinPassword > longestPassword {
		errs = append(errs, fmt.Errorf("auth: password length %d: want %d to %d", s.MinPassword, lowestMinPassword, longestPassword))
	}
	if s.Failures < 1 || s.AddressFailures < 1 || s.History < 1 {
		errs = append(errs, errors.New("auth: failures, failures of an address and password history: want at least 1"))
	}
	for name, d := range map[string]time.Duration{
		"lock": s.Lock, "idle": s.Idle, "one-time password": s.OneTime, "password age": s.MaxAge,
		"access token": s.Access, "session": s.Refresh,
	} {
		if d < time.Second {
			errs = append(errs, fmt.Errorf("auth: %s: want at least a second, not %s", name, d))
		}
	}
	if s.PasswordProfile != ProfileMLPS && s.PasswordProfile != ProfileASVS {
		errs = append(errs, fmt.Errorf("auth: password profile %q: want %s or %s", s.PasswordProfile, ProfileMLPS, ProfileASVS))
	}
	for _, r := range s.TOTPRequired {
		if !slices.Contains(evaluation.Roles(), r) {
			errs = append(errs, fmt.Errorf("auth: second factor: unknown role %q", r))
		}
	}
	return errors.Join(errs...)
}

// settings returns the current numbers.
func (s *Service) settings() Settings {
	if s.Current == nil {
		return s.Settings
	}
	return s.Current(s.Settings)
}

// Service implements all acts on accounts and sessions.
type Service struct {
	Parts
	policy   *Policy
	tokens   *tokens
	seal     *sealer
	gate     *gate
	common   common
	accounts cache[*account]
	families cache[*family]
	guesses  tally // wrong guesses by address
	refusals tally // refused logins by name and address
	feeds    tally // reads of feeds by account
}

// New checks keys and settings and returns all mistakes together.
func New(p Parts) (*Service, error) {
	p.Settings = p.Settings.withDefaults()
	fill(&p.Cost, owasp)
	t, tokensErr := newTokens(p.Key, p.Now)
	seal, sealErr := newSealer(p.Secret, p.Random)
	if err := errors.Join(p.Settings.Check(), tokensErr, sealErr); err != nil {
		return nil, err
	}
	return &Service{Parts: p, policy: newPolicy(areaGrants), tokens: t, seal: seal, gate: newGate(), common: newCommon()}, nil
}
