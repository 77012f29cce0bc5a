package roster

import (
	"context"
	"strings"

	"kaoji/app/page/site"
	"kaoji/app/paper"
	"kaoji/evaluation"
	"kaoji/evaluation/cadreform"
)

// The columns of the form's two pages.
var (
	firstColumns  = []int{170, 250, 170, 250, 210, 250, 400}
	secondColumns = []int{100, 180, 200, 120, 200, 50, 100, 750}
)

// The heights of its rows.
const (
	rowHeight    = 105
	nameHeight   = 116 // of two lines
	schoolHeight = 125
	careerHeight = 1340
	resultHeight = 255
)

// leastRows and mostRows are how many rows the family has at least, and at most on one
// page.
const (
	leastRows = 7
	mostRows  = 15
)

// kinHeight is how high a row of the family is, by how many there are.
func kinHeight(n int) int {
	switch {
	case n <= 8:
		return rowHeight
	case n <= 11:
		return 75
	}
	return 56
}

// appointmentForm is the 干部任免审批表 of the person whom particulars are about.
func (s *pages) appointmentForm(ctx context.Context, words site.Printed, v *evaluation.View) (*paper.Form, error) {
	known, err := s.gradesOf(ctx, words.Actor().Office, v.Subject)
	if err != nil {
		return nil, err
	}
	f, err := s.formOf(ctx, words.Speaker, v.Subject, known)
	if err != nil {
		return nil, err
	}
	return paperOf(&f, s.Today()), nil
}

// paperOf lays a form out.
func paperOf(f *cadreform.Form, day evaluation.Date) *paper.Form {
	p := &paper.Form{
		Name: f.Name, Title: "干部任免审批表", Below: "填表人：" + f.FilledBy, Long: len(f.Family) > mostRows,
		Pages: []paper.Page{{Columns: firstColumns, Rows: firstPage(f, day)}, {Columns: secondColumns, Rows: secondPage(f, day)}},
	}
	p.Fit()
	return p
}

func firstPage(f *cadreform.Form, day evaluation.Date) []paper.Row {
	head, value := paper.Head, paper.Value
	row := func(height int, cells ...paper.Cell) paper.Row { return paper.Row{Height: height, Cells: cells} }
	post := func(name, text string) paper.Row { return row(rowHeight, head(name).Over(2), paper.Line(text).Over(5)) }
	studied := func(of *cadreform.Schooling) []paper.Cell {
		return []paper.Cell{value(of.Education + "\n" + of.Degree).Over(2), head("毕业院校\n系及专业"), value(strings.TrimSpace(of.School + "\n" + of.DegreeSchool)).Over(2)}
	}
	born := cadreform.DottedText(f.Born)
	if age := ageOn(f.Born, day); age != "" {
		born += "\n（" + age + "岁）"
	}
	photo := paper.Cell{Text: "照片", Down: 4}
	if len(f.Photo) > 0 {
		photo = paper.Cell{Picture: f.Photo, Alt: "照片", Down: 4}
	}
	career := paper.Running(careerOf(f.Resume)).Over(6)
	career.Hang = len("2009.07--2012.03  ") / 2 // a digit is half as wide as a character
	return []paper.Row{
		row(nameHeight, head("姓名"), value(f.Name), head("性别"), value(f.Sex), head("出生年月\n（岁）"), value(born), photo),
		row(nameHeight, head("民族"), value(f.Ethnicity), head("籍贯"), value(f.NativePlace), head("出生地"), value(f.BirthPlace)),
		row(nameHeight, head("入党\n时间"), value(cadreform.DottedText(f.PartyJoined)), head("参加工\n作时间"), value(cadreform.DottedText(f.WorkedSince)), head("健康状况"), value(f.Health)),
		row(nameHeight, head("专业技\n术职务"), value(f.TechnicalPost).Over(2), head("熟悉专业\n有何专长"), value(f.Strengths).Over(2)),
		row(schoolHeight, append([]paper.Cell{head("学历\n学位").Deep(2), head("全日制\n教育")}, studied(&f.FullTime)...)...),
		row(schoolHeight, append([]paper.Cell{head("在职\n教育")}, studied(&f.InService)...)...),
		post("现任职务", f.Post), post("拟任职务", f.Proposed), post("拟免职务", f.Removed),
		row(careerHeight, head("简历").Standing(), career),
	}
}

// careerOf is a career with a line for each stage.
func careerOf(resume string) string {
	var lines []string
	for _, s := range cadreform.ParseResume(resume) {
		if s.From == "" {
			lines = append(lines, s.Text)
			continue
		}
		lines = append(lines, s.From+"--"+s.To+"\t"+s.Text)
	}
	return strings.Join(lines, "\n")
}

func secondPage(f *cadreform.Form, day evaluation.Date) []paper.Row {
	head, value := func(name string) paper.Cell { return paper.Head(name).Standing() }, paper.Value
	box := func(name, text string) paper.Row {
		return paper.Row{Height: resultHeight, Cells: []paper.Cell{head(name), paper.Running(text).Over(7)}}
	}
	n := max(len(f.Family), leastRows)
	rows := []paper.Row{
		box("奖惩情况", f.Honours), box("年度考核结果", f.Grades), box("任免理由", f.Grounds),
		{Height: nameHeight, Cells: []paper.Cell{
			head("家庭主要成员及重要社会关系").Deep(n + 1), paper.Head("称谓"), paper.Head("姓名"), paper.Head("年龄"), paper.Head("政治\n面貌"), paper.Head("工作单位及职务").Over(3),
		}},
	}
	family := f.Family
	for len(family) < n {
		family = append(family, cadreform.Kin{})
	}
	for _, k := range family {
		rows = append(rows, paper.Row{Height: kinHeight(n), Cells: []paper.Cell{
			value(k.Relation), value(k.Name), value(ageOn(k.Born, day)), value(k.Politics), paper.Line(k.Work).Over(3),
		}})
	}
	const seal = "（盖章）\n年　　月　　日"
	rows = append(rows, paper.Signed(head("呈报单位"), paper.Running(f.Office).Over(7), 115, seal, 130)...)
	const left, right = 5, 1
	return append(
		rows,
		paper.Row{Height: 250, Cells: []paper.Cell{head("审批机关意见").Deep(2), {Span: left, Open: true}, head("行政机关任免意见").Deep(2), {Span: right, Open: true}}},
		paper.Row{Height: 130, Cells: []paper.Cell{{Text: seal, Span: left, Opened: true, Align: paper.Right}, {Text: seal, Span: right, Opened: true, Align: paper.Right}}},
	)
}

// ageOn is the age of somebody born in a month; "" if it is none.
func ageOn(born string, day evaluation.Date) string {
	month, ok := cadreform.ParseMonth(born)
	if !ok {
		return ""
	}
	return site.Itoa(cadreform.Age(month.Date, day))
}
