package mongo_test

import (
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"kaoji/evaluation"
	"kaoji/storage/mongo"
)

// Every column that a kind can have has an index that also gives its order, and the
// collection has no more indexes than MongoDB allows.
func TestEveryColumnHasAnIndex(t *testing.T) {
	uri := address(t)
	s, err := mongo.Open(t.Context(), uri, patient)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var indexes []struct {
		Key bson.D `bson:"key"`
	}
	cur, err := database(t, uri).Collection("records").Indexes().List(t.Context())
	if err == nil {
		err = cur.All(t.Context(), &indexes)
	}
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, i := range indexes {
		var fields []string
		for _, f := range i.Key {
			fields = append(fields, f.Key)
		}
		have = append(have, strings.Join(fields, " "))
	}
	for place := range evaluation.MaxColumns {
		if want := "office kind keys.k" + strings.TrimPrefix(evaluation.SortKey(place), "key") + " id"; !slices.Contains(have, want) {
			t.Errorf("no index of %q among %q", want, have)
		}
	}
	if len(have) > 64 {
		t.Errorf("%d indexes", len(have))
	}
}
