package evaluation

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// isCanonical recognises most canonical texts, so that they need not be parsed each
// time an act hashes, checks and stores them. It never returns true for a text that
// Canonical would change. It returns false for some canonical texts: those with
// fractions, long integers or escapes in keys.
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
		key, rest, ok := canonicalKey(raw)
		if !ok || n > 0 && bytes.Compare(last, key) >= 0 {
			return nil, false
		}
		if rest, ok = canonicalValue(rest, depth); !ok || len(rest) == 0 {
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

// canonicalKey skips a key without escapes and the colon after it.
func canonicalKey(raw []byte) (key, rest []byte, ok bool) {
	key, rest, ok = canonicalText(raw)
	if !ok || len(rest) == 0 || rest[0] != ':' || bytes.IndexByte(key, '\\') >= 0 {
		return nil, nil, false
	}
	return key, rest[1:], true
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

// canonicalText skips a string that is written as json.Marshal writes it.
func canonicalText(raw []byte) (text, rest []byte, ok bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return nil, nil, false
	}
	for i := 1; i < len(raw); {
		switch c := raw[i]; {
		case c == '"':
			return raw[1:i], raw[i+1:], true
		case c == '\\':
			n := canonicalEscape(raw[i:])
			if n == 0 {
				return nil, nil, false
			}
			i += n
		case c < ' ' || c == '<' || c == '>' || c == '&':
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

// canonicalEscape is the length of an escape, 0 if json.Marshal writes the character
// in another way.
func canonicalEscape(raw []byte) int {
	for _, escape := range []string{`\n`, `\"`, `\\`, `\t`, `\r`, `\u003c`, `\u003e`, `\u0026`, `\u2028`, `\u2029`} {
		if bytes.HasPrefix(raw, []byte(escape)) {
			return len(escape)
		}
	}
	return 0
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

// ordered is the canonical form of a text that differs from it at most by the order of
// members, as what json.Marshal makes of a struct. It returns false for the texts for
// which isCanonical does although they are canonical, and for keys that occur twice.
func ordered(raw []byte) ([]byte, bool) {
	o := ordering{out: make([]byte, 0, len(raw))}
	rest, ok := o.value(raw, 0)
	return o.out, ok && len(rest) == 0
}

// ordering is a text that is being written in canonical form.
type ordering struct {
	out     []byte
	members []member // of the objects that have begun
	sorted  []byte   // an object whose members are being sorted
}

// member is a member of an object: its key, and where it stands in out, with the comma.
type member struct {
	key      []byte
	from, to int
}

// value appends one value and returns the text after it.
func (o *ordering) value(raw []byte, depth int) (rest []byte, ok bool) {
	switch {
	case len(raw) == 0 || depth == canonicalDepth:
		return nil, false
	case raw[0] == '{':
		return o.object(raw[1:], depth+1)
	case raw[0] == '[':
		return o.list(raw[1:], depth+1)
	}
	if rest, ok = canonicalValue(raw, depth); ok {
		o.out = append(o.out, raw[:len(raw)-len(rest)]...)
	}
	return rest, ok
}

func (o *ordering) list(raw []byte, depth int) (rest []byte, ok bool) {
	o.out = append(o.out, '[')
	if len(raw) > 0 && raw[0] == ']' {
		o.out = append(o.out, ']')
		return raw[1:], true
	}
	for {
		if raw, ok = o.value(raw, depth); !ok || len(raw) == 0 || raw[0] != ',' && raw[0] != ']' {
			return nil, false
		}
		o.out = append(o.out, raw[0])
		if raw[0] == ']' {
			return raw[1:], true
		}
		raw = raw[1:]
	}
}

func (o *ordering) object(raw []byte, depth int) (rest []byte, ok bool) {
	o.out = append(o.out, '{')
	if len(raw) > 0 && raw[0] == '}' {
		o.out = append(o.out, '}')
		return raw[1:], true
	}
	first := len(o.members)
	for {
		key, rest, ok := canonicalKey(raw)
		if !ok {
			return nil, false
		}
		from := len(o.out)
		o.out = append(o.out, raw[:len(raw)-len(rest)]...)
		if rest, ok = o.value(rest, depth); !ok || len(rest) == 0 || rest[0] != ',' && rest[0] != '}' {
			return nil, false
		}
		o.out = append(o.out, ',')
		o.members = append(o.members, member{key, from, len(o.out)})
		if raw = rest[1:]; rest[0] == '}' {
			return raw, o.sort(first)
		}
	}
}

// sort sorts the members of the object that has ended, which begin at first, and takes
// them from the list; false if a key occurs twice.
func (o *ordering) sort(first int) bool {
	list := o.members[first:]
	o.members = o.members[:first]
	from := list[0].from
	if byKey := func(a, b member) int { return bytes.Compare(a.key, b.key) }; !slices.IsSortedFunc(list, byKey) {
		slices.SortFunc(list, byKey)
		o.sorted = o.sorted[:0]
		for _, m := range list {
			o.sorted = append(o.sorted, o.out[m.from:m.to]...)
		}
		copy(o.out[from:], o.sorted)
	}
	o.out[len(o.out)-1] = '}' // instead of the last comma
	for i := range list[1:] {
		if bytes.Equal(list[i].key, list[i+1].key) {
			return false
		}
	}
	return true
}
