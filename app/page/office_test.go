//go:build office

package page_test

import (
	"context"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"kaoji/evaluation"
)

// converted opens a file in LibreOffice, has it made into a PDF, and gives the
// text and the number of pages.
func converted(t *testing.T, name string, content []byte) (text string, pages int) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	run := func(program string, args ...string) string {
		out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", program, args, err, out)
		}
		return string(out)
	}
	run("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, file)
	pdf := strings.TrimSuffix(file, filepath.Ext(file)) + ".pdf"
	text = run("pdftotext", "-layout", pdf, "-")
	return text, strings.Count(text, "\f")
}

// letters leaves out what layout adds: spaces, line ends, page numbers.
func letters(s string) string {
	s = regexp.MustCompile(`— ?\d+ ?—`).ReplaceAllString(s, "")
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

var paperText = regexp.MustCompile(`(?s)<main class="sheet">(.*?)</main>`)

func TestTheWordDocumentOpensInLibreOfficeAndSaysWhatTheBulletinSays(t *testing.T) {
	p := newPraise(t)
	page, record := p.released()
	printed := paperText.FindStringSubmatch(p.supervisor.get(record + "/print/bulletin"))
	if printed == nil {
		t.Fatal("no printed sheet")
	}
	want := letters(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(printed[1], "")))
	p.supervisor.get(page + "/word")
	text, pages := converted(t, "bulletin.docx", p.supervisor.body)
	if got := letters(text); got != want {
		t.Errorf("the document says\n%s\nand the print\n%s", got, want)
	}
	if number := regexp.MustCompile(`— ?1 ?—`); pages != 1 || !number.MatchString(text) {
		t.Errorf("%d pages:\n%s", pages, text)
	}
}

func TestTheWorkbookOpensInLibreOfficeWithNothingReckoned(t *testing.T) {
	p := newPraise(t)
	page, _ := p.released()
	p.supervisor.get(page + "/excel")
	text, _ := converted(t, "bulletin.xlsx", p.supervisor.body)
	got := letters(text)
	for _, want := range []string{hostile, "护送老人", evaluation.DateOf(time.Now()).AddDays(-3).String(), "遵纪守法"} {
		if !strings.Contains(got, letters(want)) {
			t.Errorf("the workbook lacks %q:\n%s", want, text)
		}
	}
}
