package evaluation

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The values of columns stand in Record.Keys as texts that sort by their bytes as the
// values do.

// maxKey is the largest number of bytes of a key.
const maxKey = 64

// letters stand in keys for numbers from 1.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// codeLetters stand in keys for the places of codes in Column.Choices.
const codeLetters = letters + "abcdefghijklmnopqrstuvwxyz"

// keyOfText returns the key of a value that a person has written.
func (k *Kind) keyOfText(c Column, s string) (key, mistake string) {
	if s == "" {
		return "", ""
	}
	sf, _ := k.field(c.Name)
	v := reflect.New(sf.Type).Elem()
	switch {
	case sf.Type == dateType:
		d, err := ParseDate(s)
		if err != nil {
			return "", "error.field.date"
		}
		return d.String(), ""
	case v.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return "", "error.field.choice"
		}
		v.SetBool(b)
	case v.Kind() == reflect.String:
		if len(c.Choices) > 0 && !slices.Contains(c.Choices, s) {
			return "", "error.field.choice"
		}
		v.SetString(s)
	default:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return "", "error.field.integer"
		}
		v.SetInt(n)
	}
	return keyOf(c, v), ""
}

// keysOf returns the keys of a payload: for each column of the kind a text that
// sorts, by its bytes, as the values do. The text of no value is "".
func (k *Kind) keysOf(payload any) []string {
	if len(k.Columns) == 0 {
		return nil
	}
	keys := make([]string, len(k.Columns))
	v := reflect.ValueOf(payload).Elem()
	for i, c := range k.Columns {
		sf, _ := memberOf(v.Type(), c.Name)
		if value, err := v.FieldByIndexErr(sf.Index); err == nil {
			keys[i] = keyOf(c, value)
		}
	}
	return keys
}

// Indexed returns the keys and the words that a record of the kind must have.
func (k *Kind) Indexed(r *Record) (keys []string, words string, err error) {
	payload := k.Payload()
	raw, err := eachEncrypted(k.encrypted(), r.Payload, func(encryptedField, json.RawMessage) (json.RawMessage, error) { return nil, nil })
	if err == nil {
		err = json.Unmarshal(raw, payload)
	}
	if err != nil {
		return nil, "", fmt.Errorf("payload of %s %s: %w", r.Kind, r.ID, err)
	}
	return k.keysOf(payload), k.wordsOf(r, payload), nil
}

func keyOf(c Column, v reflect.Value) string {
	if d, ok := v.Interface().(Date); ok {
		return d.String()
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()) // false sorts before true
	case reflect.Int, reflect.Int64:
		return keyOfNumber(v.Int())
	}
	s := v.String()
	if i := slices.Index(c.Choices, s); i >= 0 {
		return codeLetters[i:i+1] + s
	}
	return keyOfWords(s)
}

// keyOfNumber sorts as the numbers do: a letter for the number of digits, then the
// digits. A negative number begins with a minus, which sorts before letters, and
// has both reversed.
func keyOfNumber(n int64) string {
	if n >= 0 {
		return keyOfWords(strconv.FormatInt(n, 10))
	}
	digits := strconv.FormatInt(n, 10)[1:]
	key := []byte{'-', letters[len(letters)-1-len(digits)]}
	for i := range len(digits) {
		key = append(key, '9'-digits[i]+'0')
	}
	return string(key)
}

// keyOfWords sorts texts as people do: numbers inside are compared as numbers, so
// that 〔2026〕9号 comes before 〔2026〕12号, and 9.5 before 10.25. A long text is cut.
func keyOfWords(s string) string {
	var key strings.Builder
	for i := 0; i < len(s) && key.Len() < maxKey; {
		n := digits(s[i:])
		switch {
		case n == 0:
			_, n = utf8.DecodeRuneInString(s[i:])
		case i < 2 || s[i-1] != '.' || digits(s[i-2:]) == 0: // not a fraction
			key.WriteByte(letters[min(n, len(letters))-1])
		}
		key.WriteString(s[i : i+n])
		i += n
	}
	if key.Len() <= maxKey {
		return key.String()
	}
	cut := key.String()[:maxKey]
	for !utf8.ValidString(cut) {
		cut = cut[:len(cut)-1]
	}
	return cut
}

// digits returns how many digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
