package site

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/evaluation"
)

type calendarPage struct {
	Heads      []string     // the days of the week, from Monday
	Before     []struct{}   // days of the week before the first of the month
	Days       []view.Day   //
	After      []struct{}   // days of the week after the last
	Prev, Next view.Link    // months
	Now        *view.Button // this month; nil if it is shown
	Empty      bool         // nothing stands in the month
	More       []view.Link  // lists of what else is on these days, if there is too much to show
}

// calendar is the reader's own calendar (日历) of a month: what waits for them, what is
// booked, what opens and closes for them.
func (s *Site) calendar(c *fiber.Ctx, p *Speaker) error {
	first, err := evaluation.ParseDate(c.Query("month") + "-01")
	if err != nil || !shownYear(first.Year()) {
		first = evaluation.NewDate(s.Today().Year(), s.Today().Month(), 1)
	}
	last := first.AddMonths(1).AddDays(-1)
	found, err := s.Service.Calendar(c.UserContext(), Actor(c), first, last)
	if err != nil {
		return err
	}
	content := calendarPage{Empty: len(found.Entries) == 0, More: p.moreOf(found.More, first, last), Prev: p.month(first.AddMonths(-1)), Next: p.month(first.AddMonths(1))}
	if s.Today().Before(first) || s.Today().After(last) {
		content.Now = &view.Button{Label: p.T("calendar.now"), Href: p.To("/calendar")}
	}
	if content.Days, err = s.days(c, p, first, last, found.Entries); err != nil {
		return err
	}
	const week = 7
	for i := range week {
		content.Heads = append(content.Heads, p.T("weekday."+Itoa((i+1)%week)))
	}
	content.Before = make([]struct{}, (int(first.Weekday())+week-1)%week)
	content.After = make([]struct{}, (week-int(last.Weekday()))%week)
	return s.Show(c, "calendar", p.T("menu.calendar")+" · "+p.MonthOf(first), content)
}

// month leads to the calendar of a month.
func (p *Speaker) month(first evaluation.Date) view.Link {
	return view.Link{Label: p.MonthOf(first), Href: p.To("/calendar") + "?month=" + first.String()[:len("2026-01")]}
}

// moreOf links the lists of kinds of which a calendar does not show everything.
func (p *Speaker) moreOf(kinds []string, first, last evaluation.Date) []view.Link {
	var links []view.Link
	for _, kind := range kinds {
		of := url.Values{askFrom: {first.String()}, askTo: {last.String()}, askSort: {evaluation.SortOn}}
		links = append(links, view.Link{Label: p.T(kind), Href: p.To("/lists", kind) + "?" + of.Encode()})
	}
	return links
}

// days are the days from one to another, with what stands on them.
func (s *Site) days(c *fiber.Ctx, p *Speaker, first, last evaluation.Date, found []evaluation.CalendarEntry) ([]view.Day, error) {
	workdays, err := s.Calendar.Calendar(c.UserContext(), Actor(c).Office)
	if err != nil {
		return nil, err
	}
	var days []view.Day
	for on := first; !on.After(last); on = on.AddDays(1) {
		d := view.Day{On: on, Weekday: p.T("weekday." + Itoa(int(on.Weekday()))), Off: !workdays.IsWorkday(on), Name: workdays.Name(on), Today: on == s.Today()}
		if weekend := on.Weekday() == time.Saturday || on.Weekday() == time.Sunday; weekend && !d.Off {
			d.Name = p.T("calendar.worked", "name", d.Name)
		}
		for len(found) > 0 && !found[0].Day.After(on) {
			d.Lines = append(d.Lines, s.calendarLine(p, &found[0]))
			found = found[1:]
		}
		days = append(days, d)
	}
	return days, nil
}

// calendarLine puts an entry of a calendar into words.
func (s *Site) calendarLine(p *Speaker, e *evaluation.CalendarEntry) view.DayLine {
	measure, _, _ := strings.Cut(e.Kind, ".")
	line := view.DayLine{Time: e.Time, Measure: s.numberOf(measure), Opens: e.Way == evaluation.Opens}
	switch {
	case e.Key == "" && e.N == 1 && e.View != nil:
		line.Text, line.Href = p.Sentence(e.View), p.Href(&e.View.Record)
	case e.Key == "":
		line.Text = p.toDoMany(e.Kind, e.State, e.N)
		line.Href = p.listDue(e, url.Values{"state": {string(e.State)}, "waiting": {waitingMe}})
	case e.View == nil:
		line.Text, line.Note, line.Href = p.T(e.Kind+".day."+e.Key), p.T("calendar.n", "n", e.N), p.listDue(e, url.Values{})
	default:
		line.Text, line.Note, line.Href = p.T(e.Kind+".day."+e.Key), p.whose(e.View), p.Href(&e.View.Record)
	}
	line.Late = e.Key == "" && e.Day.Before(s.Today())
	return line
}

// listDue is the address of the list of what is due on the day of an entry.
func (p *Speaker) listDue(e *evaluation.CalendarEntry, params url.Values) string {
	params.Set("due", e.Day.String())
	return p.To("/lists", e.Kind) + "?" + params.Encode()
}

// whose names what a milestone is of: a title, the person if it is not the reader, or
// the period.
func (p *Speaker) whose(v *evaluation.View) string {
	switch {
	case p.Pages[v.Kind].Titled:
		return v.Sort
	case v.Subject != "" && !v.Own:
		return p.Title(&v.Record)
	case v.Subject != "":
		return ""
	}
	return p.Period(v.Period)
}
