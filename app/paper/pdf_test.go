package paper_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kaoji/app/paper"
	"kaoji/app/pdf/pdftest"
)

// pdfOf are the pages of forms as a PDF document.
func pdfOf(t *testing.T, list ...*paper.Form) []pdftest.Page {
	t.Helper()
	var b bytes.Buffer
	if err := paper.PDF(&b, "登记表", forms(list...)); err != nil {
		t.Fatal(err)
	}
	return pdftest.Read(t, b.Bytes())
}

// letters are the characters of a text without spaces, sorted: texts beside each other come
// in another order.
func letters(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), ""))
	slices.Sort(runes)
	return string(runes)
}

// said are the characters of a form.
func said(f *paper.Form) string {
	all := f.Title + f.Under + f.Below
	for _, p := range f.Pages {
		for _, r := range p.Rows {
			for _, c := range r.Cells {
				if c.Picture == nil {
					all += c.Text
				}
			}
		}
	}
	return letters(all)
}

// overflowing are the texts that touch a line or the edge of the paper.
func overflowing(pages []pdftest.Page) (list []string) {
	const edge, thin, depth, top, bottom, right = 30, .4, .12, 812, 30, 565
	for _, p := range pages {
		for _, one := range p.Texts {
			low, high, end := one.Y-depth*one.Size, one.Y+(1-depth)*one.Size, one.X+one.Width
			out := one.X < edge || end > right || low < bottom || high > top
			for _, l := range p.Lines {
				upright := l.X1 == l.X2
				out = out || upright && l.X1 > one.X+thin && l.X1 < end-thin && max(l.Y1, l.Y2) > low+thin && min(l.Y1, l.Y2) < high-thin
				out = out || !upright && l.Y1 > low+thin && l.Y1 < high-thin && l.X2 > one.X+thin && l.X1 < end-thin
			}
			if out {
				list = append(list, one.Text)
			}
		}
	}
	return list
}

// A form of any length says all, within its cells. What is too long goes on on further pages,
// what is not has those of the form.
func TestAPDFSaysWhatTheFormSaysAndNothingRunsOut(t *testing.T) {
	for n, want := range map[int]int{1: 2, 10: 2, 40: 2, 100: 3, 400: 5} {
		f := sample("王某", strings.Repeat("负责综合协调 Party 2026-11-30，按时完成各项任务，群众满意。\n", n))
		pages := pdfOf(t, f)
		if len(pages) != want || f.Long != (want > 2) {
			t.Errorf("%d entries have %d pages, long %v", n, len(pages), f.Long)
		}
		if list := overflowing(pages); len(list) > 0 {
			t.Errorf("%d entries: %d texts run out, first %s", n, len(list), list[0])
		}
		got, all := "", said(f)
		for _, p := range pages {
			got += p.Words()
		}
		if f.Long {
			all = letters(all + "内容太长，最小的字也排不进规定的页数，请精简后再用")
		}
		if letters(got) != all {
			t.Errorf("%d entries: the document says %d characters of %d", n, len(letters(got)), len(all))
		}
	}
}

func TestAnyTextStaysInItsCell(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("汉字，。（2026）W mi-\n")), 0, 900, -1)
		f := sample(rapid.StringMatching(`[a-zA-Z一-十 ]{0,40}`).Draw(r, "name"), text.Draw(r, "text"))
		if list := overflowing(pdfOf(t, f)); len(list) > 0 && !f.Long {
			r.Errorf("%q run out", list)
		}
	})
}

// Digits and capitals are wider than other programs' fonts let expect.
func TestWideCharactersStayInTheirCells(t *testing.T) {
	for _, wide := range []string{"2026 ", "20260101", "W", "WWW MMM "} {
		f := sample(strings.Repeat(wide, 4), strings.Repeat(wide, 500))
		if list := overflowing(pdfOf(t, f)); len(list) > 0 {
			t.Errorf("%q run out", list)
		}
	}
}

// The page of a form says which characters it could not draw, those of a person's
// name, for example.
func TestAPDFSaysWhichCharactersItLacks(t *testing.T) {
	pages := pdfOf(t, sample("鿃甲", "一"))
	if words := pages[0].Words(); !strings.Contains(words, "〓甲") || !strings.Contains(words, "请手写： U+9FC3") || strings.Contains(pages[1].Words(), "请手写") {
		t.Error(words)
	}
	if list := overflowing(pages); len(list) > 0 {
		t.Errorf("%q run out", list)
	}
}

func TestAPDFWithPicturesAndHangingLines(t *testing.T) {
	f := sample("甲", "2009.07--2012.03\t某街道党政办公室科员"+strings.Repeat("兼任社区党建指导员", 8)+"\n2012.03--\t副主任")
	f.Pages[0].Rows[0].Cells[3] = paper.Cell{Picture: pdftest.JPEG(t), Alt: "照片", Down: 2}
	f.Pages[0].Rows[2].Cells[1].Hang = 9
	pages := pdfOf(t, f)
	at := map[string]float64{}
	for _, one := range pages[0].Texts {
		at[one.Text] = one.X
	}
	begin, hung := at["2009.07--2012.03"], at["副主任"]
	if indent := hung - begin; indent < 9*10 || indent > 9*12 || len(overflowing(pages)) > 0 {
		t.Errorf("hung at %.1f, begins at %.1f: %v", hung, begin, at)
	}
	for text, x := range at {
		if strings.HasSuffix(text, "指导员") && x != hung {
			t.Errorf("%s begins at %.1f, not at %.1f", text, x, hung)
		}
	}
}

func TestAPDFStopsAtAnError(t *testing.T) {
	broken := errors.New("broken")
	err := paper.PDF(&bytes.Buffer{}, "", func(yield func(*paper.Form, error) bool) {
		if yield(sample("甲", "一"), nil) {
			yield(nil, broken)
		}
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}
