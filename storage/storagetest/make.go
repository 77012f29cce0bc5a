package storagetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"kaoji/evaluation"
)

// office is the one that most cases use; the others must not see it.
const office = "o1"

var noon = time.Date(2026, 3, 1, 4, 0, 0, 123e6, time.UTC)

// id makes ids that sort by n.
func id(n int) string { return fmt.Sprintf("019cc000-0000-7000-8000-%012d", n) }

// record is a whole record with nothing left out.
func record(n int) evaluation.Record {
	return evaluation.Record{
		Office: office, ID: id(n), Kind: "assessment.sheet", Unique: "u" + id(n), Parent: "cycle-1",
		Subject: "person-1", Unit: "unit-1", Period: "2026H1", State: "draft",
		On: evaluation.NewDate(2026, 3, 1), Due: evaluation.NewDate(2026, 4, 30),
		Waiting: []string{"person:p1", "role:personnel"}, Parties: []string{"p7", "p8"}, HiddenFrom: []string{"p9"}, Keys: []string{"B7", ""},
		Words: "2026 57 号 年度考核", Sort: "zhang san", Confidential: true, Created: noon, Changed: noon.Add(time.Duration(n) * time.Second),
		Rules: "2026-1", Payload: json.RawMessage(`{"a":1,"b":"乙"}`),
		Effects: []evaluation.Effect{{ID: "e1", Name: "mark", Args: json.RawMessage(`{"x":[1,2]}`)}, {ID: "e2", Name: "bare", Done: true}},
		Pending: true,
		History: []evaluation.Entry{{
			Seq: 1, At: noon, Account: "a1", Person: "p1", Name: "张三", Act: "begin", To: "draft",
			Reason: "年度考核", Content: "c", Hash: "h",
		}},
	}
}

func put(t *testing.T, s evaluation.Store, r evaluation.Record) evaluation.Record {
	t.Helper()
	got, err := s.Put(t.Context(), r)
	if err != nil {
		t.Fatalf("put %s: %v", r.ID, err)
	}
	return got
}

func get(t *testing.T, s evaluation.Store, r evaluation.Record) evaluation.Record {
	t.Helper()
	got, err := s.Get(t.Context(), r.Office, r.ID)
	if err != nil {
		t.Fatalf("get %s: %v", r.ID, err)
	}
	return got
}

func cell(t *testing.T, s evaluation.Store, c evaluation.Cell) evaluation.Cell {
	t.Helper()
	got, err := s.PutCell(t.Context(), c)
	if err != nil {
		t.Fatalf("cell %s: %v", c.ID, err)
	}
	return got
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// fails checks that an error has the expected code. A storage must return only
// evaluation.Errors.
func fails(t *testing.T, err error, want evaluation.Code) {
	t.Helper()
	if _, ok := errors.AsType[*evaluation.Error](err); err != nil && !ok {
		t.Errorf("a stranger came out: %T %v", err, err)
	}
	if got := evaluation.CodeOf(err); got != want {
		t.Errorf("code %q (%v), want %q", got, err, want)
	}
}

func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func ids(list []evaluation.Record) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

// pages reads all pages of a query.
func pages(t *testing.T, s evaluation.Store, q evaluation.Query) []evaluation.Record {
	t.Helper()
	var all []evaluation.Record
	for range 1000 {
		found, err := s.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found.Records...)
		if q.Cursor = found.Next; q.Cursor == "" {
			return all
		}
	}
	t.Fatal("paging does not end")
	return nil
}
