package xlsx_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kaoji/app/xlsx"
	"kaoji/evaluation/roster"
)

// printed opens a workbook with another program's reader.
func printed(t *testing.T, sheets ...roster.Sheet) *excelize.File {
	t.Helper()
	file, err := xlsx.Bytes(sheets)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func wide(n, row int) []roster.Cell {
	var texts []string
	for range n {
		texts = append(texts, strings.Repeat("宽", 10))
	}
	return line(row, texts...)
}

// Every workbook prints on A4, as wide as a page, with its headings on each page.
func TestAWorkbookPrintsAsWideAsThePageWithItsHeadings(t *testing.T) {
	narrow := roster.Sheet{Name: "甲's 名单", Rows: [][]roster.Cell{line(1, "2025年度考核备案表"), line(2, "优秀等次人员名单"), line(3, "姓名", "部门"), line(4, "其他等次人员名单（1人）"), line(5, "甲一", "办公室"), line(6, "乙二", "社区服务中心\n办公室")}}
	broad := roster.Sheet{Name: "宽", Rows: [][]roster.Cell{wide(8, 1), wide(8, 2)}}
	register := roster.Sheet{Name: "花名册", Rows: [][]roster.Cell{wide(30, 1), wide(30, 2)}}
	f := printed(t, narrow, broad, register)
	for sheet, want := range map[string]struct {
		orientation string
		pages       int
		titles      string
		frozen      int
	}{
		narrow.Name:   {"portrait", 1, "'甲''s 名单'!$1:$3", 3},
		broad.Name:    {"landscape", 1, "'宽'!$1:$1", 1},
		register.Name: {"landscape", 3, "'花名册'!$A:$A,'花名册'!$1:$1", 1},
	} {
		page, err := f.GetPageLayout(sheet)
		if err != nil || *page.Size != 9 || *page.Orientation != want.orientation || *page.FitToWidth != want.pages || *page.FitToHeight != 0 {
			t.Errorf("%s: %+v, %v", sheet, page, err)
		}
		props, err := f.GetSheetProps(sheet)
		if err != nil || !*props.FitToPage {
			t.Errorf("%s is not fitted to the page: %v", sheet, err)
		}
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != want.frozen {
			t.Errorf("%s: %+v, %v", sheet, panes, err)
		}
		if !slices.ContainsFunc(f.GetDefinedName(), func(n excelize.DefinedName) bool {
			return n.Name == "_xlnm.Print_Titles" && n.Scope == sheet && n.RefersTo == want.titles
		}) {
			t.Errorf("%s does not repeat %s: %+v", sheet, want.titles, f.GetDefinedName())
		}
	}
	if h, err := f.GetRowHeight(narrow.Name, 6); err != nil || h != 30 {
		t.Errorf("a row of two lines is %v high, %v", h, err)
	}
	if w, err := f.GetColWidth(narrow.Name, "A"); err != nil || w != 8 {
		t.Errorf("a column is as wide as what stands over several: %v, %v", w, err)
	}
	if w, err := f.GetColWidth(broad.Name, "B"); err != nil || w != 22 {
		t.Errorf("a column is %v wide, %v", w, err)
	}
}

func TestASheetOfPlainLinesHasNoHeadings(t *testing.T) {
	f := printed(t, roster.Sheet{Name: "说明", Rows: [][]roster.Cell{line(1, "第一行"), line(2, "第二行")}})
	if names := f.GetDefinedName(); len(names) > 0 {
		t.Errorf("%+v", names)
	}
	if page, err := f.GetPageLayout("说明"); err != nil || *page.Orientation != "portrait" {
		t.Errorf("%+v, %v", page, err)
	}
}
