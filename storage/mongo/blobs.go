package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

// blob contains its content in the same document, so it is one write; MaxBlob is
// far below the 16 MiB limit of a document.
type blob struct {
	Key     string             `bson:"_id"`
	Office  string             `bson:"office"`
	ID      string             `bson:"id"`
	Name    string             `bson:"name"`
	Type    string             `bson:"type"`
	Size    int64              `bson:"size"`
	SHA256  string             `bson:"sha256"`
	Owner   string             `bson:"owner"`
	Record  string             `bson:"record"`
	Created primitive.DateTime `bson:"created"`
	Content []byte             `bson:"content,omitempty"`
	Stamp   `bson:",inline"`
}

func blobIndexes() []driver.IndexModel {
	return []driver.IndexModel{index(false, "office", "record"), index(false, "record", "created"), index(false, "office", "open")}
}

// PutBlob stores a new blob.
func (s *Store) PutBlob(ctx context.Context, b evaluation.Blob, content []byte) error {
	b, err := storage.Blob(b, content)
	if err != nil {
		return err
	}
	doc := blob{
		Key: key(b.Office, b.ID), Office: b.Office, ID: b.ID, Name: b.Name, Type: b.Type, Size: b.Size,
		SHA256: b.SHA256, Owner: b.Owner, Record: b.Record, Created: millis(b.Created), Content: content,
	}
	return s.write(ctx, func(ctx context.Context) error {
		return s.insert(ctx, s.blobs, place{doc.Office, doc.Key}, evaluation.PartFiles, &doc, &doc.Stamp)
	})
}

// BlobInfo reads a blob without its content.
func (s *Store) BlobInfo(ctx context.Context, office, id string) (evaluation.Blob, error) {
	d, err := s.blob(ctx, office, id, options.FindOne().SetProjection(bson.D{equals("content", 0)}))
	if err != nil {
		return evaluation.Blob{}, err
	}
	return evaluation.Blob{
		Office: d.Office, ID: d.ID, Name: d.Name, Type: d.Type, Size: d.Size, SHA256: d.SHA256,
		Owner: d.Owner, Record: d.Record, Created: instant(d.Created),
	}, nil
}

// BlobContent reads the content.
func (s *Store) BlobContent(ctx context.Context, office, id string) ([]byte, error) {
	d, err := s.blob(ctx, office, id, options.FindOne())
	if err == nil && d.Content == nil {
		d.Content = []byte{}
	}
	return d.Content, err
}

func (s *Store) blob(ctx context.Context, office, id string, opts *options.FindOneOptions) (blob, error) {
	var d blob
	err := s.read(ctx, func(ctx context.Context) error {
		return s.blobs.FindOne(ctx, append(place{office, key(office, id)}.filter(), left), opts).Decode(&d)
	})
	return d, err
}

// ClaimBlob assigns a blob to a record.
func (s *Store) ClaimBlob(ctx context.Context, office, id, record string) error {
	return s.hold(ctx, office, id, func(holder string) (string, error) {
		if holder != "" && holder != record {
			return "", storage.Conflict()
		}
		return record, nil
	})
}

// ReleaseBlob makes a blob of the record unclaimed.
func (s *Store) ReleaseBlob(ctx context.Context, office, id, record string) error {
	err := s.hold(ctx, office, id, func(holder string) (string, error) {
		if holder != record {
			return holder, nil
		}
		return "", nil
	})
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return nil
	}
	return err
}

// hold sets the record of a blob; next returns it for the present one. The content
// is not moved.
func (s *Store) hold(ctx context.Context, office, id string, next func(holder string) (string, error)) error {
	return s.write(ctx, func(ctx context.Context) error {
		for range tries {
			old, err := s.standing(ctx, s.blobs, place{office, key(office, id)})
			switch {
			case err != nil:
				return err
			case old.Gone:
				return storage.NotFound()
			}
			var d blob
			if err := bson.Unmarshal(old.raw, &d); err != nil {
				return err
			}
			holder := d.Record
			if d.Record, err = next(holder); err != nil || d.Record == holder {
				return err
			}
			was, err := s.carried(s.blobs.Name(), old)
			if err != nil {
				return err
			}
			if err := s.stamped(s.blobs, old.ID, evaluation.PartFiles, &d, &d.Stamp, was); err != nil {
				return err
			}
			res, err := s.blobs.UpdateOne(ctx, old.same(), bson.D{equals("$set", bson.D{
				equals("record", d.Record), equals("salt", d.Salt), equals("mark", d.Mark), equals("was", d.Was), equals("open", true), equals("tie", d.Tie),
			})})
			if err != nil || res.MatchedCount > 0 {
				return err
			}
		}
		return storage.Conflict()
	})
}

// SweepBlobs removes unclaimed blobs.
func (s *Store) SweepBlobs(ctx context.Context, t time.Time) (int, error) {
	return s.sweep(ctx, s.blobs, bson.D{equals("record", ""), equals("created", bson.D{equals("$lt", millis(t))})})
}
