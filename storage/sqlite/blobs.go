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
	blobColumns = `SELECT office, id, name, type, size, sha256, owner, record, created FROM blobs `
	getBlob     = blobColumns + `WHERE office = ? AND id = ?`
	getContent  = `SELECT c.content FROM blobs b JOIN blob_contents c ON c.n = b.n WHERE b.office = ? AND b.id = ?`

	insertBlob    = `INSERT INTO blobs (office, id, name, type, size, sha256, owner, record, created, mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertContent = `INSERT INTO blob_contents (n, content) SELECT n, ? FROM blobs WHERE office = ? AND id = ?`
	storedBlob    = getBlob
	claimBlob     = `UPDATE blobs SET record = ?, mark = ? WHERE office = ? AND id = ?`
	sweepBlobs    = `DELETE FROM blobs WHERE record = '' AND created < ? RETURNING office, id, name, type, size, sha256, owner, record, created`
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
		m := s.markBlob(&b)
		err := w.exec(ctx, insertBlob, b.Office, b.ID, b.Name, b.Type, b.Size, b.SHA256, b.Owner, b.Record, b.Created.UnixMilli(), m[:])
		if err != nil {
			return err
		}
		w.changed(b.Office, evaluation.PartFiles, nil, &m)
		err = w.exec(ctx, insertContent, kept, b.Office, b.ID)
		return err
	})
}

// BlobInfo reads a blob without its content.
func (s *Store) BlobInfo(ctx context.Context, office, id string) (evaluation.Blob, error) {
	var b evaluation.Blob
	if err := s.row(ctx, getBlob, []any{office, id}, blobDest(&b)...); err != nil {
		return evaluation.Blob{}, err
	}
	return b, nil
}

func blobDest(b *evaluation.Blob) []any {
	return []any{&b.Office, &b.ID, &b.Name, &b.Type, &b.Size, &b.SHA256, &b.Owner, &b.Record, millis{&b.Created}}
}

// BlobContent reads the content.
func (s *Store) BlobContent(ctx context.Context, office, id string) ([]byte, error) {
	var content []byte
	if err := s.row(ctx, getContent, []any{office, id}, &content); err != nil {
		return nil, err
	}
	return content, nil
}

// ClaimBlob assigns a blob to a record.
func (s *Store) ClaimBlob(ctx context.Context, office, id, record string) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		b, err := w.blob(ctx, office, id)
		switch {
		case err != nil:
			return err
		case b.Record != "" && b.Record != record:
			return storage.Conflict()
		}
		return w.hold(ctx, b, record)
	})
}

// ReleaseBlob makes a blob of the record unclaimed.
func (s *Store) ReleaseBlob(ctx context.Context, office, id, record string) error {
	return s.submit(ctx, func(ctx context.Context, w *statements) error {
		b, err := w.blob(ctx, office, id)
		if evaluation.CodeOf(err) == evaluation.CodeNotFound || err == nil && b.Record != record {
			return nil
		}
		if err != nil {
			return err
		}
		return w.hold(ctx, b, "")
	})
}

func (w *statements) blob(ctx context.Context, office, id string) (evaluation.Blob, error) {
	var b evaluation.Blob
	err := w.one(ctx, storedBlob, []any{office, id}, blobDest(&b)...)
	if errors.Is(err, sql.ErrNoRows) {
		return b, storage.NotFound()
	}
	return b, err
}

// hold sets the record of a blob.
func (w *statements) hold(ctx context.Context, b evaluation.Blob, record string) error {
	before := w.store.markBlob(&b)
	b.Record = record
	after := w.store.markBlob(&b)
	if err := w.exec(ctx, claimBlob, record, after[:], b.Office, b.ID); err != nil {
		return err
	}
	w.changed(b.Office, evaluation.PartFiles, &before, &after)
	return nil
}

// SweepBlobs removes unclaimed blobs; a foreign key removes the contents.
func (s *Store) SweepBlobs(ctx context.Context, t time.Time) (int, error) {
	return s.removed(ctx, func(ctx context.Context, w *statements) (n int, err error) {
		err = w.each(ctx, sweepBlobs, []any{t.UnixMilli()}, func(scan func(...any) error) error {
			var b evaluation.Blob
			if err := scan(blobDest(&b)...); err != nil {
				return err
			}
			m := s.markBlob(&b)
			w.changed(b.Office, evaluation.PartFiles, &m, nil)
			n++
			return nil
		})
		return n, err
	})
}
