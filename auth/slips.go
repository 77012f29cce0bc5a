package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kaoji/evaluation"
)

// Slip is the login slip printed for a person: login name and one-time password.
type Slip struct {
	Account  Account
	Password string    // "" if the account existed already
	Until    time.Time // the password is invalid from then on; zero if the account existed already
	Existing bool
}

// keptPassword is the body of a cell with a one-time password. The cell's id is the
// account of the password, its Ref the account that created it.
type keptPassword struct {
	Hash   string `json:"hash"`   // stored hash of the password
	Sealed string `json:"sealed"` // the encrypted password, bound to its creator and the account
}

// keep stores a one-time password for its creator, encrypted, until it expires. It
// replaces an earlier one of the account. The operator at the command line has no
// account and stores nothing.
func (s *Service) keep(ctx context.Context, by Session, a *account, password string) error {
	if err := s.unkeep(ctx, a); err != nil || by.Account.ID == "" {
		return err
	}
	sealed, err := s.seal.seal(password, keptFor(by.Account.ID, a.id))
	if err != nil {
		return err
	}
	body, err := json.Marshal(keptPassword{Hash: a.Password.Hash, Sealed: sealed})
	if err != nil {
		return fmt.Errorf("one-time password: %w", err)
	}
	_, err = s.Cells.PutCell(ctx, evaluation.Cell{
		Class: classKept, Office: a.Office, ID: a.id, Ref: by.Account.ID, Expires: a.Password.Until, Body: body,
	})
	return err
}

// unkeep deletes the stored one-time password of an account.
func (s *Service) unkeep(ctx context.Context, a *account) error {
	return s.Cells.DeleteCell(ctx, classKept, a.Office, a.id)
}

func keptFor(maker, account string) string { return "one-time password " + maker + " " + account }

// KeptSlips returns the unused and valid one-time passwords that the session's
// account created, in the order of creation. It never returns passwords created by
// others.
func (s *Service) KeptSlips(ctx context.Context, by Session) ([]Slip, error) {
	if err := s.mayManage(ctx, by, ActCreate, ""); err != nil {
		return nil, err
	}
	var slips []Slip
	for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: classKept, Office: by.Actor.Office, Refs: []string{by.Account.ID}}) {
		if err != nil {
			return nil, err
		}
		slip, valid, err := s.slipOf(ctx, c, by.Account.ID)
		if err != nil {
			return nil, err
		}
		if valid {
			slips = append(slips, slip)
		}
	}
	return slips, nil
}

// slipOf decrypts a stored password. It is not valid if the account was never
// completed, has been used or has another password, or if the key was lost.
func (s *Service) slipOf(ctx context.Context, c evaluation.Cell, maker string) (slip Slip, valid bool, err error) {
	var k keptPassword
	if err := json.Unmarshal(c.Body, &k); err != nil {
		return Slip{}, false, fmt.Errorf("one-time password of %s: %w", c.ID, err)
	}
	a, err := s.load(ctx, c.ID)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return Slip{}, false, nil
	}
	if err != nil {
		return Slip{}, false, err
	}
	used := !a.Password.OneTime || a.Password.Hash != k.Hash || a.Login.After(a.Password.Changed)
	if used || !strings.HasPrefix(k.Sealed, s.seal.keyID+":") {
		return Slip{}, false, nil
	}
	password, err := s.seal.open(k.Sealed, keptFor(maker, a.id))
	if err != nil {
		return Slip{}, false, err
	}
	whole, err := s.whole(ctx, a)
	return Slip{Account: whole, Password: password, Until: a.Password.Until}, true, err
}
