package bonus

import (
	"bytes"
	"encoding/json"
	"math/big"
)

// Number is a quantity with at most two decimals in its shortest form, such as 120
// or 85.96. In JSON it is a text; whole numbers of old records are read too.
type Number string

// NumberOf writes hundredths.
func NumberOf(hundredths int64) Number { return Number(WriteHundredths(hundredths)) }

// Hundredths returns the number times 100; 0 if empty.
func (n Number) Hundredths() int64 {
	h, _ := ParseHundredths(string(n))
	return h
}

// UnmarshalJSON reads a text or a number of JSON.
func (n *Number) UnmarshalJSON(raw []byte) error {
	var number json.Number
	if err := json.Unmarshal(bytes.Trim(raw, `"`), &number); err != nil {
		return json.Unmarshal(raw, (*string)(n)) // empty text, or not a number
	}
	*n = Number(number)
	return nil
}

// Limits of entered numbers, in hundredths.
const (
	mostQuantity = 1_000_000_00
	mostTarget   = 10_000_00
	mostQuality  = whole * 100
)

// parseNumber reads typed text from 0 to most hundredths; empty text is 0.
func parseNumber(text string, most int64) (Number, bool) {
	if text == "" {
		return NumberOf(0), true
	}
	h, ok := ParseHundredths(text)
	return NumberOf(h), ok && h >= 0 && h <= most
}

// writeScaled prints n divided by ten to the power of decimals, in its shortest
// form.
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
