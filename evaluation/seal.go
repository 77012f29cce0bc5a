package evaluation

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
)

// Mark is the keyed hash of one stored thing: a record, a cell, a file or an
// entry of the audit trail, with everything that is stored of it.
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

// Plus and Minus add marks as numbers of 256 bits, the overflow dropped: the
// sum of the marks of all things does not depend on their order, and changes
// with every thing that is added, removed or changed. (The construction is
// MSet-Add-Hash of Clarke, Devadas, van Dijk, Gassend and Suh, 2003.)
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

// Sum is how many things a part of an office has, and the sum of their marks.
type Sum struct {
	Count int64 `json:"n"`
	Marks Mark  `json:"sum"`
}

// Seal is what a storage holds of an office, as counted along with each write.
// Signed and kept elsewhere it says later whether anything was changed, added
// or removed behind Kaoji's back.
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

// Audit is who is told what Sealer.Audit comes upon. Either may be nil.
type Audit struct {
	// Found is told of everything that is not as Kaoji wrote it: of what, such
	// as "roster.person 0197…" or "cells account", and in what way (English,
	// for operators).
	Found func(office, of, what string) error
	// Record is told of every record that can be read, in no order.
	Record func(r *Record) error
}

// Sealer finds what was done to a storage behind Kaoji's back.
type Sealer interface {
	// Seal returns what the office holds as counted along with the writes.
	// Counts that were changed behind Kaoji's back are CodeState. An office
	// without anything has an empty seal.
	Seal(ctx context.Context, office string) (Seal, error)
	// Signed says that Seal was signed when it had so many writes.
	Signed(ctx context.Context, office string, writes int64) error
	// Audit walks over everything as of one moment, holds it against its marks,
	// whatever is kept twice against each other and all of it against the
	// counts.
	Audit(ctx context.Context, to Audit) error
}
