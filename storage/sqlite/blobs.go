package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"kaoji/evaluation"
	"kaoji/storage"
)

const (
	getBlob    = `SELECT office, id, name, type, size, sha256, owner, record, created FROM blobs WHERE office = ? AND id = ?`
	getContent = `SELECT c.content FROM blobs b JOIN blob_contents c ON c.n = b.n WHERE b.office = ? AND b.id = ?`

	insertBlob    = `INSERT INTO blobs (office, id, name, type, size, sha256, owner, record, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertContent = `INSERT INTO blob_contents (n, content) SELECT n, ? FROM blobs WHERE office = ? AND id = ?`
	ownerOfBlob   = `SELECT n FROM blobs WHERE office = ? AND id = ?`
	claimBlob     = `UPDATE blobs SET record = ?1 WHERE office = ?2 AND id = ?3 AND (record = '' OR record = ?1)`
	releaseBlob   = `UPDATE blobs SET record = '' WHERE office = ? AND id = ? AND record = ?`
	sweepBlobs    = `DELETE FROM blobs WHERE record = '' AND created < ?`
)

// PutBlob stores a new blob.
func (s *Store) PutBlob(ctx context.Context, b evaluation.Blob, content []byte) error {
	b, err := storage.Blob(b, content)
	if err != nil {
		return err
	}
	kept := make([]byte, len(content)) // the caller may leave, and reuse it, before it is written; never nil
	copy(kept, content)
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		_, err := w.exec(ctx, insertBlob, b.Office, b.ID, b.Name, b.Type, b.Size, b.SHA256, b.Owner, b.Record, b.Created.UnixMilli())
		if err != nil {
			return err
		}
		_, err = w.exec(ctx, insertContent, kept, b.Office, b.ID)
		return err
	})
}

// BlobInfo reads all of a blob but its content.
func (s *Store) BlobInfo(ctx context.Context, office, id string) (evaluation.Blob, error) {
	var b evaluation.Blob
	var created int64
	err := s.row(ctx, getBlob, []any{office, id},
		&b.Office, &b.ID, &b.Name, &b.Type, &b.Size, &b.SHA256, &b.Owner, &b.Record, &created)
	if err != nil {
		return evaluation.Blob{}, err
	}
	b.Created = instant(created)
	return b, nil
}

// BlobContent reads the content.
func (s *Store) BlobContent(ctx context.Context, office, id string) ([]byte, error) {
	var content []byte
	if err := s.row(ctx, getContent, []any{office, id}, &content); err != nil {
		return nil, err
	}
	return content, nil
}

// ClaimBlob gives a blob to a record.
func (s *Store) ClaimBlob(ctx context.Context, office, id, record string) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		n, err := w.exec(ctx, claimBlob, record, office, id)
		if err != nil || n > 0 {
			return err
		}
		var row int64
		switch err := w.one(ctx, ownerOfBlob, []any{office, id}, &row); {
		case errors.Is(err, sql.ErrNoRows):
			return storage.NotFound()
		case err != nil:
			return err
		}
		return storage.Conflict()
	})
}

// ReleaseBlob takes a blob from the record that holds it.
func (s *Store) ReleaseBlob(ctx context.Context, office, id, record string) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		_, err := w.exec(ctx, releaseBlob, office, id, record)
		return err
	})
}

// SweepBlobs removes what nobody took up; the contents follow by foreign key.
func (s *Store) SweepBlobs(ctx context.Context, t time.Time) (int, error) {
	return s.count(ctx, sweepBlobs, t.UnixMilli())
}
