package site

import (
	"cmp"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/evaluation"
)

// RowValues returns the fields of one row of a worksheet, without the name of the
// row.
func RowValues(values url.Values, row string) url.Values {
	out := url.Values{}
	for name, list := range values {
		if field, ok := strings.CutPrefix(name, row+"."); ok {
			out[field] = list
		}
	}
	return out
}

// inRow puts the name of the row before the names of fields.
func inRow[V any](row string, fields map[string]V, into map[string]V) {
	for name, v := range fields {
		into[row+"."+name] = v
	}
}

// Filled reports whether one of the fields has a value.
func Filled(values url.Values, fields []evaluation.Field) bool {
	return slices.ContainsFunc(fields, func(f evaluation.Field) bool { return strings.TrimSpace(strings.Join(values[f.Name], "")) != "" })
}

// WorksheetColumns makes columns; keys are those of their heads, Number marks
// columns of numbers. The address says in which order the rows are.
func (p *Speaker) WorksheetColumns(c *fiber.Ctx, keys ...string) []view.WorksheetColumn {
	var list []view.WorksheetColumn
	for _, key := range keys {
		key, number := strings.CutPrefix(key, "#")
		list = append(list, SortedColumn(c, view.WorksheetColumn{Key: key, Label: p.T(key), Number: number}))
	}
	return list
}

// SortedColumn adds to a column the address that sorts by it.
func SortedColumn(c *fiber.Ctx, column view.WorksheetColumn) view.WorksheetColumn {
	next := column.Key
	switch by, desc := strings.CutPrefix(c.Query("sort"), "-"); {
	case by == column.Key && desc:
		column.Sorted = "descending"
	case by == column.Key:
		column.Sorted, next = "ascending", "-"+column.Key
	}
	column.Sort = WithQuery(here(c), "sort", next)
	return column
}

const localStands = "kaoji.stands"

// Stands says at which address a page stands that answers a form with another address.
func Stands(c *fiber.Ctx, address string) { c.Locals(localStands, address) }

// here is the address at which the page stands.
func here(c *fiber.Ctx) string {
	if at, ok := c.Locals(localStands).(string); ok {
		return at
	}
	return string(c.Request().URI().RequestURI())
}

// Arrange completes a worksheet: its rows are in the order and of the department of
// the address, and numbers are counted.
func (p *Speaker) Arrange(c *fiber.Ctx, w *view.Worksheet) {
	by, desc := strings.CutPrefix(c.Query("sort"), "-")
	w.SortBy(by, desc)
	var units []view.Choice
	for _, r := range w.Rows {
		if r.Unit != "" && !slices.ContainsFunc(units, func(u view.Choice) bool { return u.Value == r.Unit }) {
			units = append(units, view.Choice{Value: r.Unit, Label: p.Name(r.Unit)})
		}
	}
	if len(units) > 1 {
		filter := p.UnitFilter(c.Query("unit"))
		filter.Choices = slices.DeleteFunc(filter.Choices, func(ch view.Choice) bool {
			return !slices.ContainsFunc(units, func(u view.Choice) bool { return u.Value == ch.Value })
		})
		w.Filter, w.Page = &filter, here(c)
		if unit := c.Query("unit"); unit != "" && slices.ContainsFunc(units, func(u view.Choice) bool { return u.Value == unit }) {
			w.Rows = slices.DeleteFunc(w.Rows, func(r view.WorksheetRow) bool { return r.Unit != unit })
		}
	}
	w.Count()
}

// rowForm are the fields of one row.
type rowForm struct {
	Asked
	row, name string
	fields    []evaluation.Field
	columns   []string // names of the fields with a column; the others are folded
	figures   *Figures
}

// label is the key of the label of a field and, of a figure, the label itself.
func (r *rowForm) label(name string) (key, label string) {
	if r.figures != nil {
		if i := slices.IndexFunc(r.figures.Fields, func(f evaluation.Field) bool { return f.Name == name }); i >= 0 {
			label = r.figures.Labels[i]
		}
	}
	var words []string
	for word := range strings.SplitSeq(name, ".") {
		if _, err := strconv.Atoi(word); err != nil { // the number of a row
			words = append(words, word)
		}
	}
	return r.Kind.Name + ".field." + strings.Join(words, "."), label
}

// cells makes the fields of a row: those with a column, in the order of the columns,
// and the others.
func (s *Site) cells(c *fiber.Ctx, p *Speaker, r *rowForm) (cells []view.WorksheetCell, more []view.Field, err error) {
	cells = make([]view.WorksheetCell, len(r.columns))
	for _, f := range r.fields {
		f.Rules = nil // shown once for the whole page
		key, label := r.label(f.Name)
		field, err := s.Field(c, p, &r.Asked, f, key, r.row+".")
		if err != nil {
			return nil, nil, err
		}
		field.Label = cmp.Or(label, field.Label)
		i := slices.Index(r.columns, f.Name)
		if i < 0 {
			more = append(more, field)
			continue
		}
		field.Heads = []string{field.Label}
		field.Label, field.Help, field.Required = r.name+" "+field.Label, "", false
		cells[i].Field = &field
	}
	return cells, more, nil
}

// RowCells are the fields of a row of a worksheet that is not an act on a record.
func (s *Site) RowCells(c *fiber.Ctx, p *Speaker, row, name string, a Asked, fields []evaluation.Field) ([]view.WorksheetCell, error) {
	r := rowForm{Asked: a, row: row, name: name, fields: fields}
	for _, f := range fields {
		r.columns = append(r.columns, f.Name)
	}
	cells, _, err := s.cells(c, p, &r)
	return cells, err
}

// Sent is the result of one row that was sent: no error if it was done.
type Sent struct {
	Row, Name string
	Act       string // if it is not that of the sheet
	Err       *evaluation.Error
	Wrong     map[string]evaluation.Problem // mistakes by field, without the name of the row
	Lost      []view.Line
}

// Failed reports whether the row was not done.
func (r *Sent) Failed() bool { return r.Err != nil || len(r.Wrong) > 0 }

// Overtaken is the result of a row that another person has changed since it was shown.
func Overtaken() *evaluation.Error { return evaluation.Fail(evaluation.CodeConflict, "error.conflict") }

// Changed reports whether another person changed the record since the row was shown.
func (r *Sent) Changed() bool { return r.Err != nil && r.Err.Code == evaluation.CodeConflict }

// Refusal returns the error of a row, or the error itself if the storage does not
// answer: the rows that follow would not be done either.
func Refusal(err error) (*evaluation.Error, error) {
	e, ok := errors.AsType[*evaluation.Error](err)
	if err == nil || !ok || e.Code == evaluation.CodeInternal {
		return nil, err
	}
	return e, nil
}

// Tell says in a row what became of it; done is the key of what is said of success.
func (r *Sent) Tell(p *Speaker, row *view.WorksheetRow, done string) {
	row.Said, row.Tone, row.Lost = p.T(done), "green", r.Lost
	if !r.Failed() {
		return
	}
	row.Tone = "red"
	switch {
	case len(r.Wrong) > 0:
		row.Said = p.T("worksheet.wrong")
	case r.Changed():
		row.Said, row.Tone = p.T("worksheet.changed"), "yellow"
	default:
		row.Said = p.Said(r.Err)
	}
}

// Beside is what the reader typed in a row that another person may have changed since
// the row was shown, with what is said in each cell that differs from then. The field
// "was" says how the row was shown; rows of a workbook have none, and it is said what
// there is now. follows: a cell that the reader left as it was takes what the other
// person made of it.
func (p *Speaker) Beside(kind string, fields []evaluation.Field, typed, now url.Values, follows bool) (url.Values, map[string]evaluation.Problem) {
	values, theirs := maps.Clone(typed), map[string]evaluation.Problem{}
	was, err := url.ParseQuery(typed.Get("was"))
	known := err == nil && typed.Has("was")
	for _, f := range fields {
		is, mine := now.Get(f.Name), typed.Get(f.Name)
		key := "worksheet.theirs"
		switch {
		case known && was.Get(f.Name) == is, !known && (mine == is || !typed.Has(f.Name)):
			continue
		case !known:
			key = "worksheet.now"
		case follows && mine == was.Get(f.Name):
			key, values[f.Name] = "worksheet.taken", now[f.Name]
		}
		if f.Form == evaluation.FormChoice {
			is = p.Or(kind+".field."+f.Name+"."+is, is)
		}
		if is == "" {
			key += "_empty"
		}
		theirs[f.Name] = evaluation.Say(key, "value", is)
	}
	return values, theirs
}

// SentPage is what a page says above a worksheet that was sent, and its status: that
// of the first row that failed if none was done.
func (p *Speaker) SentPage(c *fiber.Ctx, sent []Sent) (done, problem string, failed []view.Link) {
	n, status := 0, 0
	for i := range sent {
		r := &sent[i]
		if !r.Failed() {
			n++
			continue
		}
		code := evaluation.CodeInvalid
		if r.Err != nil {
			code = r.Err.Code
		}
		status = cmp.Or(status, server.Status(code))
		failed = append(failed, view.Link{Label: r.Name, Href: "#row-" + r.Row})
	}
	if n > 0 {
		done = p.T("worksheet.done", "n", n)
	} else if status != 0 {
		c.Status(status)
	}
	if len(failed) > 0 {
		problem = p.T("worksheet.failed", "n", len(failed))
	}
	if len(sent) == 0 {
		problem = p.T("worksheet.nothing")
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return done, problem, failed
}

// SentRows names the rows of a worksheet that a form sends: one, or all.
func SentRows(values url.Values, all []string) []string {
	if one := values.Get("row"); one != "" {
		return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return id != one })
	}
	return all
}

// rowVersion is the version with which a row was shown; 0, which no record has, if it
// is missing.
func rowVersion(values url.Values) int64 {
	n, _ := strconv.ParseInt(values.Get("version"), 10, 64)
	return n
}
