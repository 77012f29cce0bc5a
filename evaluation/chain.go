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

// contentHash covers all that an act can change, except the history itself and
// what is only bookkeeping (Version, Pending, Changed, whether effects ran).
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

// chain hashes the entries of histories with a key that stands outside the
// storage, so that whoever can write there cannot make an entry. Without a key
// the hash is plain SHA-256: the form of histories before Kaoji keyed them.
type chain struct{ key []byte }

func (c chain) hash(r *Record, e Entry) (string, error) {
	b, err := json.Marshal(map[string]any{
		"office": r.Office, "id": r.ID, "seq": e.Seq, "at": e.At.UTC().Format(time.RFC3339Nano),
		"account": e.Account, "person": e.Person, "name": e.Name, "act": e.Act, "from": e.From, "to": e.To,
		// The reason is personal text: only its hash is chained, so that it can be erased.
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

// enter adds the entry of an act to the record's history; the record must
// already hold everything else that the act changed.
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

// VerifyHistory recomputes the chain of a record with the key of Parts.Key and
// returns what does not fit, one sentence each (for operators, in English),
// nothing if all is whole.
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

// KeyHistory gives the entries of a record that were hashed without a key
// their keyed hashes. A history that is not whole stays as it is, so that it
// is still found, and KeyHistory answers false.
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

// shortKind is the measure's part of a kind's name.
func shortKind(kind string) string {
	measure, _, _ := strings.Cut(kind, ".")
	return measure
}
