package server

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"unicode/utf8"
)

// MediaType finds out from its content what a file is; false if it is none of
// the kinds that may be attached.
func MediaType(content []byte) (string, bool) {
	switch sniffed, _, _ := strings.Cut(http.DetectContentType(content), ";"); sniffed {
	case "application/pdf", "image/png", "image/jpeg":
		return sniffed, true
	case "application/zip":
		return office(content)
	case "text/plain":
		return "text/plain; charset=utf-8", utf8.Valid(content)
	}
	return "", false
}

// office tells documents of the office suites from other archives by the part
// that each of them must have. Nothing is unpacked.
func office(content []byte) (string, bool) {
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", false
	}
	for _, f := range r.File {
		switch f.Name {
		case "word/document.xml":
			return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true
		case "xl/workbook.xml":
			return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true
		}
	}
	return "", false
}
