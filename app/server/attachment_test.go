package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"kaoji/app/server"
	"kaoji/evaluation"
)

const (
	wordMain  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	sheetMain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

// packed is a zip of parts; names come in pairs with contents.
func packed(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// types declares the types of parts, in pairs, beside what some programs always
// declare of parts that are not there.
func types(pairs ...string) string {
	out := `<Types><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="xml" ContentType="application/xml"/>`
	for i := 0; i < len(pairs); i += 2 {
		out += `<Override PartName="/` + pairs[i] + `" ContentType="` + pairs[i+1] + `"/>`
	}
	return out + `</Types>`
}

// compound is an old binary document: a header, its table of sectors and a
// directory with the streams named (MS-CFB, version 3).
func compound(streams ...string) []byte {
	const sector = 512
	entries := append([]string{"Root Entry"}, streams...)
	for len(entries)%4 != 0 {
		entries = append(entries, "")
	}
	sectors := len(entries) / 4
	out := make([]byte, sector)
	copy(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le := binary.LittleEndian
	le.PutUint16(out[24:], 0x3E)
	le.PutUint16(out[26:], 3)
	le.PutUint16(out[28:], 0xFFFE)
	le.PutUint16(out[30:], 9)
	le.PutUint16(out[32:], 6)
	le.PutUint32(out[44:], 1)          // one sector of the sector table
	le.PutUint32(out[48:], 1)          // the directory begins in sector 1
	le.PutUint32(out[56:], 4096)       // cut-off of small streams
	le.PutUint32(out[60:], 0xFFFFFFFE) // no table of small sectors
	le.PutUint32(out[68:], 0xFFFFFFFE)
	for i := 76; i < sector; i += 4 {
		le.PutUint32(out[i:], 0xFFFFFFFF)
	}
	le.PutUint32(out[76:], 0)
	table := bytes.Repeat([]byte{0xFF}, sector)
	le.PutUint32(table, 0xFFFFFFFD)
	for i := 1; i <= sectors; i++ {
		next := uint32(i + 1)
		if i == sectors {
			next = 0xFFFFFFFE
		}
		le.PutUint32(table[4*i:], next)
	}
	out = append(out, table...)
	for i, name := range entries {
		e := make([]byte, 128)
		for j, c := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*j:], c)
		}
		if name != "" {
			le.PutUint16(e[64:], uint16(2*len(name)+2)) //nolint:gosec // short
			e[66] = 2
		}
		for _, at := range []int{68, 72, 76} {
			le.PutUint32(e[at:], 0xFFFFFFFF)
		}
		if i == 0 {
			e[66] = 5
			le.PutUint32(e[76:], 1)
		} else if i < len(streams) {
			le.PutUint32(e[72:], uint32(i+1)) //nolint:gosec // few
		}
		le.PutUint32(e[116:], 0xFFFFFFFE)
		out = append(out, e...)
	}
	return out
}

func TestAFileIsWhatItsContentSaysAndIsCalledSo(t *testing.T) {
	docx, xlsx := packed(t, "[Content_Types].xml", types("word/document.xml", wordMain), "word/document.xml", "<w/>"), packed(t, "[Content_Types].xml", types("xl/book2.xml", sheetMain), "xl/book2.xml", "<w/>")
	gb := []byte("\xC4\xAA\xD3\xC2") // 莫勇
	for _, c := range []struct {
		sent    string
		content []byte
		name    string
	}{
		{"述职.pdf", []byte("%PDF-1.7"), "述职.pdf"},
		{"述职.docx.exe", []byte("%PDF-1.7"), "述职.docx.pdf"},
		{"述职", []byte("%PDF-1.7"), "述职.pdf"},
		{"2026.5.20 会议", []byte("%PDF-1.7"), "2026.5.20 会议.pdf"},
		{"照片.JPEG", []byte("\xff\xd8\xff\xe0"), "照片.jpeg"},
		{`C:\我的\证书.png`, []byte("\x89PNG\r\n\x1a\n"), "证书.png"},
		{"../../etc/passwd", []byte("text"), "passwd.txt"},
		{"总结\u202efdp.docx", docx, "总结fdp.docx"},
		{"总\x00结\r\n.docx", docx, "总结.docx"},
		{"名册.docx", xlsx, "名册.xlsx"},
		{"𠮷\uE000.xlsx", xlsx, "𠮷\uE000.xlsx"},
		{"名单.csv", gb, "名单.csv"},
		{"批复.ofd", packed(t, "OFD.xml", `<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD"/>`, "Doc_0/Document.xml", "<d/>"), "批复.ofd"},
		{"报告.wps", compound("WordDocument"), "报告.wps"},
		{"报告.pdf", compound("WordDocument"), "报告.doc"},
		{"台账.et", compound("SummaryInformation", "Workbook"), "台账.et"},
		{"...", []byte("text"), "file.txt"},
		{strings.Repeat("长", 300) + ".txt", []byte("text"), strings.Repeat("长", 100) + ".txt"},
	} {
		b, err := server.Attachment(c.sent, c.content)
		if err != nil || b.Name != c.name || b.Type == "" || len(b.SHA256) != 64 {
			t.Errorf("%q: %q of type %q, %v; want %q", c.sent, b.Name, b.Type, err, c.name)
		}
		if old := strings.HasSuffix(b.Name, ".wps") || strings.HasSuffix(b.Name, ".doc") || strings.HasSuffix(b.Name, ".et"); server.Cautioned(b.Type) != old {
			t.Errorf("%q: warned of %v", b.Name, !old)
		}
	}
}

func TestWhatCanRunSomethingIsNotAttached(t *testing.T) {
	for name, content := range map[string][]byte{
		"a macro document": packed(t, "[Content_Types].xml", types("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), "word/document.xml", ""),
		"a macro workbook": packed(t, "[Content_Types].xml", types("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "xl/workbook.xml", ""),
		"a macro part":     packed(t, "[Content_Types].xml", types("word/document.xml", wordMain), "word/VBAProject.bin", ""),
		"a macro part of another name": packed(t, "[Content_Types].xml", types("word/theme/colors.dat", "application/vnd.ms-office.vbaProject"),
			"word/theme/colors.dat", ""),
		"a macro part by the type of its extension": packed(t, "[Content_Types].xml", types("word/document.xml", wordMain), "word/document.xml", "", "word/data.bin", ""),
		"a macro sheet":                  packed(t, "[Content_Types].xml", types("xl/workbook.xml", sheetMain), "xl/macrosheets/sheet1.xml", ""),
		"a macro workbook inside":        packed(t, "[Content_Types].xml", types("word/document.xml", wordMain), "word/embeddings/a.xlsm", ""),
		"an old document with macros":    compound("WordDocument", "Macros", "VBA"),
		"an old workbook with its macro": compound("Workbook", "_VBA_PROJECT_CUR"),
	} {
		_, err := server.Attachment("a.docx", content)
		if e, ok := errors.AsType[*evaluation.Error](err); !ok || e.Code != evaluation.CodeMediaType || e.Message.Key != "error.file_macros" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, content := range map[string][]byte{
		"a program": []byte("MZ\x90\x00\x03"), "a page": []byte("<!DOCTYPE html><script>1</script>"), "an archive": packed(t, "a.txt", "a"),
		"a compound file of something else": compound("__properties_version1.0"), "a broken compound file": compound("WordDocument")[:600], "bytes": {0, 1, 2, 3},
		"a package without its list":                       packed(t, "word/document.xml", "<w/>"),
		"an archive with the entry of an OFD that is none": packed(t, "OFD.xml", "<ofd/>", "a.txt", "a"), "one whose entry is no XML": packed(t, "OFD.xml", "OFD"),
	} {
		_, err := server.Attachment("a.docx", content)
		if e, ok := errors.AsType[*evaluation.Error](err); !ok || e.Code != evaluation.CodeMediaType || e.Message.Key != "error.file_type" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzAttachmentNamesAreHarmless(f *testing.F) {
	f.Add("a.pdf", []byte("%PDF-1.7"))
	f.Add("a\u202e.doc", compound("WordDocument"))
	f.Add("", []byte("x"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		b, err := server.Attachment(name, content)
		if err != nil {
			return
		}
		if b.Name == "" || len([]rune(b.Name)) > 120 || strings.ContainsAny(b.Name, "/\\\x00\r\n\u202e\u200f") || !strings.Contains(b.Name, ".") {
			t.Errorf("%q is called %q", name, b.Name)
		}
	})
}
