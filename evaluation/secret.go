package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
)

// KindSecret is how the audit trail and the log call every kind that they do not
// name.
const KindSecret = "secret"

func (s *Service) unnamed(kind string) bool {
	k, ok := s.kinds[kind]
	return ok && k.Sight.Unnamed
}

// Traced is how the audit trail and the log name a record. One of a kind that
// they do not name gets a mark made from its id: whoever holds the record finds
// what was noted of it, and the mark leads nobody else anywhere.
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

// tracedRefusal is Traced for a refused act, whose name tells of the kind too.
func (s *Service) tracedRefusal(kind, act, id string) (shownKind, shownAct, shownID string) {
	if s.unnamed(kind) {
		act = "act"
	}
	kind, id = s.Traced(kind, id)
	return kind, act, id
}
