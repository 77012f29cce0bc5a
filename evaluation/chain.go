package evaluation

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// contentHash covers everything that an act can change, except the history and
// bookkeeping (Version, Pending, Changed, whether effects ran).
func contentHash(r *Record) (string, error) {
	payload, err := Canonical(r.Payload)
	if err != nil {
		return "", err
	}
	effects := make([]Effect, len(r.Effects))
	for i, e := range r.Effects {
		effects[i] = Effect{ID: e.ID, Name: e.Name}
		if len(e.Args) > 0 {
			if effects[i].Args, err = Canonical(e.Args); err != nil {
				return "", err
			}
		}
	}
	list := func(s []string) []string { return append([]string{}, s...) }
	return hashOf(map[string]any{
		"office": r.Office, "id": r.ID, "kind": r.Kind, "unique": r.Unique, "parent": r.Parent,
		"subject": r.Subject, "unit": r.Unit, "period": r.Period, "state": r.State, "on": r.On, "due": r.Due,
		"waiting": list(r.Waiting), "parties": list(r.Parties), "sort": r.Sort, "confidential": r.Confidential,
		"rules": r.Rules, "effects": effects, "payload": json.RawMessage(payload),
	})
}

// chain hashes the entries of histories with a key that is outside the storage, so
// that a person with write access to the storage cannot forge an entry. Without a
// key the hash is plain SHA-256, as in histories from before Kaoji used a key.
type chain struct{ key []byte }

func (c chain) hash(r *Record, e Entry) (string, error) {
	b, err := json.Marshal(map[string]any{
		"office": r.Office, "id": r.ID, "seq": e.Seq, "at": e.At.UTC().Format(time.RFC3339Nano),
		"account": e.Account, "person": e.Person, "name": e.Name, "act": e.Act, "from": e.From, "to": e.To,
		// The reason is personal text: only its hash is in the chain, so that the
		// text can be erased.
		"reason": digest([]byte(e.Reason)), "content": e.Content, "prev": e.Prev,
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("hash: %w", err)
	case len(c.key) == 0:
		return digest(b), nil
	}
	m := hmac.New(sha256.New, c.key)
	m.Write(b)
	return hex.EncodeToString(m.Sum(nil)), nil
}

func hashOf(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("hash: %w", err)
	}
	return digest(b), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// enter adds the entry of an act to the record's history. Call it after all other
// changes of the act.
func (c chain) enter(r *Record, e Entry) error {
	e.Seq = len(r.History) + 1
	if e.Seq > 1 {
		e.Prev = r.History[e.Seq-2].Hash
	}
	var err error
	if e.Content, err = contentHash(r); err != nil {
		return err
	}
	if e.Hash, err = c.hash(r, e); err != nil {
		return err
	}
	r.History = append(r.History[:len(r.History):len(r.History)], e)
	return nil
}

// VerifyHistory recomputes the chain of a record with the key of Parts.Key. It
// returns one sentence for each mismatch (English, for operators), or nothing if
// the history is intact.
func VerifyHistory(key []byte, r *Record) []string {
	c := chain{key}
	var bad []string
	if len(r.History) == 0 {
		return []string{"no history"}
	}
	prev := ""
	for i, e := range r.History {
		if e.Seq != i+1 || e.Prev != prev {
			bad = append(bad, fmt.Sprintf("entry %d: out of sequence", i+1))
		}
		if h, err := c.hash(r, e); err != nil || h != e.Hash {
			bad = append(bad, fmt.Sprintf("entry %d: changed", i+1))
		}
		prev = e.Hash
	}
	last := r.History[len(r.History)-1]
	if h, err := contentHash(r); err != nil || h != last.Content || last.To != r.State {
		bad = append(bad, "content: not what the last act left")
	}
	return bad
}

// KeyHistory replaces the unkeyed hashes in the history of a record by keyed ones.
// If the history does not verify it stays unchanged, so that verification still
// reports it, and KeyHistory returns false.
func KeyHistory(key []byte, r *Record) bool {
	if len(VerifyHistory(nil, r)) > 0 {
		return false
	}
	c, prev := chain{key}, ""
	for i := range r.History {
		e := &r.History[i]
		e.Prev = prev
		hash, err := c.hash(r, *e)
		if err != nil {
			return false
		}
		e.Hash, prev = hash, hash
	}
	return true
}

// shortKind returns the part of a kind's name after the name of the measure.
func shortKind(kind string) string {
	measure, _, _ := strings.Cut(kind, ".")
	return measure
}
