package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/view"
	"kaoji/evaluation"
)

// ActSheet is a page on which an act is done with many records, each with an input of
// its own. A row has the fields of the act's form, begins with the same values and
// the same draft, and is sent with the version with which it was shown. Each row is
// an act of its own: one that is refused stops no other.
type ActSheet struct {
	Kind, Act string
	Query     evaluation.Query // the records
	Columns   []string         // fields of the input with a column of their own
	Opens     func(v *evaluation.View) []string
	// Start prefills fields beyond those of the record, nil for none.
	Start func(v *evaluation.View, values url.Values)
	// Read returns the cells that stand before the fields.
	Read func(v *evaluation.View) ([]view.WorksheetCell, error)
}

// actRows is an ActSheet for one request.
type actRows struct {
	*ActSheet
	kind   *evaluation.Kind
	act    *evaluation.Act
	fields []evaluation.Field
	views  []evaluation.View
	drafts map[string]url.Values
	days   map[string]evaluation.Days
}

// actRows loads the records of a sheet with whether the reader can do the act with
// them.
func (s *Site) actRows(c *fiber.Ctx, of *ActSheet) (*actRows, error) {
	a := &actRows{ActSheet: of}
	a.kind, _ = s.Service.Kind(of.Kind)
	a.act, _ = a.kind.Act(of.Act)
	a.fields = evaluation.FieldsOf(a.act.Run.Input())
	var err error
	a.views, err = evaluation.Gather(evaluation.AllViews(c.UserContext(), s.Service.Offering(of.Act), Actor(c), of.Query))
	return a, err
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
	w := view.Worksheet{Action: string(c.Request().URI().RequestURI()), Columns: columns}
	if slices.ContainsFunc(a.views, func(v evaluation.View) bool { return v.Offers(of.Act) }) {
		w.One, w.Note = p.T(of.Kind+"."+of.Act), p.T("worksheet.drafts")
		w.Submit = p.T("worksheet.all", "act", w.One)
		for _, f := range a.fields {
			Basis(c, f.Rules...)
		}
		for _, name := range of.Columns {
			w.Columns = append(w.Columns, SortedColumn(c, view.WorksheetColumn{Key: name, Label: p.T(of.Kind + ".field." + name)}))
		}
	}
	if err := s.rowDrafts(c, a); err != nil {
		return w, err
	}
	for i := range a.views {
		v := &a.views[i]
		row, err := s.actRow(c, p, a, v, len(w.Columns), posted, resultOf(sent, v.ID))
		if err != nil {
			return w, err
		}
		w.Rows = append(w.Rows, row)
	}
	p.Arrange(c, &w)
	return w, nil
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
		sent.Tell(p, &row, a.Kind+"."+a.Act+".done")
	}
	if !row.Open {
		for len(row.Cells) < width { // nothing to fill in
			row.Cells = append(row.Cells, view.WorksheetCell{})
		}
		return row, nil
	}
	return row, s.openRow(c, p, a, v, posted, sent, &row)
}

// openRow adds the fields of the row: as they were typed, as they were saved, or as
// the record has them.
func (s *Site) openRow(c *fiber.Ctx, p *Speaker, a *actRows, v *evaluation.View, posted url.Values, sent *Sent, row *view.WorksheetRow) error {
	begin := a.starting(v)
	values, typed := begin, RowValues(posted, v.ID)
	if draft, ok := a.drafts[v.ID]; ok {
		values = draft
	}
	if len(typed) > 0 {
		values = typed
	}
	was, err := url.ParseQuery(typed.Get("was"))
	if err != nil {
		was = url.Values{}
	}
	form := rowForm{
		Asked: Asked{Kind: a.kind, Act: a.act, View: v, Values: url.Values{}, Wrong: map[string]evaluation.Problem{}, days: map[string]evaluation.Days{}},
		row:   v.ID, name: row.Name, fields: a.fields, columns: a.Columns,
	}
	inRow(v.ID, values, form.Values)
	if err := s.rowDays(c, a, v); err != nil {
		return err
	}
	inRow(v.ID, a.days, form.days)
	if sent != nil {
		inRow(v.ID, sent.Wrong, form.Wrong)
	}
	if sent != nil && sent.Err != nil && sent.Err.Code == evaluation.CodeConflict {
		inRow(v.ID, changedBy(p, a, was, begin), form.Wrong)
	}
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
	row.Draft = p.To("/drafts", v.ID, a.Act)
	return nil
}

// changedBy says in each cell what another person has made of it since the row was
// shown.
func changedBy(p *Speaker, a *actRows, was, now url.Values) map[string]evaluation.Problem {
	out := map[string]evaluation.Problem{}
	for _, f := range a.fields {
		if slices.Equal(was[f.Name], now[f.Name]) || was.Get(f.Name)+now.Get(f.Name) == "" {
			continue
		}
		value := now.Get(f.Name)
		if f.Form == evaluation.FormChoice {
			value = p.Or(a.Kind+".field."+f.Name+"."+value, value)
		}
		out[f.Name] = evaluation.Say("worksheet.theirs", "value", value)
		if value == "" {
			out[f.Name] = evaluation.Say("worksheet.theirs_empty")
		}
	}
	return out
}

// rowDays gets the bounds of dates once; they are those of the first open row.
func (s *Site) rowDays(c *fiber.Ctx, a *actRows, v *evaluation.View) (err error) {
	if a.days == nil && slices.ContainsFunc(a.fields, func(f evaluation.Field) bool { return f.Form == evaluation.FormDate }) {
		a.days, err = s.Service.Days(c.UserContext(), Actor(c), a.Kind, a.Act, v.ID)
	}
	return err
}

// rowDrafts reads the drafts of all open rows in one query.
func (s *Site) rowDrafts(c *fiber.Ctx, a *actRows) error {
	a.drafts = map[string]url.Values{}
	q := evaluation.CellQuery{Class: classDraft}
	at := map[string]string{}
	for i := range a.views {
		if v := &a.views[i]; v.Offers(a.Act) {
			office, id := Key(c, v.ID, a.Act)
			q.Office, q.IDs, at[id] = office, append(q.IDs, id), v.ID
		}
	}
	if len(q.IDs) == 0 {
		return nil
	}
	for cell, err := range evaluation.AllCells(c.UserContext(), s.Cells, q) {
		if err != nil {
			return err
		}
		values, err := draftOf(cell)
		if err != nil {
			return err
		}
		a.drafts[at[cell.ID]] = values
	}
	return nil
}

// SendRows does the act with each row that was sent and filled in.
func (s *Site) SendRows(c *fiber.Ctx, p *Speaker, of *ActSheet) (url.Values, []Sent, error) {
	values, err := Posted(c)
	if err != nil {
		return nil, nil, err
	}
	a, err := s.actRows(c, of)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for i := range a.views {
		ids = append(ids, a.views[i].ID)
	}
	var sent []Sent
	for _, id := range SentRows(values, ids) {
		typed := RowValues(values, id)
		if !Filled(typed, a.fields) {
			continue
		}
		v := &a.views[slices.Index(ids, id)]
		if slices.Contains(a.act.To, v.State) && a.unchanged(typed) {
			continue // done before
		}
		one, err := s.sendRow(c, p, a, v, typed)
		if err != nil {
			return nil, nil, err
		}
		sent = append(sent, one)
	}
	return values, sent, nil
}

// unchanged reports whether a row is as it was shown.
func (a *actRows) unchanged(typed url.Values) bool {
	was, err := url.ParseQuery(typed.Get("was"))
	return err == nil && !slices.ContainsFunc(a.fields, func(f evaluation.Field) bool { return typed.Get(f.Name) != was.Get(f.Name) })
}

// sendRow does the act with one record.
func (s *Site) sendRow(c *fiber.Ctx, p *Speaker, a *actRows, v *evaluation.View, typed url.Values) (Sent, error) {
	out := Sent{Row: v.ID, Name: p.Title(&v.Record)}
	in := a.act.Run.Input()
	if out.Wrong = form.Decode(typed, in); len(out.Wrong) > 0 {
		return out, nil
	}
	_, err := s.Service.Act(c.UserContext(), Actor(c), v.ID, rowVersion(typed), a.Act, evaluation.Change{Input: in, Reason: strings.TrimSpace(typed.Get("reason"))})
	if err == nil {
		return out, s.dropDraft(c, v.ID, a.Act)
	}
	if out.Err, err = Refusal(err); err != nil {
		return out, err
	}
	if out.Err.Code == evaluation.CodeInvalid {
		out.Wrong = maps.Clone(out.Err.Fields)
	}
	if !v.Offers(a.Act) {
		out.Lost = lost(p, a, typed)
	}
	return out, nil
}

// lost lists what was typed in a row that nobody can send any more.
func lost(p *Speaker, a *actRows, typed url.Values) []view.Line {
	var lines []view.Line
	for _, f := range a.fields {
		if value := typed.Get(f.Name); value != "" && (f.Form == evaluation.FormLong || f.Form == evaluation.FormText) {
			lines = append(lines, view.Line{Label: p.T(a.Kind + ".field." + f.Name), Value: value, Long: true})
		}
	}
	return lines
}
