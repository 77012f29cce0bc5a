package evaluation

import (
	"encoding/json"
	"slices"
	"testing"
)

// byDecoding is what keep does, the long way.
func byDecoding(payload []byte, fields []string) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	for name := range all {
		if !slices.Contains(fields, name) {
			delete(all, name)
		}
	}
	return json.Marshal(all)
}

func FuzzKeepingFieldsIsTheSameAsDecodingAll(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":1}`, `{"a":"}\",{","b":[{"a":"]"}],"c":null}`, ` { "a" : "x" , "b" : { "a" : [ 1 , 2 ] } } `,
		`{"\u0061":true,"b\\":"\\"}`, `{"名":"苏芳嘉","a":"\ud83d\ude00"}`, `{"a":-1.5e3,"b":false}`,
	} {
		f.Add(seed)
	}
	fields := []string{"a", "名", "b\\"}
	f.Fuzz(func(t *testing.T, payload string) {
		if len(payload) == 0 || !json.Valid([]byte(payload)) {
			_, _ = keep([]byte(payload), fields) // must not panic
			return
		}
		canonical, err := Canonical([]byte(payload)) // as a storage returns it
		if err != nil || canonical[0] != '{' {
			if got, err := keep([]byte(payload), fields); err == nil && canonical != nil {
				t.Fatalf("kept %s of %s", got, payload)
			}
			return
		}
		want, err := byDecoding(canonical, fields)
		if err != nil {
			t.Fatal(err)
		}
		got, err := keep(canonical, fields)
		if err != nil {
			t.Fatalf("%s: %v", canonical, err)
		}
		if a, b := canonicalOf(t, got), canonicalOf(t, want); a != b {
			t.Errorf("%s: kept %s, want %s", canonical, a, b)
		}
		within := slices.Clone(canonical)
		if again, err := keepIn(within, within, fields); err != nil || string(again) != string(got) {
			t.Errorf("%s: kept %s in its own bytes, %s in others, %v", canonical, again, got, err)
		}
		// And as a person may have written it.
		if _, err := keep([]byte(payload), fields); err != nil {
			t.Errorf("%s: %v", payload, err)
		}
	})
}

func canonicalOf(t *testing.T, raw []byte) string {
	t.Helper()
	b, err := Canonical(raw)
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return string(b)
}

func TestAPartOfAPayloadIsDecodedWithoutTheRest(t *testing.T) {
	r := Record{Kind: "x.y", Payload: json.RawMessage(`{"a":"{,}","b":[1,{"c":2}],"d":{"c":3}}`)}
	type payload struct {
		A string
		B []any
		D struct{ C int }
	}
	p, err := PartOf[payload](r, "a", "d")
	if err != nil || p.A != "{,}" || p.B != nil || p.D.C != 3 {
		t.Errorf("%+v, %v", p, err)
	}
	r.Payload = json.RawMessage(`[]`)
	if _, err := PartOf[payload](r, "a"); err == nil {
		t.Error("a list is a payload")
	}
}
