package roster

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/site"
	"kaoji/app/page/view"
	"kaoji/app/server"
	"kaoji/app/xlsx"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type rosterPage struct {
	Day         string
	Filters     []view.Field
	Departments []departmentRows
	Total       int
	Committees  []roster.CommitteeInfo
	Acts        []view.Button
	Bulk        site.Bulk // nobody can be chosen if it has no acts
	Saved       site.ViewsPart
	Empty       view.Empty
	Pager       view.Pager
}

type departmentRows struct {
	ID, Name, Heads, Charges string
	Members                  []roster.Member
}

// line is a member of a department, or a department without members.
type line struct {
	unit   roster.DepartmentInfo
	member *roster.Member
}

// asking is what the roster is asked for: a day, and whom it shows on it.
type asking struct {
	day        evaluation.Date
	text, unit string
}

func (s *pages) asked(c *fiber.Ctx) asking {
	of := asking{s.Today(), strings.TrimSpace(c.Query("q")), c.Query("unit")}
	if given, err := evaluation.ParseDate(c.Query("on")); err == nil && !given.IsZero() {
		of.day = given
	}
	return of
}

// values are the parameters of the address, without what a roster is asked for anyway.
func (of *asking) values(today evaluation.Date) url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"q": of.text, "unit": of.unit, "on": of.day.String()} {
		if value != "" && (name != "on" || of.day != today) {
			values.Set(name, value)
		}
	}
	return values
}

// lines are the departments and their members that the reader may see, and last those who
// are in no department; bare says whether departments without members are among them.
func (of *asking) lines(snapshot *roster.Snapshot, visible func(string) bool, bare bool) (lines []line, people int) {
	for _, d := range snapshot.Departments() {
		if of.unit != "" && of.unit != d.ID {
			continue
		}
		members := slices.DeleteFunc(snapshot.In(d.ID), func(m roster.Member) bool { return !visible(m.ID) || !m.Matches(of.text) })
		people += len(members)
		if len(members) == 0 && bare {
			lines = append(lines, line{unit: d})
		}
		for i := range members {
			lines = append(lines, line{d, &members[i]})
		}
	}
	if of.unit != "" {
		return lines, people
	}
	for _, m := range snapshot.Members() {
		if _, placed := snapshot.Department(m.Department); !placed && visible(m.ID) && m.Matches(of.text) {
			lines = append(lines, line{member: &m})
			people++
		}
	}
	return lines, people
}

// roster shows the office on any day, with the people that the reader may see.
func (s *pages) roster(c *fiber.Ctx, p *site.Speaker) error { return s.rosterAgain(c, p, nil) }

// rosterAgain shows the roster, with what is wrong with a choice in it.
func (s *pages) rosterAgain(c *fiber.Ctx, p *site.Speaker, wrong *evaluation.Error) error {
	keeps := s.Can(c, auth.AreaImport, auth.ActRun) // whoever keeps the roster
	visible, err := s.visiblePeople(c, p)
	if err != nil {
		return err
	}
	of := s.asked(c)
	saved, standard, err := s.SavedViews(c, p, "/roster", of.values(s.Today()))
	if err != nil {
		return err
	}
	if standard != "" {
		return c.Redirect(standard, fiber.StatusSeeOther)
	}
	content := rosterPage{Saved: saved, Day: of.day.String(), Filters: []view.Field{
		{Name: "q", ID: "f-q", Label: p.T("roster.search"), Form: evaluation.FormText, Value: of.text},
		p.UnitFilter(of.unit),
		{Name: "on", ID: "f-on", Label: p.T("roster.on"), Form: evaluation.FormDate, Value: of.day.String()},
	}}
	snapshot := p.Book.On(of.day)
	lines, people := of.lines(snapshot, visible, of.text == "" && keeps && anyVisible(visible, snapshot))
	content.Total = people
	lines, content.Pager = site.Cut(c, lines)
	if err := s.Service.LookedAt(c.UserContext(), site.Actor(c), roster.KindPerson, memberIDs(lines)...); err != nil {
		return err
	}
	content.Departments = departments(p, lines)
	if of.day == s.Today() {
		content.Bulk = s.BulkOf(p, roster.KindPerson, roster.StatePresent, site.Posting(p.To("/roster/many"), site.Parameters(c)), shownOf(lines), people)
	}
	content.Empty = view.Empty{Why: p.T("roster.empty"), Do: p.T("roster.empty_do")}
	if of.text != "" || of.unit != "" {
		content.Empty = view.Empty{Why: p.T("list.unmatched"), Do: p.T("list.unmatched_do"), Button: &view.Button{Label: p.T("list.clear"), Href: p.To("/roster")}}
	}
	if keeps {
		s.keeping(p, &content, snapshot)
	}
	return s.Again(c, wrong, "", "roster", p.T("measure.roster"), content)
}

// keeping adds what those see who keep the roster.
func (s *pages) keeping(p *site.Speaker, content *rosterPage, snapshot *roster.Snapshot) {
	if content.Pager.From == "" {
		content.Committees = snapshot.Committees()
	}
	content.Acts = []view.Button{
		{Label: p.T("roster.import"), Href: p.To("/roster/import")},
		{Label: p.T("roster.export"), Href: p.To("/roster/export")},
		{Label: p.T("roster.columns"), Href: p.To(columnsPath)},
		{Label: p.T("roster.export_forms"), Href: strings.TrimSuffix(p.To("/roster/export/forms")+"?"+content.Saved.Query, "?")},
		{Label: p.T("roster.person.enter"), Href: p.To("/new/roster.person/enter")},
		{Label: p.T("roster.department.open"), Href: p.To("/new/roster.department/open")},
		{Label: p.T("roster.committee.open"), Href: p.To("/new/roster.committee/open")},
	}
	if content.Empty.Button == nil {
		content.Empty.Button = &view.Button{Label: p.T("roster.import"), Href: p.To("/roster/import"), Primary: true}
	}
}

// saveView saves whom the roster is asked for, and dropView deletes such a view.
func (s *pages) saveView(c *fiber.Ctx, p *site.Speaker) error {
	query, err := url.ParseQuery(c.FormValue("query"))
	if err != nil {
		return evaluation.Fail(evaluation.CodeInvalid, "error.invalid")
	}
	of := asking{day: s.Today(), text: query.Get("q"), unit: query.Get("unit")}
	if day, err := evaluation.ParseDate(query.Get("on")); err == nil && !day.IsZero() {
		of.day = day
	}
	err = s.SaveView(c, p, "/roster", of.values(s.Today()))
	if e, ok := site.AsMistake(err); ok {
		return s.rosterAgain(c, p, e)
	}
	return err
}

func (s *pages) dropView(c *fiber.Ctx, p *site.Speaker) error { return s.DropView(c, p, "/roster") }

// choose takes the people who were chosen in the roster, or all whom it is asked for.
func (s *pages) choose(c *fiber.Ctx, p *site.Speaker) error {
	posted, err := site.Posted(c)
	if err != nil {
		return err
	}
	ids := posted["id"]
	if posted.Get("all") != "" {
		visible, err := s.visiblePeople(c, p)
		if err != nil {
			return err
		}
		of := s.asked(c)
		ids = nil
		lines, _ := of.lines(p.Book.On(of.day), visible, false)
		for _, l := range lines {
			ids = append(ids, l.member.ID)
		}
	}
	kind, _ := s.Service.Kind(roster.KindPerson)
	err = s.Chosen(c, p, kind, posted.Get("act"), ids, "/roster?"+string(c.Request().URI().QueryString()))
	if e, ok := site.AsMistake(err); ok {
		return s.rosterAgain(c, p, e)
	}
	return err
}

// shownOf is the number of people among lines.
func shownOf(lines []line) int {
	n := 0
	for _, l := range lines {
		if l.member != nil {
			n++
		}
	}
	return n
}

// memberIDs are the ids of the members among lines.
func memberIDs(lines []line) []string {
	var ids []string
	for _, l := range lines {
		if l.member != nil {
			ids = append(ids, l.member.ID)
		}
	}
	return ids
}

// inCharge names the leaders in charge of a department today.
func inCharge(p *site.Speaker, v *evaluation.View) string { return names(p, p.Day.InCharge(v.ID)) }

// departments groups lines in the order of departments.
func departments(p *site.Speaker, lines []line) []departmentRows {
	var list []departmentRows
	for _, l := range lines {
		if n := len(list); n == 0 || list[n-1].ID != l.unit.ID {
			if l.unit.ID == "" {
				l.unit.Name = p.T("roster.unplaced")
			}
			list = append(list, departmentRows{ID: l.unit.ID, Name: l.unit.Name, Heads: names(p, l.unit.Heads), Charges: names(p, l.unit.Charges)})
		}
		if rows := &list[len(list)-1]; l.member != nil {
			rows.Members = append(rows.Members, *l.member)
		}
	}
	return list
}

func anyVisible(visible func(string) bool, snapshot *roster.Snapshot) bool {
	return slices.ContainsFunc(snapshot.Members(), func(m roster.Member) bool { return visible(m.ID) })
}

// visiblePeople reports which people the reader may see, by the policy that guards
// each person's record.
func (s *pages) visiblePeople(c *fiber.Ctx, p *site.Speaker) (func(id string) bool, error) {
	fields, err := s.PeopleRead(c, p)
	return func(id string) bool { return len(fields[id]) > 0 }, err
}

func names(p *site.Speaker, ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, p.Name(id))
	}
	return p.Join(names)
}

// person is the file of one cadre over time: everything about them that the reader
// may see.
func (s *pages) person(c *fiber.Ctx, p *site.Speaker, v *evaluation.View, _ *roster.Person) error {
	return s.FileOf(c, v.ID, p.Name(v.ID), s.Crumbs(c, v.Kind)...)
}

type importPage struct {
	Runs  *view.Listed
	Error string
	Empty view.Empty
}

func (s *pages) importForm(c *fiber.Ctx, p *site.Speaker) error { return s.importAgain(c, p, "") }

func (s *pages) importAgain(c *fiber.Ctx, p *site.Speaker, problem string) error {
	runs, err := s.Service.Index(c.UserContext(), site.Actor(c), evaluation.Query{
		Kinds: []string{roster.KindImport, roster.KindFormImport}, Sort: evaluation.SortChanged, Desc: true, Limit: 20,
	})
	if err != nil {
		return err
	}
	return s.Show(c, "import", p.T("roster.import"), importPage{
		Runs: s.RecordsIn(p, runs.Views), Error: problem, Empty: view.Empty{Why: p.T("import.none"), Do: p.T("import.none_do")},
	}, s.Crumbs(c, roster.KindImport)...)
}

// importUpload stores the file and prepares the import (dry run); nothing is
// applied.
func (s *pages) importUpload(c *fiber.Ctx, p *site.Speaker) error {
	h, err := c.FormFile("file")
	if err != nil {
		return s.importAgain(c, p, p.T("import.choose"))
	}
	id, err := s.TakeFile(c, site.Actor(c).Office, site.Actor(c).Account, h)
	if err == nil {
		var r evaluation.Record
		r, err = s.Service.Create(c.UserContext(), site.Actor(c), roster.KindImport, "prepare", evaluation.Creation{Input: &roster.Prepare{Files: []string{id}}})
		if err == nil {
			return s.Done(c, s.To(c, "/records", r.ID), prepared(roster.KindImport, &r))
		}
	}
	if e, ok := errors.AsType[*evaluation.Error](err); ok && e.Code != evaluation.CodeUnavailable && e.Code != evaluation.CodeInternal {
		said := s.Text.Say(server.Lang(c), e.Message)
		for _, f := range e.Fields {
			said = p.Named(said, s.Text.Say(server.Lang(c), f))
		}
		c.Status(server.Status(e.Code))
		return s.importAgain(c, p, said)
	}
	return err
}

func (s *pages) rosterExport(c *fiber.Ctx) error {
	book, err := s.Roster.Book(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return err
	}
	if err := s.Service.LookedAt(c.UserContext(), site.Actor(c), roster.KindPerson, book.People()...); err != nil {
		return err
	}
	return s.Sheets(c, s.T(c, "roster.file_name")+s.Today().String(), "", "", "roster", book.On(s.Today()).Sheets()...)
}

func (s *pages) rosterTemplate(c *fiber.Ctx) error {
	book, err := s.Roster.Book(c.UserContext(), site.Actor(c).Office)
	if err != nil {
		return err
	}
	levels, err := s.Levels(c)
	if err != nil {
		return err
	}
	file, err := xlsx.Bytes(book.On(s.Today()).Template(server.Lang(c), levels...))
	if err != nil {
		return err
	}
	return server.Download(c, s.T(c, "roster.template_name")+".xlsx", site.MediaXLSX, file)
}
