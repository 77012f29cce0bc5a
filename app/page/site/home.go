package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

type homePage struct {
	Greeting string
	Warnings []string
	Tasks    taskList
	Empty    view.Empty
	Acts     []view.Button // what people from outside the office can do
	Own      *view.Listed  // their own reports
	News     []noticeLine  // what they have not read of what came of these
	Outside  bool
	Business bool        // something can wait for the reader
	Tiles    []view.Tile // how the measures stand
	Office   bool        // of the whole office or of what one is in charge of, not of one's own department
	Minded   mindedList
	Guide    *guide         // while the office is being set up
	Ahead    []view.DayLine // what opens and closes next in the office
	Works    []workLine     // long work that goes on

	Meanwhile []TaskGroup // due while others are away
}

// home is the start page (工作台): what there is to do for the reader.
func (s *Site) home(c *fiber.Ctx, p *Speaker) error {
	a := Actor(c)
	content := homePage{
		Office: Oversees(a), Business: s.Reads(c, roster.KindDepartment), Greeting: p.T("home.greeting."+partOfDay(s.Now()), "name", a.Name),
		Empty: view.Empty{Why: p.T("home.nothing"), Do: p.T("home.nothing_do")},
	}
	var err error
	if content.Tasks, err = s.tasks(c, p); err != nil {
		return err
	}
	content.Tasks.shorten(p)
	if content.Works, err = s.works(c, p); err != nil {
		return err
	}
	if content.Warnings, err = s.calendarWarnings(c, p); err != nil {
		return err
	}
	if content.Tiles, err = s.glances(c, p); err != nil {
		return err
	}
	if content.Guide, err = s.guideAtHome(c, p); err != nil {
		return err
	}
	if content.Ahead, err = s.ahead(c, p); err != nil {
		return err
	}
	if content.Outside = outside(a); content.Outside {
		err = s.homeOutside(c, p, &content)
	} else {
		err = s.homeInside(c, p, &content)
	}
	if err != nil {
		return err
	}
	return s.Show(c, "home", p.T("menu.home"), content)
}

// laterAtOnce is how many lines of what is due later, and of what has no deadline, the start
// page shows.
const laterAtOnce = 5

// atFirstSight is how many lines the start page shows unfolded, but for what is due soon.
const atFirstSight = 15

// shorten leaves out most of what is not due soon, and folds it below much that is.
func (l *taskList) shorten(p *Speaker) {
	shown := 0
	for i := range l.Groups {
		g := &l.Groups[i]
		if g.Urgency != evaluation.DueLater && g.Urgency != evaluation.NoDue {
			shown += len(g.Tasks)
			continue
		}
		if len(g.Tasks) > laterAtOnce+1 {
			g.Tasks, g.All = g.Tasks[:laterAtOnce], WithQuery(p.To("/todo"), "only", string(g.Urgency))
		}
		if shown > 0 && shown+len(g.Tasks) > atFirstSight {
			g.Folded = p.T("task.folded", "label", g.Label, "n", g.N)
			continue
		}
		shown += len(g.Tasks)
	}
}

// homeInside shows what waits for others, and what falls due while some are away.
func (s *Site) homeInside(c *fiber.Ctx, p *Speaker, content *homePage) (err error) {
	s.ownAbsence(p, content)
	if content.Minded, err = s.minded(c, p, mindedAtOnce); err != nil {
		return err
	}
	content.Meanwhile, err = s.meanwhile(c, p)
	return err
}

// partOfDay chooses a greeting by the hour in the office.
func partOfDay(now time.Time) string {
	switch hour := now.In(evaluation.Office).Hour(); {
	case hour < 12:
		return "morning"
	case hour < 18:
		return "afternoon"
	}
	return "evening"
}

// calendarWarnings names the years whose holidays nobody has entered, to those who
// enter them.
func (s *Site) calendarWarnings(c *fiber.Ctx, p *Speaker) ([]string, error) {
	if !s.Can(c, auth.AreaCalendar, auth.ActChange) {
		return nil, nil
	}
	calendar, err := s.Calendar.Calendar(c.UserContext(), Actor(c).Office)
	if err != nil {
		return nil, err
	}
	var warnings []string
	for _, y := range []int{s.Today().Year(), s.Today().Year() + 1} {
		if !calendar.Covers(y) && (y == s.Today().Year() || s.Today().Month() >= 11) {
			warnings = append(warnings, p.T("workday.missing", "years", strconv.Itoa(y)))
		}
	}
	return warnings, nil
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
	if err != nil {
		return err
	}
	content.Own = s.RecordsIn(p, own.Views)
	found, err := s.Service.Notified(c.UserContext(), Actor(c), "", newsAtOnce)
	for _, n := range found.List {
		if !n.Read {
			content.News = append(content.News, p.noticeLine(n))
		}
	}
	return err
}

// newsAtOnce is how many of the last notifications the start page looks at.
const newsAtOnce = 5

// doneAtOnce is how many records that the reader dealt with a page of the to-do list shows.
const doneAtOnce = 20

type todoPage struct {
	Tasks  taskList
	Minded mindedList
	Done   *view.Listed
	Empty  view.Empty
	Pager  view.Pager
}

// todo shows what there is to do (待办), and the records that the reader last dealt
// with (已办).
func (s *Site) todo(c *fiber.Ctx, p *Speaker) error {
	content := todoPage{Empty: view.Empty{Why: p.T("home.nothing"), Do: p.T("home.nothing_do")}}
	var err error
	if content.Tasks, err = s.tasks(c, p); err != nil {
		return err
	}
	if !outside(Actor(c)) {
		if content.Minded, err = s.minded(c, p, mindedInAll); err != nil {
			return err
		}
	}
	done, err := s.Service.Index(c.UserContext(), Actor(c), evaluation.Query{
		ActedBy: []string{Actor(c).Account}, Sort: evaluation.SortChanged, Desc: true, Limit: doneAtOnce, Cursor: c.Query("cursor"),
	})
	if err != nil {
		return err
	}
	content.Done, content.Pager = s.RecordsIn(p, done.Views), Pager(string(c.Request().URI().RequestURI()), done.Next, c.Query("cursor"))
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

// queryOf returns what follows the path of an address.
func queryOf(address string) string {
	_, query, _ := strings.Cut(address, "?")
	return query
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
