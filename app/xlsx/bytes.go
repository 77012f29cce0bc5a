package xlsx

import (
	"bytes"

	"kaoji/evaluation/roster"
)

// Bytes writes sheets into memory, so that a failure is told and not half a
// file sent.
func Bytes(sheets []roster.Sheet) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, sheets, roster.OptionsName())
	return b.Bytes(), err
}
