package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
)

// KindSecret is the name that the audit trail and the log use for every kind that
// they must not name.
const KindSecret = "secret"

func (s *Service) unnamed(kind string) bool {
	k, ok := s.kinds[kind]
	return ok && k.Sight.Unnamed
}

// Traced returns the kind and id that the audit trail and the log use for a record.
// For a kind that they must not name, the id is a hash. A person who has the record
// can find its events; from the hash nobody can find the record.
func (s *Service) Traced(kind, id string) (shownKind, shownID string) {
	if !s.unnamed(kind) {
		return kind, id
	}
	if id == "" {
		return KindSecret, ""
	}
	sum := sha256.Sum256([]byte(id))
	return KindSecret, hex.EncodeToString(sum[:8])
}

// tracedRefusal is Traced for a refused act; the name of the act would reveal the
// kind too.
func (s *Service) tracedRefusal(kind, act, id string) (shownKind, shownAct, shownID string) {
	if s.unnamed(kind) {
		act = "act"
	}
	kind, id = s.Traced(kind, id)
	return kind, act, id
}
