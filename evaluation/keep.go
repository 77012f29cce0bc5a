package evaluation

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// keep returns the JSON object with only the members that fields name: the payload
// itself if these are all, otherwise a copy.
func keep(payload json.RawMessage, fields []string) (json.RawMessage, error) {
	return keepIn(nil, payload, fields)
}

// keepIn is keep with a buffer for the copy, which may be the payload's own. It runs
// for each record of each list, so for speed it does not decode the values; a payload
// from the storage is well-formed and has no spaces between its tokens.
func keepIn(buffer, payload json.RawMessage, fields []string) (json.RawMessage, error) {
	p := payloadScanner{raw: payload}
	if p.next() != '{' {
		return nil, errPayload
	}
	p.at++
	first, whole := p.at, true
	var out []byte
	for p.next() != '}' {
		from := p.at
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		if err := p.value(); err != nil {
			return nil, err
		}
		switch keeps := slices.ContainsFunc(fields, func(f string) bool { return f == string(key) }); {
		case !keeps && whole:
			whole = false
			out = append(slices.Grow(buffer[:0], len(payload)), '{')
			out = append(out, bytes.TrimSuffix(p.raw[first:from], []byte{','})...)
		case keeps && !whole:
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(out, p.raw[from:p.at]...)
		}
		if p.next() == ',' {
			p.at++
		}
	}
	if whole {
		return payload, nil
	}
	return append(out, '}'), nil
}

var errPayload = errors.New("payload: not a JSON object")

// payloadScanner reads well-formed JSON. It returns an error on some malformed
// input, but does not detect all of it.
type payloadScanner struct {
	raw []byte
	at  int
}

// next returns the next byte that is not a space, 0 at the end.
func (p *payloadScanner) next() byte {
	for ; p.at < len(p.raw); p.at++ {
		switch c := p.raw[p.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// key reads a member's name and the colon after it.
func (p *payloadScanner) key() ([]byte, error) {
	p.next()
	quoted := p.raw[p.at : p.at+JSONText(p.raw[p.at:])]
	p.at += len(quoted)
	if len(quoted) == 0 || p.next() != ':' {
		return nil, errPayload
	}
	p.at++
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1], nil
	}
	var name string
	err := json.Unmarshal(quoted, &name)
	return []byte(name), err
}

// value skips a value.
func (p *payloadScanner) value() error {
	p.next()
	n := JSONValue(p.raw[p.at:])
	if n == 0 {
		return errPayload
	}
	p.at += n
	return nil
}
