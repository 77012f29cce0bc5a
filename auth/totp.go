package auth

import (
	"context"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"kaoji/evaluation"
)

const (
	codePeriod = 30 * time.Second // RFC 6238
	codeSkew   = 1                // periods before and after
	recoveries = 10
	codeIssuer = "Kaoji"
)

// factor is the stored form of a second factor.
type factor struct {
	On       bool     `json:"on"`
	Secret   string   `json:"secret"`   // encrypted; not yet confirmed while On is false
	Last     int64    `json:"last"`     // period of the last used code, so that no code works twice
	Recovery []string `json:"recovery"` // keyed hashes of unused recovery codes
}

// Enrolment is the information to set up the second factor.
type Enrolment struct {
	Secret string // base32, for typing
	URL    string // otpauth://, for the QR code
}

// EnrollTOTP creates a new secret, which becomes active with ConfirmTOTP.
// CodeState: the second factor is already on; an administrator can reset it.
func (s *Service) EnrollTOTP(ctx context.Context, by Session) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: codeIssuer, AccountName: by.Account.Name, Rand: s.Random})
	if err != nil {
		return Enrolment{}, fmt.Errorf("second factor: %w", err)
	}
	sealed, err := s.seal.seal(key.Secret(), by.Account.ID)
	if err != nil {
		return Enrolment{}, err
	}
	_, err = s.update(ctx, by.Account.ID, func(a *account) error {
		if a.Factor.On {
			return evaluation.Fail(evaluation.CodeState, "auth.totp.on")
		}
		a.Factor = factor{Secret: sealed}
		return nil
	})
	return Enrolment{Secret: key.Secret(), URL: key.URL()}, err
}

// ConfirmTOTP turns the second factor on with a first code, and returns the
// recovery codes, which are shown once.
func (s *Service) ConfirmTOTP(ctx context.Context, by Session, code string) ([]string, error) {
	codes, kept, err := s.recoveryCodes(by.Account.ID)
	if err != nil {
		return nil, err
	}
	_, err = s.update(ctx, by.Account.ID, func(a *account) error {
		if a.Factor.On || a.Factor.Secret == "" {
			return evaluation.Fail(evaluation.CodeState, "auth.totp.not_begun")
		}
		ok, err := s.useCode(a, code)
		if err != nil {
			return err
		}
		if !ok {
			m := evaluation.Mistakes{}
			m.Add("code", "auth.totp.code")
			return m.Err()
		}
		a.Factor.On, a.Factor.Recovery = true, kept
		return nil
	})
	if err != nil {
		return nil, err
	}
	return codes, s.note(ctx, by, "totp", evaluation.OutcomeOK, by.Account.ID, "on")
}

func (s *Service) recoveryCodes(account string) (codes, kept []string, err error) {
	for range recoveries {
		code, err := s.randomText(2, 5)
		if err != nil {
			return nil, nil, err
		}
		codes = append(codes, code)
		kept = append(kept, s.seal.fingerprint("recovery "+account, plainCode(code)))
	}
	return codes, kept, nil
}

func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code))
}

// useCode accepts a second-factor code or a recovery code; each works once.
func (s *Service) useCode(a *account, code string) (bool, error) {
	code = plainCode(code)
	if len(code) != otp.DigitsSix.Length() {
		mark := s.seal.fingerprint("recovery "+a.id, code)
		i := slices.Index(a.Factor.Recovery, mark)
		if i >= 0 {
			a.Factor.Recovery = slices.Delete(slices.Clone(a.Factor.Recovery), i, i+1)
		}
		return i >= 0, nil
	}
	secret, err := s.seal.open(a.Factor.Secret, a.id)
	if err != nil {
		return false, err
	}
	period := s.now().Unix() / int64(codePeriod/time.Second)
	for p := max(period-codeSkew, a.Factor.Last+1); p <= period+codeSkew; p++ {
		want, err := hotp.GenerateCode(secret, uint64(p)) //nolint:gosec // periods since 1970 are positive
		if err != nil {
			return false, fmt.Errorf("second factor: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 1 {
			a.Factor.Last = p
			return true, nil
		}
	}
	return false, nil
}
