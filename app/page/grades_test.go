package page_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/results"
	"kaoji/evaluation/roster"
)

// gradeSheet is a workbook whose years stand as numbers under one heading, as offices
// write it.
func gradeSheet(t *testing.T, years []int, rows ...[]string) []byte {
	t.Helper()
	cell := func(row, col int, text string) roster.Cell { return roster.Cell{Text: text, Row: row, Col: col} }
	sheet := roster.Sheet{Name: "等次", Rows: [][]roster.Cell{{cell(1, 1, "某街道年度考核等次")}, {cell(2, 1, "工号"), cell(2, 2, "姓名"), cell(2, 3, "血型")}}}
	for i, y := range years {
		sheet.Rows[1] = append(sheet.Rows[1], roster.Cell{Number: float64(y), IsNumber: true, Text: strconv.Itoa(y), Row: 2, Col: 4 + i})
	}
	for i, texts := range rows {
		var row []roster.Cell
		for j, text := range texts {
			row = append(row, cell(3+i, 1+j, text))
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	file, err := xlsx.Bytes([]roster.Sheet{sheet})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var gradesAddress = regexp.MustCompile(`/results/import/[0-9a-f-]{36}`)

// Grades of several years come from a workbook: nothing is written before it was shown,
// nothing is overwritten that was not chosen, and the import can be undone.
func TestGradesOfEarlierYearsComeFromAWorkbook(t *testing.T) {
	p := newPraise(t)
	other := p.otherThan(p.member.ID)
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := book.On(evaluation.DateOf(time.Now())).Member(other)
	last := time.Now().Year() - 1
	early := m.Person.WorkedSince.Year() - 1
	p.personnel.post("/new/results.grade/enter", url.Values{"person": {p.member.ID}, "year": {strconv.Itoa(last)}, "grade": {results.Competent}, "source": {"登记表"}})
	grades := func() string {
		t.Helper()
		found, err := p.service.Find(t.Context(), evaluation.Query{Office: office, Kinds: []string{results.KindGrade}, States: evaluation.States(results.Entered), Sort: evaluation.SortOn})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, r := range found.Records {
			g, err := evaluation.PayloadOf[results.Grade](r)
			if err != nil {
				t.Fatal(err)
			}
			said = append(said, fmt.Sprint(map[bool]string{true: "member", false: "other"}[r.Subject == p.member.ID], " ", last-g.Year, " ", g.Grade, " ", g.Source))
		}
		return strings.Join(said, "; ")
	}
	file := gradeSheet(t, []int{last - 2, last - 1, last, last + 1, early},
		[]string{p.member.No, p.member.Name, "A", "优秀", "称职", "优秀", ""},
		[]string{m.No, "", "", "合格", "未参加", "一等", "优秀", "优秀"},
		[]string{m.No, m.Name, "", "", "", "", ""},
		[]string{"没有此人", "某某", "", "优秀", "", "", ""},
		[]string{m.No, "", "", "称职", "", "", ""},
		[]string{"注：按登记表填写"},
	)
	p.personnel.get("/results/import")
	page := p.personnel.upload("/results/import", "file", "等次.xlsx", file)
	at := gradesAddress.FindString(p.personnel.at)
	if at == "" {
		t.Fatalf("%d %s\n%s", p.personnel.status, p.personnel.at, page)
	}
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"已录入：称职", "没有工号“没有此人”", "无法识别的等次“一等”", "只能录入已经结束的年度", "早于参加工作时间", "与第4行重复", "没有读取的列：血型", "没有读取的行：8 注", `name="overwrite" value="3.` + strconv.Itoa(last) + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the comparison does not say %q:\n%s", want, page)
		}
	}
	if said := grades(); said != "member 0 competent 登记表" {
		t.Errorf("written before it was decided: %s", said)
	}
	if page = p.personnel.post(at, url.Values{"version": {version([]byte(page))}, "take": {"3", "4"}}); !strings.Contains(page, "已导入") {
		t.Fatalf("%d\n%s", p.personnel.status, page)
	}
	if said := grades(); !strings.Contains(said, "member 2 excellent 等次.xlsx") || !strings.Contains(said, "other 2 competent") || !strings.Contains(said, "other 1 exempt") || !strings.Contains(said, "member 0 competent 登记表") || strings.Count(said, ";") != 4 {
		t.Errorf("imported: %s", said)
	}
	page = p.personnel.upload("/results/import", "file", "等次.xlsx", file)
	again := gradesAddress.FindString(p.personnel.at)
	p.personnel.post(again, url.Values{"version": {version([]byte(page))}, "take": {"3"}, "overwrite": {"3." + strconv.Itoa(last)}})
	if said := grades(); !strings.Contains(said, "member 0 excellent 等次.xlsx") {
		t.Errorf("overwritten: %s", said)
	}
	foreseen := "" // what the page says before the undoing is confirmed
	undo := func(at string) string {
		form := p.personnel.get("/records/" + at[strings.LastIndex(at, "/")+1:] + "/acts/undo")
		if p.personnel.status != http.StatusOK {
			return form
		}
		foreseen = form
		return p.personnel.post("/records/"+at[strings.LastIndex(at, "/")+1:]+"/acts/undo", url.Values{"version": {version([]byte(form))}, "reason": {"表填错了"}})
	}
	undo(again)
	if said := grades(); !strings.Contains(said, "member 0 competent 登记表") {
		t.Errorf("undone: %s", said)
	}
	undo(at)
	if said := grades(); said != "member 0 competent 登记表" {
		t.Errorf("undone: %s", said)
	}
	p.personnel.get("/results/import")
	page = p.personnel.upload("/results/import", "file", "等次.xlsx", file)
	third := gradesAddress.FindString(p.personnel.at)
	p.personnel.post(third, url.Values{"version": {version([]byte(page))}, "take": {"3"}})
	found, err := p.service.Find(t.Context(), evaluation.Query{
		Office: office, Kinds: []string{results.KindGrade}, States: evaluation.States(results.Entered), Subjects: []string{p.member.ID}, Periods: []string{strconv.Itoa(last - 2)},
	})
	if err != nil || len(found.Records) != 1 {
		t.Fatal(len(found.Records), err)
	}
	p.submit(p.personnel, "/records/"+found.Records[0].ID, "correct", "", url.Values{"grade": {results.Basic}, "source": {"复核决定"}, "reason": {"登记表有误"}})
	if said := undo(third); !strings.Contains(said, "没有撤回的") || !strings.Contains(said, "更正") || !strings.Contains(grades(), "member 2 basic 复核决定") {
		t.Errorf("undone over a correction: %s\n%s", grades(), said)
	}
	pagetest.Check(t, []byte(foreseen))
	if !strings.Contains(foreseen, "确认后撤回 1 项") || !strings.Contains(foreseen, "不撤回的（1 项）") || !strings.Contains(foreseen, "更正") {
		t.Errorf("what the undoing would do:\n%s", foreseen)
	}
	p.personnel.get("/results/import/template")
	sheets, err := xlsx.Read(p.personnel.body)
	if err != nil || len(sheets) != 1 || len(sheets[0].Rows) < 3 {
		t.Fatalf("the template: %v %v", sheets, err)
	}
	filled := filledIn(t, p.personnel, "/results/import/template", 2, map[int]string{4: "优秀"})
	p.personnel.get("/results/import")
	if page = p.personnel.upload("/results/import", "file", "往年.xlsx", filled); !strings.Contains(page, "优秀") || gradesAddress.FindString(p.personnel.at) == "" {
		t.Errorf("the template is not read back: %s\n%s", p.personnel.at, page)
	}
	if page = p.personnel.upload("/results/import", "file", "空.csv", []byte("姓名,备注\n甲,x\n")); p.personnel.status != http.StatusUnprocessableEntity || !strings.Contains(page, "没有找到表头") {
		t.Errorf("a sheet without years: %d\n%s", p.personnel.status, page)
	}
}

// A formula whose value was never computed is no empty cell: neither in the column of
// names, which would not be compared with the numbers, nor in that of a year.
func TestFormulasWithoutAValueAreRefusedInGrades(t *testing.T) {
	p := newPraise(t)
	last := time.Now().Year() - 1
	file := gradeSheet(t, []int{last}, []string{p.member.No, "此处姓名", "", "此处等次"})
	for cell, want := range map[string]string{"此处姓名": "“姓名”列有 1 处公式没有计算结果", "此处等次": "公式没有计算结果"} {
		p.personnel.get("/results/import")
		page := p.personnel.upload("/results/import", "file", "往年.xlsx", uncomputed(t, file, cell))
		if p.personnel.status != http.StatusUnprocessableEntity || !strings.Contains(page, want) || !strings.Contains(page, "打开并保存一次") {
			t.Errorf("%s: %d\n%s", cell, p.personnel.status, page)
		}
	}
}

// uncomputed makes the cell with a text a formula without a stored value.
func uncomputed(t *testing.T, file []byte, text string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	cell := regexp.MustCompile(` t="inlineStr"><is><t[^>]*>` + text + `</t></is></c>`)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		part, err := w.Create(f.Name)
		if err == nil {
			_, err = part.Write(cell.ReplaceAll(content, []byte(`><f>A1</f></c>`)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
