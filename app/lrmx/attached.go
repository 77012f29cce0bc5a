package lrmx

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Attached makes a function that reads the appointment forms in attached zips.
func Attached(blobs evaluation.Blobs) func(context.Context, string, []string) (roster.FormFiles, error) {
	return func(ctx context.Context, office string, ids []string) (roster.FormFiles, error) {
		var out roster.FormFiles
		sum, limits := sha256.New(), NewLimits()
		for _, id := range ids {
			info, err := blobs.BlobInfo(ctx, office, id)
			if err != nil {
				return out, err
			}
			content, err := blobs.BlobContent(ctx, office, id)
			if err != nil {
				return out, err
			}
			sum.Write(content)
			files, err := Forms(content, limits)
			if err != nil {
				why := Why(err)
				if errors.Is(err, ErrTooLarge) {
					why = evaluation.Say("roster.forms.too_much", "files", MaxFiles, "max", MaxZip>>20)
				}
				return out, evaluation.Mistake("files", why) //nolint:wrapcheck // said to a person
			}
			out.Name = cmp.Or(out.Name, info.Name)
			for _, f := range files {
				one := roster.FormFile{Name: f.Name, Folder: f.Folder, Form: f.Form}
				if f.Err != nil {
					one.Problem = Why(f.Err)
				}
				out.Files = append(out.Files, one)
			}
		}
		out.SHA256 = hex.EncodeToString(sum.Sum(nil))
		return out, nil
	}
}
