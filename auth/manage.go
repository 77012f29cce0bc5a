package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"kaoji/evaluation"
)

// mayManage checks a session against the policy; a refusal is recorded in the
// trail.
func (s *Service) mayManage(ctx context.Context, by Session, act, id string) error {
	if err := by.Ready(); err != nil {
		return err
	}
	if s.policy.Can(by.Actor.Roles, AreaAccounts, act) {
		return nil
	}
	if err := s.note(ctx, by, "account", evaluation.OutcomeRefused, id, act); err != nil {
		return err
	}
	return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
}

// managed reads an account that the session may change; it must not be its own. An
// account of another office is CodeNotFound.
func (s *Service) managed(ctx context.Context, by Session, act, id string) (*account, error) {
	if err := s.mayManage(ctx, by, act, id); err != nil {
		return nil, err
	}
	a, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.Office != by.Actor.Office {
		return nil, evaluation.Fail(evaluation.CodeNotFound, "error.not_found")
	}
	if id == by.Account.ID {
		if err := s.note(ctx, by, "account", evaluation.OutcomeRefused, id, act+" own"); err != nil {
			return nil, err
		}
		return nil, evaluation.Fail(evaluation.CodeForbidden, "auth.account.own")
	}
	return a, nil
}

// change does one act of an administrator on an account. version is the one that
// was seen; if it is not the stored one the answer is CodeConflict. The text
// returned by f is added in the trail.
func (s *Service) change(ctx context.Context, by Session, act, id string, version int64, f func(*account) string) (*account, error) {
	if _, err := s.managed(ctx, by, act, id); err != nil {
		return nil, err
	}
	var detail string
	a, err := s.update(ctx, id, func(a *account) error {
		if a.Edition != version {
			return evaluation.Fail(evaluation.CodeConflict, "error.conflict")
		}
		a.Edition++
		detail = f(a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return a, s.note(ctx, by, "account", evaluation.OutcomeOK, id, strings.TrimSpace(act+" "+detail))
}

// whole returns an account including its lock.
func (s *Service) whole(ctx context.Context, a *account) (Account, error) {
	var latest time.Time
	for _, key := range s.attemptKeys(a) {
		locked, err := s.lockedUntil(ctx, key)
		if err != nil {
			return Account{}, err
		}
		if locked.After(latest) {
			latest = locked
		}
	}
	return s.shown(a, latest), nil
}

// changed is change that returns the changed account.
func (s *Service) changed(ctx context.Context, by Session, act, id string, version int64, f func(*account) string) (Account, error) {
	a, err := s.change(ctx, by, act, id, version, f)
	if err != nil {
		return Account{}, err
	}
	return s.whole(ctx, a)
}

// SetRoles replaces the roles. Nobody can change their own roles. The last enabled
// administrator of an office must stay one (CodeState).
func (s *Service) SetRoles(ctx context.Context, by Session, id string, version int64, roles []evaluation.Role) (Account, error) {
	roles = orderedRoles(roles)
	m := evaluation.Mistakes{}
	checkRoles(m, "roles", roles)
	if err := m.Err(); err != nil {
		return Account{}, err
	}
	return s.withAdminLeft(ctx, by, ActRoles, id, version, func(a *account) string {
		was := rolesText(a.Roles)
		a.Roles = roles
		a.RolesVer++
		return was + " to " + rolesText(roles)
	})
}

// Disable disables an account at once, ends its sessions and its feed, and deletes what
// its holder has typed and not sent.
func (s *Service) Disable(ctx context.Context, by Session, id string, version int64) (Account, error) {
	a, err := s.withAdminLeft(ctx, by, ActDisable, id, version, func(a *account) string {
		a.Disabled = true
		return ""
	})
	if err != nil {
		return a, err
	}
	return a, errors.Join(s.endFamilies(ctx, id, ""), s.endOwn(ctx, a.Office, id))
}

// Unusable returns the accounts of an office that nobody can use: those that are disabled,
// and those of people who have left.
func (s *Service) Unusable(ctx context.Context, office string) ([]string, error) {
	var list []string
	err := s.each(ctx, office, "", func(a *account) (bool, error) {
		left, err := s.left(ctx, a)
		if left || a.Disabled {
			list = append(list, a.id)
		}
		return true, err
	})
	return list, err
}

// withAdminLeft changes an account unless the office would have no enabled
// administrator. There is no transaction over two accounts, so it checks before and
// after the change and undoes it if necessary. If two administrators disable each
// other at the same moment, both may be refused.
func (s *Service) withAdminLeft(ctx context.Context, by Session, act, id string, version int64, f func(*account) string) (Account, error) {
	was, err := s.managed(ctx, by, act, id)
	if err != nil {
		return Account{}, err
	}
	if !administers(was) {
		return s.changed(ctx, by, act, id, version, f)
	}
	if err := s.adminLeft(ctx, was.Office, func(a *account) bool {
		if a.id == id {
			f(a)
		}
		return administers(a)
	}); err != nil {
		return Account{}, err
	}
	a, err := s.change(ctx, by, act, id, version, f)
	if err != nil {
		return Account{}, err
	}
	if lost := s.adminLeft(ctx, a.Office, administers); lost != nil {
		if _, err := s.update(ctx, id, func(a *account) error {
			a.Disabled, a.Roles = was.Disabled, was.Roles
			a.Edition++
			a.RolesVer++
			return nil
		}); err != nil {
			return Account{}, err
		}
		return Account{}, lost
	}
	return s.whole(ctx, a)
}

func administers(a *account) bool {
	return !a.Disabled && slices.Contains(a.Roles, evaluation.RoleAdmin)
}

// adminLeft returns CodeState if no account of the office satisfies is.
func (s *Service) adminLeft(ctx context.Context, office string, is func(*account) bool) error {
	found := false
	err := s.each(ctx, office, "", func(a *account) (bool, error) {
		found = found || is(a)
		return !found, nil
	})
	if err == nil && !found {
		return evaluation.Fail(evaluation.CodeState, "auth.account.last_admin")
	}
	return err
}

// Enable enables a disabled account.
func (s *Service) Enable(ctx context.Context, by Session, id string, version int64) (Account, error) {
	return s.changed(ctx, by, ActEnable, id, version, func(a *account) string {
		a.Disabled = false
		return ""
	})
}

// Unlock removes the lock after wrong passwords.
func (s *Service) Unlock(ctx context.Context, by Session, id string) (Account, error) {
	a, err := s.managed(ctx, by, ActUnlock, id)
	if err != nil {
		return Account{}, err
	}
	if err := s.unlock(ctx, a); err != nil {
		return Account{}, err
	}
	if err := s.note(ctx, by, "account", evaluation.OutcomeOK, id, ActUnlock); err != nil {
		return Account{}, err
	}
	return s.whole(ctx, a)
}

// ResetPassword gives an account a one-time password and ends its sessions, its feed
// and its lock. It cannot be used for the own account. Only the person who reset it can
// read the new password again, see KeptSlips.
func (s *Service) ResetPassword(ctx context.Context, by Session, id string) (string, error) {
	a, err := s.managed(ctx, by, ActReset, id)
	if err != nil {
		return "", err
	}
	password, hash, err := s.newOneTime(ctx)
	if err != nil {
		return "", err
	}
	now := s.now()
	if a, err = s.change(ctx, by, ActReset, id, a.Edition, func(a *account) string {
		a.Password.oneTime(hash, now, now.Add(s.settings().OneTime), s.settings().History)
		return ""
	}); err != nil {
		return "", err
	}
	if err := s.keep(ctx, by, a, password); err != nil {
		return "", err
	}
	if err := errors.Join(s.endFamilies(ctx, id, ""), s.endFeed(ctx, id)); err != nil {
		return "", err
	}
	return password, s.unlock(ctx, a)
}

// ResetTOTP turns the second factor off, for a person who has lost the device, and
// ends the sessions.
func (s *Service) ResetTOTP(ctx context.Context, by Session, id string) error {
	a, err := s.managed(ctx, by, ActTOTPReset, id)
	if err != nil {
		return err
	}
	if _, err := s.change(ctx, by, ActTOTPReset, id, a.Edition, func(a *account) string {
		a.Factor = factor{}
		return ""
	}); err != nil {
		return err
	}
	return s.endFamilies(ctx, id, "")
}
