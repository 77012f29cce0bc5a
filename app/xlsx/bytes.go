package xlsx

import (
	"bytes"

	"kaoji/evaluation/roster"
)

// Bytes writes sheets to memory, so that a failure is reported and no half file is
// sent.
func Bytes(sheets []roster.Sheet) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, sheets, roster.OptionsName())
	return b.Bytes(), err
}
