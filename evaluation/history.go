package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The limits of a stored history. The document of a record has at most maxEntries
// entries with maxHistory bytes of text. If an act would exceed one of them, the
// oldest entries move into parts and the document keeps at most keptEntries entries
// with keptHistory bytes. A part has at most maxEntries entries and maxPart bytes;
// in JSON a character can take six bytes, and a part still stays below MaxDocument.
const (
	maxEntries  = 200
	maxHistory  = 1 << 20
	keptEntries = 100
	keptHistory = 512 << 10
	maxPart     = 512 << 10
)

// ClassHistory is the class of the cells that store parts of histories. The Ref of
// a part is the id of its record.
const ClassHistory = "history"

// Whole is a storage in which a record can have any number of acts. It accepts and
// returns records with their complete history. In the underlying storage the oldest
// entries of a long history are in parts, which never change. Then the first entry
// in the document has a Seq above 1, and its Prev is the hash of the last entry in
// the parts.
//
// Parts are written before the document; the single write of the document is still
// the moment at which the act is done. If the document is not written, the part
// stays and the next write of the record uses it.
//
// Everything, Take and Audit work on the stored documents and parts.
type Whole struct{ Store }

// Get returns the record with its complete history.
func (w Whole) Get(ctx context.Context, office, id string) (Record, error) {
	r, err := w.Store.Get(ctx, office, id)
	if err != nil {
		return r, err
	}
	return r, w.join(ctx, &r)
}

// Find returns the records with their complete histories, or without any if the
// query says so.
func (w Whole) Find(ctx context.Context, q Query) (Found, error) {
	found, err := w.Store.Find(ctx, q)
	if err != nil || q.NoHistory {
		return found, err
	}
	for i := range found.Records {
		if err := w.join(ctx, &found.Records[i]); err != nil {
			return Found{}, err
		}
	}
	return found, nil
}

// Put stores a record with its complete history.
func (w Whole) Put(ctx context.Context, r Record) (Record, error) {
	all := r.History
	border, err := w.part(ctx, &r)
	if err != nil {
		return Record{}, err
	}
	if r.History = all[border:]; border > 0 {
		earlier := Record{Actors: r.Actors, History: all[:border]}
		r.Actors = earlier.ActedBy()
	}
	put, err := w.Store.Put(ctx, r)
	if err != nil || border == 0 {
		return put, err
	}
	put.History = slices.Concat(all[:border], put.History)
	put.parted = border
	return put, nil
}

// part writes the parts that the history of a record needs and returns how many of
// its entries are in parts.
func (w Whole) part(ctx context.Context, r *Record) (int, error) {
	border := r.parted
	if !beyond(r.History[border:], maxEntries, maxHistory) {
		return border, nil
	}
	// The last entry may not be stored yet. It is not put into a part, so that a
	// part never contains an act that was not done.
	for stored := r.History[:len(r.History)-1]; border < len(stored) && beyond(r.History[border:], keptEntries, keptHistory); {
		n := 1
		for border+n < len(stored) && !beyond(stored[border:border+n+1], maxEntries, maxPart) && beyond(r.History[border+n:], keptEntries, keptHistory) {
			n++
		}
		n, err := w.putPart(ctx, r, stored[border:border+n])
		if err != nil {
			return 0, err
		}
		border += n
	}
	return border, nil
}

// putPart writes one part and returns the number of its entries. If the part
// already exists, from an interrupted write, it is used unchanged.
func (w Whole) putPart(ctx context.Context, r *Record, entries []Entry) (int, error) {
	body, err := json.Marshal(part{entries})
	if err != nil {
		return 0, fmt.Errorf("part of a history: %w", err)
	}
	id := partID(r.ID, entries[0].Seq)
	_, err = w.PutCell(ctx, Cell{Class: ClassHistory, Office: r.Office, ID: id, Ref: r.ID, Body: body})
	if CodeOf(err) != CodeConflict {
		return len(entries), err
	}
	c, err := w.Cell(ctx, ClassHistory, r.Office, id)
	if err != nil {
		return 0, err
	}
	var old part
	if err := json.Unmarshal(c.Body, &old); err != nil {
		return 0, fmt.Errorf("part %s of a history: %w", id, err)
	}
	at := slices.IndexFunc(r.History, func(e Entry) bool { return e.Seq == entries[0].Seq })
	n := len(old.Entries)
	if n == 0 || at+n >= len(r.History) || !sameEntries(old.Entries, r.History[at:at+n]) {
		return 0, fmt.Errorf("part %s of a history: %w", id, errors.New("it holds other entries than the record"))
	}
	return n, nil
}

// join adds the entries in parts before those in the document. Missing parts are
// not an error here: VerifyHistory reports them.
func (w Whole) join(ctx context.Context, r *Record) error {
	if !Parted(r) {
		return nil
	}
	parts, err := partsOf(ctx, w.Store, r)
	if err != nil {
		return err
	}
	var earlier []Entry
	for _, p := range parts {
		if p.follows(earlier) && p.last() < r.History[0].Seq {
			earlier = append(earlier, p.Entries...)
		}
	}
	r.parted = len(earlier)
	r.History = append(earlier, r.History...)
	return nil
}

// VerifyParts is VerifyHistory for a record as returned by Everything and Audit,
// where the document of a long history begins with a later entry. It reads the
// parts from cells and checks them against the chain.
func VerifyParts(ctx context.Context, cells Cells, key []byte, r Record) ([]string, error) {
	parts, err := partsOf(ctx, cells, &r)
	if err != nil {
		return nil, err
	}
	var bad []string
	var earlier []Entry
	document := r.History
	for _, p := range parts {
		switch {
		case len(p.Entries) == 0:
			bad = append(bad, "a part of the history: cannot be read")
		case p.follows(earlier) && len(document) > 0 && p.last() < document[0].Seq:
			earlier = append(earlier, p.Entries...)
		case !left(document, p.Entries):
			bad = append(bad, fmt.Sprintf("entries from %d in a part: not of this history", p.Entries[0].Seq))
		}
	}
	if Parted(&r) && len(earlier) < document[0].Seq-1 {
		return append(bad, fmt.Sprintf("entries %d to %d: missing", len(earlier)+1, document[0].Seq-1)), nil
	}
	r.History = slices.Concat(earlier, document)
	return append(bad, VerifyHistory(key, &r)...), nil
}

// part is the body of a cell of ClassHistory.
type part struct {
	Entries []Entry `json:"entries"`
}

func (p part) last() int { return p.Entries[len(p.Entries)-1].Seq }

// follows reports that the part continues where the earlier entries end.
func (p part) follows(earlier []Entry) bool {
	return len(p.Entries) > 0 && p.Entries[0].Seq == len(earlier)+1
}

// partID makes ids that sort in the order of the entries.
func partID(record string, first int) string { return fmt.Sprintf("%s/%09d", record, first) }

// partsOf reads the parts of a history in their order. A part that cannot be
// decoded has no entries.
func partsOf(ctx context.Context, cells Cells, r *Record) ([]part, error) {
	var parts []part
	for c, err := range AllCells(ctx, cells, CellQuery{Class: ClassHistory, Office: r.Office, Refs: []string{r.ID}}) {
		if err != nil {
			return nil, err
		}
		var p part
		if json.Unmarshal(c.Body, &p) != nil {
			p.Entries = nil
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// Parted reports that the oldest entries of a stored record are in parts.
func Parted(r *Record) bool { return len(r.History) > 0 && r.History[0].Seq > 1 }

// left reports that entries of a part are also in the document: the part was
// written and the document was not.
func left(document, entries []Entry) bool {
	at := slices.IndexFunc(document, func(e Entry) bool { return e.Seq == entries[0].Seq })
	return at >= 0 && at+len(entries) <= len(document) && sameEntries(document[at:at+len(entries)], entries)
}

// sameEntries compares entries by the content that their hashes cover.
func sameEntries(a, b []Entry) bool {
	return slices.EqualFunc(a, b, func(x, y Entry) bool {
		x.At, y.At = x.At.UTC().Truncate(time.Millisecond), y.At.UTC().Truncate(time.Millisecond)
		return x == y
	})
}

// beyond reports that there are more than most entries, or more than bytes bytes of
// text.
func beyond(entries []Entry, most, bytes int) bool {
	if len(entries) > most {
		return true
	}
	for i := range entries {
		bytes -= entries[i].size()
	}
	return bytes < 0
}

// size estimates the number of bytes that the entry takes in a document.
func (e *Entry) size() int {
	const fixed = 160 // names of the fields, number and time
	return fixed + len(e.Account) + len(e.Person) + len(e.Name) + len(e.Act) + len(e.From) + len(e.To) +
		len(e.Reason) + len(e.Content) + len(e.Prev) + len(e.Hash)
}
