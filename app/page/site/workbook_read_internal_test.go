package site

import (
	"os"
	"slices"
	"strings"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

var bonusHeads = []string{
	"科室", "工号", "姓名", "办结事项（件）", "接待来访（批次）", "走访居民（户）", "起草文稿（篇）", "参加培训（学时）", "重点任务完成 目标", "重点任务完成 完成", "工作质量（分）",
}

func TestABonusTableOfAnOfficeIsReadByItsHeadsAndItsOwnRows(t *testing.T) {
	for name, want := range map[string][]string{
		"52_bonus_blank_rows":  {"5 组织科 TQ0011 梁子 abc    5   89", "6 组织科 TQ0014 马敏鹏 188    5   87"},
		"53_bonus_libreoffice": {"2 组织科 TQ0011 梁子 171 12 3 2 5.5 10 8 89.5", "3 组织科 TQ0014 马敏鹏 171 12 3 2 5.5 10 8 89.5"},
	} {
		data, err := os.ReadFile("../../xlsx/testdata/imports/" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := xlsx.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		g, err := gridOf(sheets, bonusHeads)
		var got []string
		for _, r := range g.Rows {
			got = append(got, Itoa(r.N)+" "+strings.Join(r.Cells, " "))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// csvSheets reads a table of text.
func csvSheets(t *testing.T, text string) []roster.Sheet {
	t.Helper()
	sheets, err := xlsx.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return sheets
}

func TestColumnsOfATableMayStandAnywhereAndAMissingOneIsNamed(t *testing.T) {
	heads := []string{"工号", "姓名", "件数", "件数"}
	g, err := gridOf(csvSheets(t, "情况表,,,,\n\n备注,件数,姓名,件数,人员编号\nx,1,梁子,2,TQ0011\n\n,3,马敏鹏,4,TQ0014\n共 2 人,,,,\n"), heads)
	if err != nil || len(g.Rows) != 2 || g.Rows[1].N != 6 || strings.Join(g.Rows[1].Cells, " ") != "TQ0014 马敏鹏 3 4" {
		t.Errorf("%+v %v", g, err)
	}
	if len(g.Passed) != 1 || g.Passed[0].N != 7 || g.Passed[0].Cells[0] != "共 2 人" {
		t.Errorf("passed over: %+v", g.Passed)
	}
	sheets := append(csvSheets(t, "工号,姓名,血型,件数,序号\nTQ0011,梁子,A,1,1\n"), roster.Sheet{Name: "去年", Hidden: true, Rows: [][]roster.Cell{{{Text: "件数", Row: 1, Col: 1}}}}, roster.Sheet{Name: "空"})
	if g, err = gridOf(sheets, []string{"工号", "姓名", "件数"}); err != nil || !slices.Equal(g.Columns, []string{"血型"}) || !slices.Equal(g.Sheets, []string{"去年"}) {
		t.Errorf("what was not read: %+v %v", g, err)
	}
	_, err = gridOf(csvSheets(t, "姓名,件数\n梁子,1\n"), []string{"工号", "姓名", "件数"})
	if e := evaluation.CodeOf(err); e != evaluation.CodeInvalid || !strings.Contains(err.Error(), "workbook.columns") {
		t.Errorf("%v", err)
	}
}

func TestAHiddenRowAndACellWithoutAValueRefuseATableWithTheirPlace(t *testing.T) {
	for key, cell := range map[string]roster.Cell{
		"workbook.hidden":       {Text: "1", Hidden: true},
		"workbook.cell.error":   {Text: "#N/A", Fault: "error"},
		"workbook.cell.formula": {Fault: "formula"},
		"workbook.cell.broken":  {Text: "梁\uFFFD"},
	} {
		cell.Row, cell.Col = 2, 1
		_, err := gridOf([]roster.Sheet{{Name: "表", Rows: [][]roster.Cell{{{Text: "件数", Row: 1, Col: 1}}, {cell}}}}, []string{"件数"})
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", key, err)
		}
	}
}
