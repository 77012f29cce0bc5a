package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type homePage struct {
	Greeting   string
	Warnings   []string
	Stats      []stat
	Forms      []FormLink // ballots that wait for the reader
	Todo, Done []view.Row
	Empty      view.Empty
	Acts       []view.Button // what people from outside the office can do
	Own        []view.Row    // their own reports
	Outside    bool
}

type stat struct {
	Href, Label string
	N           int64
}

// home shows records that wait for the reader, then the state of the measures as
// far as the reader may see it.
func (s *Site) home(c *fiber.Ctx, p *Speaker) error {
	a := Actor(c)
	content := homePage{
		Greeting: p.T("home.greeting", "name", a.Name),
		Empty:    view.Empty{Why: p.T("home.nothing"), Do: p.T("home.nothing_do")},
	}
	todo, err := s.Service.Todo(c.UserContext(), a, evaluation.Query{Limit: 10})
	if err != nil {
		return err
	}
	content.Todo = p.Rows(todo.Views)
	if content.Forms, err = s.ballots(c, p); err != nil {
		return err
	}
	groups, err := s.Service.Group(c.UserContext(), a, evaluation.Query{}, "kind")
	if err != nil {
		return err
	}
	for _, g := range groups {
		if !s.counts(g.Keys[0]) {
			continue
		}
		open, err := s.opens(c, p.List(g.Keys[0]))
		if err != nil {
			return err
		}
		if !open {
			continue
		}
		content.Stats = append(content.Stats, stat{Href: p.List(g.Keys[0]), Label: p.T(g.Keys[0]), N: g.N})
	}
	calendar, err := s.Calendar.Calendar(c.UserContext(), a.Office)
	if err != nil {
		return err
	}
	if year := s.Today().Year(); s.Can(c, auth.AreaCalendar, auth.ActChange) {
		for _, y := range []int{year, year + 1} {
			if !calendar.Covers(y) && (y == year || s.Today().Month() >= 11) {
				content.Warnings = append(content.Warnings, p.T("workday.missing", "years", strconv.Itoa(y)))
			}
		}
	}
	if content.Outside = outside(a); content.Outside {
		if err := s.homeOutside(c, p, &content); err != nil {
			return err
		}
	}
	return s.Show(c, "home", p.T("menu.home"), content)
}

// ballots lists the ballots that the reader may cast now. No record lists them as
// waiting, because nobody knows who has voted.
func (s *Site) ballots(c *fiber.Ctx, p *Speaker) ([]FormLink, error) {
	var forms []FormLink
	for _, m := range s.pages {
		if m.Ballots == nil {
			continue
		}
		more, err := m.Ballots(c, p)
		if err != nil {
			return nil, err
		}
		forms = append(forms, more...)
	}
	return forms, nil
}

// outside reports whether somebody comes from outside the office: a social
// supervisor or a cadre of a committee.
func outside(a evaluation.Actor) bool { return !evaluation.Inside.Include(a) }

// homeOutside shows what they can report, and the results of their reports.
func (s *Site) homeOutside(c *fiber.Ctx, p *Speaker, content *homePage) error {
	var reported []string
	for _, m := range s.pages {
		for _, name := range slices.Sorted(maps.Keys(m.Kinds)) {
			if m.Kinds[name].Reported {
				reported = append(reported, name)
			}
		}
	}
	content.Acts = s.Beginning(p, Actor(c), reported)
	own, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{Kinds: reported, Sort: evaluation.SortChanged, Desc: true, Limit: 20})
	content.Own = p.Rows(own.Views)
	return err
}

// counts reports whether the number of records of a kind is shown: for the measures
// and the people.
func (s *Site) counts(kind string) bool {
	for _, m := range s.Measures {
		if m.Number > 0 && strings.HasPrefix(kind, m.Name+".") {
			return true
		}
	}
	return kind == roster.KindPerson
}

type todoPage struct {
	Forms      []FormLink
	Todo, Done []view.Row
	Empty      view.Empty
	Pager      view.Pager
}

// todo shows the whole to-do list (待办), and the records that the reader last dealt
// with (已办).
func (s *Site) todo(c *fiber.Ctx, p *Speaker) error {
	found, err := s.Service.Todo(c.UserContext(), Actor(c), evaluation.Query{Limit: PerPage, Cursor: c.Query("cursor")})
	if err != nil {
		return err
	}
	content := todoPage{
		Todo: p.Rows(found.Views), Empty: view.Empty{Why: p.T("home.nothing"), Do: p.T("home.nothing_do")},
		Pager: Pager(string(c.Request().URI().RequestURI()), found.Next, c.Query("cursor")),
	}
	if content.Forms, err = s.ballots(c, p); err != nil {
		return err
	}
	done, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{
		ActedBy: []string{Actor(c).Account}, Sort: evaluation.SortChanged, Desc: true, Limit: 20,
	})
	if err != nil {
		return err
	}
	content.Done = p.Rows(done.Views)
	return s.Show(c, "todo", p.T("menu.todo"), content)
}

// WithQuery sets a parameter of an address; an empty value removes it.
func WithQuery(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// me is the reader's own file: everything about them that they may see, newest
// first.
func (s *Site) me(c *fiber.Ctx) error {
	a := Actor(c)
	if a.Person == "" {
		return evaluation.Fail(evaluation.CodeNotFound, "error.no_person")
	}
	return s.FileOf(c, a.Person, s.T(c, "menu.me"))
}
