package view_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/page/static"
	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
)

func renderer(t *testing.T, files fstest.MapFS) (*view.Renderer, error) {
	t.Helper()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := view.NewAssets(static.Files)
	if err != nil {
		t.Fatal(err)
	}
	return view.New(catalog, assets, files)
}

const frame = `{{define "layout"}}{{.Lang}}:{{.Body}}{{end}}`

func TestMistakesInTemplatesStopTheStart(t *testing.T) {
	for what, files := range map[string]fstest.MapFS{
		"no content":       {"layout.html": {Data: []byte(frame)}, "x.html": {Data: []byte(`x`)}},
		"unknown function": {"layout.html": {Data: []byte(frame)}, "x.html": {Data: []byte(`{{define "content"}}{{nothing}}{{end}}`)}},
		"not closed":       {"layout.html": {Data: []byte(frame)}, "x.html": {Data: []byte(`{{define "content"}}{{if .Lang}}{{end}}`)}},
	} {
		if _, err := renderer(t, files); err == nil {
			t.Errorf("%s passes", what)
		}
	}
}

func TestAPageIsRenderedWholeOrNotAtAll(t *testing.T) {
	r, err := renderer(t, fstest.MapFS{
		"layout.html": {Data: []byte(frame)},
		"x.html":      {Data: []byte(`{{define "content"}}begun {{.Content.Missing}}{{end}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if page, err := r.Render("x", &view.Page{Content: struct{}{}}); err == nil || page != nil {
		t.Errorf("got %q, %v", page, err)
	}
	if _, err := r.Render("gone", &view.Page{}); err == nil || r.Has("gone") || !r.Has("x") {
		t.Error("a page that does not exist was rendered")
	}
}

func TestReadersOfTwoLanguagesAtOnceGetEachTheirOwn(t *testing.T) {
	r, err := renderer(t, fstest.MapFS{
		"layout.html": {Data: []byte(frame)},
		"x.html":      {Data: []byte(`{{define "content"}}{{.T "login.title"}}{{end}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{text.Chinese: "zh:登录", text.English: "en:Log in"}
	var wg sync.WaitGroup
	for lang := range want {
		for range 50 {
			wg.Go(func() {
				page, err := r.Render("x", &view.Page{Lang: lang})
				if err != nil || string(page) != want[lang] {
					t.Errorf("%s: %q, %v", lang, page, err)
				}
			})
		}
	}
	wg.Wait()
}

func TestDatesAreWrittenAsTheReaderWritesThem(t *testing.T) {
	at := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC) // the next morning in the office
	for lang, want := range map[string]string{text.Chinese: "2026年3月2日 07:30", text.English: "2 Mar 2026 07:30"} {
		p := &view.Page{Lang: lang, Now: at}
		if got := p.Moment(at); got != want {
			t.Errorf("%s: %q", lang, got)
		}
		if got := p.Moment(time.Time{}); got != "" {
			t.Errorf("%s: no moment is %q", lang, got)
		}
	}
}

func TestADeadlineIsLateFromTheDayAfter(t *testing.T) {
	p := &view.Page{Now: time.Date(2026, 3, 10, 9, 0, 0, 0, evaluation.Office)}
	for day, want := range map[int]string{9: "late", 10: "soon", 13: "soon", 14: ""} {
		if got := p.Deadline(evaluation.NewDate(2026, 3, day)); got != want {
			t.Errorf("on the 10th, due on the %dth is %q", day, got)
		}
	}
	if p.Deadline(evaluation.Date{}) != "" {
		t.Error("no deadline is urgent")
	}
}

func TestNumbersKeptInHundredthsAreWrittenWhole(t *testing.T) {
	for n, want := range map[int64]string{0: "0.00", 5: "0.05", 8750: "87.50", -5: "-0.05", -12345: "-123.45"} {
		if got := view.Hundredths(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
	for m, want := range map[view.Meter]int{{Done: 1, Of: 3}: 33, {Of: 0}: 0, {Done: 5, Of: 3}: 100} {
		if m.Percent() != want {
			t.Errorf("%v is %d", m, m.Percent())
		}
	}
}

func TestAFieldSaysWhichFilesItTakes(t *testing.T) {
	html := string(render(t, "gallery", pagetest.Page(text.Chinese, "部件", pagetest.Gallery())))
	for _, want := range []string{`id="f-copy" multiple accept=".pdf,.ofd"`, "只接受 PDF / OFD，每个文件不超过 10 MB", "支持 PDF、OFD、PNG"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestAConfidentialPageNamesItsReaderOnPaper(t *testing.T) {
	for _, page := range []string{"gallery", "gallery_sheet"} {
		p := pagetest.Page(text.Chinese, "部件", pagetest.Gallery())
		if strings.Contains(string(render(t, page, p)), "watermark") {
			t.Errorf("%s: a page that is not confidential has a watermark", page)
		}
		p.Confidential = true
		if html := string(render(t, page, p)); strings.Count(html, "周敏 2026年3月10日 14:03") < 5 {
			t.Errorf("%s: the watermark does not name reader and time", page)
		}
	}
}
