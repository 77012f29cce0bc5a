package mongo

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	driver "go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"kaoji/evaluation"
	"kaoji/storage"
)

// audit is one check of all data.
type audit struct {
	*Store
	to      evaluation.Audit
	sums    map[string]map[string]evaluation.Sum // by office and part
	seals   map[string]kept                      // seals written with this key
	broken  []string                             // keys of seals not written with this key
	pending map[string]pending                   // by collection and key
}

// Audit reads all collections and writes nothing. People may write meanwhile: the
// counted state in a document changes only when somebody counts, and then the check
// starts again.
func (s *Store) Audit(ctx context.Context, to evaluation.Audit) error {
	for range tries {
		a := &audit{Store: s, to: evaluation.Audit{Record: to.Record}, sums: map[string]map[string]evaluation.Sum{}, pending: map[string]pending{}}
		type finding struct{ office, of, what string }
		var list []finding
		a.to.Found = func(office, of, what string) error {
			list = append(list, finding{office, of, what})
			return nil
		}
		var moved bool
		if err := s.do(ctx, countPatience, func(ctx context.Context) (err error) {
			moved, err = a.run(ctx)
			return err
		}); err != nil {
			return err
		}
		if moved {
			to.Record = nil // the records have already been passed on
			continue
		}
		for _, f := range list {
			if to.Found == nil {
				break
			}
			if err := to.Found(f.office, f.of, f.what); err != nil {
				return err
			}
		}
		return nil
	}
	return storage.Unavailable(errors.New("mongodb: the office is counted all the time"))
}

// run checks once; moved says that somebody counted meanwhile.
func (a *audit) run(ctx context.Context) (moved bool, err error) {
	before, err := a.readSeals(ctx)
	if err != nil {
		return false, err
	}
	for _, c := range a.collections() {
		if err := a.collection(ctx, c); err != nil {
			return false, err
		}
	}
	after, err := a.tags(ctx)
	if err != nil || !maps.Equal(before, after) {
		return true, err
	}
	return false, a.compare()
}

func (a *audit) tags(ctx context.Context) (map[string]string, error) {
	tags := map[string]string{}
	cur, err := a.Store.seals.Find(ctx, bson.D{})
	if err != nil {
		return nil, err
	}
	var docs []sealDoc
	err = cur.All(ctx, &docs)
	for _, d := range docs {
		tags[d.ID] = d.Body + d.Tag
	}
	return tags, err
}

func (a *audit) readSeals(ctx context.Context) (map[string]string, error) {
	tags, err := a.tags(ctx)
	if err != nil {
		return nil, err
	}
	a.seals = map[string]kept{}
	for id := range tags {
		office := strings.TrimPrefix(id, sealKey(""))
		k, err := a.readSeal(ctx, office)
		if evaluation.CodeOf(err) == evaluation.CodeState || sealKey(office) != id {
			a.broken = append(a.broken, office)
			continue
		}
		if err != nil {
			return nil, err
		}
		a.seals[office] = k
		for _, p := range k.Pending {
			a.pending[p.Table+" "+p.ID] = p
		}
	}
	return tags, nil
}

func (a *audit) collection(ctx context.Context, c *driver.Collection) error {
	for last := ""; ; {
		var page []bson.Raw
		cur, err := c.Find(ctx, bson.D{equals("_id", bson.D{equals("$gt", last)})},
			options.Find().SetSort(bson.D{equals("_id", 1)}).SetLimit(int64(a.page)).SetProjection(bson.D{equals("content", 0)}))
		if err == nil {
			err = cur.All(ctx, &page)
		}
		if err != nil || len(page) == 0 {
			return err
		}
		for _, raw := range page {
			d, err := standingOf(raw)
			if err != nil {
				return err
			}
			if err := a.document(ctx, c, d); err != nil {
				return err
			}
			last = d.ID
		}
	}
}

// document checks one document against its stamp and adds its counted state.
func (a *audit) document(ctx context.Context, c *driver.Collection, d *standing) error {
	of := d.Kind + " " + d.ID
	if c != a.records {
		of = c.Name() + " " + d.ID
	}
	mark := ""
	if !d.Gone {
		var err error
		if mark, err = a.markRaw(c.Name(), d.raw); err != nil {
			return err
		}
	}
	if mark != d.Mark || !a.tied(c.Name(), d) {
		if err := a.to.Found(d.Office, of, "it is not as it was written"); err != nil {
			return err
		}
	}
	was := d.Was
	if p, ok := a.pending[c.Name()+" "+d.ID]; ok && p.Old == was {
		was = p.New
	}
	a.add(d.Office, d.part(c.Name()), was)
	switch {
	case d.Gone:
		return nil
	case c == a.records:
		return a.record(d, of)
	case c == a.blobs:
		return a.content(ctx, d, of)
	}
	return nil
}

func (a *audit) add(office, part, was string) {
	m := counted(was)
	if was == "" || m == nil {
		return
	}
	if a.sums[office] == nil {
		a.sums[office] = map[string]evaluation.Sum{}
	}
	sum := a.sums[office][part]
	a.sums[office][part] = evaluation.Sum{Count: sum.Count + 1, Marks: sum.Marks.Plus(*m)}
}

func (a *audit) record(d *standing, of string) error {
	var doc record
	err := bson.Unmarshal(d.raw, &doc)
	var r evaluation.Record
	if err == nil {
		r, err = doc.value()
	}
	if err != nil {
		return a.to.Found(d.Office, of, "the document cannot be read")
	}
	if a.to.Record == nil {
		return nil
	}
	return a.to.Record(&r)
}

func (a *audit) content(ctx context.Context, d *standing, of string) error {
	var b blob
	err := a.blobs.FindOne(ctx, append(place{d.Office, d.ID}.filter(), left)).Decode(&b)
	if errors.Is(err, driver.ErrNoDocuments) { // swept meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	if int64(len(b.Content)) != b.Size || storage.SHA256(b.Content) != b.SHA256 {
		return a.to.Found(d.Office, of, "the content is not what its SHA-256 says")
	}
	return nil
}

// compare compares the counts with the sums found.
func (a *audit) compare() error {
	for _, office := range a.broken {
		if err := a.to.Found(office, "seals", "the counts were not written by Kaoji with this key"); err != nil {
			return err
		}
		delete(a.sums, office)
	}
	offices := map[string]bool{}
	for office := range a.sums {
		offices[office] = true
	}
	for office := range a.seals {
		offices[office] = true
	}
	for _, office := range slices.Sorted(maps.Keys(offices)) {
		for _, what := range storage.Differences(a.seals[office].Parts, a.sums[office]) {
			if err := a.to.Found(office, "counts", what); err != nil {
				return err
			}
		}
	}
	return nil
}
