package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"kaoji/evaluation"
)

// Record checks a record before it is written and returns it in its stored form:
// times in UTC and whole milliseconds, documents canonical, empty lists nil. The
// caller's slices are not changed.
func Record(r evaluation.Record) (evaluation.Record, error) {
	if r.Version < 0 || r.Serial < 0 {
		return r, Invalid("negative version or serial")
	}
	if err := required(r.Office, r.ID, r.Kind, r.Unique); err != nil {
		return r, err
	}
	if err := texts(r.Parent, r.Subject, r.Unit, r.Period, string(r.State), r.Words, r.Sort, r.Rules); err != nil {
		return r, err
	}
	if err := dates(r.On, r.Due); err != nil {
		return r, err
	}
	if err := texts(slices.Concat(r.Waiting, r.Parties, r.HiddenFrom, r.Keys, r.Actors)...); err != nil {
		return r, err
	}
	if len(r.Keys) > evaluation.MaxColumns {
		return r, Invalid("too many keys")
	}
	var err error
	if r.Payload, err = document(r.Payload, true); err != nil {
		return r, err
	}
	r.Created, r.Changed = Time(r.Created), Time(r.Changed)
	r.Waiting, r.Parties, r.Actors = clone(r.Waiting), clone(r.Parties), clone(r.Actors)
	r.HiddenFrom, r.Keys = clone(r.HiddenFrom), clone(r.Keys)
	if r.Effects, err = effects(r.Effects); err != nil {
		return r, err
	}
	r.History, err = history(r.History)
	return r, err
}

func effects(list []evaluation.Effect) ([]evaluation.Effect, error) {
	list = clone(list)
	for i := range list {
		e := &list[i]
		if err := texts(e.ID, e.Name); err != nil {
			return nil, err
		}
		if len(e.Args) == 0 {
			e.Args = nil
			continue
		}
		var err error
		if e.Args, err = document(e.Args, false); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func history(list []evaluation.Entry) ([]evaluation.Entry, error) {
	list = clone(list)
	for i := range list {
		e := &list[i]
		e.At = Time(e.At)
		err := texts(e.Account, e.Person, e.Name, e.Act, string(e.From), string(e.To), e.Reason, e.Content, e.Prev, e.Hash)
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Cell is Record for cells; a cell without a natural key uses its ID.
func Cell(c evaluation.Cell) (evaluation.Cell, error) {
	if c.Version < 0 {
		return c, Invalid("negative version")
	}
	if c.Unique == "" {
		c.Unique = c.ID
	}
	if err := required(c.Class, c.ID); err != nil {
		return c, err
	}
	if err := texts(c.Office, c.Unique, c.Ref); err != nil {
		return c, err
	}
	c.Expires = Time(c.Expires)
	var err error
	c.Body, err = document(c.Body, true)
	return c, err
}

// Blob is Record for attachments; size and SHA-256 are those of the content.
func Blob(b evaluation.Blob, content []byte) (evaluation.Blob, error) {
	if err := required(b.Office, b.ID); err != nil {
		return b, err
	}
	if err := texts(b.Name, b.Type, b.SHA256, b.Owner, b.Record); err != nil {
		return b, err
	}
	if len(content) > evaluation.MaxBlob {
		return b, TooLarge()
	}
	b.Size, b.SHA256, b.Created = int64(len(content)), SHA256(content), Time(b.Created)
	return b, nil
}

// SHA256 returns the hash of a content in hexadecimal.
func SHA256(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// Trail is Record for entries of the audit trail.
func Trail(e evaluation.TrailEntry) (evaluation.TrailEntry, error) {
	if e.Seq < 1 {
		return e, Invalid("trail begins at 1")
	}
	e.At = Time(e.At)
	for _, s := range e.Look.Shown {
		if err := texts(append([]string{s.Kind}, s.People...)...); err != nil {
			return e, err
		}
	}
	return e, texts(string(e.Look.Taken), e.Office, e.Account, e.Person, e.Name, e.Action, e.Outcome, e.Kind, e.Record, e.Detail, e.Address, e.Prev, e.Hash)
}

// Look returns the stored form of a look, "" for one that shows nobody.
func Look(l *evaluation.Look) (string, error) {
	if len(l.Shown) == 0 {
		return "", nil
	}
	text, err := json.Marshal(l)
	return string(text), err
}

// ReadLook reverses Look. A text that Look did not write becomes a look that no entry
// has, so that verification finds it.
func ReadLook(text string) evaluation.Look {
	var l evaluation.Look
	if text == "" {
		return l
	}
	if err := json.Unmarshal([]byte(text), &l); err == nil {
		if again, err := Look(&l); err == nil && again == text {
			return l
		}
	}
	return evaluation.Look{Shown: []evaluation.Seen{{Kind: text}}}
}

// Time returns the stored form of an instant.
func Time(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

func clone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}
