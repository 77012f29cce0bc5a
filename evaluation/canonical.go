package evaluation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// Canonical rewrites a JSON text so that equal values have equal bytes: object keys
// sorted, no spaces, integers of 64 bits unchanged, other numbers in the shortest
// form of the nearest float64. Hashes use this form, because a storage may reorder
// keys. Text after the value, and a number outside the range of float64, is an
// error. A text that is already canonical may be returned itself.
func Canonical(raw []byte) ([]byte, error) {
	if isCanonical(raw) {
		return raw, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("canonical: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("canonical: more than one value")
	}
	v, err := plainNumbers(v)
	if err != nil {
		return nil, fmt.Errorf("canonical: %w", err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("canonical: %w", err)
	}
	return out, nil
}

func plainNumbers(v any) (any, error) {
	var err error
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			if x[k], err = plainNumbers(x[k]); err != nil {
				return nil, err
			}
		}
	case []any:
		for i := range x {
			if x[i], err = plainNumbers(x[i]); err != nil {
				return nil, err
			}
		}
	case json.Number:
		if n, err := strconv.ParseInt(x.String(), 10, 64); err == nil {
			return n, nil // -0 becomes 0: not every storage keeps the sign
		}
		f, err := x.Float64()
		if err != nil || f == 0 {
			return 0, err
		}
		return f, nil
	}
	return v, nil
}

// isCanonical recognises most canonical texts, so that they need not be parsed each
// time an act hashes, checks and stores them. It never returns true for a text that
// Canonical would change. It returns false for some canonical texts: those with
// fractions, long integers or escapes.
func isCanonical(raw []byte) bool {
	rest, ok := canonicalValue(raw, 0)
	return ok && len(rest) == 0
}

// canonicalDepth is the nesting depth above which isCanonical returns false;
// encoding/json accepts far more.
const canonicalDepth = 100

// canonicalValue skips one value and returns the text after it.
func canonicalValue(raw []byte, depth int) (rest []byte, ok bool) {
	if len(raw) == 0 || depth == canonicalDepth {
		return nil, false
	}
	switch raw[0] {
	case '{':
		return canonicalObject(raw[1:], depth+1)
	case '[':
		return canonicalList(raw[1:], depth+1)
	case '"':
		_, rest, ok = canonicalText(raw)
		return rest, ok
	}
	for _, word := range []string{"true", "false", "null"} {
		if rest, ok = bytes.CutPrefix(raw, []byte(word)); ok {
			return rest, true
		}
	}
	return canonicalInteger(raw)
}

func canonicalObject(raw []byte, depth int) (rest []byte, ok bool) {
	var last []byte
	for n := 0; ; n++ {
		if n == 0 && len(raw) > 0 && raw[0] == '}' {
			return raw[1:], true
		}
		key, rest, ok := canonicalText(raw)
		if !ok || n > 0 && bytes.Compare(last, key) >= 0 || len(rest) == 0 || rest[0] != ':' {
			return nil, false
		}
		if rest, ok = canonicalValue(rest[1:], depth); !ok || len(rest) == 0 {
			return nil, false
		}
		switch rest[0] {
		case '}':
			return rest[1:], true
		case ',':
			last, raw = key, rest[1:]
		default:
			return nil, false
		}
	}
}

func canonicalList(raw []byte, depth int) (rest []byte, ok bool) {
	for n := 0; ; n++ {
		if n == 0 && len(raw) > 0 && raw[0] == ']' {
			return raw[1:], true
		}
		if raw, ok = canonicalValue(raw, depth); !ok || len(raw) == 0 {
			return nil, false
		}
		switch raw[0] {
		case ']':
			return raw[1:], true
		case ',':
			raw = raw[1:]
		default:
			return nil, false
		}
	}
}

// canonicalText skips a string that contains nothing that json.Marshal escapes.
func canonicalText(raw []byte) (text, rest []byte, ok bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return nil, nil, false
	}
	for i := 1; i < len(raw); {
		switch c := raw[i]; {
		case c == '"':
			return raw[1:i], raw[i+1:], true
		case c < ' ' || c == '\\' || c == '<' || c == '>' || c == '&':
			return nil, nil, false
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRune(raw[i:])
			if r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
				return nil, nil, false
			}
			i += size
		}
	}
	return nil, nil, false
}

// canonicalInteger skips an integer of at most 18 digits, which cannot overflow.
func canonicalInteger(raw []byte) (rest []byte, ok bool) {
	digits := bytes.TrimPrefix(raw, []byte("-"))
	n := 0
	for n < len(digits) && '0' <= digits[n] && digits[n] <= '9' {
		n++
	}
	if n == 0 || n > 18 || digits[0] == '0' && (n > 1 || len(digits) < len(raw)) {
		return nil, false
	}
	rest = digits[n:]
	return rest, len(rest) == 0 || rest[0] == ',' || rest[0] == ']' || rest[0] == '}'
}
