package auth

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kaoji/evaluation"
)

// LoginInput is the input of a login. Name is the login name in Office, the first one if it
// is "", or name@code for the office with the code. Code is a second-factor code or a
// recovery code, "" if the account has none. Address is recorded in the trail.
type LoginInput struct{ Office, Name, Password, Code, Address string }

// Reasons for refusing a login: for the trail, never shown to the person.
const (
	refusedUnknown  = "unknown"
	refusedPassword = "password"
	refusedLocked   = "locked"
	refusedDisabled = "disabled"
	refusedLeft     = "left"    // the person is no longer in the office
	refusedExpired  = "expired" // the one-time password
	refusedCode     = "code"
)

var errRefused = errors.New("auth: login refused")

// Login checks the password, and the second factor if it is on. Every refusal is
// the same CodeUnauthorized after the same work, so that nobody learns which
// accounts exist, are locked or disabled. It returns CodeTooMany if too many logins
// are waiting, or if too many wrong guesses came from the address and the account
// has never logged in from there.
func (s *Service) Login(ctx context.Context, in LoginInput) (Tokens, error) {
	office, name, err := s.realm(ctx, in)
	if err != nil {
		return Tokens{}, err
	}
	a, err := s.loadByName(ctx, office, name)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		a, err = &account{Office: office}, nil
	}
	if err != nil {
		return Tokens{}, err
	}
	name = s.key(office, name)
	if !s.knows(a, in.Address) {
		if err := s.MayGuess(in.Address); err != nil {
			return Tokens{}, err
		}
	}
	right, err := s.matches(ctx, a.Password.Hash, in.Password)
	if err != nil {
		return Tokens{}, err
	}
	locked, err := s.lockedUntil(ctx, s.attemptKey(a, name, in.Address))
	switch {
	case err != nil:
		return Tokens{}, err
	case a.id == "":
		return Tokens{}, s.refuseLogin(ctx, a, name, refusedUnknown, in.Address)
	case !locked.IsZero():
		return Tokens{}, s.refuseLogin(ctx, a, name, refusedLocked, in.Address)
	case !right:
		return Tokens{}, s.refuseLogin(ctx, a, name, refusedPassword, in.Address)
	}
	return s.admit(ctx, a, name, in)
}

// realm is the office in which a name is looked up, and the name. With a code that no office
// has it is the first office and a name that nobody has.
func (s *Service) realm(ctx context.Context, in LoginInput) (office, name string, err error) {
	office, name = cmp.Or(in.Office, s.Settings.Office), foldName(in.Name)
	of, code, named := strings.Cut(name, "@")
	if !named || s.OfficeByCode == nil {
		return office, name, nil
	}
	switch coded, err := s.OfficeByCode(ctx, code); evaluation.CodeOf(err) {
	case "":
		return coded, of, nil
	case evaluation.CodeNotFound:
		return s.Settings.Office, name, nil
	default:
		return "", "", err
	}
}

// admit opens a session after a correct password, unless there is another reason to
// refuse.
func (s *Service) admit(ctx context.Context, a *account, name string, in LoginInput) (Tokens, error) {
	verified, reason := a.Password.Hash, ""
	left, err := s.left(ctx, a)
	if err != nil {
		return Tokens{}, err
	}
	if a.Factor.On && in.Code == "" && s.judge(a, verified, left) == "" {
		return Tokens{NeedTOTP: true}, nil
	}
	renewed, err := s.renewed(ctx, verified, in.Password)
	if err != nil {
		return Tokens{}, err
	}
	now, err := s.update(ctx, a.id, func(a *account) error {
		if reason = s.judge(a, verified, left); reason == "" && a.Factor.On {
			ok, err := s.useCode(a, in.Code)
			if err != nil {
				return err
			}
			if !ok {
				reason = refusedCode
			}
		}
		if reason != "" {
			return errRefused
		}
		a.Login, a.Password.Hash = s.now(), renewed
		s.remember(a, in.Address)
		return nil
	})
	switch {
	case errors.Is(err, errRefused):
		return Tokens{}, s.refuseLogin(ctx, a, name, reason, in.Address)
	case err != nil:
		return Tokens{}, err
	}
	if now.Password.OneTime {
		if err := s.unkeep(ctx, now); err != nil {
			return Tokens{}, err
		}
	}
	if locked, err := s.succeeded(ctx, s.attemptKey(a, name, in.Address)); err != nil {
		return Tokens{}, err
	} else if locked {
		return Tokens{}, s.refuseLogin(ctx, a, name, refusedLocked, in.Address)
	}
	t, err := s.open(ctx, now, in.Address)
	if err != nil {
		return Tokens{}, err
	}
	return t, s.noteLogin(ctx, now, evaluation.OutcomeOK, "", in.Address)
}

// judge returns the reason to refuse a login other than a wrong password or code,
// "" if there is none.
func (s *Service) judge(a *account, verified string, left bool) string {
	switch {
	case a.Password.Hash != verified: // changed since it was checked
		return refusedPassword
	case a.Disabled:
		return refusedDisabled
	case left:
		return refusedLeft
	case a.Password.OneTime && !s.now().Before(a.Password.Until):
		return refusedExpired
	}
	return ""
}

func (s *Service) refuseLogin(ctx context.Context, a *account, name, reason, address string) error {
	s.GuessedWrong(address)
	counted, locks, err := s.failed(ctx, s.attemptKey(a, name, address))
	if err != nil {
		return err
	}
	if reason == refusedPassword && !counted {
		reason = refusedLocked // by a faster guess
	}
	judged := reason == refusedPassword
	if locks {
		reason += " lock"
	}
	n, silent := s.folds(name, address)
	if n%refusalsFolded == 0 {
		reason += " ×" + strconv.Itoa(n)
	}
	if judged || !silent { // refusals that count towards a lock always get a line
		if err := s.noteLogin(ctx, a, evaluation.OutcomeRefused, reason, address); err != nil {
			return err
		}
	}
	return evaluation.Fail(evaluation.CodeUnauthorized, "auth.login.refused")
}

func (s *Service) noteLogin(ctx context.Context, a *account, outcome, detail, address string) error {
	return s.Trail.Note(ctx, evaluation.TrailEvent{
		Office: a.Office, Account: a.id, Person: a.Person, Name: a.Display,
		Action: "login", Outcome: outcome, Detail: detail, Address: address,
	})
}

// note records in the trail what a session did to an account.
func (s *Service) note(ctx context.Context, by Session, action, outcome, account, detail string) error {
	return s.Trail.Note(ctx, evaluation.TrailEvent{
		Office: by.Actor.Office, Account: by.Actor.Account, Person: by.Actor.Person, Name: by.Actor.Name,
		Action: action, Outcome: outcome, Kind: "account", Record: account, Detail: detail,
	})
}

const longestName = 64 // maximum number of characters of a login name

// foldName returns the form in which login names are compared: without spaces, in
// lower case, with full-width letters converted to normal ones.
func foldName(name string) string {
	if len(name) > 4*longestName {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r):
			return -1
		}
		return r
	}, name))
}

// now returns the present time in milliseconds, the precision of every storage.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }
