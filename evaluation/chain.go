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
	// One object in canonical form. The payload stands in it as it is: encoding/json
	// would check and copy it again.
	before, err := json.Marshal(contentBefore{
		r.Confidential, r.Due, effects, r.ID, r.Kind, r.Office, r.On, r.Parent, list(r.Parties),
	})
	if err != nil {
		return "", fmt.Errorf("hash: %w", err)
	}
	after, err := json.Marshal(contentAfter{
		r.Period, r.Rules, r.Sort, r.State, r.Subject, r.Unique, r.Unit, list(r.Waiting),
	})
	if err != nil {
		return "", fmt.Errorf("hash: %w", err)
	}
	h := sha256.New()
	for _, part := range [][]byte{before[:len(before)-1], []byte(`,"payload":`), payload, []byte(`,`), after[1:]} {
		_, _ = h.Write(part) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// contentBefore and contentAfter are the members before and after the payload in what
// is hashed, in the order of their names.
type contentBefore struct {
	Confidential bool     `json:"confidential"`
	Due          Date     `json:"due"`
	Effects      []Effect `json:"effects"`
	ID           string   `json:"id"`
	Kind         string   `json:"kind"`
	Office       string   `json:"office"`
	On           Date     `json:"on"`
	Parent       string   `json:"parent"`
	Parties      []string `json:"parties"`
}

type contentAfter struct {
	Period  string   `json:"period"`
	Rules   string   `json:"rules"`
	Sort    string   `json:"sort"`
	State   State    `json:"state"`
	Subject string   `json:"subject"`
	Unique  string   `json:"unique"`
	Unit    string   `json:"unit"`
	Waiting []string `json:"waiting"`
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
