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

// looks shows to the reader who looked at records about them: when, who, in which
// role, and what it was.
func (s *Site) looks(c *fiber.Ctx, p *Speaker) error {
	_, before, err := trailFilter(c)
	if err != nil {
		return err
	}
	list, err := s.Service.Looks(c.UserContext(), s.TrailLog, Actor(c), before, PerPage+1)
	if err != nil {
		return err
	}
	next := ""
	if len(list) > PerPage {
		list = list[:PerPage]
		next = strconv.FormatInt(list[PerPage-1].Seq, 10)
	}
	content := looksPage{
		Grid: p.Grid("looks.at", "looks.who", "looks.role", "looks.what"), Empty: view.Empty{Why: p.T("looks.empty"), Do: p.T("looks.empty_do")},
		Pager: Pager(string(c.Request().URI().RequestURI()), next, c.Query("cursor")),
	}
	for i := range list {
		e := &list[i]
		content.Grid.Rows = append(content.Grid.Rows, []view.Cell{
			{Text: text.Moment(p.Lang, e.At)}, {Text: e.Name}, {Text: p.roles(e.Look.Roles)}, {Text: p.lookedAt(e)},
		})
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

// lookedAt says what was shown: the file or a record, opened or in a list.
func (p *Speaker) lookedAt(e *evaluation.TrailEntry) string {
	var what []string
	for _, s := range e.Look.Shown {
		if s.Kind == roster.KindPerson && e.Action == evaluation.ActRead {
			return p.T("looks.file")
		}
		what = append(what, p.T(s.Kind))
	}
	key := "looks.list"
	switch {
	case e.Action == evaluation.ActRead:
		key = "looks.read"
	case slices.Equal(what, []string{p.T(roster.KindPerson)}):
		return p.T("looks.list_person")
	}
	return p.T(key, "what", strings.Join(what, p.T("looks.and")))
}
