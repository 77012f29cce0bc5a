package xlsx

import (
	"bytes"
	"path"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Read returns the cells of every sheet of a workbook, or of a CSV text as one
// sheet. For a formula it returns the stored value. Errors are evaluation.Errors:
// CodeMediaType if it is not a workbook or is encrypted, CodeTooLarge above the
// limits, CodeInvalid if it is damaged.
func Read(data []byte) ([]roster.Sheet, error) {
	if len(data) <= MaxFile && !bytes.HasPrefix(data, []byte("PK")) && !bytes.HasPrefix(data, []byte(compound)) {
		return readCSV(data)
	}
	a, err := open(data)
	if err != nil {
		return nil, err
	}
	b, err := readBook(a)
	if err != nil {
		return nil, err
	}
	if err := b.readStrings(a); err != nil {
		return nil, err
	}
	if err := b.readStyles(a); err != nil {
		return nil, err
	}
	var sheets []roster.Sheet
	for _, s := range b.sheets {
		sheet, err := b.readSheet(a, s)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	return sheets, nil
}

// book contains the shared data to which cells refer.
type book struct {
	parts    partNames
	sheets   []sheetRef
	from1904 bool
	strings  []string
	styles   []style
	cells    int
	text     int
}

// sheetRef is the name of a sheet and of its part.
type sheetRef struct {
	name, part string
	hidden     bool
}

// partNames are the names of the parts of a workbook; they are found by
// relationships, because programs name them differently.
type partNames struct {
	workbook, strings, styles string
	sheets                    map[string]string // by relationship id
}

func (a *archive) relations(of string, each func(id, kind, target string)) error {
	dir, base := path.Split(of)
	n := 0
	return a.each(dir+"_rels/"+base+".rels", visit{start: func(name string, attr func(string) string) error {
		if n++; name != "Relationship" || n > maxParts || attr("TargetMode") == "External" {
			return nil
		}
		target := strings.ReplaceAll(attr("Target"), `\\`, "/")
		if strings.HasPrefix(target, "/") {
			target = path.Clean(target)
		} else {
			target = path.Join("/"+dir, target)
		}
		each(attr("Id"), path.Base(attr("Type")), strings.TrimPrefix(target, "/"))
		return nil
	}})
}

func (a *archive) find() (partNames, error) {
	p := partNames{workbook: "xl/workbook.xml", strings: "xl/sharedStrings.xml", styles: "xl/styles.xml", sheets: map[string]string{}}
	err := a.relations("", func(_, kind, target string) {
		if kind == "officeDocument" {
			p.workbook = target
		}
	})
	if err != nil {
		return p, err
	}
	if a.parts[strings.ToLower(p.workbook)] == nil {
		return p, fail(evaluation.CodeMediaType, "not_xlsx")
	}
	err = a.relations(p.workbook, func(id, kind, target string) {
		switch kind {
		case "worksheet", ".": // "." is none: some programs leave it out
			p.sheets[id] = target
		case "sharedStrings":
			p.strings = target
		case "styles":
			p.styles = target
		}
	})
	return p, err
}

func readBook(a *archive) (*book, error) {
	parts, err := a.find()
	if err != nil {
		return nil, err
	}
	b, root := &book{parts: parts}, ""
	err = a.each(parts.workbook, visit{start: func(name string, attr func(string) string) error {
		if root == "" {
			root = name
		}
		switch name {
		case "workbookPr":
			b.from1904 = yes(attr("date1904"))
		case "sheet":
			if len(b.sheets) == maxSheets {
				return fail(evaluation.CodeTooLarge, "sheets", "max", maxSheets)
			}
			if part := parts.sheets[attr("r:id")]; part != "" {
				b.sheets = append(b.sheets, sheetRef{name: attr("name"), part: part, hidden: attr("state") == "hidden" || attr("state") == "veryHidden"})
			}
		}
		return nil
	}})
	if err == nil && root != "workbook" {
		err = fail(evaluation.CodeMediaType, "not_xlsx")
	}
	return b, err
}

// yes reads a truth value of the file format.
func yes(s string) bool { return s == "1" || s == "true" }

// readStrings reads the texts shared by cells. Runs of a rich text are joined;
// phonetic readings (rPh) are omitted.
func (b *book) readStrings(a *archive) error {
	var text strings.Builder
	in, ruby := false, false
	return a.each(b.parts.strings, visit{
		start: func(name string, _ func(string) string) error {
			switch name {
			case "si":
				text.Reset()
			case "t":
				in = true
			case "rPh":
				ruby = true
			}
			return nil
		},
		text: func(t []byte) error {
			if in && !ruby {
				text.Write(t)
			}
			return long(text.Len())
		},
		end: func(name string) error {
			switch name {
			case "t":
				in = false
			case "rPh":
				ruby = false
			case "si":
				if b.text += text.Len(); len(b.strings) == maxStrings || b.text > maxText {
					return bomb()
				}
				b.strings = append(b.strings, unescape(text.String()))
			}
			return nil
		},
	})
}

// long refuses a text that becomes too long while it is being read.
func long(bytes int) error {
	if bytes > maxToken {
		return bomb()
	}
	return nil
}
