package education

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/education"
)

// The list of a session is a table for typing with a row for each person: the mark, and
// why somebody is excused.

// The fields of a row.
const (
	attendMark   = "rows.mark"
	attendReason = "rows.reason"
)

func attendFields() []evaluation.Field {
	var list []evaluation.Field
	for _, f := range evaluation.FieldsOf(&education.NoteRow{}) {
		if f.Name = "rows." + f.Name; f.Name == attendMark || f.Name == attendReason {
			list = append(list, f)
		}
	}
	return list
}

// standing is what the list says of a person, as a row has it.
func standing(a *education.Attending) url.Values {
	values := url.Values{attendMark: {""}, attendReason: {""}}
	if slices.Contains([]string{education.MarkPresent, education.MarkExcused, education.MarkAbsent}, a.State) {
		values.Set(attendMark, a.State)
	}
	if a.State == education.MarkExcused {
		values.Set(attendReason, a.Reason)
	}
	return values
}

// attendSheet makes the table, with what became of the rows that were sent.
func (s *pages) attendSheet(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, list []education.Attending, typed url.Values, sent []site.Sent) (view.Worksheet, error) {
	site.Stands(c, site.WithQuery(p.To("/education/sessions", v.ID), "unit", c.Query("unit")))
	w := view.Worksheet{
		Action: p.To("/education/sessions", v.ID, "list"), Label: p.T("education.session.field.rows"), Submit: p.T("education.session.note"),
		Note: p.T("education.page.list_note"), Columns: p.WorksheetColumns(c, "list.unit", "education.part.field.marks.state"),
	}
	for _, f := range attendFields() {
		w.Columns = append(w.Columns, site.SortedColumn(c, view.WorksheetColumn{Key: f.Name, Label: p.T(v.Kind + ".field." + f.Name)}))
	}
	for i := range list {
		row, err := s.attendRow(c, p, v, &list[i], site.RowValues(typed, list[i].Person), sent)
		if err != nil {
			return w, err
		}
		w.Rows = append(w.Rows, row)
	}
	p.Arrange(c, &w)
	return w, nil
}

// attendRow is the row of one person. Nobody records their own attendance or a
// relative's.
func (s *pages) attendRow(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, a *education.Attending, typed url.Values, sent []site.Sent) (view.WorksheetRow, error) {
	row := view.WorksheetRow{ID: a.Person, Name: a.Name, Unit: a.Unit, Cells: stateCells(p, a)}
	if desk.Recused(p.Day, site.Actor(c).Person, a.Person) {
		row.Said = p.T("education.not_own")
		row.Cells = append(row.Cells, view.WorksheetCell{}, view.WorksheetCell{Cell: view.Cell{Text: a.Reason}})
		return row, nil
	}
	kind, _ := s.Service.Kind(v.Kind)
	asked := site.Asked{Kind: kind, View: v, Values: url.Values{}, Wrong: map[string]evaluation.Problem{}}
	values, now := standing(a), standing(a)
	row.Open, row.Hidden = true, []view.Line{{Label: "was", Value: now.Encode()}}
	if len(typed) > 0 {
		values = typed
	}
	wrong := map[string]evaluation.Problem{}
	if i := slices.IndexFunc(sent, func(r site.Sent) bool { return r.Row == a.Person }); i >= 0 {
		sent[i].Tell(p, &row, "education.session.note.done")
		if wrong = sent[i].Wrong; sent[i].Changed() {
			values, wrong = p.Beside(v.Kind, attendFields(), typed, now, true)
		}
	}
	for name := range values {
		asked.Values[a.Person+"."+name] = values[name]
	}
	for name, problem := range wrong {
		asked.Wrong[a.Person+"."+name] = problem
	}
	cells, err := s.RowCells(c, p, a.Person, a.Name, asked, attendFields())
	row.Cells = append(row.Cells, cells...)
	return row, err
}

// stateCells are the department and the mark of a person, and how it came about.
func stateCells(p *site.Speaker, a *education.Attending) []view.WorksheetCell {
	badge := markBadge(p, a.State)
	state := view.WorksheetCell{Cell: view.Cell{Badge: &badge}, Order: badge.Label}
	if a.How != "" {
		state.Note = strings.TrimSpace(p.T("education.part.field.marks.how."+a.How) + " " + a.At)
	}
	return []view.WorksheetCell{{Cell: view.Cell{Text: a.UnitName}}, state}
}

// attendGrid is the list for those who read it.
func attendGrid(p *site.Speaker, list []education.Attending) view.Grid {
	grid := p.Grid("roster.name", "list.unit", "education.part.field.marks.state", "education.session.field.rows.reason")
	for i := range list {
		a := &list[i]
		row := []view.Cell{{Text: a.Name}}
		for _, cell := range stateCells(p, a) {
			row = append(row, cell.Cell)
		}
		grid.Rows = append(grid.Rows, append(row, view.Cell{Text: a.Reason}))
	}
	return grid
}

// sessionList writes what was changed in the table: all rows that are right, in one
// act. A row that another person has changed since it was shown is not written.
func (s *pages) sessionList(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, ses *education.Session) error {
	values, err := site.Posted(c)
	if err != nil {
		return err
	}
	const tries = 3 // another person writes the list at the same moment
	for i := 1; ; i++ {
		list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
		if err != nil {
			return err
		}
		in, sent := noted(list, values)
		refused, err := s.noteRows(c, v, in, sent)
		if err != nil {
			return err
		}
		newer, err := s.Opened(c, v.Kind)
		if err != nil {
			return err
		}
		v = &newer
		if refused == nil || refused.Code != evaluation.CodeConflict || i == tries {
			return s.sessionAgain(c, p, v, ses, values, sent)
		}
	}
}

// noted are the rows that were changed in the table, and a result for each, which is
// a conflict where the list does not say any more what the row was shown with.
func noted(list []education.Attending, values url.Values) (*education.NoteInput, []site.Sent) {
	in, sent := &education.NoteInput{How: education.HowList}, []site.Sent{}
	for i := range list {
		a := &list[i]
		typed, now := site.RowValues(values, a.Person), standing(a)
		was, err := url.ParseQuery(typed.Get("was"))
		if err != nil || !typed.Has("was") || same(typed, was) || same(typed, now) {
			continue
		}
		one := site.Sent{Row: a.Person, Name: a.Name}
		switch {
		case !same(was, now):
			one.Err = site.Overtaken()
		case typed.Get(attendMark) == "":
			one.Wrong = map[string]evaluation.Problem{attendMark: evaluation.Say("error.field.required")}
		default:
			row := education.NoteRow{Person: a.Person, Mark: typed.Get(attendMark)}
			if row.Mark == education.MarkExcused {
				row.Reason = strings.TrimSpace(typed.Get(attendReason))
			}
			in.Rows = append(in.Rows, row)
		}
		sent = append(sent, one)
	}
	return in, sent
}

// same reports whether two rows say the same; the reason matters to those who are
// excused.
func same(x, y url.Values) bool {
	mark := x.Get(attendMark)
	return mark == y.Get(attendMark) && (mark != education.MarkExcused || strings.TrimSpace(x.Get(attendReason)) == y.Get(attendReason))
}

// noteRows writes the rows, without those that are wrong, and returns why none was
// written.
func (s *pages) noteRows(c *fiber.Ctx, v *evaluation.View, in *education.NoteInput, sent []site.Sent) (*evaluation.Error, error) {
	for len(in.Rows) > 0 {
		_, err := s.Service.Act(c.UserContext(), site.Actor(c), v.ID, v.Version, "note", evaluation.Change{Input: in})
		if err == nil {
			return nil, nil
		}
		refused, err := site.Refusal(err)
		if err != nil {
			return nil, err
		}
		wrong := wrongRows(refused, in)
		for i := range sent {
			if one := &sent[i]; refused.Code != evaluation.CodeInvalid && !one.Failed() {
				one.Err = refused
			} else if problems := wrong[one.Row]; problems != nil {
				one.Wrong = problems
			}
		}
		if refused.Code != evaluation.CodeInvalid || len(wrong) == 0 {
			return refused, nil
		}
		in.Rows = slices.DeleteFunc(in.Rows, func(r education.NoteRow) bool { return wrong[r.Person] != nil })
	}
	return nil, nil
}

// wrongRows are the mistakes of an input by person and field of the row.
func wrongRows(e *evaluation.Error, in *education.NoteInput) map[string]map[string]evaluation.Problem {
	out := map[string]map[string]evaluation.Problem{}
	for at, problem := range e.Fields {
		i, ok := rowOf(at)
		if !ok || i >= len(in.Rows) {
			continue
		}
		field := attendMark
		if strings.HasSuffix(at, ".reason") {
			field = attendReason
		}
		person := in.Rows[i].Person
		if out[person] == nil {
			out[person] = map[string]evaluation.Problem{}
		}
		out[person][field] = problem
	}
	return out
}
