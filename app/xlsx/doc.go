// Package xlsx reads and writes the workbooks of the roster, and sorts Chinese
// names.
//
// Reading is a stream over the parts of the file that contain cells, with limits on
// everything that a hostile file could make large. A library that first builds the
// whole workbook needed several hundred megabytes for a file of one megabyte, and
// it does not say whether a cell contains the number 2019.1 or the text. Writing is
// a stream, too: a row is sent when it is known, so memory does not grow with rows,
// and nothing is written to a temporary file.
package xlsx

import "kaoji/evaluation"

// The limits of reading.
const (
	MaxFile     = 10 << 20 // bytes of the file
	maxParts    = 1000     // files in the archive
	maxInflate  = 48 << 20 // bytes of all parts, unpacked
	maxToken    = 512 << 10
	maxDepth    = 64
	maxElements = 2_000_000 // XML elements of all parts: limits the time
	maxSheets   = 50
	maxStyles   = 65_536
	MaxRows     = 20_000 // filled rows of a sheet
	MaxColumns  = 100    // the last filled column of a sheet
	maxCells    = 400_000
	maxStrings  = 400_000
	maxText     = 16 << 20 // bytes of all texts
	MaxCell     = 5000     // characters of a cell
)

// ContentType is the media type of a workbook.
const ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func fail(code evaluation.Code, key string, pairs ...any) error {
	return evaluation.Fail(code, "xlsx."+key, pairs...)
}

func bomb() error { return fail(evaluation.CodeTooLarge, "bomb") }

func damaged(cause error) error {
	return evaluation.Fail(evaluation.CodeInvalid, "xlsx.damaged").Because(cause)
}
