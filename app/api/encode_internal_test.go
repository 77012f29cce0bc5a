package api

import (
	"encoding/json"
	"testing"
	"time"

	"kaoji/evaluation"
)

func TestRecordsPutTogetherSayTheSameAsEncodingJSON(t *testing.T) {
	full := Record{
		ID: "a", Kind: "k", Subject: `"<&>`, State: "open", On: evaluation.NewDate(2026, 3, 1), Waiting: []string{"person:x"},
		Created: time.Unix(1, 0).UTC(), Version: 7, Own: true, Acts: []string{"x"}, Payload: json.RawMessage(`{"name":"苏芳嘉","list":[null,{}]}`),
	}
	empty := Record{Payload: json.RawMessage(`{}`)}
	for _, out := range []any{
		full, empty, List[Record]{Items: []Record{}}, List[Record]{Items: []Record{full, empty}, Next: `c"`}, List[Entry]{},
	} {
		want, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		got, err := encode(out)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s\nwant %s\n%v", got, want, err)
		}
	}
}
