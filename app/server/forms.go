package server

import (
	"archive/zip"
	"bytes"
	"errors"

	"kaoji/app/lrmx"
	"kaoji/evaluation"
)

// OnlyForms is a zip of the appointment forms and their photos in a zip that has other
// files, too: these are left out, as the page for forms leaves them out. Any other content
// is returned as it is. Errors: CodeTooLarge if the forms are more than an import takes.
func OnlyForms(name string, content []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || forms(z) {
		return content, nil //nolint:nilerr // no zip: another kind of file
	}
	sources, err := lrmx.Sources(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return content, nil //nolint:nilerr // what it is, Attachment says
	}
	only := content
	parts := 0
	_, err = lrmx.Split(sources, evaluation.MaxBlob, func(zipped []byte) error {
		only, parts = zipped, parts+1
		return nil
	})
	if errors.Is(err, lrmx.ErrTooLarge) || parts > 1 {
		return nil, evaluation.Fail(evaluation.CodeTooLarge, "error.file_too_large", "name", short(baseName(name)), "max", evaluation.MaxBlob>>10)
	}
	return only, err
}
