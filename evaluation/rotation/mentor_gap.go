package rotation

import (
	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/roster"
)

// Reasons, besides those of desk.Held, why a newcomer has no mentor.
const (
	GapFull     = "full"     // there was no room with the one who was named
	GapNewcomer = "newcomer" // it is the newcomer who has left
)

// gap returns why there is no mentor on a day, "" if there is one. Another post of
// the mentor in the same department does not matter.
func (m *Mentoring) gap(day *roster.Snapshot) string {
	if _, here := day.Member(m.Newcomer); !here {
		return GapNewcomer
	}
	if m.Mentor.Person == "" {
		return GapFull
	}
	why := m.Mentor.Gap(day, m.Newcomer)
	if who, _ := day.Member(m.Mentor.Person); why == desk.GapMoved && who.Department == m.Mentor.Unit {
		return ""
	}
	return why
}

// guard refuses an act while there is no mentor: first the mentoring must be handed
// over, or paused or ended with a reason.
func (s *Service) guard(step *evaluation.Step, m *Mentoring) (*roster.Snapshot, error) {
	day, err := s.Today(step)
	if err != nil {
		return nil, err
	}
	switch m.gap(day) {
	case "":
		return day, nil
	case GapNewcomer:
		return nil, desk.WrongState("rotation.newcomer_left")
	case GapFull:
		return nil, desk.WrongState("rotation.no_mentor")
	}
	return nil, desk.WrongState("rotation.gap", "name", m.Mentor.Name)
}

// follow updates a mentoring from the roster and the calendar: the newcomer's
// department, gaps, the time of the opinions, and who has to act next.
func (m *Mentoring) follow(env *evaluation.Record, day *roster.Snapshot) state {
	if who, here := day.Member(m.Newcomer); here {
		env.Unit, m.UnitName = who.Department, who.DepartmentName
	}
	m.Gap = m.Gap.Seen(day.Day(), m.gap(day))
	next := env.State
	if next == Running && m.Gap == nil && !day.Day().Before(m.opensOn()) {
		next = Closing
	}
	m.wait(env, day, next)
	return next
}

// opensOn returns the day from which the opinions are requested.
func (m *Mentoring) opensOn() evaluation.Date {
	days, err := m.Rules.Int("mentor.closing")
	if err != nil {
		return m.CloseOn
	}
	return m.CloseOn.AddDays(-int(days))
}

func (s *Service) observe(step *evaluation.Step, m *Mentoring) (state, error) {
	day, err := s.Today(step)
	if err != nil {
		return "", err
	}
	return m.follow(step.Record, day), nil
}
