package view

import (
	"net/url"
	"strings"
)

// Address joins the prefix of an office's pages (base, "" if a server serves one
// office), the path of a page, and further parts, which are escaped. All addresses
// on pages are made here.
func Address(base, path string, parts ...string) string {
	var b strings.Builder
	b.WriteString(base)
	b.WriteString(path)
	for i, part := range parts {
		if i > 0 || !strings.HasSuffix(path, "/") {
			b.WriteByte('/')
		}
		b.WriteString(url.PathEscape(part))
	}
	return b.String()
}

// To returns the address of a page of the reader's office.
func (p *Page) To(path string, parts ...string) string { return Address(p.Base, path, parts...) }
