package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"kaoji/evaluation"
)

// archive is the zip file and the number of bytes that may still be unpacked.
type archive struct {
	parts    map[string]*zip.File // by lower-case name
	left     int64
	elements int
}

// compound is the beginning of a compound file: an encrypted workbook, or one of a
// format before 2007 (.xls, .et).
const compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// open recognises the file type before anything is unpacked.
func open(data []byte) (*archive, error) {
	switch {
	case len(data) > MaxFile:
		return nil, fail(evaluation.CodeTooLarge, "too_large", "max", MaxFile>>20)
	case bytes.HasPrefix(data, []byte(compound)): // a compound file
		if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return nil, fail(evaluation.CodeMediaType, "encrypted")
		}
		return nil, fail(evaluation.CodeMediaType, "old")
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, fail(evaluation.CodeMediaType, "not_xlsx")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	a := &archive{parts: map[string]*zip.File{}, left: maxInflate}
	var total uint64
	for _, f := range z.File {
		if total += f.UncompressedSize64; len(z.File) > maxParts || f.UncompressedSize64 > maxInflate || total > maxInflate {
			return nil, bomb()
		}
		if f.Flags&1 != 0 {
			return nil, fail(evaluation.CodeMediaType, "encrypted")
		}
		a.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	if a.parts["[content_types].xml"] == nil {
		return nil, fail(evaluation.CodeMediaType, "not_xlsx")
	}
	return a, nil
}

// visit is called for every element's start and end and the text between.
type visit struct {
	start func(name string, attr func(string) string) error
	end   func(name string) error
	text  func([]byte) error
}

// each reads the XML of a part; a missing part is empty.
func (a *archive) each(name string, v visit) error {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	g := &guard{from: r, left: &a.left}
	if err = a.walk(xml.NewDecoder(g), v); g.err != nil {
		err = g.err // the decoder may have seen half a character before it
	}
	if cerr := r.Close(); err == nil && cerr != nil {
		err = cerr
	}
	if _, ours := errors.AsType[*evaluation.Error](err); err != nil && !ours {
		err = damaged(fmt.Errorf("%s: %w", path.Base(name), err))
	}
	return err
}

func (a *archive) walk(d *xml.Decoder, v visit) error {
	depth := 0
	for {
		t, err := d.RawToken() // without name spaces: programs use different prefixes for the same local names
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			a.elements++
			if depth++; depth > maxDepth || a.elements > maxElements {
				return bomb()
			}
			err = v.start(t.Name.Local, func(name string) string { return attribute(t, name) })
		case xml.EndElement:
			depth--
			if v.end != nil {
				err = v.end(t.Name.Local)
			}
		case xml.CharData:
			if v.text != nil {
				err = v.text(t)
			}
		}
		if err != nil {
			return err
		}
	}
}

// attribute finds an attribute by local name; "r:id" by its prefix too, because
// sheets also have another id.
func attribute(t xml.StartElement, name string) string {
	space, local, ok := strings.Cut(name, ":")
	if !ok {
		space, local = "", name
	}
	for _, a := range t.Attr {
		if a.Name.Local == local && (a.Name.Space != "") == (space != "") {
			return a.Value
		}
	}
	return ""
}

// guard limits the unpacked size of a part, and how much the XML decoder must hold
// at once: text or a tag without an end.
type guard struct {
	from io.Reader
	left *int64
	run  int
	err  error
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	if *g.left -= int64(n); *g.left < 0 {
		g.err = bomb()
	}
	for _, b := range p[:n] {
		if g.run++; b == '<' || b == '>' {
			g.run = 0
		}
		if g.run > maxToken {
			g.err = bomb()
		}
	}
	if g.err != nil {
		return 0, g.err
	}
	return n, err
}
