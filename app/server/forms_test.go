package server_test

import (
	"bytes"
	"testing"

	"kaoji/app/lrmx"
	"kaoji/app/server"
	"kaoji/evaluation/cadreform"
)

// Of a zip of forms only the forms are kept; what has none stays as it is.
func TestOnlyTheFormsOfAZipAreKept(t *testing.T) {
	form := lrmx.Entry{Name: "司法所/a.lrmx", Content: lrmx.Write(&cadreform.Form{Name: "庚甲"})}
	other := lrmx.Entry{Name: "a.exe", Content: []byte("MZ")}
	pack := func(list ...lrmx.Entry) []byte {
		t.Helper()
		zipped, err := lrmx.Pack(list)
		if err != nil {
			t.Fatal(err)
		}
		return zipped
	}
	for name, c := range map[string]struct {
		content []byte
		same    bool
	}{
		"forms alone": {pack(form), true}, "no form": {pack(other), true}, "no zip": {[]byte("PK"), true}, "both": {pack(form, other), false},
	} {
		got, err := server.OnlyForms("a.zip", c.content)
		if err != nil || bytes.Equal(got, c.content) != c.same || !c.same && (bytes.Contains(got, []byte("a.exe")) || !bytes.Contains(got, []byte("a.lrmx"))) {
			t.Errorf("%s: %d bytes of %d, %v", name, len(got), len(c.content), err)
		}
	}
}
