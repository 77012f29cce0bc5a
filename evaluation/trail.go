package evaluation

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// TrailEvent is an event in the audit trail: a login, a refusal, a read of a
// confidential record, an export, a change. It names records by id and never
// contains their content.
type TrailEvent struct {
	Office  string `json:"office"`
	Account string `json:"account,omitempty"`
	Person  string `json:"person,omitempty"`
	Name    string `json:"name,omitempty"`
	Action  string `json:"action"`  // such as login, read, act, export, role
	Outcome string `json:"outcome"` // ok, refused or failed
	Kind    string `json:"kind,omitempty"`
	Record  string `json:"record,omitempty"`
	Detail  string `json:"detail,omitempty"` // act name, error code, role names; never free text of a person
	Address string `json:"address,omitempty"`
	Look    Look   `json:"look,omitzero"` // people who were shown
}

// The outcomes of a TrailEvent.
const (
	OutcomeOK      = "ok"
	OutcomeRefused = "refused"
	OutcomeFailed  = "failed"
)

// TrailActions lists the possible values of an event's Action.
func TrailActions() []string {
	return []string{
		"login", "logout", "refresh", "password", "totp", "account", "feed", "read", "list", "reporter", "act", "page", "api",
		"print", "export", "verify", "backup", "upgrade", "office", ActUrge,
	}
}

// TrailEntry is a TrailEvent with its place in the chain of its office.
type TrailEntry struct {
	TrailEvent
	Seq  int64     `json:"seq"` // from 1
	At   time.Time `json:"at"`
	Prev string    `json:"prev"`
	Hash string    `json:"hash"` // HMAC-SHA256 with a key outside the storage
}

// TrailFilter selects events of a trail.
type TrailFilter struct {
	Account, Action, Outcome, Kind, Record string
	Shown                                  string // a person who was shown
	From, To                               time.Time
}

// Trail writes and verifies the audit trail.
type Trail struct {
	log TrailLog
	key []byte
	now func() time.Time

	mu    sync.Mutex
	turns map[string]*turn // of the offices in whose chains somebody writes
}

// turn lets one after the other write into the chain of an office.
type turn struct {
	taken chan struct{} // holds a token while somebody writes
	users int           // who write or wait
}

// NewTrail makes a Trail whose hashes use key (32 bytes, kept outside the storage,
// so that a person with write access to the storage cannot forge entries).
func NewTrail(log TrailLog, key []byte, now func() time.Time) *Trail {
	return &Trail{log: log, key: key, now: now, turns: map[string]*turn{}}
}

// takeTurn waits until nobody else of this process writes into the chain of the
// office. done ends the turn.
func (t *Trail) takeTurn(ctx context.Context, office string) (done func(), err error) {
	t.mu.Lock()
	own := t.turns[office]
	if own == nil {
		own = &turn{taken: make(chan struct{}, 1)}
		t.turns[office] = own
	}
	own.users++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if own.users--; own.users == 0 {
			delete(t.turns, office)
		}
	}
	select {
	case own.taken <- struct{}{}:
		return func() { <-own.taken; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, Fail(CodeUnavailable, "error.unavailable").Because(ctx.Err())
	}
}

// Note appends an event. It returns when the event is stored. While the storage
// hangs, whoever waits for a turn in the same office gives up when its context
// ends, with CodeUnavailable.
func (t *Trail) Note(ctx context.Context, ev TrailEvent) error {
	done, err := t.takeTurn(ctx, ev.Office) // writers of other processes are met by the conflict below
	if err != nil {
		return err
	}
	defer done()
	const tries = 50
	for range tries {
		last, err := t.log.LastTrail(ctx, ev.Office)
		if err != nil && CodeOf(err) != CodeNotFound {
			return err
		}
		e := TrailEntry{TrailEvent: ev.clean(), Seq: last.Seq + 1, At: t.now().UTC().Truncate(time.Millisecond), Prev: last.Hash}
		if e.Hash, err = t.hash(e); err != nil {
			return err
		}
		if err = t.log.AppendTrail(ctx, e); CodeOf(err) != CodeConflict {
			return err
		}
	}
	return Fail(CodeUnavailable, "error.unavailable")
}

// clean replaces characters that cannot be stored, such as in a login name typed by
// an outsider: recording a refusal must not fail because of its text.
func (ev TrailEvent) clean() TrailEvent {
	const longest = 500
	for _, s := range []*string{&ev.Account, &ev.Person, &ev.Name, &ev.Action, &ev.Outcome, &ev.Kind, &ev.Record, &ev.Address} {
		*s = strings.ReplaceAll(strings.ToValidUTF8(*s, "\uFFFD"), "\x00", "\uFFFD")
		if r := []rune(*s); len(r) > longest {
			*s = string(r[:longest])
		}
	}
	ev.Detail = strings.ReplaceAll(strings.ToValidUTF8(ev.Detail, "\uFFFD"), "\x00", "\uFFFD")
	return ev
}

func (t *Trail) hash(e TrailEntry) (string, error) {
	e.Hash = ""
	e.At = e.At.UTC()
	b, err := json.Marshal(e)
	if err != nil {
		return "", fmt.Errorf("trail: %w", err)
	}
	m := hmac.New(sha256.New, t.key)
	m.Write(b)
	return hex.EncodeToString(m.Sum(nil)), nil
}

// TrailHead is the end of an office's chain at a moment. It is stored apart from
// the chain, so that a truncated chain is detected.
type TrailHead struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// Head returns the current end of an office's chain.
func (t *Trail) Head(ctx context.Context, office string) (TrailHead, error) {
	last, err := t.log.LastTrail(ctx, office)
	if err != nil && CodeOf(err) != CodeNotFound {
		return TrailHead{}, err
	}
	return TrailHead{Seq: last.Seq, Hash: last.Hash}, nil
}

// Verify reads the whole chain of an office and returns the number of entries and
// the problems found (English, for operators). Each of heads must be on the chain.
func (t *Trail) Verify(ctx context.Context, office string, heads []TrailHead) (int64, []string, error) {
	var bad []string
	var seq int64
	prev := ""
	want := map[int64]string{}
	for _, h := range heads {
		want[h.Seq] = h.Hash
	}
	for e, err := range AllEvents(ctx, t.log, office) {
		if err != nil {
			return seq, bad, err
		}
		if e.Seq != seq+1 {
			bad = append(bad, fmt.Sprintf("entries %d to %d are missing", seq+1, e.Seq-1))
		} else if e.Prev != prev {
			bad = append(bad, fmt.Sprintf("entry %d does not follow the one before", e.Seq))
		}
		if h, err := t.hash(e); err != nil || h != e.Hash {
			bad = append(bad, fmt.Sprintf("entry %d was changed or inserted", e.Seq))
		}
		if w, ok := want[e.Seq]; ok && w != e.Hash {
			bad = append(bad, fmt.Sprintf("entry %d is not the one that was signed", e.Seq))
		}
		delete(want, e.Seq)
		seq, prev = e.Seq, e.Hash
	}
	for s := range want {
		if s > 0 {
			bad = append(bad, fmt.Sprintf("the end was cut off: entry %d was signed and is missing", s))
		}
	}
	return seq, bad, nil
}
