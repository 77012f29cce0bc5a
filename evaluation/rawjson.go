package evaluation

import "bytes"

// JSONText and JSONValue find where values in well-formed JSON end, without decoding
// them, for code that reads every record of a list. They do not detect all malformed
// input.

// JSONText returns the length of the string at the beginning of s, with its quotes, 0 if
// there is none.
func JSONText(s []byte) int {
	if len(s) == 0 || s[0] != '"' {
		return 0
	}
	for at := 1; at < len(s); {
		end := bytes.IndexByte(s[at:], '"')
		if end < 0 {
			return 0
		}
		escape := bytes.IndexByte(s[at:at+end], '\\')
		if escape < 0 {
			return at + end + 1
		}
		at += escape + 2 // continue after the escaped character
	}
	return 0
}

// JSONValue returns the length of the value at the beginning of s, 0 if there is none or
// it does not end. A value that is not a string, an object or a list extends to the
// comma or bracket after it.
func JSONValue(s []byte) int {
	for at, depth := 0, 0; at < len(s); at++ {
		switch s[at] {
		case '"':
			n := JSONText(s[at:])
			if n == 0 {
				return 0
			}
			if at += n - 1; depth == 0 {
				return at + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return at
			}
			if depth == 0 {
				return at + 1
			}
		case ',':
			if depth == 0 {
				return at
			}
		}
	}
	return 0
}
