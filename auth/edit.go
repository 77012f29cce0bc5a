package auth

import (
	"context"
	"errors"
	"strings"

	"kaoji/evaluation"
)

// EditAccount changes login name, person and display name. If the account then belongs to
// somebody else, nothing of the former holder is left in it: their sessions, feed, unsent
// forms, saved views and long work end, and with a new person the password and the second
// factor too. The new one-time password is among KeptSlips of who changed it.
func (s *Service) EditAccount(ctx context.Context, by Session, id string, version int64, e Edit) (Account, error) {
	e.Name, e.Display = foldName(e.Name), strings.TrimSpace(e.Display)
	m := evaluation.Mistakes{}
	checkNames(m, "", e)
	if err := m.Err(); err != nil {
		return Account{}, err
	}
	was, err := s.managed(ctx, by, ActEdit, id)
	if err != nil {
		return Account{}, err
	}
	if e.Name != was.Name {
		if err := s.nameFree(ctx, was.Office, e.Name); err != nil {
			return Account{}, err
		}
	}
	if e.Person != was.Person {
		return s.give(ctx, by, was, version, e)
	}
	return s.changed(ctx, by, ActEdit, id, version, func(a *account) string {
		a.Name, a.Display = e.Name, e.Display
		return ""
	})
}

// give changes to whom an account belongs.
func (s *Service) give(ctx context.Context, by Session, was *account, version int64, e Edit) (Account, error) {
	var password, hash string
	if e.Person != "" {
		var err error
		if password, hash, err = s.newOneTime(ctx); err != nil {
			return Account{}, err
		}
	}
	if err := s.claim(ctx, was.Office, e.Person, was.id); err != nil {
		return Account{}, err
	}
	now := s.now()
	a, err := s.change(ctx, by, ActEdit, was.id, version, func(a *account) string {
		a.Name, a.Person, a.Display = e.Name, e.Person, e.Display
		a.RolesVer++ // ends the tokens of the former holder also if the next steps fail
		if hash != "" {
			a.Password = credential{Hash: hash, Changed: now, OneTime: true, Until: now.Add(s.settings().OneTime)}
			a.Factor, a.Known = factor{}, nil
		}
		return "person"
	})
	if err != nil {
		return Account{}, s.release(ctx, was.Office, e.Person, was.id, err)
	}
	if hash != "" {
		err = errors.Join(s.keep(ctx, by, a, password), s.unlock(ctx, a))
	}
	if err := errors.Join(err, s.endFamilies(ctx, a.id, ""), s.endOwn(ctx, a.Office, a.id), s.endHeld(ctx, a)); err != nil {
		return Account{}, err
	}
	if held, err := s.holds(ctx, a); err != nil {
		return Account{}, err
	} else if !held {
		if err := s.unperson(ctx, a.id); err != nil {
			return Account{}, err
		}
		return Account{}, personTaken()
	}
	if err := s.release(ctx, was.Office, was.Person, a.id, nil); err != nil {
		return Account{}, err
	}
	return s.whole(ctx, a)
}

// endOwn ends what the person who has an account has made for themselves alone: its feed,
// and what they have typed and not sent.
func (s *Service) endOwn(ctx context.Context, office, id string) error {
	return errors.Join(s.endFeed(ctx, id), s.Cells.DeleteCells(ctx, evaluation.ClassDraft, office, id))
}

// endHeld ends what else an account has because of what its holder has done: views, work
// and its results, the one-time passwords that they made, and what they have read.
func (s *Service) endHeld(ctx context.Context, a *account) error {
	err := s.Cells.DeleteCell(ctx, evaluation.ClassRead, a.Office, a.id)
	for _, class := range append(evaluation.HeldClasses(), classKept) {
		err = errors.Join(err, s.Cells.DeleteCells(ctx, class, a.Office, a.id))
	}
	return err
}

// newOneTime makes a one-time password and its hash.
func (s *Service) newOneTime(ctx context.Context) (password, hash string, err error) {
	if password, err = s.oneTimePassword(); err == nil {
		hash, err = s.hash(ctx, password)
	}
	return password, hash, err
}
