package sqlite

import (
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestAnUpdateWritesThoseColumnsThatChange(t *testing.T) {
	r := evaluation.Record{Office: "o", ID: "a", Kind: "k", Serial: 7, State: "open", Sort: "z", Keys: []string{"1"}}
	stored := columns(&r, jsonRecord{}, evaluation.Mark{})
	r.State, r.Version, r.Keys = "done", 2, []string{"1", "2"}
	q, args := updateRecord(stored, columns(&r, jsonRecord{}, evaluation.Mark{}))
	if strings.Count(q, "?") != len(args)+1 {
		t.Errorf("%s: %d parameters", q, len(args))
	}
	for column, written := range map[string]bool{"state": true, "key2": true, "changed": true, "doc": true, "kind": false, "unit": false, "day": false, "due": false, "sort": false} {
		if strings.Contains(q, " "+column+" = ?") != written {
			t.Errorf("%s is written: %v; %s", column, !written, q)
		}
	}
}
