package evaluation_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"kaoji/evaluation"
)

// pages is a finder of n records that keeps to the contract of Find: at most
// MaxLimit of them at a time.
type pages struct {
	n      int
	asked  int
	broken int // the page that fails, 0 for none
}

var errPage = errors.New("no such page")

func (p *pages) Find(_ context.Context, q evaluation.Query) (evaluation.Found, error) {
	if p.asked++; p.asked == p.broken {
		return evaluation.Found{}, errPage
	}
	from := 0
	if q.Cursor != "" {
		from, _ = strconv.Atoi(q.Cursor)
	}
	out := evaluation.Found{}
	for i := from; i < p.n && len(out.Records) < q.Limit; i++ {
		out.Records = append(out.Records, evaluation.Record{ID: strconv.Itoa(i)})
	}
	if end := from + len(out.Records); end < p.n {
		out.Next = strconv.Itoa(end)
	}
	return out, nil
}

func TestAllOfAQueryGoesBeyondOnePage(t *testing.T) {
	for _, n := range []int{0, 1, evaluation.MaxLimit, evaluation.MaxLimit + 1, 3*evaluation.MaxLimit + 7} {
		list, err := evaluation.Gather(evaluation.AllRecords(t.Context(), &pages{n: n}, evaluation.Query{Limit: 1}))
		if err != nil || len(list) != n {
			t.Errorf("%d of %d, %v", len(list), n, err)
		}
		for i, r := range list {
			if r.ID != strconv.Itoa(i) {
				t.Fatalf("place %d is %s", i, r.ID)
			}
		}
	}
}

func TestAllOfAQueryBeginsAtItsCursorEveryTimeItIsRead(t *testing.T) {
	all := evaluation.AllRecords(t.Context(), &pages{n: 2*evaluation.MaxLimit + 7}, evaluation.Query{Cursor: "5"})
	for range 2 {
		list, err := evaluation.Gather(all)
		if err != nil || len(list) != 2*evaluation.MaxLimit+2 || list[0].ID != "5" {
			t.Errorf("%d records, %v", len(list), err)
		}
	}
}

func TestAllOfAQueryEndsWithTheFirstErrorAndWhenItsReaderEnds(t *testing.T) {
	p := &pages{n: 2000, broken: 2}
	if list, err := evaluation.Gather(evaluation.AllRecords(t.Context(), p, evaluation.Query{})); !errors.Is(err, errPage) || list != nil || p.asked != 2 {
		t.Errorf("%d records, %v, %d pages asked", len(list), err, p.asked)
	}
	p = &pages{n: 2000}
	for _, err := range evaluation.AllRecords(t.Context(), p, evaluation.Query{}) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if p.asked != 1 {
		t.Errorf("%d pages asked for one record", p.asked)
	}
}
