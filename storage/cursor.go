package storage

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"kaoji/evaluation"
)

// Place is the end of a page: the sort value and the id of its last record.
type Place struct {
	Key string `json:"k"` // see Key
	ID  string `json:"i"`
}

// Key returns the sort value of a record as text: a date in its text form, an
// instant in milliseconds since 1970, a key as it is, "" when ordered by id.
func Key(sort string, r *evaluation.Record) string {
	switch sort {
	case evaluation.SortChanged:
		return strconv.FormatInt(r.Changed.UnixMilli(), 10)
	case evaluation.SortOn:
		return r.On.String()
	case evaluation.SortDue:
		return r.Due.String()
	case evaluation.SortName:
		return r.Sort
	}
	if place, ok := evaluation.KeyPlace(sort); ok && place < len(r.Keys) {
		return r.Keys[place]
	}
	return ""
}

type cursor struct {
	Place
	Sum string `json:"s"`
}

// Cursor returns the cursor for the page after last. It contains a hash of query
// and place, so that it is refused for another query.
func Cursor(q evaluation.Query, last *evaluation.Record) (string, error) {
	p := Place{Key: Key(q.Sort, last), ID: last.ID}
	b, err := json.Marshal(cursor{Place: p, Sum: bind(q, p)})
	return base64.RawURLEncoding.EncodeToString(b), err
}

// Page returns a page of the records found; more says that others follow.
func Page(q evaluation.Query, records []evaluation.Record, more bool) (found evaluation.Found, err error) {
	found.Records = records
	if more {
		found.Next, err = Cursor(q, &records[len(records)-1])
	}
	for i := range records {
		if !q.Places || err != nil {
			break
		}
		var place string
		place, err = Cursor(q, &records[i])
		found.Places = append(found.Places, place)
	}
	return found, err
}

// PlaceOf reads the cursor of a query; false if it has none.
func PlaceOf(q evaluation.Query) (Place, bool, error) {
	if q.Cursor == "" {
		return Place{}, false, nil
	}
	var c cursor
	b, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return Place{}, false, Invalid("not a cursor")
	}
	if bind(q, c.Place) != c.Sum {
		return Place{}, false, Invalid("cursor of another query")
	}
	if q.Sort == evaluation.SortChanged {
		if _, err := strconv.ParseInt(c.Key, 10, 64); err != nil {
			return Place{}, false, Invalid("not a cursor")
		}
	}
	return c.Place, true, nil
}

// bind hashes the place and the query without the fields that may differ between
// pages. Equal queries have equal hashes: empty lists count as missing ones, except
// that an empty Within is different from a missing one. Every page of every list
// needs it, so for speed it does not encode JSON; a test changes every field.
func bind(q evaluation.Query, p Place) string {
	var b []byte
	add := func(list ...string) {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	states := func(list []evaluation.State) {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			add(string(s))
		}
	}
	add(p.Key, p.ID, q.Office, cmp.Or(q.Sort, evaluation.SortID), q.OnFrom.String(), q.OnTo.String(), q.DueFrom.String(), q.DueTo.String())
	for _, list := range [][]string{q.IDs, q.Kinds, q.Uniques, q.Parents, q.Subjects, q.Units, q.Periods, q.Waiting, q.NotWaiting, q.Parties, q.ActedBy, q.Terms} {
		add(list...)
	}
	b = binary.AppendUvarint(b, uint64(len(q.Serials)))
	for _, n := range q.Serials {
		b = binary.AppendVarint(b, n)
	}
	states(q.States)
	b = binary.AppendVarint(binary.AppendVarint(b, q.ChangedFrom.UnixMilli()), q.ChangedTo.UnixMilli())
	for _, r := range q.Keys {
		add(strconv.Itoa(r.Place), r.From, r.To)
		add(r.Values...)
	}
	for _, is := range []bool{q.Pending, q.Awaiting, q.Undated, q.Desc, q.NoHistory, q.Within == nil} {
		b = strconv.AppendBool(b, is)
	}
	for i := range q.Within {
		c := &q.Within[i]
		add(c.Subject, c.Party, c.NotHiddenFrom)
		for _, list := range [][]string{c.Kinds, c.Units, c.NotSubjects, c.NotUnits} {
			add(list...)
		}
		states(c.States)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}
