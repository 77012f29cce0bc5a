//go:build office

package page_test

import (
	"context"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	pages "kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/roster"
)

// converted opens a file in LibreOffice, has it made into a PDF if it is none, and gives
// the text and the number of pages.
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
	if strings.HasSuffix(file, ".pdf") {
		text = run("pdftotext", "-layout", file, "-")
		return text, strings.Count(text, "\f")
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

// A workbook prints with all columns on a page, and its titles and headings on each page.
func TestAWorkbookPrintsOnFewPagesWithItsHeadings(t *testing.T) {
	list := view.Table{Heads: []string{"序号", "姓名", "单位及职务", "职级", "考核等次", "备注"}, Numbers: []bool{true}}
	for i := range 60 {
		list.Rows = append(list.Rows, []string{strconv.Itoa(i + 1), "甲一", "社区服务中心副主任", "四级主任科员", "称职", strings.Repeat("影响考核等次。", 5)})
	}
	file, err := xlsx.Bytes([]roster.Sheet{pages.TitledSheet("公务员", &list, "2025年度考核备案表"), pages.TitledSheet("编外聘用人员", &list, "2025年度考核备案表")})
	if err != nil {
		t.Fatal(err)
	}
	text, n := converted(t, "filing.xlsx", file)
	for _, repeated := range []string{"2025年度考核备案表", "单位及职务"} {
		if got := strings.Count(letters(text), repeated); got != n || n > 6 {
			t.Errorf("%s stands on %d of %d pages:\n%s", repeated, got, n, text)
		}
	}
}

// Forms of two pages stay on two pages, in Word, in Excel and as PDF, also if texts are long.
func TestFormsOpenInLibreOfficeOnTwoPagesEach(t *testing.T) {
	p := newPraise(t)
	who := p.openedYear(evaluation.DateOf(time.Now()).AddDays(-3))
	cycle, all := p.cycleOf(t, who)
	cadre := p.login("cadre", who.Person, evaluation.RoleCadre)
	values := url.Values{}
	for _, part := range append(assessment.Contents(), "summary", "training") {
		values.Set(part, strings.Repeat("认真履职，按时完成各项任务。", 25))
	}
	p.submit(cadre, "/records/"+who.Sheet, "submit_report", "", values)
	printed := paperText.FindStringSubmatch(p.personnel.get("/records/" + who.Sheet + "/print/assessment_form"))
	if printed == nil || strings.Contains(printed[1], "sheet-warning") {
		t.Fatal("no printed form, or one that is too long")
	}
	want := letters(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(printed[1], "")))
	for _, format := range []string{"docx", "pdf", "xlsx"} {
		p.personnel.get("/records/" + who.Sheet + "/print/assessment_form/" + format)
		text, pages := converted(t, "form."+format, p.personnel.body)
		if pages != 2 {
			t.Errorf("%s has %d pages", format, pages)
		}
		if got := letters(text); sorted(got) != sorted(want) {
			t.Errorf("%s says\n%s\nand the print\n%s", format, got, want)
		}
		p.personnel.get("/assessment/" + cycle + "/forms/" + format)
		if _, pages := converted(t, "all."+format, p.personnel.body); pages != 2*len(all) {
			t.Errorf("%s of %d people has %d pages", format, len(all), pages)
		}
	}
}

// sorted are the characters of a text: what stands beside each other comes in another order
// from other programs.
func sorted(s string) string {
	runes := []rune(s)
	slices.Sort(runes)
	return string(runes)
}

// The report of a questionnaire opens with its pictures, whose labels and figures are read
// from the page that LibreOffice draws.
func TestTheReportOfAQuestionnaireOpensInLibreOfficeWithItsPictures(t *testing.T) {
	p := newPraise(t)
	wave, _ := p.canteen(t)
	p.personnel.get("/survey/" + wave + "/results/docx")
	text, pages := converted(t, "report.docx", p.personnel.body)
	if strings.Count(text, "85.7") != 3 || strings.Count(text, "满意") < 5 || pages != 2 { // the picture, its sentence, its table
		t.Errorf("%d pages:\n%s", pages, text)
	}
}

// The report upward says in LibreOffice what its print says.
func TestTheReportUpwardOpensInLibreOfficeWithTheFiguresOfThePage(t *testing.T) {
	p := newPraise(t)
	at := p.yearly()
	printed := p.personnel.get(at + "/print/periodic_report")
	p.personnel.get("/periodic/" + strings.TrimPrefix(at, "/records/") + "/word")
	text, pages := converted(t, "report.docx", p.personnel.body)
	lines := regexp.MustCompile(`<p>([^<]*\d[^<]*)</p>`).FindAllStringSubmatch(printed, -1)
	for _, line := range lines {
		if !strings.Contains(letters(text), letters(html.UnescapeString(line[1]))) {
			t.Errorf("the document lacks %q", line[1])
		}
	}
	if len(lines) < 9 || pages > 3 || !strings.Contains(text, "服务态度") {
		t.Errorf("%d lines, %d pages:\n%s", len(lines), pages, text)
	}
}
