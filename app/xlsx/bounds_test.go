package xlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
)

// parts is a workbook made by hand: name -> content.
type parts map[string]func(io.Writer)

func text(s string) func(io.Writer) {
	return func(w io.Writer) { _, _ = io.WriteString(w, s) }
}

func repeat(head, body string, n int, tail string) func(io.Writer) {
	return func(w io.Writer) {
		_, _ = io.WriteString(w, head)
		block := strings.Repeat(body, 1000)
		for range n / 1000 {
			_, _ = io.WriteString(w, block)
		}
		_, _ = io.WriteString(w, tail)
	}
}

func (p parts) zip(t testing.TB) []byte {
	t.Helper()
	for name, content := range map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
	} {
		if p[name] == nil {
			p[name] = text(content)
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, write := range p {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		write(w)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheet(rows string) parts {
	return parts{"xl/worksheets/sheet1.xml": text("<worksheet><sheetData>" + rows + "</sheetData></worksheet>")}
}

const open, shut = "<worksheet><sheetData>", "</sheetData></worksheet>"

// bombs are small files that would fill the memory of a reader that trusts them.
func bombs() map[string]parts {
	row := "<row><c><v>1</v></c></row>"
	deep := func(w io.Writer) {
		for range 400 {
			_, _ = io.WriteString(w, strings.Repeat("<a>", 1000))
		}
	}
	return map[string]parts{
		"shared texts without end":     {"xl/sharedStrings.xml": repeat("<sst>", "<si/>", 2_000_000, "</sst>")},
		"one text without end":         {"xl/sharedStrings.xml": repeat("<sst><si><t>", "字字字字字", 1_000_000, "</t></si></sst>")},
		"a text in many pieces":        {"xl/sharedStrings.xml": repeat("<sst><si>", "<t>一二三四五六七八九十</t>", 400_000, "</si></sst>")},
		"styles without end":           {"xl/styles.xml": repeat("<styleSheet><cellXfs>", "<xf/>", 1_000_000, "</cellXfs></styleSheet>")},
		"rows without end":             {"xl/worksheets/sheet1.xml": repeat(open, row, 200_000, shut)},
		"cells without end":            {"xl/worksheets/sheet1.xml": repeat(open+"<row>", "<c><v>1</v></c>", 500_000, "</row>"+shut)},
		"empty rows without end":       {"xl/worksheets/sheet1.xml": repeat(open, "<row/>", 2_500_000, shut)},
		"inline text without end":      {"xl/worksheets/sheet1.xml": repeat(open+`<row><c t="inlineStr"><is>`, "<t>一二三四五六七八九十</t>", 400_000, "</is></c></row>"+shut)},
		"elements within elements":     {"xl/worksheets/sheet1.xml": deep},
		"attributes without end":       {"xl/worksheets/sheet1.xml": repeat(open+"<row", ` a="1"`, 1_000_000, "/>"+shut)},
		"a comment without end":        {"xl/worksheets/sheet1.xml": repeat(open+"<!--", "xxxxxxxx", 1_000_000, "-->"+shut)},
		"a part that is not even read": {"xl/media/image1.png": repeat("", strings.Repeat("0", 1000), 52_000, ""), "xl/worksheets/sheet1.xml": text(open + shut)},
		"sheets without end":           {"xl/workbook.xml": repeat("<workbook><sheets>", `<sheet name="a" r:id="rId1"/>`, 200_000, "</sheets></workbook>")},
		"sheets that are all one":      {"xl/workbook.xml": repeat("<workbook><sheets>", `<sheet name="a" r:id="rId1"/>`, 1000, "</sheets></workbook>")},
	}
}

// budget is what reading may take above what the program has anyway.
const budget = 150 << 20

// peak runs f and returns how far the memory obtained from the system for the
// heap rose meanwhile.
func peak(f func()) uint64 {
	debug.FreeOSMemory()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	used := (after.HeapSys - after.HeapReleased)
	idle := (before.HeapSys - before.HeapReleased)
	return used - min(used, idle)
}

func TestNoSmallFileFillsTheMemory(t *testing.T) {
	for name, p := range bombs() {
		data := p.zip(t)
		if len(data) > xlsx.MaxFile {
			t.Fatalf("%s: the bomb has %d bytes", name, len(data))
		}
		var err error
		if used := peak(func() { _, err = xlsx.Read(data) }); used > budget {
			t.Errorf("%s: %d MB for %d kB", name, used>>20, len(data)>>10)
		}
		if code := evaluation.CodeOf(err); code != evaluation.CodeTooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheMeasureSeesMemoryThatIsUsed(t *testing.T) {
	var kept []byte
	if used := peak(func() { kept = bytes.Repeat([]byte("x"), budget+budget/4) }); used < budget {
		t.Errorf("%d MB seen of %d", used>>20, len(kept)>>20)
	}
}

func TestALyingSizeInTheArchiveDoesNotHelp(t *testing.T) {
	data := parts{"xl/worksheets/sheet1.xml": repeat(open, "<row/>", 1_000_000, shut)}.zip(t)
	// The size stands little-endian in the directory at the end.
	size := len(open) + len("<row/>")*1_000_000 + len(shut)
	from := []byte{byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24)}
	at := bytes.LastIndex(data, from)
	if at < 0 {
		t.Fatal("size not found")
	}
	copy(data[at:], []byte{16, 0, 0, 0})
	if _, err := xlsx.Read(data); err == nil {
		t.Error("read")
	}
}

// utf16 writes plain letters as a compound file names its streams.
func utf16(s string) string {
	out := ""
	for _, b := range []byte(s) {
		out += string([]byte{b, 0})
	}
	return out
}

func TestWhatIsNoWorkbookIsRefusedWithAReason(t *testing.T) {
	wide := `<row r="1"><c r="CW1"><v>1</v></c></row>`
	long := `<row r="7"><c r="A7" t="inlineStr"><is><t>` + strings.Repeat("长", xlsx.MaxCell+1) + `</t></is></c></row>`
	plain := func(name string) []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, "hello")
		}
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for _, c := range []struct {
		name, key string
		code      evaluation.Code
		data      []byte
	}{
		{"nothing", "xlsx.not_xlsx", evaluation.CodeMediaType, nil},
		{"a text", "xlsx.not_xlsx", evaluation.CodeMediaType, []byte("苏芳嘉的工作总结\n")},
		{"a web page called .xls", "xlsx.not_xlsx", evaluation.CodeMediaType, []byte("<html><table>")},
		{"another archive", "xlsx.not_xlsx", evaluation.CodeMediaType, plain("word/document.xml")},
		{"before 2007", "xlsx.old", evaluation.CodeMediaType, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600))},
		{"encrypted", "xlsx.encrypted", evaluation.CodeMediaType, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600) + utf16("EncryptedPackage"))},
		{"cut off", "xlsx.damaged", evaluation.CodeInvalid, sample(t)[:9000]},
		{"no XML inside", "xlsx.damaged", evaluation.CodeInvalid, parts{"xl/worksheets/sheet1.xml": text("<worksheet><sheetData><row></c>")}.zip(t)},
		{"too many bytes", "xlsx.too_large", evaluation.CodeTooLarge, append([]byte("PK\x03\x04"), make([]byte, xlsx.MaxFile)...)},
		{"too wide", "xlsx.columns", evaluation.CodeTooLarge, sheet(wide).zip(t)},
		{"too long a cell", "xlsx.cell", evaluation.CodeTooLarge, sheet(long).zip(t)},
		{"too many rows", "xlsx.rows", evaluation.CodeTooLarge, sheet(strings.Repeat("<row><c><v>1</v></c></row>", xlsx.MaxRows+1)).zip(t)},
	} {
		_, err := xlsx.Read(c.data)
		e, ok := errors.AsType[*evaluation.Error](err)
		if !ok || e.Code != c.code || e.Message.Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := xlsx.Read(sheet(strings.Repeat("<row><c><v>1</v></c></row>", xlsx.MaxRows)).zip(t)); err != nil {
		t.Errorf("as many rows as allowed: %v", err)
	}
}

func TestAnEntityIsNotExpanded(t *testing.T) {
	p := parts{"xl/worksheets/sheet1.xml": text(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>` +
		open + `<row><c t="inlineStr"><is><t>&b;</t></is></c></row>` + shut)}
	if sheets, err := xlsx.Read(p.zip(t)); err == nil {
		t.Errorf("%+v", sheets)
	}
}

func FuzzAWorkbookOfAnyCellsIsReadOrRefusedAndNeverPanics(f *testing.F) {
	for _, s := range []string{
		`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<row r="2"><c r="ZZZ9" s="99999999"><v>1e308</v></c></row>`,
		`<row r="-1"><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2019-03</v></c></row>`, `<row><c><f>1+1</f></c></row>`,
		`<A><د><v>0</A></c></row>`, // ends that nothing began
	} {
		f.Add(s, "<si><t>a</t></si>", `<xf numFmtId="14"/>`)
	}
	f.Fuzz(func(t *testing.T, rows, strs, styles string) {
		p := sheet(rows)
		p["xl/sharedStrings.xml"] = text("<sst>" + strs + "</sst>")
		p["xl/styles.xml"] = text("<styleSheet><cellXfs>" + styles + "</cellXfs></styleSheet>")
		sheets, err := xlsx.Read(p.zip(t))
		if err != nil {
			if evaluation.CodeOf(err) == evaluation.CodeInternal {
				t.Errorf("a stranger: %v", err)
			}
			return
		}
		for _, s := range sheets {
			for _, row := range s.Rows {
				for _, c := range row {
					if c.Row < 1 || c.Col < 1 || c.Col > xlsx.MaxColumns || c.Text == "" && c.Fault == "" {
						t.Errorf("cell %s", fmt.Sprintf("%+v", c))
					}
				}
			}
		}
	})
}
