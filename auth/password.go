package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"

	"kaoji/evaluation"
)

// Cost is the cost of one Argon2id hash of a password.
type Cost struct {
	Memory uint32 // KiB
	Time   uint32 // passes
}

// owasp is the second choice of the OWASP Password Storage Cheat Sheet
// (m = 19 MiB, t = 2, p = 1).
var owasp = Cost{Memory: 19 << 10, Time: 2}

const (
	hashLanes = 1
	hashBytes = 32
	saltBytes = 16

	// maxPassword is the maximum length of a password that is hashed, in bytes.
	maxPassword = 1024
)

// prefix contains algorithm, version and cost in the PHC string format, so that
// another algorithm can be added.
func (c Cost) prefix() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, c.Memory, c.Time, hashLanes)
}

// hash returns the stored form of a password.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(s.Random, salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key, err := s.derive(ctx, s.Cost, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return s.Cost.prefix() + b64.EncodeToString(salt) + "$" + b64.EncodeToString(key), nil
}

// matches compares a password with its stored form. An empty or unknown form takes
// the time of the present cost and never matches.
func (s *Service) matches(ctx context.Context, stored, password string) (bool, error) {
	cost, salt, want, known := s.split(stored)
	if len(password) > maxPassword {
		password, known = "", false
	}
	got, err := s.derive(ctx, cost, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// renewed returns the stored form of a password that matches, made again if its cost is
// not the present one.
func (s *Service) renewed(ctx context.Context, stored, password string) (string, error) {
	if strings.HasPrefix(stored, s.Cost.prefix()) {
		return stored, nil
	}
	return s.hash(ctx, password)
}

// split returns the cost, salt and key of a stored form; the present cost if it is
// unknown.
func (s *Service) split(stored string) (cost Cost, salt, key []byte, known bool) {
	if at := strings.LastIndexByte(stored, '$'); at >= 0 {
		cost, salt, wayErr := readWay(stored[:at])
		key, keyErr := base64.RawStdEncoding.DecodeString(stored[at+1:])
		if wayErr == nil && keyErr == nil && len(salt) == saltBytes && len(key) == hashBytes {
			return cost, salt, key, true
		}
	}
	return s.Cost, make([]byte, saltBytes), make([]byte, hashBytes), false
}

func (s *Service) derive(ctx context.Context, cost Cost, password string, salt []byte) (key []byte, err error) {
	err = s.gate.run(ctx, func() {
		key = argon2.IDKey([]byte(password), salt, cost.Time, cost.Memory, hashLanes, hashBytes)
	})
	return key, err
}

// oneTimeAlphabet omits characters that are easily confused on paper: 0 o, 1 l i.
const oneTimeAlphabet = "abcdefghjkmnpqrstuvwxyz23456789"

// oneTimePassword returns 12 characters in three groups: 59 bits.
func (s *Service) oneTimePassword() (string, error) { return s.randomText(3, 4) }

// randomText returns groups of letters and digits joined by hyphens.
func (s *Service) randomText(groups, size int) (string, error) {
	const n = len(oneTimeAlphabet)
	var b strings.Builder
	buf := make([]byte, 1)
	for i := 0; i < groups*size; {
		if _, err := io.ReadFull(s.Random, buf); err != nil {
			return "", fmt.Errorf("random: %w", err)
		}
		if int(buf[0]) >= 256/n*n { // would make the first letters more likely
			continue
		}
		if i > 0 && i%size == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(oneTimeAlphabet[int(buf[0])%n])
		i++
	}
	return b.String(), nil
}

// ChangePassword replaces the account's own password and ends its other sessions.
// All broken rules are returned together: the first under "new", each further one
// under "new.<rule>".
func (s *Service) ChangePassword(ctx context.Context, by Session, old, fresh string) error {
	a, err := s.load(ctx, by.Account.ID)
	if err != nil {
		return err
	}
	right, err := s.matches(ctx, a.Password.Hash, old)
	if err != nil {
		return err
	}
	if locked, err := s.lockedUntil(ctx, ownAttempts(a)); err != nil {
		return err
	} else if !right || !locked.IsZero() {
		return s.wrongOld(ctx, by, a)
	}
	if err := s.checkPassword(ctx, a, old, fresh); err != nil {
		return err
	}
	hash, err := s.hash(ctx, fresh)
	if err != nil {
		return err
	}
	verified := a.Password.Hash
	if a, err = s.update(ctx, a.id, func(a *account) error {
		if a.Password.Hash != verified {
			return evaluation.Fail(evaluation.CodeConflict, "error.conflict")
		}
		a.Password.replace(hash, s.now(), s.settings().History)
		return nil
	}); err != nil {
		return err
	}
	if err := s.endFamilies(ctx, a.id, by.Family); err != nil {
		return err
	}
	return s.note(ctx, by, "password", evaluation.OutcomeOK, a.id, "changed")
}

func (s *Service) wrongOld(ctx context.Context, by Session, a *account) error {
	if _, _, err := s.failed(ctx, ownAttempts(a)); err != nil {
		return err
	}
	if err := s.note(ctx, by, "password", evaluation.OutcomeRefused, a.id, "old"); err != nil {
		return err
	}
	m := evaluation.Mistakes{}
	m.Add("old", "auth.password.old")
	return m.Err()
}
