package mongo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"

	"kaoji/evaluation"
)

// key joins the parts of a primary key. Only the last part can contain a slash.
func key(parts ...string) string {
	for i := range len(parts) - 1 {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// fromJSON converts canonical JSON to a BSON value that operators can query.
func fromJSON(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return toBSON(v)
}

func toBSON(v any) (any, error) {
	switch x := v.(type) {
	case map[string]any:
		doc := bson.D{}
		for _, k := range slices.Sorted(maps.Keys(x)) {
			item, err := toBSON(x[k])
			if err != nil {
				return nil, err
			}
			doc = append(doc, bson.E{Key: escape(k), Value: item})
		}
		return doc, nil
	case []any:
		list := bson.A{}
		for _, e := range x {
			item, err := toBSON(e)
			if err != nil {
				return nil, err
			}
			if inner, nested := item.(bson.A); nested {
				item = bson.D{equals(nestedKey, inner)}
			}
			list = append(list, item)
		}
		return list, nil
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n, nil
		}
		return x.Float64()
	}
	return v, nil
}

// toJSON reverses fromJSON; the result has the bytes of evaluation.Canonical.
func toJSON(v any) (json.RawMessage, error) {
	plain, err := fromBSON(v)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(plain)
	if err != nil {
		return nil, err
	}
	return evaluation.Canonical(raw)
}

func fromBSON(v any) (any, error) {
	switch x := v.(type) {
	case bson.D:
		if len(x) == 1 && x[0].Key == nestedKey {
			return fromBSON(x[0].Value)
		}
		m := make(map[string]any, len(x))
		for _, e := range x {
			item, err := fromBSON(e.Value)
			if err != nil {
				return nil, err
			}
			m[unescape(e.Key)] = item
		}
		return m, nil
	case bson.A:
		list := make([]any, len(x))
		for i, e := range x {
			item, err := fromBSON(e)
			if err != nil {
				return nil, err
			}
			list[i] = item
		}
		return list, nil
	case nil, string, bool, int32, int64, float64:
		return x, nil
	}
	return nil, fmt.Errorf("mongodb: a document holds %T", v)
}

// MongoDB reads dots and dollars in keys as paths and operators, and some servers
// refuse an empty key: such keys are stored escaped.
var (
	escaper   = strings.NewReplacer("%", "%25", ".", "%2E", "$", "%24", "[", "%5B")
	unescaper = strings.NewReplacer("%25", "%", "%2E", ".", "%24", "$", "%5B", "[")
)

const (
	emptyKey = "%"
	// nestedKey contains an array directly inside an array, which not every server
	// accepts. No escaped key looks like it.
	nestedKey = "[]"
)

func escape(k string) string {
	if k == "" {
		return emptyKey
	}
	return escaper.Replace(k)
}

func unescape(k string) string {
	if k == emptyKey {
		return ""
	}
	return unescaper.Replace(k)
}

func millis(t time.Time) primitive.DateTime { return primitive.NewDateTimeFromTime(t) }

func instant(d primitive.DateTime) time.Time { return d.Time().UTC() }

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

func none[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func equals(field string, value any) bson.E { return bson.E{Key: field, Value: value} }

// place identifies a document. Every filter contains the office, the first part of
// the shard key, so that only one shard is queried.
type place struct{ office, id string }

func (p place) filter() bson.D { return bson.D{equals("office", p.office), equals("_id", p.id)} }
