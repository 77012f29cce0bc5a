package view_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"kaoji/app/page/static"
	"kaoji/app/page/view"
)

func TestAnAddressChangesWithTheContentOnly(t *testing.T) {
	url := func(content string) string {
		a, err := view.NewAssets(fstest.MapFS{"a/b.css": {Data: []byte(content)}, "a.LICENSE": {Data: []byte("x")}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.URL("a.LICENSE"); err == nil {
			t.Error("a licence is served as a file of pages")
		}
		if _, err := a.URL("gone.css"); err == nil {
			t.Error("a file that does not exist has an address")
		}
		u, err := a.URL("a/b.css")
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	if first, again := url("p{}"), url("p{}"); first != again || first == url("b{}") {
		t.Error("the address does not follow the content")
	}
	if !strings.HasPrefix(url("p{}"), view.Prefix) || !strings.HasSuffix(url("p{}"), "/b.css") {
		t.Error(url("p{}"))
	}
}

func TestCompressedFilesAreTheSameFiles(t *testing.T) {
	a, err := view.NewAssets(static.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"kaoji.css", "kaoji.js", "logo.svg", "vendor/swagger-ui-bundle.js"} {
		u, err := a.URL(name)
		if err != nil {
			t.Fatal(err)
		}
		f, ok := a.File(strings.TrimPrefix(u, view.Prefix))
		if !ok || f.Type == "" {
			t.Fatalf("%s: %v, type %q", name, ok, f.Type)
		}
		small, err := f.Gzip()
		if err != nil {
			t.Fatal(err)
		}
		if small == nil {
			continue
		}
		r, err := gzip.NewReader(bytes.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(back, f.Content) {
			t.Errorf("%s: %v, %d bytes of %d", name, err, len(back), len(f.Content))
		}
	}
}
