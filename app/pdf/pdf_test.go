package pdf_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"kaoji/app/pdf"
	"kaoji/app/pdf/pdftest"
)

func font(t *testing.T) *pdf.Font {
	t.Helper()
	f, err := pdf.Serif()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func written(t *testing.T, texts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	d := pdf.New(&b, font(t), "登记表")
	for _, text := range texts {
		p := d.Blank()
		p.Text(200, 200, text, pdf.Look{Size: 24})
		d.Page(p)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestADocumentSaysWhatWasWrittenAlsoInRareCharacters(t *testing.T) {
	texts := []string{"王𠅤、䶮龘 Ab-12", "第二页：“—…·”①〇é"}
	pages := pdftest.Read(t, written(t, texts...))
	for i, page := range pages {
		if got := page.Words(); got != texts[i] {
			t.Errorf("page %d says %q, not %q", i+1, got, texts[i])
		}
	}
	if len(pages) != 2 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestTheSamePagesAreTheSameBytesAndNoTimeIsInThem(t *testing.T) {
	one, other := written(t, "甲", "乙"), written(t, "甲", "乙")
	if !bytes.Equal(one, other) || bytes.Contains(one, []byte("Date")) {
		t.Error("the documents differ, or have a date")
	}
}

// Names are written in the characters of 通用规范汉字表, older ones also in those of GB/T 2312
// and Big5, whose every character the font has.
func TestTheFontHasTheCharactersOfNames(t *testing.T) {
	f := font(t)
	for _, r := range "龢堃喆祎珺昇犇淼䶮𠅤㙍鿍𬘘國傑陳濬" {
		if !f.Has(r) {
			t.Errorf("%c is not in the font", r)
		}
	}
	n := 0
	for r := range rune(0x9fff) {
		if unicode.Is(unicode.Han, r) && f.Has(r) {
			n++
		}
	}
	if n < 15000 {
		t.Errorf("%d Han characters", n)
	}
}

// The font is the one that FONT.json names, and its licence is beside it.
func TestTheFontIsTheOneThatIsRecorded(t *testing.T) {
	content, err := os.ReadFile("font/NotoSerifSC.ttf.br")
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile("font/FONT.json")
	if err != nil || !bytes.Contains(recorded, fmt.Appendf(nil, "%x", sha256.Sum256(content))) {
		t.Errorf("%v: %s", err, recorded)
	}
	if licence, err := os.ReadFile("font/NotoSerifSC.LICENSE"); err != nil || !bytes.Contains(licence, []byte("SIL OPEN FONT LICENSE")) {
		t.Error("no licence", err)
	}
}

func TestWhatTheFontLacksIsDrawnAsGetaAndTold(t *testing.T) {
	d := pdf.New(io.Discard, font(t), "")
	p := d.Blank()
	p.Text(0, 0, "甲\u9fc3\u200b\U0001f600\ufe0f", pdf.Look{Size: 24})
	if got := p.Missing(); !slices.Equal(got, []rune{0x9fc3, 0x1f600}) {
		t.Errorf("%U are missing", got)
	}
	if pages := pdftest.Read(t, written(t, "甲\u9fc3\u200b乙")); pages[0].Words() != "甲〓乙" {
		t.Errorf("the page says %s", pages[0].Words())
	}
}

// The table of objects leads to each of them, and each stream is as long as it says.
func TestTheTableOfObjectsLeadsToThem(t *testing.T) {
	b := written(t, "甲乙")
	at, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(b)[1]))
	if err != nil || !bytes.HasPrefix(b[at:], []byte("xref\n0 ")) {
		t.Fatalf("no table at %d, %v", at, err)
	}
	entries := regexp.MustCompile(`(\d{10}) 00000 n `).FindAllSubmatch(b[at:], -1)
	for i, entry := range entries {
		begin, _ := strconv.Atoi(string(entry[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(b[begin:], []byte(want)) {
			t.Errorf("object %d begins with %.20q", i+1, b[begin:])
		}
	}
	for _, m := range regexp.MustCompile(`/Length (\d+) [^\n]*>>\nstream\n`).FindAllSubmatchIndex(b, -1) {
		n, _ := strconv.Atoi(string(b[m[2]:m[3]]))
		if !bytes.HasPrefix(b[m[1]+n:], []byte("\nendstream")) {
			t.Errorf("a stream is not %d long", n)
		}
		z, err := zlib.NewReader(bytes.NewReader(b[m[1] : m[1]+n]))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(z); err != nil {
			t.Error(err)
		}
	}
	if len(entries) < 10 || len(b) > 10000 {
		t.Errorf("%d objects in %d bytes", len(entries), len(b))
	}
}

func TestAPictureIsNoOtherFile(t *testing.T) {
	p := pdf.New(io.Discard, font(t), "").Blank()
	if p.Picture(0, 0, 100, 100, []byte("\x89PNG")) || p.Picture(0, 0, 100, 100, nil) || !p.Picture(0, 0, 100, 100, pdftest.JPEG(t)) {
		t.Error("what is no JPEG picture is drawn, or one is not")
	}
}

func TestManyPagesGoOnWhileTheyAreWritten(t *testing.T) {
	b := written(t, strings.Split(strings.Repeat("认真履职。\n", 299), "\n")...)
	if n := len(pdftest.Read(t, b)); n != 300 || len(b) > 300_000 {
		t.Errorf("%d pages in %d bytes", n, len(b))
	}
}
