package site

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"kaoji/evaluation"
)

// proposeDates replaces dates that the act would refuse, sets today in dates of something
// that has happened, and the next working day in those of an appointment. A deadline
// stays empty: people are to choose it.
func (s *Site) proposeDates(c *fiber.Ctx, a *Asked, values url.Values) error {
	if err := s.bound(c, a); err != nil {
		return err
	}
	for name, days := range a.days {
		has, err := evaluation.ParseDate(values.Get(name))
		if err != nil {
			continue // from the address; it is reported as not a date
		}
		day := days.Proposed(has, s.Today())
		if day.IsZero() && has.IsZero() && name == "on" && a.appoints() {
			if day, err = s.nextWorkday(c, days); err != nil {
				return err
			}
		}
		values.Set(name, day.String())
	}
	return nil
}

// appoints reports that the form asks for a day and a time.
func (a *Asked) appoints() bool {
	return slices.ContainsFunc(evaluation.FieldsOf(a.Act.Run.Input()), func(f evaluation.Field) bool { return f.Form == evaluation.FormTime })
}

// nextWorkday is the first working day after today that is within bounds, none if there
// is none.
func (s *Site) nextWorkday(c *fiber.Ctx, within evaluation.Days) (evaluation.Date, error) {
	calendar, err := s.Calendar.Calendar(c.UserContext(), Actor(c).Office)
	if err != nil {
		return evaluation.Date{}, err
	}
	day, _ := calendar.OnOrAfter(evaluation.Last(within.From, s.Today().AddDays(1)))
	if !within.Holds(day) {
		return evaluation.Date{}, nil
	}
	return day, nil
}

// bound gets the bounds of the act's dates once.
func (s *Site) bound(c *fiber.Ctx, a *Asked) (err error) {
	if a.days == nil {
		a.days, err = s.Service.Days(c.UserContext(), Actor(c), a.Kind.Name, a.Act.Name, a.ID())
	}
	return err
}
