package paper_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kaoji/app/paper"
)

// career is a form with a box of 153 by 134 mm for so many stages of one line each.
func career(stages int) *paper.Form {
	lines := make([]string, stages)
	for i := range lines {
		lines[i] = "2009.07--2012.03\t某街道党政办公室科员"
	}
	box := paper.Running(strings.Join(lines, "\n"))
	box.Hang = 9
	f := &paper.Form{Name: "1", Title: "干部任免审批表", Pages: []paper.Page{{Columns: []int{170, 1530}, Rows: []paper.Row{{Height: 1340, Cells: []paper.Cell{paper.Head("简历").Standing(), box}}}}}}
	f.Fit()
	return f
}

// The box has 131.6 mm or 373 points for its lines. A line has 1.25 of the size, and 1.15
// below 10 points.
func TestTypeIsTheLargestHalfPointAtWhichAllLinesFit(t *testing.T) {
	for stages, want := range map[int]int{
		1: 24, 24: 24, // 24 * 15 = 360
		25: 23, 26: 22, // 25 * 15 = 375, 26 * 14.375 = 373.8
		29: 20, 30: 19, // 29 * 12.5 = 362.5, 30 * 12.5 = 375
		45: 14, 54: 12, // 45 * 8.05 = 362.3, 54 * 6.9 = 372.6
	} {
		f := career(stages)
		if size := f.Pages[0].Rows[0].Cells[1].Size; size != want || f.Long {
			t.Errorf("%d lines: size %d, want %d; long %v", stages, size, want, f.Long)
		}
	}
	if f := career(55); !f.Long || f.Pages[0].Rows[0].Cells[1].Size != 12 {
		t.Errorf("55 lines: size %d, long %v", f.Pages[0].Rows[0].Cells[1].Size, f.Long)
	}
}

// A line ends where browsers end it: words and months stay whole, and no line begins or ends
// with punctuation that belongs to what is beside it.
func TestLinesEndWhereTextsCanBeBroken(t *testing.T) {
	lines := func(text string) int { // of a cell as wide as ten Han characters of 12 points
		c := paper.Line(text)
		c.Hang = 0
		for n := 1; ; n++ {
			page := paper.Page{Columns: []int{24 + 10*43}, Rows: []paper.Row{{Height: 10 + n*53, Cells: []paper.Cell{c}}}}
			f := &paper.Form{Pages: []paper.Page{page}}
			if f.Fit(); f.Pages[0].Rows[0].Cells[0].Size == 24 {
				return n
			}
		}
	}
	for text, want := range map[string]int{
		strings.Repeat("科", 10): 1, strings.Repeat("科", 11): 2, strings.Repeat("科", 10) + "。": 2, strings.Repeat("科", 20): 2,
		strings.Repeat("科", 9) + "（" + strings.Repeat("科", 10): 3, // the bracket goes down with what follows
		strings.Repeat("科", 5) + "1992.03--1993.01":            2, // the months do, too
		strings.Repeat("1", 30):                                2, // a word that is longer than a line is broken
		strings.Repeat("科", 10) + "   ":                        1,
		"":                                                     1,
	} {
		if got := lines(text); got != want {
			t.Errorf("%q has %d lines, want %d", text, got, want)
		}
	}
}

// Spreadsheets set lines farther apart and show nothing of what does not fit into a row: type
// is smaller there, but not below 6 points, and a row that is too low is higher.
func TestASpreadsheetCutsNothingOffAndHasNoTypeBelowSixPoints(t *testing.T) {
	for stages, least := range map[int]float64{20: 370, 45: 45 * 6 * 1.45, 54: 54 * 6 * 1.45} {
		var b bytes.Buffer
		if err := paper.Excel(&b, forms(career(stages))); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		high := 0.0
		for row := 2; row <= 3; row++ {
			h, err := f.GetRowHeight("1", row)
			if err != nil {
				t.Fatal(err)
			}
			high += h
		}
		if high < least {
			t.Errorf("%d stages have %v points, and need %v", stages, high, least)
		}
		for _, cell := range []string{"A2", "B2"} {
			id, err := f.GetCellStyle("1", cell)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil || style.Font == nil || style.Font.Size < 6 {
				t.Errorf("%d stages: %s is %s, %v", stages, cell, fmt.Sprint(style.Font), err)
			}
		}
	}
}

// A form whose text does not fit says so itself, in the file too.
func TestAFormThatIsTooLongSaysSoInTheFile(t *testing.T) {
	for stages, says := range map[int]bool{54: false, 55: true} {
		var word bytes.Buffer
		if err := paper.Word(&word, "任免表", forms(career(stages))); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(word.Bytes()), int64(word.Len()))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(f)
		if err != nil || strings.Contains(string(content), "内容太长") != says {
			t.Errorf("%d stages: %v", stages, err)
		}
	}
}
