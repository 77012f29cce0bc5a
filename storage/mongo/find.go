package mongo

import (
	"context"
	"slices"
	"strconv"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

// orders are the fields of the orders of Find; the id always follows.
var orders = map[string]string{
	"": "id", evaluation.SortID: "id", evaluation.SortChanged: "changed", evaluation.SortOn: "on",
	evaluation.SortDue: "due", evaluation.SortName: "sort",
}

// orderOf is the field of an order, "" if there is no such order.
func orderOf(sort string) string {
	if place, ok := evaluation.KeyPlace(sort); ok {
		return keyField(place)
	}
	return orders[sort]
}

// Find reads one page.
func (s *Store) Find(ctx context.Context, q evaluation.Query) (evaluation.Found, error) {
	limit, err := storage.Limit(q.Limit)
	if err != nil {
		return evaluation.Found{}, err
	}
	filter, err := wanted(q)
	if err != nil {
		return evaluation.Found{}, err
	}
	field, way := orderOf(q.Sort), 1
	if q.Desc {
		way = -1
	}
	if filter, err = after(filter, q, field); err != nil {
		return evaluation.Found{}, err
	}
	order := bson.D{equals(field, way)}
	if field != "id" {
		order = append(order, equals("id", way))
	}
	opts := options.Find().SetSort(order).SetLimit(int64(limit) + 1)
	if q.NoHistory {
		opts.SetProjection(bson.D{equals("history", 0), equals("terms", 0)})
	}
	docs, err := all[record](ctx, s, s.records, filter, opts)
	if err != nil {
		return evaluation.Found{}, err
	}
	more := len(docs) > limit
	docs = docs[:min(len(docs), limit)]
	var records []evaluation.Record
	for i := range docs {
		r, err := docs[i].value()
		if err != nil {
			return evaluation.Found{}, err
		}
		records = append(records, r)
	}
	return storage.Page(q, records, more)
}

// all reads every document that matches.
func all[T any](ctx context.Context, s *Store, c *driver.Collection, filter bson.D, opts *options.FindOptions) ([]T, error) {
	var docs []T
	err := s.read(ctx, func(ctx context.Context) error {
		cur, err := c.Find(ctx, filter, opts)
		if err != nil {
			return err
		}
		return cur.All(ctx, &docs)
	})
	return docs, err
}

// Group counts by fields.
func (s *Store) Group(ctx context.Context, q evaluation.Query, fields ...string) ([]evaluation.Count, error) {
	if err := storage.CheckGroup(fields); err != nil {
		return nil, err
	}
	q.Sort = ""
	filter, err := wanted(q)
	if err != nil {
		return nil, err
	}
	key, order := bson.D{}, bson.D{}
	for _, f := range fields {
		from := f
		if f == storage.Month {
			from = "on" // FerretDB 1.24 cuts no texts, so the days of a month are added up here
		}
		key, order = append(key, equals(f, "$"+from)), append(order, equals("_id."+f, 1))
	}
	var rows []struct {
		Key map[string]string `bson:"_id"`
		N   int64             `bson:"n"`
	}
	err = s.read(ctx, func(ctx context.Context) error {
		cur, err := s.records.Aggregate(ctx, driver.Pipeline{
			{equals("$match", filter)},
			{equals("$group", bson.D{equals("_id", key), equals("n", bson.D{equals("$sum", int64(1))})})},
			{equals("$sort", order)},
		})
		if err != nil {
			return err
		}
		return cur.All(ctx, &rows)
	})
	if err != nil {
		return nil, err
	}
	var counts []evaluation.Count
	for _, r := range rows {
		c := evaluation.Count{N: r.N}
		for _, f := range fields {
			c.Keys = append(c.Keys, r.Key[f])
		}
		counts = append(counts, c)
	}
	return byMonth(counts, slices.Index(fields, storage.Month)), nil
}

// byMonth adds up counts by day, whose days are in a place of their keys; less than 0
// for none.
func byMonth(counts []evaluation.Count, place int) []evaluation.Count {
	if place < 0 {
		return counts
	}
	for _, c := range counts {
		if day := c.Keys[place]; day != "" {
			c.Keys[place] = day[:len("2026-01")]
		}
	}
	compare := func(a, b evaluation.Count) int { return slices.Compare(a.Keys, b.Keys) }
	slices.SortStableFunc(counts, compare)
	var sums []evaluation.Count
	for _, c := range counts {
		if n := len(sums); n > 0 && compare(sums[n-1], c) == 0 {
			sums[n-1].N += c.N
			continue
		}
		sums = append(sums, c)
	}
	return sums
}

// wanted builds the filter. Fields and operators are constants of ours; what
// came from outside is only ever a string, a date or a list of strings.
func wanted(q evaluation.Query) (bson.D, error) {
	if err := storage.CheckQuery(q); err != nil {
		return nil, err
	}
	f := bson.D{equals("office", q.Office)}
	for _, l := range []struct {
		field  string
		values []string
	}{
		{"id", q.IDs}, {"kind", q.Kinds}, {"unique", q.Uniques}, {"parent", q.Parents}, {"subject", q.Subjects},
		{"unit", q.Units}, {"period", q.Periods}, {"state", texts(q.States)}, {"waiting", q.Waiting}, {"parties", q.Parties},
	} {
		f = list(f, l.field, l.values)
	}
	if len(q.Serials) > 0 {
		f = append(f, equals("serial", bson.D{equals("$in", q.Serials)}))
	}
	if len(q.ActedBy) > 0 {
		among := bson.D{equals("$in", q.ActedBy)}
		f = append(f, equals("$and", bson.A{bson.D{equals("$or", bson.A{bson.D{equals("history.account", among)}, bson.D{equals("actors", among)}})}}))
	}
	if len(q.Terms) > 0 {
		if kinds, ok := storage.Kinds(q); ok && len(q.Kinds) == 0 {
			f = list(f, "kind", kinds) // the index of terms is that of a kind
		}
		f = append(f, equals("terms", bson.D{equals("$all", q.Terms)}))
	}
	if q.Pending {
		f = append(f, equals("pending", true))
	}
	if q.Awaiting && len(q.Waiting) == 0 {
		f = append(f, equals("waiting", bson.D{equals("$gt", "")}))
	}
	if len(q.NotWaiting) > 0 {
		f = append(f, equals("$nor", bson.A{bson.D{equals("waiting", bson.D{equals("$in", q.NotWaiting)})}}))
	}
	f = days(f, "on", q.OnFrom, q.OnTo)
	f = days(f, "due", q.DueFrom, q.DueTo)
	if q.Undated {
		f = append(f, equals("due", ""))
	}
	f = span(f, "changed", q.ChangedFrom, q.ChangedTo)
	f = keys(f, q)
	if q.Within != nil {
		f = append(f, within(q.Within))
	}
	return f, nil
}

func texts(states []evaluation.State) []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = string(s)
	}
	return out
}

func list(f bson.D, field string, values []string) bson.D {
	switch len(values) {
	case 0:
		return f
	case 1:
		return append(f, equals(field, values[0]))
	}
	return append(f, equals(field, bson.D{equals("$in", values)}))
}

// but adds the condition that excludes what a scope does not contain.
func but(c evaluation.Scope) bson.D {
	out := bson.A{}
	if len(c.NotSubjects) > 0 {
		out = append(out, list(bson.D{}, "subject", c.NotSubjects))
	}
	if len(c.NotUnits) > 0 {
		out = append(out, list(bson.D{}, "unit", c.NotUnits))
	}
	if c.NotHiddenFrom != "" {
		out = append(out, bson.D{equals("hidden_from", c.NotHiddenFrom)})
	}
	if len(out) == 0 {
		return nil
	}
	return bson.D{equals("$nor", out)}
}

func days(f bson.D, field string, from, to evaluation.Date) bson.D {
	r := bson.D{}
	if !from.IsZero() {
		r = append(r, equals("$gte", from.String()))
	}
	if !to.IsZero() {
		r = append(r, equals("$gt", ""), equals("$lte", to.String())) // "" is no day
	}
	if len(r) == 0 {
		return f
	}
	return append(f, equals(field, r))
}

func span(f bson.D, field string, from, to time.Time) bson.D {
	r := bson.D{}
	if !from.IsZero() {
		r = append(r, equals("$gte", millis(from)))
	}
	if !to.IsZero() {
		r = append(r, equals("$lte", millis(to)))
	}
	if len(r) == 0 {
		return f
	}
	return append(f, equals(field, r))
}

// keys adds the ranges of keys, and for an order by a key the condition that the
// record has one.
func keys(f bson.D, q evaluation.Query) bson.D {
	place, byKey := evaluation.KeyPlace(q.Sort)
	for _, r := range q.Keys {
		byKey = byKey && r.Place != place
		f = keyRange(f, r)
	}
	if byKey {
		f = append(f, equals(keyField(place), bson.D{equals("$gte", "")}))
	}
	return f
}

func keyRange(f bson.D, r evaluation.KeyRange) bson.D {
	field, ends := keyField(r.Place), bson.D{equals("$gt", "")} // "" is no value
	if len(r.Values) > 0 {
		return list(f, field, r.Values)
	}
	if r.From != "" {
		ends = bson.D{equals("$gte", r.From)}
	}
	if r.To != "" {
		ends = append(ends, equals("$lte", r.To))
	}
	return append(f, equals(field, ends))
}

func within(scopes []evaluation.Scope) bson.E {
	either := bson.A{}
	for _, c := range scopes {
		f := list(bson.D{}, "kind", c.Kinds)
		if c.Subject != "" {
			f = append(f, equals("subject", c.Subject))
		}
		if c.Party != "" {
			f = append(f, equals("parties", c.Party))
		}
		f = list(f, "unit", c.Units)
		f = list(f, "state", texts(c.States))
		either = append(either, append(f, but(c)...))
	}
	if len(either) == 0 {
		return equals("id", bson.D{equals("$in", bson.A{})}) // nothing
	}
	return equals("$or", either)
}

// after continues where the cursor's page ended.
func after(f bson.D, q evaluation.Query, field string) (bson.D, error) {
	place, ok, err := storage.PlaceOf(q)
	if err != nil || !ok {
		return f, err
	}
	than := "$gt"
	if q.Desc {
		than = "$lt"
	}
	next := equals("id", bson.D{equals(than, place.ID)})
	if field == "id" {
		return bson.D{equals("$and", bson.A{f, bson.D{next}})}, nil
	}
	var at any = place.Key
	if field == "changed" {
		ms, err := strconv.ParseInt(place.Key, 10, 64)
		if err != nil {
			return f, storage.Invalid("not a cursor")
		}
		at = primitive.DateTime(ms)
	}
	return bson.D{equals("$and", bson.A{f, bson.D{equals("$or", bson.A{
		bson.D{equals(field, bson.D{equals(than, at)})},
		bson.D{equals(field, at), next},
	})}})}, nil
}
