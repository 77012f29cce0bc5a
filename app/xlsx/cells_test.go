package xlsx_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kaoji/app/xlsx"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/table"
)

func TestCellsAreReadAsTheProgramThatWroteThemShowsThem(t *testing.T) {
	p := sheet(`<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>45566</v></c><c r="C3"><v>13958473922</v></c>` +
		`<c r="D3" s="2"><v>2019.1</v></c><c r="E3"><v>2019.1</v></c><c r="F3" t="str"><f>A1&amp;"x"</f><v>结果</v></c>` +
		`<c r="G3"><f>NOW()</f></c><c r="H3" t="b"><v>1</v></c><c r="I3" t="e"><v>#REF!</v></c><c r="J3" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r></is></c>` +
		`<c r="K3" s="3"><v>45566.75</v></c><c r="L3" s="4"><v>12</v></c><c r="M3" t="s"><v>99</v></c></row>`)
	p["xl/sharedStrings.xml"] = text(`<sst><si><r><t>苏</t></r><r><t xml:space="preserve"> 芳嘉</t></r><rPh><t>su</t></rPh></si></sst>`)
	p["xl/styles.xml"] = text(`<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="177" formatCode="0.0&quot;day&quot;"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="2"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>`)
	sheets, err := xlsx.Read(p.zip(t))
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]roster.Cell{}
	for _, c := range sheets[0].Rows[0] {
		got[c.Col] = c
	}
	for col, want := range map[int]roster.Cell{
		1: {Text: "苏 芳嘉"}, 2: {Text: "2024-10-01", Number: 45566, IsNumber: true, IsDate: true},
		3: {Text: "13958473922", Number: 13958473922, IsNumber: true}, 4: {Text: "2019.10", Number: 2019.1, IsNumber: true},
		5: {Text: "2019.1", Number: 2019.1, IsNumber: true}, 6: {Text: "结果"}, 8: {Text: "TRUE"}, 7: {Fault: table.FaultFormula}, 9: {Text: "#REF!", Fault: table.FaultError}, 10: {Text: "行内"},
		11: {Text: "2024-10-01", Number: 45566.75, IsNumber: true, IsDate: true}, 12: {Text: "12", Shown: "12day", Number: 12, IsNumber: true},
	} {
		want.Row, want.Col = 3, col
		if got[col] != want {
			t.Errorf("column %d: %+v, want %+v", col, got[col], want)
		}
	}
	if len(got) != 12 {
		t.Errorf("%d cells: a text that is not there is nothing", len(got))
	}
}

func TestTheEpochOf1904IsTakenIntoAccount(t *testing.T) {
	p := sheet(`<row><c s="0"><v>44104</v></c></row>`)
	p["xl/workbook.xml"] = text(`<workbook><workbookPr date1904="1"/><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>`)
	p["xl/styles.xml"] = text(`<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`)
	sheets, err := xlsx.Read(p.zip(t))
	if err != nil || sheets[0].Rows[0][0].Text != "2024-10-01" {
		t.Errorf("%+v, %v", sheets, err)
	}
}

// hostile texts would be formulas, commands or links if a program took them so.
func hostile() []string {
	return []string{
		"=1+1", `=HYPERLINK("http://example.org","点我")`, "+86 13958473922", "-1", "@SUM(A1)", "\tx", "=cmd|'/C calc'!A0", "'=1", "2024.10", "007", "1e5", "TRUE", "<b>&amp;\"",
	}
}

func TestTextThatLooksLikeAFormulaIsWrittenAsTextAndComesBackAsItWas(t *testing.T) {
	s := roster.Sheet{Name: "花名册", Rows: [][]roster.Cell{{{Text: "a", Row: 1, Col: 1}, {Text: "b", Row: 1, Col: 2}}}}
	for i, h := range hostile() {
		s.Rows = append(s.Rows, []roster.Cell{{Text: h, Row: i + 2, Col: 1}, {Text: "x", Row: i + 2, Col: 2}})
	}
	var out bytes.Buffer
	if err := xlsx.Write(&out, []roster.Sheet{s}, "选项"); err != nil {
		t.Fatal(err)
	}
	back, err := xlsx.Read(out.Bytes())
	if err != nil || len(back) != 1 || !reflect.DeepEqual(back[0].Rows, s.Rows) {
		t.Fatalf("%+v, %v", back, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	for i := range hostile() {
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType("花名册", cell)
		formula, ferr := f.GetCellFormula("花名册", cell)
		style, serr := f.GetCellStyle("花名册", cell)
		if err != nil || ferr != nil || serr != nil {
			t.Fatal(err, ferr, serr)
		}
		quoted := f.Styles.CellXfs.Xf[style].QuotePrefix
		if formula != "" || kind != excelize.CellTypeInlineString || quoted == nil || !*quoted {
			t.Errorf("%q: type %v, formula %q, quoted %v", hostile()[i], kind, formula, quoted)
		}
	}
}

func TestTheTemplateHasHeadersListsAndInstructionsAndIsNoRosterByItself(t *testing.T) {
	d, _ := imported(t)
	var out bytes.Buffer
	if err := xlsx.Write(&out, d.book(t).On(asOf).Template("zh"), roster.OptionsName()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if got := strings.Join(f.GetSheetList(), " "); got != "花名册 选项 居委会 亲属关系 填写说明" {
		t.Errorf("sheets %s", got)
	}
	if visible, err := f.GetSheetVisible("选项"); err != nil || visible {
		t.Errorf("the lists are shown: %v", err)
	}
	rules, err := f.GetDataValidations("花名册")
	if err != nil || len(rules) != 4 {
		t.Errorf("%d lists to choose from, %v", len(rules), err)
	}
	sheets, err := xlsx.Read(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	draft, verdicts := roster.Read(sheets)
	if len(draft.People) != 0 || len(verdicts) != 0 {
		t.Errorf("%d people, %+v", len(draft.People), verdicts)
	}
}

func TestNamesAreOrderedByHowSurnamesAreRead(t *testing.T) {
	for name, want := range map[string]string{
		"单小明": "shan xiao ming", "解放": "xie fang", "仇英": "qiu ying", "查良镛": "zha liang yong", "曾国藩": "zeng guo fan", "区伯": "ou bo",
		"任红": "ren hong", "盖宽饶": "ge kuan rao", "朴永": "piao yong", "尉迟恭": "yu chi gong", "苏芳嘉": "su fang jia",
		"欧阳修": "ou yang xiu", "华强": "hua qiang", "阿依古丽·买买提": "a yi gu li mai mai ti", "John Smith": "john smith", "": "", "单": "dan",
	} {
		if got := xlsx.Pinyin(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestNumbersAreWrittenAsNumbersAndTextStaysText(t *testing.T) {
	rows := [][]roster.Cell{
		{{Text: "姓名", Row: 1, Col: 1}, {Text: "金额", Row: 1, Col: 2}, {Text: "件数", Row: 1, Col: 3}},
		{
			{Text: "=cmd|' /C calc'!A0", Row: 2, Col: 1}, {Text: "325158.90", Number: 325158.90, IsNumber: true, Row: 2, Col: 2},
			{Text: "12", Number: 12, IsNumber: true, Row: 2, Col: 3},
		},
		{{Text: "-3.5", Row: 3, Col: 1}, {Text: "-0.05", Number: -0.05, IsNumber: true, Row: 3, Col: 2}},
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, []roster.Sheet{{Name: "发放表", Rows: rows}}, "选项"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	for at, want := range map[string]struct {
		kind  excelize.CellType
		raw   string
		shown string
	}{
		"A2": {excelize.CellTypeInlineString, "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
		"A3": {excelize.CellTypeInlineString, "-3.5", "-3.5"},
		"B2": {excelize.CellTypeUnset, "325158.90", "325,158.90"}, // no type is a number
		"B3": {excelize.CellTypeUnset, "-0.05", "-0.05"},
		"C2": {excelize.CellTypeUnset, "12", "12"},
	} {
		kind, err := f.GetCellType("发放表", at)
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := f.GetCellValue("发放表", at, excelize.Options{RawCellValue: true})
		shown, _ := f.GetCellValue("发放表", at)
		formula, _ := f.GetCellFormula("发放表", at)
		if kind != want.kind || raw != want.raw || shown != want.shown || formula != "" {
			t.Errorf("%s is of type %v: %q, shown as %q, formula %q", at, kind, raw, shown, formula)
		}
	}
}
