package lrmx

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Attached makes a function that reads the appointment forms in an attached zip.
func Attached(blobs evaluation.Blobs) func(context.Context, string, string) (roster.FormFiles, error) {
	return func(ctx context.Context, office, id string) (roster.FormFiles, error) {
		var out roster.FormFiles
		info, err := blobs.BlobInfo(ctx, office, id)
		if err != nil {
			return out, err
		}
		content, err := blobs.BlobContent(ctx, office, id)
		if err != nil {
			return out, err
		}
		sum := sha256.Sum256(content)
		out.Name, out.SHA256 = info.Name, hex.EncodeToString(sum[:])
		files, err := Forms(content)
		if err != nil {
			return out, evaluation.Mistake("files", Why(err)) //nolint:wrapcheck // said to a person
		}
		for _, f := range files {
			one := roster.FormFile{Name: f.Name, Folder: f.Folder, Form: f.Form}
			if f.Err != nil {
				one.Problem = Why(f.Err)
			}
			out.Files = append(out.Files, one)
		}
		return out, nil
	}
}
