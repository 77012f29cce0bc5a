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

// blob holds its content in the same document: one write, and MaxBlob stays
// well under the 16 MiB that a document may have.
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
}

func blobIndexes() []driver.IndexModel {
	return []driver.IndexModel{index(false, "office", "record"), index(false, "record", "created")}
}

// PutBlob stores a new blob.
func (s *Store) PutBlob(ctx context.Context, b evaluation.Blob, content []byte) error {
	b, err := storage.Blob(b, content)
	if err != nil {
		return err
	}
	return s.do(ctx, func() error {
		_, err := s.blobs.InsertOne(ctx, blob{
			Key: key(b.Office, b.ID), Office: b.Office, ID: b.ID, Name: b.Name, Type: b.Type, Size: b.Size,
			SHA256: b.SHA256, Owner: b.Owner, Record: b.Record, Created: millis(b.Created), Content: content,
		})
		return err
	})
}

// BlobInfo reads all of a blob but its content.
func (s *Store) BlobInfo(ctx context.Context, office, id string) (evaluation.Blob, error) {
	d, err := s.blob(ctx, office, id, options.FindOne().SetProjection(bson.D{is("content", 0)}))
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
	err := s.do(ctx, func() error {
		return s.blobs.FindOne(ctx, bson.D{is("_id", key(office, id))}, opts).Decode(&d)
	})
	return d, err
}

// ClaimBlob gives a blob to a record.
func (s *Store) ClaimBlob(ctx context.Context, office, id, record string) error {
	return s.do(ctx, func() error {
		res, err := s.blobs.UpdateOne(ctx,
			bson.D{is("_id", key(office, id)), is("record", bson.D{is("$in", bson.A{"", record})})},
			bson.D{is("$set", bson.D{is("record", record)})})
		if err != nil || res.MatchedCount > 0 {
			return err
		}
		return s.lost(ctx, s.blobs, key(office, id))
	})
}

// ReleaseBlob takes a blob from the record that holds it.
func (s *Store) ReleaseBlob(ctx context.Context, office, id, record string) error {
	return s.do(ctx, func() error {
		_, err := s.blobs.UpdateOne(ctx,
			bson.D{is("_id", key(office, id)), is("record", record)}, bson.D{is("$set", bson.D{is("record", "")})})
		return err
	})
}

// SweepBlobs removes what nobody took up.
func (s *Store) SweepBlobs(ctx context.Context, t time.Time) (int, error) {
	return s.sweep(ctx, s.blobs, bson.D{is("record", ""), is("created", bson.D{is("$lt", millis(t))})})
}
