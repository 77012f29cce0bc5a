package auth

import (
	"context"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Filter selects accounts in a list; a zero field does not restrict.
type Filter struct {
	Role     evaluation.Role
	Disabled *bool
	Locked   bool   // only those locked now
	Text     string // part of login or display name
}

func (f Filter) matches(a *account) bool {
	text := strings.ToLower(f.Text)
	return (f.Role == "" || slices.Contains(a.Roles, f.Role)) &&
		(f.Disabled == nil || *f.Disabled == a.Disabled) &&
		(text == "" || strings.Contains(a.Name, text) || strings.Contains(strings.ToLower(a.Display), text))
}

// each calls f for the accounts of an office after an id, in order of ids, until f
// returns false.
func (s *Service) each(ctx context.Context, office, after string, f func(*account) (more bool, err error)) error {
	for c, err := range evaluation.AllCells(ctx, s.Cells, evaluation.CellQuery{Class: classAccount, Refs: []string{office}, After: after}) {
		if err != nil {
			return err
		}
		a, err := accountOf(c)
		if err != nil {
			return err
		}
		if more, err := f(a); err != nil || !more {
			return err
		}
	}
	return nil
}

// ListAccounts returns at most limit (0 means 50) accounts of the session's office,
// in the order of their creation, after the id after ("" for the first page). next
// is the value of after for the next page, "" on the last.
func (s *Service) ListAccounts(ctx context.Context, by Session, f Filter, after string, limit int) (list []Account, next string, err error) {
	if err := s.mayManage(ctx, by, Read, ""); err != nil {
		return nil, "", err
	}
	if limit == 0 {
		limit = 50
	}
	if limit < 0 || limit > evaluation.MaxLimit {
		return nil, "", evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	err = s.each(ctx, by.Actor.Office, after, func(a *account) (bool, error) {
		if !f.matches(a) {
			return true, nil
		}
		if len(list) == limit {
			next = list[limit-1].ID
			return false, nil
		}
		whole, err := s.whole(ctx, a)
		if err == nil && (!f.Locked || !whole.LockedUntil.IsZero()) {
			list = append(list, whole)
		}
		return true, err
	})
	return list, next, err
}

// GetAccount returns an account of the session's office; everybody may read their
// own.
func (s *Service) GetAccount(ctx context.Context, by Session, id string) (Account, error) {
	if id != by.Account.ID {
		if err := s.mayManage(ctx, by, Read, id); err != nil {
			return Account{}, err
		}
	}
	a, err := s.load(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if a.Office != by.Actor.Office {
		return Account{}, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	return s.whole(ctx, a)
}

// AccountByName is GetAccount by login name, for people who may read accounts.
func (s *Service) AccountByName(ctx context.Context, by Session, name string) (Account, error) {
	if err := s.mayManage(ctx, by, Read, ""); err != nil {
		return Account{}, err
	}
	a, err := s.loadByName(ctx, by.Actor.Office, foldName(name))
	if err != nil {
		return Account{}, err
	}
	return s.GetAccount(ctx, by, a.id)
}
