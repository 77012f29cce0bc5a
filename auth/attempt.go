package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kaoji/evaluation"
)

// attempt counts wrong passwords for a login name. Unknown names have one too, so
// that neither the answer nor the work reveals which names exist. Its id is a keyed
// hash, because people sometimes type passwords into the name field.
type attempt struct {
	Failures int       `json:"failures"`
	Last     time.Time `json:"last"`
	Until    time.Time `json:"until"` // locked until
}

func (s *Service) attempt(ctx context.Context, name string) (attempt, evaluation.Cell, error) {
	id := s.seal.fingerprint("login name", name)
	c, err := s.Cells.Cell(ctx, classAttempt, "", id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return attempt{}, evaluation.Cell{Class: classAttempt, ID: id, Unique: id}, nil
	}
	if err != nil {
		return attempt{}, c, err
	}
	var a attempt
	if err := json.Unmarshal(c.Body, &a); err != nil {
		return a, c, fmt.Errorf("login attempts: %w", err)
	}
	if !a.Until.IsZero() && !s.now().Before(a.Until) || s.now().Sub(a.Last) >= s.settings().Lock {
		a = attempt{}
	}
	return a, c, nil
}

// lockedUntil returns the end of a name's lock, zero if it is not locked.
func (s *Service) lockedUntil(ctx context.Context, name string) (time.Time, error) {
	a, _, err := s.attempt(ctx, name)
	return a.Until, err
}

// failed counts a wrong password and returns whether it locked the name. Nothing is
// counted during a lock, so a lock always ends.
func (s *Service) failed(ctx context.Context, name string) (counted, locks bool, err error) {
	_, err = s.changeAttempt(ctx, name, func(a *attempt) bool {
		locks = false
		if counted = a.Until.IsZero(); !counted {
			return false
		}
		a.Failures++
		a.Last = s.now()
		if locks = a.Failures >= s.settings().Failures; locks {
			a.Until = s.now().Add(s.settings().Lock)
		}
		return true
	})
	return counted, locks, err
}

// succeeded resets the count, unless the name has been locked meanwhile: of many
// simultaneous guesses none may succeed after the last allowed one.
func (s *Service) succeeded(ctx context.Context, name string) (locked bool, err error) {
	a, err := s.changeAttempt(ctx, name, func(a *attempt) bool {
		if !a.Until.IsZero() || a.Failures == 0 {
			return false
		}
		*a = attempt{}
		return true
	})
	return !a.Until.IsZero(), err
}

// unlock removes an account's wrong passwords and locks for all addresses.
func (s *Service) unlock(ctx context.Context, acc *account) error {
	for _, key := range s.attemptKeys(acc) {
		if _, err := s.changeAttempt(ctx, key, func(a *attempt) bool {
			had := a.Failures > 0
			*a = attempt{}
			return had
		}); err != nil {
			return err
		}
	}
	return nil
}

// changeAttempt stores the changes of f if f returns true.
func (s *Service) changeAttempt(ctx context.Context, name string, f func(*attempt) bool) (attempt, error) {
	for range retries {
		a, c, err := s.attempt(ctx, name)
		if err != nil {
			return a, err
		}
		if !f(&a) {
			return a, nil
		}
		if c.Body, err = json.Marshal(a); err != nil {
			return a, fmt.Errorf("login attempts: %w", err)
		}
		c.Expires = s.now().Add(2 * s.settings().Lock)
		if _, err = s.Cells.PutCell(ctx, c); evaluation.CodeOf(err) != evaluation.CodeConflict {
			return a, err
		}
	}
	return attempt{}, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}
