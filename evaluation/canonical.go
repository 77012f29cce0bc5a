package evaluation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
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
	if out, ok := ordered(raw); ok {
		return out, nil
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
