package xlsx_test

import (
	"bytes"
	"errors"
	"iter"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kaoji/app/xlsx"
	"kaoji/evaluation/roster"
)

func line(n int, texts ...string) []roster.Cell {
	var cells []roster.Cell
	for i, text := range texts {
		cells = append(cells, roster.Cell{Text: text, Row: n, Col: i + 1})
	}
	return cells
}

// lines are n rows that follow a heading, or the first of them and an error.
func lines(n int, err error) iter.Seq2[[]roster.Cell, error] {
	return func(yield func([]roster.Cell, error) bool) {
		for i := range n {
			if !yield(line(i+2, "甲一", "办公室"), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func TestRowsThatAreReadWhileAWorkbookIsWrittenStandBelowTheFirst(t *testing.T) {
	head := roster.Sheet{Name: "花名册", Rows: [][]roster.Cell{line(1, "姓名", "部门")}}
	var out bytes.Buffer
	if err := xlsx.Stream(&out, head, lines(3, nil)); err != nil {
		t.Fatal(err)
	}
	back, err := xlsx.Read(out.Bytes())
	want := [][]roster.Cell{line(1, "姓名", "部门"), line(2, "甲一", "办公室"), line(3, "甲一", "办公室"), line(4, "甲一", "办公室")}
	if err != nil || len(back) != 1 || !reflect.DeepEqual(back[0].Rows, want) {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestWhatIsWrittenUntilAnErrorIsNoWorkbook(t *testing.T) {
	gone := errors.New("the disk is gone")
	var out bytes.Buffer
	err := xlsx.Stream(&out, roster.Sheet{Name: "花名册", Rows: [][]roster.Cell{line(1, "姓名", "部门")}}, lines(100_000, gone))
	if !errors.Is(err, gone) || out.Len() == 0 {
		t.Fatalf("%v after %d bytes", err, out.Len())
	}
	if _, err := xlsx.Read(out.Bytes()); err == nil {
		t.Error("it can be read")
	}
}

func TestTheSameSheetsAreTheSameBytes(t *testing.T) {
	d, _ := imported(t)
	file := func() []byte {
		b, err := xlsx.Bytes(d.book(t).On(asOf).Template("zh"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := file()
	for range 10 {
		if !bytes.Equal(first, file()) {
			t.Fatal("they differ")
		}
	}
}

func TestNamesOfSheetsAndTextsThatTheFormatRefusesAreWritten(t *testing.T) {
	long := strings.Repeat("学习贯彻", 10)
	texts := line(1, "_x0041_甲", "a_xD83D_", "行\n内", " 空格 ", "\x01")
	for name, want := range map[string]string{
		"党纪学习/教育[2026]": "党纪学习 教育(2026)", long: string([]rune(long)[:31]), "'引号'": "引号", "A&B<C>": "A&B<C>", "?": "1", strings.Repeat("𠮷", 20): strings.Repeat("𠮷", 15),
	} {
		b, err := xlsx.Bytes([]roster.Sheet{{Name: name, Rows: [][]roster.Cell{texts}}})
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if got := f.GetSheetName(0); got != want {
			t.Errorf("%q is named %q", name, got)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		back, err := xlsx.Read(b)
		if want := line(1, "_x0041_甲", "a_xD83D_", "行\n内", " 空格 ", "\uFFFD"); err != nil || !reflect.DeepEqual(back[0].Rows[0], want) {
			t.Errorf("%+v, %v", back, err)
		}
	}
}

func TestColumnsBeyondZHaveTheirName(t *testing.T) {
	cells := []roster.Cell{}
	for _, col := range []int{1, 26, 27, 52, 53, 100} {
		cells = append(cells, roster.Cell{Text: "x", Row: 1, Col: col})
	}
	b, err := xlsx.Bytes([]roster.Sheet{{Name: "宽", Rows: [][]roster.Cell{cells}}})
	if err != nil {
		t.Fatal(err)
	}
	if back, err := xlsx.Read(b); err != nil || !reflect.DeepEqual(back[0].Rows[0], cells) {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestANameThatExcelKeepsForItselfIsChanged(t *testing.T) {
	file, err := xlsx.Bytes([]roster.Sheet{{Name: "history", Rows: [][]roster.Cell{{{Text: "姓名"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := xlsx.Read(file)
	if err != nil || sheets[0].Name != "history_" {
		t.Errorf("%+v %v", sheets, err)
	}
}
