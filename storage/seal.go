package storage

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"

	"kaoji/evaluation"
)

// Sealer computes marks of stored items and signs seals, with a key outside the
// storage. Without a key (in tests) it uses an empty one.
type Sealer struct{ key []byte }

// NewSealer makes a Sealer with the key.
func NewSealer(key []byte) Sealer { return Sealer{key} }

// KeyFor returns the key; filled says whether the storage has data. It is called
// once before anything is written; its error ends the opening.
type KeyFor func(filled bool) ([]byte, error)

// NoKey is the KeyFor of storages without a key.
func NoKey(bool) ([]byte, error) { return nil, nil }

// Mark is the keyed hash of an item: its table and its contents, each with its
// length.
func (s Sealer) Mark(table string, content ...[]byte) evaluation.Mark {
	m := s.hash(table)
	for _, c := range content {
		_, _ = fmt.Fprintf(m, "%d:", len(c)) // a hash takes everything
		_, _ = m.Write(c)
	}
	var out evaluation.Mark
	m.Sum(out[:0])
	return out
}

func (s Sealer) hash(table string) hash.Hash {
	m := hmac.New(sha256.New, s.key)
	_, _ = m.Write([]byte("kaoji " + table + "\x00"))
	return m
}

// MarkJSON is Mark of a value with a fixed JSON form.
func (s Sealer) MarkJSON(table string, v any) (evaluation.Mark, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return evaluation.Mark{}, Invalid(err.Error())
	}
	return s.Mark(table, b), nil
}

// KeyHistory is evaluation.KeyHistory with the key.
func (s Sealer) KeyHistory(r *evaluation.Record) bool { return evaluation.KeyHistory(s.key, r) }

// HiddenBefore returns the HiddenFrom of a record from a program without that
// field: a rotation plan is hidden from the people in it.
func HiddenBefore(r *evaluation.Record) []string {
	var plan struct {
		People []string `json:"people"`
	}
	if r.Kind != "rotation.plan" || json.Unmarshal(r.Payload, &plan) != nil {
		return nil
	}
	return plan.People
}

// UpgradeClass and UpgradeSealed identify the cell with the result of the upgrade
// to keyed histories and counts: an Upgraded.
const (
	UpgradeClass  = "upgrade"
	UpgradeSealed = "sealed"
)

// Upgraded is the result of the upgrade to keyed histories.
type Upgraded struct {
	Records int      `json:"records"`
	Unfit   []string `json:"unfit"` // records whose history did not verify and was not changed
}

// Add counts a record.
func (u *Upgraded) Add(fits bool, id string) {
	u.Records++
	if !fits {
		u.Unfit = append(u.Unfit, id)
	}
}

// String returns the text for the audit trail.
func (u *Upgraded) String() string {
	const most = 20
	text := fmt.Sprintf("histories keyed: %d; left because they did not fit: %d", u.Records-len(u.Unfit), len(u.Unfit))
	for _, id := range u.Unfit[:min(most, len(u.Unfit))] {
		text += " " + id
	}
	return text
}

// Tag is the keyed tag that proves that a stored seal was written with the key.
func (s Sealer) Tag(body []byte) string {
	m := s.Mark("seal", body)
	return hex.EncodeToString(m[:])
}

// Write returns the stored form of a seal.
func (s Sealer) Write(seal *evaluation.Seal) (body []byte, tag string, err error) {
	if body, err = json.Marshal(seal); err != nil {
		return nil, "", err
	}
	return body, s.Tag(body), nil
}

// Read reverses Write. A seal not written with this key is CodeState.
func (s Sealer) Read(office string, body []byte, tag string) (evaluation.Seal, error) {
	var seal evaluation.Seal
	if !hmac.Equal([]byte(s.Tag(body)), []byte(tag)) || json.Unmarshal(body, &seal) != nil || seal.Office != office {
		return evaluation.Seal{}, evaluation.Fail(evaluation.CodeState, "error.seal").Because(
			fmt.Errorf("the counts of office %q were not written by Kaoji with this key", office))
	}
	if seal.Parts == nil {
		seal.Parts = map[string]evaluation.Sum{}
	}
	return seal, nil
}

// EmptySeal is the seal of an office without data.
func EmptySeal(office string) evaluation.Seal {
	return evaluation.Seal{Office: office, Parts: map[string]evaluation.Sum{}}
}

// Change is the effect of one write on an item of an office.
type Change struct {
	Office, Part string
	Old, New     *evaluation.Mark // nil: it did not exist, or was removed
}

// Count applies changes to a seal as one write.
func Count(seal *evaluation.Seal, changes []Change) {
	seal.Writes++
	for _, c := range changes {
		p := seal.Parts[c.Part]
		if c.Old != nil {
			p.Count, p.Marks = p.Count-1, p.Marks.Minus(*c.Old)
		}
		if c.New != nil {
			p.Count, p.Marks = p.Count+1, p.Marks.Plus(*c.New)
		}
		if p == (evaluation.Sum{}) {
			delete(seal.Parts, c.Part)
			continue
		}
		seal.Parts[c.Part] = p
	}
}

// Differences lists the parts in which the counts differ from the data found.
func Differences(counted, found map[string]evaluation.Sum) []string {
	parts := map[string]bool{}
	for p := range counted {
		parts[p] = true
	}
	for p := range found {
		parts[p] = true
	}
	var list []string
	for _, p := range slices.Sorted(maps.Keys(parts)) {
		switch c, f := counted[p], found[p]; {
		case c == f:
		case c.Count != f.Count:
			list = append(list, fmt.Sprintf("%s: %d were written and %d are there", p, c.Count, f.Count))
		default:
			list = append(list, fmt.Sprintf("%s: %d as written, but they are not the ones that were written", p, c.Count))
		}
	}
	return list
}
