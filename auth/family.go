package auth

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"kaoji/evaluation"
)

const (
	refreshBytes = 32
	// refreshGrace allows a browser to send the same refresh token twice, for
	// example after a double click.
	refreshGrace = 10 * time.Second
	// refreshLongest is the maximum length of a refresh token that is examined, in
	// bytes.
	refreshLongest = 256
)

// family is one login with all tokens derived from it.
type family struct {
	Account  string    `json:"account"`
	Office   string    `json:"office"`
	Current  string    `json:"current"`  // SHA-256 of the valid refresh token
	Previous string    `json:"previous"` // of the one before
	Rotated  time.Time `json:"rotated"`
	Address  string    `json:"address"` // of the last rotation
	Used     time.Time `json:"used"`    // last request; late by at most a fifteenth of the idle time-out
	Ends     time.Time `json:"ends"`    // end of the session, regardless of refreshes
	Ended    bool      `json:"ended"`

	id      string
	version int64
}

func (f *family) alive(now time.Time, idle time.Duration) bool {
	return !f.Ended && now.Before(f.Ends) && now.Sub(f.Used) < idle
}

func (s *Service) loadFamily(ctx context.Context, id string) (*family, error) {
	c, err := s.Cells.Cell(ctx, classFamily, "", id)
	if err != nil {
		return nil, err
	}
	return familyOf(c)
}

func familyOf(c evaluation.Cell) (*family, error) {
	f := &family{id: c.ID, version: c.Version}
	if err := json.Unmarshal(c.Body, f); err != nil {
		return nil, fmt.Errorf("session %s: %w", c.ID, err)
	}
	return f, nil
}

func (s *Service) cachedFamily(ctx context.Context, id string) (*family, error) {
	now := s.now()
	f, ticket, ok := s.families.get(id, now)
	if ok {
		return f, nil
	}
	f, err := s.loadFamily(ctx, id)
	if err == nil {
		s.families.put(id, f, now, ticket)
	}
	return f, err
}

func (s *Service) putFamily(ctx context.Context, f *family) error {
	body, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	// Stored for some time after its end, so that use of a stolen old token is
	// still detected.
	c, err := s.Cells.PutCell(ctx, evaluation.Cell{
		Class: classFamily, ID: f.id, Unique: f.id, Ref: f.Account, Version: f.version, Body: body,
		Expires: f.Ends.Add(s.settings().Refresh),
	})
	f.version = c.Version
	s.families.forget(f.id)
	return err
}

// newRefresh creates a new refresh token of the family. The token contains the
// family's id, so a token that is not the current one is recognised as old.
func (s *Service) newRefresh(f *family) (string, error) {
	random := make([]byte, refreshBytes)
	if _, err := io.ReadFull(s.Random, random); err != nil {
		return "", fmt.Errorf("refresh token: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(random)
	f.Previous, f.Current = f.Current, digest(secret)
	return f.id + "." + secret, nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// open starts a session for an authenticated account.
func (s *Service) open(ctx context.Context, a *account, address string) (Tokens, error) {
	now := s.now()
	f := &family{
		id: s.NewID(), Account: a.id, Office: a.Office, Rotated: now, Address: address,
		Used: now, Ends: now.Add(s.settings().Refresh),
	}
	refresh, err := s.newRefresh(f)
	if err != nil {
		return Tokens{}, err
	}
	if err := s.putFamily(ctx, f); err != nil {
		return Tokens{}, err
	}
	return s.tokensFor(a, f, refresh)
}

func (s *Service) tokensFor(a *account, f *family, refresh string) (Tokens, error) {
	access, expires, err := s.tokens.sign(a, f.id, s.settings().Access)
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{
		Access: access, Refresh: refresh, AccessExpires: expires, RefreshExpires: f.Ends,
		Account: s.shown(a, time.Time{}), MustChange: s.mustChange(a),
	}, nil
}

// Refresh exchanges a refresh token for new tokens. Each token works once. An old
// token means that two people have it: the session ends and the trail records it.
// There is one exception: the token that was just replaced, from the same address
// within ten seconds, gets an access token and no refresh token.
func (s *Service) Refresh(ctx context.Context, refresh, address string) (Tokens, error) {
	id, secret, ok := strings.Cut(refresh, ".")
	if !ok || len(refresh) > refreshLongest {
		return Tokens{}, unauthorized()
	}
	for range retries {
		f, err := s.loadFamily(ctx, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			return Tokens{}, unauthorized()
		}
		if err != nil {
			return Tokens{}, err
		}
		t, err := s.rotate(ctx, f, digest(secret), address)
		if evaluation.CodeOf(err) != evaluation.CodeConflict {
			return t, err
		}
	}
	return Tokens{}, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}

// rotate returns CodeConflict if the family changed meanwhile.
func (s *Service) rotate(ctx context.Context, f *family, token, address string) (Tokens, error) {
	now := s.now()
	current := same(token, f.Current)
	twice := same(token, f.Previous) && address == f.Address && now.Sub(f.Rotated) < refreshGrace
	if !current && !twice {
		return Tokens{}, s.reused(ctx, f, address)
	}
	if !f.alive(now, s.settings().Idle) {
		return Tokens{}, unauthorized()
	}
	a, err := s.load(ctx, f.Account)
	if err != nil {
		return Tokens{}, err
	}
	if left, err := s.left(ctx, a); err != nil || left || a.Disabled {
		return Tokens{}, cmp.Or(err, error(unauthorized()))
	}
	if twice {
		return s.tokensFor(a, f, "")
	}
	fresh, err := s.newRefresh(f)
	if err != nil {
		return Tokens{}, err
	}
	f.Rotated, f.Address, f.Used = now, address, now
	if err := s.putFamily(ctx, f); err != nil {
		return Tokens{}, err
	}
	return s.tokensFor(a, f, fresh)
}

// reused ends the family of an old token and returns CodeUnauthorized.
func (s *Service) reused(ctx context.Context, f *family, address string) error {
	if !f.Ended {
		f.Ended = true
		if err := s.putFamily(ctx, f); err != nil {
			return err
		}
	}
	if err := s.Trail.Note(ctx, evaluation.TrailEvent{
		Office: f.Office, Account: f.Account, Action: "refresh", Outcome: evaluation.OutcomeRefused,
		Kind: "account", Record: f.Account, Detail: "reuse", Address: address,
	}); err != nil {
		return err
	}
	return unauthorized()
}

// endFamily ends one session.
func (s *Service) endFamily(ctx context.Context, id string) error {
	for range retries {
		f, err := s.loadFamily(ctx, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound {
			return nil
		}
		if err != nil || f.Ended {
			return err
		}
		f.Ended = true
		if err = s.putFamily(ctx, f); evaluation.CodeOf(err) != evaluation.CodeConflict {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}

// endFamilies ends all sessions of an account except one ("" for none).
func (s *Service) endFamilies(ctx context.Context, account, except string) error {
	for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: classFamily, Refs: []string{account}}) {
		if err != nil {
			return err
		}
		if f, err := familyOf(c); err != nil {
			return err
		} else if f.Ended || c.ID == except {
			continue
		}
		if err := s.endFamily(ctx, c.ID); err != nil {
			return err
		}
	}
	return nil
}
