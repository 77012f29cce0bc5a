package education

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// uploadPage reads the list of a session from a workbook.
type uploadPage struct {
	ID      string
	Version int64
	Error   string
	Said    string      // message that the list is written
	Passed  string      // rows below the table that were not read
	Rows    *view.Table // the result of each line
}

// rowOf is the index in a path such as rows.3.person.
func rowOf(path string) (int, bool) {
	parts := strings.Split(path, ".")
	if len(parts) < 2 || parts[0] != "rows" {
		return 0, false
	}
	i, err := strconv.Atoi(parts[1])
	return i, err == nil
}

// sessionTable returns the workbook to fill in: all people of the session, with
// existing marks.
func (s *pages) sessionTable(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *education.Session) error {
	list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
	if err != nil {
		return err
	}
	var rows [][]string
	var people []string
	for _, a := range list {
		people = append(people, a.Person)
		m, _ := p.Day.Member(a.Person)
		mark := ""
		if a.State != "" {
			mark = p.T("education.part.field.marks.state." + a.State)
		}
		rows = append(rows, []string{m.No, a.Name, a.UnitName, mark, a.Reason})
	}
	if err := s.LookedAt(c, education.KindPart, people...); err != nil {
		return err
	}
	return s.Workbook(c, p.T("education.session.field.rows")+v.On.String(), v.Kind, &view.Table{Heads: tableHeads(p), Rows: rows})
}

func tableHeads(p *site.Speaker) []string {
	return p.Words("reminder.page.no", "roster.name", "list.unit", "education.session.field.rows.mark", "education.session.field.rows.reason")
}

// uploads allows people who write the list of a session.
func uploads(v *evaluation.View) error {
	if v.Offers("note") {
		return nil
	}
	return evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
}

func (s *pages) uploadForm(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *education.Session) error {
	if err := uploads(v); err != nil {
		return err
	}
	return s.uploadAgain(c, p, v, uploadPage{})
}

func (s *pages) uploadAgain(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, content uploadPage) error {
	content.ID, content.Version = v.ID, v.Version
	if content.Error != "" {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.Show(c, "education_upload", p.T("education.page.upload"), content, s.Crumbs(c, v.Kind, view.Link{Label: v.Sort, Href: p.To("/education/sessions", v.ID)})...)
}

// upload reads a workbook and writes the list completely or not at all, with a
// result for each line.
func (s *pages) upload(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *education.Session) error {
	if err := uploads(v); err != nil {
		return err
	}
	list, err := s.Education.Attendance(c.UserContext(), s.Service, site.Actor(c), *v)
	if err != nil {
		return err
	}
	lines, err := site.Uploaded(c, tableHeads(p))
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		return s.uploadAgain(c, p, v, uploadPage{Error: p.Said(e)})
	}
	if err != nil {
		return err
	}
	in, table, wrong := attendanceRows(p, lines.Rows, list)
	passed := p.Passed(&lines)
	if len(in.Rows) == 0 && !wrong {
		return s.uploadAgain(c, p, v, uploadPage{Error: p.T("education.page.no_rows"), Passed: passed})
	}
	if wrong {
		return s.uploadAgain(c, p, v, uploadPage{Error: p.T("education.page.upload_nothing"), Passed: passed, Rows: table})
	}
	_, err = s.Submit(c, v.ID, "note", in)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.uploadAgain(c, p, v, uploadPage{Error: p.Said(namedRows(p, e, in))})
	}
	if err != nil {
		return err
	}
	if passed != "" {
		newer, err := s.Opened(c, v.Kind)
		if err != nil {
			return err
		}
		return s.uploadAgain(c, p, &newer, uploadPage{Said: p.T("education.session.note.done"), Passed: passed})
	}
	return s.Done(c, p.To("/education/sessions", v.ID), "education.session.note.done")
}

// attendanceRows reads the first sheet: staff number, name, department, mark,
// reason. Lines without a mark or with the existing mark are skipped.
func attendanceRows(p *site.Speaker, lines []site.GridRow, list []education.Attending) (*education.NoteInput, *view.Table, bool) {
	in := &education.NoteInput{How: education.HowExcel}
	table := p.Table("education.page.line", "roster.name", "education.session.field.rows.mark", "education.page.verdict")
	invited, marks, wrong := map[string]education.Attending{}, map[string]string{}, false
	for _, a := range list {
		invited[a.Person] = a
	}
	for _, mark := range []string{education.MarkPresent, education.MarkExcused, education.MarkAbsent} {
		marks[p.T("education.part.field.marks.state."+mark)] = mark
	}
	seen := map[string]bool{}
	for _, line := range lines {
		cell := line.Cells
		if cell[3] == "" || cell[3] == p.T("education.part.field.marks.state.made_up") {
			continue
		}
		person, stray := p.Meant(cell[0], cell[1])
		a, asked := invited[person]
		mark, marked := marks[cell[3]]
		verdict := p.T("education.page.will_note")
		bad := true
		switch {
		case stray != "":
			verdict = stray
		case !asked:
			verdict = p.T("education.not_invited")
		case !marked:
			verdict = p.T("education.page.no_mark")
		case seen[person]:
			verdict = p.T("education.twice")
		case mark == education.MarkExcused && cell[4] == "":
			verdict = p.T("education.excuse_reason")
		case mark == a.State && cell[4] == a.Reason:
			verdict, bad = p.T("workbook.unchanged"), false
		default:
			bad = false
			in.Rows = append(in.Rows, education.NoteRow{Person: person, Mark: mark, Reason: cell[4]})
		}
		seen[person], wrong = true, wrong || bad
		table.Rows = append(table.Rows, []string{strconv.Itoa(line.N), cell[1], cell[3], verdict})
	}
	return in, &table, wrong
}

// namedRows says whose line each mistake is in.
func namedRows(p *site.Speaker, e *evaluation.Error, in *education.NoteInput) *evaluation.Error {
	out := *e
	out.Fields = map[string]evaluation.Problem{}
	for at, problem := range e.Fields {
		who := ""
		if i, ok := rowOf(at); ok && i < len(in.Rows) {
			who = p.Name(in.Rows[i].Person)
		}
		out.Fields[at] = evaluation.Say("education.page.of_person", "name", who, "what", p.Text.Say(p.Lang, problem))
	}
	return &out
}
