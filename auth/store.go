package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"kaoji/evaluation"
)

// The classes of cells.
const (
	classAccount = "account"        // office "", unique: see key, ref: office
	classPerson  = "account_person" // office, id: person; which account the person has
	classFamily  = "session"        // office "", ref: account
	classAttempt = "login_attempt"  // office "", id: fingerprint of the login name
	classFeed    = "feed"           // office "", id: account, unique: hash of the secret
	classKept    = "one_time"       // id: the account that the password is for, ref: account that made it
)

// account is the body of an account's cell, with the cell's id and version.
type account struct {
	Office   string            `json:"office"`
	Name     string            `json:"name"`
	Person   string            `json:"person"`
	Display  string            `json:"display"`
	Roles    []evaluation.Role `json:"roles"`
	Disabled bool              `json:"disabled"`
	Edition  int64             `json:"edition"`      // increased when administrators change the account
	RolesVer int64             `json:"role_edition"` // increased when the roles change; contained in each access token
	Login    time.Time         `json:"login"`
	Password credential        `json:"password"`
	Factor   factor            `json:"factor"`
	Known    []string          `json:"known,omitempty"` // keyed hashes of addresses of earlier logins, newest first

	id      string
	version int64
}

// credential is the stored form of a password.
type credential struct {
	Hash    string    `json:"hash"`
	Former  []string  `json:"former"` // newest first, without the present one
	Changed time.Time `json:"changed"`
	OneTime bool      `json:"one_time"`
	Until   time.Time `json:"until"` // of a one-time password
}

// replace sets a password chosen by the person; keep is the number of stored
// passwords including the new one.
func (c *credential) replace(hash string, now time.Time, keep int) {
	c.retire(keep - 1)
	c.Hash, c.Changed, c.OneTime, c.Until = hash, now, false, time.Time{}
}

// oneTime sets a one-time password.
func (c *credential) oneTime(hash string, now, until time.Time, keep int) {
	c.retire(keep)
	c.Hash, c.Changed, c.OneTime, c.Until = hash, now, true, until
}

// retire adds the present password to the former ones, if a person chose it.
func (c *credential) retire(keep int) {
	if !c.OneTime {
		c.Former = append([]string{c.Hash}, c.Former...)
	}
	c.Former = c.Former[:min(len(c.Former), keep)]
}

// key is a login name as one of the deployment: names of the first office stand for
// themselves, those of others below the id of theirs, so that two offices can have the same.
func (s *Service) key(office, name string) string {
	if office == s.Settings.Office {
		return name
	}
	return office + "/" + name // no name contains a slash
}

func (s *Service) cell(a *account) (evaluation.Cell, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return evaluation.Cell{}, fmt.Errorf("account: %w", err)
	}
	return evaluation.Cell{
		Class: classAccount, ID: a.id, Unique: s.key(a.Office, a.Name), Ref: a.Office, Version: a.version, Body: body,
	}, nil
}

func accountOf(c evaluation.Cell) (*account, error) {
	a := &account{id: c.ID, version: c.Version}
	if err := json.Unmarshal(c.Body, a); err != nil {
		return nil, fmt.Errorf("account %s: %w", c.ID, err)
	}
	return a, nil
}

// load reads an account without the cache.
func (s *Service) load(ctx context.Context, id string) (*account, error) {
	c, err := s.Cells.Cell(ctx, classAccount, "", id)
	if err != nil {
		return nil, err
	}
	return accountOf(c)
}

func (s *Service) loadByName(ctx context.Context, office, name string) (*account, error) {
	c, err := s.Cells.CellByUnique(ctx, classAccount, "", s.key(office, name))
	if err != nil {
		return nil, err
	}
	return accountOf(c)
}

// cached is load with a cache of cacheAge. The result is shared: do not change it.
func (s *Service) cached(ctx context.Context, id string) (*account, error) {
	now := s.now()
	a, ticket, ok := s.accounts.get(id, now)
	if ok {
		return a, nil
	}
	a, err := s.load(ctx, id)
	if err == nil {
		s.accounts.put(id, a, now, ticket)
	}
	return a, err
}

func (s *Service) put(ctx context.Context, a *account) error {
	c, err := s.cell(a)
	if err != nil {
		return err
	}
	c, err = s.Cells.PutCell(ctx, c)
	a.version = c.Version
	s.accounts.forget(a.id)
	return err
}

// retries is how often a write that is not a person's edit is repeated after a
// conflict. It is large, because under load only one of many writes succeeds each
// time.
const retries = 50

// update changes an account; f gets the newest state and may be called again.
func (s *Service) update(ctx context.Context, id string, f func(*account) error) (*account, error) {
	for range retries {
		a, err := s.load(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := f(a); err != nil {
			return nil, err
		}
		if err = s.put(ctx, a); evaluation.CodeOf(err) != evaluation.CodeConflict {
			return a, err
		}
	}
	return nil, evaluation.Fail(evaluation.CodeUnavailable, "error.unavailable")
}

// shown returns the account as others see it.
func (s *Service) shown(a *account, locked time.Time) Account {
	return Account{
		ID: a.id, Office: a.Office, Name: a.Name, Person: a.Person, Display: a.Display,
		Roles: slices.Clone(a.Roles), Disabled: a.Disabled, MustChange: s.mustChange(a), TOTP: a.Factor.On,
		LockedUntil: locked, LastLogin: a.Login, Version: a.Edition,
	}
}

func (s *Service) mustChange(a *account) bool {
	return a.Password.OneTime ||
		s.settings().PasswordProfile == ProfileMLPS && s.now().Sub(a.Password.Changed) >= s.settings().MaxAge
}

func (s *Service) mustTOTP(a *account) bool {
	return !a.Factor.On && slices.ContainsFunc(a.Roles, func(r evaluation.Role) bool {
		return slices.Contains(s.settings().TOTPRequired, r)
	})
}
