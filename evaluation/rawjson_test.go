package evaluation_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"kaoji/evaluation"
)

// The value of a member ends where a decoder says that it does.
func FuzzAValueEndsWhereADecoderSaysThatItDoes(f *testing.F) {
	for _, seed := range []string{`""`, `"\"}"`, `"\\"`, `{}`, `{"a":["]",{"b":"}"}]}`, `[1,[2,"\""],null]`, `-1.5e3`, `null`, `true`, `"名"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		var raw json.RawMessage
		d := json.NewDecoder(bytes.NewReader([]byte(value)))
		if d.Decode(&raw) != nil || len(raw) != len(value) {
			_, _ = evaluation.JSONText([]byte(value)), evaluation.JSONValue([]byte(value)) // must not panic
			return
		}
		for _, after := range []string{`,"b":1}`, `}`, `]`} {
			if n := evaluation.JSONValue([]byte(value + after)); n != len(value) {
				t.Errorf("%s%s: %d, want %d", value, after, n, len(value))
			}
		}
		want := 0
		if value[0] == '"' {
			want = len(value)
		}
		if n := evaluation.JSONText([]byte(value + `,"b":1}`)); n != want {
			t.Errorf("%s: text %d, want %d", value, n, want)
		}
	})
}

func TestWhatDoesNotEndHasNoLength(t *testing.T) {
	for _, s := range []string{``, `"`, `"\"`, `"a\\\"`, `{`, `{"a":"}`, `[1,2`, `}`, `,`, `12`} {
		if n := evaluation.JSONValue([]byte(s)); n != 0 {
			t.Errorf("%s: %d", s, n)
		}
	}
}
