package roster

import (
	"strings"

	"kaoji/app/docx"
)

// The columns of the form, in twentieths of a point: 170 mm together.
var (
	firstColumns  = []int{964, 1417, 964, 1417, 1191, 1417, 2268}
	secondColumns = []int{567, 1134, 1134, 794, 794, 5215}
)

const (
	rowHeight    = 595  // 10.5 mm
	careerHeight = 7143 // 126 mm
	resultHeight = 1446 // 25.5 mm
)

func cell(text string, span, size int) docx.GridCell {
	return docx.GridCell{Text: text, Span: span, Size: size}
}

func left(text string, span, size int) docx.GridCell {
	return docx.GridCell{Text: text, Span: span, Size: size, Align: docx.Left}
}

func head(text string, span int) docx.GridCell { return docx.GridCell{Text: text, Span: span} }

// wordOf is the form as a Word document, with the same rows and sizes as in print.
func wordOf(p *formPaper) docx.Document {
	return docx.Document{
		Title: "干部任免审批表 " + p.Name, Margins: &docx.Margins{Top: 1134, Right: 1134, Bottom: 907, Left: 1134},
		Blocks: []docx.Block{
			&docx.Paragraph{Text: "干部任免审批表", Font: docx.Song, Size: docx.Size2, Bold: true, Align: docx.Center},
			&docx.Grid{Columns: firstColumns, Rows: firstPage(p)},
			&docx.Grid{Columns: secondColumns, Rows: secondPage(p), Before: true},
			&docx.Paragraph{Text: "填表人：" + p.FilledBy, Size: docx.Size5, Align: docx.Right},
		},
	}
}

func firstPage(p *formPaper) []docx.GridRow {
	born := p.Born
	if p.Age != "" {
		born += "\n（" + p.Age + "岁）"
	}
	photo := docx.GridCell{Begins: true, Picture: p.Photo}
	goes := docx.GridCell{Goes: true}
	row := func(cells ...docx.GridCell) docx.GridRow { return docx.GridRow{Height: rowHeight, Cells: cells} }
	lines := make([]string, len(p.Stages))
	for i, s := range p.Stages {
		if lines[i] = s.Text; s.Months != "" {
			lines[i] = s.Months + strings.Repeat(" ", max(1, len("2009.07--2012.03  ")-len(s.Months))) + s.Text
		}
	}
	const monthsWide = 9
	return []docx.GridRow{
		row(head("姓名", 1), cell(p.Name, 1, 0), head("性别", 1), cell(p.Sex, 1, 0), head("出生年月\n（岁）", 1), cell(born, 1, 0), photo),
		row(head("民族", 1), cell(p.Ethnicity, 1, 0), head("籍贯", 1), cell(p.NativePlace, 1, p.Texts["native"]), head("出生地", 1), cell(p.BirthPlace, 1, p.Texts["birth"]), goes),
		row(head("入党\n时间", 1), cell(p.PartyJoined, 1, p.Texts["party"]), head("参加工\n作时间", 1), cell(p.WorkedSince, 1, 0), head("健康状况", 1), cell(p.Health, 1, p.Texts["health"]), goes),
		row(head("专业技\n术职务", 1), cell(p.TechnicalPost, 2, p.Texts["technical"]), head("熟悉专业\n有何专长", 1), cell(p.Strengths, 2, p.Texts["strengths"]), goes),
		row(docx.GridCell{Text: "学历\n学位", Begins: true}, head("全日制\n教育", 1), cell(p.FullTime.Education+"\n"+p.FullTime.Degree, 2, 0), head("毕业院校\n系及专业", 1), cell(school(p.FullTime.School, p.FullTime.DegreeSchool), 2, p.Texts["full"])),
		row(goes, head("在职\n教育", 1), cell(p.InService.Education+"\n"+p.InService.Degree, 2, 0), head("毕业院校\n系及专业", 1), cell(school(p.InService.School, p.InService.DegreeSchool), 2, p.Texts["in"])),
		row(head("现任职务", 2), left(p.Post, 5, p.Texts["post"])),
		row(head("拟任职务", 2), left(p.Proposed, 5, p.Texts["proposed"])),
		row(head("拟免职务", 2), left(p.Removed, 5, p.Texts["removed"])),
		{Height: careerHeight, Cells: []docx.GridCell{
			{Text: "简历", Upright: true}, {Text: strings.Join(lines, "\n"), Span: 6, Size: p.Size, Align: docx.Left, Top: true, Hang: monthsWide},
		}},
	}
}

func school(of, degree string) string { return strings.TrimSpace(of + "\n" + degree) }

func secondPage(p *formPaper) []docx.GridRow {
	box := func(name, text string, size int) docx.GridRow {
		return docx.GridRow{Height: resultHeight, Cells: []docx.GridCell{{Text: name, Upright: true}, {Text: text, Span: 5, Size: size, Align: docx.Left, Top: true}}}
	}
	rows := []docx.GridRow{
		box("奖惩情况", p.Honours, p.Texts["honours"]), box("年度考核结果", p.Grades, p.Texts["grades"]), box("任免理由", p.Grounds, p.Texts["grounds"]),
		{Height: rowHeight, Cells: []docx.GridCell{{Text: "家庭主要成员及重要社会关系", Upright: true, Begins: true}, head("称谓", 1), head("姓名", 1), head("年龄", 1), head("政治\n面貌", 1), head("工作单位及职务", 1)}},
	}
	height := map[string]int{"rows-a": rowHeight, "rows-b": 425, "rows-c": 317}[p.Close]
	for _, k := range p.Rows {
		rows = append(rows, docx.GridRow{Height: height, Cells: []docx.GridCell{
			{Goes: true, Upright: true}, cell(k.Relation, 1, p.RowsSize), cell(k.Name, 1, p.RowsSize), cell(k.Age, 1, p.RowsSize), cell(k.Politics, 1, p.RowsSize), left(k.Work, 1, p.RowsSize),
		}})
	}
	const seal = "（盖章）\n年　　月　　日"
	stamped := func(name, text string) docx.GridRow {
		return docx.GridRow{Height: resultHeight, Cells: []docx.GridCell{{Text: name, Upright: true}, {Text: text, Span: 5, Align: docx.Right}}}
	}
	return append(rows, stamped("呈报单位", p.Office+"\n"+seal), stamped("审批机关意见", seal), stamped("行政机关任免意见", seal))
}
