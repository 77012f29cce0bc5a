//go:build browser

package e2e_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// themes are those that the system can ask pages for.
var themes = []string{"light", "dark"}

// widths are those of a desk, a tablet and a phone.
var widths = []int64{1440, 768, 390}

// themed makes the window ask for a theme from now on.
func themed(ctx context.Context, t *testing.T, theme string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, w *chromedp.Target) error {
		_, err := cdp.Call(ctx, w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		return err
	})); err != nil {
		t.Fatal(err)
	}
}

// Whoever's system is dark reads on a dark ground, and prints on a light one.
func TestPagesAreDarkWhereTheSystemIs(t *testing.T) {
	url := serveGallery(t)
	ctx := tab(t)
	ground := func() string { return ask[string](ctx, t, `getComputedStyle(document.body).backgroundColor`) }
	open(ctx, t, url+"/gallery", 1440)
	light := ground()
	themed(ctx, t, "dark")
	if dark := ground(); dark == light {
		t.Errorf("the ground is %s in both themes", dark)
	}
	open(ctx, t, url+"/gallery_sheet", 1440)
	if paper := ask[string](ctx, t, `getComputedStyle(document.querySelector(".sheet")).backgroundColor`); paper != "rgb(255, 255, 255)" {
		t.Errorf("a form is %s in the dark theme", paper)
	}
}
