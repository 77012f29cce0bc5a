package view_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/app/page/view"
	"kaoji/app/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// address is the part of an asset's address that changes with its content.
var address = regexp.MustCompile(`/static/[0-9a-f]{12}/`)

func render(t *testing.T, name string, p *view.Page) []byte {
	t.Helper()
	r, _, err := pagetest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	page, err := r.Render(name, p)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	got = address.ReplaceAll(got, []byte("/static/HASH/"))
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs from what was reviewed; look at it and run the test with -update", name)
	}
}

func TestEverySharedPartKeepsWhatAPageMustKeep(t *testing.T) {
	for _, lang := range text.Languages() {
		p := pagetest.Page(lang, "部件", pagetest.Gallery())
		p.Flash, p.Problem, p.Confidential = "已保存", "请更正标出的内容", true
		page := render(t, "gallery", p)
		pagetest.Check(t, page)
		golden(t, "gallery."+lang+".html", page)
	}
}

func TestASheetKeepsItToo(t *testing.T) {
	p := pagetest.Page(text.Chinese, "反馈谈话记录", pagetest.Gallery())
	p.Confidential = true
	page := render(t, "gallery_sheet", p)
	pagetest.Check(t, page)
	golden(t, "gallery_sheet.html", page)
}
