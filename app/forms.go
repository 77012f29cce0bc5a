package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"kaoji/app/lrmx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// formsOf reads the appointment forms in an attached zip.
func formsOf(blobs evaluation.Blobs) func(context.Context, string, string) (roster.FormFiles, error) {
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
		files, err := lrmx.Forms(content)
		if err != nil {
			return out, evaluation.Mistake("files", lrmx.Why(err)) //nolint:wrapcheck // said to a person
		}
		for _, f := range files {
			one := roster.FormFile{Name: f.Name, Folder: f.Folder, Form: f.Form}
			if f.Err != nil {
				one.Problem = lrmx.Why(f.Err)
			}
			out.Files = append(out.Files, one)
		}
		return out, nil
	}
}
