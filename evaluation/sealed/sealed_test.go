package sealed_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaoji/evaluation"
	"kaoji/evaluation/sealed"
)

func digest(t interface{ Fatal(...any) }, value any) string {
	d, err := sealed.Digest(value)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheFormOffersTheFormatsThatAreTaken(t *testing.T) {
	if f := evaluation.FieldsOf(sealed.Input{})[0]; !slices.Equal(f.Accept, []string{"pdf", "ofd"}) {
		t.Errorf("%s takes %v", f.Name, f.Accept)
	}
}

func TestADigestIsOfWhatIsSaidAndNotOfHowItIsWritten(t *testing.T) {
	type then struct {
		Grade string   `json:"grade"`
		Files []string `json:"files"`
	}
	type later struct {
		Scale string            `json:"scale"`
		Paper *string           `json:"paper"`
		Grade string            `json:"grade"`
		Files []string          `json:"files"`
		Count int               `json:"count"`
		More  map[string]string `json:"more"`
	}
	of := digest(t, then{Grade: "excellent"})
	if digest(t, later{Grade: "excellent", Files: []string{}, More: map[string]string{"a": ""}}) != of {
		t.Error("fields that a later version added, and that are empty, count")
	}
	if digest(t, json.RawMessage(`{"files":null, "grade" : "excellent"}`)) != of {
		t.Error("the order or the spaces count")
	}
	for name, other := range map[string]any{
		"another grade": then{Grade: "competent"}, "a file": then{Grade: "excellent", Files: []string{"a"}}, "a number": later{Grade: "excellent", Count: 1},
		"an empty entry before another": then{Grade: "excellent", Files: []string{"", "a"}},
	} {
		if digest(t, other) == of {
			t.Errorf("%s does not count", name)
		}
	}
	if digest(t, []string{"", "a"}) == digest(t, []string{"a", ""}) {
		t.Error("the places in a list do not count")
	}
}

// A text of any characters, and any change of one, is in the digest.
func TestAnyTextIsInTheDigest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		said := func(s string) string { return digest(t, map[string]any{"a": []any{map[string]any{"text": s}}, "n": 7}) }
		if same := said(a) == said(b); same != (a == b) {
			t.Fatalf("%q and %q", a, b)
		}
	})
}
