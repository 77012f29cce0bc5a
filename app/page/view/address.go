package view

import (
	"net/url"
	"strings"
)

// Address joins what begins the addresses of an office's pages (base, "" where a
// server serves one office), the path of a page, and the parts behind it, which
// are escaped. Every address on a page is made here.
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

// To is the address of a page of the reader's office.
func (p *Page) To(path string, parts ...string) string { return Address(p.Base, path, parts...) }
