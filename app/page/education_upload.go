package page

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

// uploadPage takes the list of a session from a workbook.
type uploadPage struct {
	ID      string
	Version int64
	Error   string
	Said    string      // that the list is written
	Passed  string      // rows below the table that were not read
	Rows    *view.Table // what is to become of each line
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

// sessionTable is the workbook to fill in: everybody whom the session is for,
// with what is noted already.
func (s *Site) sessionTable(c *fiber.Ctx) error {
	v, err := s.opened(c, education.KindSession)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	list, err := s.Education.Attendance(c.UserContext(), actor(c), v)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, a := range list {
		m, _ := p.day.Member(a.Person)
		mark := ""
		if a.State != "" {
			mark = p.t("education.part.field.marks.state." + a.State)
		}
		rows = append(rows, []string{m.No, a.Name, a.UnitName, mark, a.Reason})
	}
	return s.workbook(c, p.t("education.session.field.rows")+v.On.String(), v.Kind, &view.Table{Heads: p.tableHeads(), Rows: rows})
}

func (p *speaker) tableHeads() []string {
	return []string{
		p.t("reminder.page.no"), p.t("roster.name"), p.t("list.unit"), p.t("education.session.field.rows.mark"), p.t("education.session.field.rows.reason"),
	}
}

// uploading loads the session of the address for whoever writes its list.
func (s *Site) uploading(c *fiber.Ctx) (evaluation.View, error) {
	v, err := s.opened(c, education.KindSession)
	if err == nil && !may(&v, "note") {
		err = evaluation.Fail(evaluation.CodeForbidden, "error.forbidden")
	}
	return v, err
}

func (s *Site) uploadForm(c *fiber.Ctx) error {
	v, err := s.uploading(c)
	if err != nil {
		return err
	}
	return s.uploadAgain(c, &v, uploadPage{})
}

func (s *Site) uploadAgain(c *fiber.Ctx, v *evaluation.View, content uploadPage) error {
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	content.ID, content.Version = v.ID, v.Version
	if content.Error != "" {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.show(c, "education_upload", p.t("education.page.upload"), content, educationCrumb(p, view.Link{Label: v.Sort, Href: "/education/sessions/" + v.ID})...)
}

// upload reads a workbook and writes the list, all of it or nothing. Each line
// gets its verdict.
func (s *Site) upload(c *fiber.Ctx) error {
	v, err := s.uploading(c)
	if err != nil {
		return err
	}
	p, err := s.speaker(c)
	if err != nil {
		return err
	}
	list, err := s.Education.Attendance(c.UserContext(), actor(c), v)
	if err != nil {
		return err
	}
	lines, err := uploaded(c, p.tableHeads())
	if e, ok := errors.AsType[*evaluation.Error](err); ok {
		return s.uploadAgain(c, &v, uploadPage{Error: p.said(e)})
	}
	if err != nil {
		return err
	}
	in, table, wrong := p.attendanceRows(lines.Rows, list)
	passed := p.passed(&lines)
	if len(in.Rows) == 0 && !wrong {
		return s.uploadAgain(c, &v, uploadPage{Error: p.t("education.page.no_rows"), Passed: passed})
	}
	if wrong {
		return s.uploadAgain(c, &v, uploadPage{Error: p.t("education.page.upload_nothing"), Passed: passed, Rows: table})
	}
	err = s.writeList(c, &v, in)
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable {
		return s.uploadAgain(c, &v, uploadPage{Error: p.said(s.namedRows(c, e, in))})
	}
	if err != nil {
		return err
	}
	if passed != "" {
		if v, err = s.uploading(c); err != nil {
			return err
		}
		return s.uploadAgain(c, &v, uploadPage{Said: p.t("education.session.note.done"), Passed: passed})
	}
	return s.done(c, "/education/sessions/"+v.ID, "education.session.note.done")
}

// attendanceRows reads the first sheet: staff number, name, department, mark,
// reason. Lines without a mark, or with the one that stands already, are left
// as they are.
func (p *speaker) attendanceRows(lines []gridRow, list []education.Attending) (*education.NoteInput, *view.Table, bool) {
	in := &education.NoteInput{How: education.HowExcel}
	table := &view.Table{Heads: []string{p.t("education.page.line"), p.t("roster.name"), p.t("education.session.field.rows.mark"), p.t("education.page.verdict")}}
	invited, marks, wrong := map[string]education.Attending{}, map[string]string{}, false
	for _, a := range list {
		invited[a.Person] = a
	}
	for _, mark := range []string{education.MarkPresent, education.MarkExcused, education.MarkAbsent} {
		marks[p.t("education.part.field.marks.state."+mark)] = mark
	}
	seen := map[string]bool{}
	for _, line := range lines {
		cell := line.Cells
		if cell[3] == "" || cell[3] == p.t("education.part.field.marks.state.made_up") {
			continue
		}
		person, stray := p.meant(cell[0], cell[1])
		a, asked := invited[person]
		mark, marked := marks[cell[3]]
		verdict := p.t("education.page.will_note")
		bad := true
		switch {
		case stray != "":
			verdict = stray
		case !asked:
			verdict = p.t("education.not_invited")
		case !marked:
			verdict = p.t("education.page.no_mark")
		case seen[person]:
			verdict = p.t("education.twice")
		case mark == education.MarkExcused && cell[4] == "":
			verdict = p.t("education.excuse_reason")
		case mark == a.State && cell[4] == a.Reason:
			verdict, bad = p.t("workbook.unchanged"), false
		default:
			bad = false
			in.Rows = append(in.Rows, education.NoteRow{Person: person, Mark: mark, Reason: cell[4]})
		}
		seen[person], wrong = true, wrong || bad
		table.Rows = append(table.Rows, []string{strconv.Itoa(line.N), cell[1], cell[3], verdict})
	}
	return in, table, wrong
}
