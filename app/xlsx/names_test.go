package xlsx_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation/roster"
)

// read are the people of a file and what is said of it, without new departments.
func read(t *testing.T, file []byte) (draft roster.Draft, said []string) {
	t.Helper()
	sheets, err := xlsx.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	draft, found := roster.Read(sheets)
	for _, v := range found {
		said = append(said, fmt.Sprintf("%s %d %s %s %s %s", v.Level, v.Row, v.Rows, v.Column, v.Value, strings.TrimPrefix(v.Key, "roster.import.")))
	}
	return draft, said
}

func TestRareCharactersOfANameAreKeptAndBrokenOnesNamed(t *testing.T) {
	const head = "姓名,工号,性别,科室,职务\n"
	for name, want := range map[string]struct{ kept, said string }{
		"㛃":                {"㛃", ""},
		"王䶮":               {"王䶮", ""},
		"李𬱖":               {"李𬱖", ""},
		"𠮷𫖯𪚥":              {"𠮷𫖯𪚥", ""},
		"葛\U000e0101":      {"葛\U000e0101", ""}, // a variant of the character
		"张\ue863":          {"张\ue863", "warn 2  姓名 张\ue863 private"},
		"赵\U000f1234":      {"赵\U000f1234", "warn 2  姓名 赵\U000f1234 private"},
		"孙\ufffd":          {"孙", "error 2  姓名 孙 broken"},
		"\u200b欧阳\u200e 修": {"欧阳修", ""}, // what no reader sees is no part of the name
	} {
		cells := `<row r="1"><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>工号</t></is></c><c t="inlineStr"><is><t>性别</t></is></c>` +
			`<c t="inlineStr"><is><t>科室</t></is></c></row><row r="2"><c t="inlineStr"><is><t>` + name + `</t></is></c><c t="inlineStr"><is><t>A1</t></is></c>` +
			`<c t="inlineStr"><is><t>男</t></is></c><c t="inlineStr"><is><t>财务科</t></is></c></row>`
		for kind, file := range map[string][]byte{"a workbook": sheet(cells).zip(t), "a table of text": []byte(head + name + ",A1,男,财务科,科员\n")} {
			draft, said := read(t, file)
			if len(draft.People) != 1 || draft.People[0].Name != want.kept || strings.Join(said, "; ") != want.said {
				t.Errorf("%s of %q: %+v, %q", kind, name, draft.People, said)
			}
		}
	}
	pair := sheet(`<row r="1"><c t="inlineStr"><is><t>李_xD873__xDC56_</t></is></c></row>`)
	if sheets, err := xlsx.Read(pair.zip(t)); err != nil || sheets[0].Rows[0][0].Text != "李𬱖" {
		t.Errorf("written as two halves: %+v %v", sheets, err)
	}
}

func TestACauseInManyRowsIsSaidOnceWithItsRows(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>工号</v></c><c r="C1" t="str"><v>性别</v></c><c r="D1" t="str"><v>科室</v></c><c r="E1" t="str"><v>职级</v></c></row>`
	for n := 2; n <= 60; n++ {
		unit := `<c r="D%d" t="e"><v>#N/A</v></c>`
		if n%10 == 0 {
			unit = `<c r="D%d" t="e"><v>#REF!</v></c>`
		}
		level := `<c r="E%d" t="str"><v>九品</v></c>`
		if n > 40 {
			level = `<c r="E%d"><f>VLOOKUP(A1,B:C,2)</f></c>`
		}
		rows += fmt.Sprintf(`<row r="%d"><c r="A%d" t="str"><v>人%d</v></c><c r="B%d" t="str"><v>A%d</v></c><c r="C%d" t="str"><v>男</v></c>`+unit+level+`</row>`, n, n, n, n, n, n, n, n)
	}
	_, said := read(t, sheet(rows).zip(t))
	want := []string{
		"error 2 2–9、11–19、21–29、31–39、41–49、51–59 科室 #N/A cell_error",
		"warn 2 2–40 职级 九品 level_unknown",
		"error 10 10、20、30、40、50、60 科室 #REF! cell_error",
		"error 41 41–60 职级  formula",
	}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

func TestTheEnglishTemplateIsReadWhenItIsFilledIn(t *testing.T) {
	d, _ := imported(t)
	sheets := d.book(t).On(asOf).Template("en")
	cells := []string{"Zhang San", "E001", "男", "1980-05-17", "汉族", "群众", "大学", "综合办", "科员", "", "一级科员"}
	heads := sheets[0].Rows[len(sheets[0].Rows)-1]
	if heads[0].Text != "Name" || heads[1].Text != "Staff No." {
		t.Fatalf("the heads are %+v", heads)
	}
	var row []roster.Cell
	for i, text := range cells {
		row = append(row, roster.Cell{Text: text, Row: len(sheets[0].Rows) + 1, Col: i + 1})
	}
	sheets[0].Rows = append(sheets[0].Rows, row)
	committee := []roster.Cell{{Text: "塘桥第九居委会", Row: 3, Col: 1}, {Text: "彭文慧", Row: 3, Col: 2}, {Text: "赵芳晨", Row: 3, Col: 3}, {Text: "57957178", Row: 3, Col: 4}, {Text: "2355", Row: 3, Col: 5}}
	relation := []roster.Cell{{Text: "E001", Row: 3, Col: 1}, {Text: "Zhang San", Row: 3, Col: 2}, {Text: "TQ0001", Row: 3, Col: 3}, {Text: "苏芳嘉", Row: 3, Col: 4}, {Text: "兄弟", Row: 3, Col: 5}}
	sheets[1].Rows, sheets[2].Rows = append(sheets[1].Rows, committee), append(sheets[2].Rows, relation)
	file, err := xlsx.Bytes(sheets)
	if err != nil {
		t.Fatal(err)
	}
	draft, said := read(t, file)
	if len(said) != 0 || len(draft.People) != 1 || len(draft.Committees) != 1 || len(draft.Relatives) != 1 {
		t.Fatalf("%+v %q", draft, said)
	}
	p, k, r := draft.People[0], draft.Committees[0], draft.Relatives[0]
	if p.Name != "Zhang San" || p.No != "E001" || p.Born.Date != day("1980-05-17") || p.Department != "综合办" || p.Level != "一级科员" || p.Ethnicity != "汉族" {
		t.Errorf("%+v", p)
	}
	if k.Director != "赵芳晨" || k.Households != 2355 || r.Relative != "TQ0001" || r.Relation != "兄弟" {
		t.Errorf("%+v %+v", k, r)
	}
}
