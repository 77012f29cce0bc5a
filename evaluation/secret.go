package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
)

// KindSecret is how the audit trail and the log call every secret kind.
const KindSecret = "secret"

func (s *Service) secret(kind string) bool {
	k, ok := s.kinds[kind]
	return ok && k.Secret
}

// Traced is how the audit trail and the log name a record. Of a secret kind
// they must not tell what it is; a mark made from the id lets whoever holds the
// record find what was noted of it, and leads nobody else anywhere.
func (s *Service) Traced(kind, id string) (shownKind, shownID string) {
	if !s.secret(kind) {
		return kind, id
	}
	if id == "" {
		return KindSecret, ""
	}
	sum := sha256.Sum256([]byte(id))
	return KindSecret, hex.EncodeToString(sum[:8])
}

// tracedRefusal is Traced for a refused act, whose name tells of the kind too.
func (s *Service) tracedRefusal(kind, act, id string) (shownKind, shownAct, shownID string) {
	if s.secret(kind) {
		act = "act"
	}
	kind, id = s.Traced(kind, id)
	return kind, act, id
}
