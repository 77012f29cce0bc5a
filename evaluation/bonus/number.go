package bonus

import (
	"bytes"
	"encoding/json"
	"math/big"
)

// Number is a quantity of two decimals at most, written as short as it can be,
// such as 120 or 85.96. In JSON it is a text; a whole number, as it was stored
// before there were decimals, is read too.
type Number string

// NumberOf writes hundredths.
func NumberOf(hundredths int64) Number { return Number(WriteHundredths(hundredths)) }

// Hundredths is the number times a hundred; 0 for the empty one.
func (n Number) Hundredths() int64 {
	h, _ := ParseHundredths(string(n))
	return h
}

// UnmarshalJSON reads a text or a number of JSON.
func (n *Number) UnmarshalJSON(raw []byte) error {
	var number json.Number
	if err := json.Unmarshal(bytes.Trim(raw, `"`), &number); err != nil {
		return json.Unmarshal(raw, (*string)(n)) // the empty text, or no number at all
	}
	*n = Number(number)
	return nil
}

// Bounds of what is entered, in hundredths.
const (
	mostQuantity = 1_000_000_00
	mostTarget   = 10_000_00
	mostQuality  = whole * 100
)

// parseNumber reads what somebody typed: from 0 to most hundredths, nothing typed
// is 0.
func parseNumber(text string, most int64) (Number, bool) {
	if text == "" {
		return NumberOf(0), true
	}
	h, ok := ParseHundredths(text)
	return NumberOf(h), ok && h >= 0 && h <= most
}

// writeScaled writes n, which is kept times ten to the power of decimals, as short
// as it can be.
func writeScaled(n *big.Int, decimals int) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	text := new(big.Rat).SetFrac(n, scale).FloatString(decimals)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if last := len(text) - 1; text[last] == '.' {
		text = text[:last]
	}
	return text
}
