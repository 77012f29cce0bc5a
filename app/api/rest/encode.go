package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// encode appends a reply as JSON to to. Records are assembled by hand: a payload is
// already JSON, and encoding/json would read and copy it again for each record of
// each list.
func encode(to []byte, out any) ([]byte, error) {
	if r, ok := out.(Record); ok {
		return r.append(to)
	}
	body, err := json.Marshal(out)
	return append(to, body...), err
}

// append writes the same as encoding/json; a test compares both.
func (r *Record) append(to []byte) ([]byte, error) {
	o := members{to: append(to, '{')}
	o.text("id", r.ID)
	o.text("kind", r.Kind)
	o.text("number", r.Number)
	o.given("parent", r.Parent)
	o.given("subject", r.Subject)
	o.given("unit", r.Unit)
	o.given("period", r.Period)
	o.text("state", r.State)
	o.given("on", r.On.String())
	o.given("due", r.Due.String())
	if r.DueUnsettled {
		o.truth("due_unsettled", true)
	}
	o.texts("waiting", r.Waiting)
	o.truth("confidential", r.Confidential)
	o.instant("created", r.Created)
	o.instant("changed", r.Changed)
	o.given("rules", r.Rules)
	o.name("version")
	o.to = strconv.AppendInt(o.to, r.Version, 10)
	o.truth("own", r.Own)
	o.texts("acts", r.Acts)
	o.given("usual", r.Usual)
	if r.Progress != nil {
		progress, err := json.Marshal(r.Progress)
		o.raw("progress", progress)
		o.err = errors.Join(o.err, err)
	}
	o.raw("payload", r.Payload)
	return append(o.to, '}'), o.err
}

// members writes a JSON object.
type members struct {
	to  []byte
	err error
}

func (o *members) name(name string) {
	if o.to[len(o.to)-1] != '{' {
		o.to = append(o.to, ',')
	}
	o.to = append(append(append(o.to, '"'), name...), `":`...)
}

func (o *members) raw(name string, value []byte) {
	o.name(name)
	o.to = append(o.to, value...)
}

func (o *members) text(name, value string) {
	o.name(name)
	o.quote(value)
}

func (o *members) truth(name string, value bool) {
	o.name(name)
	o.to = strconv.AppendBool(o.to, value)
}

func (o *members) instant(name string, at time.Time) {
	o.name(name)
	o.to = append(at.AppendFormat(append(o.to, '"'), time.RFC3339Nano), '"')
}

// given leaves out what is empty.
func (o *members) given(name, value string) {
	if value != "" {
		o.text(name, value)
	}
}

func (o *members) texts(name string, values []string) {
	if len(values) == 0 {
		return
	}
	o.name(name)
	for i, v := range values {
		o.to = append(o.to, "[,"[min(i, 1)])
		o.quote(v)
	}
	o.to = append(o.to, ']')
}

func (o *members) quote(value string) {
	if plain(value) {
		o.to = append(append(append(o.to, '"'), value...), '"')
		return
	}
	quoted, err := json.Marshal(value)
	o.to, o.err = append(o.to, quoted...), errors.Join(o.err, err)
}

// plain reports whether a text needs no escaping in JSON: ids, dates and names of
// kinds and states, which are nearly all values of an envelope.
func plain(value string) bool {
	for i := range len(value) {
		if escaped[value[i]] {
			return false
		}
	}
	return true
}

// escaped are the bytes with which a text is left to encoding/json.
var escaped = func() (is [256]bool) {
	for c := range is {
		is[c] = c < ' ' || c >= utf8.RuneSelf || strings.IndexByte(`"\<>&`, byte(c)) >= 0
	}
	return is
}()

// listWriter writes a List[Record] item by item.
type listWriter struct {
	to []byte
	n  int
}

func newList(to []byte) *listWriter { return &listWriter{to: append(to, `{"items":[`...)} }

func (l *listWriter) add(r *Record) (err error) {
	if l.n > 0 {
		l.to = append(l.to, ',')
	}
	l.n++
	l.to, err = r.append(l.to)
	return err
}

func (l *listWriter) end(next string) ([]byte, error) {
	to := append(l.to, ']')
	if next != "" {
		cursor, err := json.Marshal(next)
		if err != nil {
			return nil, fmt.Errorf("reply: %w", err)
		}
		to = append(append(to, `,"next":`...), cursor...)
	}
	return append(to, '}'), nil
}
