package auth

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kaoji/evaluation"
)

// Session is the authenticated account of a request.
type Session struct {
	Actor      evaluation.Actor
	Account    Account
	Family     string // id of the login from which all its tokens derive
	MustChange bool   // only changing the password and logging out are allowed
	MustTOTP   bool   // only setting up the second factor is allowed (and the two above)
}

// Tokens are the answer to a login or a refresh.
//
// If NeedTOTP is true after Login, the password was right but the second factor is
// missing, and there are no tokens: log in again with Code. If Refresh is empty
// after Refresh, the refresh token of a moment ago stays valid.
type Tokens struct {
	Access, Refresh               string
	AccessExpires, RefreshExpires time.Time
	Account                       Account
	MustChange, NeedTOTP          bool
}

// Ready returns CodeForbidden while the person must change the password or set up
// the second factor; nothing else is allowed before.
func (s Session) Ready() error {
	switch {
	case s.MustChange:
		return evaluation.Fail(evaluation.CodeForbidden, "auth.must_change")
	case s.MustTOTP:
		return evaluation.Fail(evaluation.CodeForbidden, "auth.must_totp")
	}
	return nil
}

// Operator is the session of the command line on the machine itself; a person who
// can run it has access to the data anyway. The trail records the name operator.
func Operator(office string) Session {
	return Session{
		Actor:   evaluation.Actor{Office: office, Account: "operator", Name: "operator", Roles: []evaluation.Role{evaluation.RoleAdmin}},
		Account: Account{ID: "operator", Office: office, Name: "operator", Roles: []evaluation.Role{evaluation.RoleAdmin}},
	}
}

// Authenticate returns the session of an access token. Account and family are read
// with each request, from a cache of at most five seconds; changes by this process
// take effect at once.
func (s *Service) Authenticate(ctx context.Context, access string) (Session, error) {
	c, err := s.tokens.read(access)
	if err != nil {
		return Session{}, err
	}
	f, err := s.cachedFamily(ctx, c.Family)
	if err != nil {
		return Session{}, absentIsUnauthorized(err)
	}
	if f.Account != c.Subject || !f.alive(s.now(), s.settings().Idle) {
		return Session{}, unauthorized()
	}
	a, err := s.cached(ctx, c.Subject)
	if err == nil && a.RolesVer != c.RolesVer {
		a, err = s.load(ctx, c.Subject) // either the token is old or our copy of the account
	}
	if err != nil {
		return Session{}, absentIsUnauthorized(err)
	}
	if a.Disabled || a.Office != c.Office || a.RolesVer != c.RolesVer {
		return Session{}, unauthorized()
	}
	if left, err := s.left(ctx, a); err != nil || left {
		return Session{}, cmp.Or(err, error(unauthorized()))
	}
	if err := s.touch(ctx, f); err != nil {
		return Session{}, err
	}
	return s.session(a, f.id), nil
}

// left reports whether the account's person has left the office, or the office is closed. Such
// an account is treated as disabled until the departure is cancelled or the office is open
// again.
func (s *Service) left(ctx context.Context, a *account) (bool, error) {
	if s.Closed != nil {
		if closed, err := s.Closed(ctx, a.Office); err != nil || closed {
			return closed, err
		}
	}
	if s.Left == nil || a.Person == "" {
		return false, nil
	}
	return s.Left(ctx, a.Office, a.Person)
}

func (s *Service) session(a *account, family string) Session {
	shown := s.shown(a, time.Time{})
	return Session{
		Actor: evaluation.Actor{
			Office: a.Office, Account: a.id, Person: a.Person, Name: a.Display, Roles: slices.Clone(a.Roles),
		},
		Account: shown, Family: family, MustChange: shown.MustChange, MustTOTP: s.mustTOTP(a),
	}
}

// Renew returns a session with what its account may do now, for work that goes on after
// the request: it ends when the account is disabled, has left the office or belongs to
// somebody else (CodeUnauthorized), and when its roles end, though not with the login.
func (s *Service) Renew(ctx context.Context, by Session) (Session, error) {
	a, err := s.cached(ctx, by.Account.ID)
	if err != nil {
		return Session{}, absentIsUnauthorized(err)
	}
	left, err := s.left(ctx, a)
	if err != nil || left || a.Disabled || a.Office != by.Actor.Office || a.Person != by.Actor.Person {
		return Session{}, cmp.Or(err, error(unauthorized()))
	}
	now := s.session(a, by.Family)
	return now, now.Ready()
}

func absentIsUnauthorized(err error) error {
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return unauthorized()
	}
	return err
}

// touchPatience is the longest wait for recording that a session is in use.
const touchPatience = 5 * time.Second

// touch records that a session is in use. It writes once per fifteenth of the idle
// time-out, not with each request.
func (s *Service) touch(ctx context.Context, f *family) error {
	now := s.now()
	if now.Sub(f.Used) < s.settings().Idle/15 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, touchPatience)
	defer cancel()
	used := *f // the cached one is shared
	used.Used = now
	err := s.putFamily(ctx, &used)
	if evaluation.CodeOf(err) == evaluation.CodeConflict {
		return nil // another request has just done it, or the next one will
	}
	return err
}

// Logout ends the session.
func (s *Service) Logout(ctx context.Context, by Session) error {
	if err := s.endFamily(ctx, by.Family); err != nil {
		return err
	}
	return s.note(ctx, by, "logout", evaluation.OutcomeOK, by.Account.ID, "")
}

// LogoutEverywhere ends all sessions of the account, including this one.
func (s *Service) LogoutEverywhere(ctx context.Context, by Session) error {
	if err := s.endFamilies(ctx, by.Account.ID, ""); err != nil {
		return err
	}
	return s.note(ctx, by, "logout", evaluation.OutcomeOK, by.Account.ID, "everywhere")
}
