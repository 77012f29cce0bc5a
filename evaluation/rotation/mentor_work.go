package rotation

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// schedule sets the days of a mentoring by its frozen rules. The opinions are due
// at the end of probation, or at the end of the mentoring if that is earlier or
// probation was over before.
func (s *Service) schedule(step *evaluation.Step, m *Mentoring) error {
	calendar, err := s.Calendar(step.Ctx, step.Record.Office)
	if err != nil {
		return err
	}
	probation, err := m.Rules.Period("mentor.probation")
	if err != nil {
		return err
	}
	length, err := m.Rules.Period("mentor.length")
	if err != nil {
		return err
	}
	m.ProbationUntil, _ = probation.End(m.Joined, calendar)
	m.Until, _ = length.End(m.From, calendar)
	m.CloseOn = m.Until
	if m.ProbationUntil.After(m.From) && m.ProbationUntil.Before(m.Until) {
		m.CloseOn = m.ProbationUntil
	}
	if m.PlanBy, err = s.dueBy(step, m, "mentor.plan", 1); err != nil {
		return err
	}
	if m.MidtermBy, err = s.dueBy(step, m, "mentor.midterm", 1); err != nil {
		return err
	}
	if !m.MidtermBy.Before(m.CloseOn) { // too short for a midterm review
		m.MidtermBy = evaluation.Date{}
	}
	m.NoteBy = []evaluation.Date{}
	for k := 1; ; k++ {
		by, err := s.dueBy(step, m, "mentor.note", k)
		if err != nil {
			return err
		}
		if by.After(m.CloseOn) {
			break
		}
		m.NoteBy = append(m.NoteBy, by)
	}
	if len(m.NoteBy) == 0 { // shorter than the interval: still one note
		m.NoteBy = append(m.NoteBy, m.CloseOn)
	}
	return nil
}

// dueBy returns the end of k periods of a rule from the first day, moved to a
// working day, but not after the end.
func (s *Service) dueBy(step *evaluation.Step, m *Mentoring, key string, k int) (evaluation.Date, error) {
	p, err := m.Rules.Period(key)
	if err != nil {
		return evaluation.Date{}, err
	}
	calendar, err := s.Calendar(step.Ctx, step.Record.Office)
	if err != nil {
		return evaluation.Date{}, err
	}
	many := rulepack.Period{N: p.N * k, Unit: p.Unit}
	end, _ := many.End(m.From, calendar)
	day, missing := many.Due(m.From, calendar)
	m.uncounted(missing)
	if day.After(m.CloseOn) && !end.After(m.CloseOn) {
		day = m.CloseOn
	}
	return day, nil
}

func (m *Mentoring) uncounted(years []int) {
	for _, y := range years {
		if !slices.Contains(m.Missing, y) {
			m.Missing = append(m.Missing, y)
		}
	}
}

// plan is written by the mentor, and can be changed while the mentoring runs.
func (s *Service) plan(step *evaluation.Step, m *Mentoring, in *PlanInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	wrong := evaluation.Mistakes{}
	for i, g := range in.Goals {
		if g.By.Before(m.From) || g.By.After(m.Until) {
			wrong.Add("goals."+strconv.Itoa(i)+".by", "rotation.goal_by", "from", m.From.String(), "to", m.Until.String())
		}
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	m.Direction, m.Goals = in.Direction, in.Goals
	m.wait(step.Record, day, Running)
	return Running, nil
}

func (s *Service) note(step *evaluation.Step, m *Mentoring, in *NoteInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	n := m.written(step, in.On, in.Text)
	m.Notes = append(m.Notes, n)
	if in.Remark != "" {
		n.Text = in.Remark
		m.Remarks = append(m.Remarks, n)
	}
	m.wait(step.Record, day, step.Record.State)
	return step.Record.State, nil
}

func (s *Service) ownNote(step *evaluation.Step, m *Mentoring, in *OwnNoteInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	n := m.written(step, in.On, in.Text)
	m.OwnNotes = append(m.OwnNotes, n)
	m.wait(step.Record, day, step.Record.State)
	return step.Record.State, nil
}

// written returns a note about a day of the mentoring.
func (m *Mentoring) written(step *evaluation.Step, on evaluation.Date, text string) Note {
	return Note{On: on, Text: text, At: step.Today, By: step.Actor.Name}
}

// noteDays: a note is about a past day of the mentoring.
func noteDays(step *evaluation.Step, m *Mentoring) (map[string]evaluation.Days, error) {
	return map[string]evaluation.Days{"on": {From: m.From, To: step.Today}}, nil
}

func (s *Service) midterm(step *evaluation.Step, m *Mentoring, in *MidtermInput) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	if m.Midterm != nil {
		return "", desk.WrongState("rotation.midterm_done")
	}
	m.Midterm = &Midterm{Progress: in.Progress, Problems: in.Problems, Measures: in.Measures, On: step.Today, By: step.Actor.Name}
	m.wait(step.Record, day, Running)
	return Running, nil
}

// pause stops all deadlines; resume moves every day by the length of the pause.
func pause(step *evaluation.Step, m *Mentoring) (state, error) {
	m.Pauses, m.Paused = append(m.Pauses, Pause{From: step.Today, Reason: step.Reason}), step.Record.State
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return Paused, nil
}

func (s *Service) resume(step *evaluation.Step, m *Mentoring) (state, error) {
	day, err := s.guard(step, m)
	if err != nil {
		return "", err
	}
	calendar, err := s.Calendar(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	last := &m.Pauses[len(m.Pauses)-1]
	last.To = step.Today
	days := last.From.DaysUntil(last.To)
	later := func(d *evaluation.Date) {
		if d.Before(last.From) { // was due before the pause: it stays late
			return
		}
		var missing []int
		*d, missing = calendar.OnOrAfter(d.AddDays(days))
		m.uncounted(missing)
	}
	m.Until, m.CloseOn = m.Until.AddDays(days), m.CloseOn.AddDays(days)
	for _, d := range []*evaluation.Date{&m.PlanBy, &m.MidtermBy} {
		if !d.IsZero() {
			later(d)
		}
	}
	for i := range m.NoteBy {
		later(&m.NoteBy[i])
	}
	m.wait(step.Record, day, m.Paused)
	return m.Paused, nil
}

// end ends a mentoring early.
func end(step *evaluation.Step, m *Mentoring) (state, error) {
	m.EndedFor, m.EndedOn = step.Reason, step.Today
	return Ended, m.over(step)
}

// over frees the places with mentors and waits for nobody.
func (m *Mentoring) over(step *evaluation.Step) error {
	closed(step.Record)
	if m.Next != nil {
		if err := step.Effect("free", Seat{Mentor: m.Next.Held.Person}); err != nil {
			return err
		}
	}
	if m.Mentor.Person == "" {
		return nil
	}
	return step.Effect("free", Seat{Mentor: m.Mentor.Person})
}
