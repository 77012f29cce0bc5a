//go:build browser

// Package e2e_test drives the pages in a real browser.
package e2e_test

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is started once: Chromium without the code for windows on a screen,
// which prints and runs pages as the whole of it does. Whoever sits at it has a
// window with cookies of their own.
var browser = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium-headless-shell"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, leave := chromedp.NewContext(allocator)
	closeBrowser = leave
	return ctx, chromedp.Do(ctx)
})

var closeBrowser = func() {}

// tab opens a window for a story, which is closed with the test. A story takes two
// minutes at most beside another on two processors.
func tab(t *testing.T) context.Context {
	t.Helper()
	return tabFor(t, 8*time.Minute)
}

// tabFor opens a window that stays open so long at most.
func tabFor(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	all, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := chromedp.NewContext(all, chromedp.WithNewBrowserContext())
	t.Cleanup(leave)
	ctx, cancel := context.WithTimeout(ctx, limit)
	t.Cleanup(cancel)
	return ctx
}

// open loads a page at a width of the window.
func open(ctx context.Context, t *testing.T, url string, width int64) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression in the page that is open.
func ask[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Failure string `json:"failureSummary"`
	} `json:"nodes"`
}

// accessible fails for everything that axe finds on the page that is open.
func accessible(ctx context.Context, t *testing.T, where string) {
	t.Helper()
	for _, v := range violations(ctx, t) {
		for _, n := range v.Nodes {
			t.Errorf("%s: %s: %s\n%s\n%s", where, v.ID, v.Help, n.HTML, n.Failure)
		}
	}
}

func violations(ctx context.Context, t *testing.T) []violation {
	t.Helper()
	script, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	ask[bool](ctx, t, string(script)+";true")
	var list []violation
	found := ask[string](ctx, t, `axe.run(document, {resultTypes:["violations"]}).then(r => JSON.stringify(r.violations))`)
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// fits fails if the page is wider than the window.
func fits(ctx context.Context, t *testing.T, where string, width int64) {
	t.Helper()
	if wide := ask[int64](ctx, t, `document.documentElement.scrollWidth`); wide > width {
		t.Errorf("%s: the page is %d wide in a window of %d", where, wide, width)
	}
}

var pageCount = regexp.MustCompile(`/Type /Pages\s*/Count (\d+)|/Count (\d+)\s*/Type /Pages`)

// sheets prints the page that is open as the browser would on paper, and
// counts what it took.
func sheets(ctx context.Context, t *testing.T) int {
	t.Helper()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, m := range pageCount.FindAllSubmatch(pdf, -1) { // long documents have a tree of pages: the root counts all
		n, err := strconv.Atoi(string(m[1]) + string(m[2]))
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, n)
	}
	if most == 0 {
		t.Fatal("the PDF does not say how many pages it has")
	}
	return most
}
