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
	w.add("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<" + root + ">\n")
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
	w.add("</" + root + ">\n")
	return []byte(w.String())
}

type writer struct{ strings.Builder }

// add writes texts one after another; a Builder does not fail.
func (w *writer) add(texts ...string) {
	for _, text := range texts {
		_, _ = w.WriteString(text)
	}
}

func (w *writer) indent(depth int) {
	for range depth {
		w.add("  ")
	}
}

func (w *writer) element(depth int, name, text string) {
	w.indent(depth)
	w.add("<" + name + ">" + escaped(text) + "</" + name + ">\n")
}

// extra writes the unknown elements that followed a known one.
func (w *writer) extra(list []cadreform.Extra, after string, depth int) {
	for _, e := range list {
		if e.After == after {
			w.indent(depth)
			w.add(e.XML + "\n")
		}
	}
}

func (w *writer) family(list []cadreform.Kin) {
	w.indent(1)
	w.add("<" + family + ">\n")
	for i := range list {
		k := &list[i]
		w.indent(2)
		w.add("<" + item + ">\n")
		w.extra(k.Extra, "", 3)
		for _, f := range kinFields {
			w.element(3, f.name, *f.of(k))
			w.extra(k.Extra, f.name, 3)
		}
		w.indent(2)
		w.add("</" + item + ">\n")
	}
	w.indent(1)
	w.add("</" + family + ">\n")
}
