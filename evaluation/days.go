package evaluation

import (
	"context"
)

// Days are the first and the last possible day of a date in an input; a zero date
// means no bound. Page and act use the same function for it, so that a form never
// proposes or accepts a date that the act refuses.
type Days struct {
	From, To Date
	Begin    Date // what a form begins with, if it is not what the field says; see Field.Begin
}

// Holds reports whether the day is within the bounds.
func (d Days) Holds(x Date) bool {
	return !x.Before(d.From) && (d.To.IsZero() || !x.After(d.To))
}

// Proposed returns the date that a form is prefilled with: the existing date, if it
// is possible; today, if there was another date and today is possible; otherwise the day
// that the field begins with: see Field.BeginsOn.
func (d Days) Proposed(has, today, begin Date) Date {
	switch {
	case !has.IsZero() && d.Holds(has):
		return has
	case !has.IsZero() && d.Holds(today):
		return today
	}
	return begin
}

// mistake records that the date of a field is outside its bounds, and names them.
func (d Days) mistake(m Mistakes, field string) {
	switch {
	case d.To.IsZero():
		m.Add(field, "error.day.from", "from", d.From)
	case d.From.IsZero():
		m.Add(field, "error.day.to", "to", d.To)
	default:
		m.Add(field, "error.day.span", "from", d.From, "to", d.To)
	}
}

// DaysOf makes the Days function of an act with payload P.
func DaysOf[P any](f func(s *Step, p *P) (map[string]Days, error)) func(*Step) (map[string]Days, error) {
	return ofPayload(f)
}

// UpToToday returns the Days of dates that may not be in the future.
func UpToToday(fields ...string) func(*Step) (map[string]Days, error) {
	return func(s *Step) (map[string]Days, error) {
		days := map[string]Days{}
		for _, f := range fields {
			days[f] = Days{To: s.Today}
		}
		return days, nil
	}
}

// FromToday returns the Days of a date that may not be in the past.
func FromToday(field string) func(*Step) (map[string]Days, error) {
	return func(s *Step) (map[string]Days, error) { return map[string]Days{field: {From: s.Today}}, nil }
}

// Last is the later of two days.
func Last(a, b Date) Date {
	if a.Before(b) {
		return b
	}
	return a
}

// checkDays checks the dates of an input against the bounds of the act. Empty dates
// are skipped; the act reports missing ones.
func checkDays(a *Act, step *Step) error {
	if a.Days == nil || step.input == nil {
		return nil
	}
	bounds, err := a.Days(step)
	if err != nil {
		return err
	}
	m := Mistakes{}
	for name, value := range step.inputs() {
		days, bounded := bounds[name]
		if on, ok := value.(Date); ok && bounded && !on.IsZero() && !days.Holds(on) {
			days.mistake(m, name)
		}
	}
	return m.Err()
}

// Days returns the bounds of the dates in the form of an act, the same that Act
// checks. For a creating act id is "".
func (s *Service) Days(ctx context.Context, actor Actor, kind, act, id string) (map[string]Days, error) {
	k, a, err := s.actOf(kind, act)
	if err != nil || a.Days == nil {
		return nil, err
	}
	step, err := s.opening(ctx, actor, k, a, id)
	if err != nil {
		return nil, err
	}
	return a.Days(step)
}
