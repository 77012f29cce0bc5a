// Package static embeds the files that pages load: nothing comes from elsewhere.
package static

import "embed"

// Files are the stylesheets, scripts and pictures.
//
//go:embed *.css *.js *.svg vendor
var Files embed.FS
