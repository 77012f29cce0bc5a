package site

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/app/text"
	"kaoji/evaluation"
)

// The calendar of the year says what opens and closes when in the whole office, for
// those who run the measures.

type yearPage struct {
	Months     []yearMonth
	Prev, Next view.Link
	Now        *view.Button // this year; nil if it is shown
	Empty      *view.Empty  // nil if something stands in the year
	More       []view.Link  // as in calendarPage
}

type yearMonth struct {
	Label string
	Now   bool
	Lines []view.DayLine
}

// year shows what opens and closes in a year, by month.
func (s *Site) year(c *fiber.Ctx, p *Speaker) error {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || !shownYear(year) {
		year = s.Today().Year()
	}
	begin, end := evaluation.NewDate(year, 1, 1), evaluation.NewDate(year, 12, 31)
	span, err := s.Service.CalendarOfYear(c.UserContext(), Actor(c), begin, end)
	if err != nil {
		return err
	}
	found := span.Entries
	content := yearPage{More: p.moreOf(span.More, begin, end), Prev: p.year(year - 1), Next: p.year(year + 1)}
	if year != s.Today().Year() {
		content.Now = &view.Button{Label: p.T("year.now"), Href: p.To("/calendar/year")}
	}
	if len(found) == 0 {
		content.Empty = &view.Empty{Why: p.T("year.none"), Do: p.T("year.none_do")}
	}
	for month := evaluation.NewDate(year, 1, 1); month.Year() == year; month = month.AddMonths(1) {
		m := yearMonth{Label: p.MonthOf(month), Now: month.Month() == s.Today().Month() && year == s.Today().Year()}
		for len(found) > 0 && found[0].Day.Month() == month.Month() {
			m.Lines = append(m.Lines, s.yearLine(p, &found[0]))
			found = found[1:]
		}
		content.Months = append(content.Months, m)
	}
	return s.Show(c, "year", p.T("year.title", "year", year), content, view.Link{Label: p.T("menu.calendar"), Href: p.To("/calendar")})
}

// shownYear reports whether calendars show a year: what they look for begins and ends up to
// two years from it, and has to be among the days that there are.
func shownYear(year int) bool {
	return year > evaluation.FirstYear+1 && year < evaluation.LastYear-1
}

// year leads to the calendar of a year.
func (p *Speaker) year(n int) view.Link {
	return view.Link{Label: p.Period(Itoa(n)), Href: p.To("/calendar/year") + "?year=" + Itoa(n)}
}

// yearLine is the line of an entry with its day.
func (s *Site) yearLine(p *Speaker, e *evaluation.CalendarEntry) view.DayLine {
	line := s.calendarLine(p, e)
	line.Day, line.Over = text.MonthDay(p.Lang, e.Day), e.Day.Before(s.Today())
	return line
}

// How much of the year the start page shows.
const (
	aheadDays = 60
	aheadMost = 12
)

// ahead is what opens and closes next, for the start page of those who run the
// measures.
func (s *Site) ahead(c *fiber.Ctx, p *Speaker) ([]view.DayLine, error) {
	if !evaluation.Running.Include(Actor(c)) {
		return nil, nil
	}
	found, err := s.Service.CalendarOfYear(c.UserContext(), Actor(c), s.Today(), s.Today().AddDays(aheadDays))
	var lines []view.DayLine
	for i := range found.Entries[:min(aheadMost, len(found.Entries))] {
		lines = append(lines, s.yearLine(p, &found.Entries[i]))
	}
	return lines, err
}
