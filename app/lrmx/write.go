package lrmx

import (
	"encoding/base64"
	"strings"

	"kaoji/evaluation/cadreform"
)

// Write is the .lrmx file of a form, in UTF-8 with a byte order mark, as programs write
// it. Unknown elements stand where they were.
func Write(f *cadreform.Form) []byte {
	w := &writer{}
	w.WriteString("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<" + root + ">\n")
	w.extra(f.Extra, "", 1)
	for _, e := range fields {
		switch e.name {
		case family:
			w.family(f.Family)
		case photo:
			w.element(1, photo, base64.StdEncoding.EncodeToString(f.Photo))
		default:
			w.element(1, e.name, *e.of(f))
		}
		w.extra(f.Extra, e.name, 1)
	}
	w.WriteString("</" + root + ">\n")
	return []byte(w.String())
}

type writer struct{ strings.Builder }

func (w *writer) indent(depth int) {
	for range depth {
		w.WriteString("  ")
	}
}

func (w *writer) element(depth int, name, text string) {
	w.indent(depth)
	w.WriteString("<" + name + ">" + escaped(text) + "</" + name + ">\n")
}

// extra writes the unknown elements that followed a known one.
func (w *writer) extra(list []cadreform.Extra, after string, depth int) {
	for _, e := range list {
		if e.After == after {
			w.indent(depth)
			w.WriteString(e.XML + "\n")
		}
	}
}

func (w *writer) family(list []cadreform.Kin) {
	w.indent(1)
	w.WriteString("<" + family + ">\n")
	for i := range list {
		k := &list[i]
		w.indent(2)
		w.WriteString("<" + item + ">\n")
		w.extra(k.Extra, "", 3)
		for _, f := range kinFields {
			w.element(3, f.name, *f.of(k))
			w.extra(k.Extra, f.name, 3)
		}
		w.indent(2)
		w.WriteString("</" + item + ">\n")
	}
	w.indent(1)
	w.WriteString("</" + family + ">\n")
}
