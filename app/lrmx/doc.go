// Package lrmx reads and writes the files in which personnel programs exchange the
// 干部任免审批表: .lrmx, an XML file for each person, and .lrm, its predecessor, a text
// with the photo in a .pic file beside it. Several files can come in a zip.
//
// What is read is bounded before it is decoded: sizes, the number and depth of elements,
// the number of files. A document type, an entity that is not one of the five of XML, and
// processing instructions other than the declaration are refused.
package lrmx

import (
	"errors"

	"kaoji/evaluation"
)

// The limits of what is read.
const (
	MaxFile  = 4 << 20   // bytes of one file
	MaxZip   = 64 << 20  // bytes of a zip, and of all files of an import together
	MaxFiles = 2000      // files of an import, photos in files of their own too
	maxText  = 64 << 10  // bytes of a text
	maxTexts = 128 << 10 // bytes of all texts of a file but the photo
	maxDepth = 8
	maxParts = 4000 // elements of a file
	maxExtra = 64   // unknown elements
	maxKin   = 60
)

// Media is the media type of an .lrmx file.
const Media = "application/xml"

// The reasons why a file is not read.
var (
	ErrTooLarge = errors.New("lrmx: too large, too deep or too many parts")
	ErrUnsafe   = errors.New("lrmx: has a document type, entities or instructions")
	ErrDamaged  = errors.New("lrmx: not well-formed, or in an unknown encoding")
	ErrForeign  = errors.New("lrmx: not a 干部任免审批表")
)

// Why says why a file is not read.
func Why(err error) evaluation.Problem {
	for of, key := range map[error]string{
		ErrTooLarge: "roster.forms.too_large", ErrUnsafe: "roster.forms.unsafe", ErrDamaged: "roster.forms.damaged", ErrForeign: "roster.forms.foreign",
	} {
		if errors.Is(err, of) {
			return evaluation.Say(key)
		}
	}
	if shape, ok := errors.AsType[*shapeError](err); ok {
		return shape.problem()
	}
	return evaluation.Say("roster.forms.damaged")
}
