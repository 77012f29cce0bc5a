// Package templates embeds the templates of the pages.
package templates

import "embed"

// Files are layout.html, the shared parts (_*.html) and one file for each page.
//
//go:embed *.html
var Files embed.FS
