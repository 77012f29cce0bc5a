package auth

import (
	"bytes"
	"context"
	"slices"

	"kaoji/evaluation"
)

// Workbooks stores attachments in Blobs and encrypts spreadsheets and zips of forms,
// because a roster contains the ID-card numbers of a whole office. Spreadsheets stored unencrypted
// by earlier versions can still be read.
type Workbooks struct {
	evaluation.Blobs
	Vault *Vault
}

// workbookTypes are the media types that are encrypted.
var workbookTypes = []string{
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "text/plain",
	"application/vnd.ms-excel", "application/wps-office.et",
	"application/zip", // of appointment forms, with families and photos
}

// sealedFile is the beginning of every encrypted attachment.
const sealedFile = "kaoji sealed file 1\n"

// PutBlob is Blobs.PutBlob. Stored size and hash are those of the encrypted
// content.
func (w Workbooks) PutBlob(ctx context.Context, b evaluation.Blob, content []byte) error {
	if slices.Contains(workbookTypes, b.Type) {
		box, err := w.Vault.seal.box(content, fileOwner(b.Office, b.ID))
		if err != nil {
			return err
		}
		content, b.SHA256 = append([]byte(sealedFile), box...), ""
	}
	return w.Blobs.PutBlob(ctx, b, content)
}

// BlobContent is Blobs.BlobContent.
func (w Workbooks) BlobContent(ctx context.Context, office, id string) ([]byte, error) {
	content, err := w.Blobs.BlobContent(ctx, office, id)
	if err != nil {
		return nil, err
	}
	if box, sealed := bytes.CutPrefix(content, []byte(sealedFile)); sealed {
		return w.Vault.seal.unbox(box, fileOwner(office, id))
	}
	return content, nil
}

func fileOwner(office, id string) string { return "file\x00" + office + "\x00" + id }
