package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/docx"
)

// said unpacks a document, checks that every part is well-formed, and gives the
// text of its body with a line for each paragraph and break.
func said(t interface{ Fatalf(string, ...any) }, file []byte) string {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var body strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%v", err)
		}
		d := xml.NewDecoder(r)
		text := false
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				text = x.Name.Local == "t"
				if x.Name.Local == "br" && f.Name == "word/document.xml" {
					body.WriteString("\n")
				}
			case xml.EndElement:
				text = false
				if x.Name.Local == "p" && f.Name == "word/document.xml" {
					body.WriteString("\n")
				}
			case xml.CharData:
				if text && f.Name == "word/document.xml" {
					body.Write(x)
				}
			}
		}
	}
	return body.String()
}

func TestADocumentSaysWhatWasPutIntoIt(t *testing.T) {
	file, err := docx.Bytes(docx.Document{Title: "通报 <1>", Blocks: []docx.Block{
		&docx.Paragraph{Text: "中共塘桥街道工作委员会", Font: docx.Song, Size: docx.SizeLarge, Bold: true, Color: docx.Red, Align: docx.Center, Rule: docx.Red},
		&docx.Paragraph{Text: "第一行\n第二行 <&\"'> 𠮷䶮㛃", Indent: 2},
		&docx.Table{Widths: []int{1, 3}, Head: []string{"编号", "内容"}, Rows: [][]string{{"1", "=1+1"}, {"2"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := "中共塘桥街道工作委员会\n第一行\n第二行 <&\"'> 𠮷䶮㛃\n编号\n内容\n1\n=1+1\n2\n\n"
	if got := said(t, file); got != want {
		t.Errorf("%q", got)
	}
}

func TestAnyTextGivesAWellFormedDocumentAndTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		d := docx.Document{Title: text, Blocks: []docx.Block{
			&docx.Paragraph{Text: text, Color: text, Font: docx.Font{Han: text, Latin: text}},
			&docx.Table{Widths: []int{2, 1}, Rows: [][]string{{text}}},
		}}
		a, err := docx.Bytes(d)
		if err != nil {
			t.Fatalf("%v", err)
		}
		said(t, a)
		if b, _ := docx.Bytes(d); !bytes.Equal(a, b) {
			t.Fatalf("other bytes")
		}
	})
}
