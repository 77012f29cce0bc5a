package auth

import (
	"context"
	"strings"

	"kaoji/evaluation"
)

// Ended is a session that was somebody's and is over.
type Ended struct {
	Family  string
	Account string // id
	Name    string // login
}

// EndedSession tells whose session a refresh token belonged to; false if it is
// none of ours, an old one, or of a session that still lives. It opens nothing:
// who holds the token is only told that the session is over, and may log in
// again under the same name.
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
