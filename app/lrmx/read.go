package lrmx

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaoji/evaluation/cadreform"
)

// Read reads an .lrmx file. Texts are trimmed; nothing else is changed.
func Read(content []byte) (cadreform.Form, error) {
	if len(content) > MaxFile {
		return cadreform.Form{}, ErrTooLarge
	}
	r := &reader{decoder: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))))}
	r.decoder.CharsetReader, r.decoder.Entity = r.charset, map[string]string{}
	err := r.document()
	if _, syntax := errors.AsType[*xml.SyntaxError](err); syntax || errors.Is(err, io.EOF) {
		err = errors.Join(ErrDamaged, err)
	}
	return r.form, err
}

// charset decodes the encodings that files are written in.
func (r *reader) charset(name string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-8", "utf8":
		return in, nil
	case "gb18030", "gbk", "gb2312":
		r.decodes = true
		return simplifiedchinese.GB18030.NewDecoder().Reader(in), nil
	}
	return nil, ErrDamaged
}

type reader struct {
	decoder *xml.Decoder
	form    cadreform.Form
	parts   int
	size    int    // bytes of texts and unknown elements
	after   string // the known element before
	decodes bool   // from another encoding than UTF-8
}

// next returns the next token, nil at the end.
func (r *reader) next() (xml.Token, error) {
	for {
		t, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil, nil //nolint:nilnil // the end
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.Directive:
			return nil, ErrUnsafe
		case xml.ProcInst:
			if t.Target != "xml" {
				return nil, ErrUnsafe
			}
			continue
		case xml.Comment:
			continue
		case xml.StartElement:
			if r.parts++; r.parts > maxParts {
				return nil, ErrTooLarge
			}
		}
		return t, nil
	}
}

func (r *reader) document() error {
	for {
		t, err := r.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case nil:
			return ErrForeign
		case xml.StartElement:
			if t.Name.Local != root {
				return ErrForeign
			}
			return r.person()
		}
	}
}

// person reads the elements of a form.
func (r *reader) person() error { return r.within(r.element) }

// within calls each with every element of the one that has begun, until that ends; each
// reads to the end of its element. Text between elements says nothing.
func (r *reader) within(each func(xml.StartElement) error) error {
	for {
		t, err := r.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case nil:
			return ErrDamaged
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		}
	}
}

func (r *reader) element(t xml.StartElement) error {
	name := t.Name.Local
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if i < 0 {
		if len(r.form.Extra) >= maxExtra {
			return ErrTooLarge
		}
		raw, err := r.raw(t)
		r.form.Extra = append(r.form.Extra, cadreform.Extra{After: r.after, XML: raw})
		return err
	}
	r.after = name
	switch name {
	case family:
		return r.family()
	case photo:
		return r.photo()
	}
	text, err := r.text(maxText)
	*fields[i].of(&r.form) = text
	return err
}

// text reads the text up to the end of the element; elements within it are damage.
func (r *reader) text(most int) (string, error) {
	var b strings.Builder
	for {
		t, err := r.next()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			if b.Len()+len(t) > most {
				return "", ErrTooLarge
			}
			b.Write(t)
		case xml.EndElement:
			if r.size += b.Len(); most == maxText && r.size > maxTexts {
				return "", ErrTooLarge
			}
			if r.decodes && strings.ContainsRune(b.String(), utf8.RuneError) {
				return "", ErrDamaged // it is in another encoding than it says
			}
			return trim(b.String()), nil
		default:
			return "", ErrDamaged
		}
	}
}

// trim removes blanks around a text and unifies the ends of its lines.
func trim(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Trim(s, " \t\n\u3000")
}

// family reads the rows; empty ones, which programs write up to ten, are left out.
func (r *reader) family() error {
	return r.within(func(t xml.StartElement) error {
		if t.Name.Local != item || len(r.form.Family) >= maxKin {
			return ErrDamaged
		}
		kin, err := r.kin()
		if err == nil && !silent(kin) {
			r.form.Family = append(r.form.Family, kin)
		}
		return err
	})
}

func (r *reader) kin() (k cadreform.Kin, err error) {
	after := ""
	err = r.within(func(t xml.StartElement) (err error) {
		if i := slices.IndexFunc(kinFields, func(f kinField) bool { return f.name == t.Name.Local }); i >= 0 {
			after = t.Name.Local
			*kinFields[i].of(&k), err = r.text(maxText)
			return err
		}
		raw, err := r.raw(t)
		if err != nil {
			return err
		}
		if len(k.Extra) >= maxExtra {
			return ErrTooLarge
		}
		k.Extra = append(k.Extra, cadreform.Extra{After: after, XML: raw})
		return nil
	})
	return k, err
}

// silent reports whether a row says nothing: elements such as <DaoLingNianYue/> may be in
// it all the same.
func silent(k cadreform.Kin) bool {
	k.Extra = slices.DeleteFunc(slices.Clone(k.Extra), func(e cadreform.Extra) bool { return strings.Count(e.XML, "<") == 2 && strings.Contains(e.XML, "></") })
	return k.IsZero()
}

// photo reads the picture; base64 may be broken over lines.
func (r *reader) photo() error {
	before := r.size
	text, err := r.text(MaxFile)
	r.size = before
	if err != nil {
		return err
	}
	text = strings.Join(strings.Fields(text), "")
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		content, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	}
	if err != nil {
		content = []byte(text) // no picture: whoever compares the form says so, and the rest is taken
	}
	if len(content) > 0 {
		r.form.Photo = content
	}
	return nil
}

// raw writes an unknown element with its content again.
func (r *reader) raw(start xml.StartElement) (string, error) {
	var b strings.Builder
	depth := 0
	for t := xml.Token(start); ; {
		switch t := t.(type) {
		case nil:
			return "", ErrDamaged
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return "", ErrTooLarge
			}
			b.WriteString("<" + qualified(t.Name))
			for _, a := range t.Attr {
				b.WriteString(" " + qualified(a.Name) + `="` + escaped(a.Value) + `"`)
			}
			b.WriteString(">")
		case xml.EndElement:
			b.WriteString("</" + qualified(t.Name) + ">")
			if depth--; depth == 0 {
				if r.size += b.Len(); r.size > maxTexts {
					return "", ErrTooLarge
				}
				return b.String(), nil
			}
		case xml.CharData:
			b.WriteString(escaped(string(t)))
		}
		if b.Len() > maxText {
			return "", ErrTooLarge
		}
		next, err := r.next()
		if err != nil {
			return "", err
		}
		t = next
	}
}

// qualified is a name as written; namespaces are no part of these files.
func qualified(n xml.Name) string { return n.Local }

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(strings.ToValidUTF8(s, string(utf8.RuneError)))) // a Builder does not fail
	return b.String()
}
