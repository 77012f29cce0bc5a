package mongo

import (
	"context"
	"encoding/json"
	"errors"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"

	"kaoji/evaluation"
	"kaoji/storage"
)

// kept is a seal as stored in the database: with the names of documents that it
// counts and whose stamps do not say so yet.
type kept struct {
	evaluation.Seal
	Pending []pending `json:"pending,omitempty"`

	tag string // as read; "" if there was none
}

type pending struct {
	Table  string `json:"table"`
	Office string `json:"office"`
	ID     string `json:"id"`
	Old    string `json:"old"` // the stamp's Was
	New    string `json:"new"` // the stamp's Mark; "" if the thing was removed
	Part   string `json:"part"`
}

type sealDoc struct {
	ID   string `bson:"_id"`
	Body string `bson:"body"`
	Tag  string `bson:"tag"`
}

func sealKey(office string) string { return "office/" + office }

func (s *Store) readSeal(ctx context.Context, office string) (kept, error) {
	k := kept{Seal: storage.EmptySeal(office)}
	var doc sealDoc
	err := s.seals.FindOne(ctx, bson.D{equals("_id", sealKey(office))}).Decode(&doc)
	switch {
	case errors.Is(err, driver.ErrNoDocuments):
		return k, nil
	case err != nil:
		return k, err
	}
	if k.Seal, err = s.sealer.Read(office, []byte(doc.Body), doc.Tag); err != nil {
		return k, err
	}
	k.tag = doc.Tag
	return k, json.Unmarshal([]byte(doc.Body), &k)
}

// writeSeal returns false if somebody else wrote it meanwhile.
func (s *Store) writeSeal(ctx context.Context, k *kept) (bool, error) {
	body, err := json.Marshal(k)
	if err != nil {
		return false, err
	}
	doc := sealDoc{ID: sealKey(k.Office), Body: string(body), Tag: s.sealer.Tag(body)}
	if k.tag == "" {
		_, err = s.seals.InsertOne(ctx, doc)
		if driver.IsDuplicateKeyError(err) {
			return false, nil
		}
		return err == nil, err
	}
	res, err := s.seals.ReplaceOne(ctx, bson.D{equals("_id", doc.ID), equals("tag", k.tag)}, doc)
	return err == nil && res.MatchedCount > 0, err
}

// Seal counts the open documents and returns the counts.
func (s *Store) Seal(ctx context.Context, office string) (evaluation.Seal, error) {
	var seal evaluation.Seal
	err := s.do(ctx, countPatience, func(ctx context.Context) (err error) {
		if s.frozen {
			k, err := s.readSeal(ctx, office)
			seal = k.Seal
			return err
		}
		seal, err = s.settle(ctx, office)
		return err
	})
	return seal, err
}

// Signed stores in the seal that it was signed.
func (s *Store) Signed(ctx context.Context, office string, writes int64) error {
	return s.reseal(ctx, office, func(seal *evaluation.Seal) { seal.Signed = max(seal.Signed, writes) })
}

// takeSeal continues the count of writes from the storage from which everything was
// copied, so that its signatures are older than the data here.
func (s *Store) takeSeal(ctx context.Context, from evaluation.Seal) error {
	return s.reseal(ctx, from.Office, func(seal *evaluation.Seal) {
		seal.Writes, seal.Signed = max(seal.Writes, from.Writes)+1, max(seal.Signed, from.Signed)
	})
}

func (s *Store) reseal(ctx context.Context, office string, change func(*evaluation.Seal)) error {
	return s.write(ctx, func(ctx context.Context) error {
		for range tries {
			k, err := s.readSeal(ctx, office)
			if err != nil {
				return err
			}
			change(&k.Seal)
			if done, err := s.writeSeal(ctx, &k); done || err != nil {
				return err
			}
		}
		return storage.Conflict()
	})
}
