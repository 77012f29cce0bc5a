package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"kaoji/app/paper"
)

func forms(list ...*paper.Form) iter.Seq2[*paper.Form, error] {
	return func(yield func(*paper.Form, error) bool) {
		for _, f := range list {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// sample is a form with all that cells can be.
func sample(name, text string) *paper.Form {
	f := &paper.Form{
		Name: name, Title: "公务员年度考核登记表", Under: "（2026年度）", Below: "填表人：某某",
		Pages: []paper.Page{
			{Columns: []int{200, 600, 300, 600}, Rows: []paper.Row{
				{Height: 110, Cells: []paper.Cell{paper.Head("姓名"), paper.Value(name), paper.Head("照片"), {Text: "照片", Down: 2}}},
				{Height: 110, Cells: []paper.Cell{paper.Head("职务"), paper.Line("主任").Over(2)}},
				{Height: 1600, Cells: []paper.Cell{paper.Head("总结").Standing(), paper.Running(text).Over(3)}},
			}},
			{Columns: []int{500, 1200}, Rows: paper.Signed(paper.Head("评语"), paper.Running("同意"), 900, "签名：", 110)},
		},
	}
	f.Fit()
	return f
}

// texts are the texts of a part of a package.
func texts(t interface{ Fatal(...any) }, file []byte, part string) []string {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for d := xml.NewDecoder(r); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(part, err)
		}
		if text, ok := token.(xml.CharData); ok && len(bytes.TrimSpace(text)) > 0 {
			list = append(list, string(text))
		}
	}
}

func TestLongTextsAreSetSmallerUntilTheyFitAndItIsSaidIfTheyDoNot(t *testing.T) {
	line := strings.Repeat("某街道党政办公室科员", 10)
	last := 100
	for _, n := range []int{0, 5, 15, 28, 400} {
		f := sample("某某", strings.Repeat(line+"\n", n))
		size := f.Pages[0].Rows[2].Cells[1].Size
		if size > last || f.Long != (n == 400) {
			t.Errorf("%d lines: size %d, long %v", n, size, f.Long)
		}
		last = size
	}
	if last != 12 {
		t.Errorf("the smallest size is %d", last)
	}
}

func TestAWorkbookHasASheetForEachFormWithItsTextsInMergedCells(t *testing.T) {
	var b bytes.Buffer
	if err := paper.Excel(&b, forms(sample("张三", "=1+1"), sample("张三", "总结"), sample("a/b:c", strings.Repeat("长", 40)))); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if names := f.GetSheetList(); fmt.Sprint(names) != "[张三 张三~2 a b c]" {
		t.Errorf("%q", names)
	}
	merged, err := f.GetMergeCells("张三")
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]string{}
	for _, m := range merged {
		areas[m[0]] = m[1]
	}
	// The columns of both pages share the sheet: edges at 20, 50, 80, 110 and 170 mm.
	for area, text := range map[string]string{
		"A1:E1": "公务员年度考核登记表", "E3:E4": "照片", "B4:D4": "主任", "A5:A6": "总结", "B5:E6": "=1+1", "A7:B8": "评语", "C7:E7": "同意", "C8:E8": "签名：", "A9:E9": "填表人：某某",
	} {
		if areas[area] != text {
			t.Errorf("%s says %q, not %q", area, areas[area], text)
		}
	}
	if formula, _ := f.GetCellFormula("张三", "B5"); formula != "" {
		t.Errorf("a text became the formula %s", formula)
	}
	if height, _ := f.GetRowHeight("张三", 5); height < 220 || height > 232 {
		t.Errorf("half of 160 mm is %v points", height)
	}
}

func TestADocumentSaysEveryFormInTheirOrder(t *testing.T) {
	var b bytes.Buffer
	if err := paper.Word(&b, "登记表", forms(sample("张三", "甲\t乙"), sample("李四", "丙"))); err != nil {
		t.Fatal(err)
	}
	one := "公务员年度考核登记表 （2026年度） 姓名 %s 照片 照片 职务 主任 总结 %s 评语 同意 签名： 填表人：某某 "
	want := strings.TrimSpace(fmt.Sprintf(one, "张三", "甲 乙") + fmt.Sprintf(one, "李四", "丙"))
	if said := strings.Join(texts(t, b.Bytes(), "word/document.xml"), " "); said != want {
		t.Errorf("%s", said)
	}
}

// Whatever a page looks like, its cells fill rows of Word and never overlap in Excel.
func TestAnyPageGivesRowsOfWordAndAreasOfExcel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := paper.Page{Columns: rapid.SliceOfN(rapid.IntRange(50, 400), 1, 6).Draw(t, "columns")}
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			row := paper.Row{Height: rapid.IntRange(50, 3000).Draw(t, "height")}
			for range rapid.IntRange(0, 7).Draw(t, "cells") {
				row.Cells = append(row.Cells, paper.Cell{Text: rapid.String().Draw(t, "text"), Span: rapid.IntRange(0, 4).Draw(t, "span"), Down: rapid.IntRange(0, 4).Draw(t, "down")})
			}
			p.Rows = append(p.Rows, row)
		}
		f := &paper.Form{Name: "1", Title: "t", Pages: []paper.Page{p}}
		f.Fit()
		var word, excel bytes.Buffer
		if err := paper.Word(&word, "t", forms(f)); err != nil {
			t.Fatal(err)
		}
		texts(t, word.Bytes(), "word/document.xml")
		if err := paper.Excel(&excel, forms(f)); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&excel)
		if err != nil {
			t.Fatal(err)
		}
		merged, err := book.GetMergeCells("1")
		if err != nil {
			t.Fatal(err)
		}
		taken := map[[2]int]bool{}
		for _, m := range merged {
			left, top, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
			right, bottom, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
			for x := left; x <= right; x++ {
				for y := top; y <= bottom; y++ {
					if taken[[2]int{x, y}] {
						t.Fatalf("%d,%d belongs to two cells: %v", x, y, merged)
					}
					taken[[2]int{x, y}] = true
				}
			}
		}
	})
}

// Memory in use must not grow with the number of forms.
func TestThreeHundredFormsNeedAsMuchMemoryAsThirty(t *testing.T) {
	const most = 3 << 20
	text := strings.Repeat("一年来认真履职，", 2000) // 48 kB
	for name, write := range map[string]func(io.Writer, iter.Seq2[*paper.Form, error]) error{
		"Word": func(w io.Writer, f iter.Seq2[*paper.Form, error]) error { return paper.Word(w, "t", f) }, "Excel": paper.Excel,
	} {
		var used []uint64
		err := write(io.Discard, func(yield func(*paper.Form, error) bool) {
			for i := range 301 {
				if i == 30 || i == 300 {
					var m runtime.MemStats
					runtime.GC()
					runtime.ReadMemStats(&m)
					used = append(used, m.HeapAlloc)
				}
				if !yield(sample(fmt.Sprintf("干部%03d", i), text[:len(text)-3*i]), nil) {
					return
				}
			}
		})
		if err != nil || used[1] > used[0]+most {
			t.Errorf("%s: %d kB in use after 30 forms, %d kB after 300, %v", name, used[0]>>10, used[1]>>10, err)
		}
	}
}

func TestAnErrorBreaksTheFileOff(t *testing.T) {
	lost := errors.New("the storage went away")
	broken := func(yield func(*paper.Form, error) bool) {
		if yield(sample("张三", ""), nil) {
			yield(nil, lost)
		}
	}
	if err := paper.Word(io.Discard, "t", broken); !errors.Is(err, lost) {
		t.Errorf("Word: %v", err)
	}
	if err := paper.Excel(io.Discard, broken); !errors.Is(err, lost) {
		t.Errorf("Excel: %v", err)
	}
}
