package evaluation

import (
	"encoding/json"
	"strconv"
	"testing"
)

func TestAPayloadThatActsOnlyReadIsDecodedOnceUntilItChanges(t *testing.T) {
	type cycle struct{ Name string }
	step := &Step{shared: &shared{}}
	read := func(id, payload string) *cycle {
		t.Helper()
		c, err := Shared[cycle](step, Record{ID: id, Payload: json.RawMessage(payload)})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := read("a", `{"Name":"one"}`)
	if again := read("a", `{"Name":"one"}`); again != first {
		t.Error("decoded again though nothing changed")
	}
	if other := read("a", `{"Name":"two"}`); other.Name != "two" {
		t.Errorf("what was before the change: %+v", other)
	}
	if other := read("b", `{"Name":"two"}`); other.Name != "two" || len(step.shared.last) != 2 {
		t.Errorf("another record: %+v, %d kept", other, len(step.shared.last))
	}
	for i := range mostShared + 1 {
		read(strconv.Itoa(i), `{}`)
	}
	if n := len(step.shared.last); n != mostShared {
		t.Errorf("%d are kept, at most %d", n, mostShared)
	}
	if _, err := Shared[cycle](step, Record{ID: "c", Payload: json.RawMessage(`{`)}); err == nil {
		t.Error("no error for a payload that is none")
	}
}
