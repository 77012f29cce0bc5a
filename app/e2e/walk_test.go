//go:build browser

package e2e_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
)

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

// squeezed finds texts of three lines or more of which none is longer than three characters.
const squeezed = `(() => {
	const found = [];
	for (const e of document.querySelectorAll("main *")) {
		const own = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
		const text = own.map(n => n.data.trim()).join(" ");
		if (text.length < 4 || !e.checkVisibility() || e.closest(".unseen, .sheet, svg, option, textarea")) continue;
		const look = getComputedStyle(e);
		if (look.clipPath !== "none") continue; // for readers aloud
		const lines = {}, range = document.createRange();
		for (const n of own) {
			range.selectNodeContents(n);
			for (const box of range.getClientRects()) {
				const at = Math.round(box.top / 4);
				lines[at] = (lines[at] || 0) + box.width;
			}
		}
		const longest = Math.max(0, ...Object.values(lines));
		if (Object.keys(lines).length >= 3 && longest > 2 && longest < 3.2 * parseFloat(look.fontSize)) found.push(text);
	}
	return found.slice(0, 5).join("\n");
})()`

// roomy fails if a text of the open page is squeezed into a column of some characters.
func roomy(ctx context.Context, t *testing.T, where string) {
	t.Helper()
	if texts := ask[string](ctx, t, squeezed); texts != "" {
		t.Errorf("%s: columns of single characters:\n%s", where, texts)
	}
}

// TestOnAPhoneNoTextIsAColumnOfCharacters walks the pages of the section and of a cadre, with
// all that is folded opened.
func TestOnAPhoneNoTextIsAColumnOfCharacters(t *testing.T) {
	k := beginDemo(t)
	for _, name := range []string{"zuzhi", "tq0001"} {
		p := &person{t: t, ctx: tabFor(t, 20*time.Minute), k: k}
		p.logIn(name, demo.Password)
		for _, path := range p.siteMap() {
			if strings.Contains(path, "/print/") {
				continue
			}
			open(p.ctx, t, k.url+path, phone)
			ask[bool](p.ctx, t, `document.querySelectorAll("main details:not(.more)").forEach(d => d.open = true), true`)
			roomy(p.ctx, t, name+" at "+path)
			fits(p.ctx, t, name+" at "+path, phone)
		}
	}
}
