package xlsx

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Attached makes a function that reads an attached workbook.
func Attached(blobs evaluation.Blobs) func(context.Context, string, string) (roster.Workbook, error) {
	return func(ctx context.Context, office, id string) (roster.Workbook, error) {
		info, err := blobs.BlobInfo(ctx, office, id)
		if err != nil {
			return roster.Workbook{}, err
		}
		content, err := blobs.BlobContent(ctx, office, id)
		if err != nil {
			return roster.Workbook{}, err
		}
		sum := sha256.Sum256(content)
		sheets, err := Read(content)
		return roster.Workbook{Name: info.Name, SHA256: hex.EncodeToString(sum[:]), Sheets: sheets}, err
	}
}
