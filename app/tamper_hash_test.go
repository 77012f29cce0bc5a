package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaoji/app/config"
	"kaoji/evaluation"
)

// What somebody does who knows the program text and not the key: another
// payload, and a last entry that fits it. The hashes are computed here as
// histories were hashed before they had a key, and as they are hashed now.

func digestOf(key, b []byte) string {
	if len(key) > 0 {
		m := hmac.New(sha256.New, key)
		m.Write(b)
		return hex.EncodeToString(m.Sum(nil))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func contentOf(r *evaluation.Record) (string, error) {
	payload, err := evaluation.Canonical(r.Payload)
	if err != nil {
		return "", err
	}
	effects := make([]evaluation.Effect, len(r.Effects))
	for i, e := range r.Effects {
		effects[i] = evaluation.Effect{ID: e.ID, Name: e.Name}
		if len(e.Args) > 0 {
			if effects[i].Args, err = evaluation.Canonical(e.Args); err != nil {
				return "", err
			}
		}
	}
	b, err := json.Marshal(map[string]any{
		"office": r.Office, "id": r.ID, "kind": r.Kind, "unique": r.Unique, "parent": r.Parent,
		"subject": r.Subject, "unit": r.Unit, "period": r.Period, "state": r.State, "on": r.On, "due": r.Due,
		"waiting": append([]string{}, r.Waiting...), "parties": append([]string{}, r.Parties...), "sort": r.Sort, "confidential": r.Confidential,
		"rules": r.Rules, "effects": effects, "payload": json.RawMessage(payload),
	})
	return digestOf(nil, b), err
}

func entryOf(key []byte, r *evaluation.Record, e *evaluation.Entry) (string, error) {
	b, err := json.Marshal(map[string]any{
		"office": r.Office, "id": r.ID, "seq": e.Seq, "at": e.At.UTC().Format(time.RFC3339Nano),
		"account": e.Account, "person": e.Person, "name": e.Name, "act": e.Act, "from": e.From, "to": e.To,
		"reason": digestOf(nil, []byte(e.Reason)), "content": e.Content, "prev": e.Prev,
	})
	return digestOf(key, b), err
}

// forge gives a record another payload and makes its last entry fit.
func forge(key []byte, r *evaluation.Record) (err error) {
	r.Payload = json.RawMessage(strings.Replace(string(r.Payload), `{`, `{"grade":"优秀",`, 1))
	last := &r.History[len(r.History)-1]
	if last.Content, err = contentOf(r); err != nil {
		return err
	}
	last.Hash, err = entryOf(key, r, last)
	return err
}

func firstSheet(ctx context.Context, db *sql.Conn) (r evaluation.Record, err error) {
	var doc, history []byte
	if err = db.QueryRowContext(ctx, `SELECT doc, history FROM records WHERE `+aSheet).Scan(&doc, &history); err == nil {
		err = errors.Join(json.Unmarshal(doc, &r), json.Unmarshal(history, &r.History))
	}
	return r, err
}

func rehash(key []byte) func(context.Context, *sql.Conn) error {
	return func(ctx context.Context, db *sql.Conn) error {
		r, err := firstSheet(ctx, db)
		if err == nil {
			err = forge(key, &r)
		}
		if err != nil {
			return err
		}
		history, err := json.Marshal(r.History)
		if err != nil {
			return err
		}
		r.History = nil
		doc, err := json.Marshal(r)
		if err == nil {
			_, err = db.ExecContext(ctx, `UPDATE records SET doc = ?, history = ? WHERE `+aSheet, string(doc), string(history))
		}
		return err
	}
}

// The control of line 17: the forged histories are right in everything but the
// key. With the real key the history passes, and the mark and the counts, which
// are separate hashes with that key, still find it.
func TestAForgedHistoryFailsForItsKeyAlone(t *testing.T) {
	cfg := signedPlace(t)
	key := trailKey(t, cfg)
	err := edit(t, cfg, func(db *sql.Conn) error {
		r, err := firstSheet(t.Context(), db)
		if err != nil {
			return err
		}
		old := r // as it was before histories had a key
		old.History = append([]evaluation.Entry{}, r.History...)
		prev := ""
		for i := range old.History {
			e := &old.History[i]
			if e.Prev = prev; err == nil {
				e.Hash, err = entryOf(nil, &old, e)
			}
			prev = e.Hash
		}
		for name, c := range map[string]struct {
			record    evaluation.Record
			by, check []byte
			passes    bool
		}{
			"without a key, read without a key":       {old, nil, nil, true},
			"without a key, read with ours":           {r, nil, key, false},
			"with another key, read with ours":        {r, []byte("another key"), key, false},
			"with our key, read with ours":            {r, key, key, true},
			"all of it without a key, read with ours": {old, nil, key, false},
		} {
			forged := c.record
			forged.History = append([]evaluation.Entry{}, c.record.History...)
			if err := forge(c.by, &forged); err != nil {
				return err
			}
			if bytes.Equal(forged.Payload, r.Payload) {
				t.Errorf("%s: nothing was changed", name)
			}
			if faults := evaluation.VerifyHistory(c.check, &forged); (len(faults) == 0) != c.passes {
				t.Errorf("%s: %v", name, faults)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := edit(t, cfg, func(db *sql.Conn) error { return rehash(key)(t.Context(), db) }); err != nil {
		t.Fatal(err)
	}
	found(t, cfg, "it is not as it was written")             // its mark
	found(t, cfg, "they are not the ones that were written") // the counts
}

func trailKey(t *testing.T, cfg config.Config) []byte {
	t.Helper()
	keys, _, err := config.ReadKeys(filepath.Join(cfg.Data, "keys"), config.HadOf(nil))
	if err != nil {
		t.Fatal(err)
	}
	return keys.Trail
}
