//go:build browser && (nightly || shots)

package e2e_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
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

var idInPath = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|^(rules|b)/.+`)

// shape is an address without what is particular to one record: pages of one shape
// are made by the same code.
func shape(path string) string {
	path, _, _ = strings.Cut(path, "?")
	path = strings.NewReplacer("/", "_", "*", "").Replace(idInPath.ReplaceAllString(strings.Trim(path, "/"), "*"))
	if path == "" {
		return "home"
	}
	return path
}

// siteMap lists one page of each shape that links lead to from the menu on, three
// links deep, and one record of each list. What ends the visit is left out, and what
// is no page: files and tables to download.
func (p *person) siteMap() []string {
	p.t.Helper()
	p.goTo("/")
	seen := map[string]bool{"home": true}
	var all []string
	next := []string{"/"}
	for range 4 {
		pages := next
		next = nil
		for _, path := range pages {
			if !p.isPage(path) {
				continue
			}
			all = append(all, path)
			p.goTo(path)
			for _, href := range p.offers() {
				key := shape(href)
				if strings.HasPrefix(path, "/lists/") && strings.HasPrefix(href, "/records/") { // each kind has a page of its own
					key += " of " + shape(path)
				}
				if !seen[key] {
					seen[key] = true
					next = append(next, href)
				}
			}
		}
	}
	return all
}

// offers lists the addresses that the menu and the content of the open page link to.
func (p *person) offers() []string {
	p.t.Helper()
	var list []string
	for href := range strings.SplitSeq(ask[string](p.ctx, p.t, `[...document.querySelectorAll("aside a[href], main a[href], .who-menu a[href], .new a[href]")].map(a => a.getAttribute("href")).join("\n")`), "\n") {
		u, err := url.Parse(href)
		if err == nil && !u.IsAbs() && strings.HasPrefix(href, "/") && u.Path != "/logout" && u.Path != "/lang" && !strings.HasPrefix(u.Path, "/api/") {
			list = append(list, href)
		}
	}
	return list
}

// isPage reports that an address answers with a page rather than with a file.
func (p *person) isPage(path string) bool {
	p.t.Helper()
	return ask[bool](p.ctx, p.t, fmt.Sprintf(`fetch(%q).then(r => r.headers.get("content-type").startsWith("text/html"))`, path))
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
