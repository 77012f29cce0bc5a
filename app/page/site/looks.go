package site

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type looksPage struct {
	Grid  view.Grid
	Pager view.Pager
	Empty view.Empty
}

// looks shows to the reader who looked at records about them: when and how often on a
// day, who, in which role, what it was, and whether it was printed or taken as a file.
func (s *Site) looks(c *fiber.Ctx, p *Speaker) error {
	_, before, err := trailFilter(c)
	if err != nil {
		return err
	}
	lines, more, err := s.Service.LookLines(c.UserContext(), s.TrailLog, Actor(c), before, PerPage)
	if err != nil {
		return err
	}
	next := ""
	if more > 0 {
		next = strconv.FormatInt(more, 10)
	}
	content := looksPage{
		Grid: p.Grid("looks.at", "looks.who", "looks.role", "looks.what"), Empty: view.Empty{Why: p.T("looks.empty"), Do: p.T("looks.empty_do")},
		Pager: Pager(string(c.Request().URI().RequestURI()), next, c.Query("cursor")),
	}
	for i := range lines {
		l := &lines[i]
		content.Grid.Rows = append(content.Grid.Rows, []view.Cell{p.lookedWhen(l), {Text: l.Name}, {Text: p.roles(l.Look.Roles)}, {Text: p.lookedAt(l)}})
	}
	return s.ShowPage(c, "looks", view.Page{
		Title: p.T("looks.title"), Crumbs: []view.Link{{Label: p.T("menu.me"), Href: p.To("/me")}}, Confidential: true, Content: content,
	})
}

// LookedAt notes that a page made from sums names people, as if records of a kind about
// them had been listed.
func (s *Site) LookedAt(c *fiber.Ctx, kind string, people ...string) error {
	return s.Service.LookedAt(c.UserContext(), Actor(c), kind, people...)
}

func (p *Speaker) roles(list []evaluation.Role) string {
	names := make([]string, 0, len(list))
	for _, r := range list {
		names = append(names, p.T("role."+string(r)))
	}
	return strings.Join(names, p.T("looks.and"))
}

// lookedWhen is when the looks of a line were: the first, and the last if there are several.
func (p *Speaker) lookedWhen(l *evaluation.LookLine) view.Cell {
	const minute = "15:04"
	at := text.Moment(p.Lang, l.First)
	if l.Times == 1 {
		return view.Cell{Text: at}
	}
	if last := l.Last.In(evaluation.Office).Format(minute); last != l.First.In(evaluation.Office).Format(minute) {
		at += "–" + last
	}
	return view.Cell{Text: at, Note: p.T("looks.times", "n", l.Times)}
}

// lookedAt says what was shown: the file or records, opened or in a list, and how it was
// taken.
func (p *Speaker) lookedAt(l *evaluation.LookLine) string {
	kinds, opened := lookedKinds(l)
	way, format := "looks.", ""
	switch taken := l.Look.Taken; taken {
	case evaluation.OnScreen:
	case evaluation.InPrint:
		way = "looks.print."
	default:
		way, format = "looks.taken.", p.T("looks.format."+string(taken))
	}
	switch file := slices.Equal(kinds, []string{roster.KindPerson}); {
	case file && opened && way == "looks.":
		return p.T("looks.file")
	case file && !opened:
		return p.T(way+"list_person", "format", format)
	}
	var what []string
	for _, kind := range kinds {
		if kind == evaluation.KindSecret {
			kind = "audit.secret"
		}
		if what = append(what, p.T(kind)); kind == roster.KindPerson && opened {
			what[len(what)-1] = p.T("looks.dossier")
		}
	}
	key := "list"
	if opened {
		key = "read"
	}
	return p.T(way+key, "what", strings.Join(what, p.T("looks.and")), "format", format)
}

// lookedKinds are the kinds of records that a look is told by, and whether they were opened:
// what was only listed beside a record that was opened is not named. A form in the formats
// of personnel programs is made of the file and what only forms need.
func lookedKinds(l *evaluation.LookLine) (kinds []string, opened bool) {
	for _, s := range l.Look.Shown {
		kinds = append(kinds, s.Kind)
	}
	opened = l.Action == evaluation.ActRead
	has := func(kind string) bool { return slices.Contains(kinds, kind) }
	switch {
	case (l.Look.Taken == evaluation.AsLRMX || l.Look.Taken == evaluation.AsLRM) && has(roster.KindParticulars):
		return []string{roster.KindParticulars}, true
	case opened && l.Opened != "":
		return []string{l.Opened}, true
	case opened && l.Look.Taken != evaluation.OnScreen: // with others, of whom a record was opened
		return kinds, false
	case opened && has(roster.KindPerson):
		return []string{roster.KindPerson}, true
	}
	return kinds, opened
}
