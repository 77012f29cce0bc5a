package appraisal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/appraisal"
)

// marking is a table for typing marks: a ballot has a row for each cadre, the papers of
// a committee have one for each cadre on each paper.
type marking struct {
	lang   string
	items  []appraisal.Item
	grades []view.Choice // to choose from; nil: points are typed
	typed  url.Values
	wrong  *evaluation.Error
}

// The fields of a row besides the marks, which are named by the number of the item.
const (
	markAbstain = "abstain"
	markReason  = "reason"
)

// markColumns are the columns of a table of marks.
func (s *pages) markColumns(lang string, items []appraisal.Item) []view.WorksheetColumn {
	var list []view.WorksheetColumn
	for i, item := range items {
		list = append(list, view.WorksheetColumn{Key: strconv.Itoa(i), Label: item.Name})
	}
	return append(list,
		view.WorksheetColumn{Key: markAbstain, Label: s.Text.T(lang, "appraise.abstain")}, view.WorksheetColumn{Key: markReason, Label: s.Text.T(lang, "appraise.reason")})
}

// markRow is the row of a cadre; its fields are named as ballotOf and typed read them.
func (s *pages) markRow(m *marking, at, name, note string) view.WorksheetRow {
	row := view.WorksheetRow{ID: at, Name: name, Note: note, Open: true}
	field := func(name, label string, f view.Field) {
		f.Name, f.ID = at+"."+name, "f-"+strings.ReplaceAll(at+"."+name, ".", "-")
		f.Value, f.Label, f.Heads = m.typed.Get(f.Name), row.Name+" "+label, []string{label}
		f.Error = m.mistake(s, at, name, f.Value)
		row.Cells = append(row.Cells, view.WorksheetCell{Field: &f})
	}
	for i, item := range m.items {
		if m.grades != nil {
			field(strconv.Itoa(i), item.Name, view.Field{Form: evaluation.FormChoice, Choices: m.grades})
		} else {
			field(strconv.Itoa(i), item.Name, view.Field{Form: evaluation.FormInteger})
		}
	}
	field(markAbstain, s.Text.T(m.lang, "appraise.abstain"), view.Field{Form: evaluation.FormTick})
	field(markReason, s.Text.T(m.lang, "appraise.reason"), view.Field{Form: evaluation.FormLong, Longest: 500})
	if row.Said = s.wrongIn(m.lang, at, m.wrong); row.Said != "" {
		row.Tone = "red"
	}
	if slices.ContainsFunc(row.Cells, func(c view.WorksheetCell) bool { return c.Field.Error != "" }) {
		row.Said = s.Text.T(m.lang, "worksheet.wrong")
	}
	return row
}

// mistake says what is wrong with a cell. The marks of a row are one field of the input:
// marked are the cells without a mark or with one that is no number of the scale.
func (m *marking) mistake(s *pages, at, name, value string) string {
	if m.wrong == nil {
		return ""
	}
	field := name
	if _, err := strconv.Atoi(name); err == nil {
		field = "points"
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 1 && n <= 100 {
			return ""
		}
	}
	problem, ok := m.wrong.Fields[at+"."+field]
	switch {
	case !ok:
		return ""
	case field == "points" && strings.TrimSpace(value) == "":
		return s.Text.T(m.lang, "error.field.required")
	}
	return s.Text.Say(m.lang, problem)
}
