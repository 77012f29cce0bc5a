package site

import (
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
)

// listsBeside links to the lists of a measure whose page is one of them, as far as the reader
// may read others; nil for a list alone.
func (s *Site) listsBeside(c *fiber.Ctx, p *Speaker, kind string) []view.Tab {
	at := slices.IndexFunc(s.pages, func(m Pages) bool { _, own := m.Kinds[kind]; return own && strings.HasPrefix(m.Home.Href, "/lists/") })
	if at < 0 {
		return nil
	}
	var tabs []view.Tab
	for _, name := range slices.Sorted(maps.Keys(s.pages[at].Kinds)) {
		if s.Reads(c, name) {
			tabs = append(tabs, view.Tab{Label: p.T(name), Href: p.To("/lists", name), Active: name == kind})
		}
	}
	if len(tabs) < 2 {
		return nil
	}
	return tabs
}
