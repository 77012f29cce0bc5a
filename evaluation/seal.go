package evaluation

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
)

// Mark is the keyed hash of one stored item: a record, a cell, a file or an entry
// of the audit trail, with all its stored content.
type Mark [32]byte

// MarshalText writes the mark in hexadecimal.
func (m Mark) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, m[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Mark) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil || len(b) != len(m) {
		return fmt.Errorf("mark: %q", text)
	}
	copy(m[:], b)
	return nil
}

// Plus adds marks as numbers of 256 bits without the overflow. The sum of the marks
// of all items does not depend on their order, and changes with every item that is
// added, removed or changed. (The construction is MSet-Add-Hash of Clarke, Devadas,
// van Dijk, Gassend and Suh, 2003.)
func (m Mark) Plus(other Mark) Mark { return m.combine(other, bits.Add64) }

// Minus is the reverse of Plus.
func (m Mark) Minus(other Mark) Mark { return m.combine(other, bits.Sub64) }

func (m Mark) combine(other Mark, op func(x, y, carry uint64) (uint64, uint64)) Mark {
	var out Mark
	var carry uint64
	for i := 0; i < len(m); i += 8 {
		var word uint64
		word, carry = op(binary.LittleEndian.Uint64(m[i:]), binary.LittleEndian.Uint64(other[i:]), carry)
		binary.LittleEndian.PutUint64(out[i:], word)
	}
	return out
}

// Sum is the number of items in a part of an office's data and the sum of their
// marks.
type Sum struct {
	Count int64 `json:"n"`
	Marks Mark  `json:"sum"`
}

// Seal contains the counts of an office's data, updated with each write. A signed
// copy outside the storage later shows whether data was changed, added or removed
// without Kaoji.
type Seal struct {
	Office string         `json:"office"` // "" for what belongs to the whole deployment
	Writes int64          `json:"writes"` // how many writes were counted; it only grows
	Signed int64          `json:"signed"` // Writes when it was last signed; 0: never
	Parts  map[string]Sum `json:"parts"`  // by part: see the constants
}

// The parts of a Seal. Records and cells have one for each kind and class.
const (
	PartRecords = "records "
	PartCells   = "cells "
	PartFiles   = "files"
	PartTrail   = "trail"
	PartSchema  = "schema" // of the office ""
)

// Audit holds the functions that Sealer.Audit calls. Either may be nil.
type Audit struct {
	// Found is called for everything that differs from what Kaoji wrote: of names
	// the item, such as "roster.person 0197…" or "cells account", what says the
	// difference (English, for operators).
	Found func(office, of, what string) error
	// Record is called for every record that can be read, in any order.
	Record func(r *Record) error
}

// Sealer finds changes to a storage that were not made by Kaoji.
type Sealer interface {
	// Seal returns the counts of the office's data. If the counts were changed
	// without Kaoji, the answer is CodeState. An office without data has an empty
	// seal.
	Seal(ctx context.Context, office string) (Seal, error)
	// Signed records that the Seal with this number of writes was signed.
	Signed(ctx context.Context, office string, writes int64) error
	// Audit reads all data as of one moment. It checks every item against its mark,
	// duplicated values against each other, and everything against the counts.
	Audit(ctx context.Context, to Audit) error
}
