package roster

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

const columnsPath = "/roster/columns"

// columnsPage chooses the columns of a list of people (花名册) and shows its first rows.
type columnsPage struct {
	Filters []view.Field
	Choices []view.Choice
	Chosen  map[string]bool
	Table   view.Table
	Total   int
	Export  string
	Saved   site.ViewsPart
}

// columnsAsked are the people and the columns that an address asks for, the usual columns
// if it names none.
func (s *pages) columnsAsked(c *fiber.Ctx) (of asking, columns []string) {
	asked := c.Context().QueryArgs().PeekMulti("column")
	for _, name := range roster.ListColumns() {
		if slices.ContainsFunc(asked, func(b []byte) bool { return string(b) == name }) {
			columns = append(columns, name)
		}
	}
	if len(columns) == 0 {
		columns = roster.FirstColumns()
	}
	return s.asked(c), columns
}

func columnValues(of *asking, columns []string, today evaluation.Date) url.Values {
	values := of.values(today)
	values["column"] = columns
	return values
}

// previewed is how many rows the page shows.
const previewed = 10

func (s *pages) columns(c *fiber.Ctx, p *site.Speaker) error { return s.columnsAgain(c, p, nil) }

func (s *pages) columnsAgain(c *fiber.Ctx, p *site.Speaker, wrong *evaluation.Error) error {
	of, columns := s.columnsAsked(c)
	values := columnValues(&of, columns, s.Today())
	saved, standard, err := s.SavedViews(c, p, columnsPath, values)
	if err != nil {
		return err
	}
	if standard != "" {
		return c.Redirect(standard, fiber.StatusSeeOther)
	}
	content := columnsPage{
		Saved: saved, Chosen: map[string]bool{}, Export: p.To(columnsPath, "export") + "?" + values.Encode(),
		Filters: []view.Field{p.UnitFilter(of.unit), {Name: "on", ID: "f-on", Label: p.T("roster.on"), Form: evaluation.FormDate, Value: of.day.String()}},
	}
	for _, name := range roster.ListColumns() {
		content.Choices = append(content.Choices, view.Choice{Value: name, Label: columnLabel(p, name)})
		content.Chosen[name] = slices.Contains(columns, name)
	}
	content.Table, content.Total, err = s.people(c, p, &of, columns, previewed)
	if err != nil {
		return err
	}
	said(p, &content.Table, columns)
	return s.Again(c, wrong, "", "columns", p.T("roster.columns"), content, s.Crumbs(c, roster.KindPerson)...)
}

// said has the known words of a list that is shown in the reader's language. A list that is
// exported keeps them as they were typed, so that it can be imported again.
func said(p *site.Speaker, t *view.Table, columns []string) {
	for _, row := range t.Rows {
		for i, name := range columns {
			field := strings.TrimPrefix(strings.TrimPrefix(name, "full_"), "in_")
			row[i] = p.Coded(field, row[i])
		}
	}
}

func columnLabel(p *site.Speaker, name string) string {
	return p.Or("roster.columns."+name, p.Or(roster.KindPerson+".field."+name, p.T(roster.KindParticulars+".field."+name)))
}

// people is the list of people with the columns: all of them, or the first rows.
func (s *pages) people(c *fiber.Ctx, p *site.Speaker, of *asking, columns []string, most int) (t view.Table, total int, err error) {
	day := p.Book.On(of.day)
	readable, err := s.Service.Readable(c.UserContext(), site.Actor(c), p.Book.Envelopes())
	if err != nil {
		return t, 0, err
	}
	lines, total := of.lines(day, func(id string) bool { return slices.Contains(readable[id], "appointments") }, false)
	if most > 0 && len(lines) > most {
		lines = lines[:most]
	}
	t.Caption = p.T("roster.columns")
	for _, name := range columns {
		t.Heads, t.Numbers = append(t.Heads, columnLabel(p, name)), append(t.Numbers, name == "age")
	}
	known, err := s.knownFor(c, p, of.day, columns)
	if err != nil {
		return t, 0, err
	}
	for _, l := range lines {
		m := l.member
		particulars, err := s.listed(c, p, m, columns, &known)
		if err != nil {
			return t, 0, err
		}
		more := map[string]string{}
		if known.rewards != nil {
			written, entry := "", &roster.Person{}
			if particulars != nil {
				written = particulars.Honours
			}
			if slices.Contains(readable[m.ID], "absences") {
				entry = m.Person
			}
			more[roster.ColumnRewards] = roster.JoinHonours(written, s.honoursOf(known.rewards[m.ID], known.day, entry, written))
		}
		if slices.Contains(columns, "id_card") && m.Person.IDCard != "" && slices.Contains(readable[m.ID], "id_card") {
			if more["id_card"], err = s.Vault.Open(m.Person.IDCard, m.ID); err != nil {
				more["id_card"] = "" // the key does not open it; the log of its record says so
			}
		}
		row := day.ListRow(m, particulars, more, columns)
		if at := slices.Index(columns, "sex"); at >= 0 {
			row[at] = p.Coded("sex", row[at])
		}
		t.Rows = append(t.Rows, row)
	}
	return t, total, s.Service.LookedAt(c.UserContext(), site.Actor(c), roster.KindPerson, memberIDs(lines)...)
}

// readParticulars are those of a person as far as the reader may see them, nil for none.
func (s *pages) readParticulars(c *fiber.Ctx, person string) (*roster.Particulars, error) {
	there, err := s.particularsOf(c.UserContext(), site.Actor(c), person)
	if err != nil || there.ID == "" {
		return nil, err
	}
	v, err := s.Service.Get(c.UserContext(), site.Actor(c), there.ID)
	if err != nil {
		return nil, err
	}
	return evaluation.PayloadOf[roster.Particulars](v.Record)
}

// recorded is what the office has on record of people on a day, as far as columns show it.
type recorded struct {
	day     evaluation.Date
	grades  grades
	rewards map[string][]roster.Reward
}

func (s *pages) knownFor(c *fiber.Ctx, p *site.Speaker, day evaluation.Date, columns []string) (known recorded, err error) {
	known.day = day
	if slices.Contains(columns, "grades") {
		if known.grades, err = s.gradesOf(c.UserContext(), p.Actor().Office); err != nil {
			return known, err
		}
	}
	if slices.Contains(columns, roster.ColumnRewards) {
		known.rewards, err = s.rewardsOf(c.UserContext(), p.Actor(), day)
	}
	return known, err
}

// listed are the particulars that a list shows of a person, with the grades that are known,
// nil for none.
func (s *pages) listed(c *fiber.Ctx, p *site.Speaker, m *roster.Member, columns []string, known *recorded) (*roster.Particulars, error) {
	if !roster.OfParticulars(columns) {
		return nil, nil //nolint:nilnil // no column needs them
	}
	of, err := s.readParticulars(c, m.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.list(c.UserContext(), p.Actor().Office, known.grades, m.Person, m.ID)
	if err != nil || len(list) == 0 && of == nil {
		return of, err
	}
	if of == nil {
		of = &roster.Particulars{}
	}
	if of.Grades = roster.JoinGrades(of.Grades, list); known.day.Before(s.Today()) {
		of.Grades = roster.GradesBefore(of.Grades, known.day.Year())
	}
	return of, nil
}

// columnsExport sends the list as a workbook.
func (s *pages) columnsExport(c *fiber.Ctx, p *site.Speaker) error {
	of, columns := s.columnsAsked(c)
	t, _, err := s.people(c, p, &of, columns, 0)
	if err != nil {
		return err
	}
	return s.Sheets(c, p.T("roster.file_name")+of.day.String(), roster.KindPerson, "", "columns", site.TableSheet(p.T("roster.columns"), &t))
}

// saveColumns saves the columns under a name, dropColumns deletes such a view.
func (s *pages) saveColumns(c *fiber.Ctx, p *site.Speaker) error {
	query, err := url.ParseQuery(c.FormValue("query"))
	if err != nil {
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	values := url.Values{}
	for _, name := range roster.ListColumns() {
		if slices.Contains(query["column"], name) {
			values.Add("column", name)
		}
	}
	for _, name := range []string{"unit", "on"} {
		if v := query.Get(name); v != "" {
			values.Set(name, v)
		}
	}
	err = s.SaveView(c, p, columnsPath, values)
	if e, ok := site.AsMistake(err); ok {
		return s.columnsAgain(c, p, e)
	}
	return err
}

func (s *pages) dropColumns(c *fiber.Ctx, p *site.Speaker) error {
	return s.DropView(c, p, columnsPath)
}

// columnRoutes are the pages of lists with chosen columns.
func (s *pages) columnRoutes() []site.Route {
	get, post, export, run := fiber.MethodGet, fiber.MethodPost, auth.AreaExport, auth.ActRun
	return []site.Route{
		{Method: get, Path: columnsPath, Area: export, Act: run, Page: s.columns},
		{Method: get, Path: columnsPath + "/export", Area: export, Act: run, Page: s.columnsExport},
		{Method: post, Path: columnsPath + "/views", Area: export, Act: run, Page: s.saveColumns},
		{Method: post, Path: columnsPath + "/views/drop", Area: export, Act: run, Page: s.dropColumns},
	}
}
