package server

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/richardlehane/mscfb"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// fileKind is a type of file that may be attached. The first extension is its usual
// one.
type fileKind struct {
	media      string
	extensions []string
}

var (
	kindPDF      = &fileKind{"application/pdf", []string{".pdf"}}
	kindPNG      = &fileKind{"image/png", []string{".png"}}
	kindJPEG     = &fileKind{"image/jpeg", []string{".jpg", ".jpeg"}}
	kindText     = &fileKind{"text/plain; charset=utf-8", []string{".txt", ".csv"}}
	kindTextGB   = &fileKind{"text/plain; charset=gb18030", []string{".txt", ".csv"}}
	kindWord     = &fileKind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}}
	kindSheet    = &fileKind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{".xlsx"}}
	kindForms    = &fileKind{"application/zip", []string{".zip"}} // .lrmx, .lrm and .pic alone
	kindOFD      = &fileKind{"application/ofd", []string{".ofd"}}
	kindOldText  = &fileKind{"application/msword", []string{".doc", ".wps"}}
	kindOldTable = &fileKind{"application/vnd.ms-excel", []string{".xls", ".et"}}

	fileKinds = []*fileKind{kindPDF, kindPNG, kindJPEG, kindText, kindWord, kindSheet, kindForms, kindOFD, kindOldText, kindOldTable, {extensions: []string{
		".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".exe", ".com", ".bat", ".cmd", ".js", ".vbs", ".ps1", ".scr", ".lnk", ".html", ".htm", ".svg", ".zip",
	}}}
)

// kindOf detects the type of a file from its content: nil if it may not be
// attached. macros reports that it is an office document with macros or other
// active content.
func kindOf(content []byte) (kind *fileKind, macros bool) {
	if bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
		return compound(content)
	}
	switch sniffed, _, _ := strings.Cut(http.DetectContentType(content), ";"); sniffed {
	case kindPDF.media:
		return kindPDF, false
	case kindPNG.media:
		return kindPNG, false
	case kindJPEG.media:
		return kindJPEG, false
	case "application/zip":
		return zipped(content)
	case "text/plain":
		return plain(content), false
	}
	return nil, false
}

func plain(content []byte) *fileKind {
	if utf8.Valid(content) {
		return kindText
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(content)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return nil
	}
	return kindTextGB
}

// zipped recognises documents among archives by the types of their parts. Only the
// list of these types is unpacked.
func zipped(content []byte) (*fileKind, bool) {
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, false
	}
	if forms(r) {
		return kindForms, false
	}
	types, err := partTypes(r)
	if err != nil {
		return nil, false
	}
	var kind *fileKind
	macros := false
	for _, f := range r.File {
		name := "/" + strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		media := types.of(name)
		macros = macros || runs(name, media)
		switch {
		case strings.HasSuffix(media, "wordprocessingml.document.main+xml"):
			kind = kindWord
		case strings.HasSuffix(media, "spreadsheetml.sheet.main+xml"):
			kind = kindSheet
		case name == "/ofd.xml" && isOFD(f):
			kind = kindOFD
		}
	}
	return kind, macros
}

// isOFD reports whether a part is the entry of an OFD document (GB/T 33190-2016): its root
// is the element OFD.
func isOFD(entry *zip.File) bool {
	r, err := entry.Open()
	if err != nil {
		return false
	}
	defer func() { _ = r.Close() }()
	for d := xml.NewDecoder(io.LimitReader(r, maxTypes)); ; {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if root, ok := token.(xml.StartElement); ok {
			return root.Name.Local == "OFD"
		}
	}
}

// forms reports whether an archive has files of appointment forms and no others.
func forms(r *zip.Reader) bool {
	some := false
	for _, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if some = true; !slices.Contains([]string{".lrmx", ".lrm", ".pic"}, strings.ToLower(path.Ext(f.Name))) {
			return false
		}
	}
	return some
}

// runs reports whether a part of a package is active content, by its declared type
// or its name, or is an embedded document that can contain it.
func runs(part, media string) bool {
	declared := slices.ContainsFunc([]string{"macroenabled", "vbaproject", "ms-excel.macrosheet", "ms-excel.intlmacrosheet"}, func(t string) bool {
		return strings.Contains(media, t)
	})
	return declared || strings.Contains(part, "vbaproject") || strings.Contains(part, "/macrosheets/") ||
		slices.Contains([]string{".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".exe", ".js", ".vbs"}, path.Ext(part))
}

// packageTypes is the list of the parts' types in a package (ECMA-376 part 2,
// [Content_Types].xml), in lower case.
type packageTypes struct {
	Default []struct {
		Extension   string `xml:"Extension,attr"`
		ContentType string `xml:"ContentType,attr"`
	}
	Override []struct {
		PartName    string `xml:"PartName,attr"`
		ContentType string `xml:"ContentType,attr"`
	}
}

// maxTypes limits how much of that list is read, in bytes.
const maxTypes = 1 << 20

// partTypes reads the list; an archive without one has no types.
func partTypes(r *zip.Reader) (packageTypes, error) {
	var types packageTypes
	i := slices.IndexFunc(r.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, "[Content_Types].xml") })
	if i < 0 {
		return types, nil
	}
	list, err := r.File[i].Open()
	if err != nil {
		return types, err
	}
	defer func() { _ = list.Close() }()
	return types, xml.NewDecoder(io.LimitReader(list, maxTypes)).Decode(&types)
}

// of returns the type of a part: its own, or that of its extension.
func (t *packageTypes) of(part string) string {
	for _, o := range t.Override {
		if strings.EqualFold(o.PartName, part) {
			return strings.ToLower(o.ContentType)
		}
	}
	for _, d := range t.Default {
		if strings.EqualFold("."+d.Extension, path.Ext(part)) {
			return strings.ToLower(d.ContentType)
		}
	}
	return ""
}

// maxEntries limits how many streams of a compound file are examined; real files
// have some tens.
const maxEntries = 4096

// compound recognises the old binary documents of Word, WPS and Excel among
// compound files by a stream that each of them must have. No stream is read.
func compound(content []byte) (*fileKind, bool) {
	r, err := mscfb.New(bytes.NewReader(content))
	if err != nil || len(r.File) > maxEntries {
		return nil, false
	}
	var kind *fileKind
	macros := false
	for _, f := range r.File {
		switch strings.ToLower(f.Name) {
		case "worddocument":
			kind = kindOldText
		case "workbook", "book":
			kind = kindOldTable
		case "vba", "macros", "_vba_project", "_vba_project_cur", "xlm_macros":
			macros = true
		}
	}
	return kind, macros
}
