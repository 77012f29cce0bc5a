package bonus

import (
	"math/big"
	"strconv"
	"strings"
)

// ParseHundredths reads a number with at most ten digits and two decimals as
// hundredths: yuan as fen, points as hundredths of a point.
func ParseHundredths(s string) (int64, bool) {
	const longest = 10
	text, negative := strings.CutPrefix(s, "-")
	before, after, point := strings.Cut(text, ".")
	if before == "" || len(before) > longest || len(after) > 2 || point && after == "" || !digits(before) || !digits(after) {
		return 0, false
	}
	n, err := strconv.ParseInt(before+(after + "00")[:2], 10, 64)
	if negative {
		n = -n
	}
	return n, err == nil
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// WriteHundredths returns the shortest text that ParseHundredths reads as n.
func WriteHundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	whole, rest := strconv.FormatInt(n/100, 10), n%100
	switch {
	case rest == 0:
		return sign + whole
	case rest%10 == 0:
		return sign + whole + "." + strconv.FormatInt(rest/10, 10)
	}
	return sign + whole + "." + strconv.FormatInt(100+rest, 10)[1:]
}

// Yuan prints fen as yuan, always with two decimals.
func Yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	return sign + strconv.FormatInt(fen/100, 10) + "." + strconv.FormatInt(100+fen%100, 10)[1:]
}

// exactYuan prints an exact number of fen as yuan with six decimals, rounded down;
// the only real rounding is that of the division.
func exactYuan(fen *big.Rat) string {
	const cut = 10_000
	n := new(big.Int).Mul(fen.Num(), big.NewInt(cut))
	n.Quo(n, fen.Denom())
	whole, rest := new(big.Int).QuoRem(n, big.NewInt(100*cut), new(big.Int))
	return whole.String() + "." + strconv.FormatInt(100*cut+rest.Int64(), 10)[1:]
}
