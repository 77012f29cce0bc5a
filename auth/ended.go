package auth

import (
	"context"
	"strings"

	"kaoji/evaluation"
)

// Ended is a session that has ended.
type Ended struct {
	Family  string
	Account string // id
	Name    string // login name
}

// EndedSession returns the session of a refresh token that has ended; false if the
// token is not ours, is an old one, or its session is still valid. It gives no
// access: the holder of the token only learns that the session is over, and can log
// in again with the same name.
func (s *Service) EndedSession(ctx context.Context, refresh string) (Ended, bool, error) {
	id, secret, ok := strings.Cut(refresh, ".")
	if !ok || len(refresh) > refreshLongest {
		return Ended{}, false, nil
	}
	f, err := s.loadFamily(ctx, id)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return Ended{}, false, nil
	}
	if err != nil {
		return Ended{}, false, err
	}
	if !same(digest(secret), f.Current) || f.alive(s.now(), s.settings().Idle) {
		return Ended{}, false, nil
	}
	a, err := s.load(ctx, f.Account)
	if err != nil {
		return Ended{}, false, err
	}
	return Ended{Family: f.id, Account: a.id, Name: a.Name}, !a.Disabled, nil
}
