package site

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// proposeDates fills in dates, times of day and periods that are empty with what their fields
// begin with, and replaces dates that the act would refuse. Rows of a repeated group stay empty:
// an empty row is not sent.
func (s *Site) proposeDates(c *fiber.Ctx, a *Asked, values url.Values) error {
	if a.Act.Run.Input == nil {
		return nil
	}
	if err := s.bound(c, a); err != nil {
		return err
	}
	calendar, err := s.Calendar.Calendar(c.UserContext(), Actor(c).Office)
	if err != nil {
		return err
	}
	workday := func(d evaluation.Date) evaluation.Date {
		d, _ = calendar.OnOrAfter(d)
		return d
	}
	today := s.Today()
	for _, f := range evaluation.FieldsOf(a.Act.Run.Input()) {
		switch f.Form {
		case evaluation.FormText, evaluation.FormInteger:
			if begins := f.BeginsWith(today); begins != "" && values.Get(f.Name) == "" {
				values.Set(f.Name, begins)
			}
		case evaluation.FormTime:
			if values.Get(f.Name) == "" && evaluation.TimeOfDay.MatchString(f.Begin) {
				values.Set(f.Name, f.Begin)
			}
		case evaluation.FormDate:
			has, err := evaluation.ParseDate(values.Get(f.Name))
			if err != nil {
				continue // from the address; it is reported as not a date
			}
			days := a.days[f.Name]
			values.Set(f.Name, days.Proposed(has, today, f.BeginsOn(today, days, workday)).String())
		}
	}
	return nil
}

// bound gets the bounds of the act's dates once.
func (s *Site) bound(c *fiber.Ctx, a *Asked) (err error) {
	if a.days == nil {
		a.days, err = s.Service.Days(c.UserContext(), Actor(c), a.Kind.Name, a.Act.Name, a.ID())
	}
	return err
}
