package site

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/draft"
)

// ActSheet is a page on which an act is done with many records, each with an input of
// its own. A row has the fields of the act's form, begins with the same values, and is
// sent with the version with which it was shown. Each row is an act of its own: one that
// is refused stops no other. What is typed and not sent is one draft of the whole page.
type ActSheet struct {
	Kind, Act string
	Of, Part  string           // record to which the rows belong, and which part of them; for the draft
	Query     evaluation.Query // the records
	// Only leaves out records of the query for which the act is not meant; nil for none.
	Only    func(v *evaluation.View) bool
	Columns []string // fields of the input with a column of their own
	Figures *Figures // nil: the fields are those of the input
	Opens   func(v *evaluation.View) []string
	// Start prefills fields beyond those of the record, nil for none.
	Start func(v *evaluation.View, values url.Values)
	// Undated: days begin empty, where a day is all that has to be filled in.
	Undated bool
	// Rows is told all records before the first is read, to look up once what stands
	// beside them; nil if nothing is looked up.
	Rows func(views []evaluation.View) error
	Memo any // what Kind.Choices finds in Asked.Memo of each row, set before or by Rows
	// Read returns the cells that stand before the fields.
	Read func(v *evaluation.View) ([]view.WorksheetCell, error)
}

// Figures are columns that stand for rows of the input, such as the quantity of each
// indicator. They are also shown where they cannot be typed. A cell that the reader
// left as it was follows what another person made of it.
type Figures struct {
	Fields []evaluation.Field // Name is that of the form, such as workload.0.quantity
	Labels []string           // one for each field
	Fixed  url.Values         // what the input has besides, the same in each row
}

// actRows is an ActSheet for one request.
type actRows struct {
	*ActSheet
	kind   *evaluation.Kind
	act    *evaluation.Act
	fields []evaluation.Field
	views  []evaluation.View
	kept   bool // the values are those of a draft
	days   map[string]evaluation.Days
}

// actRows loads the records of a sheet with whether the reader can do the act with
// them.
func (s *Site) actRows(c *fiber.Ctx, of *ActSheet) (*actRows, error) {
	a := &actRows{ActSheet: of}
	a.kind, _ = s.Service.Kind(of.Kind)
	a.act, _ = a.kind.Act(of.Act)
	a.fields = a.inputFields()
	var err error
	a.views, err = evaluation.Gather(evaluation.AllViews(c.UserContext(), s.Service.Offering(of.Act), Actor(c), of.Query))
	if of.Only != nil {
		a.views = slices.DeleteFunc(a.views, func(v evaluation.View) bool { return !of.Only(&v) })
	}
	return a, err
}

// inputFields are the fields of a row: those of the input, with figures in the place of
// its rows.
func (a *actRows) inputFields() []evaluation.Field {
	fields := evaluation.FieldsOf(a.act.Run.Input())
	if a.Figures == nil {
		return fields
	}
	rest := slices.DeleteFunc(fields, func(f evaluation.Field) bool { return f.Form == evaluation.FormRows || a.figure(f.Name) >= 0 })
	return append(slices.Clone(a.Figures.Fields), rest...)
}

// figure is the place of a field among the figures, -1 for others.
func (of *ActSheet) figure(name string) int {
	if of.Figures == nil {
		return -1
	}
	return slices.IndexFunc(of.Figures.Fields, func(f evaluation.Field) bool { return f.Name == name })
}

// fieldColumns are the columns of the fields.
func (of *ActSheet) fieldColumns(c *fiber.Ctx, p *Speaker) []view.WorksheetColumn {
	var list []view.WorksheetColumn
	for _, name := range of.columns() {
		column := view.WorksheetColumn{Key: name}
		if i := of.figure(name); i >= 0 {
			column.Label, column.Number = of.Figures.Labels[i], true
		} else {
			column.Label = p.T(of.Kind + ".field." + name)
		}
		list = append(list, SortedColumn(c, column))
	}
	return list
}

// columns are the names of the fields with a column.
func (of *ActSheet) columns() []string {
	if of.Figures == nil {
		return of.Columns
	}
	var list []string
	for _, f := range of.Figures.Fields {
		list = append(list, f.Name)
	}
	return append(list, of.Columns...)
}

// starting are the values with which the row of a record begins, as in the act's own
// form.
func (a *actRows) starting(v *evaluation.View) url.Values {
	in := a.act.Run.Input()
	values := url.Values{}
	if err := fillFrom(v.Payload, a.act.Begins, in); err == nil {
		values = form.Encode(in)
	}
	if a.Start != nil {
		a.Start(v, values)
	}
	return values
}

// Worksheet makes the table of the sheet, with what became of the rows that were
// sent.
func (s *Site) Worksheet(c *fiber.Ctx, p *Speaker, of *ActSheet, columns []view.WorksheetColumn, posted url.Values, sent []Sent) (view.Worksheet, error) {
	a, err := s.actRows(c, of)
	if err != nil {
		return view.Worksheet{}, err
	}
	if of.Rows != nil {
		if err := of.Rows(a.views); err != nil {
			return view.Worksheet{}, err
		}
	}
	w := view.Worksheet{Action: here(c), Columns: columns}
	if slices.ContainsFunc(a.views, func(v evaluation.View) bool { return v.Offers(of.Act) }) {
		w.One, w.Note = p.T(of.Kind+"."+of.Act), p.T("worksheet.drafts")
		w.Submit = p.T("worksheet.all", "act", w.One)
		for _, f := range a.fields {
			Basis(c, f.Rules...)
		}
	}
	if w.Submit != "" || of.Figures != nil {
		w.Columns = append(w.Columns, of.fieldColumns(c, p)...)
	}
	if w.Submit != "" {
		var restored *draft.Draft
		if w.Draft, restored, err = s.Unsent(c, p, a.kind, a.act, of.Of, of.Part); err != nil {
			return w, err
		}
		if restored != nil {
			posted, a.kept = restored.Values, true
		}
	}
	for i := range a.views {
		v := &a.views[i]
		row, err := s.actRow(c, p, a, v, len(w.Columns), posted, resultOf(sent, v.ID))
		if err != nil {
			return w, err
		}
		w.Rows = append(w.Rows, row)
	}
	slices.SortStableFunc(w.Rows, func(a, b view.WorksheetRow) int { return cmp.Compare(last(a.Open), last(b.Open)) }) // what there is to do first
	p.Arrange(c, &w)
	return w, nil
}

func last(open bool) int {
	if open {
		return 0
	}
	return 1
}

func resultOf(sent []Sent, id string) *Sent {
	if i := slices.IndexFunc(sent, func(r Sent) bool { return r.Row == id }); i >= 0 {
		return &sent[i]
	}
	return nil
}

// actRow makes the row of one record, with as many cells as there are columns.
func (s *Site) actRow(c *fiber.Ctx, p *Speaker, a *actRows, v *evaluation.View, width int, posted url.Values, sent *Sent) (view.WorksheetRow, error) {
	row := view.WorksheetRow{ID: v.ID, Name: p.Title(&v.Record), Href: p.To("/records", v.ID), Unit: v.Unit, Open: v.Offers(a.Act)}
	for _, b := range v.Blocked {
		if b.Act == a.Act {
			row.Said = p.Text.Say(p.Lang, b.Why)
		}
	}
	var err error
	if a.Read != nil {
		if row.Cells, err = a.Read(v); err != nil {
			return row, err
		}
	}
	if sent != nil {
		sent.Tell(p, &row, a.Kind+"."+cmp.Or(sent.Act, a.Act)+".done")
	}
	if row.Open {
		return row, s.openRow(c, p, a, v, posted, sent, &row)
	}
	if a.Figures != nil {
		values := a.starting(v)
		for _, f := range a.Figures.Fields {
			row.Cells = append(row.Cells, view.WorksheetCell{Cell: view.Cell{Text: values.Get(f.Name)}})
		}
	}
	for len(row.Cells) < width { // nothing to fill in
		row.Cells = append(row.Cells, view.WorksheetCell{})
	}
	return row, nil
}

// openRow adds the fields of the row: as they were typed, as they were saved, or as
// the record has them.
func (s *Site) openRow(c *fiber.Ctx, p *Speaker, a *actRows, v *evaluation.View, posted url.Values, sent *Sent, row *view.WorksheetRow) error {
	begin, err := s.starting(c, a, v)
	if err != nil {
		return err
	}
	values, theirs := begin, map[string]evaluation.Problem{}
	if typed := RowValues(posted, v.ID); len(typed) > 0 {
		if values, theirs = typed, nil; a.kept || sent != nil && sent.Changed() {
			values, theirs = a.beside(p, typed, begin)
		}
	}
	form := rowForm{
		Asked: Asked{Kind: a.kind, Act: a.act, View: v, Memo: a.Memo, Values: url.Values{}, Wrong: map[string]evaluation.Problem{}, days: map[string]evaluation.Days{}, suits: map[string]evaluation.Suits{}},
		row:   v.ID, name: row.Name, fields: a.fields, columns: a.columns(), figures: a.Figures,
	}
	inRow(v.ID, values, form.Values)
	inRow(v.ID, a.days, form.days)
	if sent != nil {
		inRow(v.ID, sent.Wrong, form.Wrong)
	}
	inRow(v.ID, theirs, form.Wrong)
	cells, more, err := s.cells(c, p, &form)
	if err != nil {
		return err
	}
	row.Cells, row.More = append(row.Cells, cells...), more
	row.Unfold = slices.ContainsFunc(more, func(f view.Field) bool {
		name := strings.TrimPrefix(f.Name, v.ID+".")
		return f.Error != "" || !slices.Equal(values[name], begin[name])
	})
	if a.Opens != nil {
		row.Opens = a.Opens(v)
	}
	row.Hidden = []view.Line{{Label: "version", Value: strconv.FormatInt(v.Version, 10)}, {Label: "was", Value: begin.Encode()}}
	return nil
}

// beside is Beside for the fields of the sheet.
func (a *actRows) beside(p *Speaker, typed, now url.Values) (url.Values, map[string]evaluation.Problem) {
	return p.Beside(a.Kind, a.fields, typed, now, a.Figures != nil)
}

// isDay reports whether a field is a day or a time of day.
func isDay(f evaluation.Field) bool {
	return f.Form == evaluation.FormDate || f.Form == evaluation.FormTime
}

// starting are the values with which the row of a record begins, with the days that its
// form would propose unless the sheet is undated. The bounds of the days are those of the first open row.
func (s *Site) starting(c *fiber.Ctx, a *actRows, v *evaluation.View) (url.Values, error) {
	begin := a.starting(v)
	if !slices.ContainsFunc(a.fields, isDay) {
		return begin, nil
	}
	asked := Asked{Kind: a.kind, Act: a.act, View: v, days: a.days}
	propose := s.proposeDates
	if a.Undated {
		propose = func(c *fiber.Ctx, a *Asked, _ url.Values) error { return s.bound(c, a) }
	}
	err := propose(c, &asked, begin)
	a.days = asked.days
	return begin, err
}
