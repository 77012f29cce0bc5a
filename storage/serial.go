package storage

import (
	"encoding/binary"
	"strconv"

	"kaoji/evaluation"
)

// The digits of serials that do not follow each other: from the fewest on, and how
// many are tried before numbers have one digit more.
const (
	fewestDigits = 4
	mostDigits   = 7
	triesOfEach  = 4
)

// Serial returns the serial of a new record. highest returns the highest serial
// within bounds of the records of the same office and kind, 0 if there are none;
// taken says whether one of them has a serial.
func (s Sealer) Serial(r *evaluation.Record, highest func(first, last int64) (int64, error), taken func(int64) (bool, error)) (int64, error) {
	first, last := evaluation.Serials(r)
	if !r.Singled() {
		n, err := highest(first, last)
		switch {
		case err != nil:
			return 0, err
		case n == last:
			return 0, Conflict()
		}
		return max(n+1, first), nil
	}
	least := int64(1)
	for range fewestDigits - 1 {
		least *= 10
	}
	for digits := fewestDigits; digits <= mostDigits; digits, least = digits+1, least*10 {
		for try := range triesOfEach {
			n := first - 1 + s.digits(r, digits, try, least)
			if is, err := taken(n); err != nil || !is {
				return n, err
			}
		}
	}
	return 0, Conflict()
}

// digits is a number of so many digits, from least on, that nobody can foretell.
func (s Sealer) digits(r *evaluation.Record, digits, try int, least int64) int64 {
	m := s.Mark("serial", []byte(r.ID), strconv.AppendInt(nil, int64(digits), 10), strconv.AppendInt(nil, int64(try), 10))
	return least + int64(binary.BigEndian.Uint64(m[:])%uint64(9*least)) //nolint:gosec // both are below 2^63
}
