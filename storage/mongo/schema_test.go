package mongo_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"kaoji/evaluation"
	"kaoji/storage/mongo"
)

// TestADatabaseOfAnotherSchemaIsRefusedOrBroughtUp: a newer one is refused, also
// to be looked at; one without parts is refused to be looked at until the program
// has started once, so that a program that does not know of parts refuses it.
func TestADatabaseOfAnotherSchemaIsRefusedOrBroughtUp(t *testing.T) {
	uri := address(t)
	s, err := mongo.Open(t.Context(), uri, patient)
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	meta := database(t, uri).Collection("meta")
	set := func(version int) {
		t.Helper()
		_, err := meta.UpdateOne(t.Context(), bson.D{{Key: "_id", Value: "schema"}}, bson.D{{Key: "$set", Value: bson.D{{Key: "version", Value: version}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	refused := func(key string, have int, err error) {
		t.Helper()
		e, ok := errors.AsType[*evaluation.Error](err)
		if !ok || e.Message.Key != key || !strings.Contains(err.Error(), fmt.Sprint("schema ", have)) {
			t.Errorf("schema %d: %v", have, err)
		}
	}
	set(99)
	_, err = mongo.Open(t.Context(), uri, patient)
	refused("error.storage_newer", 99, err)
	_, err = mongo.OpenReadOnly(t.Context(), uri, patient)
	refused("error.storage_newer", 99, err)
	set(2)
	_, err = mongo.OpenReadOnly(t.Context(), uri, patient)
	refused("error.storage_older", 2, err)
	s, err = mongo.Open(t.Context(), uri, patient)
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	var m struct {
		Version int `bson:"version"`
	}
	if err := meta.FindOne(t.Context(), bson.D{}).Decode(&m); err != nil || m.Version != 4 {
		t.Errorf("schema %d, %v", m.Version, err)
	}
}
