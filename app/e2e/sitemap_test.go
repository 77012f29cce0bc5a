//go:build browser && (nightly || shots)

package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

// readers are accounts of the demo office, one for each role and view of it.
var readers = []string{"admin", "zuzhi", "ld01", "ld04", "tq0001", "tq0005", "jw0101", "jigong", "jiandu1", "shenji"}

// TestEveryPageInBothLanguagesThemesAndAllWidths walks the site as each of the
// readers and holds every page that it comes by against axe and the width of the
// window. It keeps pictures where KAOJI_SHOTS says; KAOJI_SHOTS_OF names the readers
// if not all are wanted.
func TestEveryPageInBothLanguagesThemesAndAllWidths(t *testing.T) {
	k := beginDemo(t)
	names := readers
	if of := os.Getenv("KAOJI_SHOTS_OF"); of != "" {
		names = strings.Split(of, ",")
	}
	for _, name := range names {
		p := &person{t: t, ctx: tabFor(t, 3*time.Hour), k: k}
		p.logIn(name, demo.Password)
		for i, path := range p.siteMap() {
			for _, lang := range []string{"zh", "en"} {
				p.goTo("/lang?to=" + lang + "&back=/")
				p.look(fmt.Sprintf("%s-%02d-%s-%s", name, i, strings.Trim(shape(path), "/"), lang), path)
			}
		}
		p.goTo("/lang?to=zh&back=/")
	}
}

// look opens a page at all widths and in both themes.
func (p *person) look(name, path string) {
	p.t.Helper()
	for _, width := range widths {
		open(p.ctx, p.t, p.k.url+path, width)
		for _, theme := range themes {
			themed(p.ctx, p.t, theme)
			where := fmt.Sprintf("%s at %d, %s", name, width, theme)
			if !strings.Contains(path, "/print/") {
				fits(p.ctx, p.t, where, width)
			}
			accessible(p.ctx, p.t, where)
			p.shoot(fmt.Sprintf("%s-%d-%s.png", name, width, theme))
		}
	}
}

// shoot keeps a picture of the page that is open.
func (p *person) shoot(name string) {
	p.t.Helper()
	dir := os.Getenv("KAOJI_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), png, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
